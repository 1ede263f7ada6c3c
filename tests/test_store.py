"""Records go into Parquet and come back as they were, in a fixed order, with their words and sentences."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import store
from detente.digests import digest
from detente.doc import Doc
from detente.records import Article, Dropped, Event, Opinion, Position, Span, Statement
from detente.views import connect, settled

PARSE = """\
Norland Norland NNP PROPN nsubj 1 B-GPE
agreed agree VBD VERB ROOT 1 -
. . . PUNCT punct 1 -

Sudria Sudria NNP PROPN nsubj 4 B-GPE
refused refuse VBD VERB ROOT 4 -
. . . PUNCT punct 4 -
""".splitlines()
TEXT = "Norland agreed. Sudria refused."


def doc_of(text: str = TEXT, **known: str | None) -> Doc:
    return Doc.thaw(Article(id=known.pop("id", None) or "a", text=text, **known), PARSE)  # type: ignore[arg-type]


def some(article: str = "a") -> list[Span]:
    return [
        Position(article=article, start=16, end=30, actor="Sudria", issue="the plan", stance="reject", confidence=0.8),
        Position(article=article, start=0, end=14, actor="Norland", issue="the plan", stance="accept"),
        Statement(article=article, start=0, end=14, spans=((0, 7), (8, 14)), speaker="Norland", days=-3),
        Dropped(article=article, start=0, end=7, extractor="events", reason="no recipient"),
    ]


def shard_of(folder: Path, *docs: Doc, records: list[Span] | None = None, number: int = 0) -> dict[store.Listed, Path]:
    listed = [(store.listed(doc.article), doc.article) for doc in docs]
    tables: dict[str, list[store.Row]] = {table: [] for table in store.TABLES}
    for doc, (item, _) in zip(docs, listed, strict=True):
        for table, rows in store.rows_of(doc, some() if records is None else records, item).items():
            tables[table].extend(rows)
    place = store.write_shard(folder / "shards", number, listed, tables, {})
    return {item: place for item, _ in listed}


def test_records_come_back_with_their_words(tmp_path: Path) -> None:
    db = connect(shard_of(tmp_path, doc_of(date="2024-03-05", source="Courier")))
    rows = db.execute(
        "SELECT actor, stance, text, sentence, sentence_start, confidence, article, source FROM positions"
    )
    assert rows.fetchall() == [
        ("Norland", "accept", "Norland agreed", "Norland agreed.", 0, 0.5, "a", "Courier"),
        ("Sudria", "reject", "Sudria refused", "Sudria refused.", 16, 0.8, "a", "Courier"),
    ]
    (statement,) = db.execute("SELECT spans, days, day, article_date FROM statements").fetchall()
    assert statement == ([[0, 7], [8, 14]], -3, "2024-03-05", "2024-03-05")
    assert db.execute("SELECT extractor, reason, text FROM dropped").fetchall() == [
        ("events", "no recipient", "Norland")
    ]
    assert db.execute("SELECT id, text, copy_of FROM articles").fetchall() == [("a", TEXT, None)]


@pytest.mark.parametrize("table", sorted(store.TABLES))
def test_each_field_of_a_record_has_a_column_even_where_all_is_null(tmp_path: Path, table: str) -> None:
    (place,) = shard_of(tmp_path, doc_of(), records=[]).values()
    schema = pq.read_schema(place / f"{table}.parquet")
    own = {field.name for field in fields(store.TABLES[table])} - {"article"}
    assert own | {"key", "id", "text", "sentence", "sentence_start", "sentence_end"} == set(schema.names)
    assert not any(str(field.type) == "null" for field in schema)


def test_an_empty_record_has_all_its_tables() -> None:
    db = connect({})
    for table in ("articles", *store.TABLES):
        assert db.execute(f"SELECT * FROM {table}").fetchall() == []  # noqa: S608


def test_only_the_articles_asked_for_are_seen(tmp_path: Path) -> None:
    held = shard_of(tmp_path, doc_of(id="a"), doc_of(id="b", title="Another"))
    first = dict(list(held.items())[:1])
    assert connect(first).execute("SELECT DISTINCT article FROM positions").fetchall() == [("a",)]
    assert len(connect(held).execute("SELECT DISTINCT article FROM positions").fetchall()) == 2


def test_an_article_in_two_shards_counts_once(tmp_path: Path) -> None:
    first = shard_of(tmp_path, doc_of(), number=0)
    other = shard_of(tmp_path, doc_of(), doc_of(id="b", title="Another"), number=1)
    both = other | first
    assert len(connect(both).execute("SELECT * FROM positions").fetchall()) == 4


def test_a_name_says_the_same_in_every_run_and_is_nobody_elses() -> None:
    item = store.listed(doc_of().article)
    twice = [*some(), *some()]
    rows = [row for table in store.rows_of(doc_of(), twice, item).values() for row in table]
    names = [row["id"] for row in rows]
    assert len(set(names)) == len(names)
    again = store.rows_of(doc_of(id="other", date="2020-01-01"), some(), store.listed(doc_of(id="other").article))
    assert {row["id"] for table in again.values() for row in table} <= set(names)
    assert {name[0] for name in names} == {"P", "S", "D"}


def test_records_without_a_day_are_ordered_by_days_from_the_article(tmp_path: Path) -> None:
    records: list[Span] = [
        Event(article="a", start=0, end=7, type="AID", days=2),
        Event(article="a", start=8, end=14, type="COERCE", days=-7),
        Event(article="a", start=16, end=22, type="CONSULT", date_start="2024-03-01"),
    ]
    db = connect(shard_of(tmp_path, doc_of(), records=records))
    assert db.execute("SELECT type, day, sort_key FROM events").fetchall() == [
        ("COERCE", None, -7.0), ("AID", None, 2.0), ("CONSULT", "2024-03-01", 19783.0),
    ]  # fmt: skip


def test_a_period_cuts_records_down(tmp_path: Path) -> None:
    records: list[Span] = [
        Opinion(article="a", start=0, end=7, date_start=day) for day in ("2024-03-01", "2024-03-02", "2024-03-03", None)
    ]
    held = shard_of(tmp_path, doc_of(), records=records)
    days = connect(held, since="2024-03-02", until="2024-03-02").execute("SELECT day FROM opinions").fetchall()
    assert days == [("2024-03-02",)]


def test_a_period_cuts_articles_down_to_those_that_tell_of_it(tmp_path: Path) -> None:
    """Of its days, or with a record of its days; each with its copies, and a copy with what it is a copy of."""
    told: list[Span] = [Opinion(article="later", start=0, end=7, date_start="2024-03-02")]
    docs = [doc_of(f"{TEXT} {name}", id=name, date=day) for name, day in DAYS_OF_ARTICLES.items()]
    held: dict[store.Listed, Path] = {}
    for number, doc in enumerate(docs):
        records = told if doc.article.id == "later" else [Opinion(article=doc.article.id, start=0, end=7)]
        held |= shard_of(tmp_path, doc, records=records, number=number)
    copies = {"copy of within": "within", "copy, within": "before"}
    held = {replace(item, copy_of=copies.get(item.id)): shard for item, shard in held.items()}

    def ids(since: str | None, until: str | None) -> set[str]:
        return {str(row[0]) for row in connect(held, since, until).execute("SELECT id FROM articles").fetchall()}

    assert ids(None, None) == set(DAYS_OF_ARTICLES)
    within = {"within", "later", "copy of within", "copy, within", "before"}
    assert ids("2024-03-02", "2024-03-02") == within
    assert ids("2024-03-02", None) == within | {"after"}
    assert ids(None, "2024-03-01") == {"before", "copy, within"}


DAYS_OF_ARTICLES = {
    "before": "2024-03-01", "within": "2024-03-02", "after": "2024-03-04", "later": "2024-03-05", "undated": None,
    "copy of within": "2024-03-05", "copy, within": "2024-03-02",
}  # fmt: skip


def test_what_is_settled_is_read_once_and_stays_what_it_was_for_others(tmp_path: Path) -> None:
    held = shard_of(tmp_path, doc_of(date="2024-03-05"))
    db = connect(held)
    tables = ("articles", *(name for name in store.TABLES if name not in ("dropped", "passages")))

    def rows(asked: Any) -> dict[str, Any]:
        return {name: asked.table(name).fetchall() for name in tables}

    before = rows(db)
    with settled(db) as own:
        for file in next(iter(held.values())).glob("*.parquet"):
            file.rename(file.with_suffix(".away"))
        assert rows(own) == before
        for file in next(iter(held.values())).glob("*.away"):
            file.rename(file.with_suffix(".parquet"))
    assert rows(db) == before
    assert not db.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'events'").fetchall()


def test_a_database_keeps_what_it_has_no_room_for_in_a_folder_that_goes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "aside"))
    (tmp_path / "aside").mkdir()
    db = connect(shard_of(tmp_path, doc_of()))
    db.execute("SET memory_limit = '30MB'")
    assert db.execute("SELECT count(*) FROM (SELECT i FROM range(5000000) t(i) ORDER BY hash(i))").fetchall()
    db.execute("CREATE TABLE much AS SELECT i, hash(i) AS h FROM range(5000000) t(i)")
    assert any(file.is_file() for file in (tmp_path / "aside").rglob("*"))
    db.close()
    del db
    assert not any((tmp_path / "aside").iterdir())


def test_odd_paths_are_no_patterns_and_no_sql(tmp_path: Path) -> None:
    folder = tmp_path / "it's a [set] of *? things"
    assert connect(shard_of(folder, doc_of())).execute("SELECT count(*) FROM positions").fetchone() == (2,)


def test_a_shard_that_stands_is_left_as_it_is(tmp_path: Path) -> None:
    (first,) = shard_of(tmp_path, doc_of()).values()
    before = (first / "positions.parquet").stat().st_mtime_ns
    (second,) = shard_of(tmp_path, doc_of(), records=[]).values()
    assert first == second
    assert (first / "positions.parquet").stat().st_mtime_ns == before
    assert [place.name for place in tmp_path.iterdir()] == ["shards"]


def test_what_is_done_is_read_off_the_marks(tmp_path: Path) -> None:
    articles = [Article(id=str(n), text=f"Text {n}.") for n in range(3)]
    listed = [(store.listed(article), article) for article in articles]
    (first, second, third) = (item for item, _ in listed)
    place = store.write_shard(tmp_path, 7, listed, {}, {second.key: "could not\nbe coded"})
    assert place.name.startswith("000007-")
    assert store.done(tmp_path) == {
        first.key: store.Done(place, coded=True),
        second.key: store.Done(place, coded=False, failure="could not be coded"),
        third.key: store.Done(place, coded=True),
    }


@given(st.lists(st.none() | st.text(max_size=5), max_size=4), st.lists(st.none() | st.text(max_size=5), max_size=4))
def test_a_digest_tells_different_parts_apart(parts: list[str | None], others: list[str | None]) -> None:
    assert (digest(*parts) == digest(*others)) == (parts == others)
