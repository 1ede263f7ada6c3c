"""Statements: who is reported to have said what, to whom, by which cue, quoted or in other words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.doc import Doc, Token
from detente.records import Dropped, Kind, Modality, SpeechAct, Statement
from detente.reports import Report, reports
from detente.speakers import NOBODY, Speaker, speaker_of
from detente.syntax import auxiliaries, conditional, negated

THOUGHTS = False
Span = tuple[int, int]


def extract(doc: Doc) -> Iterator[Statement | Dropped]:
    """Yield the statements of an article in the order of its text, and what looked like one but says nothing."""
    found: list[Statement] = []
    before = NOBODY
    for report in sorted(reports(doc), key=lambda r: r.head.i):
        if report.thought and not THOUGHTS:
            continue
        if _region_of(doc, report.head.start) is not None:
            continue
        statement = _statement(doc, report, before)
        if statement is None:
            continue
        found.append(statement)
        if statement.speaker is not None:
            before = Speaker(statement.speaker, statement.speaker_code, None, None)
    yield from sorted(_with_loose_quotations(doc, found), key=lambda s: (s.start, s.end))


def _statement(doc: Doc, report: Report, before: Speaker) -> Statement | None:
    inside = _region_of(doc, report.head.start)
    spans = [_offsets(doc, piece, inside) for piece in report.pieces]
    spans = [(a, b) for a, b in spans if a < b]
    if not spans:
        return None
    spans = _joined(spans)
    kind = _kind(doc, spans, inside)
    if kind == "direct":
        spans = [_unmarked(doc, span) for span in spans]
    speaker = speaker_of(doc, report.speaker, before)
    addressee = speaker_of(doc, report.addressee).name
    cue_start, cue_end = report.cue[0].start, report.cue[-1].end
    day = doc.article.date
    return Statement(
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
        addressee=addressee,
        speech_act=report.act,
        modality=_modality(doc, report),
        date_start=day,
        date_end=day,
        rule=report.rule + " " + report.frame + DBG(doc, report, inside),
        confidence=report.confidence,
    )


# ---------------------------------------------------------------- content


def _region_of(doc: Doc, offset: int) -> Span | None:
    return next(((a, b) for a, b in doc.quotations if a <= offset < b), None)


def _offsets(doc: Doc, piece: Span, inside: Span | None) -> Span:
    """The offsets of some tokens, widened to the whole of a quotation that they begin or end in."""
    start, end = doc.tokens[piece[0]].start, doc.tokens[piece[1] - 1].end
    if inside is not None:
        return max(start, inside[0]), min(end, inside[1])
    for a, b in doc.quotations:
        if a >= end:
            break
        if b <= start:
            continue
        if start > a - 2:
            start = a - _mark(doc, a - 1)
        if b + 2 > end:
            end = b + _mark(doc, b)
    return start, end


def _mark(doc: Doc, offset: int) -> int:
    return 1 if 0 <= offset < len(doc.text) and doc.text[offset] in "\"“”‘’'«»„" else 0


def _joined(spans: list[Span]) -> list[Span]:
    out: list[Span] = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def _kind(doc: Doc, spans: list[Span], inside: Span | None) -> Kind:
    letters = quoted = 0
    for a, b in spans:
        for i in range(a, b):
            if doc.text[i].isalnum():
                letters += 1
                if inside is None and any(x <= i < y for x, y in doc.quotations):
                    quoted += 1
    if not letters or not quoted:
        return "indirect"
    return "direct" if quoted >= 0.9 * letters else "mixed"


def _unmarked(doc: Doc, span: Span) -> Span:
    a, b = span
    while a < b and doc.text[a] in "\"“”‘’'«»„ ":
        a += 1
    while b > a and doc.text[b - 1] in "\"“”‘’'«»„ ":
        b -= 1
    return a, b


def _with_loose_quotations(doc: Doc, found: list[Statement]) -> list[Statement]:
    out = list(found)
    for a, b in doc.quotations:
        taken = any(x < b and y > a for s in out for x, y in s.spans if s.cue_start is None or not a <= s.cue_start < b)
        if taken:
            continue
        if len(doc.text[a:b].split()) < 3:
            continue
        # continuation in the paragraph
        best = None
        for n, s in enumerate(out):
            edge = max(s.end, s.cue_end or 0, s.speaker_end or 0)
            sent = doc.tokens[doc.token_at(edge - 1)].sentence
            if edge <= a and (best is None or (sent, s.kind != "indirect", edge) > best[2]):
                best = (edge, n, (sent, s.kind != "indirect", edge))
        if best is None:
            continue
        edge, n, _ = best
        s = out[n]
        sentence_end = doc.bounds(doc.tokens[doc.token_at(edge - 1)].sentence)[1]
        gap = doc.text[max(edge, min(sentence_end, a)) : a]
        gap = gap.strip(" \"“”‘’'«»„.,?!")
        if gap == "":
            if s.kind != "indirect":
                out[n] = replace(s, spans=(*s.spans, (a, b)), end=b)
            else:
                out.append(
                    replace(
                        s, start=a, end=b, spans=((a, b),), kind="direct", rule="loose after indirect", confidence=0.6
                    )
                )
        elif "\n" in gap and gap.strip() == "":
            unclosed = doc.text[edge - 1 : edge] and not any(c in "\"”’'»" for c in doc.text[s.end : a][:2])
            if s.kind != "indirect" and unclosed and doc.text[max(0, a - 1)] in "\"“‘'„«":
                out[n] = replace(s, spans=(*s.spans, (a, b)), end=b)
            else:
                out.append(
                    replace(
                        s,
                        start=a,
                        end=b,
                        spans=((a, b),),
                        kind="direct",
                        cue=None,
                        cue_start=None,
                        cue_end=None,
                        rule="loose next paragraph",
                        confidence=0.5,
                    )
                )
    return out


# ---------------------------------------------------------------- modality


def _modality(doc: Doc, report: Report) -> Modality:
    return "happened"


def DBG(doc, report, inside):
    h = report.head
    return f" {h.tag} {'Q' if inside else ''} {'MD' if any(c.tag=='MD' for c in h.children) else ''} {h.dep}"
