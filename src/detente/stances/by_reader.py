"""What the trained reader finds in clauses of which the rules say nothing: stances, offers and threats, promises.

The rules go first: they know why. Where none speaks of a clause, the reader's answer counts if it is sure, and the
record says `reader` for its rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import cast

from detente.codebook import table
from detente.doc import SUBJECTS, Doc, Token
from detente.modality import auxiliaries
from detente.parties import out_of_office
from detente.records import Stance
from detente.stances.bargaining import targets_of
from detente.stances.candidates import Candidate
from detente.stances.inducing import Found
from detente.stances.issues import Issue
from detente.stances.naming import issue_in
from detente.stances.polarity import negations, word_class
from detente.stances.reader import NONE, likeliest, readings
from detente.stances.sifted import (
    ahead,
    asks,
    names_one,
    obliges,
    of_another,
    points_only,
    says_nothing,
    seen_by_others,
    suffered,
    supposed,
)
from detente.stances.stand import Stand
from detente.stances.terms import Terms, terms_of
from detente.stances.willing import Bond, again
from detente.syntax import child_of

SURE = {"stance": 0.7, "inducement": 0.45, "commitment": 0.7}  # how sure an answer must be
WORTH = 0.6  # how much of its probability its confidence is: it was trained where stances stand close
DOUBTED = 0.4  # the same where the clause gives no more ground for it
ARMED = frozenset(
    {"hold", "conduct", "stage", "carry", "launch", "test", "proceed", "begin", "start", "resume", "deploy"}
)
RULE = "reader"


def stands_read(doc: Doc, found: Iterable[Stand]) -> Iterator[Stand]:
    """The stances that no rule found, of holders who have none in that clause."""
    taken = [({t.i for t in (stand.word, *stand.tokens)}, {one.side for one in stand.holders}) for stand in found]
    for clause, said in readings(doc):
        sure = said.stances[said.stance]
        if said.stance == NONE or sure < SURE["stance"] or _taken(clause, taken) or _told_otherwise(clause.head):
            continue
        if supposed(clause.head) or seen_by_others(doc, clause) or _foretold(doc, clause.head):
            continue
        if _arranged(doc, clause.head) or _in_passing(doc, clause.head):
            continue
        issue = issue_in(doc, clause.head, clause.tokens)
        if issue is not None and not _arms_announced(clause.head, issue):
            terms = _terms(doc, clause)
            awaiting = terms.mark == "after" and said.stance == "accept"  # `would cede it after the vote`
            stance = "conditional" if awaiting else cast(Stance, said.stance)
            grounded = issue.known and not points_only(clause) and not says_nothing(clause)
            yield Stand(
                clause.head, clause.holders, issue, stance, terms.text, clause.tokens, RULE, _worth(sure, grounded)
            )


def inducements_read(doc: Doc, found: Iterable[Found]) -> Iterator[Found]:
    """The offers and threats that no rule found."""
    taken = [({t.i for t in (one.verb, *one.tokens)}, {actor.side for actor in one.actors}) for one in found]
    for clause, said in readings(doc):
        kind = likeliest(said.inducements)
        sure = said.inducements[kind]
        if kind == NONE or sure < SURE["inducement"] or _taken(clause, taken) or supposed(clause.head):
            continue
        if seen_by_others(doc, clause) or says_nothing(clause) or obliges(clause) or asks(clause):
            continue
        if of_another(doc, clause) and not suffered(clause):
            continue
        if all(out_of_office(one, doc.article.date) for one in clause.holders):
            continue
        state = likeliest(said.states)
        if kind == "offer" and clause.head.lemma in word_class("preparing"):
            continue
        if (state == "withdrawn" and not names_one(clause, kind)) or (state == "withheld" and _of_a_demand(clause)):
            continue
        terms = _terms(doc, clause)
        targets = targets_of(doc, clause.head, clause.head, clause.holders, terms)
        if not targets and clause.head.lemma in _promising():
            continue
        what = [token for token in clause.tokens if token.i >= _act(clause).i and token not in terms.tokens]
        yield Found(
            clause.head, clause.holders, targets, kind, state, what or list(clause.tokens), terms,
            list(clause.tokens), RULE, _worth(sure, names_one(clause, kind) and bool(targets or terms.text)),
        )  # fmt: skip


def bonds_read(doc: Doc, found: Iterable[Bond]) -> Iterator[Bond]:
    """The promises that no rule found."""
    taken = [({t.i for t in (one.word, *one.tokens)}, {actor.side for actor in one.actors}) for one in found]
    for clause, said in readings(doc):
        sure = said.commitment >= SURE["commitment"] and not _taken(clause, taken)
        if not sure or supposed(clause.head) or seen_by_others(doc, clause) or says_nothing(clause):
            continue
        if not _foretold(doc, clause.head) and ahead(clause) and not of_another(doc, clause, _act(clause)):
            grounded = not obliges(clause) and not _announced(doc, clause.head)
            yield Bond(
                clause.head, clause.holders, _act(clause), _terms(doc, clause), list(clause.tokens), "",
                again(clause.head), RULE, _worth(said.commitment, grounded),
            )  # fmt: skip


@cache
def _promising() -> frozenset[str]:
    """The verbs of promising, which the rules for commitments read; to agree is a stance as well."""
    return frozenset(row["word"] for row in table("commitments") if row["class"] == "verb") - {"agree"}


def _of_a_demand(clause: Candidate) -> bool:
    return any(t.lemma in ("demand", "insistence") and t.dep in ("dobj", "pobj") for t in clause.tokens)


def _told_otherwise(verb: Token) -> bool:
    """Whether a clause is what somebody promises or threatens, which is no stance but a commitment or a threat."""
    above = verb.head if verb.dep in ("xcomp", "conj") else verb
    return verb.lemma in _promising() or (verb.dep == "xcomp" and above.lemma in _promising() | {"threaten"})


def _foretold(doc: Doc, verb: Token) -> bool:
    """Whether the writer reckons what will come of an act: `by signing, both sides will reduce tensions`."""
    if doc.author is not None or doc.statement_of(verb) is not None or "will" not in auxiliaries(verb):
        return False
    return any(c.lower in ("by", "given") and c.i < verb.i and child_of(c, "pcomp") for c in verb.children)


def _in_passing(doc: Doc, verb: Token) -> bool:
    """Whether nobody says it: `no reason to expect that they will give it up`, `the steps that they will take`."""
    if doc.author is not None or doc.statement_of(verb) is not None:
        return False
    expected = verb.dep == "ccomp" and verb.head.lemma in word_class("supposing")
    return expected or (verb.dep == "relcl" and "will" in auxiliaries(verb))


def _arranged(doc: Doc, verb: Token) -> bool:
    """Whether the reporter tells what is laid down for a party, which it may be bound to: `are to negotiate`."""
    told = doc.author is None and doc.statement_of(verb) is None
    return told and verb.lemma == "be" and any(c.dep == "xcomp" and "to" in auxiliaries(c) for c in verb.children)


def _taken(clause: Candidate, taken: list[tuple[set[int], set[str]]]) -> bool:
    """Whether a rule speaks of a clause's words and holder."""
    inside, sides = {token.i for token in clause.tokens}, {one.side for one in clause.holders}
    return any(words & inside and (sides & held or clause.head.i in words) for words, held in taken)


