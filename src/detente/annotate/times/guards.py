"""What only looks like a time: names made of days and months, numbers that are no year, `may` and `march`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.annotate.times.points import Match, group
from detente.annotate.times.words import FULL_MONTH, words
from detente.doc import Doc, Token

CUES = frozenset(
    {"in", "since", "until", "till", "by", "during", "of", "before", "after", "from", "between", "to", "through",
     "late", "early", "mid", "end", "around", "about", "circa", "throughout", "over", "for", "this", "and", "or", "per",
     "-"}
)  # fmt: skip
OWNING = frozenset({"the", "a", "an", "its", "their", "his", "her", "our", "your", "my", "'s", "'", "this", "that"})
YEAR_CUES = frozenset({"in", "since", "until", "during", "by", "before", "after", "throughout"})
NAMING = frozenset({"black", "bloody", "red", "white", "orange", "ash", "super", "palm", "cyber", "holy", "blue"})
BROADCAST = frozenset({"news", "television", "tv", "channel", "clock", "hotline", "broadcaster", "station", "rolling"})
NUMBERED = frozenset({"resolution", "resolutions", "no", "no.", "number", "article", "flight", "room", "unscr", "unsc"})
_MEASURE = re.compile(
    r"\s?(?:%|percent|per\scent|people|troops|soldiers|dollars|euros|km|kilomet|met(?:re|er)s|miles|tonnes|tons|feet"
    r"|GMT|UTC|hours|hrs|local\stime|a\.?m\.?\b|p\.?m\.?\b|\d)",
    re.IGNORECASE,
)
DAYS = frozenset({"day_month", "month_day", "word_month"})


def is_time(name: str, match: Match, doc: Doc, tokens: Sequence[Token]) -> bool:
    """Whether words that look like a time are one here."""
    first, last = tokens[0], tokens[-1]
    before = doc.tokens[first.i - 1] if first.i and doc.tokens[first.i - 1].sentence == first.sentence else None
    after = doc.tokens[last.i + 1] if last.i + 1 < len(doc.tokens) else None
    if name == "year":
        return _is_year(match, tokens, before, after)
    if name == "back" and any(token.tag.startswith("VB") for token in tokens):
        return False  # `will last two weeks`
    if name in ("month", "months"):
        return _is_month(match, last, before, after)
    if name == "season":
        return _is_season(match, last, before, after)
    if name in ("recurrence", "length", "in_time", "near_day", "soon", "clock", "feast"):
        return _is_plain(name, match, tokens, before, after)
    return True


def is_name(name: str, match: Match, doc: Doc, tokens: Sequence[Token]) -> bool:
    """Whether a day or month without a year is part of a name.

    `Black September`, `the October 7 Council`, `The Sunday Times`, `the guerrillas of 17 November`.
    """
    if name not in DAYS | {"weekday", "month", "feast"} or group(match, "y") or group(match, "in"):
        return False
    last = tokens[-1]
    before = doc.tokens[tokens[0].i - 1] if tokens[0].i else None
    after = doc.tokens[last.i + 1] if last.i + 1 < len(doc.tokens) else None
    if before is not None and before.lower in NAMING and before.text[:1].isupper():
        return True
    if after is not None and after.sentence == last.sentence and last.end + 1 >= after.start:
        inside = {t.i for t in tokens}
        heads = [t.head for t in tokens if t.head.i not in inside]
        proper = after.text[:1].isupper() and after.pos in ("PROPN", "NOUN") and "DATE" not in after.entity
        if proper and any(t.dep in ("compound", "nmod", "nummod") for t in tokens if t.head.i not in inside):
            days = name != "weekday" or "DATE" not in last.entity or _in_title(before, heads)
            if days and all(h.i > last.i and h.text[:1].isupper() for h in heads):
                return True
        if name in DAYS and after.lemma.lower() in words("group"):
            return True
    if name in DAYS and before is not None and before.lower == "of" and before.i:
        return doc.tokens[before.i - 1].lemma.lower() in words("group")
    return False


def _in_title(before: Token | None, heads: list[Token]) -> bool:
    article = before is not None and before.lower == "the"
    return article and all(h.lower in ("times", "telegraph", "mirror", "mail", "express", "herald") for h in heads)


def _is_month(match: Match, token: Token, before: Token | None, after: Token | None) -> bool:
    text = match["month"]
    if group(match, "y") or group(match, "in"):
        return True
    if token.tag in ("MD", "VB", "VBP", "VBD", "VBZ") or "PERSON" in token.entity or text[:1].islower():
        return False
    if group(match, "which") or group(match, "past") or match.groupdict().get("month0"):
        return True
    if not re.fullmatch(FULL_MONTH, text, re.IGNORECASE) and not text.endswith("."):
        return False  # `Jan`, `Mar` may be names
    if "DATE" in token.entity:
        return True
    if before is None or before.lower not in CUES | OWNING:
        return False
    return not (text == "May" and after is not None and after.lower in ("'s", "and", "said"))


def _is_season(match: Match, token: Token, before: Token | None, after: Token | None) -> bool:
    if group(match, "y") or group(match, "in") or group(match, "which"):
        return not token.tag.startswith("VB")
    if token.text[:1].isupper() or token.tag.startswith("VB") or (after is not None and after.lower == "of"):
        return False
    fall = token.lower == "fall"
    cued = before is not None and before.lower in CUES - {"of", "and", "or", "to"}
    return cued and (not fall or match[0].lower().startswith("the")) and token.dep not in ("compound",)


def _is_year(match: Match, tokens: Sequence[Token], before: Token | None, after: Token | None) -> bool:
    token = tokens[-1]
    text, start, end = match.string, match.start(), match.end()
    if re.search(r"\d[\s,.]$", text[:start]) or _MEASURE.match(text, end):
        return False
    if group(match, "y2") is not None and not _follows(match):
        return False
    if before is not None and before.lower in NUMBERED:
        return False
    counts = token.dep == "nummod" and token.head.i > token.i and token.head.tag == "NNS"
    owned = before is not None and before.lower in OWNING
    if before is not None and before.lower in YEAR_CUES and int(match["y"]) % 100 and "CARDINAL" not in token.entity:
        return True
    if counts and not owned and "DATE" not in token.entity:
        return False
    if "DATE" in token.entity or match[0].lower().startswith("the"):
        return True
    if before is None or before.text == "(":
        return after is not None and (before is None or after.text == ")")
    noun = after is not None and after.pos in ("NOUN", "PROPN", "ADJ") and after.lower not in words("span")
    return before.lower in CUES or (owned and noun)


def _follows(match: Match) -> bool:
    first, last = match["y"], match["y2"]
    return int(last) > int(first if len(last) == 4 else first[2:])


def _is_plain(name: str, match: Match, tokens: Sequence[Token], before: Token | None, after: Token | None) -> bool:
    first, last = tokens[0], tokens[-1]
    text = match[0].lower()
    if name == "feast":
        return match["feast"][:1].isupper()
    if name == "recurrence" and group(match, "adverb"):
        inner = last.text[:1].isupper() and before is not None
        return not inner and last.tag != "NN" and not (after is not None and after.pos == "PROPN")
    if name == "recurrence":
        return True
    if name == "near_day":
        return not (first.text == "Today" and before is not None and before.pos == "PROPN")
    if name == "soon":
        return before is None or before.lower not in ("how", "too", "as", "so")
    if name == "clock":
        return not last.text.istitle() and last.dep != "compound"
    if before is not None and before.lower in ("aged", "age"):
        return False
    if name == "length" and after is not None and after.lower in BROADCAST:
        return False
    # `a day`, `one day` alone are no length
    lone = re.match(r"(?:an?|one|just\san?|about\san?|another)\s\w+$", text)
    return not (name == "length" and lone)
