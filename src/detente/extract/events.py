"""Events: who does what to whom, as PLOVER types, read off the grammar by the codebook of acts.

What an act is and which words are its parties is found in `coding`, by its codebook and, for what that does not list,
by the trained classifier; here the words become actors, days, a place, a voice and a span. What has no actor that can
be told is a `Dropped`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detente.coding.acts import ontology, word_class
from detente.coding.asked import say_what_is_asked
from detente.coding.boundary import Reading, settled
from detente.coding.casualties import tolls
from detente.coding.circumstances import context_of, dated, words_of
from detente.coding.coded import Coder
from detente.coding.counterparts import Counterparts
from detente.coding.nesting import Act
from detente.coding.participants import actors_of, of_their_state, uncounted
from detente.coding.recipients import implied, mutual, named
from detente.coding.refusals import refused
from detente.coding.unlisted import checked, unlisted
from detente.coding.whereabouts import place_of
from detente.doc import SUBJECTS, Doc, Place, Token
from detente.parties import Party, joined, speaker_at, told
from detente.records import Dropped, Event
from detente.syntax import stretch

NAME = "events"
FACELESS = frozenset({"ASSAULT", "COERCE", "PROTEST"})  # these are recorded also of a doer that is not known


def extract(doc: Doc) -> Iterator[Event | Dropped]:
    """Yield the events of an article in the order of its text, and what was refused."""
    coder = Coder(doc)
    scene = Counterparts(doc)
    for number in range(_headlines(doc), len(doc.sentences)):
        acts = [checked(doc, act) if _in_doubt(doc, act) else act for act in coder.acts(number)]
        acts = sorted([*acts, *unlisted(doc, number, acts)], key=lambda act: (act.word.i, act.duty))
        _hand_down(acts)
        say_what_is_asked(acts)
        coded = [(act.word, _event(scene, act)) for act in acts]
        yield from _once(_with_tolls(doc.words(number), coded))


def _in_doubt(doc: Doc, act: Act) -> bool:
    """Whether how an act is meant matters and is doubtful: one that grammar takes for planned, and that is somebody's.

    An act of nobody who can be told is refused however it is meant.
    """
    if act.modality != "planned":
        return False
    shared = act.joint or any(map(_means_them, act.agents))
    return shared or act.type in FACELESS or bool(actors_of(doc, act.agents))


def _hand_down(acts: list[Act]) -> None:
    """Give an act that an attack does the doers of that attack: `the raid by gunmen killed two`."""
    attacks = {act.word.i: act for act in acts if act.nominal and act.type == "ASSAULT" and act.agents}
    for act in acts:
        if act.type == "ASSAULT" and act.word.i not in attacks and any(agent.i in attacks for agent in act.agents):
            act.agents = [doer for agent in act.agents if agent.i in attacks for doer in attacks[agent.i].agents]


def _with_tolls(words: list[Token], coded: list[tuple[Token, Event | Dropped]]) -> list[Event | Dropped]:
    """The events of a sentence, its attacks with the dead and injured that it counts."""
    told = tolls(words, (word for word, made in coded if isinstance(made, Event) and made.type == "ASSAULT"))
    return [
        replace(made, **told[word.i]._asdict()) if isinstance(made, Event) and word.i in told else made
        for word, made in coded
    ]


def _headlines(doc: Doc) -> int:
    """How many sentences of the text repeat its title before the report begins."""
    title = " ".join((doc.article.title or "").split())
    count = 0
    while title and count + 1 < len(doc.sentences):
        first, last = doc.sentences[count]
        words = " ".join(doc.text[doc.tokens[first].start : doc.tokens[last - 1].end].split())
        if words not in title or len(words) < 2:
            break
        count += 1
    return count


def _event(scene: Counterparts, act: Act) -> Event | Dropped:
    doc = scene.doc
    span = stretch(words_of(act), doc.text)
    actors = actors_of(doc, act.agents) if act.agents or not (act.duty or act.spoken) else speaker_at(doc, act.word)
    if any(_means_them(token) for token in act.agents) and not any(one.code for one in actors):
        actors = scene.met or actors
    if not actors and act.nominal and act.type == "CONSULT" and act.recipients:
        actors = scene.protagonist(act.word)
    if act.joint or (not actors and _resumed(act)):
        actors = scene.bound()
    if act.type in ("REQUEST", "ACCUSE") and any(t.lemma.lower() in word_class("protesters") for t in act.agents):
        act.type, act.mode = "PROTEST", "demo"
    recipients = named(doc, act, actors)
    actors = uncounted(actors, doc.article.date)
    recipients, actors = of_their_state(recipients, actors), of_their_state(actors, recipients)
    recipients = implied(scene, act, actors, recipients)
    if mutual(act) and actors and recipients:
        actors, recipients = (*actors, *recipients), ()
    reading = settled(doc, act, actors)
    if act.modality == "denied" and reading.modality == "happened":
        act.type, act.mode, act.modality = reading.type, reading.mode, reading.modality
    reason = refused(doc, act, actors, recipients)
    if reason:
        return Dropped(article=doc.article.id, start=span[0], end=span[1], extractor=NAME, reason=reason)
    scene.note(act, actors, recipients)
    return _record(doc, act.word, span, reading, actors, recipients)


def _resumed(act: Act) -> bool:
    """Whether talks are said to go on without a word of whose they are: `negotiations resumed on Monday`."""
    holder = act.word
    while holder.dep == "pobj" and holder.head.lower == "of":
        holder = holder.head.head  # `a third round of talks`
    return (
        act.nominal and act.type == "CONSULT" and holder.dep in SUBJECTS and holder.head.lemma in word_class("going on")
    )


def _means_them(token: Token) -> bool:
    """Whether a word means those who have just been spoken of together: `both`, `the two leaders`, not `two men`."""
    if token.lower in ("all", "both", "each", "they", "their"):
        return True
    counted = {c.lower for c in token.children if c.dep in ("det", "nummod")}
    return token.tag == "NNS" and ("both" in counted or {"the", "two"} <= counted)


def _record(
    doc: Doc,
    word: Token,
    span: tuple[int, int],
    reading: Reading,
    actors: tuple[Party, ...],
    recipients: tuple[Party, ...],
) -> Event:
    known = ontology()[reading.type]
    return Event(
        article=doc.article.id,
        start=span[0],
        end=span[1],
        actor=joined(one.name for one in actors),
        actor_code=_codes(actors),
        recipient=joined(one.name for one in recipients),
        recipient_code=_codes(recipients),
        type=reading.type,
        mode=reading.mode,
        context=context_of(doc, word.sentence),
        modality=reading.modality,
        **_where(place_of(doc, span, word, reading.type)),
        quad=known.quad,
        score=known.score,
        rule=reading.rule,
        confidence=round(reading.confidence, 2),
        **dated(doc, word, reading.modality),
        **told(doc, word),
    )


def _where(found: tuple[Place, str] | None) -> dict[str, Any]:
    """The fields of an event that tell its place, and why it is that one."""
    if found is None:
        return {}
    place, told = found
    return {
        "place": place.name,
        "place_country": place.country,
        "place_kind": place.kind,
        "place_lat": place.lat,
        "place_lon": place.lon,
        "place_why": f"{told}; {place.why}",
    }


def _codes(found: tuple[Party, ...]) -> str | None:
    codes = [party.code or "" for party in found]
    return "; ".join(codes) if any(codes) else None


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
