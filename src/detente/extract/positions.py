"""Positions: who stands where on what is at issue, from verbs, nouns and adjectives of stance, demands and refusals.

A position is recorded only for a party that the text identifies, on an issue that `data/issues.csv` knows, or on an act
demanded of another party. Stance words are read by `detente.stance`, issues are named by `detente.issues`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.doc import SUBJECTS, Doc, Token
from detente.issues import Issue, dependents, issue_of, named, role_of
from detente.parties import Party, dated, parties, same_side, speaker_at, told
from detente.records import Position, Stance
from detente.stance import (
    Entry,
    entries,
    entry_of,
    force,
    governing,
    governors,
    holder_of,
    light_verbs,
    matters,
    negations,
    stance_of,
    terms_of,
    unreal,
)
from detente.syntax import auxiliaries, child_of, noun_phrase, objects_of, question, stretch, subject_of

PROPOSALS = frozenset({"proposal", "plan", "offer", "initiative", "idea", "suggestion", "draft", "call", "deal", "roadmap"})
OWNED = PROPOSALS | {"demand", "position", "statement", "letter", "message", "condition", "term", "government", "side", "list"}
OBLIGED = frozenset({"must", "should", "ought", "shall", "need", "have"})
BEGIN = frozenset({"start", "begin", "resume", "hold", "open", "launch", "restart", "enter", "meet", "host"})
AWAY = frozenset({"back", "away", "aside", "down", "out"})


@dataclass(frozen=True, slots=True)
class Stand:
    """A stance as a rule found it, before its parties are told apart."""

    word: Token
    holders: tuple[Party, ...]
    issue: Issue
    stance: Stance
    condition: str | None
    tokens: tuple[Token, ...]
    rule: str
    confidence: float


def extract(doc: Doc) -> Iterator[Position]:
    """Yield a position for each party, in the order of the text, each claim once."""
    seen: set[tuple[str, str, str, int]] = set()
    for stand in sorted(_stands(doc), key=lambda s: (min(t.i for t in s.tokens), s.word.i)):
        start, end = stretch(_between(doc, stand.tokens), doc.text)
        for party in stand.holders:
            key = (party.name, stand.issue.name, stand.stance, -1 if "noun" in stand.rule else stand.word.sentence)
            if key in seen or ("noun" in stand.rule and any(k[:3] == key[:3] for k in seen)):
                continue
            seen.add(key)
            yield Position(
                article=doc.article.id,
                start=start,
                end=end,
                actor=party.name,
                actor_code=party.code,
                side=party.name,
                issue=stand.issue.name,
                instrument=stand.issue.instrument,
                stance=stand.stance,
                condition=stand.condition,
                basis="statement" if doc.statement_at(stand.word.start) else "report",
                rule=stand.rule,
                confidence=stand.confidence,
                **dated(doc, stand.word),
                **told(doc, stand.word),
            )


def _stands(doc: Doc) -> Iterator[Stand]:
    verbs, nouns, adjectives = entries("v"), entries("n"), entries("a")
    for token in doc.tokens:
        if token.lower in adjectives and token.dep in ("acomp", "attr", "ROOT", "ccomp", "conj", "oprd", "amod", "advcl", "xcomp"):
            found = list(_by_adjective(doc, token))
            if found:
                yield from found
                continue
        if token.pos == "VERB":
            if token.lemma in verbs:
                yield from _by_verb(doc, token)
            yield from _by_mood(doc, token)
        elif token.lemma in nouns and token.pos == "NOUN":
            yield from _by_noun(doc, token)
        elif token.pos == "AUX" and token.dep not in ("aux", "auxpass"):
            yield from _by_mood(doc, token)


# ---------------------------------------------------------------- words of stance


def _by_verb(doc: Doc, verb: Token) -> Iterator[Stand]:
    entry = entry_of(verb, "v")
    if entry is None or not entry.stance and not negations(verb):
        return
    if _carries(verb, entry) or unreal(verb):
        return
    said = force(verb)
    if said is None:
        return
    top = _top(verb)
    holder = holder_of(verb) or subject_of(top)
    who = _holders(doc, holder)
    if not who:
        return
    terms, mark = terms_of(doc, verb)
    stance = stance_of(entry, verb, said, terms, mark)
    if stance is None:
        return
    for matter in matters(entry, verb):
        issue = _issue_for(doc, entry, verb, matter, who)
        if issue is None:
            continue
        rule = f"verb {entry.word}" if verb.dep != "amod" else f"noun phrase -{verb.lower}"
        final = _backed(doc, entry, stance, matter, who)
        if entry.mode == "condition":
            terms = next((_words(doc, o) for o in objects_of(verb, "on", "upon")), terms)
        tokens = (*_core(verb, top), *_phrase_of(holder, verb), *_phrase(matter))
        if verb.dep == "amod":
            tokens = tuple(_phrase(matter))
        yield Stand(verb, who, issue, final, terms, tokens, rule, 0.8 if issue.known else 0.6)


def _carries(verb: Token, entry: Entry) -> bool:
    """Whether the verb only carries the stance of a word below it: `refused to accept`, `offered support for`."""
    for child in verb.children:
        if child.dep == "xcomp" and "inf" in entry.reads and entry.mode not in ("ask", "asks", "wants"):
            if entry_of(child, "v") is not None and governing().get(verb.lemma):
                return True
        if child.dep == "dobj" and child.lemma in entries("n") and verb.lemma in light_verbs():
            return not _another_has(child)
    return False


def _another_has(noun: Token) -> bool:
    return any(c.dep in ("poss", "compound", "amod") and (c.pos == "PROPN" or c.entity) for c in noun.children)


def _by_noun(doc: Doc, noun: Token) -> Iterator[Stand]:
    entry = entry_of(noun, "n")
    if entry is None:
        return
    found = [(m, i) for m in matters(entry, noun) if (i := issue_of(doc, m)) is not None]
    if not found:
        return
    owner = next((c for c in noun.children if c.dep in ("poss", "compound", "amod", "nmod") and parties(doc, c)), None)
    owner = owner or next(iter(objects_of(noun, "by", "from")), None)
    carrier, turns = _carrier(noun)
    terms, mark = terms_of(doc, carrier) if carrier else (None, None)
    for matter, issue in found:
        if carrier is not None and (owner is None or owner.tag == "PRP$"):
            said = force(carrier)
            if unreal(carrier) or said is None:
                return
            if said == "affirmed" and negations(noun):
                said = "unsaid"
            subject = holder_of(carrier)
            who = _holders(doc, subject)
            stance = _turned(entry, turns, said, terms, mark, carrier)
            if not who or stance is None:
                return
            final = _backed(doc, entry, stance, matter, who)
            tokens = (*_core(carrier, _top(carrier)), *_phrase_of(subject, carrier), noun, *_phrase(matter))
            yield Stand(carrier, who, issue, final, terms, tokens, f"{carrier.lemma} {entry.word}", 0.8)
        elif owner is not None and entry.mode != "light" and not _denied_existence(noun):
            who = parties(doc, owner)
            stance = stance_of(entry, noun, "affirmed", None, None)
            if stance is None:
                return
            final = _backed(doc, entry, stance, matter, who)
            tokens = (*_phrase(owner), noun, *_phrase(matter))
            yield Stand(noun, who, issue, final, None, tokens, f"noun {entry.word}", 0.7)


def _denied_existence(noun: Token) -> bool:
    return any(c.lower == "no" for c in noun.children)


def _carrier(noun: Token) -> tuple[Token | None, str]:
    """The verb that expresses a stance noun or takes it back, and what the taking back turns the stance into."""
    verb = noun.head
    if noun.dep == "pobj":
        verb = noun.head.head
    elif noun.dep not in ("dobj", "nsubjpass"):
        return None, ""
    near = {c.lower for c in verb.children if c.dep in ("prt", "advmod", "prep")}
    for needs, turns in light_verbs().get(verb.lemma, ()):
        if (needs and needs & near) or (not needs and noun.dep != "pobj"):
            return verb, turns
    return None, ""


def _turned(entry: Entry, turns: str, said: str, terms: str | None, mark: str | None, carrier: Token) -> Stance | None:
    if not turns:
        return stance_of(entry, carrier, said, terms, mark)  # type: ignore[arg-type]
    if said != "affirmed":
        return stance_of(entry, carrier, "affirmed", terms, mark)
    return "reject" if entry.stance == "accept" else "open"


def _by_adjective(doc: Doc, token: Token) -> Iterator[Stand]:
    entry = entry_of(token, "a", token.lower)
    if entry is None or not entry.stance or unreal(token):
        return
    verb = token.head if token.dep in ("acomp", "attr", "oprd") else token
    said = force(token)
    if said is None:
        return
    if entry.mode == "verdict":
        holder = next(iter(objects_of(token, "to", "for")), None)
        who = _holders(doc, holder) or speaker_at(doc, token)
    else:
        holder = subject_of(verb) if verb is not token or token.dep != "amod" else token.head
        who = _holders(doc, holder)
    if not who:
        return
    terms, mark = terms_of(doc, token)
    stance = stance_of(entry, token, said, terms, mark)
    if stance is None:
        return
    for matter in matters(entry, token):
        if any(entry_of(matter, "v") and governing().get(token.lower) == "softens" for _ in (0,)):
            continue  # `ready to accept`: the verb below takes the stance
        issue = issue_of(doc, matter)
        if issue is None or issue.name in ("proposal",) and entry.mode != "verdict":
            continue
        if entry.mode == "condition":
            terms = next((_words(doc, o) for o in objects_of(token, "on", "upon")), terms)
        tokens = (*_core(token, verb), *_phrase_of(holder, verb), *_phrase(matter))
        yield Stand(token, who, issue, stance, terms, tokens, f"adjective {entry.word}", 0.8)


# ---------------------------------------------------------------- mood: must, will, might


def _by_mood(doc: Doc, verb: Token) -> Iterator[Stand]:
    helpers = set(auxiliaries(verb))
    subject = subject_of(verb)
    if subject is None:
        return
    speakers = speaker_at(doc, verb)
    terms, mark = terms_of(doc, verb)
    if not question(verb) and not _governed_by_if(verb):
        if speakers and _obliged(verb, helpers):
            yield from _demanded(doc, verb, subject, speakers)
        elif helpers & {"will", "would", "can", "could", "may", "might", "'ll", "be"} or verb.tag in ("VBP", "VBZ", "VBG"):
            yield from _role(doc, verb, subject, speakers, helpers, terms)
        if speakers and terms and subject.lower in ("nothing", "none") or (terms and _no_progress(subject)):
            if speakers and mark in ("until", "unless", "before", "without", "if"):
                tokens = (verb, *subject.subtree(), *_clause_tail(verb))
                yield Stand(verb, speakers, Issue("negotiations", None, "talks", True), "conditional", terms, tokens, "nothing until", 0.5)
        yield from _willed(doc, verb, subject, speakers, helpers, terms, mark)


def _no_progress(subject: Token) -> bool:
    return any(c.lower == "no" and c.dep == "det" for c in subject.children) and subject.lemma in (
        "progress", "deal", "agreement", "peace", "settlement", "solution", "breakthrough", "talk", "negotiation"
    )  # fmt: skip


def _governed_by_if(verb: Token) -> bool:
    return any(c.dep in ("mark", "advmod") and c.lower in ("if", "unless", "whether", "when", "once", "until") for c in verb.children)


def _obliged(verb: Token, helpers: set[str]) -> bool:
    if helpers & {"must", "should", "ought", "shall", "need"} and "have" not in helpers:
        return True
    head = verb.head
    if verb.dep == "xcomp" and head.lemma in ("have", "need") and head.pos in ("VERB", "AUX") and not negations(head):
        return True
    return verb.dep == "xcomp" and head.lemma == "afford" and bool(negations(head))


def _demanded(doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...]) -> Iterator[Stand]:
    """`Serbia must withdraw`, `the siege has to end`, said by somebody else than Serbia."""
    targets = parties(doc, subject)
    if (subject.lower in ("i", "we", "you") and subject.pos == "PRON") or any(same_side(t, s) for t in targets for s in speakers):
        return
    issue = _role_issue(verb, targets) or issue_of(doc, verb) or _subject_issue(doc, verb, subject)
    if issue is None and any(t.code for t in targets) and verb.lemma not in VAGUE:
        issue = named(doc, verb)
    if issue is None:
        return
    head = verb.head if verb.dep == "xcomp" else verb
    tokens = (*_core(verb, head), *_phrase_of(subject, head), *_phrase(verb))
    yield Stand(verb, speakers, issue, "demand", None, tokens, "must", 0.75 if issue.known and targets else 0.6)


VAGUE = frozenset({"be", "have", "know", "understand", "see", "think", "remember", "say", "do", "get", "feel", "look", "go"})


def _subject_issue(doc: Doc, verb: Token, subject: Token) -> Issue | None:
    if verb.lemma in ("end", "stop", "continue", "begin", "start", "resume", "include", "lift", "be"):
        return issue_of(doc, subject)
    return None


def _role(
    doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...], helpers: set[str], terms: str | None
) -> Iterator[Stand]:
    """A mediator on its own part in the talks: `the US might step back`."""
    targets = parties(doc, subject)
    issue = _role_issue(verb, targets)
    if issue is None:
        return
    own = [s for s in speakers if any(same_side(s, t) for t in targets)] or ([] if speakers else list(targets))
    if not own:
        return
    if helpers & {"may", "might", "could", "would"}:
        stance: Stance = "no-commitment"
    elif "will" in helpers or verb.tag == "VBG":
        stance = "open" if negations(verb) else "reject"
    else:
        return
    tokens = (*_core(verb, verb), *_phrase_of(subject, verb), *_clause_tail(verb))
    yield Stand(verb, tuple(own[:1]), issue, stance, terms, tokens, "role", 0.7)


def _role_issue(verb: Token, sides: tuple[Party, ...]) -> Issue | None:
    """The issue of a mediator's own part where a verb says that it leaves or keeps it."""
    if not sides:
        return None
    near = {c.lower for c in verb.children if c.dep in ("prt", "advmod")}
    near |= {c.lower for a in verb.children if a.dep == "advmod" for c in a.children}
    from_what = {w.lemma for o in objects_of(verb, "from") for w in o.subtree()}
    talks = {"process", "mediation", "effort", "negotiation", "talk", "role", "diplomacy", "peace"}
    leaves = verb.lemma in ("step", "walk", "back", "pull", "move") and near & AWAY
    leaves = leaves or (verb.lemma in ("distance", "withdraw", "disengage") and from_what & talks)
    leaves = leaves or (verb.lower in ("away", "aside") and "back" in near)  # `back away` as the parser often has it
    if not leaves or (from_what and not from_what & talks):
        return None
    if any(c.dep in ("dobj", "prep") and c.lower not in ("from", "on", "itself", "himself", "themselves", "herself") for c in verb.children):
        return None
    return role_of(_country_name(sides[0]))


