"""Statements: who is reported to have said what, to whom, by which cue, quoted or in other words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.doc import Doc, Token
from detente.modality import auxiliaries, conditional, negated
from detente.parties import told_time
from detente.records import Dropped, Modality, SpeechAct, Statement
from detente.speech.cues import Report, words
from detente.speech.loose import continued
from detente.speech.reports import BLOCK, reports
from detente.speech.spans import kind_of, offsets, quotation_at, unmarked
from detente.speech.speakers import FIRST_PERSON, NOBODY, Speaker, antecedent, speaker_of
from detente.speech.voices import Voiced, avowals, headlines, signatures, turns
from detente.syntax import child_of

NAME = "statements"
OPEN_QUESTIONS = frozenset({"whether", "if", "when", "where", "what", "who", "how", "why", "which"})
DEMONSTRATIVES = frozenset({"that", "this", "these", "which", "nothing", "something", "anything", "everything"})


def extract(doc: Doc) -> Iterator[Statement | Dropped]:
    """Yield the statements of an article in the order of its text, then what looked like one and was not recorded."""
    voiced = [*turns(doc), *headlines(doc), *signatures(doc), *avowals(doc)]
    found = [_of_voice(doc, voice) for voice in voiced]
    avowed = [s for s, v in zip(found, voiced, strict=True) if v.act is not None]
    dropped: list[Dropped] = []
    before = NOBODY
    reported = sorted(reports(doc), key=lambda r: (r.head.i, r.pieces))
    blocks = [piece for report in reported if report.rule == BLOCK for piece in report.pieces]
    for report in reported:
        reason = _refusal(doc, report, avowed, blocks)
        if reason is not None:
            dropped.append(_dropped(doc, report.head.start, report.cue[-1].end, reason))
            continue
        statement = _of_report(doc, report, before)
        if statement is not None:
            found.append(statement)
            before = Speaker(statement.speaker, statement.speaker_code, None, None)
    found, loose = continued(doc, found)
    dropped.extend(_dropped(doc, start, end, "quotation without a speaker") for start, end in loose)
    yield from sorted(_nested(found), key=lambda s: (s.start, s.end, s.cue_start or 0))
    yield from sorted(dropped, key=lambda d: (d.start, d.end))


# ---------------------------------------------------------------- what is no statement


def _refusal(doc: Doc, report: Report, avowed: list[Statement], blocks: list[tuple[int, int]]) -> str | None:
    """Why a report is not recorded, or None."""
    verb = report.head
    if report.thought:
        return "a thought, not said to be uttered"
    if quotation_at(doc, verb.start) is not None or any(a <= verb.i < b for a, b in blocks):
        return "report inside a quotation"
    if any(s.start <= verb.start < s.end for s in avowed) and _by_author(doc, report.speaker):
        return "the author's own avowal"
    if report.speaker is not None and report.speaker.lower in (*FIRST_PERSON, "you", "one") and doc.author is None:
        return "the writer's own voice"
    if report.speaker is not None and report.speaker.lower in DEMONSTRATIVES:
        return "no speaker"
    if _silent(doc, report):
        return "no content said"
    return None


def _by_author(doc: Doc, speaker: Token | None) -> bool:
    if speaker is None or doc.author is None or speaker.lower in FIRST_PERSON:
        return doc.author is not None
    name = speaker_of(doc, speaker)
    country = (doc.author_codes or "").split()[:1]
    return name.name == doc.author or not country or (name.code or "").split()[:1] == country


def _silent(doc: Doc, report: Report) -> bool:
    """Whether someone is reported not to have said a thing: `refused to say whether ...`, `did not say when ...`."""
    verb = report.head
    withheld = negated(verb) or (verb.dep == "xcomp" and verb.head.lemma in words("silent"))
    return withheld and doc.tokens[report.pieces[0][0]].lower in OPEN_QUESTIONS


def _dropped(doc: Doc, start: int, end: int, reason: str) -> Dropped:
    return Dropped(article=doc.article.id, start=start, end=end, extractor=NAME, reason=reason)


# ---------------------------------------------------------------- statements


def _of_report(doc: Doc, report: Report, before: Speaker) -> Statement | None:
    spans = offsets(doc, report.pieces)
    if not spans:
        return None
    kind = kind_of(doc, spans)
    if report.rule == BLOCK:
        kind = "direct"
    if kind == "direct":
        spans = [unmarked(doc, span) for span in spans]
    speaker = speaker_of(doc, report.speaker, antecedent(doc, report.speaker, before))
    relative = child_of(report.head, "nsubj")
    if relative is not None and relative.lower in ("who", "which", "that") and relative is not report.speaker:
        speaker = replace(speaker, start=relative.start, end=relative.end)
    cue_start, cue_end = report.cue[0].start, report.cue[-1].end
    return _dated(
        doc,
        report.head,
        Statement(
            article=doc.article.id,
            start=spans[0][0],
            end=spans[-1][1],
            spans=tuple(spans),
            kind=kind,
            speaker=speaker.name,
            speaker_code=speaker.code,
            speaker_start=speaker.start,
            speaker_end=speaker.end,
            cue=doc.text[cue_start:cue_end],
            cue_start=cue_start,
            cue_end=cue_end,
            addressee=speaker_of(doc, report.addressee).name,
            speech_act=_act(doc, report),
            modality=_modality(report),
            rule=report.rule,
            confidence=report.confidence if speaker.name is not None else round(report.confidence * 0.8, 2),
        ),
    )


def _of_voice(doc: Doc, voice: Voiced) -> Statement:
    start, end = voice.span
    speaker = speaker_of(doc, voice.speaker)
    if voice.act is not None:
        speaker = Speaker(doc.author, doc.author_codes, None, None)
    elif voice.label is not None:
        speaker = replace(speaker, start=voice.label[0], end=voice.label[1])
    return Statement(
        article=doc.article.id,
        start=start,
        end=end,
        spans=((start, end),),
        kind="indirect" if voice.rule == "label in a headline" else "direct",
        speaker=speaker.name,
        speaker_code=speaker.code,
        speaker_start=speaker.start,
        speaker_end=speaker.end,
        speech_act=voice.act or _act_of_words(doc.between(start, end), direct=True) or "assertive",
        date_start=doc.article.date,
        date_end=doc.article.date,
        date_from="article" if doc.article.date else None,
        rule=voice.rule,
        confidence=voice.confidence,
    )


def _dated(doc: Doc, cue: Token, statement: Statement) -> Statement:
    """The statement with the time that its cue is given, or else the day of the article."""
    for when in doc.whens:
        if when.kind not in ("date", "since"):
            continue
        head = doc.tokens[when.first]
        if head.sentence != cue.sentence or any(a <= head.start < b for a, b in statement.spans):
            continue
        if _hangs_on(doc, when.first, when.last, cue):
            return replace(statement, **told_time(when))
    day = doc.article.date
    return replace(statement, date_start=day, date_end=day, date_from="article" if day else None)


def _hangs_on(doc: Doc, first: int, last: int, cue: Token) -> bool:
    """Whether some words hang on the cue by nothing but prepositions and the words themselves."""
    for token in doc.tokens[first:last]:
        head = token.head
        while head.dep in ("prep", "npadvmod", "advmod", "pobj", "pcomp") and head is not head.head:
            head = head.head
        if head is cue or token.head is cue:
            return True
    return False


def _nested(found: list[Statement]) -> list[Statement]:
    """Statements reported by another speaker's statement are attributed to that one, who `I` and `we` are too."""
    out = []
    for s in found:
        if s.cue_start is None:
            out.append(s)
            continue
        cue = s.cue_start
        around = [o for o in found if o is not s and any(a <= cue < b for a, b in o.spans)]
        outer = min(around, key=lambda o: o.end - o.start, default=None)
        if outer is None or outer.speaker is None:
            out.append(s)
        else:
            out.append(replace(s, voice="attributed", according_to=outer.speaker))
    return out


