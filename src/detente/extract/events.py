"""Events: who does what to whom, as PLOVER types, read off the grammar by the codebook of acts.

What an act is and which words are its parties is found in `coding`; here the words become actors, days, a place, a
voice and a span. What has no actor that can be told is a `Dropped`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from detente.acts import act_nouns, contexts, ontology, word_class
from detente.coding import TRANSPARENT, Act, Coder, owners
from detente.doc import SUBJECTS, Doc, Token, When
from detente.parties import COLLECTIVE, Party, joined, parties, party, same_side, speaker_at, told
from detente.records import Dropped, Event, Modality
from detente.syntax import (
    CONDITIONS,
    auxiliaries,
    clause_of,
    conjuncts,
    noun_phrase,
    objects_of,
    question,
    stretch,
    withheld,
)

NAME = "events"
LOCATING = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "throughout"})
VICTIM_ALONE = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT"})
DISTANT_TENSE = ("have", "had")
BODIES = ("ORG", "GPE", "NORP")
CIVIL = ("CVL", "MED", "EDU", "LAB", "BUS", "JRN", "SOC", "AGR", "ELI", "REL")
CONTEXTS_SHOWN = 2


def extract(doc: Doc) -> Iterator[Event | Dropped]:
    """Yield the events of an article in the order of its text, and what was refused."""
    coder = Coder(doc)
    scene = Scene(doc)
    for number in range(len(doc.sentences)):
        found = list(_once([_event(scene, act) for act in coder.acts(number)]))
        for record in found:
            scene.note(record)
        yield from found


class Scene:
    """What earlier sentences tell of who is meant: who last met whom, and who was last the subject."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.met: tuple[Party, ...] = ()

    def note(self, record: Event | Dropped) -> None:
        """Remember who met: `all`, `both` and an unresolved `their` of later sentences mean them."""
        if isinstance(record, Event) and record.type == "CONSULT" and record.modality == "happened":
            names = [n for n in (record.actor, record.recipient) if n for n in n.split("; ")]
            codes = [c for c in (record.actor_code, record.recipient_code) if c for c in c.split("; ")]
            if len(names) > 1 and len(names) == len(codes):
                day = self.doc.article.date
                self.met = tuple(party(n, c or None, day) for n, c in zip(names, codes, strict=True))

    def protagonist(self, word: Token) -> tuple[Party, ...]:
        """The actor who was last the subject of a clause, at most two sentences back."""
        first = self.doc.sentences[max(0, word.sentence - 2)][0]
        for token in reversed(self.doc.tokens[first : word.i]):
            if token.dep in ("nsubj", "nsubjpass") and token.pos == "PROPN":
                found = parties(self.doc, token)
                if found and found[0].code:
                    return found[:1]
        return ()


def _event(scene: Scene, act: Act) -> Event | Dropped:
    doc = scene.doc
    span = stretch(_words_of(act), doc.text)
    actors = actors_of(doc, act.agents) if act.agents or not act.duty else speaker_at(doc, act.word)
    if not actors and any(t.lower in ("all", "both", "each", "they", "their") for t in act.agents):
        actors = scene.met
    if not actors and act.nominal and act.type == "CONSULT" and act.recipients:
        actors = scene.protagonist(act.word)
    named = {one.name for one in actors}
    recipients = tuple(one for one in actors_of(doc, act.recipients, patient=True) if one.name not in named)
    reason = _refused(doc, act, actors, recipients)
    if reason:
        return Dropped(article=doc.article.id, start=span[0], end=span[1], extractor=NAME, reason=reason)
    modality = _modality(act)
    if _own_threat(doc, act, actors, modality):
        rule = "own hostile act held out"
        return _record(doc, act.word, span, "THREATEN", None, actors, recipients, "happened", rule, 0.5)
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
        actor=joined(one.name for one in actors),
        actor_code=_codes(actors),
        recipient=joined(one.name for one in recipients),
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
        for word in _coordinated(token):
            for one in _actors_of(doc, word, patient=patient):
                found.setdefault(one.name, one)
    return tuple(found.values())


