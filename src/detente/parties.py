"""Who a word stands for as a party, in whose voice a stretch is told, and when: what every extractor of claims asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypedDict

from detente.actors.gazetteer import codes_of, known, role_of, side_of, state_of
from detente.codebook import cached
from detente.doc import Doc, Token, When
from detente.modality import before_the_story
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
    {"side", "party", "government", "country", "state", "neighbour", "neighbor", "leader", "army", "foe"}
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
    """One actor: canonical name, code (`RUS GOV`, None where it has none), the side that it speaks for, its office."""

    name: str
    code: str | None
    side: str
    office: str | None = None

    @property
    def standing(self) -> str:
        """Who holds the position when this actor speaks: a leader himself, behind any other official the state."""
        if self.office is not None:
            return self.name if self.office in SPEAKS_FOR_ITSELF else self.side
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


class Dated(TypedDict):
    """The fields of a record that say when."""

    date_start: str | None
    date_end: str | None
    when: str | None
    days: int | None
    date_from: Literal["text", "article"] | None


# ---------------------------------------------------------------- who


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
    return any(t.text in ("-", "–", "—", "--") for t in doc.tokens[token.i + 1 : min(last, token.i + 9)])


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
        return (party(_words(token), None, doc.article.date),)
    if token.lemma in PAIRED and any(c.lower in ("both", "two") for c in token.children):
        both = _together(doc, token)
        if both:
            return both
    if token.lemma in COLLECTIVE and token.pos == "NOUN" and any(_tells_which(c) for c in dependents(token)):
        return (party(_words(token), None, doc.article.date),)
    return ()


def _reported_of_oneself(doc: Doc, token: Token) -> tuple[Party, ...]:
    """An unresolved pronoun that opens an indirect statement: `the Houthis said they rejected it` is of the speaker."""
    statement = doc.statement_at(token.start)
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


def _words(token: Token) -> str:
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
    statement = doc.statement_at(token.start)
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


# ---------------------------------------------------------------- in whose voice, and when


def told(doc: Doc, token: Token) -> Told:
    """Whether the words here are somebody's claim, and whose."""
    speaker = joined(one.name for one in speaker_at(doc, token))
    return {"voice": "attributed" if speaker else "reported", "according_to": speaker}


def dated(doc: Doc, token: Token) -> Dated:
    """When the act of a clause took place: the time beside its verb or the verb above; else the article's day.

    The time that hangs on a verb goes before one inside a noun phrase; how long, how often and a deadline are no date.
    """
    chain = {token.i}
    current = token
    while current.head is not current and current.dep not in ("ROOT", "conj"):
        current = current.head
        chain.add(current.i)
    today = doc.article.date
    best: tuple[tuple[int, bool], When] | None = None
    first, last = doc.sentences[token.sentence]
    for when in doc.whens:
        if not first <= when.first < last or when.kind not in ("date", "since") or _ahead(when, today):
            continue
        verb, nominal = _verb_over(doc.tokens[when.first : when.last])
        rank = abs(verb.i - token.i), nominal
        if verb.i in chain and (best is None or rank < best[0]):
            best = rank, when
    if best is None:
        day: Literal["article"] | None = "article" if today else None
        return {"date_start": today, "date_end": today, "when": None, "days": None, "date_from": day}
    return told_time(best[1])


def done(doc: Doc, token: Token) -> Dated:
    """When a party took its stand, offered or promised: `dated`, but no day where the tense puts it before the story.

    Neither is what came before (`had agreed`, `after it was signed`) of the day of the article, nor is what stands in a
    sentence that tells of a year long gone; that year is its time.
    """
    found = dated(doc, token)
    if found["date_from"] == "text" and _sets_earlier(token, doc, found):
        return UNDATED
    if found["when"] is not None:
        return found
    past = _told_of_the_past(doc, token)
    if past is not None:
        return told_time(past)
    above = [verb for verb in (token, *token.ancestors()) if verb is token or verb.pos in ("VERB", "AUX")]
    for verb in above:
        if before_the_story(verb):
            return UNDATED
        if verb.dep not in ("ccomp", "xcomp", "dobj", "prep", "pobj", "acl", "conj"):
            break
    return found


UNDATED: Dated = {"date_start": None, "date_end": None, "when": None, "days": None, "date_from": None}
LONG_PAST = 365  # days before the article


def _sets_earlier(token: Token, doc: Doc, found: Dated) -> bool:
    """Whether the time found is that of what an act came before: `in 2000, years after the treaty was signed`."""
    for verb in (token, *token.ancestors()):
        mark = next((c for c in verb.children if c.dep == "mark" and c.lower in ("after", "before", "since")), None)
        if mark is not None:
            inside = {t.i for t in verb.subtree() if t.i > mark.i}
            return not any(when.words == found["when"] and when.first in inside for when in doc.whens)
        if verb.dep in ("advcl", "relcl"):
            break
    return False


def _told_of_the_past(doc: Doc, token: Token) -> When | None:
    """The year long gone that a clause shares with the verb that it goes on from: `in 2003 they met and agreed`."""
    verb = token
    while verb.head is not verb and not (verb.dep == "conj" and verb.pos in ("VERB", "AUX")):
        if verb.dep in ("relcl", "parataxis"):
            return None
        verb = verb.head
    if verb.head is verb or _present(verb):
        return None
    first = doc.sentences[token.sentence][0]
    shared = [w for w in doc.whens if first <= w.first < verb.i and w.kind == "date" and (w.days or 0) <= -LONG_PAST]
    heads = {a.i for a in (verb.head, *verb.head.ancestors())}
    shared = [w for w in shared if _verb_over(doc.tokens[w.first : w.last])[0].i in heads]
    return shared[-1] if shared else None


def _present(verb: Token) -> bool:
    tenses = {c.tag for c in verb.children if c.dep in ("aux", "auxpass")} or {verb.tag}
    return bool(tenses & {"VBZ", "VBP", "MD"})


def told_time(when: When) -> Dated:
    """The fields of a record whose time the text itself gives."""
    known: Literal["text"] | None = "text" if when.start or when.end else None
    return {
        "date_start": when.start,
        "date_end": when.end,
        "when": when.words,
        "days": when.days,
        "date_from": known,
    }


def _ahead(when: When, today: str | None) -> bool:
    if when.days is not None or when.ahead:
        return when.ahead
    return bool(today and when.start and when.start > today)


def _verb_over(words: list[Token]) -> tuple[Token, bool]:
    """The verb above a time, and whether a noun stands between them."""
    token, inside, nominal = words[-1], {word.i for word in words}, False
    while token.pos not in ("VERB", "AUX") and token.head is not token:
        token = token.head
        nominal |= token.pos in ("NOUN", "PROPN") and token.i not in inside
    return token, nominal
