"""Who may be heard as a party to an account, and where an author says that accounts differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from detente.findings.matters import named_in
from detente.findings.rows import Row, content_key, order, side
from detente.findings.signs import sign

SPEAKING = frozenset({"GOV", "MIL", "LEG", "SPY", "REB", "JUD", "IGO", "PTY", "SEP", "INS", "UNO"})
TIMES = re.compile(
    r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day|^(?:report|poll|survey|study|source|document|article)s?\b", re.I
)
SOURCES = re.compile(r"^[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)? (?:sources|officials?|diplomats?|negotiators?)$")
FLAG = sign("told differently")
DENIES = re.compile(r"^(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|refut\w+|contradict\w*)\b", re.I)
AFTER = 750


class Version(NamedTuple):
    """What several tell of one matter: how the source names it, of what kind, the statements, and how sure it is."""

    of: str
    kind: str
    told: list[Row]
    sure: float = 1.0


def official(row: Row) -> bool:
    """Whether a speaker can speak for a party: a government or another body, its people, an armed group, no expert."""
    name, code = str(row["speaker"] or ""), str(row["speaker_code"] or "")
    if SOURCES.match(name):
        return len(named_in(name)) == 1
    if ";" in name or TIMES.match(name) or not name[:1].isupper():
        return False
    parts = code.split(" ")
    if not code:
        return False
    return bool(set(parts) & SPEAKING) or (len(parts) == 1 and len(code) == 3)


def spoken_for(row: Row) -> str:
    """The party of who tells it; `Egyptian sources` tell it for Egypt."""
    if SOURCES.match(str(row["speaker"])):
        return next(iter(named_in(str(row["speaker"]))), str(row["speaker"]))
    return side(str(row["speaker"]), row["speaker_code"])


def flagged(articles: Sequence[Row], statements: Sequence[Row]) -> list[Version]:
    """Where an author says that accounts differ: what the next sentences have each party say, one a party."""
    by_article = _by_article(statements)
    found = []
    for article in articles:
        text, own, past = str(article["text"]), by_article.get(article["id"], []), -1
        for flag in FLAG.finditer(text):
            if flag.start() < past:
                continue
            first: dict[str, Row] = {}
            paragraph = text.find("\n\n", flag.end())
            end = min(flag.end() + AFTER, paragraph if paragraph > 0 else len(text))
            for row in own:
                near = flag.start() < row["sentence_start"] and row["start"] <= end
                said = not DENIES.match(str(row["cue"] or "")) and len(str(row["text"])) > 20
                if near and said and official(row):
                    first.setdefault(spoken_for(row), row)
            if len(first) > 1:
                past = flag.end() + AFTER
                found.append(Version(_sentence(text, flag.start(), flag.end()), "flagged", list(first.values())[:2]))
    return found


def _sentence(text: str, start: int, end: int) -> str:
    left = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "? ", "! ")) + 1
    stops = [at for at in (text.find(mark, end) for mark in (". ", ".\n", "\n")) if at >= 0]
    return " ".join(text[left : min(stops, default=len(text))].split())


def denied(statements: Sequence[Row]) -> list[Version]:
    """What somebody denies in words of content that another party's statement shortly before it has too."""
    found = []
    for own in _by_article(statements).values():
        for place, denial in enumerate(own):
            if not DENIES.match(str(denial["cue"] or "")) or not official(denial):
                continue
            for told in reversed(own[:place]):
                if told["start"] < denial["start"] - AFTER:
                    break
                if told["end"] > denial["sentence_start"]:
                    continue
                common = set(content_key(told["text"]).split()) & set(content_key(denial["text"]).split())
                common -= set(content_key(f"{told['speaker']} {denial['speaker']}").split())
                much = len(common) > 2 and len(common) >= 0.6 * len(content_key(denial["text"]).split())
                if official(told) and spoken_for(told) != spoken_for(denial) and much:
                    found.append(Version(str(told["text"]), "denial", [told, denial]))
                    break
    return found


def _by_article(statements: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in sorted(statements, key=lambda r: (order(r)[1], r["start"], r["end"])):
        if row.get("speaker") is not None:
            found.setdefault(row["article"], []).append(row)
    return found
