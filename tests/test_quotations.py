"""Quotations are found however their marks are written, and a lost mark spoils one paragraph at most."""

from __future__ import annotations

import pytest

from detente.annotate.quotations import quotations

CASES = [
    pytest.param('"We sign," he said. "Now."', ["We sign,", "Now."], id="straight"),
    pytest.param("“We sign,” he said.", ["We sign,"], id="curly"),
    pytest.param("« Nous signons », dit-il.", ["Nous signons"], id="guillemets"),
    pytest.param("»Wir warten«, sagte sie.", ["Wir warten"], id="guillemets pointing inwards"),
    pytest.param("„Wir warten“, sagte sie.", ["Wir warten"], id="low and high"),
    pytest.param("''We wait,'' he said.", ["We wait,"], id="two apostrophes"),
    pytest.param("‘We can’t wait,’ he said.", ["We can’t wait,"], id="curly single with apostrophe"),
    pytest.param("‘The rebels’ map is old,’ he said.", ["The rebels’ map is old,"], id="possessive inside"),
    pytest.param("'It won't hold,' she said.", ["It won't hold,"], id="straight single with apostrophe"),
    pytest.param("the parties' lawyers and the states' envoys", [], id="possessives only"),
    pytest.param("in the '90s and rock 'n' roll", [], id="shortened words"),
    pytest.param("a wall 5'10\" high", [], id="feet and inches"),
    pytest.param("“He told me ‘never’ and left,” she said.", ["He told me ‘never’ and left,"], id="outermost counts"),
    pytest.param("a “so-called “peace” plan” failed", ["so-called “peace” plan"], id="nested of one kind"),
    pytest.param("“One.\n“Two.\n“Three,” he said.", ["One.", "Two.", "Three,"], id="paragraphs left open"),
    pytest.param("She said “no\nThe rest is plain.", ["no"], id="closing mark lost"),
    pytest.param(
        '"It is over, he said. "Go home."', ["It is over, he said.", "Go home."], id="closing mark lost: to the stop"
    ),
    pytest.param("”It is over,” he said.", ["It is over,"], id="wrong opening mark"),
    pytest.param("“It is over,“ he said.", ["It is over,"], id="wrong closing mark"),
    pytest.param("a “farce,”and more", ["farce,"], id="space lost"),
    pytest.param('" It is over , " he said', ["It is over ,"], id="spaces inside"),
    pytest.param("the 'peace' talks", ["peace"], id="scare quotes"),
    pytest.param("", [], id="nothing"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == expected
