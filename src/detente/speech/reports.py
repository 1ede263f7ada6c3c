"""Reports of speech in a text: who speaks, by which cue, and which words are what was said."""

from __future__ import annotations

from collections.abc import Iterator

from detente.actors.agents import common_nouns
from detente.doc import Doc, Token
from detente.speech.around import after_mark, around, before_parenthesis, inverted
from detente.speech.clauses import right_clause
from detente.speech.cues import CueAt, Report, own_words, verb_cues, words
from detente.speech.objects import TOPICS, asked, by_agent, gerund_of, infinitive_of, noun_content, pair_of
from detente.speech.sources import noun_report, phrase_reports
from detente.speech.stretches import Range, phrase, region_before, trim, whole
from detente.speech.subjects import speaker_and_addressee, told_by
from detente.syntax import child_of, passive, subject_of

Found = tuple[str, list[Range], str, float]  # frame, content, rule, confidence

AROUND = "clause round the cue"
BLOCK = "block quotation after the cue"
NAMING = ("oprd", "as")
ADDRESSED = ("objthat", "objto", "that", "marked", "quote", "objagainst", "objabout", "objon")
SPOKEN_TO = ("objthat", "objto", "objagainst", "objabout", "objon")


def reports(doc: Doc) -> Iterator[Report]:
    """Yield every report of speech that a verb, noun or phrase of the text makes."""
    for token in own_words(doc):
        found = _of_verb(doc, token) if token.pos == "VERB" else noun_report(doc, token)
        if found is not None:
            yield found
    yield from phrase_reports(doc)


def _of_verb(doc: Doc, verb: Token) -> Report | None:
    """What a verb reports, by the first of its cues that fits: `call for` before `call`."""
    if verb.dep in ("amod", "compound", "aux", "auxpass"):
        return None
    if any(c.dep == "nsubj" and c.tag in ("VBZ", "VBD") for c in verb.lefts):
        return None  # the parser took the real verb for a name and its object for the verb: `Rwanda rejects claims`
    if verb.dep == "pcomp" and verb.head.lower == "without":
        return None  # `it goes without saying that`
    if verb.lower == "tell" and _discerned(verb):
        return None
    for at in verb_cues(verb):
        found = _by_frames(doc, at)
        if found is not None:
            return found
    return None


def _discerned(verb: Token) -> bool:
    """Whether `tell` is to make out, for nobody is told: `too early to tell whether it was a bomb`."""
    clause = child_of(verb, "ccomp")
    open_ = clause is not None and any(c.lower in ("whether", "if", "what", "how") for c in clause.children)
    return open_ and child_of(verb, "dobj", "dative") is None


def _by_frames(doc: Doc, at: CueAt) -> Report | None:
    """The report that the first fitting frame of a cue makes, surest frames first."""
    verb, frames = at.token, at.cue.frames
    speaker, addressee = speaker_and_addressee(doc, verb)
    if verb.lemma == "show" and (speaker is None or speaker.lemma.lower() not in words("showing")):
        return None  # what a person or a deed shows is not said
    found = _clausal(doc, at, speaker, addressee)
    if found is None and _uttered(verb):
        found = _nominal(doc, at, speaker)
    if found is None:
        return None
    frame, pieces, rule, confidence = found
    kept = tuple((a, b) for a, b in (trim(doc, piece) for piece in pieces) if a < b)
    if not kept:
        return None
    if speaker is None and rule == AROUND:
        speaker = inverted(verb)
    elif speaker is None and frame in NAMING and passive(verb):
        speaker, kept = by_agent(doc, kept)
    if speaker is None and frame in NAMING:
        return None
    to_whom = addressee if frame in ADDRESSED and addressee is not speaker else None
    if to_whom is not None and frame not in SPOKEN_TO and not _speaks(doc, to_whom) and not _people(to_whom):
        to_whom = None  # `read the decree: ...`
    if to_whom is None and frame == "np":
        to_whom = _thanked(verb)
    act = frames.get(frame, "assertive")
    return Report(at.tokens, speaker, to_whom or told_by(verb), kept, frame, act, rule, confidence, at.cue.thought)


def _clausal(doc: Doc, at: CueAt, speaker: Token | None, addressee: Token | None) -> Found | None:
    """A clause or a quotation that a cue takes, after it or round it, or an object and what it is to do."""
    verb, frames = at.token, at.cue.frames
    frame = next((f for f in ("objthat", "that", "marked", "quote") if f in frames), None)
    if frame == "objthat" and "that" not in frames and addressee is None and not doc.quotations:
        frame = None
    if frame is not None:
        right = right_clause(doc, at)
        if right is not None and _quoted_before(doc, verb, speaker) and not _reopened(doc, right):
            right = None
        if right is not None and _only_named(doc, verb, right):
            return None
        unfit = right is not None and (
            (frame == "marked" and not _opened_by_that(doc, right))
            or ("objto" in frames and doc.tokens[right[0]].lower == "to")
        )
        if right is not None and not unfit:
            before = before_parenthesis(doc, verb, speaker, right)
            return frame, [*before, right], "clause after the cue", 0.9
    whom = asked(at) if "objto" in frames and speaker is not None else None
    if whom is not None:
        return "objto", [whom], "object and infinitive", 0.85
    if frame is None:
        return None
    pieces = around(doc, verb, speaker, frames)
    if pieces:
        return frame, pieces, AROUND, 0.9
    after = after_mark(doc, verb, quoted="that" not in frames and "objthat" not in frames)
    if after is None:
        return None
    opening = doc.tokens[after[0]].start
    block = "\n" in doc.text[verb.end : opening] and not doc.quoted(opening)
    return frame, [after], BLOCK if block else "quotation or colon after the cue", 0.85


