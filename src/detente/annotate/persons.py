"""Names of people with their titles: `Foreign Minister Sergei Lavrov`, `Ukraine's President Zelenskyy`, `Lavrov`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.actors import gazetteer, heads, offices
from detente.actors.agents import common_nouns, lexicon
from detente.actors.given import is_given
from detente.actors.offices import Person, Role
from detente.actors.phrase import words_in
from detente.annotate.affiliated import beside
from detente.annotate.names import Name, head_of
from detente.annotate.qualifying import studied
from detente.annotate.roles import country_in, led_by, outdated, sector_in
from detente.annotate.scene import Scene, gender_of
from detente.codebook.spelling import words_of
from detente.doc import Mention, Token

FORMER = lexicon("former")
BEFORE_TITLES = FORMER | lexicon("before a title")
LINKS = frozenset({"-", "–", "'s", "’s", "'", "’", "for", "to", "on", "of", "the", "in", "at"})
HEADS_OF_BODIES = lexicon("heads of a body")
LONGEST_OFFICE = 16  # tokens
LONGEST_TITLE = 5
ALSO_WORDS = lexicon("a word and a last name")
LEADS = 2.5
LEADING = frozenset({"head of state", "head of government"})
QUALIFYING = ("amod", "compound", "nmod")


def person_named(scene: Scene, name: Name) -> Mention | None:
    """The mention of a person's name; None where a lone unknown word only qualifies a noun: `Tuareg rebels`."""
    mention = person_mention(scene, name)
    token = scene.doc.tokens[name.last - 1]
    lone = mention.form == "name" and mention.why == "name as it stands" and name.last - name.first == 1
    return None if lone and token.dep in QUALIFYING and token.head.i > token.i else mention


def person_mention(scene: Scene, name: Name) -> Mention:
    """The mention that a person's name makes, with the title and country before it."""
    name = _lengthened(scene, name)
    first, titles, country = _introduced(scene, name)
    country = country or (_country_after(scene, name) if titles else "")
    full, score, why = _identify(scene, name, titles, country)
    known = scene.known(full, "person")
    known.titles.update(titles)
    for title in titles:
        for word in title.split():
            known.gender = known.gender or gender_of(word.rstrip("."))
    if not known.code or (titles and outdated(known.code, titles)):
        known.code = _code_from(titles, country, known.code)
        side = _side_of_title(scene, name, first) if titles else ""
        if side:
            known.code = gazetteer.code(country or country_in(known.code), side)
    known.code = beside(scene, name, first, known.code)
    led = led_by(titles)
    if led and sector_in(known.code) not in ("", "PRE", led) and not (led == "PRM" and known.code.endswith(" REB")):
        known.code = gazetteer.code(country_in(known.code) or country, led)  # of today, whatever the codebook has
    form = "title" if first < name.first else "name"
    head = head_of(scene.doc.tokens, name).i
    return Mention(first, name.last, head, (full,), (known.code,), form, score, why)


def _side_of_title(scene: Scene, name: Name, first: int) -> str:
    """The sector of those for whom a title is held: `rebel spokesman Ahmed Example`, `police chief Ann Example`."""
    words = words_in(scene.doc.text[scene.doc.tokens[first].start : scene.doc.tokens[name.first].start])
    found = heads.head_of(words, 0, len(words)) if len(words) > 1 else None
    if (
        found is None
        or found.why not in ("member of the body named before it", "common noun")
        or found.title is not None
    ):
        return ""
    return found.sector if found.sector not in ("GOV", "CVL", heads.UNNAMED) else ""


def _country_after(scene: Scene, name: Name) -> str:
    """The country that follows a name with its title: `President Jakaya Kikwete of Tanzania`."""
    tokens = scene.doc.tokens
    after = scene.name_at.get(name.last + 1)
    if after is None or after.kind != "state" or after.entry is None or tokens[name.last].lower != "of":
        return ""
    return after.entry.country


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
        or words_of(before.text) in offices.titles()
        or words_of(before.text) in common_nouns()
        or before.lower in BEFORE_TITLES
    ):
        return name
    longer = replace(name, first=before.i, text=f"{before.text} {name.text}", short=False)
    scene.hear(longer.text)
    return longer


