"""What a common noun for an actor stands for: a state behind its bodies, a known group, or its own words."""

from __future__ import annotations

from detente import gazetteer
from detente.agents import common_nouns, lexicon
from detente.annotate.owners import Noun, Owner, definite
from detente.annotate.scene import Scene, gender_of
from detente.annotate.sides import adversaries, state_meant
from detente.doc import Mention, Token
from detente.gazetteer import Entry
from detente.spelling import words_of

OF_STATE = lexicon("of state")
OF_PEOPLE = lexicon("of a people")
COLLECTIVES = frozenset({"armed forces", "authorities", "security forces", "security services", "government forces"})
ARMED = frozenset({"REB", "PRM", "UAF", "OPP"})
BESIDE = ("to", "in", "of", "from")
COUNTING = frozenset({"more", "than", "some", "about", "around", "nearly", "almost", "least", "at", "over", "up", "to"})
LONGEST_REST = 14  # tokens after a noun


def body_mention(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """A body of a state, or people who act for it: the state itself, its sector kept in the code."""
    tokens = scene.doc.tokens
    sector = noun.agent.sector if noun.agent else "GOV"
    several_sides = noun.head.lemma == "side" and noun.head.tag == "NNS" and len(owners) == 1
    ethnic = any(t.lower in OF_PEOPLE for t in tokens[edge : noun.first])
    if (several_sides or ethnic) and owners:
        return described_mention(scene, noun, edge, owners, last)
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
    if noun.agent is not None and noun.agent.kind == "member" and tokens[edge].lower == "the" and edge + 1 == noun.first:
        before = scene.earlier(lemma, noun.head.i)
        if before is not None and (before.form != "description") and noun.head.tag == tokens[before.head].tag:
            return Mention(edge, last, noun.head.i, before.actors, before.codes, "title", 0.6, "same noun before")
    single = noun.head.tag in ("NN", "NNP", "JJ") or (noun.agent is not None and noun.agent.noun in COLLECTIVES)
    whole = single and (definite(tokens, edge) or lemma == "parliament") and _stands_for_all(noun)
    if whole or modifiers & OF_STATE:
        before = scene.earlier(lemma, noun.head.i) if whole else None
        if before is not None and before.form != "description":
            return Mention(edge, last, noun.head.i, before.actors, before.codes, "description", 0.6, "same noun before")
        state = state_meant(scene, noun.head)
        if state is not None:
            country = gazetteer.states()[state]["code"]
            return Mention(
                edge, last, noun.head.i, (state,), (gazetteer.code(country, sector),), "description", 0.5,
                "body of the state at hand",
            )  # fmt: skip
    return described_mention(scene, noun, edge, owners, last)


def _stands_for_all(noun: Noun) -> bool:
    """Whether a noun with `the` stands for its whole state: `the army` does, `the official` and `the side` do not."""
    return noun.agent is not None and noun.agent.kind == "state" and noun.agent.alone


def owners_mention(
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
    """The mention of those to whom a phrase belongs; `sector`, where given, is what the phrase adds to their codes."""
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


def described_mention(scene: Scene, noun: Noun, edge: int, owners: list[Owner], last: int) -> Mention | None:
    """An actor that only its own words describe: `Syrian rebels`, `parties to the conflict`."""
    tokens = scene.doc.tokens
    agent, title = noun.agent, noun.title
    sector = agent.sector if agent else title.sector if title else ""
    first = edge
    all_of_them = tokens[edge].lower == "all" and noun.head.lemma in ("party", "side")
    while not all_of_them and first < noun.first and tokens[first].tag in ("DT", "PRP$", "WDT", "PDT"):
        first += 1
    end = max(last, _about(scene, noun)) if agent is not None and agent.kind == "group" else last
    named = next((t.i for t in tokens[first : noun.first] if t.pos != "NUM"), noun.first)
    bare = named == noun.first and noun.first == noun.head.i and end == noun.head.i + 1
    if bare and agent is None:
        return None
    if agent is not None and not agent.alone and not owners and (bare or not _telling(scene, first, noun)):
        return None
    if noun.head.dep == "attr" and tokens[edge].lower in ("a", "an"):
        return None  # `he is a leader who ...` names nobody
    if opposed(tokens[edge : noun.first]) and (agent is None or agent.kind == "state"):
        sector = "OPP" if any(t.lower == "opposition" for t in tokens[edge : noun.first]) else "REB"
    words = " ".join(scene.doc.text[tokens[first].start : tokens[end - 1].end].split())
    country = owners[0].country if len({o.country for o in owners}) == 1 else ""
    if agent is not None and agent.kind == "relation":
        country = ""
    code = "" if agent is not None and agent.kind == "relation" else gazetteer.code(country, sector)
    known = scene.known(words, "plural" if noun.head.tag in ("NNS", "NNPS") else "description")
    known.code = known.code or code
    if title is not None and noun.head.tag in ("NN", "NNP"):
        known.kind = "person"
    known.gender = known.gender or gender_of(noun.head.lower)
    return Mention(edge, end, noun.head.i, (words,), (code,), "description", 0.4, "words as they stand")


def _telling(scene: Scene, first: int, noun: Noun) -> bool:
    """Whether modifiers make an actor of a noun that alone is none: a name or another actor, not `serious business`."""
    modifiers = scene.doc.tokens[first : noun.first]
    last = noun.head.i + 1 != noun.first + 1 or any(c.dep == "prep" and c.lower == "to" for c in noun.head.children)
    return last or opposed(modifiers) or any(t.text[0].isupper() or (t.lower,) in common_nouns() for t in modifiers)


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


def opposed(modifiers: list[Token]) -> bool:
    """Whether a modifier makes a body of the state one against it: `rebel forces`, `opposition officials`."""
    for token in modifiers:
        agent = common_nouns().get(words_of(token.lemma)) or common_nouns().get(words_of(token.lower))
        if agent is not None and agent.kind == "group":
            return True
    return False


def group_beside(scene: Scene, head: Token) -> Entry | None:
    """The known group or organisation named in apposition: `her party, the National League for Democracy`."""
    for child in head.children:
        if child.dep == "appos" and child.i in scene.name_at:
            entry = scene.name_at[child.i].entry
            if entry is not None and entry.kind in ("group", "organisation"):
                return entry
    return None


def same_country(one: Mention, other: Mention) -> bool:
    """Whether the first is of no other country than the second: `separatist rebels from Aceh` and the movement there."""
    return one.codes[0].split(" ")[0] in (other.codes[0].split(" ")[0], "REB", "PRM", "UAF")


def uncounted(tokens: list[Token], edge: int, noun: Noun) -> bool:
    """Whether a plural stands bare or only counted: `rebels`, `more than 5,000 fighters`, not `Islamist fighters`."""
    return all(t.pos in ("NUM", "ADP", "DET") or t.lower in COUNTING for t in tokens[edge : noun.first])


def only_group(scene: Scene, noun: Noun) -> Mention | None:
    """The one armed group that the article has spoken of so far, else the one last spoken of: `the guerrillas`."""
    if noun.agent is None or noun.agent.kind != "group" or noun.agent.sector not in ARMED:
        return None
    if noun.head.tag == "NNS" and noun.head.lemma in ("group", "movement", "organization", "organisation"):
        return None
    found: dict[str, str] = {}
    latest: set[str] = set()
    sentence = -1
    for mention in scene.mentions:
        if mention.why in ("adjective", "part of a compound"):
            continue
        for actor, code in zip(mention.actors, mention.codes, strict=True):
            known = scene.actors.get(actor)
            if known is not None and known.kind in ("group", "seat") and code.split(" ")[-1] in ARMED:
                found[actor] = code
                here = scene.doc.tokens[mention.head].sentence
                latest = latest | {actor} if here == sentence else {actor}
                sentence = here
    if len(found) > 1 and len(latest) == 1 and noun.head.tag == "NN" and noun.head.sentence - sentence <= 1:
        found = {actor: found[actor] for actor in sorted(latest)}
    if len(found) > 1:
        opposed = adversaries(scene, noun.head.i) or ()
        found = {actor: code for actor, code in found.items() if actor in opposed}
    if len(found) != 1:
        return None
    (actor, code), *_ = found.items()
    head = noun.head.i
    return Mention(head, head + 1, head, (actor,), (code,), "name", 0.6, "only armed group")


def earlier_description(scene: Scene, noun: Noun) -> Mention | None:
    """The latest description with the same noun and more words: `the rebels` after `Syrian rebels`."""
    for mention in reversed(scene.mentions):
        head = scene.doc.tokens[mention.head]
        if head.lemma == noun.head.lemma and mention.form in ("description", "name") and mention.head != noun.head.i:
            if (len(mention.actors) == 1 and " " in mention.actors[0]) or mention.form == "name":
                return mention
            return None
    return None
