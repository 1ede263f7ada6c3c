"""Events: who does what to whom, as PLOVER types, read off the grammar by the codebook of acts.

What an act is and which words are its parties is found in `coding`; here the words become actors, days, a place, a
voice and a span. What has no actor that can be told is a `Dropped`.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.acts import ontology, word_class
from detente.circumstances import context_of, dated, place_of, words_of
from detente.coding import Coder
from detente.doc import Doc, Token
from detente.modality import auxiliaries, question, withheld
from detente.nesting import Act
from detente.participants import actors_of
from detente.parties import Party, joined, parties, same_side, speaker_at, told
from detente.records import Dropped, Event, Modality
from detente.refusals import refused
from detente.syntax import stretch

NAME = "events"
FACING = ("CONSULT", "AGREE", "ASSAULT", "COOPERATE")  # those named in one are spoken of together afterwards


def extract(doc: Doc) -> Iterator[Event | Dropped]:
    """Yield the events of an article in the order of its text, and what was refused."""
    coder = Coder(doc)
    scene = Scene(doc)
    for number in range(len(doc.sentences)):
        yield from _once([_event(scene, act) for act in coder.acts(number)])


class Scene:
    """What earlier sentences tell of who is meant: who last met whom, and who was last the subject."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.met: tuple[Party, ...] = ()
        self.accused: tuple[tuple[Party, ...], tuple[Party, ...]] = ((), ())
        self.asked: tuple[tuple[Party, ...], tuple[Party, ...], int] | None = None

    def note(self, act: Act, actors: tuple[Party, ...], recipients: tuple[Party, ...]) -> None:
        """Remember who met, whom `all`, `both` and an unresolved `their` mean later, and who asked whom."""
        if act.type in FACING and act.modality == "happened" and len(actors) + len(recipients) > 1:
            self.met = (*actors, *recipients)
        if act.type == "ACCUSE" and recipients:
            self.accused = (actors, recipients)
        elif act.type == "REQUEST" and recipients:
            self.asked = (actors, recipients, act.word.sentence)

    def asked_by(self, actors: tuple[Party, ...], word: Token) -> tuple[Party, ...]:
        """Whom the same actors asked just before: `X urged both to talk. He called for a pause.`"""
        if self.asked is None or not actors:
            return ()
        askers, asked, sentence = self.asked
        return asked if askers == actors and word.sentence - sentence <= 1 else ()

    def accusers(self, actors: tuple[Party, ...], act: Act) -> tuple[Party, ...]:
        """Who accused those who now reject `the accusation`."""
        accusers, accused = self.accused
        charged = any(thing.lemma.lower() in ("accusation", "allegation", "charge", "claim") for thing in act.objects)
        return accusers if charged and any(one in accused for one in actors) else ()

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
    span = stretch(words_of(act), doc.text)
    actors = actors_of(doc, act.agents) if act.agents or not act.duty else speaker_at(doc, act.word)
    if any(_means_them(token) for token in act.agents) and not any(one.code for one in actors):
        actors = scene.met or actors
    if not actors and act.nominal and act.type == "CONSULT" and act.recipients:
        actors = scene.protagonist(act.word)
    named = {one.name for one in actors}
    recipients = tuple(
        one for one in actors_of(doc, act.recipients, patient=True, doers=actors) if one.name not in named
    )
    if act.type == "REQUEST" and not recipients:
        recipients = scene.asked_by(actors, act.word)
    if act.type == "REJECT" and not recipients:
        recipients = scene.accusers(actors, act)
    truce = any(thing.lemma.lower() in word_class("ceasefire") for thing in act.objects)
    if act.type == "CONCEDE" and truce and len(actors) > 1:
        act.type = "AGREE"  # a ceasefire of several is agreed, of one declared
    reason = refused(doc, act, actors, recipients)
    if reason:
        return Dropped(article=doc.article.id, start=span[0], end=span[1], extractor=NAME, reason=reason)
    scene.note(act, actors, recipients)
    modality = _modality(act)
    if _own_threat(doc, act, actors, modality):
        rule = "own hostile act held out"
        return _record(doc, act.word, span, "THREATEN", None, actors, recipients, "happened", rule, 0.5)
    return _record(doc, act.word, span, act.type, act.mode, actors, recipients, modality, act.rule, act.confidence)


def _means_them(token: Token) -> bool:
    """Whether a word means those who have just been spoken of together: `both`, `the two leaders`."""
    if token.lower in ("all", "both", "each", "they", "their"):
        return True
    return token.tag == "NNS" and any(c.lower in ("both", "two") and c.dep in ("det", "nummod") for c in token.children)


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
    start, end, words, days = dated(doc, word, modality)
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
        context=context_of(doc, word.sentence),
        modality=modality,
        date_start=start,
        date_end=end,
        when=words,
        days=days,
        place=place_of(doc, span, word),
        quad=known.quad,
        score=known.score,
        rule=rule,
        confidence=round(confidence, 2),
        **told(doc, word),
    )


def _codes(found: tuple[Party, ...]) -> str | None:
    codes = [party.code or "" for party in found]
    return "; ".join(codes) if any(codes) else None


def _own_threat(doc: Doc, act: Act, actors: tuple[Party, ...], modality: Modality) -> bool:
    """Whether a speaker holds out a hostile act of his own side: `he might walk away`, `we will strike back`."""
    if modality not in ("hypothetical", "planned") or act.type not in ("REJECT", "SANCTION", "ASSAULT", "COERCE"):
        return False
    if act.nominal or act.under is not None or question(act.word) or not auxiliaries(act.word):
        return False
    return any(same_side(one, other) for one in actors for other in speaker_at(doc, act.word))


def _modality(act: Act) -> Modality:
    if act.type == "THREATEN" and act.modality == "happened" and withheld(act.word):
        return "denied"
    if act.modality in ("happened", "planned") and question(act.word):
        return "hypothetical"
    return act.modality


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
