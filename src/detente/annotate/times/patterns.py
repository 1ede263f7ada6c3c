"""What words for a time look like. Each pattern has the name of the rule that reads it (`points`, `distances`)."""

from __future__ import annotations

import re
from functools import cache

from detente.annotate.times.hints import needed
from detente.annotate.times.words import (
    CLOCK,
    COUNT,
    DAY,
    FULL_MONTH,
    HALF,
    LIGHT,
    MONTH,
    ORDINALS,
    PART_OF_DAY,
    PREPOSITION,
    SEASON,
    SHORT_WEEKDAY,
    UNIT,
    VAGUE,
    WEEKDAY,
    YEAR,
    ZONE,
    feasts,
)

_ORD = r"(?:st|nd|rd|th)"
_TO = r"(?:\s?[-–—]\s?|\s(?:to|until|till|through|and|or)\s)"
_IN_YEAR = (
    rf"(?:,?\s(?:of\s)?(?P<y>{YEAR})(?![\d:])"
    rf"|,?\s(?:of\s|in\s)?(?P<in>last|this|next|that|the\sfollowing)\s(?:same\s)?year)"
)
_WHICH = (
    r"(?P<which>last|next|this\spast|this\scoming|this|the\scoming|the\spast|coming|past|the\sfollowing|the\sprevious)"
)
_ORDINAL = rf"(?:{'|'.join(ORDINALS)}|\d\d?{_ORD})"
_LENGTH = rf"(?:{COUNT}[\s-](?P<unit>{UNIT})s?{HALF})"
_COUNT2, _VAGUE2 = COUNT.replace("<n>", "<n2>"), VAGUE.replace("<few>", "<few2>")
_SPAN = rf"(?:(?:{COUNT}|{VAGUE})\s)?(?P<unit>{UNIT})(?P<many>s?){HALF}"