def _quoted_before(doc: Doc, verb: Token, speaker: Token | None) -> bool:
    """Whether a quotation that ends in the same sentence ends right before a reporting clause: `"I left," she said`."""
    first = doc.sentences[verb.sentence][0]
    start = verb.i if speaker is None or speaker.i > verb.i else phrase(speaker, verb)[0]
    region = region_before(doc, doc.tokens[start].start)
    if region is None or region[1] <= doc.tokens[first].start or verb.tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return False
    return any(c.dep in ("ccomp", "parataxis") and region[0] <= c.start < region[1] for c in verb.lefts)


def _reopened(doc: Doc, content: Range) -> bool:
    """Whether what follows the cue is content for certain: opened by `that`, or quoted at its head."""
    return _opened_by_that(doc, content) or any(doc.quoted(t.start) for t in doc.tokens[content[0] : content[0] + 2])


def _nominal(doc: Doc, at: CueAt, speaker: Token | None) -> Found | None:
    """An infinitive, a gerund, a noun phrase, or a thing and what it is called, that a cue takes."""
    frames = at.cue.frames
    infinitive = infinitive_of(at) if "to" in frames else None
    if infinitive is not None:
        return "to", [infinitive], "infinitive after the cue", 0.85
    for frame in ("oprd", "as", *TOPICS):
        pair = pair_of(at, frame) if frame in frames else None
        if pair is not None:
            return frame, pair, "whom and of what" if frame in TOPICS else "what it is called", 0.8
    gerund = gerund_of(at) if "ing" in frames else None
    if gerund is not None:
        return "ing", [gerund], "gerund after the cue", 0.8
    if "np" in frames and passive(at.token):
        subject = subject_of(at.token)
        fits = (
            at.anchor is at.token and subject is not None and speaker is not None and subject.pos in ("NOUN", "PROPN")
        )
        return ("np", [whole(subject)], "noun phrase before a passive cue", 0.65) if fits and subject else None
    noun = noun_content(at, bound=frames["np"] == "commissive") if "np" in frames else None
    if noun is not None and (frames["np"] != "assertive" or _speaks(doc, speaker)):
        return "np", [noun], "noun phrase after the cue", 0.7
    return None


def _speaks(doc: Doc, speaker: Token | None) -> bool:
    """Whether a subject is someone and not a thing: a name, a pronoun, or words that stand for an actor."""
    return speaker is not None and (speaker.pos in ("PROPN", "PRON") or doc.mention_of(speaker) is not None)


def _people(noun: Token) -> bool:
    """Whether a noun is for people or a body."""
    return (noun.lower,) in common_nouns() or (noun.lemma,) in common_nouns()


def _thanked(verb: Token) -> Token | None:
    """Whom thanks, congratulations and condolences are spoken to: the object of the cue."""
    taken = child_of(verb, "dobj")
    return taken if verb.lemma in words("thanking") and taken is not None else None


def _only_named(doc: Doc, verb: Token, content: Range) -> bool:
    """Whether an infinitive only names a purpose (`efforts to hold Russia accountable`): no `that` and no quotation."""
    if verb.tag != "VB" or verb.dep not in ("acl", "advcl", "conj", "pcomp", "xcomp", "relcl"):
        return False
    if verb.dep == "xcomp" and verb.head.pos == "VERB":
        return False
    opening = doc.tokens[content[0]]
    return opening.lower not in ("that", "whether", "how", "why") and not doc.quoted(opening.end)


def _opened_by_that(doc: Doc, content: Range) -> bool:
    """Whether `that` stands at the head of a content or right before it."""
    return "that" in (doc.tokens[content[0]].lower, doc.tokens[max(0, content[0] - 1)].lower)


def _uttered(verb: Token) -> bool:
    """Whether a verb reports an act of speech and does not just name one: not `to condemn`, `might pledge`."""
    if any(c.dep == "aux" and c.tag == "MD" for c in verb.children):
        return False
    if verb.tag == "VBN":
        return any(c.dep in ("aux", "auxpass") for c in verb.children) or verb.dep == "conj"
    if verb.tag == "VBG":
        return verb.dep in ("advcl", "conj", "parataxis", "acl") or any(c.dep == "aux" for c in verb.children)
    return verb.tag in ("VBD", "VBZ", "VBP")
