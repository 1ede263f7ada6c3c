"""Who is mentioned where: names, titles, metonyms, demonyms, pronouns and descriptions, linked to canonical actors."""

from __future__ import annotations

from dataclasses import replace

from detente.actors import gazetteer
from detente.actors.agents import common_nouns, lexicon
from detente.actors.heads import noun_for
from detente.actors.peoples import country_of_people
from detente.annotate import authors
from detente.annotate.counted import compatriots, counted_mention
from detente.annotate.crowds import counted_people
from detente.annotate.joint import joint_mention
from detente.annotate.names import Name, head_of
from detente.annotate.persons import person_named
from detente.annotate.phrases import phrase_mention
from detente.annotate.pronouns import pronoun_at
from detente.annotate.recalled import followers_at_hand
from detente.annotate.scene import Scene
from detente.annotate.strangers import first_and_sector
from detente.codebook.spelling import words_of
from detente.doc import SUBJECTS, Doc, Mention, Token

HEADING = frozenset({"head", "chairman", "chair", "chief", "secretary", "deputy", "member", "leader"})
TRAVEL = lexicon("travel")
OF_A_CITY = lexicon("of a city")
ENTERED = lexicon("entered")
TRUST = lexicon("trust")
OF_GOVERNMENTS = lexicon("of governments")


def annotate(doc: Doc, names: list[Name]) -> None:
    """Fill `doc.mentions`, `doc.author` and `doc.author_codes`, from the names in the text."""
    authors.annotate(doc)
    scene = Scene(doc, names)
    _councils_of_states(scene)
    starts = {name.first: name for name in scene.names}
    aliases: dict[str, Mention] = {}
    for token in doc.tokens:
        name = starts.get(token.i)
        if name is not None:
            mention = person_named(scene, name) if name.kind == "person" else _name_mention(scene, name)
        elif token.text in ("North", "South"):
            mention = _half(scene, token)
        elif token.tag in ("PRP", "PRP$") or (token.lower in ("all", "both") and token.dep in SUBJECTS):
            mention = pronoun_at(scene, token)
        else:
            mention = None
        short = aliases.get(token.text)
        if short is not None and (name is None or name.entry is None) and token.i not in scene.mention_at:
            mention = replace(short, first=token.i, last=token.i + 1, head=token.i, form="name")
        if mention is not None:
            scene.add(mention)
        if token.text == "(":
            aliases.update(_alias(scene, token))
        described = counted_mention(scene, token) or joint_mention(scene, token) or phrase_mention(scene, token)
        if described is not None:
            scene.add(described)
    doc.mentions = sorted((_as_told_later(scene, m) for m in scene.mentions), key=lambda m: (m.first, m.last))


def _as_told_later(scene: Scene, mention: Mention) -> Mention:
    """A mention of a person with the code that an apposition behind it gives: `X, the group's head`."""
    known = scene.actors.get(mention.actors[0]) if mention.codes == ("",) else None
    return replace(mention, codes=(known.code,)) if known is not None and known.kind == "person" else mention


def _alias(scene: Scene, bracket: Token) -> dict[str, Mention]:
    """The short form that brackets give to the body named before them: `Orange Democratic Movement (ODM)`."""
    tokens = scene.doc.tokens
    before = scene.mention_at.get(bracket.i - 1)
    if before is None or bracket.i + 2 >= len(tokens) or tokens[bracket.i + 2].text != ")" or len(before.actors) != 1:
        return {}
    short = tokens[bracket.i + 1].text
    letters = iter("".join(t.text for t in tokens[before.first : before.last]).upper())
    in_order = short.isupper() and short.isalpha() and all(letter in letters for letter in short)
    if not in_order or len(short) == 1:
        return {}
    known = scene.known(before.actors[0], "group")
    known.kind = "group" if known.kind in ("plural", "description") else known.kind
    return {short: before}


