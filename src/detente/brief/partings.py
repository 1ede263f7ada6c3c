"""Where a word and a deed of one party part, and what several people tell differently of one thing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from detente.analyze import gaps
from detente.brief.desk import Desk, more
from detente.brief.headline import striking
from detente.brief.plain import dangling
from detente.brief.standing import own_day
from detente.brief_parts import Paragraph, Section
from detente.findings.rows import Row
from detente.quoting import shortened
from detente.wording import count, inner_quotations, listing, long_day, quoted, stance_words, with_the

GAPS, ACCOUNTS, TOLD = 3, 3, 240
CHARGE = re.compile(r"accus|suspect|charg", re.I)
CHARGED = re.compile(r"[^,.;]{2,60}? (?:of|with) \w+ing\b")


def against(desk: Desk) -> Section | None:
    """A word and a deed of the same party, side by side, never called more than that."""
    rows = list(desk.rows("gaps"))
    good = [row for row in rows if desk.enough(row["score"], gaps.LINE)]
    plain = [row for row in good if not any(dangling(desk.quote(row[end])) for end in ("before", "after"))]
    ranked = sorted(plain, key=lambda r: (-striking(desk, r), r["records"]))
    blocks = desk.each(ranked, _gap, desk.cap(GAPS))
    if not blocks:
        return None
    note = more(len(blocks), len(rows), "gaps")
    return Section(name="against", heading="Words against deeds", blocks=blocks, note=note)


def _gap(desk: Desk, row: Row) -> Paragraph:
    speaker = row["speaker"] or row["party"]
    of = with_the(str(row["party"]))
    who = of if speaker == row["party"] else desk.names(speaker)
    told = f", according to {desk.names(row['deed_according_to'])}" if row["deed_according_to"] else ""
    said_on, done_on = _on(desk, row["before"]), _on(desk, row["after"])
    noun = stance_words(row["word"])["noun"]
    said, done = desk.quote(row["before"]), desk.quote(row["after"])
    word = desk.say(f"{who}, {noun}{said_on}: {said}", [row["before"]], short=f"In words{said_on}: {said}", whole=True)
    deed = desk.say(f"{of}, the deed{done_on}{told}: {done}", [row["after"]],
                    short=f"In deed{done_on}{told}: {done}", whole=True)  # fmt: skip
    if row["grade"] == 3:
        note = "Reported side by side in one article."
    elif row["apart"] is not None:
        note = _apart(desk, row) if row["word_day"] else "Told in one article."
    else:
        note = ""
    if row["instances"] == 1:
        note += " One instance; too early to grade."
    else:
        note += f" {count(row['instances'], 'deed').capitalize()} of this kind, in {count(row['sources'], 'source')}."
    heading = with_the(str(row["party"]))
    return Paragraph(sentences=(word, deed), heading=heading[:1].upper() + heading[1:], note=note.strip())


def _apart(desk: Desk, row: Row) -> str:
    """How many days lie between a word and a deed, or between the articles that tell them."""
    days = abs(int(row["apart"]))
    if all(own_day(desk.records[row[end]]) for end in ("before", "after")):
        return f"{count(days, 'day').capitalize()} apart." if days else "The same day."
    return f"Told {count(days, 'day')} apart." if days else "Told on the same day."


def _on(desk: Desk, cite: str) -> str:
    """The day of a word or deed in brackets, in a small coverage too where the text itself gives it."""
    desk.learn([cite])
    own = own_day(desk.records[cite])
    return f" ({long_day(own)})" if own else desk.dated([cite])


def differently(desk: Desk) -> Section | None:
    """What several people tell of one thing, each in their own words."""
    rows = list(desk.rows("accounts"))
    shown = sorted(rows, key=lambda r: (-len(r["accounts"]), -desk.weight(r), r["records"]))[: desk.cap(ACCOUNTS)]
    if not shown:
        return None
    blocks = []
    for row in shown:
        sentences = []
        for told in row["accounts"][:4]:
            pieces = inner_quotations(told["text"]) if row["kind"] == "description" else []
            words = listing([quoted(piece) for piece in pieces]) if pieces else desk.quote(told["record"], TOLD)
            who = desk.names(told["teller"])
            when = f", {long_day(told['day'])}" if told["day"] and not desk.few else ""
            about = f", on {row['of']}" if row["kind"] == "description" else ""
            full, short = f"{who}{when}{about}: {words}", f"{words} ({who}{when})."
            if charge := _charging(told):
                full = short = f"{who} {charge}{words}" + (f" ({when.lstrip(', ')})." if when else ".")
            sentences.append(desk.say(full, [told["record"]], short=short))
        heading = str(row["of"])
        if row["kind"] in ("denial", "flagged"):
            label = "Told and denied" if row["kind"] == "denial" else "As the source says"
            heading = f"{label}: {_charging(row['accounts'][0])}{quoted(shortened(heading, 110), 120)}"
        blocks.append(Paragraph(sentences=tuple(sentences), heading=heading[:1].upper() + heading[1:]))
    note = more(len(shown), len(rows), "accounts")
    return Section(name="accounts", heading="Told differently", blocks=tuple(blocks), note=note)


def _charging(told: Mapping[str, Any]) -> str:
    """The verb before words that say nothing without it, with a space behind it.

    >>> _charging({"cue": "accused", "text": "the army of firing first"})
    'accused '
    >>> _charging({"cue": "said", "text": "the army was not there"})
    ''
    """
    cue = str(told["cue"] or "")
    return f"{cue} " if CHARGE.match(cue) and cue.endswith("ed") and CHARGED.match(str(told["text"])) else ""
