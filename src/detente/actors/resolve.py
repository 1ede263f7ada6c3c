"""Resolves a phrase for an actor to name, country and PLOVER sector, by its words and the codebook.

The head of the phrase gives the sector, names and demonyms the country: `Minsk police station`, `members of SANDF`,
`president of the European Council`. What the phrase does not say is taken from the words beside it in its context; a
sector that still hangs on words nobody listed is what the trained reader takes it for, or stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from detente.actors.context import Setting, setting_of
from detente.actors.heads import UNNAMED, proper
from detente.actors.joint import of_a_name, parts_of
from detente.actors.meaning import resolved
from detente.actors.phrase import Known, Word, names_among, shown, words_in
from detente.actors.readings import Resolved
from detente.actors.role_read import sector_read
from detente.actors.stretch import segment_of, stretch_of
from detente.encoder import sentences_round

PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "you", "him", "her", "them", "someone", "somebody", "who"})
# whom a text meets in a country is of it, but for those who are sent abroad
AT_HOME = frozenset({"CVL", "EDU", "MED", "BUS", "AGR", "LAB", "REL", "JRN", "REF", "REB", "PRM", "UAF", "CRM"})
# reasons that leave the sector open more often than not
UNSURE = frozenset({"words that the codebook does not know", "name as it stands", "known noun within", "civil life",
                    "ending of a noun for people", "common noun misspelt", "words beside it"})  # fmt: skip
LIKELY = 0.7  # probability from which the reader answers someone who asks for one phrase
READ = 0.7  # how much of the reader's probability an answer's confidence is
BESIDE = 0.5  # confidence at least, where words beside the phrase say who it is
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def resolve(phrase: str, context: str | None = None, date: str | None = None) -> Resolved:
    """Resolve a phrase on a day; `context` is the text around it."""
    found = resolve_within(phrase, setting_of(context, phrase, day_of(date)), date)
    unsure = found.why.removesuffix(", country of the text") in UNSURE
    return _read(found, phrase, context) if unsure and context and phrase in context else found


def _read(found: Resolved, phrase: str, text: str) -> Resolved:
    """An answer with the sector that the reader sees in the sentence of the phrase."""
    start = text.find(phrase)
    first, last = sentences_round(text, start, start + len(phrase))
    sector, sure = sector_read(text[first:last], (start - first, start - first + len(phrase)), LIKELY)
    if not sector:
        return found
    confidence = max(found.confidence, round(READ * sure, 2))
    return replace(found, sector=sector, sectors=(sector,), confidence=confidence, why="read in its sentence")


def resolve_within(phrase: str, setting: Setting, date: str | None) -> Resolved:
    """Resolve a phrase on a day, with what the text around it has been read for."""
    day = day_of(date)
    words = words_in(phrase)
    if not any(word.key for word in words):
        return Resolved(phrase.strip(), "", "", (), 0.0, "no words")
    if words[0].key in PRONOUNS and len(words) == 1:
        return Resolved(phrase.strip(), setting.spoken_of, UNNAMED, (UNNAMED,), 0.3, "pronoun")
    parts = of_a_name(words, day) or parts_of(words, names_among(words, day, setting.countries, setting.full))
    if len(parts) == 1:
        return _one(words, setting, day)
    return _together([_one(part, replace(setting, beside=(), longer=""), day) for part in parts])


def day_of(date: str | None) -> str | None:
    """An ISO day of a date in words; None (now) for `today` or what is no date."""
    if not date:
        return None
    if _DAY.fullmatch(date.strip()):
        return date.strip()
    from dateutil import parser

    try:
        return str(parser.parse(date, dayfirst=True).date()) if any(c.isdigit() for c in date) else None
    except (ValueError, OverflowError):
        return None


def _together(parts: Sequence[Resolved]) -> Resolved:
    """Several actors as one record: names, countries and sectors joined, as many of each as there are actors."""
    return Resolved(
        name="; ".join(part.name for part in parts),
        country="; ".join(part.country for part in parts) if any(part.country for part in parts) else "",
        sector="; ".join(part.sector for part in parts) if any(part.sector for part in parts) else "",
        sectors=tuple(dict.fromkeys(s for part in parts for s in part.sectors)),
        confidence=min(part.confidence for part in parts),
        why="several actors: " + ", ".join(dict.fromkeys(part.why for part in parts)),
        candidates=tuple(part.as_candidate for part in parts),
    )


def _one(words: list[Word], setting: Setting, day: str | None) -> Resolved:
    """One actor: by its own words, and what they leave open by the words beside it."""
    known = names_among(words, day, setting.countries, setting.full)
    if setting.longer and known and known[-1].last == len(words) and not known[-1].personal:
        known = known[:-1]  # `Washington` after `Denzel Washington`
    start, end = segment_of(words)
    found = resolved(stretch_of(words, start, end, known, setting, day))
    if not found.country or not found.sector:
        found = _filled(found, words, end, known, setting, day)
    return found if found.candidates else replace(found, candidates=(found.as_candidate,))


def _filled(
    found: Resolved, words: list[Word], end: int, known: list[Known], setting: Setting, day: str | None
) -> Resolved:
    """An answer with the country and role that the words beside it give, in the phrase itself or in its context."""
    if any(k.first < end for k in known) and found.country:
        return found
    name = setting.longer if setting.longer and proper(words, 0, end) else found.name
    country, sectors = found.country, tuple(s for s in found.sectors if s != UNNAMED)
    for text in (_explained(words, end), *setting.beside):
        said = _one(words_in(text), Setting(setting.countries), day) if text else None
        if said is not None:
            country = country or said.country
            sectors = sectors or tuple(s for s in said.sectors if s != UNNAMED)
    if not country and sectors and sectors[0] in AT_HOME and not found.sectors:
        country = setting.spoken_of
    if (country, sectors or found.sectors) == (found.country, found.sectors):
        return replace(found, name=name)
    sectors = sectors or found.sectors
    return replace(
        found, name=name, country=country, sector=sectors[0] if sectors else "", sectors=sectors,
        confidence=max(found.confidence, BESIDE), why="words beside it", candidates=(),
    )  # fmt: skip


def _explained(words: list[Word], end: int) -> str:
    """What a phrase says of its own head after a comma: `Ann Example, the Kenyan foreign minister`."""
    if end >= len(words) or words[end].text not in (",", "("):
        return ""
    return shown(words[end + 1 :])
