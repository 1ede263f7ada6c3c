"""Events of other data sets come into the record once, beside those coded from text, and stay apart from them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import detente as library
from detente import deeds, run
from detente.records import Deed
from detente.views import connect
from test_cli import Ended, detente, talks
from test_exchange import VISIT
from test_exchange_bad import CLASH, KILLING, POLECAT, TALKS, lines, table

__all__ = ["detente", "talks"]  # fixtures

Program = Callable[..., Ended]


def rows(record: Path, what: str = "origin, origin_id, type, dead") -> list[tuple[object, ...]]:
    return connect({}, deeds=deeds.files(record)).execute(f"SELECT {what} FROM deeds").fetchall()  # noqa: S608


def test_the_same_rows_are_not_added_twice(tmp_path: Path) -> None:
    some = [replace(VISIT, origin_id=name) for name in ("1", "2", "2")]
    first, again = deeds.add(tmp_path, some), deeds.add(tmp_path, some)
    assert (first.new, first.same, again.new, again.same) == (2, 1, 0, 3)
    assert len(deeds.files(tmp_path)) == 1, "nothing new, no file"
    assert len(rows(tmp_path)) == 2


def test_a_corrected_row_takes_the_place_of_the_older(tmp_path: Path) -> None:
    deeds.add(tmp_path, [replace(VISIT, dead=3), replace(VISIT, origin_id="other")])
    added = deeds.add(tmp_path, [replace(VISIT, dead=4, path="elsewhere", line=9)])
    assert (added.new, added.changed, added.same) == (0, 1, 0)
    assert sorted(rows(tmp_path, "origin_id, dead")) == [("E-abcdefgh", 4), ("other", None)]
    assert deeds.add(tmp_path, [replace(VISIT, dead=4)]).same == 1


def test_two_rows_under_one_id_are_both_kept(tmp_path: Path) -> None:
    both = [replace(VISIT, dead=3), replace(VISIT, dead=4)]
    assert deeds.add(tmp_path, both).new == 2
    assert deeds.add(tmp_path, both).same == 2
    numbered = [replace(VISIT, origin="icews", date_start=day) for day in ("2001-01-01", "2001-01-02")]
    assert deeds.add(tmp_path, numbered).new == 2, "in ICEWS an id is one only together with its day"
    assert deeds.add(tmp_path, numbered[1:]).same == 1


def test_many_rows_lie_in_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "BATCH", 3)
    some = [replace(VISIT, origin_id=str(number)) for number in range(8)]
    deeds.add(tmp_path, some)
    assert [file.name[:6] for file in deeds.files(tmp_path)] == ["000000", "000001", "000002"]
    assert deeds.add(tmp_path, some).same == 8
    assert sorted(file.name for file in (tmp_path / "deeds").iterdir()) == [f.name for f in deeds.files(tmp_path)]


def test_deeds_are_cut_down_to_a_period_and_have_a_day_where_it_is_known(tmp_path: Path) -> None:
    long = replace(VISIT, origin_id="long", date_end="2024-06-01")
    deeds.add(tmp_path, [VISIT, replace(VISIT, origin_id="old", date_start="1990-01-01", date_end="1990-01-01"), long])
    db = connect({}, since="2000-01-01", deeds=deeds.files(tmp_path))
    assert db.execute("SELECT origin_id, day FROM deeds").fetchall() == [("E-abcdefgh", "2024-03-05")]
    assert (None,) in rows(tmp_path, "day")


def test_a_record_without_imports_has_an_empty_table() -> None:
    assert rows(Path("nowhere")) == []
    assert run.is_record(Path("nowhere")) is False


def test_import_says_what_it_read_and_what_it_refused(detente: Program, tmp_path: Path) -> None:
    (tmp_path / "sudan.csv").write_text(table(CLASH, CLASH | {"event_date": "soon", "event_id_cnty": "SUD9"}))
    ended = detente("import", "acled", "sudan.csv")
    assert ended.code == 0
    assert ended.out == ""
    assert "sudan.csv:4: not a day: 'soon'\n" in ended.err
    assert "sudan.csv: 1 read (1 new, 0 changed, 0 there already), 1 refused" in ended.err
    assert "licence: ACLED" in ended.err
    assert "1 read (0 new, 0 changed, 1 there already)" in detente("import", "acled", "sudan.csv").err
    kept = rows(tmp_path / ".detente", "origin, origin_id, path, line, licence IS NOT NULL, dead")
    assert kept == [("acled", "SUD1", "sudan.csv", 2, True, 10)]
    assert detente("import", "acled", "sudan.csv", "--quiet").err.count("\n") == 1, "only what was refused"


def test_wrong_use_of_import_and_export(detente: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("nothing\n")
    assert detente("import", "acled", "gone.csv").code == 2
    assert detente("import", "excel", "file").code == 2
    assert detente("export", "acled", "file").code == 2
    assert detente("export", "polecat", "gone").code == 2
    assert detente("import", "ucdp", "file").code == 1, "nothing could be read"
    assert not (tmp_path / ".detente").exists()


def test_a_thousand_refusals_are_counted(detente: Program, tmp_path: Path) -> None:
    wrong = [TALKS | {"Event Date": "soon"} for _ in range(1_000)]
    (tmp_path / "week.tsv").write_text(lines(POLECAT, TALKS, *wrong))
    err = detente("import", "polecat", "week.tsv").err
    assert err.count("\n") < 15
    assert "and 992 more: 992 not a day" in err


def test_a_record_of_imports_alone_can_be_asked(detente: Program, tmp_path: Path) -> None:
    (tmp_path / "ged.csv").write_text(table(KILLING))
    assert detente("import", "ucdp", "ged.csv", "--record", "rec").code == 0
    asked = detente("sql", "SELECT actor, recipient_code, day, dead FROM deeds", "rec", "--format", "json")
    assert json.loads(asked.out)["rows"] == [
        {"actor": "Government of Yemen (North Yemen)", "recipient_code": "CVL", "day": "2017-07-31", "dead": 5}
    ]
    ((name,),) = rows(tmp_path / "rec", "id")
    shown = detente("show", name, "rec").out.splitlines()
    assert shown[0] == f"{name}  deed"
    assert [line.split(maxsplit=1)[1] for line in shown if line.split()[0] in ("path", "line")] == ["ged.csv", "2"]
    assert detente("dyads", "rec").code == 0
    assert detente("brief", "rec", "-o", "brief.html").code == 0


@pytest.mark.model
def test_words_and_deeds_lie_side_by_side(detente: Program, talks: Path, tmp_path: Path) -> None:
    (tmp_path / "week.tsv").write_text(lines(POLECAT, TALKS))
    assert detente("import", "polecat", "week.tsv").code == 0
    count = "SELECT (SELECT count(*) FROM deeds) AS deeds, (SELECT count(*) FROM events) > 0 AS events"
    asked = detente("sql", count, talks, "--format", "json")
    assert json.loads(asked.out)["rows"] == [{"deeds": 1, "events": True}]
    exported = detente("export", "polecat", talks)
    assert exported.out.startswith("Event ID\t")
    assert "NOR-1" not in exported.out, "what was imported is not passed on"
    coverage = library.read(talks, record=tmp_path / ".detente")
    assert list(coverage.deeds()["origin"]) == ["polecat"]


@pytest.mark.model
def test_words_can_be_left_out(detente: Program, talks: Path) -> None:
    with_words, without = detente("export", "plover", talks).out, detente("export", "plover", talks, "--no-words").out
    assert {"text", "text_info"} <= set(json.loads(with_words.splitlines()[0]))
    assert not any("text" in json.loads(line) for line in without.splitlines())
    assert "text_info" in json.loads(without.splitlines()[0])


@pytest.mark.model
@pytest.mark.parametrize("form", ["plover", "polecat", "icews", "cameo", "gdelt"])
def test_what_is_exported_can_be_imported(form: str, detente: Program, talks: Path, tmp_path: Path) -> None:
    exported = detente("export", form, talks, "-o", "out")
    assert exported.code == 0
    assert detente("import", form, "out", "--record", "rec", "--quiet") == Ended(0, "", "")
    read = len((tmp_path / "out").read_text(encoding="utf-8").splitlines()) - (form in ("polecat", "icews"))
    assert len(rows(tmp_path / "rec")) == read > 0


def test_a_name_is_the_same_whatever_else_is_imported(tmp_path: Path) -> None:
    deeds.add(tmp_path / "a", [VISIT])
    deeds.add(tmp_path / "b", [replace(VISIT, origin_id="another"), VISIT])
    (name,) = rows(tmp_path / "a", "id")
    assert name in rows(tmp_path / "b", "id")


def test_a_deed_keeps_all_that_it_says(tmp_path: Path) -> None:
    whole = replace(VISIT, path="a.csv", line=3, licence="CC BY", dead=1, injured=2, origin_type="x", origin_score=-1.5)
    deeds.add(tmp_path, [whole])
    names = ", ".join(f'"{name}"' for name in Deed.__slots__)
    (row,) = rows(tmp_path, names)
    assert Deed(**dict(zip(Deed.__slots__, row, strict=True))) == whole
