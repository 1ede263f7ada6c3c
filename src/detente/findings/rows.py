"""What the analyses share: rows of the store, which side a row is on, and which names of an issue mean the same.

A row is a dict: the fields of a record, its id, the words of its span, and its article's date and source, as
`views.py` lays them out. Analyses import this and never one another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from detente.codebook import cached, table

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]

FETCHED = 20_000  # rows taken from the database at a time
LEVELS: Mapping[str, int] = {
    "reject": 0,
    "no-commitment": 1,
    "conditional": 2,
    "open": 2,
    "propose": 3,
    "demand": 3,
    "accept": 3,
}


def fetch(db: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
    """Run a query and return its rows as dicts; values go in as parameters (`$name`) only."""
    result = db.execute(query, dict(parameters or {}))
    names = [column[0] for column in result.description or ()]
    found: list[Row] = []
    while some := result.fetchmany(FETCHED):  # so that not all rows are held twice
        found.extend(dict(zip(names, values, strict=True)) for values in some)
    return found


def latest_day(db: duckdb.DuckDBPyConnection) -> str | None:
    """The date of the youngest article: what counts as today, so that a rerun says the same."""
    ((found,),) = db.execute("SELECT max(date) FROM articles").fetchall()
    return str(found)[:10] if found is not None else None


# ---------------------------------------------------------------- who


def several(names: str | None) -> list[str]:
    """The actors of a field that joins them with `; `."""
    return [name.strip() for name in (names or "").split(";") if name.strip()]


@cached
def _countries() -> dict[str, str]:
    """Country names by code; of a code that several countries had, the one that still is."""
    rows = sorted(table("countries"), key=lambda row: bool(row["end"]), reverse=True)
    return {row["code"]: row["name"] for row in rows}


@cached
def _people() -> dict[str, str]:
    """The code of each person whom the codebook knows, in the last office for a state that it has, else in the last."""
    found: dict[str, str] = {}
    for row in table("people"):
        if row["sector"] in OFFICIAL or row["name"] not in found:
            found[row["name"]] = f"{row['country']} {row['sector']}".strip()
    return found


def sides(names: str | None, codes: str | None) -> list[str]:
    """The parties that actors speak and act for: the country of a government's people, else the actor itself."""
    return list(_sides(names, codes))


@cached
def _sides(names: str | None, codes: str | None) -> tuple[str, ...]:
    actors, coded = several(names), several(codes)
    if len(coded) != len(actors):
        coded = coded * len(actors) if len(coded) == 1 else [""] * len(actors)
    found = [side(actor, code) for actor, code in zip(actors, coded, strict=True)]
    return tuple(dict.fromkeys(found))


def side(name: str, code: str | None) -> str:
    """The party that one actor acts for: `RUS GOV` or `RUS MIL` for Russia, a rebel or an opposition for itself."""
    country, _, sector = (code or _people().get(name, "")).partition(" ")
    if sector in OFFICIAL or (country and not sector):
        return _countries().get(country, name)
    return name


OFFICIAL = frozenset({"GOV", "MIL", "SPY", "COP", "LEG", "JUD"})


def party(row: Row) -> str:
    """The party of a position, a commitment or an inducement: its `side` where the record has one."""
    if row.get("side"):
        return str(row["side"])
    found = sides(row.get("actor"), row.get("actor_code"))
    return "; ".join(found)


# ---------------------------------------------------------------- what


ARTICLES = re.compile(r"^(?:the|a|an|any|its|their|his|her|this|that|such|proposed|possible)\s+", re.I)


@lru_cache(maxsize=50_000)
def issue_key(issue: str) -> str:
    """An issue's name without what does not matter: case, articles, quotation marks, hyphens, a plural.

    >>> issue_key("The cease-fires"), issue_key("30 day ceasefire")
    ('ceasefire', '30 day ceasefire')
    """
    words = issue.casefold().replace("cease-fire", "ceasefire").replace("-", " ")
    words = re.sub(r"[\"'“”‘’.,]+", "", words)
    while ARTICLES.match(words):
        words = ARTICLES.sub("", words, count=1)
    return " ".join(_singular(word) for word in words.split())


