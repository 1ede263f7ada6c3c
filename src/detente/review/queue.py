"""What a reviewer should look at first: the least certain records on which most hangs.

    priority = (1 - confidence) x weight        weight = weight of the kind x (1 + log2(1 + rows))

`rows` counts the rows of ledgers that rest on the record (a shift, a gap, a proposal's state). A kind weighs as much as
what the reader of a brief takes from one record of it: a position or a commitment moves a ledger by itself, an event is
told by many, an author's opinion moves none. What somebody decided on already is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from detente.findings.rows import fetch
from detente.review import states
from detente.review.decisions import KINDS, Decision
from detente.review.journal import Journal

if TYPE_CHECKING:
    import duckdb

    from detente.records import Finding

WEIGHTS = {
    "positions": 1.0, "commitments": 1.0, "inducements": 0.9, "statements": 0.7, "events": 0.6, "opinions": 0.2,
}  # fmt: skip
WHO = {"statements": "speaker", "opinions": "NULL"}
WHAT = {
    "statements": "coalesce(speech_act, kind)", "events": "type", "positions": "stance || ': ' || issue",
    "inducements": "kind", "commitments": "what", "opinions": "kind",
}  # fmt: skip
Row = dict[str, Any]


def waiting(
    db: duckdb.DuckDBPyConnection,
    findings: Iterable[Finding] = (),
    *,
    decisions: Sequence[Decision] = (),
    table: str | None = None,
    by: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Row]:
    """The records to look at, the first first, each with its `priority` and the `reason` in words.

    `findings` are the ledgers whose rows count. `decisions` are those of the journal; with `by` only what this reviewer
    decided on is left out, else what anyone did. Raises ValueError for a table that is none.
    """
    kinds = KINDS if table is None else (table,)
    if not set(kinds) <= set(KINDS):
        raise ValueError(f"no such table: {table} (there are {', '.join(KINDS)})")
    own = db.cursor()  # what is laid down is of this question alone: others may be asked at the same time
    _rests(own, findings)
    _done(own, decisions, by)
    each = " UNION ALL ".join(_of_kind(kind) for kind in kinds)
    found = fetch(
        own,
        f"""SELECT w.*, (1 - confidence) * weight * (1 + log2(1 + coalesce(r.rows, 0))) AS priority,
            coalesce(r.rows, 0) AS rows, r.ledgers
        FROM ({each}) w LEFT JOIN queue_rests r ON r.id = w.id ANTI JOIN queue_done d ON d.id = w.id
        ORDER BY priority DESC, w."table", w.id LIMIT $limit OFFSET $offset""",  # noqa: S608  (names of ours)
        {"limit": limit, "offset": offset},
    )
    own.close()
    return [{**row, "priority": round(float(row["priority"]), 4), "reason": _reason(row)} for row in found]


def _of_kind(kind: str) -> str:
    return f"""SELECT '{kind}' AS "table", id, article, day, source, {WHO.get(kind, "actor")} AS who,
        {WHAT[kind]} AS what, text, sentence, "start", "end", confidence, rule, {WEIGHTS[kind]}::DOUBLE AS weight
        FROM {kind}"""  # noqa: S608  (names of ours)


def _rests(db: duckdb.DuckDBPyConnection, findings: Iterable[Finding]) -> None:
    """Lay down how many rows of which ledgers rest on each record."""
    counts: dict[str, Counter[str]] = {}
    for finding in findings:
        for row in finding.rows:
            for record in set(row.get("records") or ()):
                counts.setdefault(str(record), Counter())[finding.name] += 1
    told = [
        (record, sum(held.values()), ", ".join(f"{number} of {name}" for name, number in sorted(held.items())))
        for record, held in counts.items()
    ]
    _table(db, "queue_rests", {"id": 0, "rows": 1, "ledgers": 2}, told)


def _done(db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], by: str | None) -> None:
    """Lay down which records are decided on, by the ids that they had then and that they have now."""
    counted = [one for one in states.live(decisions) if one.action != "note" and by in (None, one.by)]
    known = {one.id for one in counted}
    names = {str(one.record) for one in counted}
    names |= {
        str(row["record"]) for row in fetch(db, "SELECT record, decision FROM decided") if row["decision"] in known
    }
    _table(db, "queue_done", {"id": 0}, [(name,) for name in sorted(names)])


def _table(db: duckdb.DuckDBPyConnection, name: str, columns: dict[str, int], rows: Sequence[tuple[Any, ...]]) -> None:
    import pyarrow as pa

    kinds = {"rows": pa.int64()}
    made = pa.table(
        {one: pa.array([row[at] for row in rows], kinds.get(one, pa.string())) for one, at in columns.items()}
    )
    db.register(name, made)


def _reason(row: Row) -> str:
    said = f"coded with confidence {row['confidence']:.2f}"
    rows = row["rows"]
    if not rows:
        return f"{said}; no row of a ledger rests on it"
    return f"{said}; {rows} row{'s' * (rows != 1)} of ledgers rest{'s' * (rows == 1)} on it ({row['ledgers']})"


def status(db: duckdb.DuckDBPyConnection, journal: Journal) -> Row:
    """How much is decided: records by kind, decisions by action and by reviewer, what is undone, loose and broken."""
    counted = states.live(journal.decisions)
    on_records = states.by_record(one for one in counted if one.table in KINDS and one.action != "note")
    kinds: dict[str, dict[str, int]] = {}
    for kind in KINDS:
        (number,) = db.execute(f"SELECT count(*) FROM {kind}").fetchall()[0]  # noqa: S608  (a name of ours)
        kinds[kind] = {"records": int(number), "decided": sum(name[0] == kind for name in on_records)}
    (loose,) = db.execute("SELECT count(DISTINCT decision) FROM loose").fetchall()[0]
    return {
        "records": sum(one["records"] for one in kinds.values()),
        "decided": len(on_records),
        "kinds": kinds,
        "actions": dict(sorted(Counter(one.action for one in counted).items())),
        "reviewers": dict(sorted(Counter(one.by for one in counted).items())),
        "undone": len(states.undone(journal.decisions)),
        "loose": int(loose),
        "broken": len(journal.broken),
    }