# ---------------------------------------------------------------- act and modality


def _act(doc: Doc, report: Report) -> SpeechAct:
    """The act of the cue; a plain `said` takes the act of what was said."""
    if report.act != "assertive" or report.frame not in ("that", "quote", "objthat", "source"):
        return report.act
    tokens = [t for a, b in report.pieces for t in doc.tokens[a:b]]
    return _act_of_words(tokens, direct=doc.quoted(tokens[0].start)) or report.act


def _act_of_words(tokens: list[Token], *, direct: bool) -> SpeechAct | None:
    """The act that the main verb of some words does: an obligation laid on others, or a promise in the first person."""
    inside = {t.i for t in tokens}
    for verb in tokens:
        if verb.pos not in ("VERB", "AUX") or verb.dep in ("aux", "auxpass") or verb.dep in ("relcl", "acl", "advcl"):
            continue
        if verb.dep not in ("ROOT", "ccomp", "parataxis") or (verb.head.i in inside and verb.head is not verb):
            continue
        helpers = auxiliaries(verb)
        subject = next((c for c in verb.children if c.dep in ("nsubj", "nsubjpass")), None)
        performed = words("performative").get(verb.lemma) if not negated(verb) else None
        if performed == "directive" or any(h in ("must", "should", "shall", "ought") for h in helpers):
            return "directive"
        if direct and verb.tag == "VB" and subject is None and not helpers:
            return "directive"
        if direct and subject is not None and subject.lower in ("i", "we"):
            if "will" in helpers:
                return "commissive"
            return performed
        return None
    return None


def _modality(report: Report) -> Modality:
    """Whether the saying itself happened, is denied, planned, called for or only supposed."""
    verb = report.head
    if verb.pos != "VERB":
        return "happened"
    if negated(verb) and verb.lemma not in ("deny", "refuse", "reject"):
        return "denied"
    helpers = auxiliaries(verb)
    if conditional(verb) or any(h in ("might", "may", "could", "would", "can") for h in helpers):
        return "hypothetical"
    if any(h in ("should", "must", "ought") for h in helpers):
        return "called-for"
    if "will" in helpers or (verb.tag == "VB" and verb.dep == "xcomp" and verb.head.lemma in words("intended")):
        return "planned"
    if verb.tag == "VB" and verb.dep in ("xcomp", "advcl", "acl") and verb.head.lemma not in words("onward"):
        return "hypothetical"
    return "happened"
