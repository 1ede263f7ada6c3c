"""Names in a text: those that the codebook knows, and those that only the language model sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns
from detente.actors.gazetteer import Entry
from detente.actors.given import is_given
from detente.actors.offices import Person
from detente.actors.phrase import COUNTERED
from detente.annotate.entities import entities_of, headline
from detente.annotate.newcomers import PARTICLES, after_article, first_missed, given_until, second_surname, titled_until
from detente.codebook.spelling import words_of
from detente.doc import Doc, Token
from detente.told_states import told_states

WEEKDAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
LINKS = frozenset({"-", "–", "—"})
GENERATIONS = frozenset({"jr", "sr"})
BEFORE_MONTHS = frozenset(
    {"in", "by", "since", "until", "till", "of", "early", "late", "mid", "last", "next", "this", "before", "after"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name at tokens `first` to `last` (exclusive): an entry of the codebook, or a name as it stands (`entry` None).

    `kind` is that of the entry, or person, organisation, people for a name that only the model knows. `short` marks a
    last name that is yet to be tied to a full one.
    """

    first: int
    last: int
    kind: str
    text: str
    entry: Entry | None = None
    short: bool = False
    bearers: tuple[Person, ...] = field(default=())


def found_in(doc: Doc) -> list[Name]:
    """All names of a text in its order, none overlapping another; the longest wins."""
    found: list[Name] = []
    for number in range(len(doc.sentences)):
        found.extend(_names_of(doc.words(number), doc.article.date))
    return _with_states(doc, found)


def _with_states(doc: Doc, found: list[Name]) -> list[Name]:
    """The names, with those of states that only the article itself shows to be states."""
    states = told_states(doc)
    if not states:
        return found
    taken = {i for name in found for i in range(name.first, name.last)}
    missed = [
        Name(token.i, token.i + 1, "organisation", token.text)
        for token in doc.tokens
        if token.text in states and token.i not in taken and token.tag in ("NNP", "NNPS")
    ]
    return sorted([*found, *missed], key=lambda name: name.first) if missed else found


def _names_of(tokens: list[Token], date: str | None) -> Iterator[Name]:
    words: list[str] = []
    texts: list[str] = []
    owner: list[int] = []
    before = ""
    for k, token in enumerate(tokens):
        text = token.text
        linked, before = before in LINKS, text
        if text.isascii() and text.isalpha():
            words.append(token.lower)
            texts.append(text.capitalize() if linked and text[0].islower() else text)  # `Kim Jong-un`
            owner.append(k)
            continue
        pieces = words_of(token.text)
        words.extend(pieces)
        texts.extend([token.text] if len(pieces) == 1 else token.text.replace("’", "'").split("-")[: len(pieces)])
        texts.extend([token.text] * (len(words) - len(texts)))
        owner.extend([k] * len(pieces))
    entities = {} if headline(tokens) else dict(entities_of(tokens))
    small = gazetteer.lower_beginnings() | PARTICLES
    done = 0
    for at, k in enumerate(owner):
        if k < done or (texts[at][0].islower() and k not in entities and words[at] not in small):
            continue
        if tokens[k].text == "May" and is_month(tokens, k):
            continue
        found = _known_at(tokens, words, texts, owner, at, date, entities)
        if found is None or (found.last - found.first == 1 and found.kind in ("person", "place")):
            given = given_until(tokens, k, entities)  # `Pavel Example` is not President Pavel
            found = found if given is None else _name(tokens, k, given, "person", None)
        found = found or _entity_at(tokens, k, entities)
        titled = (titled_until(tokens, k) or first_missed(tokens, k, entities)) if found is None else None
        found = found if titled is None else _name(tokens, k, titled, "person", None, short=titled - k == 1)
        last = found.last - tokens[0].i if found is not None else 0
        if found is not None and found.kind == "person" and found.entry is None and second_surname(tokens, k, last):
            found = _name(tokens, k, last + 1, "person", None)
        if found is not None:
            found = _with_generation(tokens, found) if found.kind == "person" else found
            yield found
            done = found.last - tokens[0].i


def _with_generation(tokens: list[Token], name: Name) -> Name:
    """A person's name with the word for the generation behind it: `Joseph Example, Jr.`."""
    end = name.last - tokens[0].i
    after = tokens[end : end + 2]
    comma = len(after) == 2 and after[0].text == ","
    if not after or after[comma].lower.rstrip(".") not in GENERATIONS or not after[comma].text[0].isupper():
        return name
    return replace(name, last=after[comma].i + 1, text=name.text if comma else f"{name.text} {after[0].text}")