def _name_mention(scene: Scene, name: Name) -> Mention | None:
    """The mention that the name of a state, organisation or group makes where it is no part of a longer one."""
    if name.kind in ("person", "place") or name.last - 1 in scene.mention_at:
        return None
    token = scene.doc.tokens[name.last - 1]
    head = head_of(scene.doc.tokens, name)
    entry = name.entry
    if entry is None and name.kind == "people" and _is_noun(token):
        return None  # `Jihadists`: what the phrase says
    if entry is None and name.kind == "people" and token.tag in ("NNPS", "NNS") and head is token:
        followers = followers_at_hand(scene, token) if name.last - name.first == 1 else None
        if followers is not None:
            return followers
        code = _code_of_people(scene, name)
        scene.known(name.text, "plural").code = code
        return Mention(name.first, name.last, head.i, (name.text,), (code,), "demonym", 0.4, "people as they stand")
    if entry is None:
        if name.kind != "organisation" or scene.place_like(head) or _bracketed(scene, name):
            return None
        single = name.last - name.first == 1
        first, sector = first_and_sector(scene, name)
        owner = _country_owning(scene, name)
        if owner and words_of(name.text) in common_nouns():
            return None  # `Russia's Security Council`: what the phrase says
        known = scene.known(name.text, "organisation")
        known.code = known.code or (_code_of_people(scene, name) if single else "") or gazetteer.code(owner, sector)
        return Mention(first, name.last, head.i, (name.text,), (known.code,), "name", 0.5, "name as it stands")
    if _linked(scene.doc.tokens, name):
        code = entry.code if entry.kind == "state" else gazetteer.codes_of(entry.name, scene.date) or entry.code
        return Mention(name.first, name.last, head.i, (entry.name,), (code,), "name", 0.5, "part of a compound")
    kind = "state" if entry.name in gazetteer.states() else entry.kind
    known = scene.known(entry.name, "organisation" if kind == "capital" else kind)
    if entry.kind in ("adjective", "people"):
        return _people(scene, name, head, token, entry)
    if entry.kind == "capital":
        if not _acts(scene, head):
            return None
        return Mention(
            name.first, name.last, head.i, (entry.name,), (entry.code,), "metonym", 0.75, "capital that acts"
        )
    if entry.kind == "seat":
        if scene.place_like(head):
            return None
        form = "metonym" if entry.name in gazetteer.states() else "name"
        return Mention(
            name.first, name.last, head.i, (entry.name,), (entry.code,), form, 0.85, "seat or body of a state"
        )
    if entry.kind == "state" and scene.place_like(head) and not _trusted(head):
        return None
    code = known.code if entry.kind != "state" else entry.code
    return Mention(
        name.first, name.last, head.i, (entry.name,), (code or entry.code,), "name", 0.95, "name in the codebook"
    )


def _code_of_people(scene: Scene, name: Name) -> str:
    """The code of a people without a state of its own, where the text speaks of the state in which it lives."""
    before = scene.name_at.get(name.first - 1)
    if before is not None and before.entry is not None and before.kind == "adjective":
        return gazetteer.code(before.entry.country, "CVL")  # `Iraqi Kurds`
    country = country_of_people(words_of(name.text))
    there = not scene.states or scene.states[gazetteer.state_of(country) or ""] > 0
    return gazetteer.code(country, "CVL") if country and there else ""


def _councils_of_states(scene: Scene) -> None:
    """Read a state's own security council as such: one who heads it is named, and the text speaks not of the UN."""
    state = scene.main_state()
    named = [n for n in scene.names if n.text == "Security Council"]
    others = any(n.entry is not None and n.entry.country == "UNO" and n not in named for n in scene.names)
    if state is None or others:
        return
    for name in named:
        head = head_of(scene.doc.tokens, name)
        over = head.head.head if head.dep == "pobj" and head.head.lower == "of" else head
        if over.lemma in HEADING:
            entry = gazetteer.Entry("seat", f"Security Council of {state}", gazetteer.states()[state]["code"], "GOV")
            own = replace(name, kind="seat", entry=entry)
            scene.names[scene.names.index(name)] = own
            scene.name_at.update(dict.fromkeys(range(name.first, name.last), own))


def _is_noun(token: Token) -> bool:
    """Whether a name that only the model sees is a common noun with a capital letter."""
    return noun_for(token.lower) is not None


def _half(scene: Scene, token: Token) -> Mention | None:
    """The state that `the North` or `the South` means in an article on a divided country."""
    before = scene.doc.tokens[token.i - 1] if token.i else token
    if (
        before.lower != "the"
        or token.i in scene.name_at
        or token.dep not in (*SUBJECTS, "poss", "dobj", "pobj", "conj")
    ):
        return None
    named = [name for name in scene.states if name.startswith(f"{token.text} ") and gazetteer.states()[name]["code"]]
    if not named or scene.place_like(token):
        return None
    name = max(named, key=lambda n: (scene.states[n], n))
    code = f"{gazetteer.states()[name]['code']} GOV"
    scene.known(name, "state")
    return Mention(token.i, token.i + 1, token.i, (name,), (code,), "metonym", 0.7, "half of a divided country")


def _country_owning(scene: Scene, name: Name) -> str:
    """The state whose a body is that the codebook does not know: `Ruritania's Popular Front`."""
    tokens = scene.doc.tokens
    owner = scene.name_at.get(name.first - 2) if name.first > 1 and tokens[name.first - 1].tag == "POS" else None
    return owner.entry.country if owner is not None and owner.entry is not None and owner.kind == "state" else ""


def _bracketed(scene: Scene, name: Name) -> bool:
    return name.first > 0 and scene.doc.tokens[name.first - 1].text == "("


