"""Actors named by a common noun or a bare title: `Russian forces`, `the government in Kyiv`, `the Ukrainian president`."""

from __future__ import annotations

from dataclasses import dataclass

from detente import gazetteer
from detente.annotate.names import Name
from detente.annotate.persons import FORMER
from detente.annotate.scene import GENDERS, Scene
from detente.doc import SUBJECTS, Mention, Token
from detente.gazetteer import Agent, Title

NOMINAL = frozenset({"NOUN", "PROPN"})
HYPHENS = frozenset({"-", "–"})
LINKED = frozenset({"backed", "led", "aligned", "allied", "supported", "sponsored", "mediated", "brokered", "made",
                    "occupied", "controlled", "held", "funded", "based", "run", "installed", "armed", "trained"})  # fmt: skip
OF = frozenset({"of", "in", "from", "for"})
OWN = frozenset({"his", "her", "their", "its", "our", "my"})
JOINT = frozenset({"both", "two"})
VAGUE = frozenset({"side", "team", "power", "state", "nation", "country", "force", "party", "agency", "department",
                   "mission", "command", "representative", "member", "intelligence", "leadership", "partner", "ally",
                   "neighbour", "neighbor", "tank", "drone", "jet", "artillery", "man", "person", "woman", "child",
                   "park", "assembly", "court", "school", "bank", "industry", "business", "press", "business",
                   "executive", "counterpart", "prosecution", "press", "radio", "television", "church", "coalition",
                   "people", "crowd", "public", "population", "family", "general", "officer", "national"})  # fmt: skip
RELATIONS = frozenset({"ally", "partner", "counterpart", "neighbour", "neighbor", "supporter", "opponent", "enemy"})
MEMBERS = frozenset({"official", "officials", "spokesman", "spokeswoman", "spokesperson", "diplomat", "representative"})


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase that may be an actor: its head word, the first token of its noun, and what the codebook has."""

    head: Token
    first: int
    agent: Agent | None
    title: Title | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a noun phrase belongs to: canonical name, country, kind (state, organisation, group, person, place, people)."""

    name: str
    country: str
    kind: str


def noun_at(tokens: list[Token], token: Token) -> Noun | None:
    """The common noun for an actor, or the bare title, whose last word this is."""
    if token.pos not in NOMINAL and token.tag not in ("NNS", "NN", "NNP", "NNPS"):
        return None
    agents, titles = gazetteer.agents(), gazetteer.titles()
    for length in (4, 3, 2, 1):
        first = token.i - length + 1
        if first < 0 or tokens[first].sentence != token.sentence:
            continue
        words = tuple(w for t in tokens[first : token.i] for w in gazetteer.words_of(t.text))
        for last in dict.fromkeys((token.lower, token.lemma.lower())):
            key = (*words, *gazetteer.words_of(last))
            if len(key) < length:
                continue
            agent, title = agents.get(key), titles.get(key)
            if title is not None and not (title.office or agent):
                title = None
            if length == 1 and token.lemma == "party" and any(c.lower == "to" and c.dep == "prep" for c in token.children):
                agent = agents[("party", "to", "the", "conflict")]
            if agent is not None or title is not None:
                return Noun(token, first, agent, title)
    return None


def phrase_mention(scene: Scene, token: Token) -> Mention | None:
    """The mention that a common noun or a bare title makes."""
    if token.i in scene.mention_at and scene.mention_at[token.i].form in ("name", "title"):
        return None
    own = scene.name_at.get(token.i)
    if own is not None and own.kind in ("person", "organisation", "group", "seat") and own.entry is not None:
        return None
    noun = noun_at(scene.doc.tokens, token)
    return None if noun is None or _modifies(token) else _mention(scene, noun)


def _modifies(token: Token) -> bool:
    """Whether a noun only qualifies the next one: `police` in `police station`."""
    head = token.head
    return token.dep in ("compound", "nmod", "amod") and head.i > token.i and head.pos in NOMINAL