def is_month(tokens: list[Token], k: int) -> bool:
    """Whether `May` is the month."""
    before = tokens[k - 1].lower if k else ""
    after = tokens[k + 1].text if k + 1 < len(tokens) else ""
    return before in BEFORE_MONTHS or before.isdigit() or after[:1].isdigit() or tokens[k].entity.endswith("DATE")


def _known_at(
    tokens: list[Token],
    words: list[str],
    texts: list[str],
    owner: list[int],
    at: int,
    date: str | None,
    entities: dict[int, tuple[int, str]],
) -> Name | None:
    k = owner[at]
    if at and owner[at - 1] == k:
        return None  # the middle of a word
    longest = gazetteer.find(words, texts, at)
    around = entities.get(k)
    if longest is not None:
        length, entries = longest
        last = owner[at + length - 1] + 1
        inside = at + length < len(words) and owner[at + length] == last - 1
        if words[at] == "the":  # `the West Papua National Liberation Army`
            after = gazetteer.find(words, texts, at + 1)
            inside = inside or (after is not None and after[0] >= length)
        if not inside and not _part_of_person(tokens, k, last, around, entries):
            entry = gazetteer.best(entries, date)
            if entry.kind == "people" and tokens[k].tag in ("JJ", "NNP") and len(entries) > 1:
                entry = next((e for e in entries if e.kind == "adjective"), entry)
            return _name(tokens, k, last, entry.kind, entry)
    return _short_at(tokens, words, texts, owner, at, around)


def _part_of_person(
    tokens: list[Token], first: int, last: int, around: tuple[int, str] | None, entries: tuple[Entry, ...]
) -> bool:
    """Whether what looks like a known name is the first name of someone else: `Israel Katz`, `Chad Wolf`."""
    if around is None or around[1] != "PERSON" or entries[0].kind in ("person", "adjective", "seat"):
        return False
    end = around[0]
    return (
        last < end <= first + 3
        and all(t.tag in ("NNP", "NNPS") and t.text[0].isupper() for t in tokens[first:end])
        and words_of(tokens[last].text) not in offices.titles()
        and not offices.shorts().get(words_of(tokens[last].text))
    )


def _short_at(
    tokens: list[Token],
    words: list[str],
    texts: list[str],
    owner: list[int],
    at: int,
    around: tuple[int, str] | None,
) -> Name | None:
    """A last name, with the particle before it: `Lavrov`, `al-Burhan`."""
    k = owner[at]
    first = k
    start = at
    while words[start] in PARTICLES and start + 1 < len(words) and texts[start + 1][:1].isupper():
        start += 1
    if start > at and tokens[k].text[0].islower() and tokens[k].lower not in ("al", "el"):
        return None
    if k > 1 and tokens[k - 1].text in LINKS and tokens[k - 1].start == tokens[k - 2].end:
        before = words_of(tokens[k - 2].text)
        apart = before and (before[0] in gazetteer.index() or before[0] in COUNTERED)
        if not offices.shorts().get(before) and not apart:
            return None  # `Elmendorf-Richardson`
    if not texts[start][:1].isupper():
        return None
    for length in (3, 2, 1):
        name = tuple(words[start : start + length])
        bearers = offices.shorts().get(name)
        if bearers is None or len(name) < length:
            continue
        last = owner[start + length - 1] + 1
        if start + length < len(words) and owner[start + length] == last - 1:
            continue
        head = tokens[last - 1]
        if head.text.endswith(".") and length == 1 and name in offices.titles():
            continue  # `Sen. Ted Cruz` is not Hun Sen
        if head.entity[2:] in ("DATE", "TIME") or (head.lower in WEEKDAYS and length == 1):
            continue  # `on Friday`
        if head.tag not in ("NNP", "NNPS", "NN") and not head.entity.endswith("PERSON"):
            continue
        if around is not None and around[0] > last and around[1] != "NORP" and not _two_linked(tokens, last):
            return None  # `Park Geun-hye`, `Rice University`
        if head.entity == "B-GPE" and first and tokens[first - 1].tag == "IN":
            continue
        return Name(
            tokens[first].i, tokens[last - 1].i + 1, "person", _text(tokens, owner[start], last),
            None, True, bearers,
        )  # fmt: skip
    return None


