"""What do the parties tell differently: the same meeting, the same event, the same promise?

Example: detente accounts talks/*.txt
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import duckdb

from detente.codebook import table
from detente.findings.contradictions import contradictions
from detente.findings.lengths import lengths_told, own_words
from detente.findings.matters import is_body, specific
from detente.findings.rows import (
    Row,
    content,
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
from detente.findings.signs import sign
from detente.findings.versions import Version, denied, flagged, official
from detente.records import Finding

COLUMNS = ("of", "kind", "tellers", "accounts", "day", "sources")

# of many rows all columns would fill the memory
TOLD = """
SELECT id, article, article_nr, source, text, start, "end", sentence, sentence_start, day, sort_key, confidence,
  according_to, speaker, speaker_code, cue, spans
FROM statements
WHERE speaker IS NOT NULL AND confidence >= $c ORDER BY article, start, id
"""
HAPPENED = """
SELECT id, article, source, text, CASE WHEN modality = 'denied' THEN sentence END AS sentence, day, sort_key,
  confidence, according_to, actor, actor_code, recipient, type, modality
FROM events WHERE modality IN ('happened', 'denied') AND type NOT IN ('ACCUSE', 'REQUEST', 'REJECT')
  AND voice <> 'author' AND actor IS NOT NULL AND day IS NOT NULL AND confidence >= $c
"""
STANCES = """
SELECT * EXCLUDE (sentence, sentence_start, sentence_end, "end", rule, title, article_date, article_nr)
FROM positions WHERE voice <> 'author' AND confidence >= $c
"""
SENTENCES = "SELECT * FROM passages WHERE article_nr BETWEEN $first AND $last ORDER BY article_nr, start"
AT_ONCE = 500  # articles whose sentences are held together
SPECIFIC, FEW = 0.6, 5
PERSON = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}")
LEADING = re.compile(r"(?:the|their|his|her|our|this|that|these)?\W*(?:[\w-]+\s){0,3}", re.I)
WAS = re.compile(
    r"[^.;,]{0,40}\b(?:was|were|is|are|had been|has been|went)\b"
    r"(?! (?:\w+ly )?(?:\w+ing|\w+ed|held|due|set|under|in|on|at|to|not|over|back|off|done|likely)\b)",
    re.I,
)
CALLED_OFF = re.compile(r"^\s*(?:off|for|on)\b")
APART = 3
KINDS = ("undertaking", "length", "description", "flagged", "denial", "claims", "evidence", "own words", "stance")
OPPOSED = ("denial", "claims", "evidence", "own words")
QUOTED = re.compile(r"[“\"]([^“”\"]{3,60})[”\"]")
DENIAL = sign("denial")


def find(db: duckdb.DuckDBPyConnection, *, confidence: float = 0.0) -> Finding:
    """Set side by side how different parties describe one encounter, tell one event, or report one undertaking.

    Only those are heard who speak for a party: governments, armed groups, international bodies and their people. A
    description counts where each side judges (`excellent`, `a farce`); and what an author says is told differently.
    What cannot both be true is of the kinds denial, claims, evidence (what reporters saw) and own words.
    """
    c = {"c": confidence}
    rows = [*_denials(fetch(db, HAPPENED, c)), *_undertakings(fetch(db, STANCES, c))]
    statements = fetch(db, TOLD, c)
    rows = [*_encounters(statements), *rows]
    lengths = lengths_told(statements)
    paired = {_statements(version) for version in lengths}
    lengths += [version for version in own_words(statements) if _statements(version) not in paired]
    articles = fetch(db, "SELECT id, text FROM articles WHERE copy_of IS NULL")
    versions = (*lengths, *flagged(articles, statements), *denied(statements))
    rows += [_account(version.of, version.kind, version.told, version.told) for version in versions]
    opposed = contradictions(statements, _sentences(db))
    rows += [_account(version.of, version.kind, version.told, version.told, version.sure) for version in opposed]
    rows.sort(
        key=lambda r: (KINDS.index(r["kind"]), -r["sources"], -len(r["accounts"]), -r["confidence"], r["records"])
    )
    return Finding(name="accounts", title="Told differently", columns=COLUMNS, rows=tuple(_once(rows)))


def _sentences(db: duckdb.DuckDBPyConnection) -> Iterator[list[Row]]:
    """The sentences of the record in their order, some hundred articles at a time."""
    there = [row["nr"] for row in fetch(db, "SELECT DISTINCT article_nr AS nr FROM passages ORDER BY nr")]
    for some in (there[place : place + AT_ONCE] for place in range(0, len(there), AT_ONCE)):
        yield fetch(db, SENTENCES, {"first": some[0], "last": some[-1]})


# ---------------------------------------------------------------- one meeting, several words for it


def _words(kind: str) -> re.Pattern[str]:
    words = sorted((r["word"] for r in table("accounts") if r["kind"] == kind), key=lambda w: (-len(w), w))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b", re.I)


def _encounters(statements: list[Row]) -> list[Row]:
    """Descriptions of a call, a meeting or talks by people of different parties, in one article or days apart."""
    encounter, describing, judging = (_words(kind) for kind in ("encounter", "cue", "evaluation"))
    few = len({row["article"] for row in statements}) <= FEW
    told: list[Row] = []
    for row in statements:
        text = str(row["text"])
        if not (official(row) or (few and PERSON.fullmatch(row["speaker"]))):
            continue
        in_words = QUOTED.search(text) is not None
        judged = judging.search(text) and (in_words or len(text) <= 90)
        if not (judged or (in_words and describing.search(str(row["cue"] or "")))):
            continue
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
        verdicts = {frozenset(word.casefold() for word in judging.findall(r["text"])) for r in latest.values()}
        if len(latest) > 1 and (len(verdicts) > 1 or verdicts == {frozenset()}):
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
        for denial in (r for r in group if r["modality"] == "denied" and r["according_to"] and _denies(r)):
            told = [r for r in group if r["modality"] == "happened" and _contradicts(r, denial)]
            if told:
                best = max(told, key=lambda r: (float(r["confidence"]), r["id"]))
                rows.append(_account(str(best["text"]), "denial", [best, denial], [*told, denial]))
    return rows


def _denies(row: Row) -> bool:
    return DENIAL.search(str(row["sentence"])) is not None


def _contradicts(told: Row, denial: Row) -> bool:
    if told["recipient"] != denial["recipient"] or told["according_to"] == denial["according_to"]:
        return False
    if abs(float(told["sort_key"]) - float(denial["sort_key"])) > APART:
        return False
    one, other = content(told), content(denial)
    return len(one & other) >= max(3, 0.6 * min(len(one), len(other)))


# ---------------------------------------------------------------- one undertaking, two versions


def _undertakings(positions: list[Row]) -> list[Row]:
    """One party's stance on one issue, told in opposite ways by two speakers within a few days."""
    names = issue_names(positions)
    few = len({row["article"] for row in positions}) <= FEW
    held: dict[tuple[str, str], list[Row]] = {}
    for row in positions:
        held.setdefault((party(row), names[row["issue"]]), []).append(row)
    rows = []
    for (who, issue), group in sorted(held.items()):
        if specific(issue) < SPECIFIC:
            continue
        told = sorted((row for row in group if _opposable(row, few)), key=order)
        opposed = (
            [told[i], told[j]]
            for i, j in _near_pairs(told)
            if told[i]["stance"] != told[j]["stance"] and _teller(told[i]) != _teller(told[j])
        )
        best = next(opposed, None)
        if best is not None:
            rows.append(_account(f"{who} on {issue}", "stance", best, group))
    return rows


