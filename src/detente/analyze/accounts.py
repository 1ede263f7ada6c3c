"""What do the parties tell differently: the same meeting, the same event, the same promise?

Example: detente accounts talks/*.txt
"""

from __future__ import annotations

import re
from itertools import combinations

import duckdb

from detente.codebook import table
from detente.records import Finding
from detente.rows import (
    Row,
    content_key,
    day_of,
    days_between,
    fetch,
    issue_names,
    order,
    party,
    side,
    sides,
    strongest,
    voices,
)

COLUMNS = ("of", "kind", "tellers", "accounts", "day", "sources")

TOLD = """
SELECT * FROM statements
WHERE speaker IS NOT NULL AND confidence >= $c ORDER BY article, start, id
"""
HAPPENED = """
SELECT * FROM events WHERE modality IN ('happened', 'denied') AND type NOT IN ('ACCUSE', 'REQUEST', 'REJECT')
  AND voice <> 'author' AND actor IS NOT NULL AND day IS NOT NULL AND confidence >= $c
"""
QUANTITY = re.compile(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|first|entire|whole)[- ]"
    r"(hour|day|week|month|year)s?\b",
    re.I,
)
LENGTH = re.compile(
    r"\b(?:as long as|for the duration|until|throughout|permanent\w*|indefinite\w*|temporar\w*)\b", re.I
)
LEADING = re.compile(r"(?:the|their|his|her|our|this|that|these)?\W*(?:[\w-]+\s){0,3}", re.I)
WAS = re.compile(
    r"[^.;,]{0,40}\b(?:was|were|is|are|had been|has been|went)\b"
    r"(?! (?:\w+ly )?(?:\w+ing|expected|scheduled|held|planned|due|set|under|being|in|on|at|to|not|over|postponed)\b)",
    re.I,
)
CALLED_OFF = re.compile(r"^\s*(?:off|for|on)\b")
APART = 3


def find(db: duckdb.DuckDBPyConnection, *, confidence: float = 0.0) -> Finding:
    """Set side by side how different parties describe one encounter, tell one event, or report one undertaking."""
    c = {"c": confidence}
    statements = fetch(db, TOLD, c)
    positions = fetch(db, "SELECT * FROM positions WHERE voice <> 'author' AND confidence >= $c", c)
    rows = [*_encounters(statements), *_denials(fetch(db, HAPPENED, c)), *_undertakings(positions)]
    rows += _lengths(statements)
    rows.sort(key=lambda r: (-r["sources"], -len(r["accounts"]), -r["confidence"], r["records"]))
    return Finding(name="accounts", title="Told differently", columns=COLUMNS, rows=tuple(rows))


# ---------------------------------------------------------------- one meeting, several words for it


def _words(kind: str) -> re.Pattern[str]:
    words = sorted((r["word"] for r in table("accounts") if r["kind"] == kind), key=lambda w: (-len(w), w))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.I)


def _encounters(statements: list[Row]) -> list[Row]:
    """Descriptions of a call, a meeting or talks by people of different parties, in one article or days apart."""
    encounter, describing = _words("encounter"), _words("cue")
    told: list[Row] = []
    for row in statements:
        text = str(row["text"])
        named = encounter.search(text[:60])
        if named is None or len(text) > 240:
            continue
        described = describing.search(str(row["cue"] or "")) and not CALLED_OFF.search(text[named.end() :])
        if described or (WAS.match(text[named.end() :]) and LEADING.fullmatch(text[: named.start()])):
            told.append({**row, "encounter": named.group(0).casefold()})
    groups: list[list[Row]] = []
    for row in sorted(told, key=order):
        home = next((g for g in groups if _same_time(g[0], row) and _one_kind(g[0], row)), None)
        if home is None:
            groups.append([row])
        else:
            home.append(row)
    rows = []
    for group in groups:
        latest = {side(r["speaker"], r["speaker_code"]): r for r in group}
        if len(latest) > 1:
            rows.append(_account(f"the {group[0]['encounter']}", "description", list(latest.values()), group))
    return rows


def _same_time(one: Row, other: Row) -> bool:
    apart = days_between(day_of(one), day_of(other))
    return bool(one["article"] == other["article"] or (apart is not None and abs(apart) <= APART))


def _one_kind(one: Row, other: Row) -> bool:
    """Whether two words may stand for one encounter: a call is a conversation, and talks are a meeting."""
    kinds = {r["word"]: r["means"] for r in table("accounts") if r["kind"] == "encounter"}
    return kinds.get(one["encounter"]) == kinds.get(other["encounter"])


# ---------------------------------------------------------------- happened and denied


