"""What a common noun for an actor stands for: a state behind its bodies, a known group, or its own words."""

from __future__ import annotations

from dataclasses import replace

from detente.actors import gazetteer
from detente.actors.agents import common_nouns, lexicon
from detente.actors.heads import FORMER, head_of, left
from detente.actors.phrase import words_in
from detente.annotate.forces import (
    code_of_followers,
    country_at_issue,
    of_several_states,
    of_united_nations,
    state_beside,
    state_there,
)
from detente.annotate.groups import mutinous, opposed
from detente.annotate.owned import few_recognise, owners_mention
from detente.annotate.owners import Noun, Owner, definite
from detente.annotate.scene import Scene, gender_of
from detente.annotate.sectors import officers_of_police, told_sector
from detente.annotate.sides import last_side, state_meant
from detente.doc import Mention, Token

OF_STATE = lexicon("of state")
OF_PEOPLE = lexicon("of a people")
WITHOUT_STATE = lexicon("without a state")
RULING = lexicon("ruling officers")
OF_STATES = lexicon("a body of states")
UNDER_THE_UN = lexicon("under the UN")
OWN_PEACEKEEPERS = frozenset({"RUS", "SUN"})
COLLECTIVES = frozenset({"armed forces", "authorities", "security forces", "security services", "government forces"})
BESIDE = ("to", "in", "of", "from")
FAMILY = lexicon("named in one breath")
SAME_NOUN = "same noun before"
LONGEST_REST = 14  # tokens after a noun


