"""A story that many tell is coded once, and what is taken for a copy hangs on the input and its order alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente import catalog, run
from detente.cli import app
from detente.doc import Doc
from detente.findings.families import families
from detente.records import Article, Opinion
from detente.sameness.arrivals import Arrivals, bands, sketched, taken_apart
from detente.sameness.retold import body, retold
from detente.work import RAISE

STORY = (
    "Negotiators of Ruland and Borduria met for a third day in the lakeside town of Varno. A Rulandic official said "
    "the delegations had exchanged drafts of a truce that would last 40 days. Borduria has asked that prisoners be "
    "freed first, among them 212 soldiers taken in the autumn. The mediator, Ana Kolar, told reporters that both had "
    "shown patience. Fighting went on in the hills near Drava, where aid workers counted eleven dead since Monday. "
    "Parliament in Syldavia passed the budget after a night of debate. The finance minister, Petr Hala, called it a "
    "first step and thanked the smaller parties for their votes. Teachers who had struck for two weeks return to "
    "their schools on Thursday. The opposition leader said that pensions would fall behind prices by next spring."
)
HEADED = f"VARNO (Northern Wire) - {STORY} (Reporting by Jon Berg; editing by the night desk)"
EDITED = STORY.replace("told reporters that", "said").replace("in the hills near", "around the hills near")
CUT = STORY[: STORY.index("Teachers")]
CHANGED = {
    "a number": STORY.replace("eleven dead", "fourteen dead"),
    "numbers changed about": STORY.replace("40 days", "X").replace("212", "40").replace("X", "212 days"),
    "a denial": STORY.replace("had shown patience", "had not shown patience"),
    "a name": STORY.replace("Ana Kolar", "Eva Brandt"),
    "an act": STORY.replace("has asked that", "has refused that"),
    "another act": STORY.replace("passed the budget", "rejected the budget"),
    "who did it": STORY.replace("Borduria has asked", "Ruland has asked"),
    "a modal": STORY.replace("would last", "may last"),
    "a sentence more": f"{STORY} Ruland then recalled its ambassador from Varno.",
}


@pytest.mark.parametrize("text", [STORY, HEADED, EDITED, CUT], ids=["same", "headed", "edited", "cut"])
def test_what_tells_nothing_new_is_retold(text: str) -> None:
    assert (retold(text, STORY) or 0.0) > 0.9


@pytest.mark.parametrize("text", CHANGED.values(), ids=CHANGED)
def test_one_word_that_matters_is_enough_to_be_coded(text: str) -> None:
    assert retold(text, STORY) is None


def test_a_denial_that_a_copy_leaves_out_matters() -> None:
    assert retold(STORY, CHANGED["a denial"]) is None


def test_credits_are_no_part_of_what_is_told() -> None:
    assert body(HEADED).endswith("next spring.")
    assert body(f"Reporting by hand is slow. {STORY}").startswith("Reporting by hand")


def test_a_sketch_is_the_same_on_every_machine() -> None:
    kept = sketched(STORY)
    assert kept is not None
    size, numbers = taken_apart(kept)
    assert (size, len(kept), bands(numbers)[:2]) == (129, 260, [-1575707672797754962, 6706173352851008343])


def test_a_short_text_is_never_a_near_copy() -> None:
    assert sketched("A truce holds, they said.") is None


@settings(max_examples=25, deadline=None)
@given(st.permutations(["a", "b", "c", "d"]))
def test_the_first_to_arrive_is_the_original(order: list[str]) -> None:
    texts = dict(zip("abcd", (STORY, HEADED, EDITED, CHANGED["a number"]), strict=True))
    arrivals = Arrivals(texts.get)
    found = {}
    for twin in order:
        kept = sketched(texts[twin])
        found[twin] = arrivals.original(texts[twin], "2024-03-05", kept)
        if found[twin] is None:
            arrivals.add(twin, "2024-03-05", kept)
    first = next(twin for twin in order if twin != "d")
    assert found["d"] is None
    assert {twin: one and one.twin for twin, one in found.items() if twin not in ("d", first)} == {
        twin: first for twin in "abc" if twin != first
    }


def test_the_same_words_weeks_later_are_told_anew() -> None:
    arrivals = Arrivals({"a": STORY}.get)
    arrivals.add("a", "2024-03-05", sketched(STORY))
    assert arrivals.original(HEADED, "2024-03-11", sketched(HEADED)) is not None
    assert arrivals.original(HEADED, "2024-03-15", sketched(HEADED)) is None


# ---------------------------------------------------------------- in a run, with a coder that knows no model


@pytest.fixture
def coded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Articles are coded as one record; the ids of those coded are gathered."""
    found: list[str] = []

    def annotate(articles: list[Article], model: str) -> Iterator[Doc]:  # noqa: ARG001
        for article in articles:
            found.append(article.id)
            yield Doc(article, [], [])

    def extract(doc: Doc) -> Iterator[tuple[str, Opinion]]:
        yield "opinions", Opinion(article=doc.article.id, start=0, end=3)

    monkeypatch.setenv(RAISE, "1")
    monkeypatch.setattr("detente.annotate.annotate", annotate)
    monkeypatch.setattr("detente.extract.extract", extract)
    monkeypatch.setattr(run, "SHARD_ARTICLES", 2)
    return found


