"""Statements: who is reported to have said what, to whom, by which cue, quoted or in other words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate

from detente.actors.agents import lexicon
from detente.actors.gazetteer import codes_of
from detente.dating import told_time
from detente.doc import Doc, Token
from detente.modality import before_the_story, negated
from detente.records import Dropped, Kind, Statement
from detente.speech.acts import act_of, act_of_words, modality_of
from detente.speech.avowals import avowals
from detente.speech.cues import Report, words
from detente.speech.free import free_indirect
from detente.speech.issuers import Issuer, issuer_of
from detente.speech.labels import labelled, posts
from detente.speech.loose import continued
from detente.speech.reports import BLOCK, reports
from detente.speech.spans import bare_offsets, kind_of, offsets, quotation_at, unmarked
from detente.speech.speakers import FIRST_PERSON, NOBODY, Speaker, antecedent, speaker_of
from detente.speech.voices import Voiced, headlines, signatures, turns
from detente.syntax import child_of, passive

NAME = "statements"
REPLYING = lexicon("replying")
OPEN_QUESTIONS = frozenset({"whether", "if", "when", "where", "what", "who", "whose", "whom", "how", "why", "which"})
DEMONSTRATIVES = frozenset({"that", "this", "these", "which", "nothing", "something", "anything", "everything"})


def extract(doc: Doc) -> Iterator[Statement | Dropped]:
    """Yield the statements of an article in the order of its text, then what looked like one and was not recorded."""
    issuer = issuer_of(doc)
    voiced = [*turns(doc), *posts(doc), *headlines(doc), *signatures(doc), *avowals(doc, issuer)]
    reported = sorted(reports(doc), key=lambda r: (r.head.i, r.pieces))
    voiced = [voice for voice in voiced if voice.act is None or not any(_performs(doc, r, voice) for r in reported)]
    found = [_of_voice(doc, voice, issuer) for voice in voiced]
    avowed = [s for s, v in zip(found, voiced, strict=True) if v.act is not None]
    dropped: list[Dropped] = []
    before = NOBODY
    blocks = [piece for report in reported if report.rule == BLOCK for piece in report.pieces]
    for report in reported:
        reason = _refusal(doc, report, avowed, blocks, issuer)
        if reason is not None:
            dropped.append(_dropped(doc, report.head.start, report.cue[-1].end, reason))
            continue
        statement = _of_report(doc, report, before, issuer)
        if statement is not None:
            found.append(statement)
            before = Speaker(statement.speaker, statement.speaker_code, statement.speaker_start, statement.speaker_end)
    found.extend(
        _of_voice(doc, voice, issuer)
        for voice in labelled(doc)
        if not any(a < voice.span[1] and b > voice.span[0] for s in found for a, b in s.spans)
    )
    found.extend(free_indirect(doc, found))
    found, loose = continued(doc, found)
    dropped.extend(_dropped(doc, start, end, "quotation without a speaker") for start, end in loose)
    yield from sorted(_nested(found), key=lambda s: (s.start, s.end, s.cue_start or 0))
    yield from sorted(dropped, key=lambda d: (d.start, d.end))


# ---------------------------------------------------------------- what is no statement


def _refusal(
    doc: Doc, report: Report, avowed: list[Statement], blocks: list[tuple[int, int]], issuer: Issuer | None
) -> str | None:
    """Why a report is not recorded, or None."""
    verb = report.head
    if report.thought:
        return "a thought, not said to be uttered"
    inside = quotation_at(doc, verb.start) is not None or any(a <= verb.i < b for a, b in blocks)
    if inside and not _of_others(report):
        return "report inside a quotation"
    if any(s.start <= verb.start < s.end for s in avowed) and _by_author(doc, report.speaker, issuer):
        return "the author's own avowal"
    if report.speaker is not None and issuer is None and _of_the_writer(report.speaker, verb):
        return "the writer's own voice"
    if report.speaker is not None and report.speaker.lower in DEMONSTRATIVES:
        return "no speaker"
    if _silent(doc, report):
        return "no content said"
    return None


def _of_others(report: Report) -> bool:
    """Whether a report inside a quotation is of what others said for certain: `they told us the port would be safe`."""
    if report.frame not in ("that", "objthat", "objto") or report.head.tag not in ("VBD", "VBN", "VBZ", "VBP"):
        return False
    if report.speaker is None:
        return report.addressee is not None and passive(report.head)
    named = report.speaker.pos == "PROPN" or report.speaker.lower in ("they", "he", "she")
    return named and report.confidence > 0.8


def _of_the_writer(speaker: Token, verb: Token) -> bool:
    """Whether a subject is the writer, the reader or anyone: `one might say`, not `one of the hostages said`."""
    if speaker.lower == "one":
        return not speaker.children and any(c.tag == "MD" for c in verb.children)
    return speaker.lower in (*FIRST_PERSON, "you")


def _performs(doc: Doc, report: Report, avowal: Voiced) -> bool:
    """Whether a report is the avowal itself, done with its cue: `We demand that ...`, and nothing else beside it."""
    start, end = avowal.span
    verb = report.head
    if report.thought or not start <= verb.start < end or report.speaker is None:
        return False
    said = sum(doc.tokens[b - 1].end - doc.tokens[a].start for a, b in report.pieces)
    return verb.dep == "ROOT" and report.speaker.lower in FIRST_PERSON and said > (end - start) / 2


def _by_author(doc: Doc, speaker: Token | None, issuer: Issuer | None) -> bool:
    if speaker is None or issuer is None or speaker.lower in FIRST_PERSON:
        return issuer is not None
    name = speaker_of(doc, speaker)
    country = (issuer.codes or "").split()[:1]
    return name.name == issuer.name or not country or (name.code or "").split()[:1] == country


def _silent(doc: Doc, report: Report) -> bool:
    """Whether someone is reported not to have said a thing: `refused to say whether ...`, `did not say when ...`."""
    verb = report.head
    if verb.lemma in ("confirm", "deny") and any(c.lower == "neither" for c in verb.children):
        return True
    nobody = report.speaker is not None and report.speaker.lower in ("neither", "nobody", "none")
    withheld = nobody or negated(verb) or (verb.dep == "xcomp" and verb.head.lemma in words("silent"))
    return withheld and doc.tokens[report.pieces[0][0]].lower in OPEN_QUESTIONS


def _dropped(doc: Doc, start: int, end: int, reason: str) -> Dropped:
    return Dropped(article=doc.article.id, start=start, end=end, extractor=NAME, reason=reason)


# ---------------------------------------------------------------- statements


def _of_report(doc: Doc, report: Report, before: Speaker, issuer: Issuer | None) -> Statement | None:
    nested = quotation_at(doc, report.head.start) is not None
    spans = bare_offsets(doc, report.pieces) if nested else offsets(doc, report.pieces)
    if not spans:
        return None
    kind: Kind = "indirect" if nested else kind_of(doc, spans)
    if report.rule == BLOCK:
        kind = "direct"
    if kind == "direct":
        spans = [unmarked(doc, span) for span in spans]
    speaker = speaker_of(doc, report.speaker, antecedent(doc, report.speaker, before))
    own = issuer is not None and report.speaker is not None and report.speaker.lower in FIRST_PERSON
    if issuer is not None and own:
        kind = "direct"  # the document is the speech
        speaker = replace(speaker, name=issuer.name, code=issuer.codes)
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
            addressee=speaker_of(doc, report.addressee).name or _answered(report, speaker, before),
            speech_act=act_of(doc, report, speaker),
            modality=modality_of(report),
            rule=report.rule,
            confidence=report.confidence if speaker.name is not None else round(report.confidence * 0.8, 2),
        ),
    )


def _answered(report: Report, speaker: Speaker, before: Speaker) -> str | None:
    """Whom a reply is spoken to: who spoke before, where that is someone else."""
    replies = report.head.lemma in REPLYING or any(t.lower == "back" for t in report.cue)
    return before.name if replies and speaker.name is not None and before.name != speaker.name else None


def _of_voice(doc: Doc, voice: Voiced, issuer: Issuer | None) -> Statement:
    start, end = voice.span
    speaker = speaker_of(doc, voice.speaker)
    if voice.name is not None:
        code = speaker.code if speaker.name == voice.name else codes_of(voice.name, doc.article.date)
        speaker = Speaker(voice.name, code, speaker.start, speaker.end)
    if voice.act is not None and issuer is not None:
        speaker = Speaker(issuer.name, issuer.codes, None, None)
    elif voice.label is not None:
        speaker = replace(speaker, start=voice.label[0], end=voice.label[1])
    kind: Kind = "indirect" if voice.rule == "label in a headline" else "direct"
    return Statement(
        article=doc.article.id,
        start=start,
        end=end,
        spans=((start, end),),
        kind=kind,
        speaker=speaker.name,
        speaker_code=speaker.code,
        speaker_start=speaker.start,
        speaker_end=speaker.end,
        addressee=issuer.addressee if issuer is not None and voice.act is not None else speaker_of(doc, voice.to).name,
        speech_act=voice.act
        or act_of_words(doc, doc.between(start, end), speaker, direct=kind == "direct")
        or "assertive",
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
    day = None if before_the_story(cue) else doc.article.date
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
    spans = sorted((a, b, number) for number, said in enumerate(found) for a, b in said.spans)
    reach = list(accumulate((b for _, b, _ in spans), max))  # how far any span that begins no later goes
    for s in found:
        if s.cue_start is None:
            out.append(s)
            continue
        cue = s.cue_start
        last = bisect_right(spans, (cue, len(spans) and reach[-1] + 1))
        holding = set()
        while last and reach[last - 1] > cue:
            last -= 1
            if spans[last][1] > cue:
                holding.add(spans[last][2])
        around = [found[number] for number in sorted(holding) if found[number] is not s]
        outer = min(around, key=lambda o: o.end - o.start, default=None)
        if outer is None or outer.speaker is None:
            out.append(s)
        else:
            out.append(replace(s, voice="attributed", according_to=outer.speaker))
    return out
