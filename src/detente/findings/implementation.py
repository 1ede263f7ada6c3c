"""How far a promise was carried out, by what later articles tell of the promised act itself.

The scale is that of the Peace Accords Matrix (Joshi, Quinn and Regan 2015, Journal of Peace Research 52(4)): 0 not
begun, 1 minimal, 2 intermediate, 3 full. What nothing is told of has no grade: the absence of evidence is none. Only
an event of the party's own counts, told as done or as not done, whose verb is of one kind with that of the promise
(`data/deliveries.csv`) and whose object is the promised one. A promise not to do a thing is never told as carried out;
`breaches` finds where it was not kept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

import duckdb

from detente.codebook import parts, table
from detente.findings.breaches import PLACE
from detente.findings.matters import hedged, own_word, recalled
from detente.findings.rows import Row, content_key, day_of, days_between, fetch, order, party, several, sides
from detente.numbers import NUMBERS, number

NOT_BEGUN, MINIMAL, INTERMEDIATE, FULL = range(4)
GRADES = {NOT_BEGUN: "not begun", MINIMAL: "minimal", INTERMEDIATE: "partial", FULL: "full"}
WITHIN = 730  # days after the promise
SHARE = 2 / 3  # of the words of the promised object that the deed must name, its head among them
THIRD, NEARLY = 1 / 3, 0.95  # of the promised number, below which little is done, and from which on all
REACH = 120  # characters from the verb within which its object stands
OPENS = re.compile(r"(?:to|that|would|will|shall|be|it|they|he|she|we|I|fully|completely|immediately|quickly)\b\W*")
UNREAL = frozenset({"would", "will", "could", "should", "may", "might", "can", "must", "if", "shall"})
NEGATIVE = frozenset({"not", "never", "failed", "fails", "refused", "refuses", "yet", "neither", "declined"})
BEGINNING = frozenset({"began", "begun", "begin", "begins", "started", "start", "starts"})
ENDING = frozenset({"finished", "completed"})
BEING = frozenset({"is", "are", "was", "were", "been", "being"})
HAVING = frozenset({"has", "have", "had"})
WHOLLY = frozenset({"fully", "completely", "entirely", "all", "wholly"})
IN_PART = frozenset({"partly", "partially", "gradually", "largely"})
LEADING = (
    UNREAL | NEGATIVE | BEGINNING | ENDING | BEING | HAVING | WHOLLY | IN_PART
    | {"did", "does", "do", "to", "now", "already", "also", "since", "so", "far", "even", "still", "just"}
)  # fmt: skip
SOME = re.compile(
    r"\b(?:some|part|parts|half|several|a few|a third|a quarter|most|many|one|first|\w+ of (?:the|its|his|her|their|"
    r"over|about|some|more than)? ?[\d,]+)\b",
    re.I,
)
ALL = re.compile(r"\b(?:all|every|entire|whole|last|remaining|rest|complete|full)\b", re.I)
NUMBER = "|".join(sorted(NUMBERS, key=len, reverse=True))
COUNT = re.compile(rf"(?<![\w$€£.-])(?:\d[\d,]*|{NUMBER})(?![\w%-])", re.I)
PREPOSITION = re.compile(r"^\s*(?:with|to|for|from|in|on|at)\b")  # of a verb that takes its object with one
PROVIDING, WITH = ("provid", "suppl"), re.compile(r"^(?:\s+[\w'’.-]+){1,5}?\s+with\b")
PASSING = frozenset({"stop", "lift"})  # what may be begun again tomorrow
COUNTED = frozenset({"free", "give", "leave"})  # of what comes in numbers, told without one, it is not known to be all
AWAITED = re.compile(
    r"\b(?:verify|verifies|verified|confirm|ensure|sure|check|prove|whether|if|once|until|till|unless|before|provided|"
    r"suppose|imagine|as though|as if)\s+(?:that\s+)?$",
    re.I,
)
EVENTS = """
SELECT * FROM events WHERE modality IN ('happened', 'denied') AND voice <> 'author' AND actor IS NOT NULL
  AND type NOT IN ('AGREE', 'REQUEST', 'REJECT', 'ACCUSE', 'THREATEN', 'SUPPORT')
"""


class Promised(NamedTuple):
    """What is promised: the kinds of act, the words of the object, its head, and how much of it."""

    kinds: frozenset[str]
    words: frozenset[str]
    head: str
    number: float | None
    whole: bool


class Done(NamedTuple):
    """How far a promise is told to be carried out, by which record, and whether that lasts once it is done."""

    grade: int
    record: str
    lasts: bool


class Deed(NamedTuple):
    """What an event tells of an act: its kinds, how far it went, and the words that its object may stand in."""

    row: Row
    kinds: frozenset[str]
    grade: int
    object: str


class Implementation:
    """The deeds of a record on which the grade of a promise may rest, asked for once."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self._by_party: dict[str, list[tuple[Deed, frozenset[str]]]] = defaultdict(list)
        for row in sorted(fetch(db, EVENTS), key=order):
            if own_word(row) <= 0.5 or recalled(row) or _entertained(row):
                continue
            for deed in deeds_in(row):
                words = frozenset(content_key(deed.object).split())
                for who in sides(row["actor"], row["actor_code"]):
                    self._by_party[who].append((deed, words))

    def of(self, promise: Row) -> Done | None:
        """What the last deed tells that bears on a promise; None where none does."""
        told = promised(str(promise["what"]))
        if told is None or recalled(promise):
            return None
        found: Done | None = None
        for who in several(party(promise)):
            for deed, words in self._by_party.get(who, ()):
                alike = told.kinds & deed.kinds and told.head in words
                if alike and len(told.words & words) >= SHARE * len(told.words) and _later(promise, deed.row):
                    found = Done(_graded(told, deed), str(deed.row["id"]), not told.kinds <= PASSING)
        return found


