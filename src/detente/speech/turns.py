"""The quotations of an article as turns: who speaks in each, and to whom, as far as the text tells."""

from __future__ import annotations

from dataclasses import dataclass

from detente.actors import gazetteer
from detente.actors.agents import lexicon
from detente.doc import SUBJECTS, Doc, Token
from detente.records import Statement

SAYING = lexicon("saying")
NOBODY_IN_PARTICULAR = lexicon("an audience")
LETTERS = lexicon("a letter")
ADDRESSING = frozenset({"to", "at"})


@dataclass(frozen=True, slots=True)
class Turn:
    """A quotation, who says it, and to whom as far as its own sentence tells."""

    start: int
    end: int
    speaker: str | None
    addressee: str | None
    cue: Token | None
    why: str


def turns_of(doc: Doc) -> list[Turn]:
    """The quotations of a Doc in order, each with its speaker where that is known."""
    turns: list[Turn] = []
    for start, end in doc.quotations:
        statement = _of_quotation(doc, start, end)
        before = turns[-1] if turns else None
        if statement is not None and not (
            before is not None and _closed_before(doc, statement, end) and _goes_on(doc, before, start)
        ):
            cue = doc.tokens[doc.token_at(statement.cue_start)] if statement.cue_start is not None else None
            speaker = statement.speaker or _doer_before(doc, start)
            to_whom = _single(statement.addressee) or _addressed(doc, cue)
            turns.append(Turn(start, end, speaker, to_whom, cue, "speaker of the quotation"))
            continue
        sayer = _sayer(doc, start, end)
        if sayer is not None:
            turns.append(Turn(start, end, sayer, None, None, "subject of the saying verb"))
        elif before is not None and _goes_on(doc, before, start):
            turns.append(Turn(start, end, before.speaker, before.addressee, None, "speaker of the quotation before"))
        else:
            turns.append(Turn(start, end, None, None, None, ""))
    return turns


def _sayer(doc: Doc, start: int, end: int) -> str | None:
    """The one person who is the subject of a verb of saying outside the quotation, in its sentence."""
    number = doc.tokens[doc.token_at(start)].sentence
    subjects = [
        t for t in doc.words(number)
        if t.dep in SUBJECTS and t.start > end and t.head.lemma in SAYING and not doc.quoted(t.start)
    ]  # fmt: skip
    found = {m.actors for t in subjects if (m := doc.mention_of(t)) is not None}
    name = next(iter(found))[0] if len(found) == 1 and subjects else None
    return name if name is not None and is_person(doc, name) else None


def _of_quotation(doc: Doc, start: int, end: int) -> Statement | None:
    """The direct statement that a quotation, or a part of it, is of; None where it nests one within another."""
    words = doc.between(start, end)
    middle = words[len(words) // 2] if words else None
    found = [doc.statement_of(t) for t in (words[0], middle, words[-1]) if t is not None] if words else []
    direct = [s for s in found if s is not None and s.kind != "indirect"]
    return direct[0] if direct else None


def _closed_before(doc: Doc, statement: Statement, end: int) -> bool:
    """Whether a quotation ends a sentence before the one in which another quotation is given to its speaker."""
    cue = statement.cue_start
    if cue is None or cue < end or doc.text[end - 1] not in ".!?":
        return False
    return any(start > cue for start, _ in statement.spans) and doc.token_at(end) != doc.token_at(cue)


def _goes_on(doc: Doc, before: Turn, start: int) -> bool:
    """Whether a quotation goes on with the one before: same paragraph, and nobody else does a thing in between."""
    between = doc.text[before.end : start]
    if before.speaker is None or "\n" in between:
        return False
    doers = [t for t in doc.between(before.end, start) if t.dep in SUBJECTS]
    mentions = [m for t in doers if (m := doc.mention_of(t)) is not None]
    others = [m for m in mentions if m.actors != (before.speaker,)]
    return not others and len(mentions) == len(doers) and doc.text[start - 1 : start] in "\"“'‘”"


def _doer_before(doc: Doc, start: int) -> str | None:
    """The one person who is the subject of the sentence before a quotation: `Yemane smiled. "..."`."""
    first = doc.token_at(start)
    number = doc.tokens[first].sentence
    for sentence in (number, number - 1):
        if sentence < 0:
            return None
        subjects = [t for t in doc.words(sentence) if t.i < first and t.dep in SUBJECTS and not doc.quoted(t.start)]
        if subjects:
            mention = doc.mention_of(subjects[-1])
            name = mention.actors[0] if mention is not None and len(mention.actors) == 1 else None
            return name if name is not None and is_person(doc, name) else None
    return None


def _single(name: str | None) -> str | None:
    """One addressee who is somebody: not `reporters`, not several."""
    if name is None or ";" in name or NOBODY_IN_PARTICULAR & set(name.lower().split()):
        return None
    return name


def _addressed(doc: Doc, cue: Token | None) -> str | None:
    """Who is spoken to by what hangs on the cue: `shouted at X`, `wrote in a letter to X`."""
    if cue is None:
        return None
    heads = [cue, *(t for t in cue.subtree() if t.lemma in LETTERS and not doc.quoted(t.start))]
    for head in heads:
        for child in head.children:
            if child.dep in ("prep", "dative") and child.lower in ADDRESSING and not doc.quoted(child.start):
                targets = [doc.mention_of(t) for t in child.children if t.dep == "pobj"]
                if len(targets) == 1 and targets[0] is not None and len(targets[0].actors) == 1:
                    return _single(targets[0].actors[0])
    return None


def is_person(doc: Doc, name: str) -> bool:
    """Whether a speaker is a person: known, or named and taken for no body, or one who is only described."""
    if ";" in name:
        return False
    entry = gazetteer.known(name, doc.article.date)
    if entry is not None:
        return entry.kind == "person"
    return any(m.actors == (name,) and m.form in ("name", "title") for m in doc.mentions)