PATTERNS: tuple[tuple[str, str], ...] = (
    ("iso", rf"(?P<y>{YEAR})[-/](?P<m>0\d|1[0-2])[-/](?P<d>{DAY})"),
    ("numeric", rf"(?P<a>\d\d?)(?P<sign>[./])(?P<b>\d\d?)(?P=sign)(?P<y>{YEAR})"),
    ("day_month", rf"(?:(?P<name>{SHORT_WEEKDAY}),?\s(?:the\s)?)?(?:the\s)?(?:(?P<d0>{DAY}){_ORD}?{_TO})?"
                  rf"(?P<d>{DAY}){_ORD}?(?:\sof)?\s(?P<month>{MONTH})(?:{_IN_YEAR})?"),
    ("month_day", rf"(?:(?P<name>{SHORT_WEEKDAY}),?\s)?(?P<month>{MONTH})\s(?:the\s)?(?P<d>{DAY}){_ORD}?"
                  rf"(?:{_TO}(?P<d2>{DAY}){_ORD}?(?!\s?(?:{MONTH}|people|percent)))?(?:{_IN_YEAR})?"
                  r"(?!\s?(?:percent|%|people)|:\d|,\d\d\d)"),
    ("word_month", rf"(?:the\s)?(?P<nth>{_ORDINAL})\sof\s(?P<month>{FULL_MONTH})(?:{_IN_YEAR})?"),
    ("day_of_month", rf"(?:the\s)?(?P<d>{DAY}){_ORD}\sof\s(?P<which>this|last|next)\smonth"
                     rf"|(?<=\bon\s)the\s(?P<alone>{DAY}){_ORD}(?=[.,;]|\sand\b|$)"),
    ("months", rf"(?P<month0>{MONTH})\s?[-–—/]\s?(?P<month>{MONTH})(?:{_IN_YEAR})?"),
    ("month", rf"(?:{_WHICH}\s)?(?P<month>{MONTH})(?:{_IN_YEAR}|\s(?P<past>last|next)(?=[.,;]))?"),
    ("season", rf"(?:(?:{_WHICH}|the)\s)?(?P<season>{SEASON})(?:{_IN_YEAR})?"),
    ("year", rf"(?:the\syear\s)?(?P<y>{YEAR})(?:\s?[-–/]\s?(?P<y2>{YEAR}|\d\d))?"),
    ("decade", r"(?:the\s)?(?P<decade>(?:1[5-9]|20)\d0)s|the\s['’]?(?P<short>[2-9]0)s"
               r"|the\s(?:nineteen-?)?(?P<named>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"),
    ("century", r"(?:the\s)?(?P<nth>1\d|2[01])(?:st|nd|rd|th)[\s-]century"
                r"|the\s(?P<named>eighteenth|nineteenth|twentieth|twenty-first)\scentury"),
    ("weekdays", rf"(?P<weekday0>{WEEKDAY})\s?[-–—/]\s?(?P<weekday>{WEEKDAY})"),
    ("weekday", rf"(?:{_WHICH}\s)?(?P<weekday>{WEEKDAY})"
                r"(?:\s(?P<past>last)(?=[.,;])|,?\s(?:of\s)?(?P<in>last|this|next)\sweek|\s(?P<before>before\slast))?"),
    ("recurrence", rf"(?:every|each)\s(?:other\s|single\s|second\s|third\s|few\s|{COUNT}\s)?"
                   rf"(?P<unit>{UNIT}|{WEEKDAY}|{FULL_MONTH}|{SEASON}|{PART_OF_DAY})s?"
                   rf"|(?:on\s)?(?P<weekday>{WEEKDAY})(?:s|\s{PART_OF_DAY}s)"
                   rf"|(?:once|twice|{_COUNT2}\stimes)\s(?:an?|every|each|per)\s(?:other\s)?(?P<unit2>{UNIT})"
                   r"|(?P<adverb>daily|nightly|hourly|weekly|bi-?weekly|fortnightly|monthly|bi-?monthly|quarterly"
                   r"|yearly|annual|annually|semi-?annual(?:ly)?|bi-?annual(?:ly)?)"),
    ("which_unit", r"(?:(?:just|only)\s)?(?P<which>last|next|this\spast|this\scoming|this|the\scoming|coming"
                   r"|the\spast(?=\sweekend)|the\slast(?=\sweekend))\s(?P<unit>week|weekend|month|quarter|year|decade|century)(?!-)"),
    ("the_unit", r"(?:the|that)\s(?:same\s)?(?P<unit>week|month|quarter|year|decade|century)"),
    ("weekend", r"(?:the|that)\s(?P<unit>weekend)(?=\sof\s\d|\b)"),
    ("sub_unit", r"(?P<sub>earlier|later)\s(?:on\s)?(?:in\s)?(?P<which>this|the|that(?:\ssame)?|next|last)\s"
                 rf"(?P<unit>day|week|weekend|month|quarter|year|decade|{SEASON})"),
    ("before_last", r"the\s(?P<unit>night|week|weekend|month|year|decade)\s(?P<to>before\slast|after\snext)"),
    ("unit_end", r"(?:(?P<which>this|last|next)\s|the\s)?(?P<unit>week|month|year|decade)(?:['’]s\s|-|\s)end"
                 r"|(?:the\s)?(?P<mid>mid-?)(?P<unit2>week|month|year|decade|century)"),
    ("ago", rf"(?:{_LENGTH}|{VAGUE}\s(?P<unit2>{UNIT})s|(?P<unit3>{UNIT})s)\s(?:ago|back(?=[.,;]))(?!\sto\b)"),
    ("back", rf"(?:{PREPOSITION}\s)?(?:the|these|this)\s(?:past|last|previous|preceding)\s{_SPAN}(?!-|\sof\b)"
             rf"|(?:{PREPOSITION}\s)?(?P<bare>past|last)\s{_COUNT2}\s(?P<unit2>{UNIT})s(?!-)"
             rf"|(?:{PREPOSITION}\s)?(?:the\s)?(?:most\s)?(?P<recent>recent|past)\s(?P<unit3>{UNIT})s"),
    ("forth", rf"(?:{PREPOSITION}\s)?(?:the|these)\s(?:next|coming|upcoming)\s{_SPAN}(?!-)"
              rf"|(?:{PREPOSITION}\s)?(?:the\s)?(?P<coming>coming)\s(?P<unit3>{UNIT})s"
              rf"|(?:{PREPOSITION}\s)?the\s(?P<unit2>{UNIT})s\s(?:ahead|to\scome)"),
    ("within", r"(?:within|inside(?:\sof)?|in\sunder|in\sless\sthan|in\sno\smore\sthan|in\sat\smost)\s"
               rf"(?:the\s(?:next|coming|following)\s|a\speriod\sof\s)?(?:{_LENGTH}|(?:{VAGUE}\s)?(?P<unit2>{UNIT})s)"),
    ("within_unit", r"within\sthe\s(?:current\s)?(?P<unit>day|week|month|year|decade)"),
    ("in_time", rf"in\s(?:{_LENGTH}|(?:{VAGUE}\s)?(?P<unit2>{UNIT})s)(?:['’]|['’]s)?(?:\stime|\sfrom\snow)?(?!-)"
                rf"|(?:{_COUNT2}|{_VAGUE2})\s(?P<unit3>{UNIT})s?\s(?:from\snow|hence)"),
    ("length", rf"(?:for\s(?:up\sto\s)?)?(?:{_LENGTH}(?:-long|\slong)?|{VAGUE}\s(?P<unit2>{UNIT})s(?:-long)?"
               r"|(?P<unit3>hour|day|week|month|year|decade)s?-?long)(?!-|\sold\b|\sof\sage)"
               rf"|for\s(?:many\s|the\s)?(?P<unit4>{UNIT})s(?!-)"
               rf"|(?P<n2>\d+)[-–](?P<n3>\d+)\s(?P<unit5>{UNIT})s"
        rf"|(?<=after\s)(?P<unit6>{UNIT})s(?=\sof\b)"),
    ("near_day", rf"today|tonight|yesterday|tomorrow(?:\s{PART_OF_DAY})?|yesterday\s{PART_OF_DAY}|overnight"
                 rf"|(?:late\s|early\s|later\s|earlier\s)?this\s{PART_OF_DAY}|last\s(?:night|evening)"
                 r"|(?:earlier|later|late|early|earlier\son|later\son)\s(?:in\sthe\sday|today|tomorrow|yesterday)"
                 r"|the\sday\sbefore\syesterday|the\sday\safter\stomorrow|the\searly\shours"),
    ("later", rf"(?:(?:exactly\s)?{_LENGTH}|{VAGUE}\s(?P<unit2>{UNIT})s|(?P<unit3>{UNIT})s"
              rf"|(?P<one>the\s(?:very\s)?(?P<unit4>{UNIT})))"
              r"\s(?P<to>later|earlier|afterwards?|beforehand|previously|after|before|from|prior\sto|on\sfrom)(?!\stomorrow|\syesterday)"),
    ("following", r"(?:the|that)\s(?:very\s)?(?P<which>previous|preceding|following|next|same|day['’]s)\s"
                  rf"(?P<unit>day|week|weekend|month|quarter|year|decade|{PART_OF_DAY})"
                  rf"|(?P<that>that)\s(?P<unit2>day|week|month|year|{PART_OF_DAY})"),
    ("clock", rf"{CLOCK}|{LIGHT}"),
    ("recently", r"recently|lately|the\sother\sday|in\srecent\stimes"),
    ("soon", r"(?<!as\s)(?<!so\s)soon(?!er|\safter|\sbefore|\sas)|(?:very\s)?shortly(?!\safter|\sbefore|\sas)"),
    ("open_event", rf"(?:the\s)?eve\sof|(?:the\s)?(?:{_ORDINAL}\s)?anniversary\sof"),
)  # fmt: skip

