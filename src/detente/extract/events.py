"""Events: who does what to whom, as PLOVER types, read off the grammar by the codebook of acts.

What an act is and which words are its parties is found in `coding`; here the words become actors, days, a place, a
voice and a span. What has no actor that can be told is a `Dropped`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.coding.acts import ontology, word_class
from detente.coding.boundary import Reading, settled
from detente.coding.circumstances import context_of, dated, words_of
from detente.coding.coded import Coder
from detente.coding.counterparts import Counterparts
from detente.coding.nesting import Act
from detente.coding.participants import PRIVATE, actors_of, as_states, uncounted
from detente.coding.refusals import refused
from detente.coding.whereabouts import place_of
from detente.doc import SUBJECTS, Doc, Place, Token
from detente.modality import condition_of
from detente.parties import Party, joined, same_side, speaker_at, told
from detente.records import Dropped, Event
from detente.syntax import passive, stretch, subject_of

NAME = "events"
COMPANIES = ("BUS",)
OF_PLACES = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "CONSULT"})
OF_STATES = frozenset({"SANCTION", "AID", "THREATEN", "AGREE", "COOPERATE"})


def extract(doc: Doc) -> Iterator[Event | Dropped]:
    """Yield the events of an article in the order of its text, and what was refused."""
    coder = Coder(doc)
    scene = Counterparts(doc)
    for number in range(_headlines(doc), len(doc.sentences)):
        yield from _once([_event(scene, act) for act in coder.acts(number)])


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
    named = {one.name for one in actors}
    recipients = tuple(
        one for one in actors_of(doc, act.recipients, patient=True, doers=actors) if one.name not in named
    )
    recipients = as_states(recipients, doc.article.date, PRIVATE if act.type in OF_STATES else COMPANIES)
    if act.type == "RETREAT" and act.mode in ("withdraw", None):
        # of a town or strip nobody, of a state that state
        left = actors_of(doc, act.recipients, doers=actors)
        recipients = tuple(one for one in left if one.code and one.name not in named)
    if act.type in OF_PLACES:
        recipients = tuple(one for one in recipients if one.code or not _unknown_place(act, one))
    recipients = uncounted(recipients, doc.article.date)
    actors = uncounted(actors, doc.article.date)
    if act.type == "REQUEST" and not recipients:
        recipients = scene.asked_by(actors, act.word)
    if act.type == "REJECT" and not recipients:
        recipients = scene.accusers(actors, act)
    recipients = recipients or _under_condition(doc, act, actors) or scene.author_of(actors, act)
    recipients = recipients or scene.opponent(actors, act) or scene.mediated(actors, act)
    if act.duty and passive(act.word):
        recipients = ()  # `the airport must be reopened` does not say by whom
    if act.type == "CONSULT" and recipients and actors and all(_of_one(one, actors) for one in recipients):
        recipients = ()  # a commander who visits his troops
    reading = settled(doc, act, actors)
    if act.modality == "denied" and reading.modality == "happened":
        act.type, act.mode, act.modality = reading.type, reading.mode, reading.modality
    reason = refused(doc, act, actors, recipients)
    if reason:
        return Dropped(article=doc.article.id, start=span[0], end=span[1], extractor=NAME, reason=reason)
    scene.note(act, actors, recipients)
    return _record(doc, act.word, span, reading, actors, recipients)


def _unknown_place(act: Act, one: Party) -> bool:
    """Whether a recipient is only a place that the codebook does not know."""
    return any(t.entity[2:] in ("GPE", "LOC", "FAC") and t.text in one.name.split() for t in _within(act.recipients))


def _within(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in token.subtree()]


def _of_one(one: Party, actors: tuple[Party, ...]) -> bool:
    own = {(actor.code or "").split(" ")[0] for actor in actors} - {""}
    return (one.code or "").split(" ")[0] in own or any(same_side(one, actor) for actor in actors)


def _resumed(act: Act) -> bool:
    """Whether talks are said to go on without a word of whose they are: `negotiations resumed on Monday`."""
    holder = act.word
    while holder.dep == "pobj" and holder.head.lower == "of":
        holder = holder.head.head  # `a third round of talks`
    return (
        act.nominal and act.type == "CONSULT" and holder.dep in SUBJECTS and holder.head.lemma in word_class("going on")
    )


def _under_condition(doc: Doc, act: Act, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """Whom a threat is meant for by its condition: `threatened air strikes unless the Serbs pulled back`."""
    condition = condition_of(act.word) if act.type == "THREATEN" else None
    if condition is None and act.type == "THREATEN":
        inner = [c for c in act.word.children if c.dep in ("xcomp", "ccomp")]
        condition = next((found for c in inner if (found := condition_of(c)) is not None), None)
    subject = subject_of(condition) if condition is not None and not passive(condition) else None
    named = actors_of(doc, [subject]) if subject is not None else ()
    return tuple(one for one in named if one.code and not any(same_side(one, actor) for actor in actors))


def _means_them(token: Token) -> bool:
    """Whether a word means those who have just been spoken of together: `both`, `the two leaders`."""
    if token.lower in ("all", "both", "each", "they", "their"):
        return True
    return token.tag == "NNS" and any(c.lower in ("both", "two") and c.dep in ("det", "nummod") for c in token.children)


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