def talks(place: Path, **texts: str) -> Path:
    rows = [
        {"id": name, "text": text, "date": f"2024-03-{5 + number:02d}", "source": f"Outlet {name}"}
        for number, (name, text) in enumerate(texts.items())
    ]
    place.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return place


def copies(done: run.Run) -> dict[str, str]:
    return dict(done.db.execute("SELECT id, copy_of FROM articles WHERE copy_of IS NOT NULL").fetchall())


def bytes_of(record: Path) -> dict[str, bytes]:
    files = [file for file in sorted(record.rglob("*")) if file.is_file() and "catalog" not in file.name]
    return {file.relative_to(record).as_posix(): file.read_bytes() for file in files}


def test_a_near_copy_is_listed_and_not_coded(tmp_path: Path, coded: list[str]) -> None:
    place = talks(tmp_path / "a.jsonl", wire=STORY, post=HEADED, ledger=CHANGED["a number"], gazette=EDITED)
    done = run.build([place], record=tmp_path / "r")
    assert coded == ["wire", "ledger"]
    assert copies(done) == {"post": "wire", "gazette": "wire"}
    assert (done.articles, done.new, done.copies) == (4, 4, 2)
    assert done.db.execute("SELECT article FROM opinions").fetchall() == [("wire",), ("ledger",)]
    ((why,),) = done.db.execute("SELECT copy_why FROM articles WHERE id = 'gazette'").fetchall()
    assert why.startswith("near copy: 9")
    assert why.endswith("nothing else told, 3 days apart")
    assert run.build([place], record=tmp_path / "r").new == 0
    assert copies(run.build([tmp_path / "r"])) == copies(done)


def test_alone_and_with_all_copies_it_is_coded(tmp_path: Path, coded: list[str]) -> None:
    both = talks(tmp_path / "a.jsonl", wire=STORY, post=HEADED)
    first = run.build([both], record=tmp_path / "r")
    assert [note.text[:23] for note in run.build([tmp_path / "r"], all_copies=True).notes] == [
        "1 near copies are not c"
    ]
    alone = talks(tmp_path / "b.jsonl", post=HEADED)
    assert copies(run.build([alone], record=tmp_path / "r")) == {}
    assert coded == ["wire", "post"]
    whole = run.build([both], record=tmp_path / "r", all_copies=True)
    assert copies(whole) == {}
    # and back again
    assert copies(run.build([both], record=tmp_path / "r")) == copies(first) == {"post": "wire"}


