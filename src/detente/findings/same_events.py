"""Whether two tellings are of one event, and by which rule; what keeps them apart is asked first.

An act that one reports and another denies is one event of which they disagree. What is planned, called for or only
thought of is not what was done.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from detente.codebook import cached, table
from detente.findings.likeness import (
    Party,
    Stretch,
    dated,
    days_apart,
    figures,
    is_land,
    matched,
    parties,
    plain,
    same_place,
    stem,
    stretch,
    words,
    words_of_names,
)
from detente.findings.rows import Row

RULES = {
    "same words": "two clauses have most words of content in common",
    "same act and place": "one act at one place on one day",
    "same act and parties": "one act between the same parties on one day: to one person, at one place, in like words",
    "same act by one": "one act of one party on one day, in like words",
    "same toll": "one act on one day that killed as many, five or more",
}
MUTUAL = frozenset({"CONSULT", "AGREE", "SUPPORT", "COOPERATE"})
SPOKEN = frozenset({"ACCUSE", "REQUEST", "REJECT", "THREATEN", "ASSAULT"})  # a pair does several of these in a day
OF_CONTENT = SPOKEN | {"SANCTION", "AID", "MOBILIZE", "COERCE", "CONCEDE", "RETREAT", "PROTEST"}
# types that one act is easily told as
CLOSE: tuple[frozenset[str], ...] = (
    frozenset({"ASSAULT", "COERCE"}),
    frozenset({"AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "CONSULT"}),
    frozenset({"RETREAT", "CONCEDE", "COOPERATE"}),
    frozenset({"ASSAULT", "MOBILIZE"}),
    frozenset({"AID", "MOBILIZE"}),
    frozenset({"REJECT", "ACCUSE"}),
    frozenset({"SANCTION", "COERCE"}),
)
FAR_TEXT, FAR_ARTICLE = 1, 2  # days that two tellings may be apart, both dated by their text, and not both
LIKE, LIKE_WORDS, ONE_CLAUSE = 0.6, 4, 0.75
TOLL = 5
OF_ANY = (
    "hold held talk met meet strike struck hit shot force troops army soldier military police fighter gunmen militant "
    "town city village region district province country state government side official leader president minister "
    "capital new fresh first second visit accord deal pact order attack assault raid offensive tie relation round"
)
TELEPHONE = frozenset(stem(word) for word in ("telephone", "phone", "call", "video", "videoconference"))


@cached
def usual() -> frozenset[str]:
    """Words that say what sort of act it is, who does such acts and where, but not which one."""
    verbs = [verb.split()[0] for row in table("acts") for verb in row["verb"].split("|") if verb]
    return frozenset(words(" ".join([*verbs, OF_ANY])))


class Deed(NamedTuple):
    """A coded event as it is compared. `telling` are those of its words of content that tell which act it was."""

    row: Row
    when: Stretch | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    words: set[str]
    telling: set[str]
    numbers: frozenset[float]


def deed(row: Row) -> Deed:
    """An event made ready for comparing."""
    actors = parties(row["actor"], row["actor_code"])
    recipients = parties(row["recipient"], row["recipient_code"])
    if row["type"] in MUTUAL:
        # who meets whom is the same whichever stands first
        actors, recipients = (*actors, *recipients), ()
    own = words(str(row["text"]))
    names = words_of_names(" ".join(str(row[f] or "") for f in ("actor", "recipient", "place")))
    names |= words_of_names(" ".join(party.side for party in (*actors, *recipients)))
    told = {word for word in own - usual() - names if not is_land(word) and not word.isdigit()}
    return Deed(row, stretch(row), actors, recipients, own, told, frozenset(figures(str(row["text"]))))


def sort(one: Deed) -> str:
    """Whether it was done, or is planned, called for or only thought of: tellings of two sorts are kept apart."""
    return "happened" if one.row["modality"] == "denied" else str(one.row["modality"])


def kept_apart(one: Deed, other: Deed) -> str | None:
    """Why two tellings cannot be of one event; None where nothing speaks against it."""
    a, b = one.row, other.row
    if sort(one) != sort(other):
        return "done and only meant"
    if not _alike(a["type"], b["type"]) and _share(one, other) < ONE_CLAUSE:
        return "another act"
    days = days_apart(one.when, other.when)
    if days is None and a["article"] != b["article"]:
        return "no day"
    if days is not None and days > (FAR_TEXT if dated(a) and dated(b) else FAR_ARTICLE):
        return "another day"
    if a["type"] == b["type"] and matched(one.actors, other.actors) is False:
        return "another actor"
    if matched(one.recipients, other.recipients) is False and not _within_place(one, other):
        return "another recipient"
    if same_place(a, b) is False and not _same_toll(a, b):
        return "another place"
    if _by_telephone(one) != _by_telephone(other) and a["type"] == "CONSULT":
        return "a call and a meeting"
    return None


@lru_cache
def _alike(one: str, other: str) -> bool:
    """Whether two types may be of one act."""
    return one == other or any({one, other} <= group for group in CLOSE)


def _within_place(one: Deed, other: Deed) -> bool:
    """Whether a recipient is only the place (`shelled Nikopol`, `shelled Ukraine in Nikopol`)."""
    places = {plain(str(d.row["place"])) for d in (one, other) if d.row["place"]}
    named = [" ".join(party.name) for d in (one, other) for party in d.recipients]
    return any(name in places for name in named)


def _by_telephone(one: Deed) -> bool:
    return bool(one.words & TELEPHONE)


def joined(one: Deed, other: Deed) -> tuple[str, float] | None:
    """The rule by which two tellings are of one event, and how strong it is, 0 to 1; None where none is met."""
    if kept_apart(one, other):
        return None
    a, b = one.row, other.row
    place, days = same_place(a, b), days_apart(one.when, other.when)
    toll = a["dead"] is not None and a["dead"] == b["dead"]
    if _same_toll(a, b):
        return "same toll", 0.9 if place else 0.7
    both = one.words & other.words
    share = _share(one, other)
    sure_day = not days or (days <= 1 and (toll or len(one.telling & other.telling) > 1))
    if share >= LIKE and len(both) >= LIKE_WORDS and sure_day and not _other_thing(one, other):
        return "same words", 0.5 + share / 2
    who, whom = matched(one.actors, other.actors), matched(one.recipients, other.recipients)
    if who and whom is not False and sure_day and one.telling & other.telling:
        return "same act by one", 0.6 + share / 4
    if a["type"] != b["type"] or not sure_day:
        return None
    if who and whom and (_one_person(one, other) or (place and _specific(a) and _specific(b))):
        return "same act and parties", 0.9
    if who and whom and a["type"] not in SPOKEN and a["mode"] and a["mode"] == b["mode"] and dated(a) and dated(b):
        return "same act and parties", 0.75
    if _other_thing(one, other):
        return None
    if place and _specific(a) and _specific(b):
        return "same act and place", 0.85 if who else 0.7
    enough = len(one.actors) > 1 and len(other.actors) > 1 if a["type"] in MUTUAL else whom
    if who and enough and (a["type"] not in OF_CONTENT or one.telling & other.telling or not _tell(one, other)):
        return "same act and parties", 0.8
    return None


def _share(one: Deed, other: Deed) -> float:
    return len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))


def _same_toll(one: Row, other: Row) -> bool:
    dead = one["dead"] or 0
    return bool(one["type"] == other["type"] == "ASSAULT" and dead >= TOLL and dead == other["dead"])


def _tell(one: Deed, other: Deed) -> bool:
    return bool(one.telling and other.telling)


def _other_thing(one: Deed, other: Deed) -> bool:
    """Whether both say what was hit, asked or given, and no word of it is the same."""
    if one.row["type"] not in OF_CONTENT or not _tell(one, other):
        return False
    return not one.telling & other.telling and not (one.numbers & other.numbers)


def _one_person(one: Deed, other: Deed) -> bool:
    """Whether both name one and the same person as the one that it was done to."""
    return len(one.recipients) == len(other.recipients) == 1 and one.recipients[0].person and other.recipients[0].person


def _specific(row: Row) -> bool:
    return bool(row["place_kind"] != "country")
