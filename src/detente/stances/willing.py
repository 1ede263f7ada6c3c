"""Promises that no word of promising makes: `we will withdraw`, `said it would not return to war`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.doc import SUBJECTS, Doc, Token
from detente.modality import auxiliaries, conditional
from detente.parties import Party, same_side
from detente.stances.bargaining import harmful
from detente.stances.clauses import core, phrase, subject_words, tail
from detente.stances.holding import speakers_at
from detente.stances.inducing import deterrent
from detente.stances.issues import issue_of
from detente.stances.polarity import asked, negations, wondered, word_class
from detente.stances.stance import refuses
from detente.stances.stand import holders
from detente.stances.terms import Terms, terms_of
from detente.syntax import agent_of, child_of, passive, subject_of

AGAIN = frozenset({"repeatedly", "again", "often", "always", "twice", "frequently", "consistently", "long"})
PLANNED = frozenset({"schedule", "plan", "foresee", "agree", "announce"})
LASTING = frozenset({"stay", "remain", "continue", "go on", "proceed"})
OFFICIAL = ("GOV", "MIL", "REB", "LEG", "OPP", "PTY", "")


@dataclass(frozen=True, slots=True)
class Bond:
    """A promise as a rule found it: the word that makes it, who is bound, and the act."""

    word: Token
    actors: tuple[Party, ...]
    act: Token
    terms: Terms
    tokens: list[Token]
    state: str
    repeated: bool
    rule: str
    confidence: float


def reported_will(doc: Doc, verb: Token) -> bool:
    """`said that it would withdraw`: the `will` of a statement told in the past."""
    statement = doc.statement_of(verb)
    told_so = statement is not None and statement.kind != "direct"
    return told_so and verb.dep in ("ccomp", "conj", "ROOT") and "would" in auxiliaries(verb)


def willed(doc: Doc, verb: Token) -> Iterator[Bond]:
    """`we will withdraw by May`, `said it would not return to war`: an official voice on what its own side will do."""
    subject = child_of(verb, *SUBJECTS, "expl") or subject_of(verb)
    speakers = speakers_at(doc, verb)
    if subject is None or not speakers or asked(verb) or conditional(verb) or harmful(verb):
        return
    if verb.dep not in ("ROOT", "ccomp", "conj", "parataxis") or wondered(verb):
        return
    if any(c.dep in ("mark", "advmod") and c.lower in ("if", "unless", "when", "until") for c in verb.children):
        return
    if verb.dep == "ccomp" and verb.head.lemma in word_class("supposing"):
        return  # `presumes that it will not keep its word`
    dated = _by_a_day(doc, verb)
    if verb.pos == "AUX" and not _back(verb) and not dated:
        return  # `will be glad` binds nobody
    terms = terms_of(doc, verb)
    small = verb.lemma in word_class("mindful") | word_class("routine")
    small = small or (passive(verb) and verb.lemma in word_class("worked on"))
    empty = (small and not _back(verb) and not (dated and _in_hand(verb, subject))) or bool(refuses(verb))
    bare_talk = verb.lemma in ("hold", "take", "make") and issue_of(doc, verb) is not None
    bare_talk = bare_talk and not any(c.dep == "dobj" and c.lemma == "place" for c in verb.children)
    empty = empty or bare_talk
    told = dated or issue_of(doc, verb) is not None or _substantial(verb) or _back(verb)
    empty = empty or (verb.lemma in word_class("vague") and not told)
    empty = empty or (bool(negations(verb) % 2) and verb.lemma in word_class("consenting"))  # a refusal
    empty = empty and not _lasts(doc, verb, subject)
    if empty or deterrent(terms) or (terms.mark in ("if", "only", "until", "before") and negations(verb)):
        return
    if not any(_official(s) for s in speakers):
        return
    first = subject.pos == "PRON" and subject.lower in ("i", "we")
    doers = holders(doc, subject)
    actors = _bound(doc, verb, subject, speakers, doers)
    if actors and (first or doc.author is not None or verb.dep == "ccomp" or verb.head.dep == "ccomp" or doers):
        tokens = [*core(verb, verb), *own_subject(verb), *act_words(verb)]
        sure = 0.55 if first or doers else 0.45
        yield Bond(verb, actors, verb, terms, tokens, "", again(verb), "will", sure)


def _official(speaker: Party) -> bool:
    """Whether somebody speaks for a state, an armed group, a party, or for a side that the article tells of."""
    return speaker.contends or bool(speaker.code and speaker.code.partition(" ")[2] in OFFICIAL)


def _bound(
    doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...], doers: tuple[Party, ...]
) -> tuple[Party, ...]:
    """Who is bound by a `will`: the speaker on its own side, on what is to be done, and on a truce that is to last."""
    if subject.pos == "PRON" and subject.lower in ("i", "we"):
        return speakers
    agentless = passive(verb) and not negations(verb) and not _by_someone(verb)
    if doers and not (agentless and not any(d.code and d.code.split()[-1] in OFFICIAL for d in doers)):
        return doers if any(same_side(d, s) for d in doers for s in speakers) else ()
    if (agentless and subject.pos == "NOUN") or _lasts(doc, verb, subject):
        return speakers
    steady = verb.lemma in LASTING or _by_a_day(doc, verb)
    return speakers if not doers and steady and _in_hand(verb, subject) else ()


def _in_hand(verb: Token, subject: Token) -> bool:
    """Whether what is to happen lies with who says so: `the soldiers would stay`, `there would be a vote on May 4`."""
    noun = next((c for c in verb.children if c.dep == "attr"), subject) if subject.dep == "expl" else subject
    return noun.lemma.lower() in word_class("manned") or (noun.tag == "PRP" and noun.lower in ("they", "it"))


def _by_a_day(doc: Doc, verb: Token) -> bool:
    """Whether a day or a bound is set for it in its own words."""
    if any(c.dep == "advcl" and c.lemma in PLANNED and child_of(c, "mark") is not None for c in verb.children):
        return True  # `will take place as scheduled`
    inside = {t.i for t in verb.subtree()}
    ahead = (w for w in doc.whens if w.first > verb.i and w.last - 1 in inside)
    return any(w.kind not in ("duration", "recurrence") and (w.days is None or w.days >= 0) for w in ahead)


def _by_someone(verb: Token) -> bool:
    """Whether a passive names who does it, `by` or `between` whom; `by Friday` names nobody."""
    if any(c.dep == "prep" and c.lower in ("between", "among") for c in verb.children):
        return True
    agent = agent_of(verb)
    return agent is not None and agent.entity[2:] not in ("DATE", "TIME")


def _lasts(doc: Doc, verb: Token, subject: Token) -> bool:
    """`the ceasefire would remain in force`."""
    issue = issue_of(doc, subject) if verb.lemma in ("remain", "stay", "continue", "hold", "last") else None
    return issue is not None and issue.instrument is not None


def _substantial(verb: Token) -> bool:
    """Whether a verb of little meaning has an object or an infinitive that tells what is promised."""
    return any(c.dep in ("dobj", "xcomp", "ccomp") and c.pos in ("NOUN", "VERB") for c in verb.children)


def _back(verb: Token) -> bool:
    """Whether somebody will be back or out of somewhere: `would be back behind the line by May`."""
    near = [g for c in verb.children for g in (c, *c.children) if c.dep in ("advmod", "prep")]
    return verb.lemma == "be" and any(t.dep == "advmod" and t.lower in ("back", "out", "gone") for t in near)


def act_words(act: Token) -> list[Token]:
    """The words of what is promised."""
    if act.pos != "VERB":
        return phrase(act)
    return [t for t in (act, *tail(act)) if t.i >= act.i]


def again(verb: Token) -> bool:
    """Whether it is said again: `has repeatedly promised`."""
    return any(c.lower in AGAIN for c in verb.children if c.dep in ("advmod", "npadvmod"))


def own_subject(verb: Token) -> list[Token]:
    """The words of a verb's own subject."""
    own = child_of(verb, *SUBJECTS)
    return subject_words(own, verb) if own is not None else []
