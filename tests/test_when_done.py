"""The day of a stance, an offer or a promise: the text's, that of its article, or none where it came before."""

from __future__ import annotations

import pytest

from detente.records import Article, Commitment, Position, Unread
from detente.work import code

CASES = [
    ("North Korea rejected the offer.", "2019-11-13", "article"),
    ("North Korea had rejected the offer.", None, None),
    ("South Korea said that North Korea had rejected the offer.", "2019-11-13", "article"),
    ("In 2003 Sudan met the rebels in Geneva and agreed to a ceasefire.", "2003-01-01", "text"),
    ("Sudan met the rebels on Monday and agreed to a ceasefire.", "2019-11-13", "article"),
    ("In 2000, years after Russia signed the peace treaty, its parliament met.", None, None),
    ("North Korea had promised to free the prisoners.", None, None),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "start", "source"), CASES, ids=[text for text, *_ in CASES])
def test_a_day_is_not_taken_from_the_article_where_the_text_puts_it_before(
    text: str, start: str | None, source: str | None
) -> None:
    outcome = code(Article(id="a", text=text, date="2019-11-13"))
    assert not isinstance(outcome, Unread), outcome
    found = [r for r in outcome[1] if isinstance(r, (Position, Commitment)) and r.rule != "reader"]
    assert found, "no stance and no promise was found"
    assert {(r.date_start, r.date_from) for r in found} == {(start, source)}
