"""Names of people with their titles: `Foreign Minister Sergei Lavrov`, `Ukraine's President Zelenskyy`, `Lavrov`."""

from __future__ import annotations

from dataclasses import replace

from detente import gazetteer
from detente.annotate.names import Name
from detente.annotate.scene import GENDERS, Scene
from detente.doc import Mention, Token
from detente.gazetteer import Person

FORMER = frozenset({"former", "ex", "late", "then", "onetime"})
BEFORE_TITLES = FORMER | frozenset(
    {"acting", "deputy", "senior", "top", "chief", "new", "incoming", "outgoing", "veteran", "longtime", "newly",
     "elected", "self", "styled", "exiled", "ousted", "jailed", "current", "his", "her", "their", "caretaker",
     "interim", "hardline", "conservative", "reformist", "first", "assistant", "under", "special", "permanent"}
)  # fmt: skip
LINKS = frozenset({"-", "–", "'s", "’s", "'", "’", "for", "to", "on", "of", "the", "in", "at"})
LONGEST_TITLE = 5


def person_mention(scene: Scene, name: Name) -> Mention:
    """The mention that a person's name makes, with the title and country before it."""
    name = _lengthened(scene, name)
    first, titles, country = _introduced(scene, name)
    full, score, why = _identify(scene, name, titles, country)
    known = scene.known(full, "person")
    known.titles.update(titles)
    for title in titles:
        for word in title.split():
            known.gender = known.gender or GENDERS.get(word.rstrip("."), "")
    if not known.code or (known.code.endswith(" ELI") and titles):
        known.code = _code_from(titles, country, known.code)
    form = "title" if first < name.first else "name"
    head = name.last - 1
    return Mention(first, name.last, head, (full,), (known.code,), form, score, why)


def _lengthened(scene: Scene, name: Name) -> Name:
    """A last name with the first name before it that neither the codebook nor the model has seen."""
    if name.entry is not None or not name.short or name.first == 0:
        return name
    before = scene.doc.tokens[name.first - 1]
    if (
        before.tag != "NNP"
        or before.dep != "compound"
        or before.head.i not in range(name.first, name.last)
        or before.i in scene.name_at
        or not before.text[0].isupper()
        or gazetteer.words_of(before.text) in gazetteer.titles()
        or gazetteer.words_of(before.text) in gazetteer.agents()
        or before.lower in BEFORE_TITLES
    ):
        return name
    return replace(name, first=before.i, text=f"{before.text} {name.text}", short=False)


def _nicknamed(name: Name) -> str | None:
    """The person of the codebook with that last name whose first name begins alike: `Jeff` for `Jeffrey`."""
    words = gazetteer.words_of(name.text)
    if len(words) < 2:
        return None
    alike = [
        person.name
        for person in gazetteer.shorts().get(words[-1:], ())
        if len(words[0]) > 2 and any(gazetteer.words_of(full)[0][:3] == words[0][:3] for full in person.names)
    ]
    return alike[0] if len(alike) == 1 else None


def _code_from(titles: list[str], country: str, before: str = "") -> str:
    for words in titles:
        title = gazetteer.titles().get(gazetteer.words_of(words))
        if title is not None and title.sector and not (set(words.split()) & FORMER):
            return gazetteer.code(title.country or country or before.split(" ")[0], title.sector)
    return before or country


