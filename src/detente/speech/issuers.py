"""Who issues a document and to whom: the author that its heading names, or who signs a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from detente.actors import gazetteer
from detente.doc import Doc

_HEADING = re.compile(
    r"(?:\w+\s+){0,3}?(?:resolution|communiqu[eé]|explanation of vote|declaration|proclamation|appeal|manifesto|"
    r"open letter|pastoral letter|petition|decree|memorandum)\b"
    r"(?:\s+(?:adopted|issued|made|given|signed|published))?(?:\s+(?:by|of|from)|\s*[,:–—-])\s+(?:the\s+)?"
    r"(?P<who>(?-i:[^\W\d_a-z])[^,:\n]*)",
    re.IGNORECASE,
)
_ON = re.compile(r"\s+(?:on|at|to|in|before|after|concerning|about|during|regarding)\s+", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y)\b")
_HOUSE = re.compile(r"^\W*(?:The|This)\s+[A-Z]\w+\s+\w+")
_SENT = re.compile(
    r"(?:(?:Permanent\s+)?Mission|Embassy|Government|Delegation|Permanent\s+Representative)\s+of\s+(?:the\s+)?"
)
_SALUTATION = re.compile(
    r"\s*(?:(?:My\s+)?Dear\s+(?P<dear>[^,:\n]{2,60})|(?:Your\s+)?Excellenc(?:y|ies)|Sirs?|Madam|Mr\.?\s+(?:President|Chairman))[,:]"
)
_SIGNED = re.compile(
    r"(?:\b(?:Yours|Sincerely|Respectfully|Faithfully|Cordially|Regards|Signed)\b[\w ]*[,:]\s*|"
    r"[.!?][\"”]?\s+(?:[—–-]+\s*)?)"
    r"(?P<name>[^\W\d_a-z][\w.'’-]*(?:\s+(?:[^\W\d_a-z][\w.'’-]*|de|al|van|bin)){0,4})\s*$"
)
_LETTER = re.compile(r"\b(?:letter|message|note|telegram|memo|appeal)\b|^To\s", re.IGNORECASE)
_TO = re.compile(r"(?:Open\s+letter\s+)?[Tt]o\s+(?P<whom>.+)")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who speaks in a whole document, with codes, and to whom; the words begin at `start`, past a salutation."""

    name: str
    codes: str | None
    addressee: str | None
    start: int = 0


def issuer_of(doc: Doc) -> Issuer | None:
    """Who issues a document: its author as annotated, else who signs the letter, else the body that its title names."""
    if doc.author is not None:
        return Issuer(doc.author, doc.author_codes, None)
    return _letter(doc) or _headed(doc)


def _letter(doc: Doc) -> Issuer | None:
    greeting, signed = _SALUTATION.match(doc.text), _SIGNED.search(doc.text)
    heading = (doc.article.title or "").strip()
    if signed is None or not _FIRST_PERSON.search(doc.text) or (greeting is None and not _LETTER.search(heading)):
        return None
    title = _TO.search(heading)
    whom = greeting["dear"] if greeting is not None else None
    whom = whom or (title["whom"] if title is not None else None)
    begin = greeting.end() if greeting is not None else 0
    return replace(_issuer(doc, signed["name"], whom), start=begin)


def _headed(doc: Doc) -> Issuer | None:
    match = _HEADING.match((doc.article.title or "").strip())
    if match is None or not match["who"][0].isupper():
        return None
    near = doc.text[:1500]
    if not _FIRST_PERSON.search(near) and not _HOUSE.match(near):
        return None
    return _issuer(doc, sender(_ON.split(match["who"], maxsplit=1)[0]).strip(" ."), None)


def sender(words: str) -> str:
    """For whom an embassy, a mission or a government speaks: `Norvania` of `Embassy of Norvania in The Hague`."""
    match = _SENT.match(words)
    return _ON.split(words[match.end() :], maxsplit=1)[0].strip(" .,") if match is not None else words


def _issuer(doc: Doc, name: str, addressee: str | None) -> Issuer:
    known = gazetteer.known(name, doc.article.date)
    name = known.name if known is not None else name
    return Issuer(name, gazetteer.codes_of(name, doc.article.date), addressee)
