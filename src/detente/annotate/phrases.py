"""Actors named by a common noun or a bare title: `Russian forces`, `the government in Kyiv`, `the president`."""

from __future__ import annotations

from dataclasses import replace

from detente.actors import gazetteer
from detente.annotate.apposed import as_apposed, named_after
from detente.annotate.bodies import FAMILY, OF_STATE, body_mention, described_mention
from detente.annotate.epithets import describes_person, epithet_mention, person_meant, short_form, title_around
from detente.annotate.grouped import as_group
from detente.annotate.groups import (
    armed,
    armed_group,
    group_of_region,
    named_behind,
    opposed,
)
from detente.annotate.homeland import alliance_mention, country_mention
from detente.annotate.names import Name
from detente.annotate.owned import owners_mention, working_for
from detente.annotate.owners import NOMINAL, Noun, Owner, definite, left_edge, noun_at, owners_of
from detente.annotate.persons import FORMER, person_mention
from detente.annotate.recalled import body_at_hand, mission_meant, person_at_hand, person_beside, person_noun
from detente.annotate.scene import Scene
from detente.annotate.sides import state_meant
from detente.annotate.strangers import body_unheard_of
from detente.annotate.titles import counterpart_mention, titled_mention
from detente.doc import SUBJECTS, Mention, Token

COLLECTIVE = frozenset({"state", "organisation", "group"})
OWN_MEMBERS = frozenset({"minister", "member", "participant", "government", "representative", "delegate", "signatory"})
HOMES = frozenset({"country", "nation", "homeland"})
GUESSED = frozenset({"title of a state", "title in the state at hand"})
OF_STATE_TOO = frozenset({"LEG", "JUD", "MIL", "COP", "SPY"})
SIDES = frozenset({"PTY", "OPP", "REB", "PRM"})
NAMING = NOMINAL | {"ADJ", "NUM"}  # a make of warplane is read as a number
PARTITIVE = frozenset({"group", "number", "team"})


def phrase_mention(scene: Scene, token: Token) -> Mention | None:
    """The mention that a common noun or a bare title makes."""
    if token.pos not in NAMING or _modifies(token):
        return None
    around = scene.mention_at.get(token.i)
    if around is not None and (around.form in ("name", "title") or (around.head < token.i and token.lower in FAMILY)):
        return None
    own = scene.name_at.get(token.i)
    if own is not None and own.kind in ("person", "organisation", "group", "seat") and own.entry is not None:
        return None
    if own is not None and own.kind in ("capital", "place") and own.last - own.first > 1:
        return None  # `Port-au-Prince`
    if token.lower == "hostage" and token.i and scene.doc.tokens[token.i - 1].tag in ("NNS", "NNPS"):
        return None
    after = scene.doc.tokens[token.i + 1] if token.i + 1 < len(scene.doc.tokens) else token
    if after.text == "-" and after.start == token.end:
        return None  # `rebel-held`
    epithet = epithet_mention(scene, token) or short_form(scene, token) or body_at_hand(scene, token)
    epithet = epithet or country_mention(scene, token) or alliance_mention(scene, token)
    if epithet is not None:
        return epithet
    noun = noun_at(scene.doc.tokens, token)
    if noun is None and (describes_person(token) or _heads(scene, token) or person_noun(scene.doc.tokens, token)):
        noun = Noun(token, token.i, None, None)
    return None if noun is None else as_apposed(scene, noun, _mention(scene, noun))


def _heads(scene: Scene, token: Token) -> bool:
    """Whether `head` is one of a body: `the head of the Free Ruritania Army`."""
    if token.lower != "head":
        return False
    after = scene.doc.tokens[token.i + 1] if token.i + 1 < len(scene.doc.tokens) else token
    before = scene.doc.tokens[token.i - 1]
    return before.tag == "POS" or (after.lower == "of" and (before.tag in ("DT", "PRP$") or before.pos == "ADJ"))


def _behind_title(scene: Scene, noun: Noun, edge: int, last: int) -> Mention | None:
    """For whom bearers of a title act whose first word says so: `rebel leaders`, `a presidential adviser`."""
    tokens = scene.doc.tokens
    word = tokens[noun.first]
    if word is noun.head or noun.title is None:
        return None
    if armed([word]):
        group = armed_group(scene, noun)
        if group is not None:
            return Mention(edge, last, noun.head.i, group.actors, group.codes, "title", 0.6, "the only armed group")
    if word.lower in OF_STATE and noun.title.sector == "GOV":
        state = state_meant(scene, noun.head)
        if state is not None:
            code = gazetteer.code(gazetteer.states()[state]["code"], noun.title.sector)
            return Mention(edge, last, noun.head.i, (state,), (code,), "title", 0.5, "title of the state at hand")
    return None


