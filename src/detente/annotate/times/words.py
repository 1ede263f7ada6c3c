"""The words that times are made of: units, weekdays, months, seasons, feasts; and words around them."""

from __future__ import annotations

from functools import cache

from detente.codebook import table
from detente.numbers import ONES, TENS

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # the month in which each begins
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
ORDINALS = {word: n for n, word in enumerate(_ORDINALS, 1)} | {"last": -1, "final": -1, "opening": 1}
UNIT_DAYS = {
    "second": 0, "minute": 0, "hour": 0, "day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14, "month": 30,
    "quarter": 91, "year": 365, "decade": 3650, "century": 36500,
}  # fmt: skip
# the finest unit that a record names
GRAIN = {"second": "hour", "minute": "hour", "night": "day", "fortnight": "week", "weekend": "week", "morning": "day"}

MONTH = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)|may|june?|july?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
FULL_MONTH = rf"(?:{'|'.join(MONTHS)})"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
YEAR = r"(?:1[5-9]\d\d|20\d\d|21\d\d)"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
SHORT_WEEKDAY = rf"(?:{WEEKDAY}|(?:mon|tues?|wed|thurs?|fri|sat|sun)\.?)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
UNIT = r"(?:minute|hour|day|night|week|weekend|fortnight|month|year|decade|centurie|century)"
PREPOSITION = r"(?:in|over|during|for|throughout|across|within)"
_NUMBER = (
    rf"(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|half[\s-](?:an?)|half|an?\shalf|an?\scouple\sof|a\scouple|a\sdozen"
    rf"|(?:an?|one|two|three)\shundred|(?:{'|'.join(TENS)})(?:-(?:{'|'.join(ONES[:9])}))?|{'|'.join(ONES[::-1])}"
    r"|another|an?|couple\sof)(?:[\s-]and[\s-]a[\s-]half)?)"
)
_ABOUT = (
    r"(?:(?:well\s|just\s)?(?:more|less|fewer)\sthan|at\s(?:least|most)|about|around|nearly|almost|over|under|roughly"
    r"|approximately|up\sto|just|only|barely|another|a\sfurther|an\sadditional|a\sfull|some|the\sfull|as\smuch\sas)"
)
COUNT = rf"(?:(?:{_ABOUT}\s)*(?P<n>{_NUMBER}))"
VAGUE = (
    r"(?P<few>a\sfew|the\sfew|few|several|some|many|a\snumber\sof|dozens\sof|hundreds\sof|countless|various"
    r"|a\smatter\sof)"
)
HALF = r"(?P<half>\sand\sa\shalf)?"
ZONE = r"(?:\s?(?:GMT|UTC|EST|EDT|CET|BST|IST|hours|hrs|local\stime|Moscow\stime|Beirut\stime))"
CLOCK = (
    rf"(?:\d{{1,2}}(?:[:.]\d\d)?\s?(?:a\.?m\.?|p\.?m\.?)(?!\w){ZONE}?(?:\s\(\d{{4}}{ZONE}\))?"
    rf"|(?:[01]?\d|2[0-3])[:.h]?[0-5]\d{ZONE}|(?:[01]?\d|2[0-3]):[0-5]\d|midnight|noon|midday|\d{{1,2}}\so'clock)"
)
LIGHT = r"(?:dawn|dusk|daybreak|nightfall|sunset|sunrise|daylight)"
PART_OF_DAY = r"(?:morning|afternoon|evening|night|midday|lunchtime)"


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one class of `data/time_words.csv`."""
    return frozenset(row["word"] for row in table("time_words") if row["class"] == kind)


@cache
def feasts() -> dict[str, str]:
    """Feasts and their day in the Gregorian calendar (`12-25`, `easter-2`); empty where it is not computed."""
    return {row["word"]: row["value"] for row in table("time_words") if row["class"] in ("feast", "open feast")}


def month_number(name: str) -> int:
    """The number of a month by the first three letters of its name."""
    return next(k for k, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))


def unit_of(text: str) -> str:
    """The unit that a word in singular or plural names."""
    unit = text.lower()
    return "century" if unit.startswith("centur") else unit
