"""Who is said to gain or lose: `only X would benefit`, `a gift to X`, `plays into X's hands`, read off the words.

A claim is somebody's word, and never more: the finding names who makes it. It is one only where the words name the one
who gains or loses; what already happened (`gained ground`, `lost the war`) is no claim of gain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from detente.findings.matters import NAME, named_in

MODAL = (
    r"(?:would|will|could|can|may|might|stands? to|expects? to|hopes? to|"
    r"ha(?:s|ve|d) (?:much|most|more|nothing|everything|a lot) to)"
)
HOW = r"(?:(?:only|not|never|also|really|just|greatly|most|certainly|probably|likely) )?"
# to win or lose these is how a contest ends, not what somebody gains
CONTEST = (
    r"(?! (?:(?:the|this|that|a|an|any|his|her|its|their) )?(?:\w+ )?"
    r"(?:wars?|battles?|elections?|votes?|power|office|seats?|majority|fight)\b)"
)
# who would benefit somebody is not the one who gains
HIM = r"(?! (?:only |the )?(?-i:[A-Z]))"
CAUSE = r"(?=[^.;]{0,30}?\b(?:if|from|by|when|as long as|should|unless|most)\b)"
VERBS = re.compile(
    rf"\b(?:(?P<modal>{MODAL}) {HOW}(?:be the one to )?(?P<verb>benefit|gain|profit|win|lose|suffer)\b{CONTEST}{HIM}"
    rf"|(?P<plain>benefit|profit)s?\b {CAUSE}|(?P<stake>gains|loses) {CAUSE})",
    re.I,
)
# the name stands behind these
BEHIND = re.compile(
    r"\b(?:(?P<gain>(?:gift|boon|victory|win|triumph|reward) (?:to|for)|in the interests? of|serves? the interests? of|"
    r"to the (?:benefit|advantage) of|into the hands of|strengthens? the hand of|benefits?|favou?rs)|"
    r"(?P<loss>(?:blow|setback|defeat|disaster|betrayal) (?:to|for|of)|against the interests? of|"
    r"to the detriment of|at the expense of|weakens? the hand of|"
    r"(?:would|will|could) (?:only )?(?:hurt|harm|weaken))) ",
    re.I,
)
# and inside these, before the closing word
OWNED = re.compile(
    r"\b(?:(?P<gain>plays? into|playing into|in|serves?|strengthens?)|(?P<loss>against|at|weakens?)) "
    r"(?P<who>(?:the )?[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2}?)[’']s? (?:own |best |national )?"
    r"(?:hands?|interests?|favou?r|expense|benefit)\b"
)
NOT = re.compile(r"\b(?:not|never|no longer|nothing|n[’']t)\b", re.I)
ONLY = re.compile(r"\b(?:only|no ?one (?:but|except)|nobody (?:but|except)|none but|alone)\b", re.I)
IF = re.compile(r"\b(?:if|when|unless|should|from|by|as long as)\b(?:[^.;?!]|\.(?=\w| (?-i:[a-z]))){3,120}", re.I)
ALL = re.compile(r"\b(no ?one|nobody|neither side|both sides|all sides|everyone|everybody)\b", re.I)
EDGE = re.compile(r"[.;:?!—–(]|, (?:and|but|while|which|who)\b|\b(?:if|when|because|that|said|says)\b", re.I)
CLAUSE = 70
GAINING = frozenset({"benefit", "gain", "profit", "win", "gains"})


class Claim(NamedTuple):
    """That somebody gains (or else loses), perhaps alone, by what; `start` and `end` are offsets in the words given."""

    who: str
    gains: bool
    only: bool
    by: str | None
    start: int
    end: int


def claims(text: str) -> Iterator[Claim]:
    """The claims that some words make, in their order.

    >>> [(c.who, c.gains, c.only, c.by) for c in claims("only Putin would benefit if America walks away")]
    [('Russia', True, True, 'if America walks away')]
    """
    found = [*_of_verbs(text), *_of_names(text)]
    yield from sorted(found, key=lambda claim: claim.start)


def _of_verbs(text: str) -> Iterator[Claim]:
    for match in VERBS.finditer(text):
        before = EDGE.split(text[max(0, match.start() - CLAUSE) : match.start()])[-1]
        whole = match.group(0)
        who = _last_named(before)
        if who is None:
            continue
        verb = next(word for word in (match["verb"], match["plain"], match["stake"]) if word).casefold()
        gains = verb in GAINING
        if NOT.search(whole) or re.search(r"\b(?:n[’']t|not|never)\s*$", before, re.I):
            continue  # who would not gain is not said to lose
        yield _claim(text, who, gains, before, match)


def _of_names(text: str) -> Iterator[Claim]:
    for pattern in (BEHIND, OWNED):
        for match in pattern.finditer(text):
            after = text[match.end() : match.end() + CLAUSE] if pattern is BEHIND else match["who"]
            who = _first_named(EDGE.split(after)[0])
            before = text[max(0, match.start() - 30) : match.start()]
            if who is None or NOT.search(before):
                continue
            yield _claim(text, who, match["gain"] is not None, before, match)


def _claim(text: str, who: str, gains: bool, before: str, match: re.Match[str]) -> Claim:
    by = IF.search(text, match.end())
    between = text[match.end() : by.start()] if by else ""
    near = by is not None and len(between) < CLAUSE and re.search(r"[.;?!]", between) is None
    only = ONLY.search(before + match.group(0)) is not None
    cause = by.group(0).strip(' ,”"') if by and near else None
    return Claim(who, gains, only, cause, match.start(), match.end())


def _last_named(words: str) -> str | None:
    if every := ALL.search(words):
        return every.group(1).casefold()
    names = [run.group(0) for run in NAME.finditer(words)]
    return next((who for name in reversed(names) if (who := _shown(name))), None)


def _first_named(words: str) -> str | None:
    if every := ALL.match(words):
        return every.group(1).casefold()
    # the name at once, and not what is somebody's (`Ukraine's allies`) or named in passing
    if not re.match(r"(?:the |all of )?[A-Z]", words) or re.match(r"(?:the )?(?:[A-Z][\w.-]*+ ?+)++[’']s? \w", words):
        return None
    names = [run.group(0) for run in NAME.finditer(words[:40])]
    return next((who for name in names if (who := _shown(name))), None)


def _shown(name: str) -> str | None:
    """The party that a name stands for, or the name as it is written; None where it is no name."""
    found = named_in(name)
    known = sorted(one for one in found if one != one.casefold())
    if known:
        return known[0]
    return name.removeprefix("The ") if found and name.casefold() not in ("only", "nobody") else None
