"""What changed since the last brief: new stances, offers, promises and deeds, told by articles that it did not have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from detente.analyze import proposals
from detente.brief.desk import Desk
from detente.brief.headline import ledger
from detente.brief.plain import dangling
from detente.brief.settled import settlement
from detente.brief.standing import place_of
from detente.brief_parts import Paragraph, Section, Sentence
from detente.findings.matters import is_body, known_issue
from detente.findings.rows import Row, iso, issue_key, sides
from detente.wording import count, issue_phrase, long_day, stance_words, stands

STANCES, OFFERS, PROMISES, DEEDS = 4, 2, 2, 3
HARD = ("ASSAULT", "SANCTION", "MOBILIZE", "COERCE", "RETREAT", "AID")
Stand = tuple[str, tuple[str, ...]]  # a stance, and the records that it rested on


@dataclass(frozen=True, slots=True)
class Before:
    """Where things stood: the last day then known, the articles if they are known, and each party's stances."""

    day: str | None
    articles: frozenset[str] | None = None
    standing: dict[tuple[str, str], Stand] = field(default_factory=dict)


def as_of(db: duckdb.DuckDBPyConnection, day: str) -> Before:
    """Where things stood on a day, by what had happened or been said until then. Raises ValueError for no day."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        raise ValueError(f"not a day: {day!r} (write it as 2025-05-20)")
    with _until(db, day):
        rows = proposals.find(db).rows
    return Before(day, standing=_standing(rows))


@contextmanager
def _until(db: duckdb.DuckDBPyConnection, day: str) -> Iterator[None]:
    """The records cut down to those until a day; what they were cut down to before is laid again at the end."""
    held = db.execute("SELECT until FROM period").fetchone()
    before = held[0] if held else None
    earliest = day if before is None else min(day, str(before)[:10])
    db.execute("UPDATE period SET until = $day::DATE", {"day": earliest})
    try:
        yield
    finally:
        db.execute("UPDATE period SET until = $day::DATE", {"day": before})


def last_brief(path: Path) -> Before:
    """Where things stood when a brief was written, by the `.json` beside it. Raises ValueError for another file."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        articles, standing = held["articles"], held["standing"]
        known = {(issue_key(one["proposal"]), one["party"]): (one["stance"], tuple(one["records"])) for one in standing}
        return Before(held["as_of"], frozenset(articles), known)
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError):
        raise ValueError(f"{path}: not the .json of a brief of this version") from None


def state(desk: Desk) -> dict[str, Any]:
    """What a later brief must know of this one, for the `.json` beside it."""
    rows = proposals.find(desk.db).rows
    standing = [
        {"proposal": row["proposal"], "party": row["party"], "stance": row["stance"], "records": row["records"]}
        for row in sorted(rows, key=lambda r: (r["proposal"], r["party"]))
    ]
    return {"as_of": desk.today, "articles": [str(row["id"]) for row in desk.articles], "standing": standing}


def _standing(rows: Iterable[Row]) -> dict[tuple[str, str], Stand]:
    return {(issue_key(row["proposal"]), row["party"]): (row["stance"], tuple(row["records"])) for row in rows}


# ---------------------------------------------------------------- the section


def changes(desk: Desk, before: Before, told: Iterable[str] = ()) -> Section:
    """The section on what is new; sentences that stand in the first paragraph (`told`) are not said again."""
    fresh = {str(row["id"]) for row in desk.articles if _new(row, before)}
    own = fresh - set(desk.copied)
    outlets = {outlet.independent_of for name in own if (outlet := desk.outlets.get(name))}
    said: list[Sentence] = []
    for found in (_settled(desk, fresh), _stances(desk, before, fresh), _offers(desk, fresh), _kept(desk, fresh),
                  _deeds(desk, fresh)):  # fmt: skip
        said += [sentence for sentence in found if sentence.text not in told]
    said = list({sentence.text: sentence for sentence in said}.values())
    note = f"{count(len(own), 'new article').capitalize()}"
    note += f" from {count(len(outlets), 'source')}." if len(outlets) > 1 else "."
    if not said:
        note += " Nothing in them that changes where things stand." if own else ""
    since = f"since {long_day(before.day)}" if before.day else "since the last brief"
    blocks = (Paragraph(sentences=tuple(said)),) if said else ()
    return Section(name="changed", heading=f"What changed {since}", blocks=blocks, note=note)


def _new(row: Row, before: Before) -> bool:
    if before.articles is not None:
        return str(row["id"]) not in before.articles
    day = iso(row["date"])
    return day is not None and before.day is not None and day > before.day