def _mention(scene: Scene, noun: Noun) -> Mention | None:
    tokens = scene.doc.tokens
    edge = _left_edge(scene, noun)
    owners, last = _owners(scene, noun, edge)
    several = noun.head.tag in ("NNS", "NNPS")
    if noun.title is not None and (noun.agent is None or noun.title.office not in ("", "other")) and (
        not several or len(owners) > 1
    ):
        titled = _titled(scene, noun, edge, owners, last)
        if titled is not None:
            return titled
    if noun.agent is None:
        return None if noun.title is None else _described(scene, noun, edge, owners, last)
    plural_title = noun.agent.noun in RELATIONS or noun.head.lemma in RELATIONS
    if noun.agent.kind == "state" and not plural_title:
        if _opposed(tokens[edge : noun.first]):
            return _described(scene, noun, edge, owners, last)
        return _body(scene, noun, edge, owners, last)
    if noun.agent.kind == "group" and owners and all(o.kind in ("group",) for o in owners):
        return _made(scene, noun, edge, last, owners, "name", 0.85, "group with its noun")
    if noun.agent.kind == "group" and not owners and _definite(tokens, edge):
        before = _earlier_description(scene, noun)
        if before is not None:
            return Mention(edge, last, noun.head.i, before.actors, before.codes, "description", 0.6, "same noun before")
    return _described(scene, noun, edge, owners, last)


# ---------------------------------------------------------------- the parts of a phrase


def _left_edge(scene: Scene, noun: Noun) -> int:
    """The first token of the phrase that ends in a noun."""
    tokens = scene.doc.tokens
    start = scene.doc.sentences[noun.head.sentence][0]
    at = noun.first
    while at > start:
        token = tokens[at - 1]
        name = scene.name_at.get(at - 1)
        if name is not None and (at == noun.first or tokens[at].dep != "det"):
            belongs = name.kind in ("adjective", "people") or _leads_to(tokens[name.last - 1], noun.head)
            if not belongs:
                break
            at = name.first
        elif token.dep == "det" or token.tag in ("DT", "PRP$"):
            if _leads_to(token, noun.head):
                at -= 1
                if token.tag != "PRP$" and token.head is noun.head:
                    break
            else:
                break
        elif token.lower in ("'s", "’s", "'", "’") and token.tag == "POS":
            at -= 1
        elif token.text in HYPHENS or token.pos in ("ADJ", "NUM") or token.tag in ("VBN", "VBG", "NN", "NNS", "NNP", "JJ"):
            if not _leads_to(token, noun.head):
                break
            at -= 1
        elif (
            (token.lower in ("and", "or", "&") or token.text == ",")
            and scene.name_at.get(at - 2) is not None
            and (scene.name_at.get(at) is not None)
            and _coordinated(scene, at)
        ):
            at -= 1
        else:
            break
    return at


def _coordinated(scene: Scene, at: int) -> bool:
    """Whether names on both sides of a link qualify one noun: `US and Ukrainian officials`."""
    left, right = scene.name_at[at - 2], scene.name_at[at]
    kinds = {"adjective", "state", "people", "organisation", "group", "place"}
    if left.kind not in kinds or right.kind not in kinds:
        return False
    return left.kind == "adjective" or (right.kind == "adjective" and left.kind in ("state", "organisation")) or (
        left.last < at and scene.doc.tokens[left.last - 1].tag == "POS"
    )


def _leads_to(token: Token, head: Token) -> bool:
    """Whether a word depends on another through the phrase."""
    for _ in range(6):
        if token is head:
            return True
        if token.head is token:
            return False
        token = token.head
    return False


def _owners(scene: Scene, noun: Noun, edge: int) -> tuple[list[Owner], int]:
    """Whom the phrase belongs to, and the end of the phrase: modifiers before the noun, else `of X` after it."""
    tokens = scene.doc.tokens
    found: list[Owner] = []
    at = edge
    while at < noun.first:
        name = scene.name_at.get(at)
        if name is None:
            if tokens[at].tag == "PRP$" and tokens[at].i in scene.mention_at:
                mention = scene.mention_at[tokens[at].i]
                found.extend(Owner(actor, (known.code or "").split(" ")[0], known.kind)
                             for actor in mention.actors if (known := scene.known(actor, "")))  # fmt: skip
            at += 1
            continue
        if not _linked(tokens, name):
            owner = _owner(scene, name)
            if owner is not None:
                found.append(owner)
        at = name.last
    last = noun.head.i + 1
    if found:
        return found, last
    for child in noun.head.children:
        if child.dep != "prep" or child.lower not in OF or child.i != last:
            continue
        for target in child.children:
            if target.dep != "pobj":
                continue
            named = [t for t in (target, *_joined(target)) if t.i in scene.name_at]
            named = named or [t for t in target.children if t.dep == "compound" and t.i in scene.name_at]
            owners = [o for o in (_owner(scene, scene.name_at[t.i]) for t in named) if o is not None]
            owners = [o for o in owners if o.kind != "person" or child.lower == "of"]
            if owners and (child.lower != "in" or all(o.kind in ("state", "place", "people") for o in owners)):
                return owners, max(scene.name_at[named[-1].i].last, target.i + 1)
    return found, last


