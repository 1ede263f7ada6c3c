"""Which records a ledger of a brief may rest on: told of the present, plainly, and of the matter of its row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, groupby

from detente.brief.plain import dangling
from detente.findings.matters import YEAR, is_body, named_in, out_of_office, own_word, recalled
from detente.findings.rows import Row, attribution, issue_key, several
from detente.quoting import clean
from detente.sameness.joining import Groups

OTHERS = 0.6  # of `own_word`: a claim of another party


def resting_on(rows: Iterable[Row], records: Mapping[str, Row]) -> list[Row]:
    """The rows of a ledger with only those of their records that are told of the present; none that has no such one."""
    kept = []
    for row in rows:
        now = [cite for cite in row["records"] if not past(records[cite])]
        # a single number leads to the first: rather to a party's own word or a report than to what another says of it
        now.sort(key=lambda cite: own_word(records[cite]) <= OTHERS)
        if now:
            kept.append(_resting(row, now, records))
    return kept


def _resting(row: Row, cites: list[str], records: Mapping[str, Row]) -> Row:
    """A row on fewer records; who alone tells it is asked anew."""
    if cites == row["records"]:
        return row
    return {**row, "records": cites, "according_to": attribution([records[cite] for cite in cites])}


def of_one_matter(rows: Sequence[Row], records: Mapping[str, Row]) -> list[Row]:
    """The rows of the proposals whose words say what they are of, and of a treaty between these parties and no others.

    `Mr. Trump signed agreements`, to sell airliners to Vietnam, is nothing that was signed with North Korea.
    """
    kept = []
    for _, group in groupby(rows, key=_proposal):
        held = list(group)
        parties = {name for row in held for name in several(row["party"])}
        for row in held:
            own = [
                cite for cite in row["records"]
                if not _unnamed(records[cite]) and not _entertained(records[cite]) and not _turned(row)
                and not (row["instrument"] and _others(records[cite], parties, row))
            ]  # fmt: skip
            if own:
                kept.append(_resting(row, own, records))
    return [row for _, group in groupby(kept, key=_proposal) for row in _with_one_another(list(group), records)]


def _proposal(row: Row) -> str:
    return str(row["proposal"])


BETWEEN_TWO = re.compile(r"\b(?:relations|ties|recognition)\b")


def _with_one_another(group: list[Row], records: Mapping[str, Row]) -> list[Row]:
    """Of a matter that is always one of two, such as relations, the parties that name one another, most of them.

    That Egypt breaks with Syria stands in no row with what Israel asks of Egypt.
    """
    if not BETWEEN_TWO.search(_proposal(group[0])):
        return group
    named = [named_in(str(records[cite]["sentence"])) for row in group for cite in row["records"][:1]]
    linked = Groups(range(len(group)))
    for (i, one), (j, other) in combinations(enumerate(group), 2):
        there, back = one["party"] in named[j], other["party"] in named[i]
        # who names somebody else means that one
        if (there or back) and (there or not named[j] - {other["party"]}) and (back or not named[i] - {one["party"]}):
            linked.join(i, j)
    most = Counter(linked.first(i) for i in range(len(group))).most_common(1)[0]
    return [row for i, row in enumerate(group) if most[1] == 1 or linked.first(i) == most[0]]


def past(record: Row) -> bool:
    """Whether a record is told of another time; a year to come, as of a deadline, is of this one.

    >>> row = {"sentence": "In 1994 Ruland pledged peace.", "article_date": "2017-10-22", "text": "Ruland pledged"}
    >>> past(row), past({**row, "sentence": "Ruland pledged peace by 2020."})
    (True, False)
    """
    if out_of_office(record):
        return True
    told = str(record.get("article_date") or "")[:4]
    years = YEAR.findall(str(record.get("sentence") or ""))
    bare = YEAR.sub(lambda year: " " if year.group(0) >= told else year.group(0), str(record.get("sentence") or ""))
    return recalled({**record, "sentence": bare} if years and told else record)


# an issue that is the end of another: who is against the one is not against the other
END_OF = re.compile(
    r"(?:halt|end|freeze|ban|cessation|suspension|removal|easing|lifting) (?:to|of|on|in) (?P<what>.+)", re.I
)


def _turned(row: Row) -> bool:
    """Whether a stance on a thing stands under the end of it: on `testing`, in the row of `halt to testing`."""
    end = END_OF.fullmatch(str(row["proposal"]))
    return end is not None and issue_key(end["what"]) == issue_key(str(row["issue_as_told"]))


def _unnamed(record: Row) -> bool:
    """Whether neither the words of a record nor their sentence name what they are of: `He recommended it`."""
    words = clean(str(record["text"]))
    return (dangling(words) and dangling(clean(str(record["sentence"])))) or HEADLESS.match(words) is not None


def _entertained(record: Row) -> bool:
    """Whether what a record says stands behind an `if` or a `whether`: no stance that anybody holds."""
    before = str(record["sentence"]).partition(str(record["text"]))[0]
    return re.search(r"\b(?:if|whether|unless|should|in case)\s*$", before, re.I) is not None


HEADLESS = re.compile(r"(?:is|are|was|were|has|have|had) that\b")  # the rest of `the bottom line is that`


def _others(record: Row, parties: set[str], row: Row) -> bool:
    """Whether a sentence names states or groups, and of the parties to a proposal only the one whose stance it is."""
    named = named_in(str(record["sentence"]), *several(row["party"]), *several(record.get("actor")))
    bodies = {name for name in named if is_body(name)}
    return bool(bodies) and len(parties) > 1 and not bodies & parties
