"""Statements of different parties that give one undertaking different lengths of time."""

from __future__ import annotations

import re

from detente.codebook import table
from detente.findings.rows import Row, content, content_key, day_of, order, side
from detente.findings.versions import Version

QUANTITY = re.compile(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|first|entire|whole)[- ]"
    r"(hour|day|week|month|year)s?\b",
    re.I,
)
BOUND = r"\b(?:agree|accept|promise|pledge|undert|commit|vow)\w*"
AGREES = re.compile(BOUND, re.I)
OWN = re.compile(rf"(?:\W*\w+\W+){{0,4}}?\b(?:I|we|he|she|they)\b(?:\W+\w+){{0,3}}?\W+{BOUND}", re.I)
LENGTH = re.compile(
    r"\b(?:as long as|for the duration|until|throughout|permanent\w*|indefinite\w*|temporar\w*)\b", re.I
)
FORTNIGHT = 14


def lengths_told(statements: list[Row]) -> list[Version]:
    """Statements of different parties about the same undertaking that give it different lengths of time."""
    undertakings = {r["word"] for r in table("accounts") if r["kind"] == "undertaking"}
    about: dict[str, set[str]] = {}
    lengths: dict[str, str] = {}
    measured: dict[str, list[Row]] = {}
    for row in sorted(statements, key=order):
        length = QUANTITY.search(row["text"]) or LENGTH.search(row["text"])
        if length is not None:
            about[row["id"]] = content(row) - set(content_key(length.group(0)).split())
            lengths[row["id"]] = length.group(0).casefold().replace("-", " ").rstrip("s")
            for word in sorted(about[row["id"]] & undertakings):
                measured.setdefault(word, []).append(row)
    found, used = [], set[str]()
    for word, group in sorted(measured.items()):
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if other["sort_key"] - one["sort_key"] > FORTNIGHT:
                    break
                ids = {str(one["id"]), str(other["id"])}
                alike = lengths[one["id"]] == lengths[other["id"]] or len(about[one["id"]] & about[other["id"]]) < 3
                if alike or ids & used or _party_of(one) == _party_of(other) or not _comparable(one, other):
                    continue
                used |= ids
                found.append(Version(f"the {word}", "length", [one, other]))
    return found


def own_words(statements: list[Row]) -> list[Version]:
    """What someone agreed to, by another's account and by their own, where the two give it different lengths."""
    bound = [row for row in sorted(statements, key=order) if AGREES.search(row["text"]) and _length(row["text"])]
    spoken = [row for row in bound if OWN.match(row["text"])]
    found = []
    for own in spoken:
        name = re.escape(str(own["speaker"]).rpartition(" ")[2])
        for told in bound:
            by_another = _party_of(told) != _party_of(own) and re.search(
                rf"\b{name}\b[^.;,]{{0,50}}?{BOUND}", told["text"]
            )
            if not by_another or _length(own["text"]) == _length(told["text"]):
                continue
            near = abs(float(own["sort_key"]) - float(told["sort_key"])) <= FORTNIGHT and _comparable(own, told)
            if near and (own["article"] == told["article"] or len(content(own) & content(told)) >= 3):
                found.append(Version(f"what {own['speaker']} agreed to", "undertaking", [told, own]))
                break
    return found


def _length(text: str) -> str | None:
    found = QUANTITY.search(text) or LENGTH.search(text)
    return found.group(0).casefold() if found else None


def _party_of(row: Row) -> str:
    return side(row["speaker"], row["speaker_code"])


def _comparable(one: Row, other: Row) -> bool:
    """Whether it is known that two statements were made at about the same time."""
    return bool(one["article"] == other["article"] or (day_of(one) and day_of(other)))
