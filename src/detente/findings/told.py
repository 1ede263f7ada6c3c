"""Moves that a source tells in one sentence: `who had insisted on X, agreed to Y`, `dropped its demand for Z`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from detente.actors.agents import common_nouns
from detente.findings.matters import recalled
from detente.findings.moves import CLASSES
from detente.findings.rows import Row, content_key, several
from detente.stances.stance import entries, light_verbs

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
    r"(?P<turned>agreed|accepted|backed(?!\s(?:off|away|down|out))|refused|rejected|offered|signed|dropped|relented)\b(?:[^;.“”\"]|\.(?=\w)){4,140})"
)
REVERSAL = re.compile(rf"\b(?:who|which|that)\s{HELD},\s{TURNED}", re.I)
GIVING_UP = (
    r"(?:drop|abandon|withdr[ae]w|giv(?:e|en|es|ing)\sup|gave\sup|revers|soften|eas|relax|retract|renounc|waiv|shelv|"
    r"lift|ended|ending|scrap|ditch|relinquish|rescind|(?:set|put|laid|lays|cast)(?:s|ting)?\saside|yield(?:s|ed|ing)?\son|"
    r"back(?:ed|s|ing)?\s(?:down|away|off)\sfrom|(?:retreat|climb)(?:ed|s|ing)?\s(?:down\s)?from)"
)
DROPPED = re.compile(
    rf"(?P<to>\b{GIVING_UP}(?:\w*\s)(?:from\s)?"
    r"(?:his|her|its|their|(?:a|the|its|his)\s(?:\w+\s)?(?:long-standing|earlier|key))\s(?:[\w-]+\s){0,2}?"
    r"(?P<what>demands?|insistence|conditions?|preconditions?|requests?|objections?|opposition|refusal|resistance|"
    r"reservations?|boycott|veto|claims?|calls? for|efforts? to)\b(?:[^;.,“”\"]|\.(?=\w)){0,120})",
    re.I,
)
NO_LONGER = re.compile(
    r"(?P<to>\b(?:(?:would\s|will\s)?no\slonger\s|(?:has|have)\s(?:stopped|ceased)\s)"
    r"(?P<what>insist|demand|oppos|object|rul\w+\sout|refus|reject|resist|call\w*\sfor|press|push)\w*\b(?:[^;.,“”\"]|\.(?=\w)){0,120})",
    re.I,
)
HAD = re.compile(r"\b(?:which|that|whom|whose|it|they|he|she)\b.{0,40}?\bhad\b", re.I)
UNTIL_THEN = re.compile(
    r"\bhad\s(?:(?:\w+ly|long|once|first|earlier|always|until\s[^,;]{3,30}|till\snow|so\sfar|at\sfirst|all\salong),?\s)",
    re.I,
)
BUT = re.compile(r"\b(?:but|now|then|yet)\b|;", re.I)
VAGUE = frozenset(
    content_key("step demand move condition subject idea measure proposal point issue option course").split()
)
TURN = (
    r"\b(?:(?:after|following)\s(?:\w+\s){0,3}(?:days|weeks|months|years)\sof\s"
    r"(?:refus|resist|reject|object|oppos|stalling)\w*|in\san?\s(?:\w+\s)?(?:reversal|about-face|about-turn|u-turn|"
    r"turnaround|change\sof\sheart|shift)|(?:chang|revers)(?:ed|es|ing)\s(?:course|itself|himself|herself|themselves)|"
    r"changed\s(?:its|his|her|their)\s(?:mind|tune|position|stance|policy)|"
    r"shifted\s(?:its|his|her|their)\s(?:position|stance|policy|ground)|signal(?:led|ed|s)\sa\s(?:\w+\s)?shift|"
    r"(?:made|did|performed|executed)\san?\s(?:\w+\s)?(?:u-turn|about-turn|about-face|reversal|volte-face)|"
    r"(?:bow|yield|cav|bend|bent|succumb)(?:ed|s)?\sto\s(?:\w+\s){0,2}(?:pressure|calls)|"
    r"relented|gave\s(?:in|way|ground)|climbed\sdown|backtracked)\b"
)
TURNABOUT = re.compile(TURN + r"[^.;“”\"]{0,60}?\b" + TURNED, re.I)
TURNING = re.compile(TURN, re.I)
SPAN = 100  # characters between the words for a turn and those for the stance that was turned to
FIRM = frozenset(
    {"accept", "reject", "demand"}
)  # stances that one takes back; a plan is also dropped for other reasons
BONDS = frozenset(
    {"promise", "pledge", "vow", "undertaking", "commitment", "assurance"}
)  # not kept: a gap and no shift
YIELDED = frozenset({"verb bow", "verb yield", "verb give in", "verb cave"})  # rules of stances that were no one's wish
AGAINST = ("obj", "opp", "ref", "veto", "res", "boy", "rul", "rej")


# what is denied, doubted, asked for or supposed is no move: `did not believe that it had softened its demands`
DENIED = re.compile(
    r"\b(?:not|never|den(?:y|ied|ies)|refus\w+|declin\w+|reluctan\w+|unwilling\w*|yet\sto|doubt\w*|whether|if|"
    r"unless|until|urg\w+|called\son|demand\w*|must|should|would|could|"
    r"may|might)\b[^.;:]{0,60}$|n[’']t\b[^.;:]{0,60}$",
    re.I,
)


class Told(NamedTuple):
    """A move in one sentence: who, from what to what, and the record that rests on the words.

    `before` is the record of what was held before, where the sentence has one of its own.
    """

    actor: str
    row: Row
    held: str | None
    turned: str
    held_text: str | None
    turned_text: str
    before: Row | None = None


def told_moves(rows: Iterable[Row]) -> list[Told]:
    """The moves told in the sentences of these rows, each once, by the surest row that overlaps with its words."""
    best: dict[tuple[str, int, str], Told] = {}
    of_sentence: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("stance"):
            of_sentence[str(row["article"]), int(row["sentence_start"])].append(row)
        found = _move(row) or (_taken_back(row) if row.get("stance") else None)
        if found is None:
            continue
        key = (str(row["article"]), int(row["sentence_start"]), found.turned_text)
        if key not in best or float(row["confidence"]) > float(best[key].row["confidence"]):
            best[key] = found
    groups = of_sentence.values()
    return [
        *best.values(),
        *(told for group in groups for told in (*_recalled(group), *_left_behind(group), *_turned_to(group))),
    ]


def _recalled(group: list[Row]) -> Iterator[Told]:
    """Of the stances in one sentence those that a party took before, in its past perfect, and has left.

    `consented to observers, which it had resisted until last week`.
    """
    for before in (row for row in group if HAD.search(str(row["text"]))):
        for after in group:
            turned = after["actor"] == before["actor"] and CLASSES[after["stance"]] != CLASSES[before["stance"]]
            own = str(after["text"])[: max(0, before["start"] - after["start"])]
            apart = after["start"] < before["start"] and not HAD.search(own)
            same = _words(after) & _words(before) or (_words(before) <= VAGUE and before["start"] >= after["end"])
            if turned and apart and same:
                yield Told(
                    str(after["actor"]), after, str(before["stance"]), str(after["stance"]), str(before["text"]),
                    str(after["text"]), before,
                )  # fmt: skip
                break


def _left_behind(group: list[Row]) -> Iterator[Told]:
    """Of the stances in one sentence one that a party had until then, and the other that it takes now.

    `had long ruled out direct talks but agreed on Sunday to meet`.
    """
    ordered = sorted(group, key=lambda row: int(row["start"]))
    for number, before in enumerate(ordered):
        sentence, at = str(before["sentence"]), int(before["sentence_start"])
        until = UNTIL_THEN.search(sentence[: int(before["end"]) - at])
        if until is None or until.end() < int(before["start"]) - at - 60 or before["rule"] == "reader":
            continue
        for after in ordered[number + 1 :]:
            between = sentence[until.end() : max(0, int(after["end"]) - at)]
            turned = after["actor"] == before["actor"] and CLASSES[after["stance"]] != CLASSES[before["stance"]]
            later = int(after["start"]) > int(before["start"]) and after["rule"] != "reader"
            if turned and later and BUT.search(between) and not UNTIL_THEN.search(between):
                yield Told(
                    str(after["actor"]), after, str(before["stance"]), str(after["stance"]), str(before["text"]),
                    str(after["text"]), before,
                )  # fmt: skip
                return


def _turned_to(group: list[Row]) -> Iterator[Told]:
    """Of the stances in one sentence the one that a party took in what the sentence calls a turn."""
    ordered = sorted(group, key=lambda row: int(row["start"]))
    sentence, at = str(ordered[0]["sentence"]), int(ordered[0]["sentence_start"])
    turn = TURNING.search(sentence)
    if turn is None or DENIED.search(sentence[: turn.start()]):
        return
    for row in ordered:
        between = sentence[turn.end() : max(0, int(row["end"]) - at)]
        near = between and not re.search(r"[.;“”\"]", between) and len(between) - len(str(row["text"])) <= SPAN
        actors = several(row.get("actor"))
        own = len(actors) == 1 and not _nameless(actors[0]) and _names(actors[0], sentence[: turn.start()])
        if near and own and row["rule"] != "reader" and row["stance"] in TURNED_FROM:
            text = " ".join(str(row["text"]).split())
            yield Told(actors[0], row, TURNED_FROM[row["stance"]], str(row["stance"]), None, text)
            return


TURNED_FROM = {"accept": "reject", "open": "reject", "promise": "reject", "reject": "accept"}


def _taken_back(row: Row) -> Told | None:
    """A stance that is one taken back (`withdrew its support for`), or given in to (`bowed to demands that`).

    The rule says so: the verb that carries the noun of a stance, where the stance is not that of the noun.
    """
    verb, _, noun = str(row.get("rule") or "").partition(" ")
    carried = any(turns for _, turns in light_verbs().get(verb, ()))
    entry = entries("n")[noun][0] if carried and noun in entries("n") else None
    lent = entry is not None and entry.mode == "back" and not row.get("instrument")  # support for a militia is a deed
    held = entry.stance if entry is not None and not lent and noun not in BONDS else None
    if row.get("rule") in YIELDED and row["stance"] == "accept":
        held = "reject"
    actors = several(row.get("actor"))
    if held not in FIRM or held == row["stance"] or len(actors) != 1 or _nameless(actors[0]) or recalled(row):
        return None
    words = str(row["sentence"])[: int(row["start"]) - int(row["sentence_start"])]
    if DENIED.search(words):
        return None
    now = "no-commitment" if held == "demand" else "accept" if held == "reject" else str(row["stance"])
    return Told(actors[0], row, held, now, None, " ".join(str(row["text"]).split()))


def _words(row: Row) -> set[str]:
    return set(content_key(str(row["issue"])).split())


def _move(row: Row) -> Told | None:
    sentence = str(row["sentence"])
    start, end = int(row["start"]) - int(row["sentence_start"]), int(row["end"]) - int(row["sentence_start"])
    actors = several(row.get("actor"))
    if len(actors) != 1 or _nameless(actors[0]):
        return None
    reversal = REVERSAL.search(sentence)
    turnabout = TURNABOUT.search(sentence)
    for match in (reversal, turnabout, DROPPED.search(sentence), NO_LONGER.search(sentence)):
        if match is None or not (start < match.end() and match.start() < end):
            continue
        if match not in (reversal, turnabout) and DENIED.search(sentence[: match.start()]):
            continue
        if not _names(actors[0], sentence[: match.start()]) and match.start() > start + 60:
            continue
        held = match["from"] if match is reversal else None
        stance, turned = _turn(match, reversal, turnabout)
        if turned == stance:
            return None
        return Told(actors[0], row, stance, turned, held, " ".join(match["to"].split()))
    return None


def _turn(match: re.Match[str], reversal: re.Match[str] | None, turnabout: re.Match[str] | None) -> tuple[str, str]:
    """From which stance to which the words of a match tell of a move."""
    if match is reversal:
        return _stance(match["held"]), _stance(match["turned"])
    if match is turnabout:
        turned = _stance(match["turned"])
        return "accept" if turned == "reject" else "reject", turned
    # who drops a demand makes no more of it; who drops an objection lets the matter pass
    against = match["what"].casefold().startswith(AGAINST)
    return ("reject", "accept") if against else ("demand", "no-commitment")


def _nameless(actor: str) -> bool:
    """Whether nobody certain is meant: `Rebels` at the head of a sentence."""
    word = actor.casefold()
    return (word,) in common_nouns() or (word.removesuffix("s"),) in common_nouns()


def _names(actor: str, words: str) -> bool:
    return actor.rpartition(" ")[2] in words


def _stance(word: str) -> str:
    low = word.casefold()
    return next((stance for stem, stance in STANCES.items() if low.startswith(stem)), "accept")
