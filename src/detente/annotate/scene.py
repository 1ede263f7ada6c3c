"""What has been understood of an article so far, while its mentions are being read from first to last."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns, lexicon
from detente.actors.given import gender_by_name, is_given
from detente.annotate.authors import institution
from detente.annotate.names import GENERATIONS, Name, is_month
from detente.annotate.newcomers import described_as_person, may_be_person
from detente.codebook import MANY_STATES
from detente.codebook.spelling import words_of
from detente.doc import Doc, Mention, Token

PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "inside", "across", "throughout", "within", "around", "into", "outside", "via", "through",
     "over", "onto", "off"}
)  # fmt: skip
RECENT = 12
PARTIES = frozenset({"person", "group"})
OF_STATES_TOO = frozenset({"seat", "person"})
OF_A_STATE = frozenset({"state", "adjective", "people", "capital"})
_CITY = r"[^\W\d_a-z][^\W\d_a-z.'’/-]{2,}"
_REST = r"(?:[ ,/]+(?:[A-Z0-9][\w.’'-]*|\([^()\n]{1,40}\)))*"
_DATELINE = re.compile(
    rf"^[ \t]*(?:{_CITY}{_REST}|[A-Z][\w.'’-]+[ ,]+(?:[A-Z0-9][\w.'’-]*[ ,]+){{0,4}}\([A-Z][^()\n]{{1,30}}\))"
    r"[ ,]*(?:\s(?:--?|–)\s|\s?—\s?|:\s)",
    re.MULTILINE,
)
MEN, WOMEN = lexicon("man"), lexicon("woman")
PERSONS = lexicon("a person")


@dataclass(slots=True)
class Known:
    """What the article or the codebook says of one actor: full or short name, gender (m, f, or empty), code, titles."""

    name: str
    kind: str
    gender: str = ""
    code: str = ""
    titles: set[str] = field(default_factory=set)


class Scene:
    """An article being read: its names, the actors met so far, and the mentions made of them."""

    def __init__(self, doc: Doc, names: list[Name]) -> None:
        names = [name for name in _people_among(doc, names) if not _of_another_state(doc, names, name)]
        reported = _without_datelines(doc, names)
        begun = {name.first for name in reported}
        self.home = _home([name for name in names if name.first not in begun])
        names = reported
        self.doc = doc
        self.date = doc.article.date
        self.names = names
        self.name_at: dict[int, Name] = {i: name for name in names for i in range(name.first, name.last)}
        self.mentions: list[Mention] = []
        self.mention_at: dict[int, Mention] = {}
        self.actors: dict[str, Known] = {}
        self.brokers: dict[tuple[int, int], list[Mention]] = {}  # worked out in `sides`, by how far has been read
        self.adversaries: dict[tuple[int, int], tuple[str, str] | None] = {}
        body = institution(doc.article.source)
        self.publisher = body if body in gazetteer.states() else None  # the state whose organ publishes the text
        self.on_allies: bool | None = None  # worked out in `homeland`
        self.full: dict[str, list[str]] = {}
        self.first: dict[str, list[str]] = {}
        self.states: Counter[str] = Counter()
        self.bodies = {n.entry.country for n in names if n.entry is not None and n.entry.kind == "organisation"}
        self.people_of: Counter[str] = Counter()
        for name in names:
            if name.kind == "person" and not name.short:
                self._hear_full(name.entry.name if name.entry else name.text)
            if name.entry is not None and name.kind in ("state", "adjective", "people", "capital", "seat", "place"):
                state = gazetteer.state_of(name.entry.country) if name.kind == "place" else name.entry.name
                if state in gazetteer.states():
                    self.states[state] += 1
            elif name.entry is not None and name.kind in ("group", "person"):
                if name.kind == "group" and gazetteer.known(name.entry.name) is None:
                    self.known(name.entry.name, "group").code = name.entry.code
                known = gazetteer.known(name.entry.name, self.date)
                home = gazetteer.state_of(known.country) if known else None
                if home is not None:
                    self.people_of[home] += 1
        missed = {name.first: name for name in self._last_names()}
        self.names = sorted([n for n in names if n.first not in missed] + list(missed.values()), key=lambda n: n.first)
        self.name_at.update({name.first: name for name in missed.values()})

    def _last_names(self) -> list[Name]:
        """Last names of people named in full that the model missed or took for something else, as names."""
        found = []
        for token in self.doc.tokens:
            if not token.text[0].isupper():
                continue
            words = words_of(token.text)
            name = self.name_at.get(token.i)
            if token.text == "May" and is_month(self.doc.tokens, token.i):
                continue
            if not words or words[-1] not in self.full or (name is not None and not _mistaken(name)):
                continue
            if token.tag not in ("NNP", "NNPS") and not self._opens(token):
                continue
            found.append(Name(token.i, token.i + 1, "person", token.text, None, True))
        return found

    def _opens(self, token: Token) -> bool:
        """Whether a last name that the model took for another word stands first: `Begin, for his part, refused`."""
        tokens = self.doc.tokens
        if token.i != self.doc.sentences[token.sentence][0] and self.doc.text[token.start - 1] not in "\"“'‘":
            return token.pos in ("NOUN", "ADJ", "VERB") and tokens[token.i - 1].pos != "PUNCT"
        after = tokens[token.i + 1] if token.i + 1 < len(tokens) else token
        return after.text == "," or after.tag in ("VBD", "VBZ", "MD", "POS", "NNS") or after.lower in ("said", "told")

    def hear(self, name: str) -> None:
        """Keep a full name for the last name that follows."""
        self._hear_full(name)

    def _hear_full(self, name: str) -> None:
        person = offices.people().get(name)
        words = words_of(name)
        words = words[:-1] if words[-1:] and words[-1] in GENERATIONS else words  # `Kennedy` after `Robert Kennedy Jr.`
        if person is not None:
            keys = {words_of(short)[-1] for short in person.shorts if words_of(short)}
        else:
            keys = {words[-1]} if words else set()
        for key in sorted(keys):
            listed = self.full.setdefault(key, [])
            if name not in listed:
                listed.append(name)
        for middle in _surnames_before(name):
            listed = self.full.setdefault(middle, [])
            if name not in listed:
                listed.append(name)
        if len(words) > 1 and words[0] not in keys:
            given = self.first.setdefault(words[0], [])
            if name not in given:
                given.append(name)

    def add(self, mention: Mention) -> None:
        """Keep a mention; names inside that it takes up are dropped: `Ukraine` in `Ukraine's President Zelenskyy`."""
        if mention.last - mention.first > 1:
            # only the last few can lie within it
            recent = [m for m in self.mentions[-RECENT:] if not self._taken_up(m, mention)]
            self.mentions[-RECENT:] = recent
        self.mentions.append(mention)
        for i in range(mention.first, mention.last):
            self.mention_at[i] = mention

    def _taken_up(self, inner: Mention, outer: Mention) -> bool:
        if not (outer.first <= inner.first and inner.last <= outer.last) or inner.form == "pronoun":
            return False
        if outer.form == "description" and not set(inner.actors) & set(outer.actors):
            # `Ukraine's allies` speak of Ukraine too; `Syrian rebels` do not
            return inner.form == "demonym" or inner.why == "adjective"
        if outer.form == "demonym" and inner.form in ("name", "title"):
            # `Prime Minister X's office` is of the state, and X can be taken up by `he`
            known = self.actors.get(inner.actors[0])
            return known is None or known.kind != "person" or inner.actors[0] in outer.actors
        return True

    def known(self, name: str, kind: str) -> Known:
        """The actor of a name, made at its first mention."""
        if name not in self.actors:
            person = offices.people().get(name)
            gender = person.gender if person else gender_by_name(name) if kind == "person" else ""
            self.actors[name] = Known(name, kind, gender, gazetteer.codes_of(name, self.date) or "")
        return self.actors[name]

    def place_like(self, token: Token) -> bool:
        """Whether a name stands where a place does: after `in`, `at`, `near`."""
        head = _phrase_head(token)
        return head.dep == "pobj" and head.head.lower in PLACE_PREPOSITIONS

    def main_state(self) -> str | None:
        """The state that the article is about, where one clearly leads."""
        ranked = (self.states + self.people_of).most_common(2)
        if not ranked or ranked[0][1] < 2:
            return None
        if len(ranked) == 2 and ranked[0][1] < 1.5 * ranked[1][1]:
            return None
        return ranked[0][0]

    def state_at_hand(self, sentence: int) -> str | None:
        """The state that `the government` means without saying so: the article's own, or the only one named nearby."""
        near = self.states_near(sentence)
        home = self.home if self.home is not None and self.states[self.home] else None
        main = self.main_state()
        if main is not None and len(near) == 1 and near[0] != main and not self._spoken_of_by(main, sentence):
            return near[0]
        return main or (near[0] if len(near) == 1 else home)

    def _spoken_of_by(self, state: str, sentence: int) -> bool:
        """Whether a state or anyone of it is named up to the end of a sentence."""
        end = self.doc.sentences[sentence][1]
        country = gazetteer.states()[state]["code"]
        return any(n.entry is not None and n.first < end and n.entry.country == country for n in self.names)

    def state_of_places(self, sentence: int) -> str | None:
        """The one state whose capital or towns are where things happen up to a sentence, as far as it is named."""
        end = self.doc.sentences[sentence][1]
        found = Counter(
            n.entry.country for n in self.names
            if n.entry is not None and n.first < end and n.kind in ("capital", "place")
            and (self.place_like(self.doc.tokens[n.last - 1]) or self.doc.tokens[n.first - 1].lower == "from")
        )  # fmt: skip
        return gazetteer.state_of(next(iter(found))) if len(found) == 1 else None

    def state_of_people_near(self, sentence: int) -> str | None:
        """The one state of the people and groups named in a sentence."""
        first, last = self.doc.sentences[sentence]
        names = {self.name_at[i] for i in range(first, last) if i in self.name_at}
        known = [gazetteer.known(n.entry.name, self.date) for n in names if n.entry is not None and n.kind in PARTIES]
        countries = {entry.country for entry in known if entry is not None}
        return gazetteer.state_of(countries.pop()) if len(countries) == 1 else None

    def earlier(self, lemma: str, before: int) -> Mention | None:
        """The latest mention of known actors with the same head noun: `the government` after `Assad's government`."""
        for mention in reversed(self.mentions):
            if mention.head < before and self.doc.tokens[mention.head].lemma.lower() == lemma:
                return mention
        return None

    def states_near(self, sentence: int) -> list[str]:
        """The states named in a sentence or, if there are none, in the one before it."""
        for number in (sentence, sentence - 1):
            if number < 0:
                continue
            first, last = self.doc.sentences[number]
            found: dict[str, None] = {}
            for i in range(first, last):
                name = self.name_at.get(i)
                if name is not None and name.entry is not None and name.entry.name in gazetteer.states():
                    found[name.entry.name] = None
            if found:
                return list(found)
        return []


