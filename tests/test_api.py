"""The library's front door gives data frames, findings and the brief."""

from __future__ import annotations

from pathlib import Path

import pytest

import detente
from test_run import TEXTS


@pytest.fixture
def talks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, (date, text) in TEXTS.items():
        (tmp_path / f"{name}.md").write_text(f"---\ndate: {date}\n---\n{text}\n")
    (tmp_path / "empty.md").write_text("")
    return tmp_path


@pytest.mark.model
def test_the_tables_are_data_frames(talks: Path) -> None:
    coverage = detente.read(talks / "accepts.md", [talks / "empty.md"], date="2020-01-01")
    assert repr(coverage) == "<detente coverage: 1 articles, 1 unread>"
    assert coverage.unread[0].reason == "empty file"
    assert coverage.notes == ()
    (article,) = coverage.articles().to_dict("records")
    assert (article["date"], article["text"]) == TEXTS["accepts"]
    for name in ("statements", "events", "positions", "inducements", "commitments", "opinions"):
        frame = getattr(coverage, name)()
        assert {"id", "article", "text", "start", "end", "confidence"} <= set(frame.columns)
        for row in frame.to_dict("records"):
            assert article["text"][row["start"] : row["end"]] == row["text"]
    assert "Emmanuel Macron" in set(coverage.statements()["speaker"])


@pytest.mark.model
def test_questions_and_the_brief_are_a_call_away(talks: Path) -> None:
    coverage = detente.read(talks, record=talks / "record")
    assert coverage.find("timeline", actor="France").name == "timeline"
    assert coverage.brief(talks / "brief.md") == (talks / "brief.md").read_text()
    assert coverage.db.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    with pytest.raises(ValueError, match="no analysis 'nonsense'"):
        coverage.find("nonsense")
    with pytest.raises(ValueError, match="no table 'nonsense'"):
        coverage.table("nonsense")
    later = detente.read(talks, record=talks / "record", since="2024-03-10")
    assert len(later.events()) < len(coverage.events())
