"""Whom a bare title means: by the name beside it, by its country and the date, or by an earlier mention."""

from __future__ import annotations

from detente.actors import gazetteer, offices
from detente.actors.agents import is_sector, lexicon
from detente.actors.offices import Title
from detente.annotate.apposed import apposed, named_after, several_apposed
from detente.annotate.owned import owners_mention
from detente.annotate.owners import Noun, Owner, definite
from detente.annotate.persons import FORMER
from detente.annotate.scene import Scene
from detente.codebook import MANY_STATES
from detente.codebook.spelling import words_of
from detente.doc import SUBJECTS, Mention, Token

LOWER = FORMER | {"vice", "deputy", "first"}
HEADS = frozenset({"head of state", "head of government", "supreme leader"})
ONE_OF_MANY = frozenset({"a", "an", "another", "any", "every", "no", "one"})
NEAR_TURN = 40  # mentions back
ADDRESSING = frozenset({"mr.", "mr", "mister", "madam", "madame"})
STILL_SPOKEN_OF = 2  # sentences
PLACES = lexicon("a part of a state") | lexicon("states only")
LEADING = frozenset({"group leader", "head of state", "opposition leader", "military chief", "spokesperson"})
OF_GROUPS = frozenset({"REB", "PRM", "PTY", "OPP", "UAF", "CRM", "SOC", "LAB"})
HEADS_OF_BODIES = lexicon("heads of a body")  # of which body is another question