def _joined(token: Token) -> list[Token]:
    found: list[Token] = []
    queue = [token]
    while queue:
        conj = [c for c in queue.pop().children if c.dep == "conj"]
        found.extend(conj)
        queue.extend(conj)
    return found


def _linked(tokens: list[Token], name: Name) -> bool:
    """Whether a name is only part of a compound: `Iran` in `Iran-backed`, `Russian` in `pro-Russian`."""
    if name.last + 1 < len(tokens) and tokens[name.last].text in HYPHENS:
        return tokens[name.last + 1].lower in LINKED
    if name.first >= 2 and tokens[name.first - 1].text in HYPHENS:
        return tokens[name.first - 2].lower in ("pro", "anti", "non", "ex", "post", "self")
    return tokens[name.last].lower in LINKED if name.last < len(tokens) else False


def _owner(scene: Scene, name: Name) -> Owner | None:
    entry = name.entry
    if name.kind == "person":
        full = entry.name if entry else next(iter(scene.full.get(gazetteer.words_of(name.text)[-1], ())), name.text)
        mention = scene.mention_at.get(name.last - 1)
        if mention is not None and len(mention.actors) == 1:
            full = mention.actors[0]
        side = gazetteer.side_of(full, scene.date)
        known = gazetteer.known(full, scene.date)
        return Owner(side, known.country if known else "", "state" if side in gazetteer.states() else "person")
    if entry is None:
        return Owner(name.text, "", name.kind)
    if entry.kind in ("state", "adjective", "people", "capital", "seat"):
        if entry.kind == "seat" and entry.name not in gazetteer.states():
            return Owner(entry.name, entry.country, "organisation")
        return Owner(entry.name, entry.country, "state")
    return Owner(entry.name, entry.country, entry.kind)


def _opposed(modifiers: list[Token]) -> bool:
    """Whether a modifier makes a body of the state one against it: `rebel forces`, `opposition officials`."""
    for token in modifiers:
        agent = gazetteer.agents().get(gazetteer.words_of(token.lemma)) or gazetteer.agents().get(
            gazetteer.words_of(token.lower)
        )
        if agent is not None and agent.kind == "group":
            return True
    return False


def _definite(tokens: list[Token], edge: int) -> bool:
    return tokens[edge].lower in ("the", "these", "those", "both")


# ---------------------------------------------------------------- what the phrase stands for