def _coordinated(token: Token) -> list[Token]:
    """The words joined with this one; `Presidents A of X and B of Y` too, where the parse joins B to X."""
    found = conjuncts(token)
    if token.entity[2:] == "PERSON":
        for place in objects_of(token, "of"):
            found.extend(c for c in conjuncts(place) if c.entity[2:] == "PERSON")
    return found


def _actors_of(doc: Doc, token: Token, *, patient: bool, depth: int = 0) -> tuple[Party, ...]:
    own = _as_a_body(doc, token) or parties(doc, token)
    if own or depth > 2 or token.pos == "PRON":
        return own
    lemma = token.lemma.lower()
    if lemma in word_class("container"):
        for inner in objects_of(token, "of"):
            found = _actors_of(doc, inner, patient=patient, depth=depth + 1)
            if found:
                return found
    listed = owners(token)
    if not patient and (lemma in word_class("territory") or not _speaks_for(token)):
        listed = [o for o in listed if o.head.lower not in ("of", "in")]
    if lemma in act_nouns() and not patient:
        listed = [o for o in listed if o.dep == "poss" or (o.entity and o.head.lower != "of")]
    gathered: dict[str, Party] = {}
    for owner in listed:
        if owner.dep in ("compound", "nmod") and not _speaks_for(token) and not _adjectival(owner):
            continue
        for word in conjuncts(owner):
            for one in _actors_of(doc, word, patient=patient, depth=depth + 1):
                gathered.setdefault(one.name, one)
    if not gathered and patient and _speaks_for(token):
        for word in objects_of(token, "in", "from", "at"):
            for one in parties(doc, word):
                gathered.setdefault(one.name, one)
    return tuple(gathered.values())


def _as_a_body(doc: Doc, token: Token) -> tuple[Party, ...]:
    """`the parties to the conflict in X`, who have no other name, as they stand."""
    if (
        token.lemma != "party"
        or token.tag != "NNS"
        or doc.mention_of(token) is not None
        or len(doc.tokens) < token.i + 4
    ):
        return ()
    to, end = doc.tokens[token.i + 1], token
    if to.lower == "to":
        for inner in to.subtree():
            if inner.i in (end.i + 1, token.i + 1) and inner.i < token.i + 12 and inner.dep not in ("punct", "appos"):
                end = inner
        if end is token or end.pos in ("ADP", "DET"):
            end = doc.tokens[token.i + 3]
    name = " ".join(doc.text[token.start : end.end].split())
    return (party(name, None, doc.article.date),)


def _adjectival(owner: Token) -> bool:
    """Whether a name before a noun says whose it is (`U.S. proposal`) and not where (`Nairobi process`)."""
    return owner.entity[2:] != "GPE" or owner.tag == "JJ" or owner.text.replace(".", "").isupper()


def _speaks_for(token: Token) -> bool:
    lemma = token.lemma.lower()
    return any(lemma in word_class(name) for name in ("people", "troops", "territory", "envoy", "diplomats", "arms"))