def _code_from(titles: list[str], country: str, before: str = "") -> str:
    for words in titles:
        title = offices.titles().get(words_of(words))
        if title is not None and title.sector and not (set(words.split()) & FORMER):
            return gazetteer.code(title.country or country or before.partition(" ")[0], title.sector)
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
            if entry is None and before.kind != "person" and titles and tokens[before.last - 1].dep in QUALIFYING:
                at = edge = before.first  # `Tigrayan leader`
                continue
            if entry is None or entry.kind == "person" or before.kind == "person":
                break
            if not titles and entry.kind != "adjective":
                at = _before_preposition(scene, before, start)
                if not at:
                    head = _head_of_body(scene, before.first, start)
                    if head is not None:
                        titles.append(tokens[head].lower)
                        return head, titles, country or entry.country
                    break
                country = country or (entry.country if tokens[at].lower == "of" else "")
                continue
            at = before.first
            country = country or ("" if titles and studied(tokens, before, tokens[before.last]) else entry.country)
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
        dash = token.text in ("-", "–") and token.end != tokens[at].start  # `NAIROBI - Kenya's president`
        if not dash and token.lower in LINKS and titles and at - 1 > start and edge - at < 4:
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


def _head_of_body(scene: Scene, at: int, start: int) -> int | None:
    """Where a long office before a name begins: `Head of the Department of State Security of Ruritania`."""
    tokens = scene.doc.tokens
    for first in range(at - 1, max(start, at - LONGEST_OFFICE) - 1, -1):
        token = tokens[first]
        if token.lower in HEADS_OF_BODIES and token.text[0].isupper() and tokens[first + 1].lower in ("of", "for"):
            return first
        if token.pos not in ("NOUN", "PROPN", "ADJ", "ADP", "DET", "CCONJ") or token.lower in ("with", "by", "from"):
            return None
        name = scene.name_at.get(first)
        if name is not None and name.kind == "person":
            return None
    return None


def _title_before(tokens: list[Token], at: int, start: int) -> int:
    """How many tokens just before a place form a title."""
    known = offices.titles()
    for length in range(min(LONGEST_TITLE, at - start), 0, -1):
        words = tuple(w for t in tokens[at - length : at] for w in words_of(t.text))
        ends = words_of(tokens[at - length].text) and words_of(tokens[at - 1].text)
        if words in known and ends:
            plain = length > 1 or tokens[at - 1].tag not in ("VB", "VBD", "VBZ", "VBP")
            return length if plain else 0
    return 0


def _identify(scene: Scene, name: Name, titles: list[str], country: str) -> tuple[str, float, str]:
    """The canonical name of a person, how sure, and why."""
    if name.entry is not None:
        return name.entry.name, 0.95, "name in the codebook"
    if not name.short:
        longer = _longer(scene, name)
        if longer is not None:
            return longer, 0.85, "last names after a full one"
        alike = offices.alike(words_of(name.text))
        if alike is not None and (offices.spelt_alike(alike, words_of(name.text)) or _at_hand(scene, alike.roles)):
            return alike.name, 0.8, "first name begins alike"
        return name.text, 0.7, "name as it stands"
    key = words_of(name.text)[-1:]
    in_text = _of_gender(scene, scene.full.get(key[0], []), titles) if key else []
    leader = _leader_titled(scene, name, titles, country, in_text)
    if leader is not None:
        scene.hear(leader)
        return leader, 0.85, "title and last name in the codebook"
    if len(in_text) == 1 and not _other_office(in_text[0], name.bearers, titles):
        return in_text[0], 0.9, "last name after a full one"
    given = scene.first.get(key[0], []) if key and not in_text and not (name.bearers and titles) else []
    if len(given) == 1:
        return given[0], 0.6, "first name after a full one"
    if len(in_text) > 1:
        return (
            _elder_or_younger(scene, name, in_text) or _likeliest(scene, in_text),
            0.7,
            "last name of several in the text",
        )
    person = _bearer(scene, name, titles, country)
    if person is not None:
        return person.name, 0.85 if len(name.bearers) == 1 else 0.75, "last name in the codebook"
    return name.text, 0.4, "name as it stands"


def _at_hand(scene: Scene, held: Sequence[Role]) -> bool:
    """Whether the text speaks of a state or body of one of some offices."""
    return any(scene.states[gazetteer.state_of(role.country) or ""] or role.country in scene.bodies for role in held)


def _longer(scene: Scene, name: Name) -> str | None:
    """The one full name met in the text that ends in these words: `Deve Gowda` after `H. D. Deve Gowda`."""
    words = words_of(name.text)
    listed = scene.full.get(words[-1], []) if words else []
    longer = [full for full in listed if len(words_of(full)) > len(words) and words_of(full)[-len(words) :] == words]
    return longer[0] if len(longer) == 1 else None


