"""Moves that a source tells in one sentence: `who had insisted on X, agreed to Y`, `dropped its demand for Z`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from detente.findings.rows import Row, several

STANCES = {"insist": "demand", "demand": "demand", "refus": "reject", "reject": "reject", "oppos": "reject",
           "ruled": "reject", "resist": "reject", "object": "reject", "vow": "promise", "promis": "promise",
           "accept": "accept", "agre": "accept", "back": "accept", "threat": "demand"}  # fmt: skip
HELD = (
    r"(?P<from>(?:had|has|have)\s(?:\w+ly\s|long\s|until\sthen\s|first\s|once\s)?"
    r"(?P<held>insisted|refused|rejected|demanded|opposed|ruled\sout|resisted|objected|vowed|promised|agreed|accepted)"
    r"\b(?:[^;.“”\"]|\.(?=\w)){5,120}?)"
)
TURNED = (
    r"(?P<to>(?:has\s|have\s)?(?:now\s|finally\s|eventually\s)?"
    r"(?P<turned>agreed|accepted|backed|refused|rejected|offered|signed|dropped|relented)\b(?:[^;.“”\"]|\.(?=\w)){4,140})"
)
REVERSAL = re.compile(rf"\b(?:who|which|that)\s{HELD},\s{TURNED}", re.I)
DROPPED = re.compile(
    r"(?P<to>\b(?:drop|abandon|withdr[ae]w|giv(?:e|en)\sup|gave\sup|revers|soften|eas|relax|retract|renounc|"
    r"back(?:ed|s|ing)?\s(?:down|away|off)\sfrom|retreat(?:ed|s)?\sfrom)(?:\w*\s)(?:from\s)?"
    r"(?:his|her|its|their|(?:a|the|its|his)\s(?:\w+\s)?(?:long-standing|earlier|key))\s(?:[\w-]+\s){0,2}?"
    r"(?P<what>demands?|insistence|conditions?|objections?|opposition|refusal|veto|claims?|calls? for|efforts? to)\b"
    r"(?:[^;.,“”\"]|\.(?=\w)){0,120})",
    re.I,
)


# what is denied, doubted, asked for or supposed is no move: `did not believe that it had softened its demands`
DENIED = re.compile(
    r"\b(?:not|never|den(?:y|ied|ies)|doubt\w*|whether|if|unless|until|urg\w+|called\son|demand\w*|must|should|would|could|"
    r"may|might)\b[^.;:]{0,60}$|n[’']t\b[^.;:]{0,60}$",
    re.I,
)


class Told(NamedTuple):
    """A move in one sentence: who, from what to what, and the record that rests on the words."""

    actor: str
    row: Row
    held: str | None
    turned: str
    held_text: str | None
    turned_text: str


def told_moves(rows: Iterable[Row]) -> list[Told]:
    """The moves told in the sentences of these rows, each once, by the surest row that overlaps with its words."""
    best: dict[tuple[str, int, str], Told] = {}
    for row in rows:
        found = _move(row)
        if found is None:
            continue
        key = (str(row["article"]), int(row["sentence_start"]), found.turned_text)
        if key not in best or float(row["confidence"]) > float(best[key].row["confidence"]):
            best[key] = found
    return list(best.values())


def _move(row: Row) -> Told | None:
    sentence = str(row["sentence"])
    start, end = int(row["start"]) - int(row["sentence_start"]), int(row["end"]) - int(row["sentence_start"])
    actors = several(row.get("actor"))
    if len(actors) != 1:
        return None
    reversal, dropped = REVERSAL.search(sentence), DROPPED.search(sentence)
    for match in (reversal, dropped):
        if match is None or not (start < match.end() and match.start() < end):
            continue
        if match is dropped and DENIED.search(sentence[: match.start()]):
            continue
        if not _names(actors[0], sentence[: match.start()]) and match.start() > start + 60:
            continue
        held = match["from"] if match is reversal else None
        stance = (
            _stance(match["held"])
            if match is reversal
            else "reject"
            if match["what"].casefold().startswith(("obj", "opp", "ref", "veto"))
            else "demand"
        )
        # who drops a demand makes no more of it; who drops an objection lets the matter pass
        given_up = "accept" if stance == "reject" else "no-commitment"
        turned = _stance(match["turned"]) if match is reversal else given_up
        if turned == stance:
            return None
        return Told(actors[0], row, stance, turned, held, " ".join(match["to"].split()))
    return None


def _names(actor: str, words: str) -> bool:
    return actor.rpartition(" ")[2] in words


def _stance(word: str) -> str:
    low = word.casefold()
    return next((stance for stem, stance in STANCES.items() if low.startswith(stem)), "accept")
