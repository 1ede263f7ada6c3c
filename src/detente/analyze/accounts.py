"""What do the parties tell differently: the same meeting, the same event, the same promise?

Example: detente accounts talks/*.txt
"""

from __future__ import annotations

import re
from itertools import combinations

import duckdb

from detente.codebook import table
from detente.findings.matters import is_body, specific
from detente.findings.rows import (
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
from detente.findings.signs import sign
from detente.findings.versions import denied, flagged, official
from detente.records import Finding

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
BOUND = r"\b(?:agree|accept|promise|pledge|undert|commit|vow)\w*"
AGREES = re.compile(BOUND, re.I)
OWN = re.compile(rf"(?:\W*\w+\W+){{0,4}}?\b(?:I|we|he|she|they)\b(?:\W+\w+){{0,3}}?\W+{BOUND}", re.I)
LENGTH = re.compile(
    r"\b(?:as long as|for the duration|until|throughout|permanent\w*|indefinite\w*|temporar\w*)\b", re.I
)
SPECIFIC, FEW = 0.6, 5
PERSON = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}")
LEADING = re.compile(r"(?:the|their|his|her|our|this|that|these)?\W*(?:[\w-]+\s){0,3}", re.I)
WAS = re.compile(
    r"[^.;,]{0,40}\b(?:was|were|is|are|had been|has been|went)\b"
    r"(?! (?:\w+ly )?(?:\w+ing|\w+ed|held|due|set|under|in|on|at|to|not|over|back|off|done|likely)\b)",
    re.I,
)
CALLED_OFF = re.compile(r"^\s*(?:off|for|on)\b")
APART, FORTNIGHT = 3, 14
KINDS = ("undertaking", "length", "description", "flagged", "denial", "stance")
QUOTED = re.compile(r"[“\"]([^“”\"]{3,60})[”\"]")
DENIAL = sign("denial")


def find(db: duckdb.DuckDBPyConnection, *, confidence: float = 0.0) -> Finding:
    """Set side by side how different parties describe one encounter, tell one event, or report one undertaking.

    Only those are heard who speak for a party: governments, armed groups, international bodies and their people. A
    description counts where each side judges (`excellent`, `a farce`); and what an author says is told differently.
    """
    c = {"c": confidence}
    statements = fetch(db, TOLD, c)
    positions = fetch(db, "SELECT * FROM positions WHERE voice <> 'author' AND confidence >= $c", c)
    rows = [*_encounters(statements), *_denials(fetch(db, HAPPENED, c)), *_undertakings(positions)]
    lengths = _lengths(statements)
    paired = {frozenset(row["records"]) for row in lengths}
    rows += [*lengths, *(row for row in _own_word(statements) if frozenset(row["records"]) not in paired)]
    articles = fetch(db, "SELECT id, text FROM articles WHERE copy_of IS NULL")
    for version in (*flagged(articles, statements), *denied(statements)):
        rows.append(_account(version.of, version.kind, version.told, version.told))
    rows.sort(
        key=lambda r: (KINDS.index(r["kind"]), -r["sources"], -len(r["accounts"]), -r["confidence"], r["records"])
    )
    return Finding(name="accounts", title="Told differently", columns=COLUMNS, rows=tuple(_once(rows)))


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
    one, other = _content(told), _content(denial)
    return len(one & other) >= max(3, 0.6 * min(len(one), len(other)))


def _content(row: Row) -> set[str]:
    return set(content_key(row["text"]).split())


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
        best: tuple[Row, Row] | None = None
        for one, other in combinations(sorted(group, key=order), 2):
            tellers = {_teller(one), _teller(other)}
            if not few and not all(is_body(teller) for teller in tellers):
                continue
            opposed = {str(one["stance"]), str(other["stance"])} == {"accept", "reject"}
            attributed = one["voice"] == other["voice"] == "attributed"
            alone = specific(issue) >= SPECIFIC
            if len(tellers) == 2 and opposed and attributed and alone and _near(one, other):
                best = (one, other)
        if best is not None:
            rows.append(_account(f"{who} on {issue}", "stance", list(best), group))
    return rows


def _teller(row: Row) -> str:
    """The party of who tells it."""
    return side(row["according_to"] or row["actor"] or "", None)


def _near(one: Row, other: Row) -> bool:
    apart = days_between(day_of(one), day_of(other))
    return bool(apart is not None and abs(apart) <= APART) or one["article"] == other["article"]


def _lengths(statements: list[Row]) -> list[Row]:
    """Statements of different parties about the same undertaking that give it different lengths of time."""
    undertakings = {r["word"] for r in table("accounts") if r["kind"] == "undertaking"}
    about: dict[str, set[str]] = {}
    lengths: dict[str, str] = {}
    measured: dict[str, list[Row]] = {}
    for row in sorted(statements, key=order):
        length = QUANTITY.search(row["text"]) or LENGTH.search(row["text"])
        if length is not None:
            about[row["id"]] = _content(row) - set(content_key(length.group(0)).split())
            lengths[row["id"]] = length.group(0).casefold().replace("-", " ").rstrip("s")
            for word in sorted(about[row["id"]] & undertakings):
                measured.setdefault(word, []).append(row)
    rows, used = [], set[str]()
    for word, group in sorted(measured.items()):
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if other["sort_key"] - one["sort_key"] > FORTNIGHT:
                    break
                ids = {str(one["id"]), str(other["id"])}
                alike = lengths[one["id"]] == lengths[other["id"]] or len(about[one["id"]] & about[other["id"]]) < 3
                if alike or ids & used or _party_of(one) == _party_of(other) or not _comparable(one, other):
                    continue
                used |= ids
                rows.append(_account(f"the {word}", "length", [one, other], [one, other]))
    return rows


def _own_word(statements: list[Row]) -> list[Row]:
    """What someone agreed to, by another's account and by their own, where the two give it different lengths."""
    bound = [row for row in sorted(statements, key=order) if AGREES.search(row["text"]) and _length(row["text"])]
    spoken = [row for row in bound if OWN.match(row["text"])]
    rows = []
    for own in spoken:
        name = re.escape(str(own["speaker"]).rpartition(" ")[2])
        for told in bound:
            by_another = _party_of(told) != _party_of(own) and re.search(
                rf"\b{name}\b[^.;,]{{0,50}}?{BOUND}", told["text"]
            )
            if not by_another or _length(own["text"]) == _length(told["text"]):
                continue
            near = abs(float(own["sort_key"]) - float(told["sort_key"])) <= FORTNIGHT and _comparable(own, told)
            if near and (own["article"] == told["article"] or len(_content(own) & _content(told)) >= 3):
                rows.append(_account(f"what {own['speaker']} agreed to", "undertaking", [told, own], [told, own]))
                break
    return rows


def _length(text: str) -> str | None:
    found = QUANTITY.search(text) or LENGTH.search(text)
    return found.group(0).casefold() if found else None


def _party_of(row: Row) -> str:
    return side(row["speaker"], row["speaker_code"])


def _comparable(one: Row, other: Row) -> bool:
    """Whether it is known that two statements were made at about the same time."""
    return bool(one["article"] == other["article"] or (day_of(one) and day_of(other)))


def _once(rows: list[Row]) -> list[Row]:
    """The accounts in their order, none that rests on a statement of one before it, or tells the same words twice."""
    seen: set[str] = set()
    kept = []
    for row in rows:
        words = {" ".join(str(told["text"]).split()).casefold() for told in row["accounts"]}
        if seen & set(row["records"]) or len(words) < 2:
            continue
        seen |= set(row["records"])
        kept.append(row)
    return kept


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