def _introduced(scene: Scene, name: Name) -> tuple[int, list[str], str]:
    """The first token of what introduces a name, the titles in it, and the country that it names."""
    tokens = scene.doc.tokens
    start = scene.doc.sentences[tokens[name.first].sentence][0]
    at = edge = name.first
    titles: list[str] = []
    country = ""
    while at > start:
        before = scene.name_at.get(at - 1)
        if before is not None:
            entry = before.entry
            if entry is None and before.kind == "people" and titles:
                at = edge = before.first  # `Tigrayan leader`
                continue
            if entry is None or entry.kind == "person" or before.kind == "person":
                break
            if not titles and entry.kind != "adjective":
                at = _before_preposition(scene, before, start)
                if not at:
                    break
                country = country or (entry.country if tokens[at].lower == "of" else "")
                continue
            at = before.first
            country = country or entry.country
            edge = at
            continue
        length = _title_before(tokens, at, start)
        if length:
            titles.append(" ".join(t.lower for t in tokens[at - length : at]))
            at -= length
            edge = at
            continue
        token = tokens[at - 1]
        if token.lower in BEFORE_TITLES and titles:
            if token.lower in FORMER:
                titles[-1] = f"{token.lower} {titles[-1]}"
            at -= 1
            edge = at
            continue
        if token.lower in LINKS and titles and at - 1 > start and edge - at < 4:
            at -= 1
            continue
        if titles and token.pos in ("NOUN", "PROPN", "ADJ") and token.dep in ("compound", "amod", "nmod") and (
            token.text[0].isupper() or token.head.i in range(at, name.last)
        ):  # fmt: skip
            at -= 1
            edge = at
            continue
        break
    return edge, titles, country


def _before_preposition(scene: Scene, place: Name, start: int) -> int:
    """The preposition of `for the Horn of Africa` in `Special Envoy for the Horn of Africa Jeff Feltman`, 0 if none."""
    tokens = scene.doc.tokens
    at = place.first - 1
    if at > start and tokens[at].lower == "the":
        at -= 1
    if at > start and tokens[at].lower in ("for", "of", "to", "on", "in") and _title_before(tokens, at, start):
        return at
    return 0


def _title_before(tokens: list[Token], at: int, start: int) -> int:
    """How many tokens just before a place form a title."""
    known = gazetteer.titles()
    for length in range(min(LONGEST_TITLE, at - start), 0, -1):
        words = tuple(w for t in tokens[at - length : at] for w in gazetteer.words_of(t.text))
        ends = gazetteer.words_of(tokens[at - length].text) and gazetteer.words_of(tokens[at - 1].text)
        if words in known and ends:
            plain = length > 1 or tokens[at - 1].tag not in ("VB", "VBD", "VBZ", "VBP")
            return length if plain else 0
    return 0


def _identify(scene: Scene, name: Name, titles: list[str], country: str) -> tuple[str, float, str]:
    """The canonical name of a person, how sure, and why."""
    if name.entry is not None:
        return name.entry.name, 0.95, "name in the codebook"
    if not name.short:
        alike = _nicknamed(name)
        if alike is not None:
            return alike, 0.8, "first name begins alike"
        return name.text, 0.7, "name as it stands"
    key = gazetteer.words_of(name.text)[-1:]
    in_text = scene.full.get(key[0], []) if key else []
    if len(in_text) == 1:
        return in_text[0], 0.9, "last name after a full one"
    if in_text:
        return _likeliest(scene, in_text), 0.7, "last name of several in the text"
    person = _bearer(scene, name.bearers, titles, country)
    if person is not None:
        return person.name, 0.85 if len(name.bearers) == 1 else 0.75, "last name in the codebook"
    return name.text, 0.4, "name as it stands"


def _likeliest(scene: Scene, names: list[str]) -> str:
    """Of several people of one last name the one of the highest office."""
    people = gazetteer.people()
    ranked = sorted(names, key=lambda n: -gazetteer.prominence(people[n], scene.date) if n in people else 0.0)
    return ranked[0]


def _bearer(scene: Scene, bearers: tuple[Person, ...], titles: list[str], country: str) -> Person | None:
    """Whom a bare last name means on the day of the article: one leading candidate, or nobody."""
    scored = []
    for person in bearers:
        score = gazetteer.prominence(person, scene.date)
        if country and all(role.country != country for role in person.roles):
            continue
        held = gazetteer.roles_on(person, scene.date)
        offices = {t.office for t in (gazetteer.titles().get(gazetteer.words_of(w)) for w in titles) if t}
        if offices & {role.office for role in (held or person.roles)}:
            score += 3
        if any(scene.states[gazetteer.state_of(role.country) or ""] for role in person.roles):
            score += 2
        scored.append((score, person))
    scored.sort(key=lambda pair: -pair[0])
    if not scored or scored[0][0] <= 0:
        return None
    if len(scored) > 1 and scored[1][0] >= scored[0][0]:
        return None
    return scored[0][1]