def body_mention(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """A body of a state, or people who act for it: the state itself, its sector kept in the code."""
    tokens = scene.doc.tokens
    sector = noun.agent.sector if noun.agent else "GOV"
    if noun.head.lower in RULING and tokens[edge].lower == "the" and edge + 1 == noun.first:
        sector = "GOV"
    several_sides = noun.head.lemma == "side" and noun.head.tag == "NNS" and len(owners) == 1
    ethnic = any(t.lower in OF_PEOPLE for t in tokens[edge : noun.first])
    if (several_sides or ethnic) and owners:
        return described_mention(scene, noun, edge, owners, last)
    if noun.agent is not None and noun.agent.noun in UNDER_THE_UN and _of_nations(owners):
        mention = described_mention(scene, noun, edge, [], last)
        return mention and replace(mention, codes=(gazetteer.code("UNO", sector),), why="peacekeepers of a nation")
    if not owners and of_united_nations(scene, noun, edge):
        mention = described_mention(scene, noun, edge, owners, last)
        return mention and replace(
            mention, codes=(gazetteer.code("UNO", "MIL"),), why="observers of the United Nations"
        )
    if len(owners) == 1 and _region_taken_for_person(scene, noun, owners[0]):
        return described_mention(scene, noun, edge, [], last)
    if owners and all(o.kind in ("state", "organisation", "group", "person") for o in owners):
        form = "title" if noun.agent is not None and noun.agent.kind == "member" else "demonym"
        return owners_mention(scene, noun, edge, last, owners, form, 0.85, "body with its state", sector)
    if len(owners) > 1:
        return _mixed(scene, noun, edge, last, owners, sector)
    if owners or any(scene.name_at.get(i) is not None for i in range(edge, noun.first)):
        return described_mention(scene, noun, edge, owners, last)
    if any(t.pos == "PROPN" for t in tokens[edge : noun.first]):
        return described_mention(scene, noun, edge, owners, last)
    lemma = noun.head.lemma
    modifiers = {t.lower for t in tokens[edge : noun.head.i]}
    if (
        noun.agent is not None
        and noun.agent.kind == "member"
        and tokens[edge].lower == "the"
        and edge + 1 == noun.first
        and not any(child.dep == "relcl" or child.lower == "of" for child in noun.head.rights)
    ):
        before = scene.earlier(lemma, noun.head.i)
        named = before is not None and (before.form != "description" or " " in before.actors[0])
        if before is not None and named and noun.head.tag == tokens[before.head].tag:
            return Mention(edge, last, noun.head.i, before.actors, before.codes, "title", 0.6, SAME_NOUN)
    police = lemma == "police" and edge == noun.first
    single = (
        police
        or noun.head.tag in ("NN", "NNP", "JJ")
        or (noun.agent is not None and (noun.agent.noun in COLLECTIVES or " of " in noun.agent.noun))
    )
    whole = single and (definite(tokens, edge) or lemma == "parliament" or police) and _stands_for_all(noun)
    if whole or modifiers & OF_STATE:
        before = scene.earlier(lemma, noun.head.i) if whole else None
        if before is not None and (before.form != "description" or before.why == SAME_NOUN):
            return Mention(edge, last, noun.head.i, before.actors, before.codes, "description", 0.6, SAME_NOUN)
        american = "administration" in modifiers and scene.states["United States"] > 0
        state = "United States" if american else state_there(scene, noun.head)
        state = state or state_beside(scene, noun.head) or state_meant(scene, noun.head)
        if state is not None:
            country = gazetteer.states()[state]["code"]
            return Mention(
                edge, last, noun.head.i, (state,), (gazetteer.code(country, sector),), "description", 0.5,
                "body of the state at hand",
            )  # fmt: skip
    if (
        noun.title is not None
        and noun.title.office == "spokesperson"
        and edge + 1 == noun.first == noun.head.i
        and not any(c.lower in ("for", "of") for c in noun.head.rights)
    ):
        side = last_side(scene, noun.head)
        if side is not None:
            code = scene.known(side, "").code or gazetteer.codes_of(side, scene.date) or ""
            return Mention(edge, last, noun.head.i, (side,), (code,), "title", 0.45, "spokesman of the side at hand")
    return described_mention(scene, noun, edge, owners, last)


def _of_nations(owners: list[Owner]) -> bool:
    """Whether peacekeepers are known only by the state that sent them: they serve the United Nations."""
    return bool(owners) and all(o.kind == "state" and o.country not in OWN_PEACEKEEPERS for o in owners)


def _region_taken_for_person(scene: Scene, noun: Noun, owner: Owner) -> bool:
    """Whether a lone unknown word before a noun is no person: `Tigrayan forces`, not `Haftar's forces`."""
    name = scene.name_at.get(noun.first - 1)
    return (
        owner.kind == "person"
        and name is not None
        and name.entry is None
        and name.short
        and gazetteer.known(owner.name) is None
        and not any(owner.name in full for full in scene.full.values())
    )


def _stands_for_all(noun: Noun) -> bool:
    """Whether a noun with `the` stands for its whole state: `the army` does, `the official` and `the side` do not."""
    return noun.agent is not None and noun.agent.kind == "state" and noun.agent.alone


def _mixed(scene: Scene, noun: Noun, edge: int, last: int, owners: list[Owner], sector: str) -> Mention:
    """States and regions with one noun: `Eritrean and Amhara forces` are Eritrea and Amhara forces."""
    names = [o.name if o.kind in ("state", "organisation", "group") else f"{o.name} {noun.head.text}" for o in owners]
    codes = [gazetteer.code(o.country, sector) for o in owners]
    for name, code in zip(names, codes, strict=True):
        scene.known(name, "plural").code = code
    return Mention(edge, last, noun.head.i, tuple(names), tuple(codes), "description", 0.7, "bodies with their names")


def described_mention(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """An actor that only its own words describe: `Syrian rebels`, `parties to the conflict`."""
    tokens = scene.doc.tokens
    agent, title = noun.agent, noun.title
    sector = agent.sector if agent else title.sector if title else ""
    if agent is not None and noun.first > edge:
        sector = _by_modifiers(scene, noun, edge) or sector
    first = edge
    all_of_them = tokens[edge].lower == "all" and noun.head.lemma in ("party", "side")
    while not all_of_them and first < noun.first and tokens[first].tag in ("DT", "PRP$", "WDT", "PDT"):
        first += 1
    if agent is not None and agent.kind in ("people", "group") and len({o.country for o in owners}) > 1:
        each = _each_of(scene, noun, edge, owners, last)
        if each is not None:
            return each
    end = max(last, _about(scene, noun)) if agent is not None and agent.kind == "group" else last
    end = _with_family(noun, end)
    named = next((t.i for t in tokens[first : noun.first] if t.pos != "NUM"), noun.first)
    bare = named == noun.first and noun.first == noun.head.i and end == noun.head.i + 1
    if bare and agent is None:
        return None
    unclear = agent is not None and not agent.alone and not owners and (bare or not _telling(scene, first, noun))
    if unclear and not officers_of_police(scene, noun, edge):
        return None
    if noun.head.dep == "attr" and tokens[edge].lower in ("a", "an"):
        return None  # `he is a leader who ...` names nobody
    if opposed(tokens[edge : noun.first]) and (agent is None or agent.kind == "state"):
        sector = "OPP" if any(t.lower == "opposition" for t in tokens[edge : noun.first]) else "REB"
    if sector in ("MIL", "COP", "GOV") and mutinous(tokens[edge : noun.first]):
        sector = "REB"
    if sector == "PTY" and any(t.lower == "armed" for t in tokens[edge : noun.first]):
        sector = "REB"
    sector = told_sector(scene, noun, edge, owners, sector)
    if any(t.lower in FORMER for t in tokens[edge : noun.first]):
        sector = left(sector, titled=title is not None)
    words = " ".join(scene.doc.text[tokens[first].start : tokens[end - 1].end].split())
    country = owners[0].country if len({o.country for o in owners}) == 1 else ""
    country = country or country_at_issue(scene, edge, noun.first)
    if country and sector in ("GOV", "MIL") and all(few_recognise(scene, o) for o in owners):
        sector = "REB" if sector == "MIL" else "PRE"
    elif (
        agent is not None
        and agent.noun in WITHOUT_STATE
        and not any(i in scene.name_at for i in range(edge, noun.first))
    ):
        country = "NGO"
    elif not country and agent is not None and agent.noun in OF_STATES:
        country, sector = "IGO", ""
    if not country and sector == "MIL" and of_several_states(tokens[edge : noun.head.i]):
        country = "IGO"
    if agent is not None and agent.kind == "relation":
        country = ""
    relation = agent is not None and agent.kind == "relation"
    code = code_of_followers(scene, noun.head) if relation else gazetteer.code(country, sector)
    known = scene.known(words, "plural" if noun.head.tag in ("NNS", "NNPS") else "description")
    known.code = known.code or code
    if title is not None and noun.head.tag in ("NN", "NNP"):
        known.kind = "person"
    known.gender = known.gender or gender_of(noun.head.lower)
    return Mention(edge, end, noun.head.i, (words,), (code,), "description", 0.4, "words as they stand")


def _with_family(noun: Noun, end: int) -> int:
    """The end of a phrase with those who are named in one breath: `women and children` are one group of people."""
    last = noun.head
    while last.lower in FAMILY and end == last.i + 1:
        more = next((c for c in last.children if c.dep == "conj" and c.lower in FAMILY and c.i - last.i == 2), None)
        if more is None:
            break
        last, end = more, more.i + 1
    return end


def _each_of(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """People of several states with one noun: `Kenyan and Ugandan searchers` are Kenyan searchers and Ugandan ones."""
    tokens = scene.doc.tokens
    names = [scene.name_at[i] for i in range(edge, noun.first) if i in scene.name_at and scene.name_at[i].first == i]
    if noun.agent is None or len(names) != len(owners) or any(o.kind != "state" for o in owners):
        return None
    rest = " ".join(t.text for t in tokens[names[-1].last : last])
    actors = tuple(f"{name.text} {rest}" for name in names)
    codes = tuple(gazetteer.code(owner.country, noun.agent.sector) for owner in owners)
    for actor, code in zip(actors, codes, strict=True):
        scene.known(actor, "plural").code = code
    return Mention(edge, last, noun.head.i, actors, codes, "description", 0.5, "people of several states")


def _by_modifiers(scene: Scene, noun: Noun, edge: int) -> str:
    """The sector that the words before a member or body give: `church leaders`, `student group`."""
    tokens = scene.doc.tokens
    words = words_in(scene.doc.text[tokens[edge].start : tokens[noun.head.i].end])
    found = head_of(words, 0, len(words))
    return found.sector if found.why == "member of the body named before it" else ""


def _telling(scene: Scene, first: int, noun: Noun) -> bool:
    """Whether modifiers make an actor of a noun that alone is none: a name or another actor, not `serious business`."""
    modifiers = scene.doc.tokens[first : noun.first]
    last = noun.head.i + 1 != noun.first + 1 or any(c.dep == "prep" and c.lower == "to" for c in noun.head.children)
    return (
        last
        or opposed(modifiers)
        or any(t.text[0].isupper() or ((t.lower,) in common_nouns() and t.lower != "public") for t in modifiers)
    )


def _about(scene: Scene, noun: Noun) -> int:
    """The end of a phrase with what follows by preposition: `parties to the conflict in eastern DRC`."""
    end = noun.head.i + 1
    after = scene.doc.tokens[end] if end < len(scene.doc.tokens) else noun.head
    party = noun.agent is not None and noun.agent.noun == "party to the conflict"
    for child in (after,) if party else noun.head.children:
        if child.dep == "prep" and child.i == end and child.lower in BESIDE:
            inside = [t for t in child.subtree() if not _in_clause(t, child)]
            while inside and inside[-1].i - child.i != len(inside) - 1:
                inside.pop()
            if inside and len(inside) < LONGEST_REST:
                end = inside[-1].i + 1 if noun.head.lemma != "opposition" else end
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
