"""Commitments: who binds themselves to do what, for whom, by when, on what condition, and whether it was kept.

`state` is `pending` while the deadline lies ahead or there is none; `kept` and `broken` only where the same words say
so (`kept its promise to`); `unknown` where the deadline has passed and the text does not say. `topic` is the issue of
the act; when an outsider to a war promises to end it, that is its role in the peace process.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from detente.codebook import table
from detente.dating import done
from detente.doc import SUBJECTS, Doc, Token, When
from detente.modality import auxiliaries, conditional
from detente.parties import Party, joined, parties, same_side, told
from detente.records import Commitment
from detente.stances.bargaining import harmful
from detente.stances.by_reader import bonds_read
from detente.stances.clauses import core, phrase, text_of, top_of
from detente.stances.issues import Issue, issue_of
from detente.stances.mediating import role_of
from detente.stances.polarity import (
    asked,
    force,
    governing,
    governors,
    negations,
    tells_which,
    word_class,
    yet_to_come,
)
from detente.stances.stand import holders
from detente.stances.terms import Terms, terms_of
from detente.stances.willing import Bond, act_words, again, own_subject, reported_will, willed
from detente.syntax import agent_of, child_of, objects_of, passive, stretch, subject_of

RENEWS = frozenset({"renew", "repeat", "reiterate", "reaffirm", "restate", "recommit"})
WILL = frozenset({"will", "'ll", "shall"})
TEN_MONTHS = 300  # days
WEEKDAYS = ("today", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ATTACKS = frozenset(
    {"attack", "invade", "bomb", "shell", "strike", "fight", "occupy", "fire", "bombard", "assault", "storm", "raid"}
)


@cache
def _words(role: str) -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in table("commitments"):
        if row["class"] == role:
            found.setdefault(row["word"], []).append((frozenset(row["with"].split("/")) - {""}, row["state"]))
    return {word: tuple(sorted(rows, key=lambda r: not r[0])) for word, rows in found.items()}


def extract(doc: Doc) -> Iterator[Commitment]:
    """Yield the commitments of an article in the order of the text."""
    seen: set[int] = set()
    ruled = [bond for token in doc.tokens for bond in _read(doc, token)]
    for bond in sorted((*ruled, *bonds_read(doc, ruled)), key=lambda b: b.word.i):
        if bond.act.i in seen:
            continue
        seen.add(bond.act.i)
        other = second_subject(doc, bond.act)
        own = [t for t in act_words(bond.act) if other is None or t.i < other.i - 1]
        what = _without([*_doer(doc, bond.act), *own], bond.terms)
        due = _just_past(_deadline(doc, bond.act), bond.word, doc.article.date)
        actor = bond.actors[0]
        topic = _topic(doc, bond.act, actor)
        cited = [t for t in bond.tokens if other is None or t.i < other.i - 1]
        start, end = stretch((*cited, *bond.terms.tokens), doc.text)
        yield Commitment(
            article=doc.article.id,
            start=start,
            end=end,
            actor=joined(p.side if p.name == doc.author else p.standing for p in bond.actors),
            actor_code=joined(p.code or "" for p in bond.actors),
            what=("not " if negations(bond.act) and not _says_no(what) else "") + text_of(doc, what),
            topic=topic.name if topic else None,
            beneficiary=_beneficiary(doc, bond),
            deadline=_day(due, bond, done(doc, bond.word)["when"]),
            deadline_words=due.words if due else None,
            condition=bond.terms.text,
            repeated=bond.repeated,
            state=_state(doc, bond, due),  # type: ignore[arg-type]
            rule=bond.rule,
            confidence=bond.confidence,
            **done(doc, bond.word),
            **told(doc, bond.word),
        )


def _read(doc: Doc, token: Token) -> Iterator[Bond]:
    if token.dep in ("acomp", "ROOT", "conj", "ccomp") and token.lower in _words("adjective"):
        yield from _committed(doc, token)
    elif token.pos == "VERB" and token.lemma in _words("verb"):
        yield from _promised(doc, token)
    elif token.pos == "NOUN" and token.lemma in _words("noun"):
        yield from _by_noun(doc, token)
    if token.pos in ("VERB", "AUX") and (set(auxiliaries(token)) & WILL or reported_will(doc, token)):
        yield from willed(doc, token)


# ---------------------------------------------------------------- the rules


def _promised(doc: Doc, verb: Token) -> Iterator[Bond]:
    """`promised to withdraw`, `pledged $1bn in aid to`, `agreed to release`, `guaranteed that it would`."""
    if _void(verb):
        return
    actors = holders(doc, agent_of(verb))
    for act in _acts(doc, verb):
        if not actors or (act.pos == "VERB" and not _own(doc, act, actors)):
            continue
        tokens = [*core(verb, top_of(verb)), *own_subject(verb), *phrase(act)]
        repeated = verb.lemma in RENEWS or again(verb)
        yield Bond(verb, actors, act, _terms(doc, verb, act), tokens, "", repeated, verb.lemma, 0.8)
        other = second_subject(doc, act)
        if other is not None:
            theirs = doc.tokens[other.i + 1].head
            words = [*phrase(other), *phrase(theirs)]
            yield Bond(verb, parties(doc, other), theirs, Terms(), words, "", repeated, verb.lemma, 0.7)


def _acts(doc: Doc, verb: Token) -> list[Token]:
    """The acts that a verb of promising binds to: infinitive, that-clause, `to` with a gerund; a thing promised."""
    found = [c for c in verb.children if c.dep in ("xcomp", "ccomp") and c.pos in ("VERB", "AUX") and c.i > verb.i]
    found = [c for c in found if _to_come(c)]
    if verb.lemma == "agree":
        found = [c for c in found if c.lemma not in word_class("vague") or issue_of(doc, c) is not None]
    if verb.lemma in ("commit", "recommit"):
        found += objects_of(verb, "to")
    if not found and verb.lemma in ("promise", "pledge", "guarantee", "vow"):
        found = [c for c in verb.children if c.dep == "dobj" and c.pos == "NOUN" and c.lemma not in _sticks()]
    return [a for act in found[:1] for a in (act, *_joined(act))]


def _to_come(act: Token) -> bool:
    """Whether a clause tells of an act to come: `to withdraw`, `that it would withdraw`; not `that it is ready`."""
    return act.dep == "xcomp" or bool(set(auxiliaries(act)) & {"will", "would", "'ll", "shall", "to"})


@cache
def _sticks() -> frozenset[str]:
    """What is threatened rather than promised: `vowed retaliation`."""
    return frozenset(row["word"] for row in table("inducements") if row["class"] == "stick")


def _joined(act: Token) -> list[Token]:
    alike = [c for c in act.children if c.dep == "conj" and c.tag == act.tag]
    return [c for c in alike if c.pos == "VERB" and child_of(c, *SUBJECTS) is None]


def _committed(doc: Doc, word: Token) -> Iterator[Bond]:
    """`remains committed to withdrawing`: only with an act; to be committed to a thing is a position."""
    if _void(word) or asked(word):
        return
    verb = word.head if word.dep == "acomp" else word
    if verb.lemma in ("appear", "seem", "look", "sound"):
        return  # how somebody strikes others is no promise
    actors = holders(doc, subject_of(verb))
    acts = [o for o in objects_of(word, "to") if o.dep == "pcomp"]
    acts += [c for c in word.children if c.dep == "xcomp" and word.lower == "determined" and not harmful(c)]
    for act in acts if actors else ():
        tokens = [*core(word, verb), *own_subject(verb), *phrase(act)]
        yield Bond(word, actors, act, _terms(doc, word, act), tokens, "", again(verb), "committed to", 0.7)


def _by_noun(doc: Doc, noun: Token) -> Iterator[Bond]:
    """`kept its promise to withdraw`, `gave assurances that`, `Baku's pledge to`."""
    acts = [c for c in noun.children if c.dep in ("acl", "relcl", "ccomp") and c.tag == "VB"]
    acts = acts or [
        c for c in noun.head.children if noun.dep == "dobj" and c.dep == "ccomp" and "would" in auxiliaries(c)
    ]
    acts = acts or [o for o in objects_of(noun, "to", "of") if o.dep == "pcomp" and o.tag == "VBG"]
    if not acts or any(c.lower == "no" for c in noun.children):
        return
    verb = noun.head.head if noun.dep == "pobj" else noun.head
    near = {c.lower for c in verb.children if c.dep in ("prt", "advmod", "prep", "oprd", "acomp")}
    rows = _words("carrier").get(verb.lemma, ()) if noun.dep in ("dobj", "pobj", "nsubjpass") else ()
    row = next((r for r in rows if (r[0] and r[0] & near) or (not r[0] and noun.dep != "pobj")), None)
    owner = next((c for c in noun.children if c.dep in ("poss", "compound", "amod") and parties(doc, c)), None)
    actors = parties(doc, owner) if owner is not None else ()
    state, repeated = "", bool({"repeated", "renewed"} & {c.lower for c in noun.children})
    tokens = [noun, *phrase(acts[0]), *(phrase(owner) if owner is not None else ())]
    if row is not None:
        if asked(verb) or conditional(verb):
            return
        actors = actors or holders(doc, agent_of(verb))
        state, said = row[1], force(verb)
        if state and said != "affirmed":
            state = "broken" if state == "kept" and said in ("unsaid", "refused") else ""
        elif not state and said != "affirmed":
            return
        repeated = repeated or verb.lemma in RENEWS
        tokens += [*core(verb, top_of(verb)), *own_subject(verb)]
    if actors and _own(doc, acts[0], actors):
        yield Bond(
            noun, actors, acts[0], _terms(doc, noun, acts[0]), tokens, state, repeated, f"noun {noun.lemma}", 0.7
        )


def _void(word: Token) -> bool:
    """Whether nobody is bound: a question, a condition, a negation, or what one is asked or expected to promise."""
    if asked(word) or conditional(word) or tells_which(word) or yet_to_come(word) or force(word) != "affirmed":
        return True
    if set(auxiliaries(word)) & {"should", "must", "would", "could", "may", "might", "will"}:
        return True
    return any(governing().get(w.lemma) in ("voids", "softens") for w in governors(word))


# ---------------------------------------------------------------- what is promised


def second_subject(doc: Doc, act: Token) -> Token | None:
    """Another party that the same verb binds: Egypt in `Israel agrees to withdraw and Egypt to recognise it`.

    The parser takes it for one more object of the first act.
    """
    for token in act.subtree():
        after = doc.tokens[token.i + 1] if token.i + 1 < len(doc.tokens) else token
        if token.dep == "conj" and token.pos == "PROPN" and after.lower == "to" and after.tag == "TO":
            verb = after.head
            apart = doc.tokens[token.i - 1].lower == "and" and verb.tag == "VB" and child_of(verb, *SUBJECTS) is None
            if apart and any(p.code for p in parties(doc, token)):
                return token
    return None


def _own(doc: Doc, act: Token, actors: tuple[Party, ...]) -> bool:
    """Whether the act is the promiser's own: it has no other subject than the promiser."""
    subject = child_of(act, *SUBJECTS)
    doers = parties(doc, subject)
    if subject is None or (not doers and subject.lower in ("he", "she", "they", "we", "i", "it", "there")):
        return True
    owned = any(c.tag == "PRP$" for c in subject.children)  # `that their guns would stay silent`
    if (not doers and (passive(act) or owned)) or act.lemma in ("have", "get", "receive", "enjoy"):
        return True
    return any(same_side(d, a) for d in doers for a in actors)


