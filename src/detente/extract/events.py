"""Events: who does what to whom, as PLOVER types, read off the grammar by the codebook of acts.

What an act is and which words are its parties is found in `coding`; here the words become actors, days, a place, a
voice and a span. What has no actor that can be told is a `Dropped`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from detente.acts import act_nouns, contexts, ontology, word_class
from detente.coding import Act, Coder, complements, obliged, owners
from detente.doc import Doc, Token, When
from detente.parties import Party, joined, parties, speaker_at, told
from detente.records import Dropped, Event, Modality
from detente.syntax import (
    auxiliaries,
    clause_of,
    conjuncts,
    noun_phrase,
    objects_of,
    passive,
    question,
    stretch,
    subject_of,
)

NAME = "events"
LOCATING = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "throughout"})
VICTIM_ALONE = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT"})
DISTANT_TENSE = ("have", "had")
CONTEXTS_SHOWN = 2


def extract(doc: Doc) -> Iterator[Event | Dropped]:
    """Yield the events of an article in the order of its text, and what was refused."""
    coder = Coder(doc)
    for number in range(len(doc.sentences)):
        acts = coder.acts(number)
        found: list[Event | Dropped] = []
        for act in acts:
            found.append(_event(doc, act))
        found.extend(_duties(doc, coder, number, acts))
        yield from _once(found)


def _event(doc: Doc, act: Act) -> Event | Dropped:
    span = stretch(_words_of(act), doc.text)
    actors = actors_of(doc, act.agents)
    recipients = tuple(p for p in actors_of(doc, act.recipients, patient=True) if p not in actors)
    reason = _refused(doc, act, actors, recipients)
    if reason:
        return Dropped(article=doc.article.id, start=span[0], end=span[1], extractor=NAME, reason=reason)
    modality = _modality(act)
    return _record(doc, act.word, span, act.type, act.mode, actors, recipients, modality, act.rule, act.confidence)


def _record(
    doc: Doc,
    word: Token,
    span: tuple[int, int],
    kind: str,
    mode: str | None,
    actors: tuple[Party, ...],
    recipients: tuple[Party, ...],
    modality: Modality,
    rule: str,
    confidence: float,
) -> Event:
    start, end, words, days = _dated(doc, word, modality)
    known = ontology()[kind]
    return Event(
        article=doc.article.id,
        start=span[0],
        end=span[1],
        actor=joined(actors),
        actor_code=_codes(actors),
        recipient=joined(recipients),
        recipient_code=_codes(recipients),
        type=kind,
        mode=mode,
        context=_context(doc, word.sentence),
        modality=modality,
        date_start=start,
        date_end=end,
        when=words,
        days=days,
        place=_place(doc, span, word),
        quad=known.quad,
        score=known.score,
        rule=rule,
        confidence=round(confidence, 2),
        **told(doc, word),
    )


def _codes(found: tuple[Party, ...]) -> str | None:
    codes = [party.code or "" for party in found]
    return "; ".join(codes) if any(codes) else None


# ---------------------------------------------------------------- who


def actors_of(doc: Doc, tokens: list[Token], *, patient: bool = False) -> tuple[Party, ...]:
    """The actors that some nouns stand for, through their owners and adjectives where they name none themselves."""
    found: dict[str, Party] = {}
    for token in tokens:
        for word in conjuncts(token):
            for party in _actors_of(doc, word, patient=patient):
                found.setdefault(party.name, party)
    return tuple(found.values())


def _actors_of(doc: Doc, token: Token, *, patient: bool, depth: int = 0) -> tuple[Party, ...]:
    own = parties(doc, token)
    if own or depth > 2 or token.pos == "PRON":
        return own
    lemma = token.lemma.lower()
    if lemma in word_class("container"):
        for inner in objects_of(token, "of"):
            found = _actors_of(doc, inner, patient=patient, depth=depth + 1)
            if found:
                return found
    listed = owners(token)
    if lemma in act_nouns() and not patient:
        listed = [
            o for o in listed if o.dep in ("poss", "amod", "pobj") and o.entity[2:] != "" and o.head.lower != "of"
        ]
    gathered: dict[str, Party] = {}
    for owner in listed:
        if owner.dep in ("compound", "nmod") and not _speaks_for(token):
            continue
        for word in conjuncts(owner):
            for party in _actors_of(doc, word, patient=patient, depth=depth + 1):
                gathered.setdefault(party.name, party)
    if not gathered and patient and _speaks_for(token):
        for word in objects_of(token, "in", "from", "at"):
            for party in parties(doc, word):
                gathered.setdefault(party.name, party)
    return tuple(gathered.values())


def _speaks_for(token: Token) -> bool:
    lemma = token.lemma.lower()
    return any(lemma in word_class(name) for name in ("people", "troops", "territory", "envoy", "diplomats", "arms"))


def _refused(doc: Doc, act: Act, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> str | None:
    if not actors and not recipients:
        return "no actor"
    if not actors and not act.nominal:
        if act.agents and not _faceless(act.agents):
            return "actor unknown"
        if act.type not in VICTIM_ALONE and not (act.under and act.modality == "called-for"):
            return "actor unknown"
    if act.nominal and not actors and act.type not in ("CONSULT", *VICTIM_ALONE):
        return "actor unknown"
    if not any(_known(doc, party, act) for party in (*actors, *recipients)):
        return "not political"
    if act.type == "CONSULT" and act.nominal and len(actors) + len(recipients) < 2 and act.mode != "visit":
        return "one party alone"
    if ontology()[act.type].type in ("AID", "COOPERATE") and not recipients and len(actors) < 2:
        return "no recipient"
    return None


def _faceless(agents: list[Token]) -> bool:
    """Whether weapons or unnamed armed men act: the event stands, its actor is not told."""
    return all(
        any(t.lemma.lower() in word_class(name) for name in ("arms", "attack", "people"))
        or t.lemma in ("gunman", "attacker", "bomber", "assailant")
        for t in agents
    )


def _known(doc: Doc, party: Party, act: Act) -> bool:
    if party.code:
        return True
    return any(
        t.entity[2:] in ("GPE", "NORP", "PERSON", "ORG")
        for t in (*act.agents, *act.recipients)
        for t in (t, *t.children)
    )


# ---------------------------------------------------------------- in what modality, and when


def _modality(act: Act) -> Modality:
    if act.modality == "happened" and question(act.word):
        return "hypothetical"
    return act.modality


def _dated(doc: Doc, word: Token, modality: Modality) -> tuple[str | None, str | None, str | None, int | None]:
    when = _when(doc, word)
    if when is not None:
        return when.start, when.end, when.words, when.days
    today = doc.article.date
    if modality != "happened" or _distant(word):
        return None, None, None, None
    return today, today, None, None


def _distant(word: Token) -> bool:
    """Whether the tense puts the act before the story's own time: `had attacked`."""
    verb = word
    while verb.pos not in ("VERB", "AUX") and verb.head is not verb:
        verb = verb.head
    return any(c.dep == "aux" and c.lower == "had" for c in verb.children)


