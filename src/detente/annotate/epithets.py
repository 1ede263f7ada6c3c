"""Whom a description means that names nobody: `the kingdom`, `the bloc`, `the rebel chief`, `the minister`."""

from __future__ import annotations

from functools import cache

from detente.actors import gazetteer, offices
from detente.actors.agents import common_nouns, lexicon
from detente.actors.offices import Title
from detente.annotate.owners import Noun, Owner
from detente.annotate.scene import Known, Scene, gender_of
from detente.codebook import parts, table
from detente.codebook.spelling import Words, words_of
from detente.doc import SUBJECTS, Mention, Token

SHORT = frozenset({"council", "commission", "league", "tribunal", "committee", "union", "alliance", "coalition"})
LONGEST = 3  # words of an epithet
NEARBY = 8  # sentences back to the person meant
ARMED = frozenset({"MIL", "REB", "PRM", "UAF"})
AGAINST_STATE = frozenset({"REB", "PRM", "UAF", "OPP"})
SOLDIERS, MINISTERS, DIPLOMATS = lexicon("a soldier"), lexicon("a minister"), lexicon("a diplomat")
LEADERS, MONARCHS, POLITICIANS = lexicon("a leader"), lexicon("a monarch"), lexicon("a politician")
CLERICS = lexicon("a cleric")
PEOPLE = SOLDIERS | MINISTERS | DIPLOMATS | LEADERS | MONARCHS | POLITICIANS | CLERICS
ENVOYS = frozenset({"envoy", "negotiator", "ambassador", "foreign minister", "high representative"})
HEADS = frozenset(
    {"head of state", "head of government", "supreme leader", "group leader", "opposition leader", "regional leader",
     "crown prince"}
)  # fmt: skip
OF_STATES = frozenset({"head of state", "supreme leader"})
ELECTED = frozenset({"legislator", "opposition leader", "candidate", "head of state", "head of government"})
ONE_OFFICE = frozenset(
    {"intelligence chief", "secretary-general", "foreign minister", "defence minister", "national security adviser",
     "head of government", "ambassador", "spokesperson", "negotiator", "high representative"}
)  # fmt: skip
MOVED = frozenset({"top", "chief"})


@cache
def _epithets() -> dict[Words, tuple[str, ...]]:
    return {words_of(row["words"]): tuple(parts(row["names"])) for row in table("epithets")}


@cache
def _last_words() -> frozenset[str]:
    return frozenset(words[-1] for words in _epithets())


def epithet_mention(scene: Scene, token: Token) -> Mention | None:
    """The state or body that an epithet with `the` means: the one last named of those that it can mean."""
    if token.lower not in _last_words() or token.dep in ("compound", "amod", "nmod") or token.i in scene.name_at:
        return None
    tokens = scene.doc.tokens
    article = next((c for c in token.children if c.lower == "the" and c.i < token.i), None)
    if article is None or scene.place_like(token):
        return None
    of = any(c.lower == "of" for c in token.rights)
    for length in range(LONGEST, 0, -1):
        first = token.i - length + 1
        if first <= article.i or (of and length == 1):
            continue  # `the kingdom of heaven`
        names = _epithets().get(tuple(w for t in tokens[first : token.i + 1] for w in words_of(t.text)))
        if names is None:
            continue
        between = tokens[article.i + 1 : first]
        if any(t.i in scene.name_at and t.pos == "PROPN" for t in between):
            continue
        actor = _last_named(scene, names, token.i) or (names[0] if len(names) == 1 else None)
        if actor is None:
            continue
        known = scene.known(actor, "state" if actor in gazetteer.states() else "organisation")
        return Mention(article.i, token.i + 1, token.i, (actor,), (known.code,), "description", 0.65, "epithet")
    return None


def short_form(scene: Scene, token: Token) -> Mention | None:
    """A body by the last word of its name, named in full before: `the Front`, `the council`."""
    if token.tag not in ("NN", "NNP", "NNPS") or token.dep in ("compound", "nmod", "amod") or token.i == 0:
        return None
    name = scene.name_at.get(token.i)
    article = scene.doc.tokens[token.i - 1]
    if article.lower != "the" or (name is not None and name.entry is not None):
        return None
    if not (token.text[0].isupper() or token.lower in SHORT) or any(c.lower in ("of", "for") for c in token.rights):
        return None
    for other in reversed(scene.names):
        if other.first >= token.i or other.kind not in ("group", "organisation") or other.last - other.first < 2:
            continue
        if scene.doc.tokens[other.last - 1].lower == token.lower:
            actor = other.entry.name if other.entry is not None else other.text
            known = scene.known(actor, other.kind)
            return Mention(token.i - 1, token.i + 1, token.i, (actor,), (known.code,), "name", 0.7, "short for a name")
    united = token.lower == "council" and any("UNO" in c.split(" ")[0] for m in scene.mentions for c in m.codes)
    if united and not any(t.lower == "council" for t in scene.doc.tokens[: token.i]):
        actor = "UN Security Council"  # of which a report on peacekeepers needs say no more
        return Mention(token.i - 1, token.i + 1, token.i, (actor,), ("UNO",), "name", 0.5, "the council of the UN")
    return None


def _last_named(scene: Scene, names: tuple[str, ...], before: int) -> str | None:
    for name in reversed(scene.names):
        if name.first < before and name.entry is not None:
            if name.entry.name in names:
                return name.entry.name
            if name.entry.kind == "person" and (side := gazetteer.side_of(name.entry.name, scene.date)) in names:
                return side
    return None


def describes_person(noun: Token) -> bool:
    """Whether a noun in the singular may stand for a person met before."""
    return noun.tag in ("NN", "NNP") and noun.lower in PEOPLE