def _linked(tokens: list[Token], name: Name) -> bool:
    """Whether a name is the first part of a compound adjective: `US` in `US-backed`."""
    return (
        name.last + 1 < len(tokens)
        and tokens[name.last].text in ("-", "–")
        and tokens[name.last].start == tokens[name.last - 1].end
        and tokens[name.last + 1].tag in ("VBN", "VBD", "JJ")
    )


def _people(scene: Scene, name: Name, head: Token, token: Token, entry: gazetteer.Entry) -> Mention | None:
    plural = token.tag in ("NNPS", "NNS")
    if plural and name.first and scene.doc.tokens[name.first - 1].lower == "ethnic":
        text = " ".join(t.text for t in scene.doc.tokens[name.first - 1 : name.last])
        scene.known(text, "plural").code = "CVL"
        why = "people within another state"
        return Mention(name.first - 1, name.last, head.i, (text,), ("CVL",), "description", 0.5, why)
    within = _within_another_state(scene, name, head, entry) if plural else None
    if within is not None:
        return within
    alone = not (head.dep in ("amod", "compound", "nmod", "poss") and head.head.i > head.i)
    if not plural and alone and scene.place_like(head):
        return None  # a language: `in Chinese`
    group = _group_of(scene, name) if plural else None
    if group is not None:
        known = scene.known(group, "group")
        return Mention(name.first, name.last, head.i, (group,), (known.code,), "demonym", 0.6, "short for a group")
    counted = compatriots(scene, token, entry.country) if plural or alone else None
    if counted is not None:
        return counted
    some = counted_people(scene, name, head) if plural else None
    if some is not None:
        return some
    if plural or (alone and head.dep in (*SUBJECTS, "dobj", "pobj", "conj") and token.tag != "JJ"):
        return Mention(
            name.first, name.last, head.i, (entry.name,), (entry.country,), "demonym", 0.7, "people of a state"
        )
    if entry.kind == "adjective":
        return Mention(name.first, name.last, head.i, (entry.name,), (entry.code,), "demonym", 0.4, "adjective")
    return None


def _within_another_state(scene: Scene, name: Name, head: Token, entry: gazetteer.Entry) -> Mention | None:
    """A people named right behind the state in which it lives: `Ecuadorean Indians`."""
    before = scene.name_at.get(name.first - 1)
    if before is None or before.kind != "adjective" or before.entry is None or before.entry.country == entry.country:
        return None
    text = " ".join(t.text for t in scene.doc.tokens[before.first : name.last])
    code = gazetteer.code(before.entry.country, "CVL")
    scene.known(text, "plural").code = code
    why = "people within another state"
    return Mention(before.first, name.last, head.i, (text,), (code,), "description", 0.6, why)


def _group_of(scene: Scene, name: Name) -> str | None:
    """The group that the name of a people is short for, where the text speaks more of it: `the Serbs` of Bosnia."""
    counts: dict[str, int] = {}
    state = 0
    for other in scene.names:
        if other.first >= name.first:
            break
        if other.entry is None:
            continue
        if other.entry.kind == "group" and _stem(other) == _stem(name):
            counts[other.entry.name] = counts.get(other.entry.name, 0) + 1
        elif name.entry is not None and other.entry.name == name.entry.name and _stem(other) != _stem(name):
            state += 1
    best = max(counts, key=lambda group: counts[group], default=None)
    return best if best is not None and counts[best] > state else None


def _stem(name: Name) -> str:
    return (words_of(name.text) or ("",))[-1].removesuffix("s")


def _trusted(head: Token) -> bool:
    return head.head.lower == "in" and head.head.head.lemma in TRUST


def _acts(scene: Scene, head: Token) -> bool:
    """Whether the name of a capital stands for its government: not after `in`, `to` or `from` as a place."""
    while head.dep == "conj" and head.head is not head and head.head.pos == "PROPN":
        head = head.head
    if scene.place_like(head):
        return False
    if head.dep == "pobj":
        governor = head.head.head
        if head.head.lower in ("to", "from", "toward", "towards", "of", "for"):
            if governor.pos == "VERB":
                return head.head.lower in ("of", "for") and governor.lemma not in ENTERED | TRAVEL
            return (
                governor.pos == "NOUN"
                and governor.lemma not in TRAVEL
                and (head.head.lower != "of" or governor.lemma in OF_GOVERNMENTS)
            )
        return True
    if head.dep == "dobj" and head.head.lemma in ENTERED:
        return False
    if head.dep in ("npadvmod", "appos") or (head.dep == "poss" and head.head.lemma in OF_A_CITY):
        return False
    if head.dep in ("compound", "nmod"):
        return head.head.i > head.i and head.head.text in ("-",)
    return head.dep in SUBJECTS or head.dep in ("poss", "dobj", "dative", "agent", "conj")
