"""The types that the whole program passes around. No logic lives here.

The writing side (`readers`, `annotate`, `extract`) makes these; the reading side (`analyze`, `brief`, `export`) gets
them back as rows. All offsets are Python string indices into `Article.text`, end exclusive. All dates are ISO days
(`2025-05-20`) as strings. What the text does not say is None. Actors that act together are joined with `"; "`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Voice = Literal["reported", "attributed", "author"]
Kind = Literal["direct", "indirect", "mixed"]
SpeechAct = Literal["assertive", "directive", "commissive", "expressive"]
Modality = Literal["happened", "planned", "called-for", "hypothetical", "denied"]
Stance = Literal["propose", "demand", "accept", "conditional", "open", "no-commitment", "reject"]

VOICES: tuple[str, ...] = ("reported", "attributed", "author")
KINDS: tuple[str, ...] = ("direct", "indirect", "mixed")
SPEECH_ACTS: tuple[str, ...] = ("assertive", "directive", "commissive", "expressive")
MODALITIES: tuple[str, ...] = ("happened", "planned", "called-for", "hypothetical", "denied")
STANCES: tuple[str, ...] = ("propose", "demand", "accept", "conditional", "open", "no-commitment", "reject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text as it was read. `id` is unique within a record; `path` is where it was read from, for messages."""

    id: str
    text: str
    date: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An input, or a part of one, that could not be read, and why."""

    path: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something worth knowing of an input that was read all the same: no date, an encoding that had to be guessed."""

    path: str
    line: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of an article's text."""

    article: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Span):
    """What every extracted record says of itself.

    `date_start`/`date_end`: the days on which it happened or was said, inclusive. `when`: the words that say so.
    `days`: those words counted in days from the article's own date, known also without that date (`last week`: -7).
    `date_from`: whether the text gives those days or they are the article's; null where no day is known, as for a
    claim that the text puts before its own time (`had agreed`).
    `voice`: reported as fact, attributed to `according_to`, or the author's own opinion. `rule`: what recorded it.
    """

    date_start: str | None = None
    date_end: str | None = None
    when: str | None = None
    days: int | None = None
    date_from: Literal["text", "article"] | None = None
    voice: Voice = "reported"
    according_to: str | None = None
    rule: str = ""
    confidence: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    """What someone is reported to have said. The span is the content without cue and speaker; `spans` its pieces."""

    speaker: str | None = None
    speaker_code: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    spans: tuple[tuple[int, int], ...] = ()
    kind: Kind = "indirect"
    addressee: str | None = None
    speech_act: SpeechAct | None = None
    modality: Modality = "happened"
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """A source does something to a recipient: PLOVER type and mode, with the modality in which the text reports it.

    `place` is named in the act's own clause or taken up there; `place_country` (ISO 3166 alpha-3), `place_kind`
    (country, region, city, site, sea) and the coordinates in degrees are the gazetteer's, `place_why` says how it was
    found and chosen. `dead` and `injured`: how many an ASSAULT killed and wounded, where its sentence counts them.
    """

    actor: str | None = None
    actor_code: str | None = None
    recipient: str | None = None
    recipient_code: str | None = None
    type: str = ""
    mode: str | None = None
    context: str | None = None
    modality: Modality = "happened"
    place: str | None = None
    place_country: str | None = None
    place_kind: str | None = None
    place_lat: float | None = None
    place_lon: float | None = None
    place_why: str | None = None
    dead: int | None = None
    injured: int | None = None
    quad: int = 0
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Record):
    """Actor x issue x stance. `side` is the party that the actor speaks for; `instrument` the rung of the ladder."""

    actor: str | None = None
    actor_code: str | None = None
    side: str | None = None
    issue: str = ""
    instrument: str | None = None
    stance: Stance = "open"
    condition: str | None = None
    basis: Literal["statement", "event", "report"] = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inducement(Record):
    """An offer or a threat to someone, with its condition and whether it is made, imposed, withdrawn or withheld."""

    actor: str | None = None
    actor_code: str | None = None
    target: str | None = None
    kind: Literal["offer", "threat"] = "offer"
    what: str = ""
    condition: str | None = None
    state: Literal["made", "imposed", "withdrawn", "withheld"] = "made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Record):
    """Someone binds themselves to do something. `deadline` is an ISO day; `deadline_words` what the text says of it."""

    actor: str | None = None
    actor_code: str | None = None
    what: str = ""
    topic: str | None = None
    beneficiary: str | None = None
    deadline: str | None = None
    deadline_words: str | None = None
    condition: str | None = None
    repeated: bool = False
    state: Literal["pending", "kept", "broken", "overdue", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(Record):
    """What the author of the article thinks or asks, attributed to nobody else. `kind`: view or question."""

    kind: Literal["view", "question"] = "view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Record):
    """A sentence of an article, and the party whose word or deed it tells: what later ones are compared with."""

    actor: str | None = None
    actor_code: str | None = None
    side: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Span):
    """A refusal: what an extractor saw and did not record, and why. What was missed can so be counted."""

    extractor: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An event of another data set: it rests on a row of a file, not on words of an article, and so has no span.

    `origin` names the data set, `origin_id` the row in it, `origin_type` the type and `origin_score` the weight that it
    gives; `type`, `mode`, `quad` and `score` are PLOVER's, null where PLOVER has none. `licence` is what to heed in
    using it, `path` and `line` where it was read. Actors are as in an Event. `published` is the day of its source.
    `text` is what the row tells; of an event of ours that is written out, `article`, `start` and `end` say where.
    """

    origin: str
    origin_id: str
    licence: str | None = None
    path: str | None = None
    line: int | None = None
    date_start: str | None = None
    date_end: str | None = None
    published: str | None = None
    actor: str | None = None
    actor_code: str | None = None
    recipient: str | None = None
    recipient_code: str | None = None
    type: str | None = None
    mode: str | None = None
    context: str | None = None
    modality: Modality = "happened"
    place: str | None = None
    place_country: str | None = None
    place_kind: str | None = None
    place_lat: float | None = None
    place_lon: float | None = None
    quad: int | None = None
    score: float | None = None
    origin_type: str | None = None
    origin_score: float | None = None
    dead: int | None = None
    injured: int | None = None
    source: str | None = None
    url: str | None = None
    title: str | None = None
    text: str | None = None
    article: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to one question: rows of which each names, under `records`, the ids of the records it rests on.

    `columns` are the keys of a row that a reader wants to see, in order. `note` says what the question leaves out.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    note: str | None = None