def _country_name(party: Party) -> str:
    return party.name


def _willed(
    doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...], helpers: set[str], terms: str | None, mark: str | None
) -> Iterator[Stand]:
    """`will not negotiate`, `would release the hostages only if ...`, `Kyiv and Moscow will start talks`."""
    if not helpers & {"will", "would", "'ll", "can", "could", "shall"} or verb.lemma in {*entries("v"), "afford"}:
        return
    if verb.dep not in ("ROOT", "ccomp", "conj", "parataxis", "relcl", "advcl"):
        return
    who = parties(doc, subject)
    if not who:
        return
    issue = issue_of(doc, verb)
    if issue is None or issue.name in ("sanctions", "military aid", "weapons tests", "agreement", "proposal"):
        return
    tokens = (*_core(verb, verb), *_phrase_of(subject, verb), *_phrase(verb))
    own = not speakers or any(same_side(w, s) for w in who for s in speakers)
    if negations(verb) and own:
        stance: Stance = "conditional" if mark in ("unless", "until", "before", "without") else "reject"
        yield Stand(verb, who, issue, stance, terms, tokens, "will not", 0.7)
    elif terms and own and mark not in ("until", "before", "without", "once") and not negations(verb):
        yield Stand(verb, who, issue, "conditional", terms, tokens, "will if", 0.65)
    elif "will" in helpers and speakers and not own and verb.lemma in BEGIN | {"negotiate"} and issue.instrument:
        if len(who) > 1 or subject.tag in ("NNS", "NNPS", "PRP"):
            yield Stand(verb, speakers, issue, "propose", terms, tokens, "says they will", 0.55)


