"""The stretch of a phrase that holds its head, with the names within and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.actors import offices
from detente.actors.agents import common_nouns, lexicon
from detente.actors.context import Setting
from detente.actors.heads import noun_for, singulars
from detente.actors.otherwise import swapped
from detente.actors.peoples import country_of_people
from detente.actors.phrase import Known, Word, compounded, shown
from detente.actors.readings import of_person
from detente.actors.succession import country_then
from detente.actors.towns import countries_of, country_of_town

STOPS = frozenset(
    {"of", "in", "at", "to", "for", "from", "on", "by", "with", "across", "near", "who", "which", "that", "and", "as",
     "against", "under", "within", "inside", "around", "about", "throughout", "dressed", "wearing", "carrying", "loyal",
     "accused"}
)  # fmt: skip
PLACES = frozenset({"capital", "place"})
STUDYING = lexicon("studying")
ALLIANCES = frozenset({"alliance", "coalition", "bloc", "pact"})
PARTITIVES = lexicon("partitive")
PARTICIPLES = frozenset({"held", "sent", "run", "hit", "led", "made", "paid", "unpaid", "known", "shot", "sworn",
                         "taken", "built", "bound", "caught", "driven", "fed", "found", "hurt", "kept", "left", "lost",
                         "put", "seen", "sold", "stuck", "stood", "thrown", "torn", "trying", "calling"})  # fmt: skip
BEHIND = frozenset({"over", "itself", "themselves", "himself", "herself", "since", "after", "before", "during",
                    "through", "off", "out", "up", "down", "into", "onto", "between", "among", "the", "a", "an", "its",
                    "their", "his", "her", "alive", "until"})  # fmt: skip
SHORT = 4  # letters of a word that is no participle: `king`, `red`


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `start` to `end` of a phrase, and the names within and after them.

    `linked` are names that are only part of a compound; `country` is the first that a name gives.
    """

    words: Sequence[Word]
    start: int
    end: int
    inside: tuple[Known, ...]
    after: tuple[Known, ...]
    linked: tuple[Known, ...]
    country: str
    setting: Setting
    day: str | None

    @property
    def own(self) -> Sequence[Word]:
        """Its words."""
        return self.words[self.start : self.end]

    @property
    def text(self) -> str:
        """Its words as they stand, without a first article."""
        return shown(self.own)


def segment_of(words: Sequence[Word]) -> tuple[int, int]:
    """The first and last (exclusive) word of the stretch with the head: the first one, or what follows `a group of`."""
    start = 0
    while start < len(words):
        end = start
        while (
            end < len(words)
            and (words[end].key not in STOPS or end == start or words[end].linked)
            and words[end].text not in ",;("
            and not (end > start and _told_behind(words, end))
        ):
            end += 1
        end = max(end, _with_preposition(words, start, end))
        head = next((w.key for w in reversed(words[start:end]) if w.key), "")
        if head in PARTITIVES and end + 1 < len(words) and words[end].key == "of":
            start = end + 1
        elif any(w.key not in ("", "s") for w in words[start:end]):
            return start, end
        else:
            start = max(end, start + 1)
    return 0, len(words)


def _told_behind(words: Sequence[Word], at: int) -> bool:
    """Whether a participle behind a noun goes on to tell of it: `villagers evacuated from a valley`."""
    word, noun = words[at], words[at - 1]
    if word.linked or not word.text.islower() or not noun.key or at + 1 >= len(words):
        return False
    if not (word.key in PARTICIPLES or (len(word.key) > SHORT and word.key.endswith(("ed", "ing")))):
        return False
    if noun_for(word.key) is not None:
        return False  # `the poor of the wounded`, `an opposition meeting`
    after = words[at + 1]
    goes_on = after.key in STOPS | BEHIND or after.text[:1].isupper() or after.key[:1].isdigit()
    return goes_on and any(form in common_nouns() or form in offices.titles() for form in singulars((noun.key,)))


def _with_preposition(words: Sequence[Word], start: int, end: int) -> int:
    """Where a title or noun with a preposition goes on: `minister of defence`, `party to the conflict`."""
    if end >= len(words) or words[end].key not in ("of", "to", "for"):
        return 0
    for length in range(6, 1, -1):
        for first in range(max(start, end - 3), end):
            key = tuple(w.key for w in words[first : first + length])
            if first + length > end and len(key) == length and (key in offices.titles() or key in common_nouns()):
                return first + length
    return 0


