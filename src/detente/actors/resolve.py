"""Resolves a phrase for an actor to name, country and PLOVER sector, by its words and the codebook alone: no model.

The head of the phrase gives the sector, names and demonyms the country: `Minsk police station`, `members of SANDF`,
`president of the European Council`. What the phrase does not say stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns, lexicon
from detente.actors.gazetteer import Entry
from detente.actors.offices import Person
from detente.actors.spelling import Words, words_of

STOPS = frozenset({"of", "in", "at", "to", "for", "from", "on", "by", "with", "across", "near", "who", "which", "that",
                   "and", "against", "under", "within", "inside", "around", "about", "throughout"})  # fmt: skip
PARTITIVES = lexicon("partitive")
PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "him", "her", "them", "someone", "somebody", "who"})
FORMER = lexicon("former")
DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "some", "its", "his", "her", "their",
                         "two", "three", "several"})  # fmt: skip
MEMBERS = lexicon("member")
LINKED = lexicon("linked")
UNNAMED = "UNK"
_TOKEN = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*\.?|['’]s\b|[^\w\s]")
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A phrase resolved: canonical name, country code, primary sector and all sectors; "" where it has none."""

    name: str
    country: str
    sector: str
    sectors: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Word:
    """A word: `text` as names are compared with it, `key` without accents and capitals, `shown` as it stands."""

    text: str
    key: str
    shown: str
    linked: bool


@dataclass(frozen=True, slots=True)
class _Hit:
    first: int
    last: int
    entry: Entry | None
    person: Person | None


def resolve(phrase: str, context: str | None = None, date: str | None = None) -> Resolved:
    """Resolve a phrase on a day; `context` is text that may name the country."""
    day = day_of(date)
    words = _words(phrase)
    if not words or (words[0].key in PRONOUNS and len(words) == 1):
        return Resolved(phrase.strip(), "", UNNAMED if words else "", (UNNAMED,) if words else (), 0.3)
    hits = _hits(words, day, _countries(context))
    return _resolve(phrase, words, hits, day) or Resolved(phrase.strip(), "", "", (), 0.1)


def day_of(date: str | None) -> str | None:
    """An ISO day of a date in words; None (now) for `today` or what is no date."""
    if not date:
        return None
    if _DAY.fullmatch(date.strip()):
        return date.strip()
    from dateutil import parser

    try:
        return str(parser.parse(date, dayfirst=True).date()) if any(c.isdigit() for c in date) else None
    except (ValueError, OverflowError):
        return None


def _words(phrase: str) -> list[_Word]:
    found: list[_Word] = []
    linked = False
    for match in _TOKEN.finditer(phrase.replace("’", "'")):
        text = match.group()
        if text == "-":
            linked = True
            continue
        owned = text.endswith("'s") and len(text) > 2
        bare = text[:-2] if owned else text
        # `Kim Jong-un` is a name though its last part has no capital
        written = bare.capitalize() if linked and bare.islower() else bare
        found.append(_Word(written, "".join(words_of(bare)), ("-" if linked else "") + bare, linked))
        if owned:
            found.append(_Word("'s", "s", "'s", False))
        linked = False
    return [word for word in found if word.key or word.text in ",;("]


def _countries(context: str | None) -> set[str]:
    if not context:
        return set()
    words = [word for word in _words(context) if word.key]
    return {hit.entry.country for hit in _hits(words, None, set()) if hit.entry is not None and hit.entry.country}


def _hits(words: list[_Word], day: str | None, countries: set[str]) -> list[_Hit]:
    """The known names among some words, from left to right, the longest first."""
    keys, texts = [w.key or w.text for w in words], [w.text for w in words]
    shouted = len(texts) > 1 and all(t.isupper() for t in texts if t.isalpha()) and any(len(t) > 5 for t in texts)
    if shouted:
        texts = [t.capitalize() for t in texts]
    found, at = [], 0
    while at < len(keys):
        longest = gazetteer.find(keys, texts, at) or _lower_place(keys, texts, at)
        if longest is not None:
            length, entries = longest
            chosen = [e for e in entries if e.country in countries] or list(entries)
            found.append(_Hit(at, at + length, gazetteer.best(chosen, day), None))
            at += length
            continue
        person = _short(keys, texts, at, day)
        if person is not None and _in_longer_name(keys, texts, at, found):
            person = offices.alike(tuple(_run_to(keys, texts, at)))
        if person is not None:
            found.append(_Hit(at, at + 1, None, person))
        at += 1
    return found


def _lower_place(keys: list[str], texts: list[str], at: int) -> tuple[int, tuple[Entry, ...]] | None:
    """A city or state written without its capital letter: `paris police`."""
    if len(keys[at]) < 5 or not texts[at].islower():
        return None
    longest = gazetteer.find(keys, [t.capitalize() for t in texts], at)
    if longest is None or longest[1][0].kind not in ("capital", "state", "place", "adjective"):
        return None
    return longest


