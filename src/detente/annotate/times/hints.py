"""Which words a sentence must have for a pattern to be looked for in it, so that most are passed over at once."""

from __future__ import annotations

from collections.abc import Sequence

from detente.annotate.times.words import MONTHS, SEASONS, UNIT_DAYS, WEEKDAYS, feasts
from detente.doc import Token

DIGIT = "0"  # stands for every word with a digit
_UNITS = frozenset(UNIT_DAYS) - {"second", "quarter"} | {"centurie"}
_PLURALS = frozenset(f"{unit}s" for unit in _UNITS)
UNITS = _UNITS | _PLURALS | {f"{unit}long" for unit in _UNITS | _PLURALS}
_SHORT = frozenset(name[:3] for name in MONTHS) | {"sept"}
NAMED_MONTHS = frozenset(MONTHS) | _SHORT | {f"{name}." for name in _SHORT}
NAMED_DAYS = frozenset(WEEKDAYS) | {f"{day}s" for day in WEEKDAYS}
PARTS = frozenset({"morning", "afternoon", "evening", "night", "midday", "lunchtime"})
_TENS = frozenset({"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"})
_NEEDED: dict[str, frozenset[str]] = {
    "iso": frozenset({DIGIT}),
    "numeric": frozenset({DIGIT}),
    "day_month": NAMED_MONTHS,
    "month_day": NAMED_MONTHS,
    "word_month": NAMED_MONTHS,
    "day_of_month": frozenset({DIGIT}),
    "months": NAMED_MONTHS,
    "month": NAMED_MONTHS,
    "season": frozenset(SEASONS),
    "year": frozenset({DIGIT}),
    "decade": _TENS | {DIGIT},
    "century": frozenset({"century"}),
    "weekdays": NAMED_DAYS,
    "weekday": NAMED_DAYS,
    "recurrence": NAMED_DAYS
    | {"every", "each", "once", "twice", "times", "daily", "nightly", "hourly", "weekly", "annual", "biweekly", "bi",
       "fortnightly", "monthly", "quarterly", "yearly", "annually", "semi", "semiannual", "biannual"},
    "which_unit": UNITS | {"quarter"},
    "the_unit": UNITS | {"quarter"},
    "weekend": frozenset({"weekend"}),
    "sub_unit": frozenset({"earlier", "later"}),
    "before_last": frozenset({"last", "next"}),
    "unit_end": frozenset({"end", "mid"}) | {f"mid{unit}" for unit in _UNITS},
    "ago": frozenset({"ago", "back"}),
    "back": frozenset({"past", "last", "previous", "preceding", "recent"}),
    "forth": frozenset({"next", "coming", "upcoming", "ahead", "come"}),
    "within": frozenset({"within", "inside", "under", "less", "more", "most"}),
    "within_unit": frozenset({"within"}),
    "near_day": PARTS | {"today", "tonight", "yesterday", "tomorrow", "overnight", "day", "hours"},
    "following": UNITS | PARTS | {"quarter"},
    "clock": frozenset(
        {DIGIT, "midnight", "noon", "midday", "o'clock", "dawn", "dusk", "daybreak", "nightfall", "sunset", "sunrise",
         "daylight"}
    ),
    "recently": frozenset({"recently", "lately", "other", "recent"}),
    "soon": frozenset({"soon", "shortly"}),
    "open_event": frozenset({"eve", "anniversary"}),
}  # fmt: skip


def needed(name: str) -> frozenset[str]:
    """The words of which a sentence must have one for a pattern to be looked for."""
    if name == "feast":
        return frozenset(feast.split()[-1].split("'")[0] for feast in feasts())
    return _NEEDED.get(name, UNITS)


def present(tokens: Sequence[Token]) -> set[str]:
    """The words of a sentence as they are asked for."""
    found = {token.lower for token in tokens}
    for word in [word for word in found if not word.isalpha()]:
        found.update(word.replace("'", "-").replace(".", "-").split("-"))
        if any(letter.isdigit() for letter in word):
            found.add(DIGIT)
    return found
