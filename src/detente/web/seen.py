"""What a reader sees of what was decided, before the ledgers have followed, and perhaps without what others decided.

The journal of `detente.review` is the truth. A state of the record holds what was decided before it was
opened; what was decided since is laid over its rows here, as `detente.review.overlay` lays it over the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.findings.rows import Row, days_between
from detente.review import states
from detente.review.decisions import KINDS, Anchor, Decision
from detente.review.overlay import laid
from detente.review.placing import Base
from detente.store import columns
from detente.web.tables import Tables

SIGNS = {"confirm": "✓", "correct": "✎", "reject": "✗", "add": "+", "merge": "⇒", "note": "¶"}
DONE = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected", "add": "added", "merge": "merged",
        "note": "noted", "settle": "settled", "apart": "held apart", "undo": "undone"}  # fmt: skip


@dataclass
class Seen:
    """What one reader sees: the decisions that count on each record, and rows that are other than the state has them.

    `history`: of a record all decisions that may be seen, undone ones too. `rows`: of a record that was decided on
    since, its row with its kind as it is now, None where it is rejected or merged. `added`: by article, records that no
    table has.
    """

    history: dict[str, list[Decision]] = field(default_factory=dict)
    counting: frozenset[str] = frozenset()
    undone: dict[str, str] = field(default_factory=dict)
    rows: dict[str, tuple[str, Row | None]] = field(default_factory=dict)
    added: dict[str, list[tuple[str, Row]]] = field(default_factory=dict)

    @classmethod
    def of(cls, opened: Tables, everything: Sequence[Decision], blind_for: str | None) -> Seen:
        """What the journal comes to over a state, for everybody, or for one who decides blind."""
        shown = everything
        if blind_for is not None:
            may = {one.id for one in states.visible(everything, blind_for)}
            shown = [one for one in everything if one.id in may or one.by == blind_for]
        counting = frozenset(one.id for one in states.live(shown))
        place = opened.placed()
        found = cls(counting=counting, undone=states.undone(shown))
        for one in shown:
            for record in _records(one, place):
                found.history.setdefault(record, []).append(one)
        touched = _touched(everything, len(opened.decisions), blind_for is not None)
        chains = [one for one in states.live(shown) if (one.table, one.record) in touched]
        _lay(opened, found, chains, touched, place, everything)
        return found

    def state(self, record: str) -> states.State:
        """What counts of the decisions on a record."""
        return states.state(self.live(record))

    def live(self, record: str) -> list[Decision]:
        """The decisions on a record that count."""
        return [one for one in self.history.get(record, ()) if one.id in self.counting]

    def mark(self, record: str) -> dict[str, Any] | None:
        """What is shown beside a record: sign, word, who and when, and its notes; None where nothing was decided."""
        held = self.live(record)
        if not held:
            return None
        state = states.state(held)
        last = state.last or held[-1]
        verdict = state.verdict or "note"
        return {
            "verdict": verdict,
            "sign": SIGNS[verdict],
            "word": "settled: " + DONE[verdict] if state.settled else DONE[verdict],
            "by": last.by,
            "made": last.made,
            "decision": last.id,
            "into": state.into,
            "notes": [one for one in held if one.note],
            "was": _was(held, state.fields),
            "gone": verdict in ("reject", "merge"),
        }

    def gone(self, record: str) -> bool:
        """Whether a record was rejected or merged into another."""
        mark = self.mark(record)
        return mark is not None and bool(mark["gone"])

    def row(self, kind: str, row: Row) -> Row | None:
        """A row of a state as it is now; one that was rejected as it was; None for what this reader is not to see."""
        known, changed = self.rows.get(str(row["id"]), ("", None))
        if known != kind:
            return row
        if changed is not None:
            return {**row, **changed}
        return row if self.gone(str(row["id"])) else None

    def all_added(self) -> list[tuple[str, Row]]:
        """The records that were added since, with their kinds."""
        return [one for rows in self.added.values() for one in rows]

    def of_article(self, opened: Tables, article: str, kind: str, rows: Iterable[Row]) -> list[Row]:
        """The records of an article as they are now, with those that were rejected and those that were added."""
        held = {str(row["id"]): row for row in rows}
        for known, row in (*opened.gone().get(article, ()), *self.added.get(article, ())):
            if known == kind:
                held.setdefault(str(row["id"]), {**row, "nr": row.get("nr")})
        shown = [self.row(kind, row) for row in held.values()]
        found = [row for row in shown if row is not None]
        return sorted(found, key=lambda row: (row["start"], -row["end"], row["id"]))


def _records(decision: Decision, place: Mapping[Any, Sequence[str]]) -> Sequence[str]:
    """The records that a decision is on now; by its name where this edition has not placed it."""
    if decision.table not in KINDS or decision.record is None:
        return ()
    return place.get(decision.id) or place.get((decision.table, decision.record)) or (decision.record,)


def _was(held: Sequence[Decision], fields: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """Of each corrected field what it was before and what it is."""
    first: dict[str, Any] = {}
    for one in held:
        for name in one.fields:
            if one.action in ("correct", "settle") and one.anchor is not None:
                first.setdefault(name, one.anchor.was.get(name))
    return [(name, first[name], value) for name, value in fields.items() if name in first and first[name] != value]


def _touched(decisions: Sequence[Decision], known: int, blind: bool) -> set[tuple[str | None, str | None]]:
    """The records whose rows may be other than a state has them: decided on since, or by others where one is blind."""
    by_id = {one.id: one for one in decisions}
    found: set[tuple[str | None, str | None]] = set()
    for one in decisions if blind else decisions[known:]:
        at: Decision | None = one
        while at is not None and at.action == "undo":
            at = by_id.get(at.of or "")
        if at is not None and at.table in KINDS:
            found.add((at.table, at.record))
    return found


def _lay(
    opened: Tables,
    found: Seen,
    chains: Sequence[Decision],
    touched: set[tuple[str | None, str | None]],
    place: Mapping[Any, Sequence[str]],
    everything: Iterable[Decision],
) -> None:
    """Lay decisions over the rows that they touch."""
    if not touched:
        return
    names: dict[str, str] = {}
    for one in everything:
        if (one.table, one.record) in touched:
            names.update(dict.fromkeys(_records(one, place), str(one.table)))
    for record, kind in names.items():  # what is coded, unless a decision that counts says otherwise
        found.rows[record] = (kind, _raw(opened, kind, record))
    outcome = laid(chains, _base(opened))
    for change in outcome.changes:
        known = found.rows.get(change.id, (change.table, None))[1]
        if change.row is None:
            found.rows[change.id] = (change.table, None)
            continue
        article = _article(opened, change.key)
        row = {**(known or {}), **article, **change.row, "day": _day(change.row, article["article_date"])}
        found.rows[change.id] = (change.table, row)
        if not known:
            found.added.setdefault(article["article"], []).append((change.table, row))


def _base(opened: Tables) -> Base:
    """What decisions ask of what is coded; each answer is kept for as long as the state is shown."""

    def articles(anchor: Anchor) -> list[str]:
        query = """SELECT key FROM articles WHERE copy_of IS NULL AND (key = $key OR id = $id OR (url IS NOT NULL
        AND url = $url)) ORDER BY key <> $key, date DESC NULLS LAST, nr DESC"""
        asked = {"key": anchor.key, "id": anchor.article, "url": anchor.url}
        found = opened.once(f"articles {asked}", lambda: [str(row["key"]) for row in opened.fetch(query, asked)])
        return list(found)

    def rows(table: str, key: str) -> list[Row]:
        query = f"""SELECT t.* FROM {opened.raw(table)} t JOIN articles a ON a.id = t.article
        WHERE a.key = $key"""  # noqa: S608  (names of ours)
        found = opened.once(f"coded {table} {key}", lambda: opened.fetch(query, {"key": key}))
        return [_coded(table, key, row) for row in found]

    def row(table: str, key: str, record: str) -> Row | None:
        found = _raw(opened, table, record)
        here = found is not None and found["article"] == _article(opened, key)["article"]
        return _coded(table, key, found) if found is not None and here else None

    def text(key: str) -> str:
        return str(opened.value("SELECT text FROM articles WHERE key = $key", {"key": key}) or "")

    return Base(articles=articles, row=row, rows=rows, text=text)


def _coded(table: str, key: str, row: Row) -> Row:
    """A row as a shard has it."""
    wanted = columns(table)
    return {name: value for name, value in row.items() if name in wanted} | {"key": key}


def _raw(opened: Tables, table: str, record: str) -> Row | None:
    """A record as it is coded, None where it is not."""
    query = f"SELECT * FROM {opened.raw(table)} WHERE id = $id"  # noqa: S608  (a name of ours)
    found = opened.once(f"raw {table} {record}", lambda: opened.fetch(query, {"id": record}))
    return dict(found[0]) if found else None


def _article(opened: Tables, key: str) -> Row:
    """What a row of a record says of its article."""
    query = """SELECT id AS article, date AS article_date, source, left(title, 300) AS title FROM articles
    WHERE key = $key"""
    found = opened.once(f"article {key}", lambda: opened.fetch(query, {"key": key})[0])
    return dict(found)


def _day(row: Mapping[str, Any], published: str | None) -> str | None:
    """The day of a row, as the views have it: none for a stretch of more than a week."""
    first, last = row.get("date_start"), row.get("date_end")
    if first and last and (days_between(first, last) or 0) > 7:
        return None
    return first or published
