"""The words that report speech: which verbs and nouns are cues, and where their content stands.

The words are in `data/cues.csv`. A frame says what the content of a cue is:

    that      a clause: `said (that) ...`, `asked whether ...`, `..., she said`
    marked    a clause, only where `that` opens it: `ruled that ...`
    quote     a quotation, or the clause round a parenthesis: `"...", he quipped`
    objthat   an addressee, then a clause or quotation: `told reporters that ...`
    to        an infinitive whose subject is the speaker: `vowed to ...`
    objto     whom the speaker wants to act, and the act: `urged both sides to ...`
    np, ing   a noun phrase, a gerund: `condemned the attack`, `denied firing`
    as, oprd  a thing and what it is called: `described it as ...`, `called it ...`
    objof     whom, and of what: `accused him of ...`; so objagainst, objabout, objon
    of, for, about   the phrase after that word, of a noun: `its call for ...`
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from detente.codebook import parts, table
from detente.doc import Doc, Token
from detente.records import SpeechAct


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that reports speech: its frames, each with the speech act it stands for.

    `thought`: it names a state of mind (`believes`), which a text may or may not have from the mouth of the thinker.
    """

    words: str
    frames: Mapping[str, SpeechAct]
    thought: bool


@dataclass(frozen=True, slots=True)
class CueAt:
    """A cue in a text: its head word, its particles, and `anchor`, the word on which its object hangs."""

    cue: Cue
    token: Token
    tokens: tuple[Token, ...]
    anchor: Token


@dataclass(frozen=True, slots=True)
class Report:
    """Something said: the cue, the head of the speaker's phrase, and the token ranges of the content."""

    cue: tuple[Token, ...]
    speaker: Token | None
    addressee: Token | None
    pieces: tuple[tuple[int, int], ...]
    frame: str
    act: SpeechAct
    rule: str
    confidence: float
    thought: bool = False

    @property
    def head(self) -> Token:
        """The word that bears tense, negation and time."""
        return self.cue[0]


@cache
def _lexicon(kind: str) -> dict[str, list[tuple[tuple[str, ...], Cue]]]:
    """The cues of a kind by their first word, those with most particles first."""
    frames: dict[tuple[str, bool], dict[str, SpeechAct]] = {}
    for row in table("cues"):
        if row["kind"] == kind:
            own = frames.setdefault((row["cue"], row["strength"] == "thought"), {})
            for frame in parts(row["frames"]):
                own.setdefault(frame, cast(SpeechAct, row["act"]))
    found: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for (words, thought), own in frames.items():
        first, *rest = words.split()
        found.setdefault(first, []).append((tuple(rest), Cue(words, own, thought)))
    for entries in found.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry[1].thought))
    return found


def verb_cues(token: Token) -> Iterator[CueAt]:
    """Yield the cues that a verb can be, those with a particle (`call for`) before the bare verb."""
    for particles, cue in _lexicon("verb").get(token.lemma, ()):
        tokens = _particles(token, particles)
        if tokens is not None and (tokens or not _turned(token)):
            yield CueAt(cue, token, (token, *tokens), tokens[-1] if tokens else token)


def _turned(token: Token) -> bool:
    """Whether `back` makes another verb of it: `had held back selling the weapons`."""
    return any(c.lower == "back" and c.tag == "RP" and c.i == token.i + 1 for c in token.children)


def noun_cues(token: Token) -> Iterator[CueAt]:
    """Yield the cues that a noun can be."""
    for particles, cue in _lexicon("noun").get(token.lemma, ()):
        if not particles:
            yield CueAt(cue, token, (token,), token)


def _particles(token: Token, particles: tuple[str, ...]) -> list[Token] | None:
    """The words of a verb's particles in the tree under it, or None where one is missing."""
    found: list[Token] = []
    places = [token]
    for particle in particles:
        hit = next(
            (
                child
                for place in places
                for child in place.children
                if child.lower == particle and child.i > token.i and child.dep not in ("mark", "aux")
            ),
            None,
        )
        if hit is None and particle == "for":
            hit = _opening(token)
        if hit is None or hit.i > token.i + 6:
            return None
        if hit.pos == "ADP" and any(c.dep == "dobj" and token.i < c.i < hit.i for c in token.children):
            return None
        found.append(hit)
        places = [hit, token] if hit.pos != "ADP" else [hit, *found[:-1], token]
    return found


def _opening(token: Token) -> Token | None:
    """The `for` right after a verb that opens a clause below it: `called for NATO to intervene`."""
    marks = (g for c in token.children if c.tag == "VB" for g in c.children if g.dep == "mark")
    return next((mark for mark in marks if mark.lower == "for" and mark.i == token.i + 1), None)


def is_be(token: Token) -> bool:
    """Whether a word is a form of `be`."""
    return token.lemma == "be"


def is_verb_cue(token: Token) -> bool:
    """Whether a word is a verb that can report speech, thoughts left aside."""
    return token.pos == "VERB" and any(not cue.thought for _, cue in _lexicon("verb").get(token.lemma, ()))


@cache
def words(kind: str) -> dict[str, SpeechAct]:
    """The words of another kind, each with its act: light verbs, names of texts, performatives, those who preside."""
    return {row["cue"]: cast(SpeechAct, row["act"]) for row in table("cues") if row["kind"] == kind}


def own_words(doc: Doc) -> Iterator[Token]:
    """The verbs and nouns of a text that can be cues at all."""
    verbs, nouns = _lexicon("verb"), _lexicon("noun")
    for token in doc.tokens:
        if (token.pos == "VERB" and token.lemma in verbs) or (token.pos == "NOUN" and token.lemma in nouns):
            yield token