def _act(clause: Candidate) -> Token:
    """What is to be done: the infinitive or the clause below a verb of will, else the verb itself."""
    below = child_of(child_of(clause.head, "acomp") or clause.head, "xcomp", "ccomp")  # `is willing to`
    return below if below is not None and below.i > clause.head.i and child_of(clause.head, *SUBJECTS) else clause.head


def _terms(doc: Doc, clause: Candidate) -> Terms:
    terms = terms_of(doc, clause.head)
    act = _act(clause)
    return terms if terms.text or act is clause.head else terms_of(doc, act)


def _arms_announced(verb: Token, issue: Issue) -> bool:
    """Whether somebody only announces what he will do in arms: `will hold military drills in August`."""
    shown = word_class("arming") | {"launch", "deployment"}
    of_arms = any(word.rstrip("s") in shown for word in issue.name.split()) and not negations(verb)
    return of_arms and verb.lemma in ARMED and bool(set(auxiliaries(verb)) & {"will", "'ll", "to"})


def _announced(doc: Doc, verb: Token) -> bool:
    """Whether the reporter tells what will be, in nobody's words: `the two leaders will sit down on Friday`."""
    return doc.author is None and doc.statement_of(verb) is None and bool(set(auxiliaries(verb)) & {"will", "'ll"})


def _worth(sure: float, grounded: bool) -> float:
    return round((WORTH if grounded else DOUBTED) * sure, 2)