def _entertained(row: Row) -> bool:
    """Whether a deed is only asked about, waited for or supposed: `verify that it had halted its program`."""
    before = str(row["sentence"])[: max(0, int(row["start"]) - int(row["sentence_start"]))]
    return hedged(str(row["text"])) or AWAITED.search(before) is not None


def _later(promise: Row, deed: Row) -> bool:
    if promise["article"] == deed["article"] and deed["sentence_start"] <= promise["sentence_start"]:
        return False
    apart = days_between(day_of(promise), day_of(deed))
    return apart is not None and 0 <= apart <= WITHIN


def _graded(told: Promised, deed: Deed) -> int:
    """How far a deed carries a promise out; by number where both say how many."""
    if deed.grade != FULL:
        return deed.grade
    done = _count(deed.object)
    if told.number and done is not None:
        share = done / told.number
        return FULL if share >= NEARLY else INTERMEDIATE if share >= THIRD else MINIMAL
    unsaid = (told.whole or told.number) and told.kinds & COUNTED and not ALL.search(deed.object)
    return INTERMEDIATE if unsaid or SOME.search(deed.object) else FULL


# ---------------------------------------------------------------- the promise


def promised(what: str) -> Promised | None:
    """What some words promise to do; None where they name no act whose doing could be told.

    >>> told = promised("release all 200 prisoners by Friday")
    >>> told and (sorted(told.kinds), sorted(told.words), told.head, told.number, told.whole)
    (['free'], ['prisoner'], 'prisoner', 200.0, True)
    >>> promised("not to test missiles") is None, promised("peace") is None
    (True, True)
    """
    words = what.strip()
    while (opening := OPENS.match(words)) is not None:
        words = words[opening.end() :]
    verb = _leading().match(words)
    if verb is None:
        return None
    thing = _object(verb[0].casefold(), words[verb.end() :])
    last = re.findall(r"[a-z]+", thing.casefold())
    head = content_key(last[-1]) if last else ""
    key = frozenset(word for word in content_key(COUNT.sub(" ", thing)).split() if len(word) > 2)
    if not head or head not in key:
        return None
    return Promised(_kinds()[verb[0].casefold()], key, head, _count(thing), ALL.search(thing) is not None)


def _object(verb: str, after: str) -> str:
    """The words behind a verb up to where its object ends; of `provide X with Y` Y."""
    if verb.startswith(PROVIDING):
        after = WITH.sub("", after)
    return PLACE.sub("", PREPOSITION.sub("", after))[:REACH]


def _count(words: str) -> float | None:
    found = COUNT.search(words)
    return number(found[0]) if found else None


# ---------------------------------------------------------------- the deed


def deeds_in(row: Row) -> list[Deed]:
    """What the words of an event tell as done, as begun, or as not done.

    >>> [(d.grade, d.object) for d in deeds_in({"text": "Egypt has not released the men", "modality": "denied"})]
    [(0, ' the men')]
    >>> [d.grade for d in deeds_in({"text": "Egypt began withdrawing its tanks", "modality": "happened"})]
    [1]
    """
    text = " ".join(str(row["text"]).replace("’", "'").replace("n't", " not").split())
    found = []
    for match in _done().finditer(text):
        lead = frozenset(re.findall(r"[a-z]+", match["lead"].casefold()))
        verb = match["verb"].casefold()
        grade = _stage(verb, lead)
        if grade is None or (grade != NOT_BEGUN and row["modality"] == "denied"):
            continue
        passive = bool(lead & BEING) and verb not in _forms()["gerund"]
        thing = text[max(0, match.start() - REACH) : match.start()] if passive else _object(verb, text[match.end() :])
        found.append(Deed(row, _kinds()[verb], grade, thing))
    return found


def _stage(verb: str, lead: frozenset[str]) -> int | None:
    """How far an act went by the form of its verb and what leads up to it; None where it is not told as done."""
    forms = _forms()
    if lead & UNREAL:
        return None
    if lead & NEGATIVE:
        return INTERMEDIATE if lead & WHOLLY else NOT_BEGUN
    if lead & BEGINNING:
        return MINIMAL
    if verb in forms["gerund"]:
        return FULL if lead & ENDING else MINIMAL if lead & BEING else None
    if "to" in lead or lead & {"did", "does", "do"}:
        return None
    told = verb in forms["participle" if lead & (HAVING | BEING) else "past"]
    return (INTERMEDIATE if lead & IN_PART else FULL) if told else None


@cache
def _forms() -> dict[str, frozenset[str]]:
    """The forms of the verbs of delivering, by what form they are."""
    rows = [parts(row["forms"]) for row in table("deliveries")]
    names = ("infinitive", "past", "participle", "gerund")
    return {name: frozenset(forms[i] for forms in rows) for i, name in enumerate(names)}


@cache
def _kinds() -> dict[str, frozenset[str]]:
    """The kinds of act that a form of a verb stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("deliveries"):
        for form in parts(row["forms"]):
            found[form].add(row["kind"])
    return {form: frozenset(kinds) for form, kinds in found.items()}


@cache
def _leading() -> re.Pattern[str]:
    """A promise's own verb, at its beginning: `release`, or `releasing`."""
    return re.compile(rf"(?:{_any(_forms()['infinitive'] | _forms()['gerund'] | _forms()['participle'])})\b", re.I)


@cache
def _done() -> re.Pattern[str]:
    """A verb of delivering with the words that lead up to it."""
    return re.compile(rf"\b(?P<lead>(?:(?:{_any(LEADING)})\s+){{0,6}})(?P<verb>{_any(frozenset(_kinds()))})\b", re.I)


def _any(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