def _of_gender(scene: Scene, names: list[str], titles: list[str]) -> list[str]:
    """Those of several people of one last name that a title before it leaves: `Mr Kirchner`."""
    gender = next((g for t in titles for w in t.split() if (g := gender_of(w.rstrip(".")))), "")
    fitting = [name for name in names if scene.known(name, "person").gender in ("", gender)]
    return fitting if gender and len(names) > 1 and fitting else names


def _elder_or_younger(scene: Scene, name: Name, names: list[str]) -> str | None:
    """Whom `the elder` or `the younger` before a last name means: who first held an office earlier, or later."""
    people = offices.people()
    before = scene.doc.tokens[name.first - 1].lower if name.first else ""
    if before not in ("elder", "older", "younger") or any(n not in people for n in names):
        return None
    ranked = sorted(names, key=lambda n: min(role.start for role in people[n].roles))
    return ranked[-1] if before == "younger" else ranked[0]


def _likeliest(scene: Scene, names: list[str]) -> str:
    """Of several people of one last name the one of the highest office."""
    people = offices.people()
    ranked = sorted(names, key=lambda n: -offices.prominence(people[n], scene.date) if n in people else 0.0)
    return ranked[0]


def _other_office(name: str, bearers: tuple[Person, ...], titles: list[str]) -> bool:
    """Whether the title fits another bearer of the last name, and not the one named in full: `President Clinton`."""
    wanted = {t.office for t in (offices.titles().get(words_of(w)) for w in titles) if t} - {"", "other"}
    person = offices.people().get(name)
    if not wanted or person is None or any(role.office in wanted for role in person.roles):
        return False
    return any(role.office in wanted for other in bearers if other.name != name for role in other.roles)


def _leader_titled(scene: Scene, name: Name, titles: list[str], country: str, in_text: list[str]) -> str | None:
    """Who leads a state under this title and last name, where the text names only others in full: `first lady X`."""
    people = offices.people()
    if not titles or not in_text or any(full in people for full in in_text):
        return None
    person = _bearer(scene, name, titles, country)
    wanted = {t.office for t in (offices.titles().get(words_of(w)) for w in titles) if t} & LEADING
    held = {role.office for role in offices.roles_on(person, scene.date)} if person is not None else set()
    theirs = {t.office for full in in_text for w in scene.known(full, "person").titles
              if (t := offices.titles().get(words_of(w)))}  # fmt: skip
    return person.name if person is not None and wanted & held and not wanted & theirs else None


def _bearer(scene: Scene, name: Name, titles: list[str], country: str) -> Person | None:
    """Whom a bare last name means on the day of the article: one leading candidate, or nobody.

    Of nine thousand people some bear a word of the language or a given name (`Law`, `David`): these need a title, or
    that the model takes the word for a person.
    """
    scored = []
    tokens = scene.doc.tokens[name.first : name.last]
    seen = any(token.entity.endswith("PERSON") for token in tokens)
    doubtful = len(tokens) == 1 and (is_given(tokens[0].text) or (tokens[0].lower in ALSO_WORDS and not seen))
    gender = next((g for t in titles for w in t.split() if (g := gender_of(w.rstrip(".")))), "")
    named = {t.office for t in (offices.titles().get(words_of(w)) for w in titles) if t}
    for person in name.bearers:
        known = offices.prominence(person, scene.date)
        if gender and person.gender and person.gender != gender:
            continue
        if country and all(role.country != country for role in person.roles):
            continue
        now = offices.roles_on(person, scene.date)
        held = now or person.roles
        titled = bool(named & {role.office for role in held})
        at_home = _at_hand(scene, held)
        score = known + (3 if now else 1) * titled + 2.5 * at_home
        # a bare last name alone means someone of a state that the article speaks of, or one who leads
        sure = score >= LEADS or (len(name.bearers) == 1 and name.last - name.first > 1)
        told = titled or bool(country) or (sure and (not doubtful or (seen and known >= LEADS)))
        scored.append((score if told else 0.0, person))
    scored.sort(key=lambda pair: -pair[0])
    if not scored or scored[0][0] <= 0 or (len(scored) > 1 and scored[1][0] >= scored[0][0]):
        return None
    return scored[0][1]
