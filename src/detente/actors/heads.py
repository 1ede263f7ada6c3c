"""The sector that the head of a phrase gives: a noun or title at its end, else what stands before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from detente.actors import offices
from detente.actors.agents import Agent, common_nouns, lexicon, machine
from detente.actors.offices import Title
from detente.actors.phrase import DETERMINERS, LINKED, Word
from detente.codebook.spelling import Words

UNNAMED = "UNK"
FORMER = lexicon("former")
WHO_DOES = lexicon("who does")
NAMES_ITS_OWN = lexicon("names its own")
A_TERRITORY = lexicon("a territory")
BREAKAWAY = lexicon("breakaway")
HALF_RECOGNISED = lexicon("half recognised")
HALF = frozenset({"partially", "partly", "internationally", "self", "de", "facto", "un", "non"})
TELLS_NOTHING = lexicon("tells nothing of people")
CIVIL = lexicon("civil place") | lexicon("kin")
FIRM = ("MIL", "SPY", "COP", "LEG", "JUD", "OPP", "REB", "PRM", "PTY", "LAB", "REL", "CRM")
SOFT = ("EDU", "MED", "JRN", "BUS", "AGR", "REF", "CVL")
ENDINGS = (
    ("LAB", ("worker", "workers")),
    ("EDU", ("ologist", "ologists", "graduate", "graduates")),
    ("CVL", ("ers", "ors", "ists", "ees", "goer", "ist", "ans")),
)
THINGS = lexicon("things in -er")
POLITICIANS = frozenset({"politician", "politicians", "candidate", "candidates"})
LEFT_OFFICE = frozenset({"GOV", "LEG", "JUD", "SPY", "MIL", "COP"})
FOUGHT = frozenset({"MIL", "COP", "REB", "PRM", "UAF"})
LONGEST = 6  # words of a title
MISSPELT = 0.88  # how alike a noun and a misspelling of it are; shorter words are not guessed
MISSPELT_FROM = 7  # letters


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a phrase says: its sectors, how sure, by which words of the phrase, and why."""

    sectors: tuple[str, ...]
    confidence: float
    why: str
    first: int = 0
    last: int = 0
    title: Title | None = None
    agent: Agent | None = None

    @property
    def sector(self) -> str:
        """The primary sector, empty where there is none."""
        return self.sectors[0] if self.sectors else ""


NO_HEAD = Head((), 0.3, "words that the codebook does not know")


def head_of(words: Sequence[Word], start: int, end: int) -> Head:
    """The head of a stretch of words: its longest known ending, else a title it begins with, else any known part."""
    places = [k for k in range(start, end) if words[k].key and words[k].key != "s"]
    keys = tuple(words[k].key for k in places)
    if not keys:
        return NO_HEAD
    found = (
        _make(words, places)
        or _territory(keys)
        or _ending(keys, _in_names(words, places))
        or _begun(keys, words, places)
    )
    found = found or _civil(keys) or _inner(keys, words, places) or _misspelt(keys)
    found = found or _by_ending(keys, words, places)
    if found is None:
        return NO_HEAD
    first, last = places[found.first], places[found.last - 1] + 1
    sectors, why = found.sectors, found.why
    if FORMER & set(keys[: found.first + 1]):
        over = left(found.sector, titled=found.title is not None)
        if over != found.sector:
            sectors, why = (over,), "office that is over"
    return Head(sectors, found.confidence, why, first, last, found.title, found.agent)


def left(sector: str, *, titled: bool) -> str:
    """The sector of those who no longer are of one: former officials, ministers and generals, former fighters."""
    if not titled and sector in FOUGHT:
        return "CVL"
    return "ELI" if sector in LEFT_OFFICE else sector


def described(before: Iterable[str]) -> bool:
    """Whether words before a noun for anybody say whom it means: `Ruritanian men`, `young men`, not `two armed men`."""
    return any(w not in DETERMINERS and w not in TELLS_NOTHING and not w[:1].isdigit() for w in before)


