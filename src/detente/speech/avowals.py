"""What an official document or a letter avows: sentences that take a position in the voice of who issues it."""

from __future__ import annotations

from collections.abc import Iterator

from detente.doc import SUBJECTS, Doc, Token
from detente.modality import auxiliaries
from detente.records import SpeechAct
from detente.speech.cues import words
from detente.speech.issuers import Issuer
from detente.speech.speakers import FIRST_PERSON
from detente.speech.voices import Voiced
from detente.syntax import child_of


def avowals(doc: Doc, issuer: Issuer | None) -> Iterator[Voiced]:
    """Yield the sentences of an official document that take a position; those that give background are left out.

    A position is a demand on anyone (`must`, `should`), a performative or a commitment of the author, or a judgement.
    """
    if issuer is None:
        return
    for number, (first, last) in enumerate(doc.sentences):
        act = _avowed(doc, first, last)
        if act is not None:
            start, end = doc.bounds(number)
            start = max(start, issuer.start)
            start += len(doc.text[start:end]) - len(doc.text[start:end].lstrip())
            while end > start and doc.text[end - 1] in ".;: ":
                end -= 1
            yield Voiced((start, end), None, None, "avowal in an official document", 0.7, act)


def _avowed(doc: Doc, first: int, last: int) -> SpeechAct | None:
    """The speech act of a sentence in the author's own voice, or None for background."""
    for verb in doc.tokens[first:last]:
        if verb.pos not in ("VERB", "AUX") or verb.dep in ("aux", "auxpass") or not _main(verb):
            continue
        helpers = auxiliaries(verb)
        subject = child_of(verb, *SUBJECTS)
        shared = child_of(verb.head, *SUBJECTS) if verb.dep == "conj" and subject is None else subject
        if any(h in ("must", "should", "shall", "ought") for h in helpers):
            return "directive"
        if "will" in helpers and verb.lemma == "have" and child_of(verb, "xcomp") is not None:
            return "directive"  # `those responsible will have to answer`
        if any(h in ("can", "could", "may") for h in helpers) and _denied(verb):
            return "assertive"
        if (
            shared is not None
            and shared.lower in FIRST_PERSON
            and child_of(verb, "neg") is not None
            and "have" in helpers
        ):
            return "assertive"
        judged = _judgement(verb)
        if judged is not None and (_own(doc, shared) or (judged != "commissive" and not _actor(doc, shared))):
            return judged
        if shared is None or not _own(doc, shared):
            if "will" in helpers and shared is not None and shared.pos == "PROPN" and not _possessed(shared):
                return "commissive"
            continue
        if "will" in helpers:
            return "commissive"
        performed = words("performative").get(verb.lemma)
        if performed is not None and (verb.tag in ("VBP", "VBZ", "VBG", "VB") or shared.lower in FIRST_PERSON):
            return performed
    return None


def _denied(verb: Token) -> bool:
    """Whether something is said not to be possible: `cannot be imposed`, `there can be no military solution`."""
    return child_of(verb, "neg") is not None or any(
        g.lower == "no" for c in verb.children if c.dep in (*SUBJECTS, "attr", "dobj") for g in c.children
    )


def _main(verb: Token) -> bool:
    """Whether a verb is that of a main clause of its sentence."""
    while verb.dep == "conj" and verb.head.pos in ("VERB", "AUX"):
        verb = verb.head
    return verb.dep in ("ROOT", "parataxis") or (verb.dep == "ccomp" and verb.i < verb.head.i)


def _judgement(verb: Token) -> SpeechAct | None:
    """The act of a judgement that the verb `be` joins to its subject: `are unacceptable`, `is committed to`."""
    said = [verb, *(c for c in verb.children if c.dep in ("acomp", "attr", "advmod"))]
    return next((act for word in said if (act := words("judgement").get(word.lower)) is not None), None)


def _own(doc: Doc, subject: Token | None) -> bool:
    """Whether the author speaks of themselves or their own side."""
    if subject is None:
        return False
    if subject.lower in FIRST_PERSON or any(c.dep == "poss" and c.lower in FIRST_PERSON for c in subject.children):
        return True
    mention = doc.mention_of(subject)
    if mention is not None and doc.author_codes:
        country = doc.author_codes.split()[0]
        return any(code.split()[:1] == [country] for code in mention.codes)
    return subject.pos == "PROPN" and not _possessed(subject)


def _actor(doc: Doc, subject: Token | None) -> bool:
    """Whether someone else is the subject: `President Kagame was grateful` is no judgement of the author's."""
    return subject is not None and (subject.pos in ("PROPN", "PRON") or doc.mention_of(subject) is not None)


def _possessed(noun: Token) -> bool:
    return child_of(noun, "poss") is not None
