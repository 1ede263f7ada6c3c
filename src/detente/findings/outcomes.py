"""What became of a promise, by the words of later articles: kept, broken or overdue; and which promises are whole."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict

import duckdb

from detente.findings.matters import hedged, named_in
from detente.findings.rows import Row, content_key, day_of, days_between, fetch, iso, party, several
from detente.findings.signs import pieces, sign

KEPT = sign("kept", "")
MISSED = sign("missed", "")
BROKEN = sign(
    "broken",
    r" (?:its|his|her|their|the|that) (?:\w+ ){0,2}(?:promise|pledge|commitment|word|vow|undertaking)s?\b",
)
ASKING = re.compile(r"^(?:ask|put|submit|bring|present|take|refer)\b.*?\b(?:the|to|before) (?P<body>[A-Z]\w+)", re.S)
VOTED = re.compile(r"\bvot(?:e|ed|es)\b|\bapproved\b|\brejected\b|\bratified\b", re.I)
RELATIVE = re.compile(r"^\s+(?:of|after|from|following|before)\b", re.I)
LONGEST = 160
SHARED = 3  # words that a promise and what tells of its outcome have in common
NO_DEADLINE = re.compile(r"\b(?:earlier|later|ago|last|previous|first|ever)\b", re.I)

ENDS = re.compile(
    r"\b(?:in|on|to|of|for|with|at|and|or|the|a|an|that|by|from|as|than|its|his|her|their|our|no|not)$", re.I
)
POINTS = re.compile(r"\b(?:it|them|him|her|this|that|these|those|so|there|us|me)\b$", re.I)
OPENS_ODDLY = re.compile(
    r"^(?:[a-z]+ (?:it|them|him|her|this|that)\b(?! \w+ (?:that|how))|[A-Z]\w+ that\b|the [A-Z]?\w+ people|recount|"
    r"remind|\w{3,}ed\b(?! (?:to|by))|(?:that|she|he|it|we|they)\b)"
)
SMALL_TALK = re.compile(rf"^(?:{pieces('small talk')})", re.I)

LATER = """
SELECT id, article, sentence, sentence_start, day, confidence FROM events WHERE voice <> 'author'
UNION ALL SELECT id, article, sentence, sentence_start, day, confidence FROM statements WHERE voice <> 'author'
UNION ALL SELECT id, article, sentence, sentence_start, day, confidence FROM commitments WHERE voice <> 'author'
UNION ALL SELECT id, article, sentence, sentence_start, day, confidence FROM positions WHERE voice <> 'author'
ORDER BY day, article, sentence_start, confidence DESC, id
"""


def whole(what: str) -> bool:
    """Whether the words of a promise say by themselves what is promised: no fragment, no `return them`.

    >>> [whole(words) for words in ("alter", "return them", "end the war in", "end the war in Ruland")]
    [False, False, False, True]
    """
    words = what.strip(" ,.;:").split()
    if len(what) > LONGEST:
        return False
    if len(words) < 3 and not (len(words) == 2 and words[1][:1].islower() and not POINTS.search(what)):
        return False
    return not any(pattern.search(what.strip(" ,.;:")) for pattern in (ENDS, POINTS, OPENS_ODDLY, SMALL_TALK))


def put(row: Row) -> str:
    """The promise as it is shown: `there would be no state` where the record begins after `there`."""
    what, text = " ".join(str(row["what"]).split()), " ".join(str(row["text"]).split())
    return f"there {what}" if f"there {what}" in text and re.match(r"(?:would|will|shall) be\b", what) else what


def deadline_of(row: Row) -> tuple[str | None, str | None]:
    """The day and the words of a deadline; no day where it counts from an event to come (`a month after signing`)."""
    words = row.get("deadline_words")
    if words and NO_DEADLINE.search(str(words)):
        return None, None
    day = iso(row.get("deadline"))
    if words:
        _, found, rest = str(row["sentence"]).partition(str(words))
        if found and RELATIVE.match(rest):
            event = re.match(r"\s+(?:\w+ ){1,2}?\w+", rest)
            return None, f"{words}{event.group(0) if event else ''}"
    return day, str(words) if words else None


class Later:
    """The sentences of a record on which an outcome may rest, asked for once."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self.missed, self.kept, self.broken = _Outcomes(), _Outcomes(), _Outcomes()
        self.votes: list[Row] = []
        seen: set[tuple[str, int]] = set()
        for row in fetch(db, LATER):
            place = (row["article"], row["sentence_start"])
            if place in seen:
                continue
            seen.add(place)
            text = str(row["sentence"])
            for pattern, held in ((MISSED, self.missed), (KEPT, self.kept), (BROKEN, self.broken)):
                if pattern.search(text):
                    held.add(row)
            if VOTED.search(text):
                self.votes.append(row)

    def of(self, promise: Row, deadline: str | None) -> tuple[str, str] | None:
        """The state that a later sentence gives a promise, and the record that it stands by; None where none does."""
        for state, held in (("overdue", self.missed), ("broken", self.broken), ("kept", self.kept)):
            found = held.first(promise)
            if found is not None and (state != "overdue" or promise.get("deadline_words")):
                return state, str(found["id"])
        asked = ASKING.match(str(promise["what"]))
        if asked and deadline:
            for row in self.votes:
                after = days_between(day_of(promise), day_of(row)) or 0
                in_time = after > 0 and (days_between(day_of(row), deadline) or 0) >= 0
                if in_time and re.search(rf"\b{asked['body']} (?:has |had )?vot", row["sentence"]):
                    return "kept", str(row["id"])
        return None


class _Outcomes:
    """The sentences that tell of one outcome, in the order of their days, and in which of them each word stands."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._days: list[str] = []
        self._places: dict[str, list[int]] = defaultdict(list)

    def add(self, row: Row) -> None:
        """Take in a sentence, none of whose day is before those that are there."""
        day, sentence = day_of(row), str(row["sentence"])
        if day is None or hedged(sentence):
            return
        for word in set(content_key(sentence).split()):
            self._places[word].append(len(self._rows))
        self._rows.append(row)
        self._days.append(day)

    def first(self, promise: Row) -> Row | None:
        """The first later sentence that names who promised, and has three of the promise's own words."""
        day = day_of(promise)
        if day is None:
            return None
        # names of places and people alone make no two sentences speak of one thing
        plain = re.sub(r"\b[A-Z]\w+", " ", str(promise["what"]))
        words = {word for word in content_key(plain).split() if len(word) > 3}
        who = {*several(promise["actor"]), *several(party(promise))}
        lasts = {name.rpartition(" ")[2] for name in several(promise["actor"])}
        begin = bisect_right(self._days, day)
        shared = Counter(place for word in words for place in self._places.get(word, ()) if place >= begin)
        for place in sorted(place for place, number in shared.items() if number >= SHARED):
            sentence = str(self._rows[place]["sentence"])
            if named_in(sentence) & who or any(last in sentence for last in lasts):
                return self._rows[place]
        return None