def _make(words: Sequence[Word], places: Sequence[int]) -> Head | None:
    """A weapon by its make: `a Ruritanian F-16`."""
    last = words[places[-1]]
    agent = machine(f"{words[places[-2]].text}-{last.text}" if last.linked and len(places) > 1 else last.text)
    if agent is None:
        return None
    return Head(agent.sectors, 0.7, "make of a weapon", len(places) - 1, len(places), None, agent)


def _territory(keys: Words) -> Head | None:
    """A state that few recognise: `the breakaway republic`, `a partially recognised country`."""
    if not _singular_in(keys[-1], A_TERRITORY):
        return None
    before = set(keys[:-1])
    if before & BREAKAWAY or (before & HALF and before & HALF_RECOGNISED) or {"de", "facto"} <= before:
        return Head(("PRE",), 0.7, "state that few recognise", 0, len(keys))
    return None


def _in_names(words: Sequence[Word], places: Sequence[int]) -> frozenset[int]:
    """The words, by their number, that end or go on a proper name: `Union` in `African Union troops`."""
    shown = [words[k].text[:1].isupper() for k in places]
    return frozenset() if all(shown[1:]) else frozenset(n for n in range(1, len(shown)) if shown[n] and shown[n - 1])


def _ending(keys: Words, named: frozenset[int]) -> Head | None:
    for first in range(max(0, len(keys) - LONGEST), len(keys)):
        found = _known(keys[first:])
        if found is None:
            continue
        agent, title = found
        modified = _by_modifier(keys, first, named) if len(keys) - first == 1 else None
        if modified is not None:
            return Head(modified, 0.75, "member of the body named before it", first, len(keys), title, agent)
        sectors = agent.sectors if agent else title.sectors if title else ()
        if sectors:
            why = "common noun" if agent else "title"
            return Head(sectors, 0.8, why, first, len(keys), title, agent)
        return None
    modified = _by_modifier(keys, len(keys) - 1, named)
    return Head(modified, 0.6, "member of the body named before it", len(keys) - 1, len(keys)) if modified else None


def _by_modifier(keys: Words, at: int, named: frozenset[int]) -> tuple[str, ...] | None:
    """The sector that a word before a member or body gives: `tribal leader`, `rebel forces`, `police officials`."""
    if not _singular_in(keys[at], WHO_DOES):
        return None
    classes: tuple[str, ...] = FIRM if _singular_in(keys[at], NAMES_ITS_OWN) else (*FIRM, *SOFT)
    if keys[at] in POLITICIANS:
        classes = ("OPP", "REB", "PTY")  # `Protestant politicians` are no clerics
    for k in range(at - 1, -1, -1):
        if k in named:
            continue
        for sector in classes:
            if keys[k] in lexicon(f"of {sector}"):
                return (sector,)
        found = _known(keys[max(0, k - 1) : k + 1]) or _known(keys[k : k + 1])
        if found is not None and found[0] is not None and found[0].kind in ("state", "group", "people"):
            sector = found[0].sector
            if found[0].alone and sector in classes and sector not in (UNNAMED, "CVL"):
                return found[0].sectors
    return None


def _begun(keys: Words, words: Sequence[Word], places: Sequence[int]) -> Head | None:
    """The title before a name that nobody knows: `Chief Minister Ann Example`, `General Ann Example`."""
    if not words[places[-1]].text[:1].isupper():
        return None
    for first in range(len(keys) - 1):
        for last in range(min(first + LONGEST, len(keys) - 1), first, -1):
            title = offices.titles().get(keys[first:last])
            if title is None or not title.sectors:
                continue
            if all(words[k].text[:1].isupper() or words[k].linked for k in places[last:]):
                side = _ending(keys[:last], frozenset()) if first else None
                if side is not None and side.title is None and side.sectors:
                    return Head(side.sectors, 0.7, "title before a name", side.first, last, title)
                return Head(title.sectors, 0.7, "title before a name", first, last, title)
    return None


def _inner(keys: Words, words: Sequence[Word], places: Sequence[int]) -> Head | None:
    """A known noun just before the head, or anywhere in the proper name of a body."""
    proper = all(words[k].text[:1].isupper() for k in places)
    for stop in range(len(keys) - 1, 0 if proper else max(0, len(keys) - 3), -1):
        for first in range(max(0, stop - LONGEST), stop):
            found = _known(keys[first:stop])
            if found is None:
                continue
            agent, title = found
            after = words[places[stop]]
            sectors = agent.sectors if agent else title.sectors if title else ()
            if keys[first:stop] == ("deputy",):
                continue  # `deputy head`
            if sectors and not (after.linked and after.key in LINKED):
                return Head(sectors, 0.5, "known noun within", first, stop, title, agent)
    return None


