"""Which clauses cannot take the stance, make the threat or give the promise that the trained reader finds in them.

The reader was trained on passages in which parties take stances all the time. News is mostly about other things, so
what the grammar alone rules out is not left to it: what others hope or fear of a party, questions, words on nothing,
an offer without its carrot, a promise of what is done already.
"""

from __future__ import annotations

from functools import cache

from detente.codebook import table
from detente.doc import SUBJECTS, Doc, Token
from detente.modality import auxiliaries, conditional
from detente.parties import parties, same_side
from detente.stances.bargaining import plays
from detente.stances.candidates import Candidate
from detente.stances.polarity import asked, governing, imagined, whether, word_class
from detente.stances.stance import entries
from detente.stances.stand import holders
from detente.syntax import child_of, passive, subject_of

OBLIGED = frozenset({"must", "should", "ought", "need", "needs"})
AHEAD = frozenset({"will", "would", "'ll", "shall", "wo", "to"})
SILENT = frozenset({"comment", "elaborate", "refer", "interview"})
FIRST = frozenset({"i", "we"})
POINTING = frozenset({"this", "that", "it", "there", "which", "what"})
SUFFERING = frozenset(
    {"face", "pay", "suffer", "risk", "meet", "regret", "bear", "lose", "get", "have", "receive", "keep"}
)


def supposed(verb: Token) -> bool:
    """Whether a clause only supposes or asks: `if the world sees that they are reluctant`, `will he face it?`."""
    return conditional(verb) or whether(verb) or imagined(verb) or asked(verb)


def seen_by_others(doc: Doc, clause: Candidate) -> bool:
    """Whether it is what others hope, fear or make of the holder: `they hoped that Beijing would abide by it`."""
    if doc.author is not None or doc.statement_of(clause.head) is not None:
        return False
    verb = clause.head
    while verb.dep == "conj" and verb.head.pos in ("VERB", "AUX") and child_of(verb, *SUBJECTS) is None:
        verb = verb.head
    if verb.dep != "ccomp" or verb.head.i > verb.i:
        return False
    thinker = subject_of(verb.head)
    if thinker is not None and thinker.lemma in word_class("supposing"):
        return True  # `the hope was that`
    thinkers = holders(doc, thinker)
    return bool(thinkers) and not any(same_side(one, other) for one in thinkers for other in clause.holders)


def says_nothing(clause: Candidate) -> bool:
    """Whether nothing is said of any matter: `declined to comment`, `I just don't want to comment`."""
    verbs = {clause.head.lemma, *(c.lemma for c in clause.head.children if c.dep in ("xcomp", "ccomp", "dobj"))}
    asked_for = word_class("told on request")
    untold = any(t.lemma in asked_for for v in clause.head.children for t in (v, *v.children) if t.dep == "dobj")
    return bool(verbs & SILENT) or (
        untold and bool({"decline", "refuse"} & {clause.head.lemma, clause.head.head.lemma})
    )


def points_only(clause: Candidate) -> bool:
    """Whether the subject of what is said is left to what was said before: `this will not work at the council`."""
    subject = child_of(clause.head, *SUBJECTS)
    return subject is not None and subject.lower in POINTING and subject.pos in ("PRON", "DET")


def obliges(clause: Candidate) -> bool:
    """Whether it says what somebody ought to do: `North Korea should halt its launches`."""
    head = clause.head
    below = [c for c in head.children if c.dep == "xcomp"] if head.lemma in ("have", "need") else []
    return bool(set(auxiliaries(head)) & OBLIGED or below)


def asks(clause: Candidate) -> bool:
    """Whether its verb asks somebody to do it: `has urged China to cut its trade`."""
    head = clause.head
    directive = any(e.mode in ("ask", "asks", "wants") for e in entries("v").get(head.lemma, ()))
    return directive or governing().get(head.lemma) == "voids"


def of_another(doc: Doc, clause: Candidate, act: Token | None = None) -> bool:
    """Whether the act told is that of another party than the holder, as in `they would bring danger to China`.

    `act`: the verb of the act, where it is not the head of the clause (`Turkey announced that both would hold talks`).
    """
    subject = child_of(act or clause.head, *SUBJECTS)
    if subject is None or (subject.pos == "PRON" and subject.lower in FIRST):
        return False
    doers = [doer for doer in holders(doc, subject) or parties(doc, subject) if doer.name[:1].isupper()]
    if doers:
        return not any(same_side(one, other) for one in doers for other in clause.holders)
    told = doc.statement_of(clause.head) is not None
    return told and subject.pos == "PRON" and subject.lower in ("he", "she", "they", "you")


def suffered(clause: Candidate) -> bool:
    """Whether it is something that befalls its subject: `Russia would be hit`, `they will pay dearly`."""
    return passive(clause.head) or clause.head.lemma in SUFFERING


def names_one(clause: Candidate, kind: str) -> bool:
    """Whether a clause names a threat or a benefit: a demand that is dropped is neither."""
    role = "stick" if kind == "threat" else "carrot"
    words = word_class("penalty") | word_class("menace") if kind == "threat" else word_class("benefit")
    return any(plays(t, role) or t.lemma in words or t.lemma == kind for t in clause.tokens)


@cache
def binding() -> frozenset[str]:
    """The verbs by which somebody binds himself: `promised`, `affirmed`."""
    rows = [row for row in table("commitments") if row["class"] == "verb" or row["word"].endswith("affirm")]
    return frozenset(row["word"] for row in rows)


def ahead(clause: Candidate) -> bool:
    """Whether what is told lies ahead of it: `will reopen`, `to reopen`, and not `uses sanctions`, `has decided`."""
    head = clause.head
    if set(auxiliaries(head)) & AHEAD or head.tag == "VB" or head.pos not in ("VERB", "AUX"):
        return True
    if head.lemma in binding():
        return True
    below = child_of(child_of(head, "acomp") or head, "xcomp", "ccomp")
    return below is not None and below.i > head.i