def _people_among(doc: Doc, names: list[Name]) -> list[Name]:
    """The names, those of people whom the model took for bodies set right: the last name alone, or a noun, tells."""
    alone = {words_of(name.text)[-1:] for name in names if name.kind == "person" and name.short}
    found: list[Name] = []
    for name in names:
        tokens = doc.tokens[name.first : name.last]
        unsure = name.entry is None and name.kind == "organisation" and may_be_person(tokens)
        told = unsure and (words_of(name.text)[-1:] in alone or described_as_person(tokens[-1], PERSONS))
        name_told = replace(name, kind="person") if told else name
        before = found[-1] if found else None
        if before is not None and before.last == name.first and _unknown_person(before) and _unknown_person(name):
            # the model ended a sentence within a name: `Ernesto Example` | `Ruiz met`
            words = doc.text[doc.tokens[before.first].start : doc.tokens[name.last - 1].end]
            found[-1] = replace(before, last=name.last, text=" ".join(words.split()), short=False)
        else:
            found.append(name_told)
    return found


def _unknown_person(name: Name) -> bool:
    return name.kind == "person" and name.entry is None


def _surnames_before(name: str) -> list[str]:
    """The words of a name that may stand for it though others follow: `Giscard` of `Valery Giscard d'Estaing`."""
    pieces = name.replace("’", "'").split()
    found = []
    for k in range(1, len(pieces) - 1):
        particle = pieces[k + 1][:1].islower() and pieces[k + 1].split("'")[0].lower() in ("d", "de", "del", "la", "y")
        words = words_of(pieces[k])
        double = k == len(pieces) - 2 and name not in offices.people() and not is_given(pieces[k])  # `X Villa Ruiz`
        if (particle or double) and pieces[k][0].isupper() and len(words) == 1 and len(words[0]) > 3:
            found.append(words[0])
    return found