def _short(keys: list[str], texts: list[str], at: int, day: str | None) -> Person | None:
    bearers = offices.shorts().get((keys[at],), ())
    if not bearers or not texts[at][:1].isupper():
        return None
    ranked = sorted(bearers, key=lambda p: -offices.prominence(p, day))
    if len(ranked) > 1 and offices.prominence(ranked[1], day) >= offices.prominence(ranked[0], day):
        return None
    return ranked[0] if offices.prominence(ranked[0], day) >= 1 else None


def _run_to(keys: list[str], texts: list[str], at: int) -> list[str]:
    """The capitalised words up to one, titles left out, where it is the last of them."""
    if at + 1 < len(texts) and texts[at + 1][:1].isupper():
        return []
    first = at
    while first and texts[first - 1][:1].isupper() and (keys[first - 1],) not in offices.titles():
        first -= 1
    return keys[first : at + 1]


def _in_longer_name(keys: list[str], texts: list[str], at: int, found: list[_Hit]) -> bool:
    """Whether a last name stands in the name of someone unknown: capitals beside it that are no title and no state."""
    if at + 1 < len(texts) and texts[at + 1][:1].isupper() and (keys[at + 1],) not in common_nouns():
        return True
    if not at or not texts[at - 1][:1].isupper() or (found and found[-1].last == at and not found[-1].person):
        return False
    return (keys[at - 1],) not in offices.titles() and keys[at - 1] not in DETERMINERS


# ---------------------------------------------------------------- the parts of the phrase


def _resolve(phrase: str, words: list[_Word], hits: list[_Hit], day: str | None) -> Resolved | None:
    for start, end in _segments(words):
        if any(word.key not in ("", "s") for word in words[start:end]):
            return _from_head(phrase, words, start, end, hits, day)
    return None


def _segments(words: list[_Word]) -> Iterator[tuple[int, int]]:
    """The stretches that may hold the head: the first one, or what follows `a group of`."""
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and (words[end].key not in STOPS or end == start) and words[end].text not in ",;(":
            end += 1
        joined = _of_title(words, start, end)
        if joined:
            end = joined
        head = next((w.key for w in reversed(words[start:end]) if w.key), "")
        if head in PARTITIVES and end < len(words) and words[end].key == "of":
            start = end + 1
            continue
        yield start, end
        return


def _of_title(words: list[_Word], start: int, end: int) -> int:
    """Where a title with a preposition goes on: `minister of defence`, `party to the conflict`."""
    if end >= len(words) or words[end].key not in ("of", "to", "for"):
        return 0
    for length in range(6, 1, -1):
        for first in range(max(start, end - 3), end):
            key = tuple(w.key for w in words[first : first + length])
            if first + length > end and len(key) == length and (key in offices.titles() or key in common_nouns()):
                return first + length
    return 0


def _from_head(
    phrase: str, words: list[_Word], start: int, end: int, hits: list[_Hit], day: str | None
) -> Resolved | None:
    hits = [hit for hit in hits if not _compounded(words, hit)]
    inside = [hit for hit in hits if start <= hit.first < end]
    after = [hit for hit in hits if hit.first >= end]
    country = next((c for c in (_country(hit, day) for hit in inside + after) if c), "")
    last = inside[-1] if inside else None
    if last is not None and last.last >= end:
        return _from_name(phrase, words, start, last, country, inside, day)
    sectors, confidence = _sectors(words, start, end)
    name = _shown(words[start:end])
    if sectors == (UNNAMED,) or not sectors or _says_little(words, start, end):
        owner = next((hit for hit in inside if _is_body(hit)), None)
        if owner is not None and owner.entry is not None:
            return Resolved(owner.entry.name, country, owner.entry.sector, (owner.entry.sector,), 0.6)
        governing = list(_governing(words, end)) if not sectors else []
        if governing:
            return Resolved(name, country, governing[0], tuple(governing), 0.5)
    groups = [hit for hit in inside if hit.entry is not None and hit.entry.kind in ("group", "organisation")]
    if groups and groups[-1].entry is not None:
        entry = groups[-1].entry
        sector = entry.sector if entry.kind == "group" else sectors[0] if sectors else entry.sector
        return Resolved(entry.name, entry.country, sector, (sector,), 0.8)
    bodies = [hit for hit in after if _is_body(hit) and hit.entry is not None and hit.entry.sector in ("LEG", "JUD")]
    if bodies and sectors[:1] == ("GOV",) and bodies[0].entry is not None:
        sectors = (bodies[0].entry.sector,)
    if not sectors and _proper(words, start, end):
        return Resolved(name, country, "", (), 0.3)
    sectors = sectors or (UNNAMED,)
    state = gazetteer.state_of(country) if country and sectors[0] in gazetteer.SPEAKS_FOR_STATE else None
    return Resolved(state or name, country, sectors[0], sectors, confidence)


def _compounded(words: list[_Word], hit: _Hit) -> bool:
    """Whether a name is only part of a compound: `US` in `US-backed rebels`."""
    return hit.last < len(words) and words[hit.last].linked and words[hit.last].key in LINKED