# ---------------------------------------------------------------- whose, on what


def _holders(doc: Doc, token: Token | None) -> tuple[Party, ...]:
    """The parties of a subject; for `his demands` or `the Egyptian plan` those whose demands and plan they are."""
    if token is None:
        return ()
    found = parties(doc, token)
    if found or token.lemma not in OWNED:
        return found
    owner = next((c for c in token.children if c.dep in ("poss", "compound", "amod")), None)
    return parties(doc, owner)


def _issue_for(doc: Doc, entry: Entry, verb: Token, matter: Token, who: tuple[Party, ...]) -> Issue | None:
    """The issue of a stance verb's matter, where the verb's kind of matter is one of a negotiation."""
    issue = issue_of(doc, matter)
    mode = entry.mode
    if mode in ("ask", "asks", "wants") and matter.pos in ("VERB", "AUX"):
        targets = _targets(doc, verb, matter)
        if any(same_side(t, w) for t in targets for w in who):
            return issue if mode == "wants" else None
        role = _role_issue(matter, targets)
        if role is not None:
            return role
        if issue is None and (mode == "ask" or entry.word in ("ask", "want")) and any(t.code for t in targets):
            return named(doc, matter) if matter.lemma not in VAGUE else None
        return issue
    if issue is None:
        return None
    if mode == "treaty" and issue.instrument is None:
        return None
    if mode in ("proposal", "plan") and not (matter.lemma in PROPOSALS or (mode == "plan" and issue.instrument)):
        return None
    if entry.word in ("block", "cancel", "quit", "scrap", "sign", "adopt", "approve", "present", "conclude", "back", "support", "review", "discuss", "want", "seek", "promote", "explore") and issue.name in ("sanctions", "military aid", "agreement", "elections", "resignation", "borders", "territory"):
        return None
    if entry.stance == "propose" and issue.name in ("military aid", "sanctions", "resignation", "agreement"):
        return None
    return issue