_LEAD = r"(?<!\w)(?:(?<![$€£-])|(?<=\bmid-)|(?<=\bearly-)|(?<=\blate-)|(?<=\bend-))"
_TRAIL = rf"(?!\w)(?!-(?!{MONTH}\b|{WEEKDAY}\b)\w)"


@cache
def compiled() -> tuple[tuple[str, frozenset[str], re.Pattern[str]], ...]:
    """Each pattern with the words of which a sentence must have one; in the order in which they are tried."""
    names = sorted(feasts(), key=len, reverse=True)
    listed = "|".join(re.escape(name).replace("'", "['’]").replace(r"\ ", r"\s") for name in names)
    which = r"(?:(?P<which>last|next|this)\s|the\s)?"
    all_patterns = (*PATTERNS, ("feast", rf"{which}(?P<feast>{listed})(?:,?\s(?:of\s)?(?P<y>{YEAR}))?"))
    return tuple(
        (name, needed(name), re.compile(rf"{_LEAD}(?:{text}){_TRAIL}", re.IGNORECASE)) for name, text in all_patterns
    )


# ---------------------------------------------------------------- what stands before and after a point of the calendar

BEFORE = re.compile(
    r"(?<!\w)(?:"
    r"(?P<part>early|earlier|mid|late|later)(?:\son|\sin|\sof)?(?:\s|-)(?:in\s)?(?:the\s)?"
    r"|(?P<end>end)-"
    r"|(?:the\s)?(?:very\s)?(?P<edge>end|close|beginning|start|outset|middle|rest|remainder)\sof\s(?:the\s)?"
    rf"|(?:the\s)?(?P<nth>{_ORDINAL})\s(?P<sub>half|quarter|third|week|month|day)\s(?:of|in)\s(?:the\s)?"
    rf"|(?:the\s)?(?:early\s|late\s)?(?P<day>{PART_OF_DAY}|hours|day|dawn)\s(?:of|on)\s(?:the\s)?"
    r"|(?:the\s)?(?P<around>week|weekend|month|year)\s(?:of|beginning|starting|ending)\s(?:the\s)?"
    rf"|(?P<clock>{CLOCK}|{LIGHT})(?P<zone>{ZONE})?,?\s(?:\([^)]*\)\s)?(?:on\s|of\s)?(?:the\s)?(?:{PART_OF_DAY}\s(?:of\s|on\s)?)?"
    r"|(?:the\s)?(?P<eve>eve)\sof\s(?:the\s)?"
    r")$",
    re.IGNORECASE,
)
AFTER = re.compile(
    rf"(?:\s(?:early\s|late\s)?(?:{PART_OF_DAY}|midnight|noon|dawn|dusk|{LIGHT})(?!s|\w))?"
    rf"(?:,?\s(?:at\s|around\s|about\s)?{CLOCK}(?!\w))?",
    re.IGNORECASE,
)
LIMIT = re.compile(
    r"(?<!\w)(?P<mark>no\slater\sthan|not\slater\sthan|not\suntil|not\sbefore|by\sat\sleast|until\sat\sleast|until\safter"
    r"|between\snow\sand|from\snow\s(?:until|to)|by|before|prior\sto|until|till|til|up\sto|up\suntil|through|ever\ssince"
    r"|since|from|as\sof|as\sfrom|effective(?:\sfrom)?|with\seffect\sfrom|starting(?:\sfrom)?|beginning)"
    r"\s(?:on\s|in\s|about\s|around\s)?(?:the\s)?$",
    re.IGNORECASE,
)
RANGE = re.compile(r",?\s(?P<to>to|until|till|through|and)\s(?:on\s|in\s|the\s)*$|^\s?[-–—]\s?$", re.IGNORECASE)
RANGE_LEAD = re.compile(r"(?<!\w)(?P<lead>from|between)\s(?:on\s|the\s)*$", re.IGNORECASE)