def _two_linked(tokens: list[Token], last: int) -> bool:
    """Whether a dash after a last name links it to another's (`Putin-Biden talks`) and does not go on with it."""
    after = words_of(tokens[last + 1].text) if last + 1 < len(tokens) else ()
    apart = tokens[last].start > tokens[last - 1].end
    return tokens[last].text in LINKS and (apart or after in offices.shorts())


def _entity_at(tokens: list[Token], k: int, entities: dict[int, tuple[int, str]]) -> Name | None:
    """A name that only the model sees, where its label is one of an actor."""
    if k not in entities:
        return None
    last, label = entities[k]
    first = k
    if last - first == 1 and tokens[first].text in ("North", "South", "East", "West"):
        return None
    if label == "PERSON":
        while first < last - 1 and words_of(tokens[first].text) in offices.titles():
            first += 1
        if last - first == 1 and (words_of(tokens[first].text) in offices.titles() or after_article(tokens, first)):
            return None
        if not tokens[first].text[:1].isupper() or tokens[last - 1].tag not in ("NNP", "NNPS", "NN", "FW"):
            return None
        return _name(tokens, first, last, "person", None, short=last - first == 1)
    title = offices.titles().get(words_of(tokens[first].text)) if label == "ORG" and last - first > 2 else None
    if title is not None and title.office and is_given(tokens[first + 1].text):
        return None  # `Warlord Mohamed Example`: the name begins at the next word
    alone = offices.titles().get(words_of(tokens[first].text)) if label == "ORG" and last - first == 2 else None
    if alone is not None and alone.office and words_of(tokens[first + 1].text) in offices.shorts():
        return None  # `King Example`
    if (
        label == "ORG"
        and tokens[first].text[:1].isupper()
        and _sound(tokens[first:last])
        and not _common(tokens, first, last)
    ):
        return _name(tokens, first, last, "organisation", None)
    if label == "NORP" and tokens[first].text[:1].isupper():
        return _name(tokens, first, last, "people", None)
    return None


def _common(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the run is headed by a common noun for a body: `Government of Ethiopia`, `Russian Defence Ministry`."""
    if tuple(w for t in tokens[first:last] for w in words_of(t.text)) in offices.titles():
        return True  # `National Security Adviser`
    whole = common_nouns().get(tuple(w for t in tokens[first:last] for w in words_of(t.text)))
    if whole is not None and whole.kind == "state" and last - first > 1:
        return True  # `Security Service`
    head = next((t for t in tokens[first:last] if not tokens[first].i <= t.head.i < tokens[last - 1].i + 1), None)
    if head is None:
        return False
    agent = common_nouns().get(words_of(head.lower)) or common_nouns().get(words_of(head.lemma))
    return agent is not None and agent.kind in ("state", "member", "group")


def _spaced(token: Token, tokens: list[Token]) -> bool:
    return all(token.start != t.end for t in tokens)


def _sound(tokens: list[Token]) -> bool:
    """Whether a name that the model calls an organisation can be one: at least a proper noun, and no verb."""
    return (
        any(t.tag in ("NNP", "NNPS") for t in tokens)
        and len(tokens) <= 8
        and not any(
            t.text in ("-", "–", "—", ":", ",") and t.start > tokens[0].end for t in tokens if _spaced(t, tokens)
        )
        and not any(t.tag in ("VBZ", "VBD", "VBP", "MD", "PRP", "CD") for t in tokens)
    )


def _name(tokens: list[Token], first: int, last: int, kind: str, entry: Entry | None, *, short: bool = False) -> Name:
    return Name(tokens[first].i, tokens[last - 1].i + 1, kind, _text(tokens, first, last), entry, short)


def _text(tokens: list[Token], first: int, last: int) -> str:
    """The words of some tokens as they stand, with single blanks where the text has white space."""
    pieces = [tokens[first].text]
    for before, token in zip(tokens[first:last], tokens[first + 1 : last], strict=False):
        pieces.append(" " * (token.start > before.end) + token.text)
    return "".join(pieces)


def head_of(tokens: list[Token], name: Name) -> Token:
    """The token of a name that its other tokens hang on."""
    for token in reversed(tokens[name.first : name.last]):
        if not name.first <= token.head.i < name.last or token.head is token:
            return token
    return tokens[name.last - 1]