def _targets(doc: Doc, verb: Token, matter: Token) -> tuple[Party, ...]:
    """Who is asked: the object, who `on` names, or the subject of the clause that is asked for."""
    own = child_of(matter, *SUBJECTS) or child_of(verb, "dobj", "dative")
    if own is None and verb.dep != "amod":
        own = next(iter(objects_of(verb, "on", "upon", "to")), None)
    if own is None:
        own = child_of(verb, "nsubjpass")
    return parties(doc, own)


def _backed(doc: Doc, entry: Entry, stance: Stance, matter: Token, who: tuple[Party, ...]) -> Stance:
    """To back what another has put forward is to accept it; to back what nobody else has is to put it forward."""
    if entry.mode == "ask" and stance == "demand" and matter.lemma in ("consider", "explore", "discuss"):
        return "propose"
    if entry.mode != "back" or stance not in ("accept", "propose"):
        return stance
    if matter.lemma in PROPOSALS | {"agreement"}:
        owners = [p for c in matter.children if c.dep in ("poss", "compound", "amod", "nmod") for p in parties(doc, c)]
        definite = any(c.lower in ("the", "this", "that") for c in matter.children)
        if any(not same_side(o, w) for o in owners for w in who) or (definite and not owners):
            return "accept"
    return "propose"


