"""Commitments: who binds themselves to do what, for whom, by when, on what condition, and whether it was kept.

`state` is `pending` while the deadline lies ahead or there is none; `kept` and `broken` only where the same words say
so (`kept its promise to`); `unknown` where the deadline has passed and the text does not say. `topic` is the issue of
the act; when an outsider to a war promises to end it, that is its role in the peace process.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from detente.codebook import table
from detente.dating import done
from detente.doc import SUBJECTS, Doc, Token, When
from detente.modality import auxiliaries, conditional
from detente.parties import Party, joined, parties, same_side, told
from detente.records import Commitment
from detente.stances.accorded import accorded, stand_in
from detente.stances.bargaining import harmful
from detente.stances.by_reader import bonds_read
from detente.stances.clauses import core, phrase, text_of, top_of
from detente.stances.deadlines import day_of, deadline
from detente.stances.issues import issue_of
from detente.stances.mediating import topic_of
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
    acts = {bond.act.i for bond in ruled}
    read = [bond for bond in bonds_read(doc, ruled) if bond.act.i not in acts]
    for bond in sorted((*ruled, *read), key=lambda b: b.word.i):
        if bond.act.i in seen:
            continue
        seen.add(bond.act.i)
        other = second_subject(doc, bond.act)
        own = [t for t in act_words(bond.act) if other is None or t.i < other.i - 1]
        what = _without([*_doer(doc, bond.act), *own], bond.terms)
        due = deadline(doc, bond)
        actor = bond.actors[0]
        topic = topic_of(doc, bond.act, actor)
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
            deadline=day_of(due, bond, done(doc, bond.word)["when"]),
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
    if token.pos in ("VERB", "AUX"):
        yield from accorded(doc, token)


# ---------------------------------------------------------------- the rules


def _promised(doc: Doc, verb: Token) -> Iterator[Bond]:
    """`promised to withdraw`, `pledged $1bn in aid to`, `agreed to release`, `guaranteed that it would`."""
    if _void(verb):
        return
    actors = holders(doc, agent_of(verb)) or stand_in(doc, agent_of(verb))
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
    if verb.lemma in ("commit", "recommit", "consent"):
        found += objects_of(verb, "to")
    given = child_of(verb, "dobj")
    if given is not None and found and given.i < found[0].i and passive(found[0]) and found[0].dep == "xcomp":
        found = []  # `pledged $100 million, to be paid in instalments`
    if not found and verb.lemma in ("promise", "pledge", "guarantee", "vow"):
        found = [c for c in verb.children if c.dep == "dobj" and c.pos in ("NOUN", "NUM") and c.lemma not in _sticks()]
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
    if noun.dep == "dobj" and governing().get(noun.head.lemma) == "doubts":
        return  # `began to doubt its commitment to finalizing a deal`
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
