"""A charge or an account, and the denial that answers it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import starmap

from detente.findings.matters import named_in
from detente.findings.rows import Row
from detente.findings.signs import pieces
from detente.findings.tellings import NEAR, Telling, clash, common, factual, same_side, strong
from detente.findings.versions import DENIES, Version

ANSWER = re.compile(rf"\b(?:{pieces('account denied')})(?!\w)", re.I)
RELATIVE = re.compile(
    r",\s(?:which|something|a charge|an allegation|an accusation|a claim|claims|charges|allegations|accusations)\s"
    r"(?:(?:that|which)\s)?(?P<who>[^,.;]{2,40}?)\s(?:has\s|have\s|had\s)?(?:\w+ly\s)?"
    r"(?:den(?:y|ies|ied)|disput(?:e|es|ed)|refut(?:es|ed)|dismiss(?:es|ed)? as)\b",
    re.I,
)
LIKELY = 0.5  # what the judge must say of a denial that its cue alone shows to be one
HARDLY = re.compile(r"^(?:few|no|nobody|hardly)\b", re.I)
SMALL = frozenset({"he", "she", "it", "they", "he has", "she has", "it has", "they have", "and", "but"})
NEGATED = re.compile(r"(?:\bnot|n['’]t|\bnever|\bneither|\bnor)(?: \w+ly)?\s*$", re.I)
PRONOUN = re.compile(r"\b(?:he|she|it|they) (?:\w+ly )?\w+", re.I)
ACCUSED = re.compile(r"^(?:accus|charg|blam|alleg|claim)", re.I)


def replies(
    tellings: Sequence[Telling], all_told: Sequence[Telling], sentences: Sequence[Row], few: bool
) -> Iterator[Version]:
    """Each denial in an article with what it answers; `all_told` has the words of those who speak for no party too."""
    for answer in tellings:
        if DENIES.match(str(answer.row["cue"] or "")) and not HARDLY.match(answer.who):
            for pair in _answered(answer, answer.row["sentence_start"], answer.nr, tellings, few):
                if clash(*pair) >= LIKELY:
                    yield _denial(*pair)
    for nr, row in enumerate(sentences):
        text = str(row["text"])
        relative, rejects = RELATIVE.search(text), ANSWER.search(text)
        if relative:
            who = relative["who"]
            reply = Telling({**row, "according_to": who}, who, _side_of(who), relative.group(0), nr)
            same = [one for one in all_told if one.nr == nr]
            yield from starmap(_denial, _answered(reply, row["start"] + relative.start(), nr, same, True))
        elif rejects and not NEGATED.search(text[: rejects.start()]):
            who = _subject(text[: rejects.start()]) or str(row["actor"] or "")
            if who:
                side = str(row["side"]) if row["actor"] and row["actor"] in text[: rejects.start()] else _side_of(who)
                bare = Telling({**row, "according_to": who}, who, side, "", nr)
                last = [one for one in tellings if nr - one.nr <= 1 or few]
                answer = _instead(bare, tellings)
                yield from starmap(_denial, _answered(answer, row["start"] + rejects.start(), nr, last, True))


def _subject(before: str) -> str | None:
    """Who denies it, in the words before a verb of denying: what stands there after the last clause began."""
    clause = re.split(r"[,;:–—\n]|\b(?:that|though|but|and|while|although|which|as|who)\b", before)[-1].strip()
    clause = re.sub(r"\s(?:has|have|had|\w+ly|later|also)$", "", clause)
    words = clause.split()
    if NEGATED.search(clause):
        return None
    return clause if 0 < len(words) <= 6 and not PRONOUN.fullmatch(clause) and clause.lower() not in SMALL else None


def _side_of(who: str) -> str:
    names = named_in(who)
    return min(names) if len(names) == 1 else who


def _instead(bare: Telling, tellings: Sequence[Telling]) -> Telling:
    """What who has rejected an account goes on to say, in the same or the next sentence; else the rejection itself."""
    for one in tellings:
        if one.nr in (bare.nr, bare.nr + 1) and one.row["start"] > bare.row["start"] and factual(one):
            aside = str(one.row["sentence"]).replace(one.text, " ")
            if same_side(bare, one) or PRONOUN.search(aside):
                return one._replace(row={**one.row, "according_to": bare.who}, who=bare.who, side=bare.side)
    return bare


def _answered(
    answer: Telling, start: int, nr: int, tellings: Sequence[Telling], free: bool
) -> Iterator[tuple[Telling, Telling]]:
    """The telling by another party, just before a denial, that it answers: the one with its words, else the last one.

    Where it is not plain what is answered (`free` is false) the two need words in common, or the one to name the other.
    """
    before = []
    for one in tellings:
        if not (0 <= nr - one.nr <= 2 * NEAR and one.row["start"] < start) or one.row["id"] == answer.row["id"]:
            continue
        if same_side(one, answer) or DENIES.match(str(one.row["cue"] or "")) or not factual(one) or strong(one):
            continue
        words, near = len(common(one, answer)), nr - one.nr <= NEAR
        charged = nr - one.nr <= 1 and answer.side in named_in(one.text)
        if words > 1 or (near and (words or free or charged)):
            accuses = ACCUSED.match(str(one.row["cue"] or "")) is not None
            before.append((min(words, 2), one.nr, accuses, int(one.row["start"]), one))
    if before:
        *_, best = max(before, key=lambda found: found[:4])
        yield best, answer


def _denial(one: Telling, answer: Telling) -> Version:
    return Version(one.text, "denial", [one.row, answer.row], 0.9)
