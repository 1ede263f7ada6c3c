"""What long runs are made of: articles that are not taken for copies of one another, the same for the same seed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.sameness.arrivals import Arrivals, sketched

ROOT = Path(__file__).parents[1]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    monkeypatch.setattr(sys, "path", [str(ROOT / "benchmarks"), *sys.path])
    import varied  # type: ignore[import-not-found]

    file = tmp_path / "talks.jsonl"
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples" / "camp-david").glob("*.md"))]
    rows = [{"text": text, "date": f"1978-09-{5 + number % 25:02d}"} for number, text in enumerate(texts)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    articles: Any = varied.articles
    conflict = varied.Conflict(file)
    few = list(articles([conflict], 10, seed=1))
    found = list(articles([conflict], 40, seed=1))
    assert found[:10] == few
    return found


def test_made_articles_are_not_taken_for_copies(made: list[dict[str, str]]) -> None:
    texts = {row["id"]: row["text"] for row in made}
    arrivals = Arrivals(texts.get)
    for row in made:
        kept = sketched(row["text"])
        assert kept is not None
        assert arrivals.original(row["text"], row["date"], kept) is None
        arrivals.add(row["id"], row["date"], kept)


def test_made_articles_are_as_long_as_dispatches(made: list[dict[str, str]]) -> None:
    assert all(140 <= len(row["text"].split()) <= 250 for row in made)
