"""Short names that only the text around tells: `the North` in a text on Korea, `the Brotherhood` in one on Egypt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from detente.actors import gazetteer
from detente.actors.gazetteer import Entry
from detente.actors.offices import holds
from detente.codebook import Made, cached, parts, table
from detente.codebook.spelling import Words, words_of

HALVES = frozenset({"north", "south", "east", "west"})
NAMED_WHOLE = frozenset({"group", "organisation", "seat"})


def half_meant(word: str, countries: Mapping[str, int], day: str | None) -> Entry | None:
    """The half of a divided country that `the North` or `the South` is in a text that names the country."""
    if word not in HALVES:
        return None
    found = []
    for name, row in gazetteer.states().items():
        first, *rest = words_of(name)
        if first != word or not rest or not holds(row["start"], row["end"], day):
            continue
        parts = [other for other in gazetteer.states().values()
                 if words_of(other["name"])[-1] == rest[-1] and holds(other["start"], other["end"], day)]  # fmt: skip
        if len(parts) > 1 and any(countries.get(part["code"]) for part in parts):
            found.append(Entry("state", name, row["code"], "GOV"))
    return found[0] if len(found) == 1 else None


def whole_of(word: str, countries: Mapping[str, int], day: str | None) -> Entry | None:
    """The one group or body of a country that the text names of whose name a word is the noun."""
    found = {
        entry.name: entry
        for entry in _by_noun().get(word, ())
        if countries.get(entry.country) and (entry.on(day) if day else not entry.end)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def epithet_of(words: Words, day: str | None) -> Entry | None:
    """The one actor that a description stands for wherever it is used: `the world body`, `the nuclear watchdog`."""
    names = _descriptions().get(words, ())
    return gazetteer.known(names[0], day) if len(names) == 1 else None


@cache
def _descriptions() -> dict[Words, tuple[str, ...]]:
    return {words_of(row["words"]): tuple(parts(row["names"])) for row in table("epithets")}


@cached
def _by_noun() -> Mapping[str, tuple[Entry, ...]]:
    """Groups and bodies by the last word of their names, and by the word before a preposition in them."""
    found: dict[str, list[Words]] = {}
    for words in gazetteer.names_of(NAMED_WHOLE):
        if len(words) > 1:
            noun = next((words[k - 1] for k in range(1, len(words)) if words[k] in ("of", "for", "in")), words[-1])
            found.setdefault(noun, []).append(words)
    return Made(found, _readings)


def _readings(_: str, names: list[Words]) -> tuple[Entry, ...]:
    listed = (gazetteer.read_as(name) for name in dict.fromkeys(names))
    wholes = (e for entries in listed for e in entries if e.kind in NAMED_WHOLE and e.name not in gazetteer.states())
    return tuple(dict.fromkeys(wholes))
