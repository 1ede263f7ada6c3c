"""The times of a sentence read together: parts of a point, ranges of two, bounds, and what is counted from another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.annotate.times.days import Setting, Stretch, month_span
from detente.annotate.times.distances import counted, fit
from detente.annotate.times.limits import FROM, SINCE, limited
from detente.annotate.times.parts import POINTS, REACH, Found, modified, nearest_edge, spanning, with_parts
from detente.annotate.times.patterns import LIMIT, RANGE, RANGE_LEAD
from detente.annotate.times.points import Match, calendar_day, group
from detente.annotate.times.tense import deadline_ahead, looks_ahead, top_of
from detente.annotate.times.words import month_number
from detente.doc import Doc, Token

if TYPE_CHECKING:
    from detente.annotate.times import Rule

BOUNDED = POINTS | {"ago", "following", "later", "sub_unit", "open_event", "recently"}
COUNTED = frozenset({"after", "before", "from", "prior to"})


Read = tuple[int, int, Stretch, bool]


class _Sentence:
    """A sentence in which times are read one after another, each against those before it."""

    def __init__(
        self, doc: Doc, text: str, offset: int, rules: Mapping[str, Rule], today: date | None, before: list[Stretch]
    ) -> None:
        self.doc, self.text, self.offset, self.rules, self.today = doc, text, offset, rules, today
        self.named = list(before)

    def tokens(self, found: Found) -> list[Token]:
        return spanning(self.doc, self.offset + found.start, self.offset + found.end)

    def mark(self, start: int) -> Match | None:
        """The word of a bound that stands before a place."""
        return LIMIT.search(self.text, max(0, start - REACH), start)

    def ahead(self, found: Found, mark: str | None) -> bool:
        tokens = self.tokens(found)
        if mark in SINCE:
            return False
        if mark is not None and mark not in FROM:
            return deadline_ahead(self.doc, tokens, mark)
        return looks_ahead(self.doc, tokens)

    def read(self, found: Found, *, ahead: bool, anchor: Stretch | None = None) -> Stretch:
        """The days of one time, with the part of it that is meant."""
        anchor = anchor or self.anchor(found)
        setting = Setting(self.today, ahead, anchor)
        stretch = self.rules[found.name](found.match, setting)
        told = replace(stretch, why=f"{found.name.replace('_', ' ')}, looks {'ahead' if ahead else 'back'}")
        if found.modifier is None:
            return told
        if found.name == "the_unit" and not ahead and found.modifier.groupdict().get("edge"):
            told = nearest_edge(told, found.modifier, self.today)
        return modified(told, found.modifier, self.today)

    def anchor(self, found: Found) -> Stretch | None:
        """The last time named before that is as exact as the unit to be counted in."""
        unit = counted(found.match)[1] if found.name == "later" else group(found.match, "unit") or "day"
        unit = unit if found.name in ("later", "following", "forth", "back") else "year"
        return next((stretch for stretch in reversed(self.named) if fit(stretch, unit)), None)


def combined(
    doc: Doc,
    text: str,
    offset: int,
    listed: list[Found],
    rules: Mapping[str, Rule],
    today: date | None,
    before: list[Stretch],
) -> list[Read]:
    """The times of a sentence: (start, end, days, whether it lies ahead), in the order of the text."""
    sentence = _Sentence(doc, text, offset, rules, today, before)
    listed = with_parts(text, listed)
    out: list[Read] = []
    k = 0
    while k < len(listed):
        found = listed[k]
        following = listed[k + 1] if k + 1 < len(listed) else None
        read, used = None, 1
        if following is not None and found.name in POINTS and following.name in POINTS:
            read = _range(sentence, found, following)
        if following is not None and found.name == "later" and read is None:
            read = _from_another(sentence, found, following)
        if read is not None:
            used = 2
        else:
            read = _bounded(sentence, found)
        k += used
        if read is not None:
            out.append(read)
            if read[2].kind == "date":
                sentence.named.append(read[2])
    return out


# ---------------------------------------------------------------- what is made of one or two of them


def _bounded(sentence: _Sentence, found: Found) -> Read | None:
    """A time with the word that bounds it."""
    mark = sentence.mark(found.from_start) if found.name in BOUNDED else None
    word = " ".join(mark["mark"].lower().split()) if mark is not None else None
    tokens = sentence.tokens(found)
    if word == "from" and any(found.match.groupdict().get(part) for part in ("d0", "d2", "month0", "y2", "weekday0")):
        found.from_start, mark, word = mark.start() if mark else 0, None, None  # `from 7 to 12 August`
    if word == "from" and _of_noun(sentence, mark, tokens):
        mark, word = None, None
    ahead = sentence.ahead(found, word)
    if found.name == "soon" and not ahead:
        return None  # `the talks soon collapsed` counts from another time
    if found.name == "in_time" and tokens[0].head.pos not in ("VERB", "AUX"):
        ahead = False  # `the first visit in ten years`
    if found.name == "later" and group(found.match, "to") == "from":
        return None
    stretch = sentence.read(found, ahead=ahead)
    if found.name == "later" and group(found.match, "to") in COUNTED and _more_follows(sentence.text, found.end):
        stretch = Stretch(unit=stretch.unit, why="later, from what has no date")
    if mark is None or word is None:
        return found.from_start, found.end, stretch, ahead
    if word in ("until", "till") and _negated(tokens):
        word = "not until"
    return mark.start(), found.end, limited(word, stretch, Setting(sentence.today, ahead)), ahead


def _more_follows(text: str, end: int) -> bool:
    """Whether `two days after` goes on with what it is counted from: a clause or a deed without a date is no anchor."""
    return bool(re.match(r"\s[\w'\"“‘]", text[end : end + 2]))


def _of_noun(sentence: _Sentence, mark: Match | None, tokens: list[Token]) -> bool:
    """Whether `from` only says which one is meant: `a resolution from 2004`, `dating from 1999`."""
    preposition = sentence.doc.tokens[sentence.doc.token_at(sentence.offset + mark.start())] if mark else tokens[0]
    head = preposition.head
    if head.lemma == "date":
        return True
    return head.pos in ("NOUN", "PROPN") and head.i == preposition.i - 1 and not looks_ahead(sentence.doc, tokens)


def _negated(tokens: list[Token]) -> bool:
    """Whether the verb is negated: what is not done until Monday is done from Monday on."""
    verb = next((t for t in top_of(tokens).ancestors() if t.pos in ("VERB", "AUX")), None)
    return verb is not None and any(c.dep == "neg" or c.lower == "never" for c in verb.children)


def _range(sentence: _Sentence, left: Found, right: Found) -> Read | None:
    """`from March to May`, `between Monday and Thursday`, `3 May - 5 June`: first to last."""
    text = sentence.text
    between = text[left.end : right.from_start]
    link = RANGE.match(between)
    if link is None or link.end() != len(between):
        return None
    lead = RANGE_LEAD.search(text, max(0, left.from_start - REACH), left.from_start)
    joins = (link.groupdict().get("to") or "-").lower()
    if joins == "and" and (lead is None or lead["lead"].lower() != "between"):
        return None
    if joins not in ("-", "and") and lead is None and left.name != right.name:
        return None
    ahead = sentence.ahead(right, None)
    first, last = sentence.read(left, ahead=ahead), sentence.read(right, ahead=ahead)
    begin, finish = _in_order(left, right, first, last, sentence.today)
    if begin is not None and finish is not None and begin > finish:
        return None
    start = lead.start() if lead is not None else left.from_start
    return start, right.end, replace(last, first=begin, last=finish, days=None, part=None, why="range"), ahead


def _in_order(
    left: Found, right: Found, first: Stretch, last: Stretch, today: date | None
) -> tuple[date | None, date | None]:
    """Both ends of a range; one without a year lies before (or after) the one that has it or that the tense gives."""
    begin, finish = first.first, last.last
    yearless = left.name in ("day_month", "month_day", "month") and group(left.match, "y") is None
    if yearless and finish is not None and group(right.match, "y") is not None:
        again = left.match
        for year in (finish.year, finish.year - 1):
            number = month_number(again["month"])
            if left.name == "month":
                found: date | None = month_span(year, number)[0]
            else:
                day = int(group(again, "d0") or again["d"])
                found = calendar_day(number, day, day, year, Setting(today, ahead=False), bound=True).first
            if found is not None and found <= finish:
                return found, finish
    if begin is not None and finish is not None and begin > finish:
        if left.name in ("weekday", "weekdays"):
            ahead = today is not None and begin >= today
            return (begin, finish + timedelta(7)) if ahead else (begin - timedelta(7), finish)
        if left.name in ("day_month", "month_day", "month"):
            earlier = begin.replace(year=begin.year - 1, day=min(begin.day, 28) if begin.month == 2 else begin.day)
            later = finish.replace(year=finish.year + 1, day=min(finish.day, 28) if finish.month == 2 else finish.day)
            return (begin, later) if today is not None and begin >= today else (earlier, finish)
    return begin, finish


def _from_another(sentence: _Sentence, found: Found, other: Found) -> Read | None:
    """`three months after the accord of 4 May 2020`: counted from the time in its own words."""
    if group(found.match, "to") not in COUNTED or other.name not in POINTS | {"ago"}:
        return None
    between = sentence.text[found.end : other.from_start]
    tokens = sentence.tokens(other)
    last = sentence.tokens(found)[-1]
    near = not between.strip() or between.strip().lower() in ("on", "the")
    inside = any(t is last for t in top_of(tokens).ancestors()) and not re.search(r"[;:]|, ", between)
    if not near and (not inside or len(between) > 80 or any(t.pos == "VERB" for t in _between(sentence, found, other))):
        return None
    ahead = sentence.ahead(found, None)
    stretch = sentence.read(found, ahead=ahead, anchor=sentence.read(other, ahead=ahead))
    return found.start, other.end, stretch, ahead


def _between(sentence: _Sentence, left: Found, right: Found) -> list[Token]:
    return sentence.doc.between(sentence.offset + left.end, sentence.offset + right.from_start)
