"""Words for a time to intervals of ISO days, against the article's date and the tense of the clause they stand in.

An interval says how exact the words are: `on Tuesday` is a day, `last week` is Monday to Sunday, `in 2019` a year. What
depends on a date that the article does not have stays open (`start` and `end` None); `days` still counts the distance
from the article where the words alone give it. The convention is docs/times.md.

Points of the calendar (`points`, `units`) and distances (`distances`) are found by their look (`patterns`, `guards`);
then what stands around them is read: a part of it (`parts`), a range of two, a bound (`reading`, `limits`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from detente.annotate.times import distances, patterns, points, units
from detente.annotate.times.days import Setting, Stretch, distance
from detente.annotate.times.guards import is_name, is_time
from detente.annotate.times.hints import present
from detente.annotate.times.parts import Found, spanning
from detente.annotate.times.reading import combined
from detente.doc import Doc, When

Rule = Callable[[points.Match, Setting], Stretch]

RULES: dict[str, Rule] = {
    "iso": points.iso,
    "numeric": points.numeric,
    "day_month": points.day_and_month,
    "month_day": points.day_and_month,
    "word_month": points.word_and_month,
    "day_of_month": points.day_of_month,
    "months": points.month,
    "month": points.month,
    "season": points.season,
    "year": points.year,
    "decade": points.decade,
    "century": points.century,
    "weekdays": points.weekday,
    "weekday": points.weekday,
    "recurrence": distances.how_often,
    "which_unit": units.which_unit,
    "the_unit": units.the_unit,
    "weekend": units.weekend,
    "sub_unit": units.sub_unit,
    "before_last": units.before_last,
    "unit_end": units.unit_end,
    "ago": distances.ago,
    "back": distances.back,
    "forth": distances.forth,
    "within": distances.within,
    "within_unit": distances.within_unit,
    "in_time": distances.in_time,
    "length": distances.how_long,
    "near_day": units.near_day,
    "later": distances.later,
    "following": distances.following,
    "clock": units.clock,
    "recently": distances.recently,
    "soon": distances.soon,
    "open_event": units.open_event,
    "feast": points.feast_day,
}


def annotate(doc: Doc) -> None:
    """Fill `doc.whens`, in the order of the text; where two readings overlap the longer one stands."""
    today = _today(doc.article.date)
    before: list[Stretch] = []
    found: list[When] = []
    for number in range(len(doc.sentences)):
        start, end = doc.bounds(number)
        here: list[Stretch] = []
        text = doc.text[start:end]
        matches = _matches(doc, number, text, start)
        if matches:
            read = combined(doc, text, start, matches, RULES, today, before)
            here = [stretch for _, _, stretch, _ in read]
            found.extend(_when(doc, start, *one, today) for one in read)
        before = here
    doc.whens = found


def _today(day: str | None) -> date | None:
    """The article's day to count from; none so near to the ends of the calendar that there is no room to count."""
    known = date.fromisoformat(day) if day else None
    return known if known is not None and 1600 <= known.year <= 2400 else None


def _matches(doc: Doc, number: int, text: str, offset: int) -> list[Found]:
    """What looks like a time in a sentence and is one, the longer before the shorter where they overlap."""
    words = present(doc.words(number))
    listed = [
        (m.start(), m.end(), name, m)
        for name, needed, pattern in patterns.compiled()
        if not words.isdisjoint(needed)
        for m in pattern.finditer(text)
    ]
    listed.sort(key=lambda m: (m[0] - m[1], m[0]))
    taken: list[Found] = []
    for start, end, name, match in listed:
        if any(start < other.end and other.start < end for other in taken):
            continue
        tokens = spanning(doc, offset + start, offset + end)
        if is_name(name, match, doc, tokens):
            taken.append(Found(start, end, "", match))  # nor is a part of it a time
        elif is_time(name, match, doc, tokens):
            taken.append(Found(start, end, name, match))
    return sorted((found for found in taken if found.name), key=lambda f: f.start)


def _when(doc: Doc, offset: int, start: int, end: int, stretch: Stretch, ahead: bool, today: date | None) -> When:
    tokens = spanning(doc, offset + start, offset + end)
    first = tokens[0].i
    days = distance(stretch, today)
    open_ended = (stretch.last is None or (today is not None and stretch.last >= today)) and (
        stretch.first is None or today is None or stretch.first >= today
    )
    return When(
        first=first,
        last=tokens[-1].i + 1,
        start=stretch.first.isoformat() if stretch.first else None,
        end=stretch.last.isoformat() if stretch.last else None,
        days=days,
        words=doc.text[doc.tokens[first].start : offset + end],
        kind=stretch.kind,
        unit="week" if stretch.unit == "weekend" else stretch.unit,
        length=stretch.length,
        ahead=(days or 0) > 0 or (ahead and stretch.kind not in ("duration", "recurrence") and open_ended),
        why=stretch.why,
    )