def _when(doc: Doc, word: Token) -> When | None:
    """The time that hangs on the act's word, or on what governs it within the clause."""
    first, last = doc.sentences[word.sentence]
    best: tuple[int, int, When] | None = None
    chain = _clause_chain(word)
    for when in doc.whens:
        if not first <= when.first < last:
            continue
        top = doc.tokens[when.last - 1]
        steps = 0
        while top.i not in chain and top.head is not top and steps < 6:
            if top.dep in ("relcl", "advcl", "ccomp", "conj") and top.pos == "VERB":
                break
            top = top.head
            steps += 1
        if top.i in chain:
            rank = (chain[top.i], steps, when)
            if best is None or rank[:2] < best[:2]:
                best = rank
    return best[2] if best else None


def _clause_chain(word: Token) -> dict[int, int]:
    chain = {word.i: 0}
    current = word
    while current.head is not current and current.dep not in ("ccomp", "conj", "advcl", "relcl", "parataxis"):
        current = current.head
        chain[current.i] = len(chain)
    return chain


# ---------------------------------------------------------------- where, in what context


def _place(doc: Doc, span: tuple[int, int], word: Token) -> str | None:
    best = None
    for place in doc.places:
        token = doc.tokens[place.first]
        if not span[0] <= token.start < span[1] or token.i == 0:
            continue
        before = doc.tokens[place.first - 1]
        if before.lower == "the" and place.first > 1:
            before = doc.tokens[place.first - 2]
        if before.lower in LOCATING and (best is None or abs(token.i - word.i) < best[0]):
            best = abs(token.i - word.i), place.name
    return best[1] if best else None