def _says_no(what: list[Token]) -> bool:
    return any(t.lower in ("no", "neither", "none") for t in what)


def _doer(doc: Doc, act: Token) -> list[Token]:
    """The words of a subject that is not who promises: `ten prisoners would be freed`, `the truce would hold`."""
    subject = child_of(act, *SUBJECTS)
    told = (
        subject is not None
        and subject.pos == "NOUN"
        and (passive(act) or not any(p.code for p in parties(doc, subject)))
    )
    return phrase(subject) if told and subject is not None and act.dep != "xcomp" else []


def _without(tokens: list[Token], terms: Terms) -> list[Token]:
    inside = {t.i for t in terms.tokens}
    kept = [t for t in tokens if t.i not in inside]
    last = min((t.i for t in terms.tokens if t.i > tokens[0].i), default=None)
    return [t for t in kept if last is None or t.i < last] or tokens


def _terms(doc: Doc, word: Token, act: Token) -> Terms:
    terms = terms_of(doc, act)
    return terms if terms.text else terms_of(doc, word)


def _deadline(doc: Doc, act: Token) -> When | None:
    """The time by which it is to be done: it lies ahead, in the words of the act itself; a bound before others."""
    inside = {t.i for t in act.subtree()}
    today = doc.article.date
    found = []
    for when in doc.whens:
        if when.last - 1 not in inside or when.first < act.i or when.kind in ("duration", "recurrence"):
            continue
        if not _of_another(doc.tokens[when.last - 1], act):
            ahead = when.days is None or when.days >= 0
            if ahead and (today is None or when.end is None or when.end >= today or when.start is None):
                found.append(when)
    return min(found, key=lambda when: when.kind != "deadline", default=None)


