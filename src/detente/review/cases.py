"""Decisions as evaluation cases, and how the rules do on them.

A case is one JSON object: `passage`, the sentence or sentences of the article (`article`: its id, key, title, date and
url), `start` and `end` of the words within the passage, `table` the kind, `expected` the fields that a record there
must have, and `unexpected` those that none may have; either is null where nothing is expected, or nothing ruled out. A
rejected record has no `expected`, an added one no `unexpected`, a corrected one both. `case`, `by`, `made`, `action`
and `note` tell of the decision.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.findings.rows import fetch
from detente.review import states
from detente.review.anchors import matches, sentence_at, where
from detente.review.decisions import KINDS, Anchor, Decision
from detente.review.fields import TELLING
from detente.review.held import AROUND, raw_of
from detente.review.overlay import OFFSETS
from detente.review.placing import STANDING

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
# of a corrected record what need not be coded: where it stands, how sure it is, and what follows from other fields
BESIDE = OFFSETS | {"confidence", "rule", "quad", "score", "side", "date_from", "actor_code", "recipient_code"}


def cases(db: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]) -> list[Row]:
    """The cases that the decisions on records come to, a settled or the latest verdict on each; notes make none."""
    chains = states.by_record(one for one in states.live(decisions) if one.table in KINDS)
    texts = _texts(db, [one.anchor for chain in chains.values() for one in chain if one.anchor])
    found = []
    for chain in chains.values():
        state = states.state(chain)
        if state.last is not None and state.last.anchor is not None:
            found.append(_case(state, state.last, state.last.anchor, chain, texts))
    return found


def _case(
    state: states.State, last: Decision, anchor: Anchor, chain: Sequence[Decision], texts: Mapping[str, str]
) -> Row:
    first = next(one for one in chain if one.anchor)
    coded = first.anchor.was if first.anchor and first.action != "add" else None
    passage, begins = _passage(anchor, texts.get(anchor.key))
    told = (*TELLING[str(last.table)], *(name for name in state.fields if name not in BESIDE))
    stands = state.verdict in STANDING
    expected = {**anchor.was, **state.fields} if stands else None
    changed = (
        stands
        and coded is not None
        and any(coded.get(name) != value for name, value in state.fields.items() if name in told)
    )
    return {
        "case": last.id,
        "table": last.table,
        "passage": passage,
        "start": anchor.start - begins,
        "end": anchor.end - begins,
        "expected": _of(expected, told) if expected is not None else None,
        "unexpected": _of(coded, told) if coded is not None and (changed or not stands) else None,
        "article": {
            "id": anchor.article, "key": anchor.key, "title": anchor.title, "date": anchor.date, "url": anchor.url,
        },
        "at": anchor.start,
        "action": last.verdict or last.action,
        "by": last.by,
        "made": last.made,
        "note": last.note,
    }  # fmt: skip


def _of(row: Mapping[str, Any], told: Iterable[str]) -> Row:
    return {name: row.get(name) for name in dict.fromkeys(told)}


def _passage(anchor: Anchor, text: str | None) -> tuple[str, int]:
    """The sentences around the words of an anchor and where they begin; of an article that is gone what it keeps."""
    if text is None or text[anchor.start : anchor.end] != anchor.text:
        return anchor.before + anchor.text + anchor.after, anchor.start - len(anchor.before)
    first, last = sentence_at(text, anchor.start, anchor.end)
    return text[first:last], first


def _texts(db: duckdb.DuckDBPyConnection, anchors: Sequence[Anchor]) -> dict[str, str]:
    keys = sorted({one.key for one in anchors})
    rows = fetch(db, "SELECT key, text FROM articles WHERE key IN (SELECT unnest($keys))", {"keys": keys})
    return {str(row["key"]): str(row["text"]) for row in rows}


# ---------------------------------------------------------------- reading a file of them


def read(file: Path) -> list[Row]:
    """The cases of a file. Raises ValueError that names the line which holds none."""
    found = []
    with file.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                found.append(_checked(json.loads(line)))
            except ValueError as error:
                raise ValueError(f"{file}:{number}: no case: {error}") from None
    return found


def _checked(case: Any) -> Row:
    if not isinstance(case, dict):
        raise ValueError("no JSON object")
    if case.get("table") not in KINDS:
        raise ValueError(f"no such table: {case.get('table')}")
    passage, start, end = case.get("passage"), case.get("start"), case.get("end")
    if not isinstance(passage, str) or not isinstance(start, int) or not isinstance(end, int):
        raise ValueError("lacks passage, start or end")
    if not 0 <= start < end <= len(passage):
        raise ValueError("start and end are no stretch of the passage")
    for name in ("expected", "unexpected"):
        if not isinstance(case.get(name), dict | None):
            raise ValueError(f"{name}: no object")
    if not (case.get("expected") or case.get("unexpected")):
        raise ValueError("neither expects nor rules out anything")
    return case


# ---------------------------------------------------------------- how the rules do on them


def score(db: duckdb.DuckDBPyConnection, cases: Iterable[Mapping[str, Any]]) -> list[Row]:
    """For each kind, and for all: `right` of the expected records are coded, `missed` are not, `wrong` are those coded
    that are ruled out; precision is right / (right + wrong), recall right / (right + missed).

    Counted is what the rules coded, without any decision. `gone`: cases whose passage is in no article of the record.
    """
    held = list(cases)
    places = dict(_places(db, held))
    counts = {kind: dict.fromkeys(("cases", "right", "wrong", "missed", "gone"), 0) for kind in (*KINDS, "all")}
    for number, case in enumerate(held):
        found = _judged(db, case, places.get(number))
        for kind in (str(case["table"]), "all"):
            counts[kind]["cases"] += 1
            for name in found:
                counts[kind][name] += 1
    return [{"table": kind, **count, **_rates(count)} for kind, count in counts.items() if count["cases"]]


def _rates(count: Mapping[str, int]) -> dict[str, float | None]:
    coded, wanted = count["right"] + count["wrong"], count["right"] + count["missed"]
    return {
        "precision": round(count["right"] / coded, 4) if coded else None,
        "recall": round(count["right"] / wanted, 4) if wanted else None,
    }


def _judged(db: duckdb.DuckDBPyConnection, case: Mapping[str, Any], place: tuple[int, int, int] | None) -> list[str]:
    """What a case counts as."""
    if place is None:
        return ["gone"]
    article, start, end = place
    table = str(case["table"])
    rows = fetch(
        db,
        f'SELECT * FROM {raw_of(db, table)} WHERE article_nr = $nr AND "start" < $end AND "end" > $start',  # noqa: S608
        {"nr": article, "start": start, "end": end},
    )
    expected, unexpected = case.get("expected"), case.get("unexpected")
    right = [row for row in rows if expected and matches(expected, (start, end), row)]
    wrong = [row for row in rows if unexpected and row not in right and matches(unexpected, (start, end), row)]
    found = ["right" if right else "missed"] if expected else []
    return found + ["wrong"] * bool(wrong)


def _places(
    db: duckdb.DuckDBPyConnection, cases: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """The number of the article and the offsets of the words of each case whose passage stands in the record."""
    told = [case.get("article") or {} for case in cases]
    values = {name: sorted({str(one[name]) for one in told if one.get(name)}) for name in ("key", "id", "url")}
    rows = fetch(
        db,
        """SELECT nr, key, id, url, text FROM articles WHERE copy_of IS NULL AND (key IN (SELECT unnest($key))
        OR id IN (SELECT unnest($id)) OR url IN (SELECT unnest($url))) ORDER BY nr""",
        values,
    )
    for number, (case, one) in enumerate(zip(cases, told, strict=True)):
        for row in sorted(rows, key=lambda row: row["key"] != one.get("key")):
            if not any(one.get(name) and row[name] == one[name] for name in ("key", "id", "url")):
                continue
            found = where(_anchor(case, one), str(row["text"]))
            if found is not None:
                yield number, (int(row["nr"]), found.start, found.end)
                break


def _anchor(case: Mapping[str, Any], article: Mapping[str, Any]) -> Anchor:
    passage, start, end = str(case["passage"]), int(case["start"]), int(case["end"])
    return Anchor(
        key=str(article.get("key")), article=str(article.get("id")), start=int(case.get("at") or start), end=end,
        text=passage[start:end], before=passage[max(0, start - AROUND) : start], after=passage[end : end + AROUND],
    )  # fmt: skip