def _context(doc: Doc, number: int) -> str | None:
    """The PLOVER contexts that the words of a sentence speak for, at most two, the commonest first."""
    known = contexts()
    words = [t.lemma.lower() for t in doc.words(number)]
    counted: Counter[str] = Counter()
    for size in (1, 2):
        for k in range(len(words) - size + 1):
            counted.update(known.get(" ".join(words[k : k + size]), ()))
    order = list(dict.fromkeys(name for names in known.values() for name in names))
    ranked = sorted(counted, key=lambda name: (-counted[name], order.index(name)))
    return "; ".join(ranked[:CONTEXTS_SHOWN]) or None


# ---------------------------------------------------------------- the words of an event


def _words_of(act: Act) -> list[Token]:
    word = act.word
    if act.nominal:
        return noun_phrase(word) + [t for c in word.children if c.dep == "acl" and c.tag == "VBN" for t in c.subtree()]
    if word.pos == "ADJ" and word.dep == "acomp":
        return clause_of(word.head)
    words = clause_of(word)
    if word.dep in ("relcl", "acl") and (word.head in act.agents or word.head in act.objects):
        words = words + noun_phrase(word.head)
    return words


# ---------------------------------------------------------------- duties laid on others


def _duties(doc: Doc, coder: Coder, number: int, acts: list[Act]) -> Iterator[Event | Dropped]:
    """A speaker who says that another must do something asks for it: REQUEST, beside the act asked for."""
    asked = {act.word.i for act in acts if act.type == "REQUEST"}
    for verb in doc.words(number):
        if verb.pos not in ("VERB", "AUX") or not obliged(verb) or verb.i in asked:
            continue
        subject = subject_of(verb)
        speakers = _speaker(doc, verb)
        if subject is None or not speakers:
            continue
        bound = actors_of(doc, [subject])
        if not bound or any(one.name == other.name for one in bound for other in speakers):
            continue
        span = stretch(clause_of(verb), doc.text)
        yield _record(doc, verb, span, "REQUEST", None, speakers, bound, "happened", "duty laid on another", 0.6)


def _speaker(doc: Doc, verb: Token) -> tuple[Party, ...]:
    speakers = speaker_at(doc, verb)
    if speakers:
        return speakers
    top = verb
    while top.dep in ("conj", "xcomp") and top.head is not top:
        top = top.head
    if top.dep == "ccomp" and top.head.pos == "VERB":
        subject = subject_of(top.head)
        return actors_of(doc, [subject]) if subject is not None else ()
    return ()


# ---------------------------------------------------------------- each event once


def _once(found: list[Event | Dropped]) -> Iterator[Event | Dropped]:
    """Leave out an event that another of the sentence says in more words: same type, actor and modality, one inside the other."""
    events = [record for record in found if isinstance(record, Event)]
    for record in sorted(found, key=lambda r: (r.start, r.end)):
        if isinstance(record, Event) and any(_said_by(record, other) for other in events if other is not record):
            yield Dropped(
                article=record.article, start=record.start, end=record.end, extractor=NAME, reason="said twice"
            )
        else:
            yield record


def _said_by(record: Event, other: Event) -> bool:
    if record.type != other.type or record.modality != other.modality or record.actor not in (other.actor, None):
        return False
    inside = other.start <= record.start and record.end <= other.end
    smaller = (record.end - record.start, record.start) < (other.end - other.start, other.start)
    return inside and smaller and record.recipient in (other.recipient, None)