def test_the_original_may_be_any_number_of_articles_back(
    tmp_path: Path, coded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.intake.HELD_CHARACTERS", 100)
    others = {f"n{n}": f"{n} {' '.join(f'word{n}x{i}' for i in range(50))}" for n in range(9)}
    done = run.build([talks(tmp_path / "a.jsonl", wire=STORY, **others, post=HEADED)], record=tmp_path / "r")
    assert copies(done) == {}  # ten days later it is another story
    texts = {"wire": STORY, **others, "post": HEADED}
    place = tmp_path / "b.jsonl"
    place.write_text("".join(json.dumps({"id": n, "text": t, "date": "2024-03-05"}) + "\n" for n, t in texts.items()))
    assert copies(run.build([place], record=tmp_path / "s")) == {"post": "wire"}
    assert coded.count("post") == 1


def test_an_earlier_twin_of_a_near_copy_is_a_near_copy_too(tmp_path: Path, coded: list[str]) -> None:
    rows = [("a", STORY, "2024-03-05"), ("b", HEADED, "2024-03-06"), ("c", HEADED, "2024-03-04")]
    place = tmp_path / "a.jsonl"
    place.write_text("".join(json.dumps({"id": n, "text": t, "date": d}) + "\n" for n, t, d in rows))
    assert copies(run.build([place], record=tmp_path / "r")) == {"b": "a", "c": "a"}
    assert coded == ["a"]


# ---------------------------------------------------------------- onto a record


def test_what_is_added_is_compared_with_the_whole_record(tmp_path: Path, coded: list[str]) -> None:
    old = talks(tmp_path / "old.jsonl", wire=STORY, other=CHANGED["a number"])
    run.build([old], record=tmp_path / "r")
    new = talks(tmp_path / "new.jsonl", post=HEADED, again=STORY, third=CHANGED["an act"])
    done = run.build([new], record=tmp_path / "r", onto=True)
    assert coded == ["wire", "other", "third"]
    assert done.new == 3
    whole = run.build([tmp_path / "r"])
    assert copies(whole) == {"post": "wire", "again": "wire"}
    assert run.build([new], record=tmp_path / "r", onto=True).new == 0


def test_adding_reads_nothing_of_what_lies_there(tmp_path: Path, coded: list[str]) -> None:
    others = {f"n{n}": f"{n} {' '.join(f'word{n}x{i}' for i in range(50))}" for n in range(9)}
    run.build([talks(tmp_path / "old.jsonl", **others)], record=tmp_path / "r", onto=True)
    held = [file for file in (tmp_path / "r").glob("*/shards/*/*") if file.is_file()]
    assert len({file.parent for file in held}) == 5
    for file in held:
        file.unlink()
    done = run.build([talks(tmp_path / "new.jsonl", wire=STORY)], record=tmp_path / "r", onto=True)
    assert (done.new, coded[-1]) == (1, "wire")


@pytest.mark.usefixtures("coded")
def test_pieces_added_one_by_one_come_to_the_same_as_all_at_once(tmp_path: Path) -> None:
    texts = {"wire": STORY, "post": HEADED, "ledger": CHANGED["a number"], "late": EDITED, "act": CHANGED["an act"]}
    whole = talks(tmp_path / "whole.jsonl", **texts)
    lines = whole.read_text().splitlines(keepends=True)
    run.build([whole], record=tmp_path / "at-once")
    for number, line in enumerate(lines):
        piece = tmp_path / f"{number}.jsonl"
        piece.write_text(line)
        run.build([piece], record=tmp_path / "in-pieces", onto=True)
    at_once, in_pieces = run.build([tmp_path / "at-once"]), run.build([tmp_path / "in-pieces"])
    assert copies(at_once) == copies(in_pieces) == {"post": "wire", "late": "wire"}
    query = "SELECT id, article, text FROM opinions ORDER BY ALL"
    assert at_once.db.execute(query).fetchall() == in_pieces.db.execute(query).fetchall()


@pytest.mark.usefixtures("coded")
def test_a_shard_that_a_killed_run_left_out_is_filled_as_if_it_had_not_been(tmp_path: Path) -> None:
    # `cut` comes before the longer text that tells it all: both are coded, also where the later one lies there first
    texts = {"cut": CUT, "x": CHANGED["a number"], "wire": STORY, "y": CHANGED["an act"]}
    place = talks(tmp_path / "a.jsonl", **texts)
    run.build([place], record=tmp_path / "r", onto=True)
    sound = bytes_of(tmp_path / "r")
    (first,) = (tmp_path / "r").glob("*/shards/000000-*")
    for file in first.iterdir():
        file.unlink()
    first.rmdir()
    run.build([place], record=tmp_path / "r", onto=True)
    assert bytes_of(tmp_path / "r") == sound


@pytest.mark.usefixtures("coded")
def test_a_damaged_catalog_is_made_anew(tmp_path: Path) -> None:
    run.build([talks(tmp_path / "a.jsonl", wire=STORY)], record=tmp_path / "r", onto=True)
    (file,) = (tmp_path / "r").glob(f"*/{catalog.FILE}")
    file.write_bytes(b"no database" * 1000)
    done = run.build([talks(tmp_path / "b.jsonl", post=HEADED)], record=tmp_path / "r", onto=True)
    assert done.copies == 1


@pytest.mark.usefixtures("coded")
def test_an_updated_article_supersedes_the_earlier_version_and_both_stay(tmp_path: Path) -> None:
    for number, text in enumerate((STORY, CHANGED["a number"])):
        place = tmp_path / f"{number}.jsonl"
        place.write_text(json.dumps({"id": "talks", "text": text, "date": f"2024-03-0{5 + number}"}) + "\n")
        run.build([place], record=tmp_path / "r", onto=True)
    whole = run.build([tmp_path / "r"])
    later = families(whole.db).later
    assert later == {"talks": "talks-2"}
    assert whole.db.execute("SELECT article FROM opinions ORDER BY article").fetchall() == [("talks",), ("talks-2",)]


def test_the_command_lists_copies_and_why(tmp_path: Path, coded: list[str]) -> None:
    place = talks(tmp_path / "a.jsonl", wire=STORY, post=HEADED, again=STORY)
    asked = CliRunner().invoke(app, ["copies", str(place), "--record", str(tmp_path / "r"), "--format", "json", "-q"])
    rows = json.loads(asked.stdout)["rows"]
    assert [(row["article"], row["copy_of"], row["original_source"]) for row in rows] == [
        ("post", "wire", "Outlet wire"),
        ("again", "wire", "Outlet wire"),
    ]
    assert [row["why"].split(":")[0] for row in rows] == ["near copy", "same text"]
    assert coded == ["wire"]
    more = ["copies", str(place), "--record", str(tmp_path / "r"), "--format", "json", "-q", "--all-copies"]
    rows = json.loads(CliRunner().invoke(app, more).stdout)["rows"]
    assert [row["article"] for row in rows] == ["again"]
    assert coded == ["wire", "post"]