def _body(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """A body of a state, or people who act for it: the state itself, its sector kept in the code."""
    tokens = scene.doc.tokens
    sector = noun.agent.sector if noun.agent else "GOV"
    if owners and all(o.kind in ("state", "organisation", "group", "person") for o in owners):
        form = "title" if noun.head.lemma in MEMBERS else "demonym"
        return _made(scene, noun, edge, last, owners, form, 0.85, "body with its state", sector)
    if len(owners) > 1:
        return _mixed(scene, noun, edge, last, owners, sector)
    if owners or any(scene.name_at.get(i) is not None for i in range(edge, noun.first)):
        return _described(scene, noun, edge, owners, last)
    if any(t.pos == "PROPN" for t in tokens[edge : noun.first]):
        return _described(scene, noun, edge, owners, last)
    lemma = noun.head.lemma
    if noun.head.tag in ("NN", "NNP") and _definite(tokens, edge) and lemma not in VAGUE and lemma not in MEMBERS:
        near = scene.states_near(noun.head.sentence)
        state = near[0] if len(near) == 1 else scene.main_state()
        if state is not None:
            country = gazetteer.states()[state]["code"]
            return Mention(
                edge, last, noun.head.i, (state,), (gazetteer.code(country, sector),), "description", 0.5,
                "body of the state at hand",
            )  # fmt: skip
    return _described(scene, noun, edge, owners, last)


def _made(
    scene: Scene,
    noun: Noun,
    edge: int,
    last: int,
    owners: list[Owner],
    form: str,
    score: float,
    why: str,
    sector: str = "",
) -> Mention:
    names = list(dict.fromkeys(owner.name for owner in owners))
    codes = []
    for name in names:
        owner = next(o for o in owners if o.name == name)
        if owner.kind == "group" or not sector:
            codes.append(gazetteer.codes_of(name, scene.date) or owner.country)
        else:
            codes.append(gazetteer.code(owner.country, sector))
        scene.known(name, owner.kind)
    return Mention(edge, last, noun.head.i, tuple(names), tuple(codes), form, score, why)


def _mixed(scene: Scene, noun: Noun, edge: int, last: int, owners: list[Owner], sector: str) -> Mention:
    """States and regions with one noun: `Eritrean and Amhara forces` are Eritrea and Amhara forces."""
    names = [o.name if o.kind in ("state", "organisation", "group") else f"{o.name} {noun.head.text}" for o in owners]
    codes = [gazetteer.code(o.country, sector) for o in owners]
    for name, code in zip(names, codes, strict=True):
        scene.known(name, "plural").code = code
    return Mention(edge, last, noun.head.i, tuple(names), tuple(codes), "description", 0.7, "bodies with their names")


def _described(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """An actor that only its own words describe: `Syrian rebels`, `parties to the conflict`."""
    tokens = scene.doc.tokens
    agent, title = noun.agent, noun.title
    sector = agent.sector if agent else title.sector if title else ""
    first = edge
    while first < noun.first and tokens[first].tag in ("DT", "PRP$", "WDT", "PDT"):
        first += 1
    end = max(last, _about(scene, noun)) if agent is not None and agent.kind == "group" else last
    bare = first == noun.head.i and end == noun.head.i + 1
    if bare and agent is None:
        return None
    if bare and not owners and (noun.head.lemma in VAGUE or noun.head.lower in VAGUE):
        return None
    if _opposed(tokens[edge : noun.first]) and (agent is None or agent.kind == "state"):
        sector = "OPP" if any(t.lower == "opposition" for t in tokens[edge : noun.first]) else "REB"
    words = " ".join(scene.doc.text[tokens[first].start : tokens[end - 1].end].split())
    country = owners[0].country if len({o.country for o in owners}) == 1 else ""
    if agent is not None and agent.noun in RELATIONS:
        country = ""
    code = gazetteer.code(country, sector) if country or not owners else ""
    known = scene.known(words, "plural" if noun.head.tag in ("NNS", "NNPS") else "description")
    known.code = known.code or code
    if title is not None and noun.head.tag in ("NN", "NNP"):
        known.kind = "person"
    known.gender = known.gender or GENDERS.get(noun.head.lower, "")
    return Mention(edge, end, noun.head.i, (words,), (code,), "description", 0.4, "words as they stand")


def _about(scene: Scene, noun: Noun) -> int:
    """The end of a phrase with what follows by preposition: `parties to the conflict in eastern DRC`."""
    end = noun.head.i + 1
    for child in noun.head.children:
        if child.dep == "prep" and child.i == end and child.lower in ("to", "in", "of", "from"):
            inside = [t for t in child.subtree() if not _in_clause(t, child)]
            while inside and inside[-1].i - child.i != len(inside) - 1:
                inside.pop()
            if inside and len(inside) < 14:
                end = inside[-1].i + 1
    tokens = scene.doc.tokens
    bracket = next((t.i for t in tokens[noun.head.i : end] if t.text == "("), end)
    end = min(end, bracket)
    while end > noun.head.i + 1 and tokens[end - 1].pos == "PUNCT":
        end -= 1
    return end


def _in_clause(token: Token, top: Token) -> bool:
    while token is not top:
        if token.dep in ("relcl", "acl", "advcl", "appos", "punct"):
            return True
        token = token.head
    return False


def _earlier_description(scene: Scene, noun: Noun) -> Mention | None:
    """The latest description with the same noun and more words: `the rebels` after `Syrian rebels`."""
    for mention in reversed(scene.mentions):
        head = scene.doc.tokens[mention.head]
        if head.lemma == noun.head.lemma and mention.form in ("description", "name") and mention.head != noun.head.i:
            if len(mention.actors) == 1 and " " in mention.actors[0] or mention.form == "name":
                return mention
            return None
    return None


# ---------------------------------------------------------------- bare titles


def _titled(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """The person that a bare title means: by apposition, by its country and the date, or by an earlier mention."""
    assert noun.title is not None
    tokens = scene.doc.tokens
    head = noun.head
    plural = head.tag in ("NNS", "NNPS")
    if not plural:
        person = _apposed(scene, head)
        if person is not None:
            return _person(scene, noun, edge, last, [person], 0.9, "title beside the name")
    former = any(t.lower in FORMER for t in tokens[edge : noun.first])
    if former or tokens[edge].lower in ("a", "an", "another", "any", "every", "no", "one"):
        return None
    found = []
    for owner in owners:
        person = _holder(owner, noun.title, scene.date)
        if person is not None and person not in found:
            found.append(person)
    if owners:
        if len(found) == len({o.name for o in owners}):
            return _person(scene, noun, edge, last, found, 0.85, "title by country and date")
        spoken = _introduced_as(scene, noun.title.title, {o.country for o in owners})
        if spoken is not None:
            return _person(scene, noun, edge, last, [spoken], 0.8, "title given before")
        states = [o for o in owners if o.kind in ("state", "organisation")]
        if states and noun.title.sector in ("GOV", "MIL", "SPY") and noun.title.office not in ("regional leader",):
            return _made(scene, noun, edge, last, states, "title", 0.6, "title of a state", noun.title.sector)
        return None
    if plural or not (_definite(tokens, edge) or _stands_alone(tokens, edge, noun)):
        return None
    if noun.title.country:
        person = _holder(Owner("", noun.title.country, "state"), noun.title, scene.date)
        if person is not None:
            return _person(scene, noun, edge, last, [person], 0.8, "title of one country")
    spoken = _introduced_as(scene, noun.title.title, set())
    if spoken is not None:
        return _person(scene, noun, edge, last, [spoken], 0.75, "title given before")
    if not _definite(tokens, edge):
        return None
    near = scene.states_near(head.sentence)
    states_at_hand = near if len(near) == 1 else [s for s in [scene.main_state()] if s]
    for state in states_at_hand:
        person = _holder(Owner(state, gazetteer.states()[state]["code"], "state"), noun.title, scene.date)
        if person is not None:
            return _person(scene, noun, edge, last, [person], 0.5, "title in the state at hand")
    return None


def _stands_alone(tokens: list[Token], edge: int, noun: Noun) -> bool:
    return edge == noun.first and tokens[edge].text[0].isupper() and tokens[noun.head.i].dep in SUBJECTS


def _holder(owner: Owner, title: Title, date: str | None) -> str | None:
    if owner.kind == "group":
        for person in gazetteer.people().values():
            for role in gazetteer.roles_on(person, date):
                if role.office == "group leader" and gazetteer.side_of(person.name, date) == owner.name:
                    return person.name if title.office in ("group leader", "military chief") else None
        return None
    if owner.kind == "organisation" and owner.country in ("IGO", "EUR", "NGO"):
        candidates = [
            person
            for person in gazetteer.office_holders().get((owner.country, title.office), ())
            if any(
                r.office == title.office and gazetteer.holds(r.start, r.end, date) for r in person.roles
            ) and gazetteer.side_of(person.name, date) == owner.name
        ]  # fmt: skip
        return candidates[0].name if len(candidates) == 1 else None
    if title.office == "group leader" and title.title != "leader":
        return None
    found = gazetteer.holder(owner.country, title, date) if title.office != "group leader" else None
    if found is None and title.title == "leader" and owner.kind == "state":
        for office in ("supreme leader", "head of state"):
            found = gazetteer.holder(owner.country, Title("leader", office, ("GOV",), ""), date)
            if found is not None:
                break
    return found.name if found else None


def _apposed(scene: Scene, head: Token) -> str | None:
    """The person named beside a title: `Sergei Lavrov, the foreign minister` and `the president, Joe Biden,`."""
    beside = [head.head] if head.dep == "appos" else []
    beside += [child for child in head.children if child.dep == "appos"]
    if head.dep == "attr" and head.head.lemma == "be":
        return None
    for token in beside:
        mention = scene.mention_at.get(token.i)
        if mention is not None and mention.head == token.i and len(mention.actors) == 1:
            known = scene.actors.get(mention.actors[0])
            if known is not None and known.kind == "person":
                return known.name
    return None


def _introduced_as(scene: Scene, title: str, countries: set[str]) -> str | None:
    """The person last mentioned who bears a title, in the text or on the day by the codebook."""
    wanted = gazetteer.words_of(title)
    for mention in reversed(scene.mentions):
        if len(mention.actors) != 1:
            continue
        known = scene.actors.get(mention.actors[0])
        if known is None or known.kind != "person":
            continue
        if countries and known.code.split(" ")[0] not in countries:
            continue
        if any(gazetteer.words_of(t)[-len(wanted) :] == wanted for t in known.titles):
            return known.name
        person = gazetteer.people().get(known.name)
        if person is not None and any(
            gazetteer.words_of(role.title)[-len(wanted) :] == wanted
            and gazetteer.words_of(role.title)[:1] not in (("vice",), ("deputy",))
            for role in gazetteer.roles_on(person, scene.date)
        ):
            return known.name
    return None


def _person(
    scene: Scene, noun: Noun, edge: int, last: int, people: list[str], score: float, why: str
) -> Mention:
    codes = []
    for name in people:
        known = scene.known(name, "person")
        if noun.title is not None and len(people) == 1:
            known.titles.add(noun.title.title)
        codes.append(known.code)
    return Mention(edge, last, noun.head.i, tuple(people), tuple(codes), "title", score, why)