def _misspelt(keys: Words) -> Head | None:
    """The head of a phrase read as the noun that it misspells."""
    if len(keys[-1]) < MISSPELT_FROM:
        return None
    last = singulars(keys[-1:])[-1][0]
    near = get_close_matches(last, _single_nouns().get(last[0], ()), 1, MISSPELT)
    if not near:
        return None
    agent = common_nouns()[(near[0],)]
    return Head(agent.sectors, 0.5, "common noun misspelt", len(keys) - 1, len(keys), None, agent)


def _by_ending(keys: Words, words: Sequence[Word], places: Sequence[int]) -> Head | None:
    """People of whom only the ending of their noun tells: `carworkers`, `seismologists`, `pensioners`."""
    word = keys[-1]
    if word.removesuffix("s") in THINGS or (len(keys) > 1 and words[places[-1]].text[:1].isupper()):
        return None
    for sector, endings in ENDINGS:
        if word.endswith(endings) and len(word) > LONGEST:
            return Head((sector,), 0.4, "ending of a noun for people", len(keys) - 1, len(keys))
    return None


@cache
def _single_nouns() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for words in common_nouns():
        if len(words) == 1:
            found.setdefault(words[0][0], []).append(words[0])
    return {letter: tuple(nouns) for letter, nouns in found.items()}


def _civil(keys: Words) -> Head | None:
    if not _singular_in(keys[-1], CIVIL):
        return None
    return Head(("CVL",), 0.4, "civil life", len(keys) - 1, len(keys))


def _known(key: Words) -> tuple[Agent | None, Title | None] | None:
    """The noun or title that some words are, in the plural or not."""
    agents, titles = common_nouns(), offices.titles()
    for form in singulars(key):
        written = form if form in agents else _possessive_nouns().get(form)
        if written is not None:
            return agents[written], titles.get(form)
        if form in titles and titles[form].sectors:
            return None, titles[form]
    return None


@cache
def _possessive_nouns() -> dict[Words, Words]:
    """The nouns with a possessive by their words without it: `prosecutor's office` by `prosecutor office`."""
    return {tuple(w for w in words if w != "s"): words for words in common_nouns() if "s" in words}


def noun_for(word: str) -> Agent | None:
    """The common noun for actors that a word in small letters is, in the plural or not."""
    return next((common_nouns()[form] for form in singulars((word,)) if form in common_nouns()), None)


def singulars(key: Words) -> list[Words]:
    """Some words as they stand, and what they may be in the singular."""
    if not key:
        return []
    last = key[-1]
    forms = [key]
    for ending, instead in (("ies", "y"), ("men", "man"), ("women", "woman"), ("ves", "f"), ("es", ""), ("s", "")):
        if last.endswith(ending) and len(last) > len(ending) + 1:
            forms.append((*key[:-1], last[: -len(ending)] + instead))
    return forms


def plural(word: str) -> bool:
    """Whether a word is a plural of a common noun or title."""
    forms = singulars((word,))[1:]
    return word in ("people", "police", "forces", "troops", "men", "women", "children") or any(
        form in common_nouns() or form in offices.titles() for form in forms
    )


def _singular_in(word: str, words: Iterable[str]) -> bool:
    return any(form[0] in words for form in singulars((word,)))


def says_little(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the last word is a noun that alone is no actor: `group`, `command`."""
    last = next((w.key for w in reversed(words[start:end]) if w.key), "")
    noun = common_nouns().get((last,))
    return noun is not None and not noun.alone and noun.kind == "group"


def proper(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether a stretch is a proper name: all its words but the first written with a capital."""
    listed = [w for w in words[start:end] if w.key and w.key not in DETERMINERS and w.key != "s"]
    return bool(listed) and all(w.text[0].isupper() or w.linked for w in listed)
