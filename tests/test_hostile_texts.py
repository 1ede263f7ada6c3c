"""Texts that nobody writes but somebody may send are coded in time, or refused with a reason, and shown safely."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from detente import checking
from detente.records import Article, Unread
from detente.work import code

pytestmark = pytest.mark.model

# each that has no full stop is one sentence to the parser
SHAPES = {
    "answers": '"Yes," he said. ', "quotation marks": '" ', "dashes": "talks - and - ",
    "and": "Putin said he would stop and ", "that": "Trump said that Putin said that ", "if": "if Russia attacks, ",
    "commas": "Russia, Ukraine, China, Iran, ", "no": "not ", "names": "Mr. Holm met Mr. Berg. ", "he": "He told him. ",
    "lines": "Talks\n", "a table": "Russia\t12\t14.5\tattack\t2024-03-05\n", "capitals": "RUSSIA ATTACKS UKRAINE. ",
    "numbers": "12 34,567 8.9 10% ", "months": "March ", "addresses": "https://example.org/a/b?c=d&e=f#g ",
    "turns": "TRUMP: We will stop.\nPUTIN: No, I will not.\n", "dots": ". ", "deals": "Iran accepts the ceasefire. ",
    "marks of direction": "Rus\u200b\u202esia said no. ", "blanks": " " * 50,
    "empty lines": "\n", "an open quotation": "“We will stop the war in Ukraine, ",
    "quotations within": 'He said "we will stop ', "open single quotations": "‘We will go on, ",
    "accents": "U\u0301k\u0301r\u0301a\u0301 said no. ", "many accents": "Ukra" + "i\u0301" * 30 + "ne said no. ",
}  # fmt: skip
LENGTH = 3_000  # characters
QUICK = 0.5  # seconds of computing, below which growth is not looked at
TRIES = 3  # on a busy machine the same work takes more time now and then; what grows too fast always does
ARTICLES = [
    '<script>alert(1)</script> "We will stop," said <b>Putin</b>. {{7*7}} ${x} %s %(x)s',
    "=HYPERLINK(\"https://x\",\"y\") Trump said on Monday. '; DROP TABLE articles; --",
    "Putin said: \u202e\u0000\u0007\x1b[2J \ufeff “stop”. \ud83d Trump refused.",
    "", " ", "\n\n", "‘’“”\"'" * 50, "Ukraine " + "a\u0301" * 300 + " said no.", "]]> --> */ \\ \\u0000 Iran agreed.",
]  # fmt: skip


def cost(text: str) -> float:
    began = time.process_time()
    outcome = code(Article(id="a", text=text, date="2024-03-05"))
    assert not isinstance(outcome, Unread), outcome
    for record in outcome[1]:
        assert 0 <= record.start <= record.end <= len(text)
    return time.process_time() - began


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_costs_about_twice(shape: str) -> None:
    words = SHAPES[shape]
    head = "Putin said on Monday that talks would go on. "
    cost(head)  # the model is loaded
    tries = []
    for _ in range(TRIES):
        once, twice = (cost(head + words * (n // len(words))) for n in (LENGTH, 2 * LENGTH))
        if twice < max(QUICK, 3 * once):
            return
        tries.append(f"{once:.2f} s, and {twice:.2f} s for twice as much")
    pytest.fail("; ".join(tries))


def test_what_is_hostile_goes_all_the_way(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from detente.cli import app

    hostile = "<img src=x onerror=alert(1)>"
    more = {"title": hostile, "source": "=1+1", "url": "javascript:0"}
    lines = [json.dumps({"id": f"a{n} {hostile}", "text": text} | more)
             for n, text in enumerate(ARTICLES)]  # fmt: skip
    (tmp_path / "talks.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    outcomes = {}
    for words in (["code", "-o", "out.jsonl"], ["brief", "-o", "brief.html"], ["brief", "-o", "brief.md"],
                  ["timeline", "--format", "csv"], ["positions", "--format", "html"]):  # fmt: skip
        told = [str(tmp_path / one) if "." in one else one for one in words]
        done = CliRunner().invoke(app, [told[0], str(tmp_path / "talks.jsonl"), *told[1:]])
        assert done.exit_code == 0, (words, done.output, done.exception)
        outcomes[words[-1]] = done.output
    read = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(read) >= 5
    for page in ((tmp_path / "brief.html").read_text(encoding="utf-8"), outcomes["html"]):
        assert "<img src=x" not in page
        assert "<script>alert" not in page
    assert checking.check(tmp_path / ".detente").sound