def _just_past(due: When | None, word: Token, today: str | None) -> When | None:
    """The deadline of a promise told in the past: a month without its year that has just gone by, not the next one."""
    if due is None or not today or not due.end or word.tag not in ("VBD", "VBN") or re.search(r"\d{4}", due.words):
        return due
    last = date.fromisoformat(due.end)
    if due.unit == "year" or (last - date.fromisoformat(today)).days < TEN_MONTHS:
        return due
    start = _year_before(due.start) if due.start else None
    return replace(due, start=start, end=_year_before(due.end), ahead=False)


def _year_before(iso: str) -> str:
    day = date.fromisoformat(iso)
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last)).isoformat()


def _of_another(time: Token, act: Token) -> bool:
    """Whether a time stands in a clause about something else: `put off tariffs that were due on Tuesday`."""
    while time is not act and time.head is not time:
        if time.dep == "relcl" or (time.dep == "acl" and time.tag in ("VBN", "VBG")):
            return True
        time = time.head
    return False


def _day(due: When | None, bond: Bond, said: str | None) -> str | None:
    """The day of a deadline. One counted from a condition, or from a promise made earlier, falls on no known day."""
    if due is None:
        return None
    counted = not any(mark in due.words.lower() for mark in ("next", "this", "end of", "by", "until"))
    counted = counted and any(
        due.words.lower().rstrip("s").endswith(u) for u in ("hour", "day", "week", "month", "year")
    )
    counted = counted and not due.words.lower().endswith(WEEKDAYS)
    earlier = bond.repeated or said is not None or bool({"have", "has", "had"} & set(auxiliaries(bond.word)))
    return None if counted and (bond.terms.text or earlier) else due.end or (due.start if due.kind == "since" else None)