def _spoken_for(scene: Scene, noun: Noun, edge: int) -> Mention | None:
    """Those for whom a member acts who are named by a phrase of their own: `a spokesman for the rebels`."""
    for child in noun.head.children:
        if child.dep != "prep" or child.lower not in ("of", "for") or child.i != noun.head.i + 1:
            continue
        for target in child.children:
            name = scene.name_at.get(target.i)
            if target.dep == "pobj" and name is not None and name.kind == "person":
                return _for_person(scene, noun, edge, name)
            if target.dep != "pobj" or name is not None or target.pos != "NOUN":
                continue
            inner = phrase_mention(scene, target) or mission_meant(scene, target)
            if inner is not None and any(inner.codes) and inner.why != "words as they stand":
                return Mention(
                    edge, noun.head.i + 1, noun.head.i, inner.actors, inner.codes, "title", 0.6, "whom it speaks for"
                )
    return None


def _for_person(scene: Scene, noun: Noun, edge: int, name: Name) -> Mention | None:
    """One who speaks for the leader of a group or a party: `a spokesman for X`."""
    code = person_mention(scene, name).codes[0]
    mention = described_mention(scene, noun, edge, [], noun.head.i + 1) if code.rpartition(" ")[2] in SIDES else None
    return mention and replace(mention, codes=(code,), why="whom it speaks for")


