"""The codebook of acts: which words of a sentence name which PLOVER type. `data/README.md` says how its tables read.

`acts.csv` holds frames of verbs, `act_nouns.csv` nouns that name an act by themselves, `act_words.csv` the classes
`@talks`, `@troops`, ... that both ask for, `ontology.csv` the sixteen types. No grammar here beyond "stands beside".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from detente.codebook import classes, parts, table

MAKERS = ("noun", "commit", "none")  # what may stand in place of a type


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the sixteen PLOVER types."""

    type: str
    quad: int
    score: float
    modes: tuple[str, ...]

    @property
    def hostile(self) -> bool:
        """Whether it lies on the side of conflict, in words or deeds."""
        return self.quad >= 3


@dataclass(frozen=True, slots=True)
class Need:
    """What must stand beside a word: a preposition or other word, and what that governs. `absent`: must not."""

    word: str
    governs: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb with what must stand beside it, and what it then means.

    `words`: the verb's lemma and its particles. `object`: "" for any or none, "-" for none, "*" for any, else `nouns`
    and `kinds` (person, state, org, place) that it may be. `weak`: read only where the pair is given.
    """

    words: tuple[str, ...]
    object: str
    nouns: frozenset[str]
    kinds: frozenset[str]
    needs: tuple[Need, ...]
    optional: bool
    type: str
    weak: bool
    mode: str | None
    recipient: tuple[str, ...]
    modality: str | None
    then: str | None

    @property
    def weight(self) -> float:
        """How much the frame asks for: of several that fit, the one that asks for most is read."""
        specific = 4.0 if self.nouns or self.kinds else 1.0 if self.object else 0.0
        needed = 0.0
        if self.needs and not self.optional:
            needed = 2.5 if any(n.absent for n in self.needs) else 3.5 if any(n.governs for n in self.needs) else 3.0
        return 5.0 * (len(self.words) - 1) + specific + needed - 0.2 * self.weak


@dataclass(frozen=True, slots=True)
class ActNoun:
    """A noun that names an act, what must stand beside it, and by which words its actor and recipient hang on it."""

    noun: str
    needs: tuple[Need, ...]
    type: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]


@cache
def ontology() -> dict[str, Kind]:
    """The sixteen types by name."""
    return {
        row["type"]: Kind(row["type"], int(row["quad"]), float(row["score"]), tuple(parts(row["modes"])))
        for row in table("ontology")
    }


def hostile(name: str) -> bool:
    """Whether a type is verbal or material conflict. What a frame holds in place of a type (`none`, `do`) is not."""
    kind = ontology().get(name)
    return kind is not None and kind.hostile


@cache
def word_class(name: str) -> frozenset[str]:
    """The nouns of a class, `talks` for `@talks`. Raises KeyError where there is no such class."""
    return classes("act_words")[name]


def _nouns_and_kinds(words: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    nouns: set[str] = set()
    kinds: set[str] = set()
    for word in words:
        if word.startswith("@"):
            nouns |= word_class(word[1:])
        elif word.startswith("~"):
            kinds.add(word[1:])
        else:
            nouns.add(word)
    return frozenset(nouns), frozenset(kinds)


def _needs(cell: str) -> tuple[Need, ...]:
    found = []
    for part in parts(cell):
        absent = part.startswith("-")
        word, _, governed = part.removeprefix("-").partition(":")
        nouns, kinds = _nouns_and_kinds([governed] if governed else [])
        if word.startswith("~"):
            kinds, word = frozenset({word[1:]}), ""
        found.append(Need(word, nouns, kinds, absent))
    return tuple(found)


@cache
def frames() -> dict[str, tuple[Frame, ...]]:
    """The frames of verbs by first word, those that ask for most first; `be willing` stands under that."""
    found: dict[str, list[Frame]] = {}
    for row in table("acts"):
        nouns, kinds = _nouns_and_kinds(o for o in parts(row["object"]) if o not in ("*", "-"))
        shape = next((o for o in parts(row["object"]) if o in ("*", "-")), "")
        strength, _, kind = row["type"].rpartition(" ")
        for verb in parts(row["verb"]):
            words = tuple(verb.removeprefix("be ").split())
            frame = Frame(
                words=words,
                object="" if nouns or kinds else shape,
                nouns=nouns,
                kinds=kinds,
                needs=_needs(row["with"]),
                optional=row["with"].endswith("|"),
                type=kind,
                weak=strength == "weak",
                mode=row["mode"] or None,
                recipient=tuple(parts(row["recipient"])),
                modality=row["modality"] or None,
                then=row["then"] or None,
            )
            key = f"be {words[0]}" if verb.startswith("be ") else words[0]
            found.setdefault(key, []).append(frame)
    return {key: tuple(sorted(listed, key=lambda f: -f.weight)) for key, listed in found.items()}


@cache
def act_nouns() -> dict[str, tuple[ActNoun, ...]]:
    """The act nouns by noun, in the order of the table."""
    found: dict[str, list[ActNoun]] = {}
    for row in table("act_nouns"):
        for noun in parts(row["noun"]):
            entry = ActNoun(
                noun,
                _needs(row["with"]),
                row["type"],
                row["mode"] or None,
                tuple(parts(row["actor"])),
                tuple(parts(row["recipient"])),
            )
            found.setdefault(noun, []).append(entry)
    return {noun: tuple(listed) for noun, listed in found.items()}


@cache
def contexts() -> dict[str, tuple[str, ...]]:
    """The PLOVER contexts that a word speaks for."""
    found: dict[str, tuple[str, ...]] = {}
    for row in table("contexts"):
        for word in parts(row["words"]):
            found[word] = (*found.get(word, ()), row["context"])
    return found
