"""In whose voice a whole document speaks: official statements, remarks and letters; None for reporting and readouts."""

from __future__ import annotations

import re

from detente.actors import gazetteer, offices
from detente.actors.offices import Person, Title
from detente.codebook.spelling import words_of
from detente.doc import Doc

_BY = re.compile(
    r"^(?:\W*)(?:(?:joint|press|written|full|video|opening|closing|prepared)\s+)*"
    r"(?:statement|remarks|letter|address|speech|message|declaration|comments|testimony|op-ed|communiqu[eé])s?\s+"
    r"(?:issued\s+)?(?:by|from|of|attributable\s+to)\s+(?:the\s+)?(?P<who>.+)",
    re.IGNORECASE,
)
_WHOSE = re.compile(
    r"^(?:full (?:text|transcript)(?: of)?:?\s+)?(?P<who>[^:]+?)['’]s?\s+(?:[\w-]+\s+){0,4}?"
    r"(?:statement|remarks|letter|address|speech|message|declaration)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?:the\s+)?(?P<who>[A-Z][^:]*?)\s+(?:(?:joint|press|presidential|ministerial|full|final)\s+)*"
    r"(?:statement|declaration|communiqu[eé])\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s+(?:on|at|to|in|before|after|following|regarding|concerning|about|during|welcoming|marking|ahead|announcing|"
    r"condemning|for)\s+|[:|]|\s[-–—]\s",
    re.IGNORECASE,
)
_TRANSCRIPT = re.compile(r"^[^\S\n]*(?:Q\b|[A-Z][A-Z .]{3,30}:)", re.MULTILINE)
_FIRST_PERSON = re.compile(r"\b(?:I|we|our|my|We|Our|My)\b")
_JOINED = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s*&\s*")
INSTITUTIONS = frozenset({"seat", "organisation", "state"})


def annotate(doc: Doc) -> None:
    """Set `doc.author` and `doc.author_codes`."""
    author = author_of(doc)
    if author is not None:
        doc.author = author
        doc.author_codes = gazetteer.codes_of(author, doc.article.date) or _code_of_source(doc.article.source)


def author_of(doc: Doc) -> str | None:
    """The person or body whose words the whole document is, by its title or, for an institution's text, its source.

    A transcript with several voices has no single author; nor has a report that only quotes.
    """
    article = doc.article
    title = " ".join((article.title or "").split())
    if re.match(r"\W*(?:readout|fact sheet|background|press briefing|press gaggle|transcript)", title, re.IGNORECASE):
        return None
    if len({label.strip() for label in _TRANSCRIPT.findall(doc.text)}) > 1:
        return None
    match = _BY.match(title)
    if match is None and _speaks_itself(doc):
        match = _WHOSE.match(title)
    if match is not None:
        named = _named(match.group("who"), article.date)
        if named is not None or not _speaks_itself(doc):
            return named
    if not _speaks_itself(doc):
        return None
    match = _NAMED.match(title)
    named = _named(match.group("who"), article.date) if match is not None else None
    return named or institution(article.source) or _as_it_stands(title)


def _as_it_stands(title: str) -> str | None:
    """A body that only the title names: `Statement by the Friends of Ruritania on the elections`."""
    match = _BY.match(title)
    words = _ENDS.split(match.group("who"), maxsplit=1)[0].strip(" .,") if match is not None else ""
    pieces = words.split()
    large = [piece for piece in pieces if len(piece) > 3]
    if words_of(words) in offices.titles():
        return None
    return words if len(pieces) > 1 and large and all(piece[0].isupper() for piece in large) else None


def _speaks_itself(doc: Doc) -> bool:
    """Whether the first person stands outside quotation marks near the beginning."""
    return any(not doc.quoted(m.start()) for m in _FIRST_PERSON.finditer(doc.text[:1500]))


def institution(source: str | None) -> str | None:
    """The state or body that publishes its own texts under this name, None for a newsroom."""
    words = words_of(source or "")
    if words[:1] == ("the",):
        words = words[1:]
    for name, entries in gazetteer.index().get(words[0], ()) if words else ():
        if name == words and entries[0].kind in INSTITUTIONS and entries[0].sector != "JRN":
            return entries[0].name
    return None


def _code_of_source(source: str | None) -> str | None:
    body = institution(source)
    return gazetteer.codes_of(body) if body else None


def _named(words: str, date: str | None) -> str | None:
    """The names in the words after `Statement by`: people before bodies; several joined."""
    words = _ENDS.split(words.replace("’", "'"), maxsplit=1)[0]
    found: dict[str, None] = {}
    for part in _JOINED.split(words):
        name = _one(part.strip(" .,"), date)
        if name:
            found[name] = None
    return "; ".join(found) or None


def _one(part: str, date: str | None) -> str | None:
    """One name with its title: a person of the codebook, who holds a bare title, a body, or the name as it stands."""
    texts = [text for text in re.findall(r"[\w.'-]+", part) if words_of(text)]
    texts = [bare for text in texts if words_of(bare := text.removesuffix("'s"))]
    keys = ["".join(words_of(text)) for text in texts]
    bodies, at = [], 0
    while at < len(keys):
        longest = gazetteer.find(keys, texts, at)
        if longest is None:
            at += 1
            continue
        entry = gazetteer.best(longest[1], date)
        if entry.kind == "person":
            return entry.name
        bodies.append(entry)
        at += longest[0]
    titles = [keys[:n] for n in range(len(keys), 0, -1) if tuple(keys[:n]) in offices.titles()]
    country = next((entry.country for entry in bodies if entry.country), "USA" if not bodies else "")
    if titles and len(titles[0]) == len(keys):
        person = offices.holder(country, offices.titles()[tuple(keys)], date)
        return person.name if person else None
    bearers = offices.shorts().get(tuple(keys[-1:]), ()) if keys else ()
    title = offices.titles()[tuple(titles[0])] if titles else None
    ranked = sorted(bearers, key=lambda p: (-_fits(p, title, country, date), -offices.prominence(p, date)))
    lone = [
        t
        for t, k in zip(texts, keys, strict=True)
        if (k,) not in offices.titles() and t[0].isupper() and not t.isupper()
    ]
    if ranked and (titles or len(lone) == 1):
        return ranked[0].name
    return bodies[0].name if bodies and not _unknown_person(texts, keys) else _unknown_person(texts, keys)


def _fits(person: Person, title: Title | None, country: str, date: str | None) -> int:
    """How well an office held on the day fits a title and the country: `Vice President Harris` is no premier."""
    held = [role for role in offices.roles_on(person, date) if title is None or role.office == title.office]
    return bool(held) + any(role.country == country for role in held)


def _unknown_person(texts: list[str], keys: list[str]) -> str | None:
    """The last two or three capitalised words after a title: `NSC Spokesperson Adrienne Watson`."""
    last_title = max((k for k, key in enumerate(keys) if (key,) in offices.titles()), default=-1)
    name = texts[last_title + 1 :]
    if last_title >= 0 and 2 <= len(name) <= 4 and all(text[0].isupper() for text in name):
        return " ".join(name)
    return None