def stretch_of(
    words: Sequence[Word], start: int, end: int, known: Sequence[Known], setting: Setting, day: str | None
) -> Stretch:
    """A stretch with the names that bear on it."""
    names = [k for k in known if not compounded(words, k)]
    inside = tuple(k for k in names if start <= k.first < end)
    after = tuple(k for k in names if k.first >= end)
    own = tuple(k for k in inside if not _topic(words, k, end) and not _not_theirs(words, k, inside))
    ordered = after[:1] + own + after if _belongs(words, end, after) else own + after
    country = next((c for k in ordered if (c := country_of(k, day))), "")
    people = country_of_people([w.key for w in words[start:end]])
    if people and (not country or _two_words(words[start:end])):
        country = people
    if not country and len(own) == len(inside):
        taken = [(k.first, k.last) for k in known]
        town = next((c for _, c in countries_of(words, taken, setting.countries)), "")
        town = town or _misspelt_town(words, start, end, taken)
        rest = "" if town else next((c for at, c in countries_of(words, taken, setting.countries) if at >= end), "")
        country = country_then(town or rest, day)
    linked = tuple(k for k in known if start <= k.first < end and k not in names)
    led = next((k for k in linked if k.last < end and words[k.last].key == "led"), None)
    if not country and led is not None:  # `the Russian-led alliance`, `French-led troops`
        country = "IGO" if any(w.key in ALLIANCES for w in words[start:end]) else country_of(led, day)
    if not country:  # `pro-Gbagbo youths`
        country = next((country_of(k, day) for k in linked if k.first and words[k.first - 1].key in ("pro", "anti")
                        and (k.personal or (k.entry is not None and k.entry.kind == "group"))), "")  # fmt: skip
    return Stretch(words, start, end, inside, after, linked, country, setting, day)


def _misspelt_town(words: Sequence[Word], start: int, end: int, taken: Sequence[tuple[int, int]]) -> str:
    """The country of a town with two letters in the wrong order before a noun: `Dehli police`."""
    first = words[start]
    if end - start < 2 or not first.text.istitle() or not words[end - 1].text.islower() or taken:
        return ""
    return next((c for word in swapped(first.key) if (c := country_of_town(word))), "")


def _two_words(words: Sequence[Word]) -> bool:
    """Whether a people is named by two words, so that the state of one of them is not meant: `Northern Irish`."""
    return any(country_of_people([a.key, b.key]) and not country_of_people([a.key]) and not country_of_people([b.key])
               for a, b in pairwise(words))  # fmt: skip


def _topic(words: Sequence[Word], known: Known, end: int) -> bool:
    """Whether a state is what someone studies, not where they are from: `a North Korea expert`."""
    head = next((w.key for w in reversed(words[:end]) if w.key), "")
    if head not in STUDYING or known.entry is None or known.entry.kind != "state" or known.last >= end:
        return False
    return words[known.last].key != "s" and not words[known.first].text.replace(".", "").isupper()


def _not_theirs(words: Sequence[Word], known: Known, inside: Sequence[Known]) -> bool:
    """Whether the people of a phrase are of a later name in it: `Cuban-American`, `the Algerian plant's Japanese`."""
    later = [k for k in inside if k.first >= known.last]
    if not later or known.entry is None or known.entry.kind not in ("state", "adjective", "people"):
        return False
    after = words[known.last]
    descent = after.linked and after.key in ("american", "americans")
    of_a_thing = later[0].first - known.last > 1 and words[later[0].first - 1].key == "s"
    return descent or (after.linked and after.key == "based") or (of_a_thing and not later[0].personal)


def _belongs(words: Sequence[Word], end: int, after: Sequence[Known]) -> bool:
    """Whether the head is of a body of many states, whatever the nation: `the American head of UNICEF`."""
    if not after or after[0].entry is None or after[0].entry.kind != "organisation":
        return False
    between = [w.key for w in words[end : after[0].first]]
    return between[:1] in (["of"], ["for"], ["from"], ["with"]) and not set(between[1:]) - {"the", "a"}


def country_of(known: Known, day: str | None) -> str:
    """The country of a name on the day."""
    if known.personal:
        return of_person(known.name, day)[0]
    if known.entry is None:
        return ""
    return country_then(known.entry.country, day) if known.entry.kind in PLACES else known.entry.country