def _person_again(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """The person met before who fits a description: `the general`, `the Afghan leader`."""
    meant = named_after(scene, noun) or person_meant(scene, noun, edge, owners)
    if meant is None:
        return None
    code = scene.known(meant, "person").code
    return Mention(edge, last, noun.head.i, (meant,), (code,), "title", 0.6, "person described before")


def _modifies(token: Token) -> bool:
    """Whether a noun only qualifies the next one: `police` in `police station`."""
    head = token.head
    if head.lower == "hostage" and token.tag in ("NNS", "NNPS"):
        return False  # `took 90 people hostage`
    return token.dep in ("compound", "nmod", "amod") and head.i > token.i and head.pos in NOMINAL


def _mention(scene: Scene, noun: Noun) -> Mention | None:
    tokens = scene.doc.tokens
    edge = left_edge(scene, noun)
    owners, last = owners_of(scene, noun, edge)
    moved = title_around(scene, noun, edge)
    if moved is not None:
        noun = Noun(noun.head, noun.first, None, moved)
    behind = named_behind(scene, noun, edge, owners)
    if behind is not None:
        return behind
    ours = None if owners else _of_the_author(scene, noun, edge, last)
    person = ours or _as_person(scene, noun, edge, owners, last)
    if person is not None:
        return person
    if noun.head.lemma in PARTITIVE and any(c.lower == "of" for c in noun.head.children):
        return None
    if noun.head.lemma == "counterpart":
        return counterpart_mention(scene, noun, edge, last)
    if noun.head.lemma in HOMES and tokens[edge].tag == "PRP$" and all(o.kind in COLLECTIVE for o in owners):
        return owners_mention(scene, noun, edge, last, owners, "description", 0.7, "his country") if owners else None
    if noun.agent is None and noun.title is None and owners and all(o.kind in COLLECTIVE for o in owners):
        return owners_mention(scene, noun, edge, last, owners, "title", 0.6, "head of a body")
    if noun.agent is None:
        return None if noun.title is None else _as_title(scene, noun, edge, owners, last)
    working = working_for(scene, noun, edge, last, owners)
    if working is not None:
        return working
    stranger = body_unheard_of(scene, noun, edge, owners)
    if stranger is not None:
        return stranger
    namesake = group_of_region(scene, noun) if noun.agent.kind in ("state", "member", "group") else None
    if namesake is not None:
        code = scene.known(namesake, "group").code
        return Mention(edge, last, noun.head.i, (namesake,), (code,), "description", 0.6, "group of that region")
    if noun.agent.kind in ("state", "member"):
        return _as_member(scene, noun, edge, owners, last)
    return as_group(scene, noun, edge, owners, last) or described_mention(scene, noun, edge, owners, last)


def _of_the_author(scene: Scene, noun: Noun, edge: int, last: int) -> Mention | None:
    """The body in whose voice a document speaks, by its members: `Ministers called on both sides`."""
    author = scene.doc.author
    modifiers = scene.doc.tokens[edge : noun.first]
    if (
        author is None
        or noun.head.lemma.lower() not in OWN_MEMBERS
        or noun.head.tag not in ("NNS", "NNPS")
        or noun.head.dep not in SUBJECTS
        or any(t.lower not in ("the", "foreign") for t in modifiers)
        or any(c.dep == "prep" for c in noun.head.rights)
    ):
        return None
    names = tuple(author.split("; "))
    codes = tuple(gazetteer.codes_of(name, scene.date) or "" for name in names)
    if any(known is not None and known.kind == "person" for known in map(gazetteer.known, names)):
        return None
    return Mention(edge, last, noun.head.i, names, codes, "description", 0.6, "members of the author")


def _as_person(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """The one person that a title or a description means."""
    several = noun.head.tag in ("NNS", "NNPS")
    titled = None
    after = scene.doc.tokens[noun.head.i + 1] if noun.head.i + 1 < len(scene.doc.tokens) else noun.head
    if after.lower == "there":
        return None  # whoever holds the office there
    beside = person_beside(scene, noun, edge)
    if beside is not None and (noun.title is None or noun.agent is not None):
        known = scene.known(beside, "person")
        if not known.code and noun.agent is not None:
            behind = None if owners else _spoken_for(scene, noun, edge)  # `X, a spokesman for Ruritania's army`
            country = owners[0].country if owners else behind.codes[0].split(" ")[0] if behind is not None else ""
            sector = "ELI" if _once(scene, noun, edge) else noun.agent.sector
            known.code = gazetteer.code(country, sector) if country or owners else ""
        if not known.code and noun.agent is None and owners and owners[0].kind in ("group", "organisation"):
            known.code = gazetteer.codes_of(owners[0].name, scene.date) or ""  # `X, the group's head`
        return Mention(edge, last, noun.head.i, (beside,), (known.code,), "title", 0.85, "noun beside the name")
    if (
        noun.title is not None
        and (noun.agent is None or noun.title.office not in ("", "other"))
        and (not several or len(owners) > 1)
    ):
        titled = titled_mention(scene, noun, edge, owners, last)
    guess = titled is not None and titled.why in GUESSED and definite(scene.doc.tokens, edge)
    former = noun.title is not None and _once(scene, noun, edge)
    if (titled is None or guess) and (describes_person(noun.head) or former):
        titled = _person_again(scene, noun, edge, owners, last) or titled
    if (titled is None or guess) and not several and person_noun(scene.doc.tokens, noun.head):
        only = person_at_hand(scene, noun, edge, owners)
        if only is not None:
            code = scene.known(only, "person").code
            return Mention(edge, last, noun.head.i, (only,), (code,), "title", 0.5, "the one person at hand")
    return titled


def _once(scene: Scene, noun: Noun, edge: int) -> bool:
    """Whether somebody is no longer what a noun calls them: `a former Treasury official`."""
    return any(t.lower in FORMER for t in scene.doc.tokens[edge : noun.first])


def _as_title(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """For whom the bearers of a title stand."""
    several = noun.head.tag in ("NNS", "NNPS")
    if several and owners and all(o.kind in COLLECTIVE for o in owners):
        sector = noun.title.sector if noun.title is not None and noun.title.sector in OF_STATE_TOO else "GOV"
        return owners_mention(scene, noun, edge, last, owners, "title", 0.7, "title of a state", sector)
    behind = None if owners else _behind_title(scene, noun, edge, last)
    return behind or described_mention(scene, noun, edge, owners, last)


def _as_member(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """The state or group that a body, or one who acts for it, stands for."""
    modifiers = scene.doc.tokens[edge : noun.first]
    if any(t.lower in FORMER for t in modifiers):
        return described_mention(scene, noun, edge, owners, last)
    if noun.agent is not None and noun.agent.kind == "member" and not owners:
        spoken_for = _spoken_for(scene, noun, edge)
        if spoken_for is not None:
            return spoken_for
    if not opposed(modifiers):
        return body_mention(scene, noun, edge, owners, last)
    group = armed_group(scene, noun) if armed(modifiers) and not owners else None
    if group is None:
        return described_mention(scene, noun, edge, owners, last)
    return Mention(
        edge, last, noun.head.i, group.actors, group.codes, "title", 0.6, "member of the only armed group"
    )  # fmt: skip