def _denials(events: list[Row]) -> list[Row]:
    """One act that is told by one and denied by another within a few days."""
    acts: dict[tuple[object, ...], list[Row]] = {}
    for row in events:
        who = tuple(sorted(sides(row["actor"], row["actor_code"])))
        acts.setdefault((who, row["type"]), []).append(row)
    rows = []
    for group in acts.values():
        for denial in (r for r in group if r["modality"] == "denied" and r["according_to"]):
            told = [r for r in group if r["modality"] == "happened" and _contradicts(r, denial)]
            if told:
                best = max(told, key=lambda r: (float(r["confidence"]), r["id"]))
                rows.append(_account(str(best["text"]), "denial", [best, denial], [*told, denial]))
    return rows


def _contradicts(told: Row, denial: Row) -> bool:
    apart = days_between(day_of(told), day_of(denial))
    shared = _content(told) & _content(denial)
    return bool(
        apart is not None
        and abs(apart) <= APART
        and told["recipient"] == denial["recipient"]
        and told["according_to"] != denial["according_to"]
        and len(shared) >= 3
        and len(shared) >= 0.6 * min(len(_content(told)), len(_content(denial)))
    )


def _content(row: Row) -> set[str]:
    return set(content_key(row["text"]).split())


# ---------------------------------------------------------------- one undertaking, two versions


def _undertakings(positions: list[Row]) -> list[Row]:
    """One party's stance on one issue, told in opposite ways by two speakers within a few days."""
    names = issue_names(positions)
    held: dict[tuple[str, str], list[Row]] = {}
    for row in positions:
        held.setdefault((party(row), names[row["issue"]]), []).append(row)
    rows = []
    for (_, issue), group in sorted(held.items()):
        best: tuple[Row, Row] | None = None
        for one, other in combinations(sorted(group, key=order), 2):
            tellers = {_teller(one), _teller(other)}
            opposed = {str(one["stance"]), str(other["stance"])} == {"accept", "reject"}
            attributed = one["voice"] == "attributed" or other["voice"] == "attributed"
            if len(tellers) == 2 and opposed and attributed and _near(one, other):
                best = (one, other)
        if best is not None:
            rows.append(_account(issue, "stance", list(best), group))
    return rows


def _teller(row: Row) -> str:
    """The party of who tells it."""
    return side(row["according_to"] or row["actor"] or "", None)


def _near(one: Row, other: Row) -> bool:
    apart = days_between(day_of(one), day_of(other))
    return bool(apart is not None and abs(apart) <= APART) or one["article"] == other["article"]


def _lengths(statements: list[Row]) -> list[Row]:
    """Statements of different parties about the same undertaking that give it different lengths of time."""
    measured = []
    for row in statements:
        length = QUANTITY.search(row["text"]) or LENGTH.search(row["text"])
        if length is not None:
            about = set(content_key(row["text"]).split()) - set(content_key(length.group(0)).split())
            measured.append((row, length.group(0).casefold().replace("-", " ").rstrip("s"), about))
    rows, used = [], set[str]()
    for (one, first, about), (other, second, about_other) in combinations(measured, 2):
        parties = {side(one["speaker"], one["speaker_code"]), side(other["speaker"], other["speaker_code"])}
        if first == second or len(parties) < 2 or not _within_fortnight(one, other):
            continue
        undertaking = {w for w in about & about_other if UNDERTAKING.match(w)}
        if undertaking and len(about & about_other) >= 3 and not {one["id"], other["id"]} & used:
            used |= {str(one["id"]), str(other["id"])}
            rows.append(_account(f"the {min(undertaking)}", "length", [one, other], [one, other]))
    return rows


UNDERTAKING = re.compile(r"^(?:freeze|ceasefire|truce|pause|halt|moratorium|withdrawal|ban|suspension|settlement)$")


def _within_fortnight(one: Row, other: Row) -> bool:
    apart = days_between(day_of(one), day_of(other))
    return bool(apart is not None and abs(apart) <= 14) or one["article"] == other["article"]


def _account(of: str, kind: str, told: list[Row], group: list[Row]) -> Row:
    accounts = [
        {
            "teller": row.get("according_to") or row.get("speaker") or row.get("actor"),
            "text": row["text"],
            "pieces": [list(piece) for piece in row.get("spans") or ()],
            "cue": row.get("cue"),
            "day": day_of(row),
            "record": row["id"],
        }
        for row in told
    ]
    return {
        "of": of,
        "kind": kind,
        "tellers": "; ".join(str(a["teller"]) for a in accounts),
        "accounts": accounts,
        "day": day_of(told[0]),
        "sources": voices(group),
        "confidence": min(float(r["confidence"]) for r in told),
        "records": [str(r["id"]) for r in told] or strongest(group),
    }
