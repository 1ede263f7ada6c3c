"""Phrases for several actors taken apart: `US and Ukrainian officials` are US officials and Ukrainian officials."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns, lexicon
from detente.actors.heads import plural, singulars
from detente.actors.offices import holds
from detente.actors.phrase import DETERMINERS, Known, Word, compounded, words_in
from detente.codebook.spelling import words_of

AND = frozenset({"and", "or", "&"})
HALVES = frozenset({"north", "south", "east", "west"})
OWNED_BY = frozenset({"of", "from", "for"})
QUALIFYING = frozenset({"state", "adjective", "people", "capital", "organisation", "group", "seat", "place"})
FAMILY = lexicon("named in one breath")
MOST = 12


def parts_of(words: Sequence[Word], known: Sequence[Known]) -> list[list[Word]]:
    """The words of each actor that a phrase joins; the phrase itself where it names one."""
    known = [k for k in known if not compounded(words, k)]
    links = [k for k, word in enumerate(words) if _links(word) and not any(n.first <= k < n.last for n in known)]
    ands = [k for k in links if words[k].key in AND]
    if not ands or len(links) > MOST:
        return [list(words)]
    pieces = [piece for piece in _between(words, links) if any(w.key for w in piece)]
    if len(pieces) < 2:
        return [list(words)]
    return _shared_end(words, known, ands, links) or _shared_head(words, known, links) or _separate(words, known, links)


def of_a_name(words: Sequence[Word], day: str | None) -> list[list[Word]]:
    """The states that share a name in the plural: `the two Koreas`, `both Germanys`."""
    last = next((w for w in reversed(words) if w.key), None)
    if last is None or not last.text.istitle() or not last.key.endswith("s") or len(words) > 3:
        return []
    single = last.key.removesuffix("s")
    found = [
        name for name, row in gazetteer.states().items()
        if words_of(name)[-1] == single and words_of(name)[0] in HALVES and holds(row["start"], row["end"], day)
    ]  # fmt: skip
    return [words_in(name) for name in sorted(found)] if len(found) == 2 else []


def _links(word: Word) -> bool:
    return word.key in AND or word.text == ","


def _between(words: Sequence[Word], links: Sequence[int]) -> list[list[Word]]:
    edges = [-1, *links, len(words)]
    return [list(words[a + 1 : b]) for a, b in pairwise(edges)]


def _shared_end(
    words: Sequence[Word], known: Sequence[Known], ands: Sequence[int], links: Sequence[int]
) -> list[list[Word]]:
    """Names before one noun: `US and Ukrainian officials`, `Israel's and Egypt's leaders`."""
    owners = {k.first: k for k in known if not k.personal and k.entry is not None and k.entry.kind in QUALIFYING}
    last = owners.get(ands[-1] + 1) or owners.get(ands[-1] + 2)
    if last is None:
        return []
    end = last.last + (last.last < len(words) and words[last.last].key == "s")
    rest = list(words[end:])
    if not rest or not rest[0].key or rest[0].key in OWNED_BY or _links(rest[0]) or not _headed(rest):
        return []
    pieces: list[list[Word]] = []
    lead: list[Word] = []
    for piece in _between(words[:end], [k for k in links if k < end]):
        named = [k for k in owners.values() if any(words[k.first] is w for w in piece)]
        if not named:
            return []
        if not pieces:
            at = next(i for i, w in enumerate(piece) if w is words[named[0].first])
            lead = [w for w in piece[:at] if w.key not in DETERMINERS]
            tail = piece[at + named[0].last - named[0].first :]
            if any(w.key and w.key != "s" for w in tail):
                return []  # `Hamas officials and Israeli soldiers`
        pieces.append(piece if not pieces else [*lead, *piece])
    return [[*piece, *rest] for piece in pieces]


def _headed(words: Sequence[Word]) -> bool:
    """Whether some words are headed by a noun in the plural, or by one that each of several may have."""
    head = next((w.key for w in reversed(words) if w.key), "")
    return any(form in common_nouns() or form in offices.titles() for form in singulars((head,)))


def _shared_head(words: Sequence[Word], known: Sequence[Known], links: Sequence[int]) -> list[list[Word]]:
    """One noun before names: `the foreign ministers of France and Germany`."""
    first = links[0]
    at = next((k for k, w in enumerate(words[:first]) if w.key in OWNED_BY), 0)
    before = [w.key for w in words[:at] if w.key]
    if not before or not plural(before[-1]):
        return []
    pieces = _between(words[at + 1 :], [k - at - 1 for k in links if k > at])
    starts = [[k for k in known if any(words[k.first] is w for w in piece)] for piece in pieces]
    if any(len(names) != 1 or names[0].personal for names in starts):
        return []
    return [[*words[: at + 1], *piece] for piece in pieces]


def _separate(words: Sequence[Word], known: Sequence[Known], links: Sequence[int]) -> list[list[Word]]:
    """Actors side by side: `Hamas and Fatah`, `soldiers and civilians`; commas only where `and` comes last."""
    commas = [k for k in links if words[k].text == ","]
    ands = [k for k in links if words[k].key in AND]
    if commas and (len(ands) > 1 or commas[-1] > ands[-1]):
        return [list(words)]
    pieces = [piece for piece in _between(words, links) if any(w.key for w in piece)]
    if all([w.key for w in piece if w.key][-1] in FAMILY for piece in pieces):
        return [list(words)]  # `women and children`
    for piece in pieces:
        named = any(any(words[k.first] is w for w in piece) for k in known)
        keys = [w.key for w in piece if w.key and w.key not in DETERMINERS]
        whole = all(w.text[:1].isupper() for w in piece if w.key and w.key not in DETERMINERS and w.key != "s")
        alone = bool(keys) and plural(keys[-1]) and not whole
        several = whole and len(keys) > 1 and _headed(piece)
        if not named and not alone and not several:
            return [list(words)]
    return pieces