def _opposable(row: Row, few: bool) -> bool:
    """Whether a stance may be one of two opposite tellings; among many articles only of bodies that speak for one."""
    clear = row["stance"] in ("accept", "reject") and row["voice"] == "attributed"
    return clear and (few or is_body(_teller(row)))


def _near_pairs(rows: list[Row]) -> Iterator[tuple[int, int]]:
    """The pairs of rows that lie within days of each other or in one article, the last first: never all with all."""
    held: dict[str, list[int]] = {}
    for i, row in enumerate(rows):
        day = day_of(row)
        for key in (f"in {row['article']}", day):
            if key is not None:
                held.setdefault(key, []).append(i)
    for i in range(len(rows) - 1, -1, -1):
        day = day_of(rows[i])
        middle = date.fromisoformat(day) if day else None
        around = [(middle + timedelta(n)).isoformat() for n in range(-APART, APART + 1)] if middle else []
        likely = {j for key in (f"in {rows[i]['article']}", *around) for j in held.get(key, ())}
        yield from ((i, j) for j in sorted(likely, reverse=True) if j > i and _near(rows[i], rows[j]))


def _teller(row: Row) -> str:
    """The party of who tells it."""
    return side(row["according_to"] or row["actor"] or "", None)


def _near(one: Row, other: Row) -> bool:
    apart = days_between(day_of(one), day_of(other))
    return bool(apart is not None and abs(apart) <= APART) or one["article"] == other["article"]


def _statements(version: Version) -> frozenset[str]:
    return frozenset(str(row["id"]) for row in version.told)


def _once(rows: list[Row]) -> list[Row]:
    """The accounts in their order, none that rests on the statements of one before it, or tells the same words twice.

    One statement may be contradicted by another party, by what was seen, and by its speaker's later words.
    """
    seen: set[str] = set()
    kept = []
    for row in rows:
        words = {" ".join(str(told["text"]).split()).casefold() for told in row["accounts"]}
        again = seen & set(row["records"])
        if len(words) < 2 or (again and (row["kind"] not in OPPOSED or again == set(row["records"]))):
            continue
        seen |= set(row["records"])
        kept.append(row)
    return kept


def _account(of: str, kind: str, told: list[Row], group: list[Row], sure: float = 1.0) -> Row:
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
        "confidence": round(sure * min(float(r["confidence"]) for r in told), 3),
        "records": [str(r["id"]) for r in told] or strongest(group),
    }
