"""Reads a sentence of a brief again against the records that it cites, and says what does not follow from them.

Nothing is taken from how the sentence was made: only its words, and the rows of the record as the database holds them.
What is read: quotations, names, numbers, days, the stance that somebody is given, who is said to tell it, and whether a
deed is told as surely as the record tells it. The words of stances are those of `data/wording_stances.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from detente.codebook import table
from detente.findings.rows import Row, iso, party, several, sides
from detente.quoting import clean
from detente.wording import MONTHS, short_name

NUMBER = re.compile(r"\d[\d,.]*\d|\d")
NAME = re.compile(rf"[A-Z][\w’'.-]*\w|[A-Z]\b|{NUMBER.pattern}")
QUOTATION = re.compile(r"“([^“”]*)”")
MONTH = "|".join(MONTHS)
DAY = re.compile(rf"\b(\d{{1,2}}) ({MONTH}) (\d{{4}})\b")
PERIOD = re.compile(rf"\b(\d{{1,2}})(?: ({MONTH}))?(?: (\d{{4}}))? to (\d{{1,2}}) ({MONTH}) (\d{{4}})\b")
TOLD = re.compile(r"according to (?:the )?([^,;:().“]+)")
# with these a sentence of ours may begin
OPENINGS = frozenset(
    {"A", "After", "An", "As", "Before", "By", "How", "If", "In", "No", "Now", "Once", "Provided", "Someone", "Talks",
     "The", "Then", "Told", "Unless", "Until", "What", "When", "Whether"}
)  # fmt: skip
DAYS = ("day", "date_start", "date_end", "deadline", "article_date")
AGAINST = frozenset({"reject", "no-commitment"})
FIELDS_OF_PLACE = frozenset({"id", "rule", "article", "path", "key", "url", "record"})
NAMED = ("actor", "speaker", "recipient", "target", "beneficiary", "according_to")
DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION", "RETREAT", "AID", "COOPERATE"})


def doubts(text: str, rows: Sequence[Row]) -> list[str]:
    """What in a sentence its records do not say, each as a few words; nothing where all of it follows."""
    own = QUOTATION.sub(" “” ", text)
    found = [f"not quoted so: {words}" for words in _misquoted(text, rows)]
    found += [f"not in the records: {word}" for word in unsupported(own, rows)]
    found += [f"no such day: {day}" for day in _other_days(own, rows)]
    found += [f"no such stance: {words}" for words in _other_stances(own, rows)]
    found += [f"not told by: {who}" for who in _other_tellers(own, rows)]
    found += _too_sure(text, own, rows)
    return found


# ---------------------------------------------------------------- quotations


def _misquoted(text: str, rows: Sequence[Row]) -> Iterator[str]:
    """Quotations that stand in none of the cited sentences; what is left out is marked by `…`."""
    held = [_bare(str(row.get("sentence") or "")) + " " + _bare(str(row.get("text") or "")) for row in rows]
    held += [_bare(str(row[name])) for row in rows for name in ("condition", "what") if row.get(name)]
    for match in QUOTATION.finditer(text):
        pieces = [_bare(piece) for piece in match.group(1).split("…")]
        if not any(all(piece in words for piece in pieces) for words in held):
            yield match.group(1)[:60]


def _bare(words: str) -> str:
    """Words without what quoting may change: quotation marks, signs of markup, spaces, the stop at the end."""
    words = re.sub(r"[\"“”‘’'`*_\\()\[\]]", "", clean(words)).casefold()
    return " ".join(words.split()).strip(" .,;:—–-")


# ---------------------------------------------------------------- names, numbers, days


def unsupported(text: str, rows: Iterable[Row]) -> list[str]:
    """The names and numbers of a sentence that stand neither in the fields nor in the words of its records.

    A name is a word with a large first letter. Small numbers in words are not checked.
    """
    held = " ".join(_words_of(row) for row in rows).replace("’", "'")
    words = set(re.findall(r"\w+", held.casefold()))
    numbers = set(NUMBER.findall(held))
    found = []
    for match in NAME.finditer(text):
        word = match.group(0)
        opening = not re.search(r"\w", text[: match.start()])
        if opening and word in OPENINGS:
            continue
        stem = re.sub(r"'s?$", "", word.replace("’", "'")).casefold()
        known = stem in numbers if stem[:1].isdigit() else set(re.findall(r"\w+", stem)) <= words
        if not known:
            found.append(word)
    return found


def _words_of(row: Row) -> str:
    """Everything that a record and its article say of themselves, days also as they are written out."""
    from detente.wording import long_day

    values = [str(value) for name, value in row.items() if value is not None and name not in FIELDS_OF_PLACE]
    days = [long_day(value[:10]) for value in values if re.match(r"\d{4}-\d\d-\d\d(?:\D|$)", value)]
    coded = [field for field in ("actor", "speaker", "recipient", "target") if row.get(f"{field}_code")]
    actors = [name for field in coded for name in _parties(row, field)]
    short = [short_name(name) for field in NAMED for name in several(row.get(field))]
    return " ".join(values + days + actors + short)


def _parties(row: Row, field: str) -> list[str]:
    return sides(row.get(field), row.get(f"{field}_code")) if row.get(field) else []


def _other_days(own: str, rows: Sequence[Row]) -> Iterator[str]:
    """Days that a sentence of ours gives and none of its records has; of a period, its first and its last day."""
    known = {iso(row[name]) for row in rows for name in DAYS if row.get(name)}
    for day in _days_in(own):
        if day not in known:
            yield day


def _days_in(own: str) -> Iterator[str]:
    for match in PERIOD.finditer(own):
        first, month, year, last, month_then, year_then = match.groups()
        yield _iso(first, month or month_then, year or year_then)
        yield _iso(last, month_then, year_then)
    for match in DAY.finditer(PERIOD.sub(" ", own)):
        yield _iso(*match.groups())


def _iso(day: str, month: str, year: str) -> str:
    return f"{int(year):04}-{MONTHS.index(month) + 1:02}-{int(day):02}"


# ---------------------------------------------------------------- stances


@cache
def _verbs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each stance with the words by which it is given to somebody, the longest first."""
    found = []
    for row in table("wording_stances"):
        for form in (row["one"], row["many"]):
            pattern = re.escape(form).replace(r"\{\}", "[^;]+?") + ("" if "{}" in form else r"\b")
            found.append((row["stance"], len(form), re.compile(rf"(?<=[\w”’])(?<!holds)(?<!hold)(?<!held) {pattern}")))
    return tuple((stance, pattern) for stance, _, pattern in sorted(found, key=lambda one: -one[1]))


