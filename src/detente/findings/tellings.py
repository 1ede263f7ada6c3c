"""What is told in an article, by whom and for whom, and how firmly: the tellings that may contradict one another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from detente.findings.rows import STOP, Row
from detente.findings.signs import pieces, sign
from detente.findings.versions import DENIES, TIMES, official, spoken_for
from detente.judge import judge, told

REPORTER = "reporter"  # who tells what no party does
NEAR = 2  # sentences between two tellings
OPINION = re.compile(
    r"\b(?:will|shall|should|must|ought|may|might|would|want\w*|hop(?:e|ed|es|ing)|need\w*|plan(?:s|ned|ning)?|"
    r"expect\w*|intend\w*|believ\w+|aim\w*|deserv\w+|ready|willing|prepared|if|unless|only (?:after|when|once))\b|"
    r"['’]ll\b",
    re.I,
)
ABSOLUTE = sign("absolute")
STANCE = sign("no fact")
OWN_EYES = re.compile(pieces("seen by reporters"))
SEEN = re.compile(rf"{pieces('seen by reporters')}|{pieces('shown by papers')}")
NOT_ONE = sign("not one")
NOT_YET = re.compile(r"^to\b", re.I)
BREAK = re.compile(r"[.!?][”\"]?\s+[“\"]?[A-Z]")
ALL = sign("all of them")
WORD = re.compile(r"[^\W\d_]{4,}")
LINKING = frozenset(
    {"what", "that", "this", "with", "from", "they", "them", "have", "been", "were", "will", "which", "there", "their",
     "about", "said", "when", "where", "would", "could", "than", "then", "those", "these", "into", "over", "after",
     "before", "also", "other", "some", "more", "most", "very", "only", "such", "during", "since", "until", "while"}
)  # fmt: skip
EMPTY = STOP | LINKING


class Telling(NamedTuple):
    """One telling: the record it rests on, who tells it and for whom, and the number of its sentence."""

    row: Row
    who: str
    side: str
    text: str
    nr: int
    alone: bool = False


def articles_told(
    said: Mapping[str, Sequence[Row]], passages: Sequence[Row]
) -> Iterator[tuple[list[Telling], list[Telling], list[Row]]]:
    """Of each article what is told by somebody, what reporters saw, and its sentences."""
    sentences: dict[str, list[Row]] = defaultdict(list)
    for row in passages:
        sentences[str(row["article"])].append(row)
    for article, rows in sentences.items():
        if article in said:
            seen = [telling for telling in map(_seen, rows, range(len(rows))) if telling]
            yield _told(said[article], rows), seen, rows


def _told(statements: Sequence[Row], sentences: Sequence[Row]) -> list[Telling]:
    ends = [int(row["end"]) for row in sentences]
    found = []
    for row in statements:
        nr = bisect_left(ends, row["start"] + 1)
        if nr == len(ends) or sentences[nr]["start"] >= row["end"] or len(str(row["text"]).split()) < 3:
            continue
        who = str(row["speaker"])
        found.append(Telling(row, who, spoken_for(row), str(row["text"]), nr))
    return found


def _seen(row: Row, nr: int) -> Telling | None:
    """A sentence in which reporters tell what they saw, or what a paper or a picture shows."""
    if row["voice"] != "attributed" and SEEN.search(str(row["text"])):
        return Telling({**row, "according_to": REPORTER}, REPORTER, REPORTER, str(row["text"]), nr)
    return None


def heard(telling: Telling, few: bool) -> bool:
    """Whether a telling is a party's; in a small record also that of anybody who is named, or of a body with a code."""
    if telling.who == REPORTER or official(telling.row):
        return True
    named = telling.who[:1].isupper() or bool(telling.row["speaker_code"])
    return few and named and not TIMES.match(telling.who)


def factual(telling: Telling) -> bool:
    """Whether a telling is of what is or was, not of what ought to be or is wanted."""
    return (
        not OPINION.search(BREAK.split(telling.text, maxsplit=1)[0][:90])
        and not NOT_YET.match(telling.text)
        and not STANCE.search(telling.text)
        and "?" not in telling.text
    )


# ---------------------------------------------------------------- how it is told


def absolute(telling: Telling) -> bool:
    """Whether a telling denies something, or says that it is so of all or of none."""
    denies = DENIES.match(str(telling.row.get("cue") or "")) is not None
    return factual(telling) and (denies or ABSOLUTE.search(telling.text) is not None)


def strong(telling: Telling) -> bool:
    """Whether a telling is overthrown by a single case: `not one`, `never`, `no shot of any kind`."""
    return factual(telling) and NOT_ONE.search(telling.text) is not None


def all_of_them(telling: Telling) -> bool:
    """Whether a telling says that something is so of all: a single case is against it."""
    return factual(telling) and ALL.search(telling.text) is not None


def same_side(one: Telling, other: Telling) -> bool:
    """Whether two tellings are of one party, or of bodies that nothing tells apart: `the ministry`, `its spokesman`."""
    if one.side == other.side:
        return True
    a, b = (set(WORD.findall(t.who.casefold())) for t in (one, other))
    nameless = any(t.who == t.who.casefold() and t.side == t.who for t in (one, other))
    return bool(a and b and (a <= b or b <= a or (nameless and a & b)))


def common(one: Telling, other: Telling) -> set[str]:
    """The stems of words of content in both, without those of the tellers' names."""
    names = stems(f"{one.who} {other.who} {one.side} {other.side}")
    return (stems(one.text) & stems(other.text)) - names


def stems(text: str) -> set[str]:
    """The beginnings of the words of content in a text, so that `denies` and `denial` are one."""
    return {word[:5] for word in WORD.findall(text.casefold()) if word not in EMPTY}


def proper(text: str) -> set[str]:
    """The beginnings of the names in a text, so that `Sudan` and `Sudanese` are one."""
    return {word[:5].casefold() for word in re.findall(r"\b[A-Z]\w{3,}", text)}


def clash(one: Telling, other: Telling) -> float:
    """How likely the judge thinks it that two tellings clash."""
    first, second = (told(t.who, t.text if t.alone else str(t.row["sentence"])) for t in (one, other))
    return max(judge()(first, second)["clash"], judge()(second, first)["clash"])