def person_meant(scene: Scene, noun: Noun, edge: int, owners: list[Owner]) -> str | None:
    """The person last spoken of whom a noun with `the` fits by rank, sector and country."""
    tokens, head = scene.doc.tokens, noun.head
    if tokens[edge].lower != "the" or head.dep == "attr":
        return None
    modifiers = tokens[edge + 1 : head.i]
    if any(t.lower == "self" for t in modifiers) or (head.lower in LEADERS and _of_a_body(modifiers)):
        return None
    rebels = any(_kind_of(t) == "group" for t in modifiers)
    former = any(t.lower in lexicon("former") for t in modifiers)
    countries = {o.country for o in owners if o.country}
    office = noun.title.office if noun.title is not None and noun.title.office in ONE_OFFICE else ""
    if noun.title is not None and noun.title.country:
        countries.add(noun.title.country)
    beside = _clause_mates(head)
    found: dict[int, list[Mention]] = {}
    for mention in reversed(scene.mentions):
        place = tokens[mention.head]
        if place.sentence < head.sentence - NEARBY:
            break
        known = scene.actors.get(mention.actors[0]) if len(mention.actors) == 1 else None
        if (
            known is None
            or known.kind != "person"
            or mention.head in beside
            or mention.last > edge
            or mention.form == "description"
            or not (_once(known, noun, countries, scene.date) if former else _suits(scene, known, mention, head))
            or (office and not former and office not in _offices(scene, known))
            or (rebels and _sector(known) not in AGAINST_STATE)
            or (countries and head.lower == "leader" and gazetteer.leads_group(known.name, scene.date))
            or (countries and not former and known.code.split(" ")[0] not in countries)
            or (gender_of(head.lower) and known.gender and known.gender != gender_of(head.lower))
        ):
            continue
        found.setdefault(place.sentence, []).append(mention)
    if not found:
        return None
    if head.lower in LEADERS:
        heads = {
            sentence: first
            for sentence, there in found.items()
            if (first := [m for m in there if OF_STATES & _offices(scene, scene.actors[m.actors[0]])])
        }
        found = heads if countries and heads else found
    latest = found[max(found)]
    subjects = [m for m in latest if tokens[m.head].dep in SUBJECTS]
    chosen = (subjects or latest)[0]
    equal = [m for m in latest if m.actors != chosen.actors and tokens[m.head].head is tokens[chosen.head]]
    return None if any(tokens[m.head].dep == "conj" for m in equal) else chosen.actors[0]


def _of_a_body(modifiers: list[Token]) -> bool:
    """Whether a leader is that of a body, not of a state: `the National Assembly leader`."""
    return any(_kind_of(t) == "state" and t.lower not in ("military", "army") for t in modifiers)


def _kind_of(token: Token) -> str:
    agent = common_nouns().get(words_of(token.lemma)) or common_nouns().get(words_of(token.lower))
    return agent.kind if agent is not None else ""


def _clause_mates(head: Token) -> set[int]:
    """The subjects of the clause in which a noun is the object: `he praised the general` is not of himself."""
    if head.dep in SUBJECTS:
        return set()
    verb = next((t for t in head.ancestors() if t.pos in ("VERB", "AUX")), None)
    return {c.i for c in verb.children if c.dep in SUBJECTS} if verb is not None else set()


def _sector(known: Known) -> str:
    return known.code.rpartition(" ")[2]


def fits(scene: Scene, known: Known, word: str) -> bool:
    """Whether a person, by the titles in the text and the offices in the codebook, may be called so."""
    person = offices.people().get(known.name)
    roles = offices.roles_on(person, scene.date) if person is not None else []
    held = _offices(scene, known)
    called = {w for words in (*sorted(known.titles), *(r.title for r in roles)) for w in words_of(words)}
    if word in called and (word != "general" or "military chief" in held):
        return True
    return (
        (word in SOLDIERS and ("military chief" in held or _sector(known) in ARMED))
        or (word in MINISTERS and bool(called & MINISTERS))
        or (word in DIPLOMATS and bool(held & ENVOYS))
        or (word in LEADERS and bool(held & HEADS))
        or (word in MONARCHS and bool(called & MONARCHS))
        or (word in POLITICIANS and bool(held & ELECTED))
    )


def _offices(scene: Scene, known: Known) -> set[str]:
    titles = [offices.titles().get(words_of(words)) for words in sorted(known.titles)]
    person = offices.people().get(known.name)
    roles = offices.roles_on(person, scene.date) if person is not None else []
    return {t.office for t in titles if t is not None} | {r.office for r in roles}


def _suits(scene: Scene, known: Known, mention: Mention, head: Token) -> bool:
    return fits(scene, known, head.lower) or _called(scene.doc.tokens, mention, head)


def _once(known: Known, noun: Noun, countries: set[str], date: str | None) -> bool:
    """Whether a person held an office at any time: `the former U.N. chief`."""
    person = offices.people().get(known.name)
    office = noun.title.office if noun.title is not None else ""
    led = HEADS if noun.head.lower in LEADERS else {office}
    return person is not None and any(
        role.office in led
        and (not role.end or not date or role.end <= date)
        and (not countries or role.country in countries)
        for role in person.roles
    )


def _called(tokens: list[Token], mention: Mention, head: Token) -> bool:
    """Whether the noun stands in an earlier mention: `the ayatollah` after `Ayatollah Khomeini`."""
    return any(t.lower == head.lower for t in tokens[mention.first : mention.last])


def title_around(scene: Scene, noun: Noun, edge: int) -> Title | None:
    """A title whose words a country parts: `the top US diplomat`."""
    for token in scene.doc.tokens[edge : noun.first]:
        if token.lower in MOVED:
            return offices.titles().get((token.lower, noun.head.lower))
    return None