def _of_another_state(doc: Doc, names: list[Name], name: Name) -> bool:
    """Whether a body that many states have is here that of the state named before it: `the French Senate`."""
    entry = name.entry
    if entry is None or entry.kind not in ("seat", "organisation") or words_of(name.text) not in common_nouns():
        return False
    end = name.first
    if end and doc.tokens[end - 1].tag == "POS":
        end -= 1
    before = next((n for n in names if n.last == end), None)
    if before is None:
        named = {n.entry.country for n in names if n is not name and n.entry is not None and n.kind in OF_A_STATE}
        if not named or entry.country in MANY_STATES or entry.country in named:
            return False
        at_hand = (n.entry.country for n in names if n.entry is not None and n is not name and n.kind in OF_STATES_TOO)
        return entry.country not in at_hand
    return (
        before.kind in ("adjective", "state") and before.entry is not None and (before.entry.country != entry.country)
    )


def _home(dateline: list[Name]) -> str | None:
    """The state from which an article is reported, by its dateline."""
    for name in dateline:
        if name.entry is not None and name.kind in ("capital", "place", "state"):
            return gazetteer.state_of(name.entry.country)
    return None


def _without_datelines(doc: Doc, names: list[Name]) -> list[Name]:
    """The names but those of cities and agencies before a report: `GENEVA (Agency) -`."""
    datelines = [m.span() for m in _DATELINE.finditer(doc.text)]
    if not datelines:
        return names
    return [
        name
        for name in names
        if name.kind == "person" or not any(a <= doc.tokens[name.first].start < b for a, b in datelines)
    ]


def _mistaken(name: Name) -> bool:
    """Whether only the model gave a single word its kind, and no person's."""
    return name.entry is None and name.kind != "person" and name.last - name.first == 1


def gender_of(word: str) -> str:
    """The gender (m, f, or empty) that a title or noun tells: `Mrs`, `spokesman`."""
    return "m" if word in MEN else "f" if word in WOMEN else ""


def _phrase_head(token: Token) -> Token:
    while token.dep in ("conj", "appos") and token.head is not token and token.head.pos in ("PROPN", "NOUN"):
        token = token.head
    return token
