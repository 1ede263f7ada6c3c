"""Who a word stands for as a party, and in whose voice a stretch is told: what every extractor of claims asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from detente.actors.gazetteer import codes_of, known, role_of, side_of, state_of
from detente.codebook import cached
from detente.doc import Doc, Token, once
from detente.records import Voice
from detente.syntax import conjuncts, dependents

FIRST_PERSON = frozenset({"i", "we", "us", "me", "my", "our", "ours", "mine", "ourselves"})
COLLECTIVE = frozenset(
    {
        "party",
        "side",
        "belligerent",
        "rebel",
        "government",
        "faction",
        "separatist",
        "insurgent",
        "mediator",
        "militant",
    }
)
PAIRED = frozenset(
    {
        "side",
        "party",
        "government",
        "country",
        "state",
        "neighbour",
        "neighbor",
        "leader",
        "army",
        "foe",
        "camp",
        "delegation",
    }
)
NEAR = frozenset({"pobj", "det", "compound", "amod"})
THIRD_PERSON = frozenset({"they", "he", "she", "it"})
TOGETHER = frozenset({"all", "both", "each"})
STANDING = frozenset({"nsubj", "nsubjpass", "pobj", "dobj", "conj", "appos"})
NAMES = frozenset({"GPE", "ORG", "PERSON", "NORP"})


SPEAKS_FOR_ITSELF = frozenset(
    {"head of state", "head of government", "supreme leader", "group leader", "opposition leader", "crown prince",
     "legislator", "candidate", "regional leader", "secretary-general", "other"}
)  # fmt: skip
STATE_SERVICE = frozenset({"GOV", "MIL", "SPY"})


@dataclass(frozen=True, slots=True)
class Party:
    """One actor: canonical name, code (`RUS GOV`, None where it has none), the side that it speaks for, its office.

    `contends`: the article itself shows it to be a party, whatever the codebook knows of it.
    """

    name: str
    code: str | None
    side: str
    office: str | None = None
    contends: bool = False

    @property
    def identified(self) -> bool:
        """Whether the codebook or the article tells what it is."""
        return bool(self.code) or self.contends

    @property
    def standing(self) -> str:
        """Who holds the position when this actor speaks: a leader himself, behind any other official the state."""
        if self.office is not None:
            return self.name if self.office in SPEAKS_FOR_ITSELF else self.side
        if self.contends:
            return self.name
        return self.side if known(self.name) is None else self.name


@cached
def party(name: str, code: str | None, day: str | None) -> Party:
    """The party of a name; for an official that the codebook does not know, the side is the state in the code."""
    side = side_of(name, day)
    if side == name and code and known(name, day) is None:
        country, _, sector = code.partition(" ")
        side = (state_of(country) if sector in STATE_SERVICE else None) or name
    role = role_of(name, day)
    return Party(name, code or None, side, role.office if role else None)


class Told(TypedDict):
    """The fields of a record that say in whose voice it is told."""

    voice: Voice
    according_to: str | None


# ---------------------------------------------------------------- who


@once
def parties(doc: Doc, token: Token | None) -> tuple[Party, ...]:
    """The actors that a noun phrase stands for, one for each of those joined by `and`; none where it names no actor."""
    found: dict[str, Party] = {}
    for word in conjuncts(token) if token is not None else ():
        if _dateline(doc, word):
            continue
        for one in _parties(doc, word):
            found.setdefault(one.name, one)
    return tuple(found.values())


def _dateline(doc: Doc, token: Token) -> bool:
    """Whether a word is of the dateline before a report: `MINSK (Reuters) -`."""
    first, last = doc.sentences[token.sentence]
    if token.i > first + 3 or not token.text.isupper() or len(token.text) < 4:
        return False
    for after in doc.tokens[token.i + 1 : min(last, token.i + 9)]:
        if after.text in ("-", "–", "—", "--"):
            return True
        if after.pos in ("VERB", "AUX"):
            return False  # `NATO said that it`
    return False


def _parties(doc: Doc, token: Token) -> tuple[Party, ...]:
    mention = doc.mention_of(token)
    if mention is not None and mention.actors:
        codes = mention.codes if len(mention.codes) == len(mention.actors) else ("",) * len(mention.actors)
        return tuple(
            party(name, code or None, doc.article.date) for name, code in zip(mention.actors, codes, strict=True)
        )
    if token.lower in FIRST_PERSON and token.pos == "PRON":
        return speaker_at(doc, token)
    if token.lower in THIRD_PERSON and token.dep in ("nsubj", "nsubjpass"):
        return _reported_of_oneself(doc, token)
    if token.lower in TOGETHER and token.dep in ("nsubj", "nsubjpass") and not token.children:
        return _together(doc, token)
    if token.pos == "PROPN" and token.entity[2:] in NAMES:
        return (party(phrase_words(token), None, doc.article.date),)
    if token.lemma in PAIRED and any(c.lower in ("both", "two", "neither") for c in token.children):
        both = _together(doc, token)
        if both:
            return both
    if token.lemma in COLLECTIVE and token.pos == "NOUN" and any(_tells_which(c) for c in dependents(token)):
        return (party(phrase_words(token), None, doc.article.date),)
    return ()


def _reported_of_oneself(doc: Doc, token: Token) -> tuple[Party, ...]:
    """An unresolved pronoun that opens an indirect statement: `the Houthis said they rejected it` is of the speaker."""
    statement = doc.statement_of(token)
    if statement is None or statement.kind == "direct" or token.i - doc.token_at(statement.start) > 1:
        return ()
    return speaker_at(doc, token)


def _together(doc: Doc, token: Token) -> tuple[Party, ...]:
    """Those whom a bare `all` or `both` takes up: the parties of the nearest of the three sentences before it."""
    here = token.sentence if token.children else token.sentence - 1
    for number in range(here, max(-1, token.sentence - 4), -1):
        first, last = doc.sentences[number]
        last = min(last, token.i)
        heads = [m.head for m in doc.mentions if first <= m.head < last and doc.tokens[m.head].dep in STANDING]
        found = {p.side: p for i in heads for p in _parties(doc, doc.tokens[i]) if p.code}
        if len(found) == 2 or (len(found) > 2 and token.lower == "all"):
            return tuple(found.values())
    return ()


def _tells_which(child: Token) -> bool:
    return child.dep in ("amod", "compound", "poss", "prep") or child.lower in ("both", "two", "all", "warring")


def phrase_words(token: Token) -> str:
    """A name or description as it stands, without its article."""
    kept = {
        t.i: t
        for t in (token, *token.children)
        if t is token or t.dep in ("compound", "amod", "nummod", "poss", "nmod")
    }
    for child in dependents(token):
        if child.dep == "prep" and child.lower in ("to", "in", "of") and token.lemma in COLLECTIVE:
            near = [t for c in child.children for t in (c, *c.children) if t.dep in NEAR]
            kept.update({t.i: t for t in (child, *near)})
    words = [t.text for _, t in sorted(kept.items()) if t.pos != "PUNCT" and t.tag != "PRP$"]
    return " ".join(words)


def speaker_at(doc: Doc, token: Token) -> tuple[Party, ...]:
    """Who speaks where this word stands: the speaker of the innermost statement, or the author of an official text."""
    statement = doc.statement_of(token)
    if statement is not None and statement.speaker:
        names = statement.speaker.split("; ")
        codes = (statement.speaker_code or "").split("; ")
        codes = codes if len(codes) == len(names) else [""] * len(names)
        return tuple(party(name, code or None, doc.article.date) for name, code in zip(names, codes, strict=True))
    if doc.author:
        return (party(doc.author, doc.author_codes, doc.article.date),)
    return ()


def out_of_office(one: Party, day: str | None) -> bool:
    """Whether somebody held office before that day and holds none then: what they did in office is of the past."""
    return (codes_of(one.name, day) or "").endswith(" ELI")


def same_side(one: Party, other: Party) -> bool:
    """Whether two actors belong to one party."""
    return one.side == other.side


def joined(names: Iterable[str]) -> str | None:
    """Several names as records carry them; None where there are none."""
    return "; ".join(dict.fromkeys(names)) or None


# ---------------------------------------------------------------- in whose voice


def told(doc: Doc, token: Token) -> Told:
    """Whether the words here are somebody's claim, and whose."""
    speaker = joined(one.name for one in speaker_at(doc, token))
    return {"voice": "attributed" if speaker else "reported", "according_to": speaker}