def _other_stances(own: str, rows: Sequence[Row]) -> Iterator[str]:
    """Stances that a clause gives to somebody who does not hold them in the records."""
    if re.search(r"\b[Nn]o agreement on ", own):
        if not {str(row.get("stance")) for row in rows} & AGAINST:
            yield "nobody is against it"
        return
    for clause in re.split(r"[;:]\s", re.sub(r"\([^)]*\)", " ", own)):
        given = next(((stance, m) for stance, p in _verbs() if (m := p.search(clause))), None)
        if given is None:
            continue
        stance, match = given
        who = re.sub(r"^(?:Whether|If|The|Talks)\b", "", clause[: match.start()])
        holders = {word for row in rows if _holds(row, stance) for word in _holder(row)}
        for name in re.findall(r"[A-Z][\w’'.-]*", who):
            if not set(re.findall(r"\w+", re.sub(r"[’']s?$", "", name).casefold())) <= holders:
                yield f"{name} {match.group(0).strip()}"


def _holds(row: Row, stance: str) -> bool:
    """Whether a record gives its actor this stance; a promise is a commitment, backing is to propose with others."""
    if stance == "promise":
        return row.get("record") == "commitments"
    return str(row.get("stance")) == ("propose" if stance == "back" else stance)


def _holder(row: Row) -> Iterator[str]:
    names = [*several(row.get("actor")), *several(party(row)), *_parties(row, "actor")]
    for name in names:
        yield from re.findall(r"\w+", name.casefold())


# ---------------------------------------------------------------- who tells it, and how surely


def _other_tellers(own: str, rows: Sequence[Row]) -> Iterator[str]:
    """Those to whom a sentence lays what no record of it has from them."""
    tellers = {word for row in rows for name in _tellers(row) for word in re.findall(r"\w+", name.casefold())}
    for match in TOLD.finditer(own):
        if not set(re.findall(r"\w+", match.group(1).casefold())) - {"and", "the"} <= tellers:
            yield match.group(1)


def _tellers(row: Row) -> list[str]:
    names = [*several(row.get("according_to")), *several(row.get("speaker"))]
    return [*names, *sides(row.get("according_to"), None)]


def _too_sure(text: str, own: str, rows: Sequence[Row]) -> Iterator[str]:
    """Where a sentence says as done, or as its own, what the records have only from somebody or as not done."""
    quoted = own != text
    events = [row for row in rows if row.get("record") == "events"]
    if not quoted and events and len(events) == len(rows) and not re.search(r"reportedly|according to|Whether", own):
        acts = {str(row.get("type")) for row in events}
        if acts <= DEEDS:
            yield "a deed without a word on who tells it"
    if not quoted and rows and all(str(row.get("modality")) in ("denied", "hypothetical") for row in rows):
        yield "what did not happen is told as done"
    lone = _lone_teller(rows)
    if lone and not quoted and not _mentions(text, lone):
        yield f"told by {lone} alone"


def _lone_teller(rows: Sequence[Row]) -> str | None:
    """Who alone tells what all the records say, where it is not the one of whom it is told."""
    tellers = {row.get("according_to") for row in rows}
    if len(tellers) != 1 or any(row.get("voice") != "attributed" for row in rows):
        return None
    teller = next(iter(tellers))
    own = {name for row in rows for field in ("actor", "speaker") for name in _parties(row, field)}
    own |= {name for row in rows for name in (*several(party(row)), *several(row.get("actor")))}
    if teller is None or {*sides(teller, None), *several(teller)} & own:
        return None
    return str(teller)


def _mentions(text: str, name: str) -> bool:
    last = re.findall(r"\w+", name)[-1:]
    return bool(last) and last[0].casefold() in set(re.findall(r"\w+", text.casefold()))