def _refused(doc: Doc, act: Act, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> str | None:
    asked_for = act.nominal and act.under is not None and act.under.type == "REQUEST" and act.modality == "called-for"
    if asked_for and act.type != "REQUEST" and actors_of(doc, act.under.agents if act.under else []):
        return None
    if not actors and not recipients:
        return "no actor"
    if _supposed(act.word):
        return "only supposed"
    if act.modality == "planned" and _purpose(act.word):
        return "only a purpose"
    if act.type == "THREATEN" and act.word.lemma in ("warn", "caution") and not recipients:
        return "warning of what others do"
    if not actors and not act.nominal:
        shown = act.type in ("ASSAULT", "COERCE") and act.modality == "happened" and _faceless(act.agents)
        if act.agents and not shown:
            return "actor unknown"
        if act.type not in VICTIM_ALONE and not (act.under and act.modality == "called-for"):
            return "actor unknown"
    if act.nominal and not actors and act.type not in ("CONSULT", *VICTIM_ALONE):
        return "actor unknown"
    if act.nominal and not actors and not _told_of(act):
        return "actor unknown"
    if act.type == "CONSULT" and recipients and all(one.code and one.code.endswith("JRN") for one in recipients):
        return "not political"
    if _civil((*actors, *recipients)) and act.type not in ("ASSAULT", "COERCE", "PROTEST", "AID"):
        return "not political"
    if not any(_known(party, act) for party in (*actors, *recipients)):
        return "not political"
    if act.type == "SUPPORT" and not recipients and not _diplomatic(act):
        return "not political"
    if act.duty and not (actors and recipients):
        return "no duty of one on another"
    if act.type == "CONSULT" and act.mode != "visit" and not _meeting_named(act) and len(actors) + len(recipients) < 2:
        return "one party alone"
    if ontology()[act.type].type in ("AID", "COOPERATE") and not recipients and len(actors) < 2:
        return "no recipient"
    return None


def _supposed(word: Token) -> bool:
    """Whether the act stands in an if-clause itself: a condition, not a plan."""
    while word.head is not word:
        if word.dep == "advcl" and any(c.dep in ("mark", "advmod") and c.lower in CONDITIONS for c in word.children):
            return True
        if word.pos in ("VERB", "AUX") and word.dep not in ("conj", "xcomp"):
            return False
        word = word.head
    return False


def _purpose(word: Token) -> bool:
    """Whether the act is only what another is done for: `sent envoys to resolve it`, `an effort to end it`."""
    while word.dep in ("conj", "xcomp", "ccomp") and word.head.tag == "VB" and not auxiliaries(word.head)[1:]:
        word = word.head
    if word.tag != "VB" or not any(c.dep == "aux" and c.lower == "to" for c in word.children):
        return False
    if word.dep == "advcl":
        return True
    return word.dep in ("acl", "relcl") and word.head.lemma.lower() not in word_class("intention")


def _diplomatic(act: Act) -> bool:
    """Whether what is supported is an act, a proposal or an agreement."""
    if act.nominal:
        return False
    wanted = word_class("agreement") | word_class("proposal") | word_class("talks") | word_class("ceasefire")
    words = [inner for t in (*act.objects, *act.recipients) for inner in (t, *objects_of(t, "of", "for"))]
    return any(t.lemma.lower() in wanted or t.lemma.lower() in act_nouns() for t in words)


def _meeting_named(act: Act) -> bool:
    """Whether the codebook asked for a word for the meeting: `hold talks`, `return to the table`."""
    return act.frame is not None and bool(act.frame.nouns or any(need.governs for need in act.frame.needs))


def _told_of(act: Act) -> bool:
    """Whether an assault whose author is not named is itself what the clause tells: `a strike on X killed ten`."""
    if act.type != "ASSAULT" or act.modality != "happened" or act.word.dep not in SUBJECTS:
        return False
    return act.word.head.tag in ("VBD", "VBN", "VBZ", "VBP")


def _faceless(agents: list[Token]) -> bool:
    """Whether weapons or unnamed armed men act: the event stands, its actor is not told."""
    return all(
        any(t.lemma.lower() in word_class(name) for name in ("arms", "attack", "people"))
        or t.lemma in ("gunman", "attacker", "bomber", "assailant")
        for t in agents
    )


def _civil(found: tuple[Party, ...]) -> bool:
    """Whether private people alone are named."""
    return all(one.code and one.code.split()[-1] in CIVIL for one in found)


def _known(party: Party, act: Act) -> bool:
    words = (*act.agents, *act.recipients)
    if party.code or any(t.lemma.lower() in COLLECTIVE for t in words):
        return True
    return any(inner.entity[2:] in BODIES for t in words for inner in (t, *t.children))


def _own_threat(doc: Doc, act: Act, actors: tuple[Party, ...], modality: Modality) -> bool:
    """Whether a speaker holds out a hostile act of his own side: `he might walk away`, `we will strike back`."""
    if modality not in ("hypothetical", "planned") or act.type not in ("REJECT", "SANCTION", "ASSAULT", "COERCE"):
        return False
    if act.nominal or act.under is not None or question(act.word) or not auxiliaries(act.word):
        return False
    return any(same_side(one, other) for one in actors for other in speaker_at(doc, act.word))


# ---------------------------------------------------------------- in what modality, and when


def _modality(act: Act) -> Modality:
    if act.type == "THREATEN" and act.modality == "happened" and withheld(act.word):
        return "denied"
    if act.modality in ("happened", "planned") and question(act.word):
        return "hypothetical"
    return act.modality


def _dated(doc: Doc, word: Token, modality: Modality) -> tuple[str | None, str | None, str | None, int | None]:
    when = _when(doc, word, modality)
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


def _hangs_on(token: Token, top: Token, distance: int) -> bool:
    """Whether a time hangs on an act's word or, above it, on the verb itself: not `his first in twelve years`."""
    below = token
    while below is not top and below.head is not top:
        below = below.head
    return distance == 0 or below is top or below.dep in ("prep", "npadvmod", "advmod", "tmod", "pobj", "dep")


def _ahead(when: When, modality: Modality) -> bool:
    return modality == "happened" and when.days is not None and when.days > 0


def _when(doc: Doc, word: Token, modality: Modality) -> When | None:
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
        if top.i in chain and _hangs_on(doc.tokens[when.last - 1], top, chain[top.i]) and not _ahead(when, modality):
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
        inside = span[0] <= token.start < span[1] or _beside_verb(token, word)
        if token.i == 0 or not inside:
            continue
        before = doc.tokens[place.first - 1]
        if before.lower == "the" and place.first > 1:
            before = doc.tokens[place.first - 2]
        if before.lower in LOCATING and (best is None or abs(token.i - word.i) < best[0]):
            best = abs(token.i - word.i), place.name
    return best[1] if best else None


def _beside_verb(token: Token, word: Token) -> bool:
    """Whether a place hangs on the verb that an act's noun is subject or object of: `talks resumed at X`."""
    if word.dep not in (*SUBJECTS, "dobj") or token.sentence != word.sentence:
        return False
    while token.dep in ("compound", "nmod", "flat") and token.head is not token:
        token = token.head
    return token.dep == "pobj" and token.head.head is word.head


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
    if act.duty:
        return _from_subject(word, word.subtree())
    words = _from_subject(word, _without_purpose(act, clause_of(word)))
    top = word
    while top.dep == "xcomp" and top.head.lemma in TRANSPARENT:
        top = top.head
        words = _from_subject(top, clause_of(top))
    if word.dep == "conj" and word.i - word.head.i <= 3 and word.head.pos == "VERB":
        shared = next((c for c in word.head.children if c.dep in SUBJECTS), None)
        if shared is not None and not any(c.dep in SUBJECTS for c in word.children):
            words = [*shared.subtree(), word.head, *words]
    if word.dep in ("relcl", "acl") and (word.head in act.agents or word.head in act.objects):
        words = words + noun_phrase(word.head)
    return words


def _without_purpose(act: Act, words: list[Token]) -> list[Token]:
    """The clause without an infinitive of purpose that the frame does not ask for."""
    if not act.consumed or (act.frame and any(n.word == "do" for n in act.frame.needs)):
        return words
    purposes = [c for c in act.word.children if c.dep == "xcomp" and c.tag == "VB" and c.i > act.consumed[0].i]
    outside = {t.i for purpose in purposes for t in purpose.subtree()}
    return [t for t in words if t.i not in outside]


def _from_subject(verb: Token, words: list[Token]) -> list[Token]:
    """The clause without what stands before its subject: its conjunctions, and adverbs of the whole sentence."""
    subject = next((c for c in verb.children if c.dep in SUBJECTS and c.i < verb.i), None)
    if subject is not None:
        first = min(t.i for t in subject.subtree())
    else:
        outside = ("mark", "cc", "punct", "prep", "npadvmod")
        first = min([verb.i, *(c.i for c in verb.children if c.dep not in outside)])
    return [t for t in words if t.i >= first]


# ---------------------------------------------------------------- each event once


def _once(found: list[Event | Dropped]) -> Iterator[Event | Dropped]:
    """Leave out an event that another of the sentence says in more words: one inside the other, and alike."""
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