def _shown(words: list[_Word]) -> str:
    """Some words as they stand in the phrase, without a first article."""
    listed = [word.shown for word in words if word.key]
    while listed and listed[0].lower() in ("the", "a", "an"):
        listed.pop(0)
    return " ".join(listed).replace(" 's", "'s").replace(" -", "-")


def _says_little(words: list[_Word], start: int, end: int) -> bool:
    """Whether the last word is a noun that alone is no actor: `group`, `command`."""
    last = next((w.key for w in reversed(words[start:end]) if w.key), "")
    noun = common_nouns().get((last,))
    return noun is not None and not noun.alone and noun.kind == "group"


def _country(hit: _Hit, day: str | None) -> str:
    if hit.person is not None:
        role = gazetteer.role_of(hit.person.name, day)
        return role.country if role else ""
    if hit.entry is not None and hit.entry.kind == "person":
        known = gazetteer.known(hit.entry.name, day)
        return known.country if known else ""
    return hit.entry.country if hit.entry is not None else ""


def _is_body(hit: _Hit) -> bool:
    return hit.entry is not None and hit.entry.kind in ("seat", "organisation", "group")


def _from_name(
    phrase: str, words: list[_Word], start: int, hit: _Hit, country: str, inside: list[_Hit], day: str | None
) -> Resolved:
    """A phrase that ends in a known name."""
    if hit.person is not None or (hit.entry is not None and hit.entry.kind == "person"):
        name = hit.person.name if hit.person else hit.entry.name if hit.entry else phrase
        before = [w.key for w in words[start : hit.first]]
        titled, _ = _sectors(words, start, hit.first)
        known = gazetteer.known(name, day)
        sector = known.sector if known else ""
        sectors: tuple[str, ...] = (sector,) if sector else ()
        if FORMER & set(before) and sector in ("GOV", "LEG", "MIL", ""):
            sectors = ("ELI",)
        elif titled and titled != (UNNAMED,) and (known is None or sector in ("ELI", titled[0])):
            sectors = titled
        return Resolved(name, known.country if known else country, sectors[0] if sectors else "", sectors, 0.9)
    entry = hit.entry
    if entry is None:
        return Resolved(phrase, country, "", (), 0.1)
    if entry.kind in ("state", "people", "adjective"):
        return Resolved(entry.name, entry.country, "", (), 0.95)
    if entry.kind == "place":
        return Resolved(entry.name, entry.country, "", (), 0.6)
    sector = entry.sector if entry.kind != "capital" else "GOV"
    if entry.kind == "organisation" and len(inside) > 1 and not entry.country:
        return Resolved(entry.name, country, sector, (sector,), 0.8)
    sector = "" if sector == "IGO" else sector
    return Resolved(entry.name, entry.country, sector, (sector,) if sector else (), 0.9)


def _sectors(words: list[_Word], start: int, end: int) -> tuple[tuple[str, ...], float]:
    """The sectors that the noun or title at the end of a stretch has: its longest known ending, else any known part."""
    keys = tuple(w.key for w in words[start:end] if w.key)
    if len(keys) > 1 and keys[-1] in MEMBERS and _sector_of(keys[-2:]) == ():
        owner, confidence = _sectors(words, start, end - 1)
        if owner and owner != (UNNAMED,):
            return owner, confidence
    for stop in range(len(keys), max(0, len(keys) - 3), -1):
        for first in range(max(0, stop - 5), stop):
            found = _sector_of(keys[first:stop])
            if found:
                former = FORMER & set(keys[:first])
                confidence = 0.8 if stop == len(keys) else 0.5
                return (("ELI",) if former and found[0] in ("GOV", "LEG") else found), confidence
    return (), 0.3


def _sector_of(key: Words) -> tuple[str, ...]:
    agents, titles = common_nouns(), offices.titles()
    for form in _singulars(key):
        if form in agents:
            return agents[form].sectors
        if form in titles and titles[form].sectors:
            return titles[form].sectors
    return ()


def _singulars(key: Words) -> list[Words]:
    last = key[-1]
    forms = [key]
    for ending, instead in (("ies", "y"), ("men", "man"), ("women", "woman"), ("ves", "f"), ("es", ""), ("s", "")):
        if last.endswith(ending) and len(last) > len(ending) + 1:
            forms.append((*key[:-1], last[: -len(ending)] + instead))
    return forms


def _governing(words: list[_Word], end: int) -> tuple[str, ...]:
    """The sectors of what follows `of`, where the head itself has none: `residence of the President`."""
    if end < len(words) and words[end].key == "of":
        stop = end + 1
        while stop < len(words) and words[stop].key not in STOPS:
            stop += 1
        return _sectors(words, end + 1, stop)[0]
    return ()


def _proper(words: list[_Word], start: int, end: int) -> bool:
    """Whether a stretch is an unknown proper name: all its words but the first written with a capital."""
    listed = [w for w in words[start:end] if w.key and w.key not in DETERMINERS and w.key != "s"]
    return bool(listed) and all(w.text[0].isupper() for w in listed)