# ---------------------------------------------------------------- the words of the span


def _top(verb: Token) -> Token:
    """The highest verb that governs this one by infinitives alone: `refused` in `refused to rule out`."""
    top = verb
    for word in governors(verb):
        if word.pos in ("ADJ", "NOUN"):
            word = word.head
        if top.dep in ("ccomp", "acl", "relcl") or word.pos not in ("VERB", "AUX"):
            break
        top = word
    return top


def _core(verb: Token, top: Token) -> tuple[Token, ...]:
    found = [verb, top]
    for word in (verb, top):
        found += [c for c in word.children if c.dep in ("aux", "auxpass", "neg", "prt")]
        found += [c for c in word.children if c.dep == "prep" and not c.children]
    return tuple(found)


def _phrase(head: Token) -> Iterable[Token]:
    """The words of a matter: a noun with its modifiers, or a clause, without what merely follows."""
    if head.pos in ("VERB", "AUX"):
        return [head, *_clause_tail(head), *(t for c in head.children if c.dep in SUBJECTS for t in c.subtree())]
    found = noun_phrase(head)
    for child in dependents(head):
        if child.dep == "prep" and child.i > head.i:
            found += child.subtree()
    return found


def _phrase_of(subject: Token | None, verb: Token) -> Iterable[Token]:
    """The subject's words where they stand in this clause; not a subject shared with an earlier clause."""
    if subject is None or abs(subject.i - verb.i) > 25 or subject.sentence != verb.sentence:
        return []
    if subject.head is verb or any(subject.head is g for g in governors(verb)) or subject.dep in ("pobj", "npadvmod"):
        return [t for t in noun_phrase(subject)]
    return []


def _clause_tail(verb: Token) -> list[Token]:
    found: list[Token] = []
    for child in verb.children:
        if child.dep in ("dobj", "prep", "xcomp", "oprd", "prt", "attr", "acomp", "dative", "agent", "aux", "auxpass", "neg", "advmod", "advcl", "ccomp"):
            if child.dep in ("advcl", "ccomp") and child.i < verb.i:
                continue
            found += child.subtree()
    return found


def _between(doc: Doc, tokens: Iterable[Token]) -> list[Token]:
    listed = sorted(tokens, key=lambda t: t.i)
    return [listed[0], listed[-1]]


def _words(doc: Doc, head: Token) -> str:
    tokens = head.subtree()
    return " ".join(doc.text[tokens[0].start : tokens[-1].end].split())