def _state(doc: Doc, bond: Bond, due: When | None) -> str:
    if bond.state:
        return bond.state
    today = doc.article.date
    if due is not None and due.end and today and due.end < today:
        return "unknown"
    return "pending"


def _beneficiary(doc: Doc, bond: Bond) -> str | None:
    """For whom: the one to whom it is promised, or whom the act helps."""
    act = bond.act
    near = [
        c
        for c in bond.word.children
        if c.dep == "dative" or (c.dep == "dobj" and bond.word.lemma in ("promise", "assure"))
    ]
    near += objects_of(bond.word, "to") if act.pos == "NOUN" else []
    near += objects_of(act, "to", "for") if act.pos == "NOUN" or act.lemma in _words("benefits") else []
    if act.lemma in _words("benefits"):
        near += [c for c in act.children if c.dep in ("dobj", "dative")]
    found = [p for o in near for p in parties(doc, o) if not any(same_side(p, a) for a in bond.actors)]
    return joined(p.standing for p in found)


def _topic(doc: Doc, act: Token, actor: Party) -> Issue | None:
    """The issue of the act; to end the war of others is a mediator's role."""
    issue = issue_of(doc, act)
    if issue is None or not issue.name.startswith(("end of the war", "mediation")):
        return issue
    return role_of(actor.side) if _outsider(doc, act, actor) else issue


def _outsider(doc: Doc, act: Token, actor: Party) -> bool:
    """Whether the war is not the promiser's own: named after others, or fought here by others and not by this side."""
    named = [p for t in act.subtree() for p in parties(doc, t)]
    if any(p.side == actor.side for p in named):
        return False
    fighting = {
        p.side
        for t in doc.tokens
        if (t.lemma in ATTACKS and t.pos == "VERB") or (t.lemma == "launch" and any(_violent(c) for c in t.children))
        for p in parties(doc, subject_of(t))
    }
    if actor.side in fighting:
        return False
    places = any(t.entity[2:] in ("GPE", "LOC", "NORP") for t in act.subtree())
    return places or bool(named) or bool(fighting)


def _violent(token: Token) -> bool:
    return token.dep == "dobj" and token.lemma in (
        "attack",
        "strike",
        "offensive",
        "invasion",
        "assault",
        "war",
        "raid",
    )