def _singular(word: str) -> str:
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is", "news")):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def issue_names(rows: Iterable[Row]) -> dict[str, str]:
    """From each name that an issue is given to the one that is shown for it.

    Names that differ trivially are one. A bare name (`ceasefire`) is the same issue as a fuller one with the same head
    (`30-day ceasefire`) where the record holds only one fuller one; the name that is told more often is shown. A name
    that a reviewer holds apart, which its rows say in `issue_apart`, is neither.
    """
    rows = list(rows)
    apart = {issue_key(str(row["issue"])) for row in rows if row.get("issue_apart") and row.get("issue")}
    counts = Counter(str(row["issue"]) for row in rows if row.get("issue"))
    forms: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda n: (-counts[n], n)):
        forms.setdefault(issue_key(name), []).append(name)
    shown = {key: names[0] for key, names in forms.items()}
    ending: dict[str, list[str]] = {}
    for other in shown:
        ending.setdefault(other.rsplit(" ", 1)[-1], []).append(other)
    for key in list(shown):
        if " " in key or key in apart:
            continue
        fuller = [other for other in ending[key] if other not in apart and _heads(key, other)]
        if len(fuller) == 1:
            told = {name: sum(counts[form] for form in forms[name]) for name in (key, fuller[0])}
            shown[key] = shown[fuller[0]] = shown[key] if told[key] > told[fuller[0]] else shown[fuller[0]]
    return {name: shown[key] for key, names in forms.items() for name in names}


def _heads(word: str, name: str) -> bool:
    """Whether a word is the head of a longer name: `ceasefire` of `30 day ceasefire`; not `test` of `halt to test`."""
    return name.endswith(f" {word}") and not LINKS & set(name.split())


LINKS = frozenset({"of", "to", "from", "in", "on", "for", "with", "against", "by", "at"})  # what follows is no head
STOP = frozenset(
    {"a", "an", "the", "of", "to", "in", "on", "for", "and", "or", "with", "by", "at", "from", "its", "his", "her",
     "their", "our", "my", "your", "that", "this", "it", "be", "is", "are", "was", "were", "will", "would", "not", "no",
     "new", "as", "if", "than", "more", "all", "any", "also", "has", "have", "had", "do", "does"}
)  # fmt: skip


def content_key(words: str) -> str:
    """What some words are about, in any order: `new trade deals` and `the trade deal` are one."""
    found = {_singular(w) for w in re.findall(r"[a-z0-9]+", words.casefold()) if w not in STOP}
    return " ".join(sorted(found))


def content(row: Row) -> set[str]:
    """The words of content in the text of a record."""
    return set(content_key(row["text"]).split())


# ---------------------------------------------------------------- when, and how well attested


def iso(value: object) -> str | None:
    """A day as text, whatever type the store gave it."""
    return None if value is None else str(value)[:10]


def day_of(row: Row) -> str | None:
    """The day of a record, as text."""
    return iso(row.get("day"))


def told_day(row: Row) -> str | None:
    """The day of a record for a reader: none where no day is known and only that of its article orders it."""
    return day_of(row) if row.get("date_start") or row.get("date_end") else None


def first_told(group: Sequence[Row]) -> str | None:
    """The first known day of some records in their order."""
    return next((day for row in group if (day := told_day(row))), None)


def last_told(group: Sequence[Row]) -> str | None:
    """The last known day of some records in their order."""
    return first_told(group[::-1])


def days_between(first: str | None, second: str | None) -> int | None:
    """How many days the second day lies after the first."""
    if first is None or second is None:
        return None
    return (date.fromisoformat(second) - date.fromisoformat(first)).days


def week_of(day: str) -> str:
    """The Monday of the ISO week that a day lies in."""
    known = date.fromisoformat(day)
    return (known - timedelta(days=known.weekday())).isoformat()