def titled_mention(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """The person that a bare title means: by apposition, by its country and the date, or by an earlier mention."""
    title = noun.title
    if title is None:
        return None
    tokens = scene.doc.tokens
    head = noun.head
    plural = head.tag in ("NNS", "NNPS")
    if not plural:
        person = apposed(scene, head) or named_after(scene, noun)
        if person is not None:
            known = scene.known(person, "person")
            if owners and title.sector and (not known.code or is_sector(known.code)):
                known.code = gazetteer.code(owners[0].country, known.code or title.sector)
            elif not owners or owners[0].kind in ("group", "plural", "description"):
                known.code = _of_those_led(scene, noun, edge, title, owners) or known.code
            of_territory = title.sector == "GOV" and _of_a_place(noun, edge, tokens)
            sure = of_territory or head.lower not in HEADS_OF_BODIES
            if not known.code and not owners and title.sector and sure:
                known.code = gazetteer.code(_territory(scene) if of_territory else "", title.sector)
            return _person(scene, noun, edge, last, [person], 0.9, "title beside the name")
    beside = several_apposed(scene, head) if plural else []
    if beside:
        return _person(scene, noun, edge, last, beside, 0.85, "titles beside the names")
    former = any(
        t.lower in FORMER or t.lower == "self" or t.tag in ("RBS", "JJS") for t in tokens[edge : noun.first]
    )  # `self-declared`
    if former or tokens[edge].lower in ONE_OF_MANY:
        return None
    found = []
    for owner in owners:
        person = _holder(owner, title, scene.date)
        if person is not None and person not in found:
            found.append(person)
    if owners:
        if len(found) == len({o.name for o in owners}):
            return _person(scene, noun, edge, last, found, 0.85, "title by country and date")
        spoken = _introduced_as(scene, title.title, {o.country for o in owners})
        if spoken is not None:
            return _person(scene, noun, edge, last, [spoken], 0.8, "title given before")
        states = [o for o in owners if o.kind in ("state", "organisation")]
        if states and title.sector in ("GOV", "MIL", "SPY") and title.office not in ("regional leader",):
            return owners_mention(scene, noun, edge, last, states, "title", 0.6, "title of a state", title.sector)
        return None
    own = None if plural else _in_own_papers(scene, noun, edge)
    if own is not None:
        return _person(scene, noun, edge, last, [own], 0.75, "title in the state that publishes")
    if plural or not (definite(tokens, edge) or _stands_alone(tokens, edge, noun)):
        return None
    if title.country:
        person = _holder(Owner("", title.country, "state"), title, scene.date)
        if person is not None:
            return _person(scene, noun, edge, last, [person], 0.8, "title of one country")
    if title.office == "secretary-general" and (scene.bodies <= {"UNO"} or not scene.bodies):
        person = _holder(Owner("", "UNO", "state"), title, scene.date)
        if person is not None:
            return _person(scene, noun, edge, last, [person], 0.6, "secretary-general of the UN")
    above = _state_above(scene, head)
    person = _holder(Owner(above, gazetteer.states()[above]["code"], "state"), title, scene.date) if above else None
    if person is not None:
        return _person(scene, noun, edge, last, [person], 0.7, "title in the state that speaks")
    spoken = _introduced_as(scene, title.title, set())
    if spoken is not None:
        return _person(scene, noun, edge, last, [spoken], 0.75, "title given before")
    if not definite(tokens, edge):
        return None
    near = scene.states_near(head.sentence)
    for state in near if len(near) == 1 else [s for s in [scene.main_state()] if s]:
        person = _holder(Owner(state, gazetteer.states()[state]["code"], "state"), title, scene.date)
        if person is not None:
            return _person(scene, noun, edge, last, [person], 0.5, "title in the state at hand")
    return None


def _in_own_papers(scene: Scene, noun: Noun, edge: int) -> str | None:
    """Who bears a title in the state whose organ publishes the text: in its papers `the President` is its own."""
    tokens = scene.doc.tokens
    body = scene.publisher
    addressed = tokens[edge].lower in ADDRESSING and edge + 1 == noun.first
    if noun.title is None or body is None or not noun.head.text[0].isupper():
        return None
    if not (definite(tokens, edge) or addressed):
        return None
    bearer = _holder(Owner(body, gazetteer.states()[body]["code"], "state"), noun.title, scene.date)
    return None if addressed and bearer is not None and bearer == _whose_turn(scene) else bearer


def _whose_turn(scene: Scene) -> str | None:
    """Who speaks in a transcript: the person last named before a colon."""
    for mention in reversed(scene.mentions[-NEAR_TURN:]):
        if mention.last < len(scene.doc.tokens) and scene.doc.tokens[mention.last].text == ":":
            return mention.actors[0]
    return None


def _of_a_place(noun: Noun, edge: int, tokens: list[Token]) -> bool:
    """Whether an office is that of a place which a noun means: `the territory's president`."""
    return any(t.dep == "poss" and t.lower in PLACES for t in tokens[edge : noun.first])


def _territory(scene: Scene) -> str:
    """The one territory that the text names which is under another state: New Caledonia, Gibraltar."""
    named = [gazetteer.states()[name] for name in scene.states if scene.states[name]]
    under = [row["code"] for row in named if not row["cow"]]
    return under[0] if len(under) == 1 else ""


def _of_those_led(scene: Scene, noun: Noun, edge: int, title: Title, owners: list[Owner]) -> str:
    """The code of those whom a title says that someone leads: `the militants' leader, X`, `its chairman, X`."""
    if title.office not in LEADING:
        return ""
    tokens = scene.doc.tokens
    if owners:
        return gazetteer.codes_of(owners[0].name, scene.date) or scene.known(owners[0].name, owners[0].kind).code
    owner = next((t for t in tokens[edge : noun.first] if t.dep == "poss" and t.head is noun.head), None)
    mention = scene.mention_at.get(owner.i) if owner is not None else None
    if mention is None or len(mention.codes) != 1 or mention.codes[0].rpartition(" ")[2] not in OF_GROUPS:
        return ""
    return mention.codes[0]


def _state_above(scene: Scene, head: Token) -> str | None:
    """The state whose body is the subject above: `the White House said the president would sign`."""
    for verb in head.ancestors():
        for child in verb.children:
            if child.dep in SUBJECTS and child.i < head.i and child is not head and head not in child.subtree():
                mention = scene.mention_at.get(child.i)
                bare = mention is not None and mention.form in ("metonym", "demonym") and len(mention.actors) == 1
                return mention.actors[0] if mention and bare and mention.actors[0] in gazetteer.states() else None
    return None


def _stands_alone(tokens: list[Token], edge: int, noun: Noun) -> bool:
    return edge == noun.first and tokens[edge].text[0].isupper() and tokens[noun.head.i].dep in SUBJECTS


def _holder(owner: Owner, title: Title, date: str | None) -> str | None:
    if owner.kind == "group":
        if title.office not in ("group leader", "military chief"):
            return None
        for person in offices.ever("group leader"):
            for role in offices.roles_on(person, date):
                if role.office == "group leader" and gazetteer.side_of(person.name, date) == owner.name:
                    return person.name
        return None
    if owner.kind == "organisation" and owner.country in MANY_STATES - {"UNO"}:
        candidates = [
            person
            for person in offices.office_holders().get((owner.country, title.office), ())
            if any(
                r.office == title.office and offices.holds(r.start, r.end, date) for r in person.roles
            ) and gazetteer.side_of(person.name, date) == owner.name
        ]  # fmt: skip
        return candidates[0].name if len(candidates) == 1 else None
    if title.office == "group leader" and title.title != "leader":
        return None
    found = offices.holder(owner.country, title, date) if title.office != "group leader" else None
    if found is None and title.title == "leader" and owner.kind == "state":
        found = offices.leader(owner.country, date)
    return found.name if found else None


def counterpart_mention(scene: Scene, noun: Noun, edge: int, last: int) -> Mention | None:
    """Who holds the same office in another state: `his Armenian counterpart`."""
    tokens = scene.doc.tokens
    states = [
        name.entry
        for i in range(edge, noun.first)
        if (name := scene.name_at.get(i)) is not None and name.first == i and name.entry is not None
        and name.entry.name in gazetteer.states()
    ]  # fmt: skip
    own = scene.mention_at.get(edge) if tokens[edge].tag == "PRP$" else None
    if len(states) != 1 or own is None or len(own.actors) != 1:
        return None
    known = scene.actors.get(own.actors[0])
    met = _met(scene, own.actors[0], states[0].country)
    if met is not None:
        return _person(scene, noun, edge, last, [met], 0.65, "same rank in the other state")
    titles = [offices.titles().get(words_of(t)) for t in (sorted(known.titles) if known else ())]
    held = [title for title in titles if title is not None and title.office not in ("", "other")]
    role = gazetteer.role_of(own.actors[0], scene.date)
    if role is not None:
        held += [title for title in offices.titles().values() if title.office == role.office][:1]
    for title in held:
        for wording in (title.title, "president", "prime minister", "premier"):
            same = offices.titles()[words_of(wording)]
            if wording != title.title and title.office not in ("head of state", "head of government"):
                continue
            person = offices.holder(states[0].country, same, scene.date)
            if person is not None:
                return _person(scene, noun, edge, last, [person.name], 0.6, "same office in the other state")
    return None


def _met(scene: Scene, actor: str, country: str) -> str | None:
    """The person of a state, met before in the article, whose office is of the same rank as an actor's."""
    role = gazetteer.role_of(actor, scene.date)
    if role is None:
        return None
    for mention in reversed(scene.mentions):
        for name in mention.actors:
            other = gazetteer.role_of(name, scene.date)
            if other is None or other.country != country or name == actor:
                continue
            if other.office == role.office or {other.office, role.office} <= HEADS:
                return name
    return None


def _introduced_as(scene: Scene, title: str, countries: set[str]) -> str | None:
    """The person last mentioned who bears a title, in the text or on the day by the codebook."""
    wanted = words_of(title)
    bearers = [m for m in scene.mentions if _bears(scene, m, wanted, countries)]
    office = offices.titles()[wanted].office if wanted in offices.titles() else ""
    if not bearers and office in offices.HELD_BY_ONE:
        bearers = [m for m in scene.mentions if _holds(scene, m, office, countries)]
    if not bearers:
        return None
    latest = max(scene.doc.tokens[m.head].sentence for m in bearers)
    doers = [m for m in bearers if scene.doc.tokens[m.head].dep in SUBJECTS]
    if doers and latest - scene.doc.tokens[doers[-1].head].sentence <= STILL_SPOKEN_OF:
        return doers[-1].actors[0]
    there = [m for m in bearers if scene.doc.tokens[m.head].sentence == latest]
    return there[-1].actors[0]


def _holds(scene: Scene, mention: Mention, office: str, countries: set[str]) -> bool:
    """Whether a mention is of a person who holds an office, whatever its name: `the premier`, a prime minister."""
    known = scene.actors.get(mention.actors[0]) if len(mention.actors) == 1 else None
    if known is None or known.kind != "person" or (countries and known.code.split(" ")[0] not in countries):
        return False
    titles = [offices.titles().get(words_of(t)) for t in sorted(known.titles)]
    person = offices.people().get(known.name)
    roles = offices.roles_on(person, scene.date) if person is not None else []
    return any(t is not None and t.office == office for t in titles) or any(r.office == office for r in roles)


def _bears(scene: Scene, mention: Mention, wanted: tuple[str, ...], countries: set[str]) -> bool:
    """Whether a mention is of a person who bears a title, as the text or the codebook gives it."""
    known = scene.actors.get(mention.actors[0]) if len(mention.actors) == 1 else None
    if known is None or known.kind != "person" or (countries and known.code.split(" ")[0] not in countries):
        return False
    if wanted == ("leader",) and countries:
        return False  # `the Palestinian leader` leads the state, not a group there
    if any(words_of(t)[-len(wanted) :] == wanted and t.split()[0] not in LOWER for t in known.titles):
        return True
    person = offices.people().get(known.name)
    return person is not None and any(
        words_of(role.title)[-len(wanted) :] == wanted and role.title.split()[0].lower() not in LOWER
        for role in offices.roles_on(person, scene.date)
    )


def _person(scene: Scene, noun: Noun, edge: int, last: int, people: list[str], score: float, why: str) -> Mention:
    codes = []
    for name in people:
        known = scene.known(name, "person")
        if noun.title is not None and len(people) == 1:
            known.titles.add(noun.title.title)
        codes.append(known.code)
    return Mention(edge, last, noun.head.i, tuple(people), tuple(codes), "title", score, why)
