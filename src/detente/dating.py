"""When a claim is of: the time that its words give, that of its article, or none where the text puts it before both."""

from __future__ import annotations

from typing import Literal, TypedDict

from detente.doc import Doc, Token, When
from detente.modality import before_the_story


class Dated(TypedDict):
    """The fields of a record that say when."""

    date_start: str | None
    date_end: str | None
    when: str | None
    days: int | None
    date_from: Literal["text", "article"] | None


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
        if when.unit == "year" and _names_a_thing(doc.tokens[when.first : when.last]):
            continue
        if any(t.dep == "pobj" and t.head.lower == "for" for t in doc.tokens[when.first : when.last]):
            continue  # `renewed its truce for October`: the truce is for then
        verb, nominal = _verb_over(doc.tokens[when.first : when.last])
        rank = abs(verb.i - token.i), nominal
        if verb.i in chain and (best is None or rank < best[0]):
            best = rank, when
    return told_time(best[1]) if best is not None else of_article(today)


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
    start = token
    statement = doc.statement_of(token)
    if statement is not None and statement.kind != "direct" and statement.cue_start is not None:
        start = doc.tokens[doc.token_at(statement.cue_start)]  # `wrote that he had gone mad` is told of the day
    for verb in (start, *(above for above in start.ancestors() if above.pos in ("VERB", "AUX"))):
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
    words = {when.first: doc.tokens[when.first : when.last] for when in shared}
    shared = [w for w in shared if _verb_over(words[w.first])[0].i in heads and not _names_a_thing(words[w.first])]
    return shared[-1] if shared else None


def _present(verb: Token) -> bool:
    tenses = {c.tag for c in verb.children if c.dep in ("aux", "auxpass")} or {verb.tag}
    return bool(tenses & {"VBZ", "VBP", "MD"})


def of_article(day: str | None) -> Dated:
    """The fields of a record that is of the day of its article, where that has one."""
    known: Literal["article"] | None = "article" if day else None
    return {"date_start": day, "date_end": day, "when": None, "days": None, "date_from": known}


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


def _names_a_thing(words: list[Token]) -> bool:
    """Whether a year only says which thing is meant: `a violation of the 1977 protocols`, `since the 2022 invasion`.

    One at or in which something was done dates it: `promised in the 2005 statement`.
    """
    inside = {word.i for word in words}
    noun = next((w.head for w in words if w.head.i not in inside), words[0])
    if noun.pos not in ("NOUN", "PROPN") or any(w.dep == "pobj" for w in words):
        return False
    place = noun.head
    return not (noun.dep == "pobj" and place.lower in ("in", "at", "during", "under") and place.head.pos == "VERB")


def _verb_over(words: list[Token]) -> tuple[Token, bool]:
    """The verb above a time, and whether a noun stands between them."""
    token, inside, nominal = words[-1], {word.i for word in words}, False
    while token.pos not in ("VERB", "AUX") and token.head is not token:
        token = token.head
        nominal |= token.pos in ("NOUN", "PROPN") and token.i not in inside
    return token, nominal