def _first_told(desk: Desk, row: Row, fresh: set[str]) -> bool:
    """Whether all that a row rests on is told by new articles."""
    desk.learn(row["records"])
    return all(str(desk.records[cite]["article"]) in fresh for cite in row["records"])


def _settled(desk: Desk, fresh: set[str]) -> list[Sentence]:
    """What was signed, approved or brought into force."""
    rows = [row for row in desk.rows("agreements") if _first_told(desk, row, fresh) and row["act"] != "abandoned"]
    rows = [row for row in rows if len(sides(row["parties"], None)) > 1 and row["day"]]
    rows.sort(key=lambda r: (-float(r["weight"]), r["records"]))
    return [one for row in rows[:1] for one in settlement(desk, [row])]


def _stances(desk: Desk, before: Before, fresh: set[str]) -> list[Sentence]:
    """Stances that are new or other than before, those on the weightiest proposals first."""
    said: list[Sentence] = []
    for group in ledger(desk):
        for row in group:
            if len(said) == desk.cap(STANCES):
                return said
            new = [cite for cite in row["records"] if _first_told(desk, {"records": [cite]}, fresh)]
            if not new or row["according_to"] or not (desk.few or known_issue(str(row["proposal"]))):
                continue
            was, rested = before.standing.get((issue_key(row["proposal"]), row["party"]), (None, ()))
            if was == row["stance"] or row["stance"] in ("demand", "no-commitment") or row["state"] == "lapsed":
                continue
            who, issue = str(row["party"]), issue_phrase(str(row["issue_as_told"]))
            style = "back" if row["was"] == "backed" else str(row["stance"])
            since = f", after an earlier {stance_words(was)['noun']}" if was and was != "demand" else ""
            old = [cite for cite in rested if desk.has(cite)][:1] if since else []
            text = f"{desk.names(who)} {stands(style, who, issue)}{since}{desk.dated(new[:1])}"
            said.append(desk.say(text, [*new[:1], *old]))
    return said


def _offers(desk: Desk, fresh: set[str]) -> list[Sentence]:
    rows = [
        row for row in desk.rows("inducements")
        if row["actor"] and row["target"] and _first_told(desk, row, fresh) and _voiced(desk, row)
    ]  # fmt: skip
    rows.sort(key=lambda r: (-desk.weight(r) * desk.prominence(str(r["party"])), r["records"]))
    return [sentence for row in rows if (sentence := _quoted(desk, row))][: desk.cap(OFFERS)]


def _kept(desk: Desk, fresh: set[str]) -> list[Sentence]:
    """Promises that were kept or broken, and new ones with a deadline."""
    said = []
    for row in desk.rows("commitments"):
        outcome = row["outcome"]
        if outcome is not None:
            desk.learn([outcome])
            if str(desk.records[outcome]["article"]) in fresh and not dangling(desk.quote(outcome)):
                words = f"{desk.quote(outcome)}{desk.dated([outcome])}"
                said.append(desk.say(f"A promise by {desk.names(row['actor'])}, {row['state']}: {words}",
                                     [outcome, *row["records"][:1]]))  # fmt: skip
        elif row["actor"] and row["deadline_words"] and _first_told(desk, row, fresh) and _voiced(desk, row):
            said += [sentence] if (sentence := _quoted(desk, row)) else []
    return said[: desk.cap(PROMISES)]


def _deeds(desk: Desk, fresh: set[str]) -> list[Sentence]:
    """What one party did to another, not in words alone."""
    rows = [
        row for row in desk.rows("timeline")
        if row["plane"] == "deed" and row["what"] in HARD and row["modality"] == "happened" and row["recipient"]
        and row["actor"] and _voiced(desk, row) and _first_told(desk, row, fresh)
        and (desk.few or all(is_body(name) for name in sides(row["actor"], None)))
    ]  # fmt: skip
    rows.sort(key=lambda r: (-desk.weight(r, r["day"]), r["records"]))
    return [sentence for row in rows if (sentence := _quoted(desk, row))][: desk.cap(DEEDS)]


def _voiced(desk: Desk, row: Row) -> bool:
    return desk.few or float(row["confidence"]) >= 0.5


def _quoted(desk: Desk, row: Row) -> Sentence | None:
    """A row in the words of its source, with who tells it; None where they cannot stand alone."""
    cite = row["records"][0]
    words = desk.quote(cite)
    if dangling(words) or place_of(desk.records[cite]) in desk.shown:
        return None
    told = f", according to {desk.names(row['according_to'])}" if row["according_to"] else ""
    when = desk.dated([cite])
    return desk.told(str(row["actor"]), words, [cite], f"{when}{told}")
