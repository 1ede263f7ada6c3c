"""The words of a phrase and the names that the codebook knows among them: what `resolve` reads a phrase by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns, lexicon
from detente.actors.gazetteer import Entry
from detente.actors.offices import Person
from detente.actors.regions import regions
from detente.codebook.spelling import PARTICLES, words_of

DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "some", "its", "his", "her", "their",
                         "two", "three", "several", "many", "both", "all", "no", "any", "each", "every"})  # fmt: skip
LOWER_KINDS = frozenset({"capital", "state", "place", "adjective"})
LINKED = lexicon("linked")
GIVEN = lexicon("given name")
OF_EVERY_STATE = lexicon("of every state")
COUNTERED = frozenset({"pro", "anti", "non", "ex", "post"})
OFFICE_MATCH, COUNTRY_MATCH = 3.0, 2.5
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+|[^\W_]+(?:[.'’&][^\W_]+)*\.?|['’]s?(?!\w)|[^\w\s]")
_ENDS = re.compile(r"(?<=[^\W\d_]{2})\.$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: `text` as names are compared with it, `key` without accents and capitals, `shown` as it stands."""

    text: str
    key: str
    shown: str
    linked: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the codebook at words `first` to `last` (exclusive), with every reading that it has.

    `entry` is the reading taken, or `person` the bearer of a last name.
    """

    first: int
    last: int
    entry: Entry | None
    person: Person | None
    readings: tuple[Entry, ...] = ()
    bearers: tuple[Person, ...] = ()

    @property
    def personal(self) -> bool:
        """Whether it names a person."""
        return self.person is not None or (self.entry is not None and self.entry.kind == "person")

    @property
    def name(self) -> str:
        """The canonical name."""
        return self.person.name if self.person else self.entry.name if self.entry else ""


def words_in(phrase: str) -> list[Word]:
    """The words of a phrase, and of its signs those that part it."""
    found: list[Word] = []
    linked = False
    for match in _TOKEN.finditer(phrase.replace("’", "'")):
        text = match.group()
        if text in ("-", "–") and found and match.start() and not phrase[match.start() - 1].isspace():
            linked = True
            continue
        if text in ("'", "'s"):
            found.append(Word("'s", "s", text, False))
            linked = False
            continue
        owned = text.endswith("'s") and len(text) > 2
        bare = text[:-2] if owned else text
        if _ENDS.search(bare) and not _abbreviation(bare):
            bare = bare[:-1]
        # `Kim Jong-un` is a name though its last part has no capital
        written = bare.capitalize() if linked and bare.islower() else bare
        found.append(Word(written, "".join(words_of(bare)), ("-" if linked else "") + bare, linked))
        if owned:
            found.append(Word("'s", "s", "'s", False))
        linked = False
    return [word for word in found if word.key or word.text in ",;("]


def _abbreviation(word: str) -> bool:
    return words_of(word) in offices.titles() or "." in word[:-1] or word.rstrip(".") in ("St", "Mt", "Ft")


def names_among(
    words: Sequence[Word],
    day: str | None,
    countries: Mapping[str, int] | None = None,
    full: Mapping[str, str] | None = None,
) -> list[Known]:
    """The known names among some words, from left to right, the longest first.

    `countries` are those that the text around names, with how often; `full` the full names in it by their last word.
    """
    countries, full = countries or {}, full or {}
    keys, texts = [w.key or w.text for w in words], [w.text for w in words]
    if _shouted(texts):
        texts = [t.capitalize() if len(t) > 3 else t for t in texts]
    found: list[Known] = []
    at = 0
    while at < len(keys):
        longest = gazetteer.find(keys, texts, at) or _lower_place(keys, texts, at)
        if longest is not None and not _first_name(keys, texts, at, longest[0]):
            length, entries = longest
            entries = (*entries, *_others(words[at : at + length], entries)) if countries else entries
            chosen = reading(entries, day, countries)
            found.append(Known(at, at + length, chosen, None, entries))
            at += length
            continue
        person, bearers, length = _last_name(keys, texts, at, day, countries, full, found)
        if person is not None:
            found.append(Known(at, at + length, None, person, (), bearers))
        at += length
    return found


def _others(words: Sequence[Word], entries: Sequence[Entry]) -> list[Entry]:
    """Other states and regions that bear the name of a state: `Congo`, `Georgia`; only the text around can tell."""
    name = " ".join(w.key for w in words)
    same = gazetteer.namesakes(name, entries[0])
    if entries[0].kind not in ("state", "capital"):
        return same
    own = {e.country for e in entries}
    return same + [Entry("place", shown(words), c, "") for c in regions().get(name, ()) if c not in own]


def reading(entries: Sequence[Entry], day: str | None, countries: Mapping[str, int]) -> Entry:
    """The reading of a name that fits the countries named around it; else the one that holds on the day."""
    most = max((countries.get(e.country, 0) for e in entries), default=0)
    near = [e for e in entries if most and countries.get(e.country, 0) == most]
    return gazetteer.best(near or entries, day)


def _shouted(texts: Sequence[str]) -> bool:
    """Whether a phrase of several words is in capitals throughout, so that they say nothing."""
    letters = [t for t in texts if t.isalpha()]
    return len(letters) > 1 and all(t.isupper() for t in letters) and any(len(t) > 5 for t in letters)


def _lower_place(keys: Sequence[str], texts: Sequence[str], at: int) -> tuple[int, tuple[Entry, ...]] | None:
    """A city or state written without its capital letter: `paris police`."""
    if len(keys[at]) < 5 or not texts[at].islower() or (keys[at],) in common_nouns():
        return None
    longest = gazetteer.find(keys, [t.capitalize() for t in texts], at)
    if longest is None or longest[1][0].kind not in LOWER_KINDS:
        return None
    return longest


def _first_name(keys: Sequence[str], texts: Sequence[str], at: int, length: int) -> bool:
    """Whether the name of a state or place is the first name of someone: `Chad Wolf`, `Jordan Peterson`."""
    if length > 1 or keys[at] not in GIVEN or at + 2 != len(keys) or texts[at].isupper():
        return False
    after = keys[at + 1]
    return (
        texts[at + 1][:1].isupper()
        and not texts[at + 1].isupper()
        and not any((form,) in common_nouns() for form in (after, after.rstrip("s")))
        and (after,) not in offices.titles()
        and after not in gazetteer.index()
    )


def _last_name(
    keys: Sequence[str], texts: Sequence[str], at: int, day: str | None, countries: Mapping[str, int],
    full: Mapping[str, str], found: Sequence[Known],
) -> tuple[Person | None, tuple[Person, ...], int]:  # fmt: skip
    """The person that a last name means, all who bear it, and its length in words."""
    for length in (3, 2, 1):
        name = tuple(keys[at : at + length])
        bearers = offices.shorts().get(name, ())
        if len(name) < length or not bearers or not texts[at][:1].isupper():
            continue
        if length == 1 and name[0] in OF_EVERY_STATE and "".join(texts[at + 1 : at + 2]).islower():
            continue  # `Muslim traders`
        named = full.get(name[-1])
        if _in_longer_name(keys, texts, at, length, found):
            return offices.alike(tuple(_run_to(keys, texts, at + length - 1))), bearers, length
        if named is not None and all(p.name != named for p in bearers):
            return None, (), length  # the text has named someone else of that last name
        if named is not None:
            return offices.people()[named], bearers, length
        return bearer(bearers, _titles_before(keys, at, found), day, countries), bearers, length
    return None, (), 1


def bearer(
    bearers: Sequence[Person], titles: frozenset[str], day: str | None, countries: Mapping[str, int]
) -> Person | None:
    """Whom a bare last name means: by the office before it, the countries around it, and who leads on the day."""
    scored: list[tuple[float, str, Person]] = []
    for person in bearers:
        held = offices.roles_on(person, day) or list(person.roles)
        score = offices.prominence(person, day)
        if titles & {role.office for role in held}:
            score += OFFICE_MATCH
        elif titles & {role.office for role in person.roles}:
            score += OFFICE_MATCH / 2
        if any(countries.get(role.country) for role in held):
            score += COUNTRY_MATCH
        scored.append((score, max(role.start for role in held) if day is None else "", person))
    scored.sort(key=lambda one: one[:2], reverse=True)
    if scored[0][0] < 1 or (len(scored) > 1 and scored[1][:2] >= scored[0][:2]):
        return None
    return scored[0][2]


def _titles_before(keys: Sequence[str], at: int, found: Sequence[Known]) -> frozenset[str]:
    """The offices that a title just before a name may mean."""
    first = found[-1].last if found else 0
    for length in range(min(5, at - first), 0, -1):
        title = offices.titles().get(tuple(keys[at - length : at]))
        if title is not None and title.office not in ("", "other"):
            return frozenset({title.office})
    return frozenset()


def _run_to(keys: Sequence[str], texts: Sequence[str], at: int) -> list[str]:
    """The capitalised words up to one, titles left out, where it is the last of them."""
    if at + 1 < len(texts) and texts[at + 1][:1].isupper():
        return []
    first = at
    while first and texts[first - 1][:1].isupper() and (keys[first - 1],) not in offices.titles():
        first -= 1
    return list(keys[first : at + 1])


def _in_longer_name(keys: Sequence[str], texts: Sequence[str], at: int, length: int, found: Sequence[Known]) -> bool:
    """Whether a last name stands in the name of someone unknown: capitals beside it that are no title and no state."""
    after = at + length
    if (
        after < len(texts)
        and texts[after][:1].isupper()
        and keys[after] != "s"
        and (keys[after],) not in common_nouns()
    ):
        return True
    while at > 1 and keys[at - 1] in PARTICLES and texts[at - 1].islower():
        at -= 1  # `Joao Example da Silva`
    if not at or not texts[at - 1][:1].isupper() or (found and found[-1].last == at and not found[-1].person):
        return False
    before = keys[at - 1]
    return (
        (before,) not in offices.titles()
        and before not in DETERMINERS
        and before not in PARTICLES
        and not any(tuple(keys[first:at]) in offices.titles() for first in range(max(0, at - 5), at))
    )


def compounded(words: Sequence[Word], known: Known) -> bool:
    """Whether a name is only part of a compound: `US` in `US-backed rebels`, `pro-US rebels`."""
    if known.last < len(words) and words[known.last].linked and words[known.last].key in LINKED:
        return True
    return known.first > 0 and words[known.first].linked and words[known.first - 1].key in COUNTERED


def shown(words: Sequence[Word]) -> str:
    """Some words as they stand in the phrase, without a first article."""
    listed = [word.shown for word in words if word.key]
    while listed and listed[0].lower() in ("the", "a", "an"):
        listed.pop(0)
    return " ".join(listed).replace(" '", "'").replace(" -", "-")