def order(row: Row) -> tuple[float, str, int, str]:
    """In what order things happened: by the day, or the words for it; then by their place in the text."""
    return (float(row.get("sort_key") or 0.0), str(row["article"]), int(row["start"]), str(row["id"]))


def voices(rows: Iterable[Row]) -> int:
    """How many independent sources tell it: outlets, or articles where the outlet is not known."""
    return len({row.get("source") or row["article"] for row in rows})


def strongest(rows: Sequence[Row], count: int = 3) -> list[str]:
    """The ids to cite: one a source first, the surest first, the youngest of equals."""
    ranked = sorted(rows, key=lambda r: (-float(r["confidence"]), -float(r.get("sort_key") or 0.0), str(r["id"])))
    first: dict[str, Row] = {}
    for row in ranked:
        first.setdefault(row.get("source") or row["article"], row)
    chosen = list(first.values()) + [row for row in ranked if row != first[row.get("source") or row["article"]]]
    return [str(row["id"]) for row in chosen[:count]]


def resting(rows: Sequence[Row], *names: str) -> tuple[dict[str, Any], list[str]]:
    """The youngest known value of each of these fields, and the ids to cite: those that give the values come first."""
    values: dict[str, Any] = {}
    ids: list[str] = []
    for name in names:
        row = next((row for row in reversed(rows) if row.get(name)), None)
        values[name] = row[name] if row else None
        if row and not any(other["id"] in ids and other.get(name) == row[name] for other in rows):
            ids.append(str(row["id"]))
    cited = strongest(rows)
    return values, list(dict.fromkeys([*ids, *cited]))[: max(len(cited), len(ids))]


def attribution(rows: Sequence[Row]) -> str | None:
    """Who alone tells it: the speaker, where all rows are attributed to one, who does not speak for the actor."""
    tellers = {row.get("according_to") for row in rows if row.get("voice") == "attributed"}
    if len(tellers) != 1 or any(row.get("voice") != "attributed" for row in rows):
        return None
    teller = next(iter(tellers))
    own = {name for row in rows for name in (*sides(row.get("actor"), row.get("actor_code")), *several(party(row)))}
    return None if teller is None or set(sides(teller, None)) & own else teller


def chosen(name: str | None, wanted: str | None) -> bool:
    """Whether a filter lets a name through: no filter, or its words stand in the name."""
    return wanted is None or wanted.casefold() in (name or "").casefold()


def within(day: str | None, since: str | None, until: str | None) -> bool:
    """Whether a day lies in a period; an unknown day does only where no period is asked for."""
    if day is None:
        return since is None and until is None
    return (since is None or day >= since) and (until is None or day <= until)


def gathered(group: Sequence[Row]) -> Row:
    """What a ledger says of the records of one thing, in the order of their days: when, by how many, in which words."""
    last = group[-1]
    return {
        "first": first_told(group),
        "last": last_told(group),
        "sources": voices(group),
        "reports": len(group),
        "according_to": attribution(group),
        "text": last["text"],
        "confidence": max(float(r["confidence"]) for r in group),
        "sort_key": float(last["sort_key"] or 0.0),
        "start": last["start"],
    }


LISTED = 0.4  # how sure a record must be to be listed unless asked otherwise: most that is less sure is wrong


def unsure(db: duckdb.DuckDBPyConnection, kind: str, confidence: float) -> str | None:
    """A note on how many records of a kind were not sure enough to be listed."""
    query = f"SELECT count(*) FROM {kind} WHERE voice <> 'author' AND confidence < $c"  # noqa: S608 - a name from here
    ((number,),) = db.execute(query, {"c": confidence}).fetchall()
    return f"{number} less sure left out (--confidence 0 shows {'it' if number == 1 else 'them'})." if number else None


def weaker(number: int) -> str | None:
    """A note on how many rows a score was too low for."""
    return f"{number} weaker left out (--score 0 shows them)." if number else None
