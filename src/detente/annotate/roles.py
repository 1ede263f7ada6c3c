"""What a code and a title say of a person: the country, the sector, whom the bearer of a title leads."""

from __future__ import annotations

from detente.actors import offices
from detente.actors.agents import is_sector, lexicon
from detente.codebook.spelling import words_of

FORMER = lexicon("former")
OUT_OF_OFFICE = frozenset({"OPP", "PTY", "LEG"})


def country_in(code: str) -> str:
    """The country of a code, "" for a sector alone."""
    first = code.partition(" ")[0]
    return "" if is_sector(first) else first


def sector_in(code: str) -> str:
    """The sector of a code, "" for a country alone."""
    first, _, rest = code.partition(" ")
    return rest or (first if is_sector(first) else "")


def led_by(titles: list[str]) -> str:
    """The sector of those whom a title says that its bearer leads: `opposition leader`, `rebel leader`."""
    for words in titles:
        title = offices.titles().get(words_of(words))
        if title is not None and title.office in ("opposition leader", "group leader") and title.sector:
            return "" if set(words.split()) & FORMER else title.sector
    return ""


def outdated(code: str, titles: list[str]) -> bool:
    """Whether titles tell of an office of today what the codebook does not know of."""
    listed = [words for words in titles if not set(words.split()) & FORMER and not offices.is_rank(words)]
    if sector_in(code) == "ELI":
        return bool(listed)
    minister = any(offices.is_minister(offices.titles().get(words_of(words))) for words in listed)
    return minister and sector_in(code) in OUT_OF_OFFICE
