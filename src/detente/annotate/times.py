"""Words for a time to intervals of ISO days, against the article's date and the tense of the clause they stand in.

An interval says how exact the words are: `on Tuesday` is a day, `last week` is Monday to Sunday, `in 2019` a year. What
depends on a date that the article does not have stays open (`start` and `end` None); `days` still counts the distance
from the article where the words alone give it. Sources of the rules: the ISO 8601 week; the usage of news agencies, in
which a bare weekday is the nearest one in the direction of the tense, the day of publication included.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from detente.doc import Doc, Token, When
from detente.modality import ASKING_VERBS, PLANNING_VERBS, auxiliaries, governor

Interval = tuple[date | None, date | None, int | None]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
COUNTS = {
    word: count
    for count, words in enumerate(
        (
            "",
            "a an one",
            "two couple",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        )
    )
    for word in words.split()
}
UNIT_DAYS = {"hour": 0, "day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "decade": 3650}

AHEAD = frozenset({"will", "shall", "would", "should", "must", "may", "might", "could"})

_MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:1[89]\d\d|20\d\d)"
_WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
_COUNT = rf"(?:\d+|a|an|{'|'.join(w for w in COUNTS if len(w) > 2)})(?:\sof)?"
_UNIT = r"(?P<{}>hour|day|week|fortnight|month|year|decade)s?"

_AFTER = "|".join(
    f"(?<={word} )" for word in ("in", "since", "until", "till", "by", "during", "of", "before", "after", "from")
)
_HINT = re.compile(
    r"\d|day|week|month|year|night|morning|afternoon|evening|tomorrow|hour|decade|" + _MONTH, re.IGNORECASE
)

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE))
    for name, pattern in (
        ("iso", rf"(?P<y>{_YEAR})-(?P<m>0\d|1[0-2])-(?P<d>{_DAY})"),
        ("day_of", rf"(?:{_WEEKDAY},?\s)?(?P<d>{_DAY})(?:st|nd|rd|th)?(?:\sof)?\s(?P<month>{_MONTH})"
                   rf"(?:,?\s(?P<y>{_YEAR}))?"),
        ("of_day", rf"(?:{_WEEKDAY},?\s)?(?P<month>{_MONTH})\s(?P<d>{_DAY})(?:st|nd|rd|th)?"
                   rf"(?:\s?[-–]\s?(?P<d2>{_DAY}))?(?:,?\s(?P<y>{_YEAR}))?(?!\s?(?:percent|%|people))"),
        ("part_of_month", rf"(?:(?P<part>mid|early|late)[-\s]|(?:the\s)?(?P<edge>end|beginning|start|middle)\sof\s)"
                          rf"(?P<month>{_MONTH})(?:\s(?P<y>{_YEAR}))?"),
        ("month_year", rf"(?P<month>{_MONTH}),?\s(?P<y>{_YEAR})"),
        ("month", rf"(?:{_AFTER})(?P<month>{_MONTH})|(?P<which>last|next|this)\s(?P<month2>{_MONTH})"),
        ("year", rf"(?:{_AFTER})(?P<y>{_YEAR})"),
        ("edge_of", r"(?:the\s)?(?P<edge>end|beginning|start|middle)\sof\s(?:(?P<which>this|next|last|the)\s)"
                    r"(?P<unit>week|month|year)"),
        ("weekday", rf"(?:(?P<which>last|next|this|this\scoming|coming)\s)?(?P<weekday>{_WEEKDAY})"
                    r"(?:\s(?:morning|afternoon|evening|night))?"),
        ("sub_unit", r"(?P<sub>earlier|later)\sthis\s(?P<unit>week|month|year)"),
        ("which_unit", r"(?:(?:just|only)\s)?(?P<which>last|next|this|this\spast|this\scoming|the\scoming)\s"
                       r"(?P<unit>week|weekend|month|year)(?!\slong)"),
        ("ago", rf"(?P<n>{_COUNT})\s{_UNIT.format('unit')}\sago"),
        ("span_back", rf"(?:the\s)?(?:past|last|previous)\s(?:(?P<n>{_COUNT})\s)?{_UNIT.format('unit')}"),
        ("within", rf"(?:within|in\sthe\snext|over\sthe\snext|in\sunder|in\sless\sthan)\s(?:the\s)?(?P<n>{_COUNT})\s"
                   rf"{_UNIT.format('unit')}"),
        ("ahead", rf"(?:(?<=in ))(?P<n>{_COUNT})\s{_UNIT.format('unit')}(?='|\stime|[.,;]|$)"),
        ("near_day", r"today|tonight|yesterday|tomorrow|overnight|this\s(?:morning|afternoon|evening)|last\snight"
                     r"|earlier\sin\sthe\sday|the\sday\sbefore\syesterday|the\sday\safter\stomorrow"),
        ("relative", rf"(?:(?:{_COUNT})\s(?:day|week|month|year)s?|the\sday)\s(?:earlier|later|before|after)"
                     r"|the\s(?:previous|following|next|same)\s(?:day|week|month)"),
    )
)  # fmt: skip
_LIMIT = re.compile(
    r"(?P<limit>by|until|till|before|no later than|not later than|since|from)\s(?:the\s)?$", re.IGNORECASE
)


def annotate(doc: Doc) -> None:
    """Fill `doc.whens`, in the order of the text; where two readings overlap the longer one stands."""
    today = date.fromisoformat(doc.article.date) if doc.article.date else None
    found: list[When] = []
    for number in range(len(doc.sentences)):
        start, end = doc.bounds(number)
        found.extend(_in_sentence(doc, doc.text[start:end], start, today))
    doc.whens = found


def _in_sentence(doc: Doc, text: str, offset: int, today: date | None) -> list[When]:
    if not _HINT.search(text):
        return []
    matches = [(m.start(), m.end(), name, m) for name, pattern in PATTERNS for m in pattern.finditer(text)]
    matches.sort(key=lambda m: (m[0] - m[1], m[0]))
    taken: list[tuple[int, int]] = []
    whens = []
    for start, end, name, match in matches:
        if any(start < b and a < end for a, b in taken):
            continue
        taken.append((start, end))
        tokens = doc.between(offset + start, offset + end)
        if not tokens or (name == "month" and tokens[0].tag == "MD"):
            continue
        resolved = RULES[name](match, today, future(tokens[-1]))
        limit = _LIMIT.search(text[:start])
        first = tokens[0].i
        if limit:
            resolved = _limited(limit["limit"].lower(), resolved, today)
            first = doc.token_at(offset + limit.start())
        begin, finish, days = resolved
        words = text[doc.tokens[first].start - offset : end]
        whens.append(When(first, tokens[-1].i + 1, _iso(begin), _iso(finish), days, words))
    return sorted(whens, key=lambda w: w.first)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _limited(word: str, interval: Interval, today: date | None) -> Interval:
    """`since May` runs from May to today; `by Friday` from today to Friday."""
    begin, finish, days = interval
    if word in ("since", "from"):
        return (begin, today if begin and today and begin <= today else finish, days)
    if word == "before":
        finish = begin - timedelta(1) if begin else None
    if finish and today and finish >= today:
        return today, finish, (finish - today).days
    return finish, finish, days


def future(token: Token) -> bool:
    """Whether the clause that a time stands in looks ahead: `will`, `is to`, `plans to`, an infinitive under these."""
    return next((_looks_ahead(verb) for verb in token.ancestors() if verb.pos in ("VERB", "AUX")), False)


def _looks_ahead(verb: Token) -> bool:
    helpers = auxiliaries(verb)
    if any(h in AHEAD for h in helpers):
        return "have" not in helpers
    if verb.tag == "VB" or "to" in helpers:
        governing = governor(verb)
        if governing is None or governing.pos not in ("VERB", "AUX"):
            return True
        # `agreed to meet on Friday` looks ahead from any past; `were going to meet on Friday` only looks back
        return governing.lemma in PLANNING_VERBS | ASKING_VERBS or _looks_ahead(governing)
    if verb.lemma in ("schedule", "plan", "expect") and verb.tag in ("VBN", "VBZ", "VBP"):
        return True
    return verb.tag == "VBG" and "be" in helpers and not any(c.lower in ("was", "were") for c in verb.children)


# ---------------------------------------------------------------- a rule for each pattern


def _count(words: str | None) -> int | None:
    if not words:
        return 1
    word = words.lower().removesuffix(" of").split()[0]
    return int(word) if word.isdigit() else COUNTS.get(word)


def _month_number(name: str) -> int:
    return next(k for k, month in enumerate(MONTHS, 1) if month.startswith(name.lower().strip(".")[:3]))


def _month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year_for(month: int, day: int, today: date | None, ahead: bool) -> int | None:
    """The year of a day and month without one: the nearest in the direction of the tense, this very day included."""
    if today is None:
        return None
    if ahead:
        return today.year if (month, day) >= (today.month, today.day) else today.year + 1
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1


def _distance(begin: date | None, finish: date | None, today: date | None) -> Interval:
    if begin is None or today is None:
        return begin, finish, None
    return begin, finish, ((finish or begin) if begin > today else begin).toordinal() - today.toordinal()


def _calendar(match: re.Match[str], today: date | None, ahead: bool) -> Interval:
    groups = match.groupdict()
    day = int(groups["d"])
    month = int(groups["m"]) if groups.get("m") else _month_number(groups["month"])
    year = int(groups["y"]) if groups.get("y") else _year_for(month, day, today, ahead)
    if year is None or day > monthrange(year, month)[1]:
        return None, None, None
    last = int(groups["d2"]) if groups.get("d2") else day
    last = last if day <= last <= monthrange(year, month)[1] else day
    return _distance(date(year, month, day), date(year, month, last), today)


def _month(match: re.Match[str], today: date | None, ahead: bool) -> Interval:
    groups = match.groupdict()
    month = _month_number(groups.get("month") or groups["month2"])
    which = (groups.get("which") or "").lower()
    if groups.get("y"):
        year: int | None = int(groups["y"])
    elif which and today:
        year = today.year + {"last": -1 if month >= today.month else 0, "next": 1 if month <= today.month else 0}.get(
            which, 0
        )
    else:
        year = _year_for(month, 1, today, ahead)
    if year is None:
        return None, None, None
    first, last = _month_span(year, month)
    part = {"end": "late", "beginning": "early", "start": "early", "middle": "mid"}.get(
        (groups.get("edge") or "").lower(), (groups.get("part") or "").lower()
    )
    if part:
        first, last = {
            "early": (first, first.replace(day=10)),
            "mid": (first.replace(day=11), first.replace(day=20)),
            "late": (first.replace(day=21), last),
        }[part]
    return _distance(first, last, today)


def _year(match: re.Match[str], today: date | None, _: bool) -> Interval:
    year = int(match["y"])
    return _distance(date(year, 1, 1), date(year, 12, 31), today)


def _weekday(match: re.Match[str], today: date | None, ahead: bool) -> Interval:
    if today is None:
        return None, None, None
    wanted = WEEKDAYS.index(match["weekday"].lower())
    which = (match["which"] or "").lower()
    if which == "next":
        day = today + timedelta(7 - today.weekday() + wanted)
    elif which == "last":
        day = today - timedelta((today.weekday() - wanted - 1) % 7 + 1)
    elif ahead or which.endswith("coming") or (which == "this" and wanted >= today.weekday()):
        day = today + timedelta((wanted - today.weekday()) % 7)
    else:
        day = today - timedelta((today.weekday() - wanted) % 7)
    return _distance(day, day, today)


def _unit_span(unit: str, step: int, today: date) -> tuple[date, date]:
    """The calendar week, weekend, month or year that lies `step` of them from today's."""
    if unit in ("week", "weekend"):
        monday = today - timedelta(today.weekday()) + timedelta(7 * step)
        return (monday + timedelta(5 if unit == "weekend" else 0)), monday + timedelta(6)
    if unit == "month":
        index = today.year * 12 + today.month - 1 + step
        return _month_span(index // 12, index % 12 + 1)
    return date(today.year + step, 1, 1), date(today.year + step, 12, 31)


STEPS = {"last": -1, "next": 1, "the coming": 1, "this coming": 1, "this past": -1}


def _which_unit(match: re.Match[str], today: date | None, _: bool) -> Interval:
    unit, which = match["unit"].lower(), " ".join(match["which"].lower().split())
    step = STEPS.get(which, 0)
    days = step * UNIT_DAYS.get(unit, 7)
    if today is None:
        return None, None, days
    if unit == "weekend" and which == "last" and today.weekday() >= 5:
        days = -7
    begin, finish = _unit_span(unit, step, today)
    return begin, finish, days


def _edge_of(match: re.Match[str], today: date | None, ahead: bool) -> Interval:
    which = match["which"].lower()
    step = {"next": 1, "last": -1}.get(which, 0)
    if today is None:
        return None, None, None
    begin, finish = _unit_span(match["unit"].lower(), step, today)
    size = (finish - begin).days
    third = timedelta(size // 3)
    edge = match["edge"].lower()
    if edge == "end":
        begin = max(finish - third, today) if ahead and finish >= today else finish - third
    elif edge == "middle":
        begin, finish = begin + third, finish - third
    else:
        finish = begin + third
    return _distance(begin, finish, today)


def _sub_unit(match: re.Match[str], today: date | None, _: bool) -> Interval:
    unit = match["unit"].lower()
    earlier = match["sub"].lower() == "earlier"
    if today is None:
        return None, None, (-1 if earlier else 1)
    begin, finish = _unit_span(unit, 0, today)
    return (begin, today, -1) if earlier else (today, finish, 1)


def _ago(match: re.Match[str], today: date | None, _: bool) -> Interval:
    unit, count = match["unit"].lower(), _count(match["n"])
    if count is None:
        return None, None, None
    back = count * UNIT_DAYS[unit] if unit != "hour" else count // 24
    if today is None:
        return None, None, -back
    if unit in ("month", "year", "decade"):
        begin, finish = _unit_span(
            "month" if unit == "month" else "year", -count * (10 if unit == "decade" else 1), today
        )
        return begin, finish, -back
    slack = timedelta(3 if unit in ("week", "fortnight") else 0)
    day = today - timedelta(back)
    return day - slack, day + slack, -back


def _span_back(match: re.Match[str], today: date | None, _: bool) -> Interval:
    unit, count = match["unit"].lower(), _count(match["n"])
    if count is None:
        return None, None, None
    back = max(1, count // 24) if unit == "hour" else count * UNIT_DAYS[unit]
    return (today - timedelta(back) if today else None), today, -back


def _within(match: re.Match[str], today: date | None, _: bool) -> Interval:
    unit, count = match["unit"].lower(), _count(match["n"])
    if count is None:
        return None, None, None
    days = max(1, count // 24) if unit == "hour" else count * UNIT_DAYS[unit]
    return today, (today + timedelta(days) if today else None), days


def _near_day(match: re.Match[str], today: date | None, _: bool) -> Interval:
    words = " ".join(match[0].lower().split())
    step = {
        "yesterday": -1,
        "tomorrow": 1,
        "last night": -1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }
    days = step.get(words, 0)
    if words == "overnight":
        return (today - timedelta(1) if today else None), today, 0
    day = today + timedelta(days) if today else None
    return day, day, days


def _relative(_match: re.Match[str], _today: date | None, _ahead: bool) -> Interval:
    """`a week earlier` hangs on a day told elsewhere; the words are kept and nothing is guessed."""
    return None, None, None


RULES: dict[str, Callable[[re.Match[str], date | None, bool], Interval]] = {
    "iso": _calendar,
    "day_of": _calendar,
    "of_day": _calendar,
    "part_of_month": _month,
    "month_year": _month,
    "month": _month,
    "year": _year,
    "edge_of": _edge_of,
    "weekday": _weekday,
    "sub_unit": _sub_unit,
    "which_unit": _which_unit,
    "ago": _ago,
    "span_back": _span_back,
    "within": _within,
    "ahead": _within,
    "near_day": _near_day,
    "relative": _relative,
}
