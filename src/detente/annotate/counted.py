"""Whom words mean that count or order those just named: `the former`, `neither`, `the pair`, `its neighbour`."""

from __future__ import annotations

from detente.actors import gazetteer
from detente.actors.agents import lexicon
from detente.annotate.lists import actors_of, list_around
from detente.annotate.scene import Scene
from detente.annotate.sides import adversaries, side_named
from detente.codebook import MANY_STATES
from detente.doc import SUBJECTS, Mention, Token

ARGUMENTS = SUBJECTS | {"dobj", "pobj", "dative", "agent", "poss", "conj"}
ORDERED = {"former": 0, "latter": 1}
SUMS = {"pair": 2, "duo": 2, "twosome": 2, "trio": 3, "threesome": 3, "quartet": 4}
OF_TWO = frozenset({"neither", "either"})
PRONOUNS = OF_TWO | ORDERED.keys() | {"other", "another"}
NUMBERS = {"two": 2, "three": 3, "four": 4}
PEOPLE = lexicon("joint people")
OPPOSITE = lexicon("one of two")
ONE_SIDE = frozenset({"side", "party", "camp", "government"})
BODIES = frozenset({"state", "group", "organisation", "seat"})
REACH = 2  # sentences back
ANYWHERE = MANY_STATES | {""}  # codes that do not tell the state one comes from
ONE_OF = "one of the two"


def counted_mention(scene: Scene, token: Token) -> Mention | None:
    """The mention that such a word or phrase makes, or None where those meant are not clear."""
    word = token.lower
    if token.tag not in ("NN", "NNP") and word not in PRONOUNS:
        return None
    if word == "other" and token.i and scene.doc.tokens[token.i - 1].lower == "each":
        return _each_other(scene, token, token.i - 1)
    if word == "another" and token.i and scene.doc.tokens[token.i - 1].lower == "one":
        return _each_other(scene, token, token.i - 1)
    if word in ORDERED:
        return _ordered(scene, token)
    of_verb = token.dep in ("preconj", "det", "advmod") and token.head.pos in ("VERB", "AUX")
    if word in OF_TWO and (token.dep in ARGUMENTS or (word == "neither" and of_verb)) and not token.children:
        return all_of(scene, token, token.i, 2, "the two at hand")
    if word in SUMS and token.tag == "NN" and token.dep in ARGUMENTS:
        article = next((c for c in token.children if c.lower == "the" and c.i == token.i - 1), None)
        plain = article is not None and not any(c.dep in ("prep", "relcl") for c in token.children)
        return all_of(scene, token, token.i - 1, SUMS[word], "as many as counted") if plain else None
    if token.lower in PEOPLE and token.tag == "NN" and any(c.lower in OF_TWO for c in token.children):
        return all_of(scene, token, min(c.i for c in token.children if c.lower in OF_TWO), 2, "the two at hand")
    if token.lemma == "side" and token.tag == "NN" and any(c.lower in OF_TWO for c in token.children):
        return _sides(scene, token)
    if token.tag in ("NN", "NNP") and token.dep in ARGUMENTS:
        return _other_side(scene, token) or _the_other(scene, token)
    return None


def compatriots(scene: Scene, token: Token, country: str) -> Mention | None:
    """The people of one state whom a phrase counts: `the two Americans`."""
    one = token.tag not in ("NNS", "NNPS") and token.dep in SUBJECTS  # `the Italian smiled`
    number = 1 if one else next((NUMBERS[c.lower] for c in token.children if c.lower in NUMBERS), 0)
    article = next((c for c in token.children if c.lower == "the" and c.i < token.i), None)
    if not number or article is None or (one and article.i != token.i - 1):
        return None
    outside = _doers_above(scene, token)
    found: dict[str, str] = {}
    for mention in scene.mentions:
        if one and token.sentence - scene.doc.tokens[mention.head].sentence > REACH:
            continue
        for actor in mention.actors:
            known = scene.actors.get(actor)
            code = known.code.split(" ")[0] if known is not None else ""
            if known is not None and known.kind == "person" and actor not in outside and code in {country, *ANYWHERE}:
                found[actor] = known.code
    sure = {actor: code for actor, code in found.items() if code.startswith(country)}
    found = sure if len(sure) == number else found
    if len(found) != number or not (sure or (one and all(found.values()))):
        return None
    return Mention(
        article.i, token.i + 1, token.i, tuple(found), tuple(found.values()), "description", 0.55, "as many of a state"
    )


def _each_other(scene: Scene, token: Token, first: int) -> Mention | None:
    """Those who do to one another what a clause says: its subjects."""
    for verb in token.ancestors():
        subject = next((c for c in verb.children if c.dep in SUBJECTS and c.i < token.i), None)
        if subject is None:
            continue
        mention = scene.mention_at.get(subject.i)
        if mention is None:
            return None
        actors, codes = actors_of(list_around(scene, mention))
        if len(actors) < 2:
            return None
        return Mention(first, token.i + 1, token.i, actors, codes, "pronoun", 0.7, "subjects of the clause")
    return None


def _ordered(scene: Scene, token: Token) -> Mention | None:
    """The first or the second of the two just named, in the order in which the text named them first."""
    tokens = scene.doc.tokens
    before = tokens[token.i - 1] if token.i else token
    after = tokens[token.i + 1] if token.i + 1 < len(tokens) else token
    if before.lower != "the" or after.pos in ("NOUN", "PROPN", "ADJ", "NUM") or after.tag == "POS":
        return None
    two = _last_two(scene, token)
    if two is None:
        return None
    order = {actor: k for k, actor in enumerate(dict.fromkeys(a for m in scene.mentions for a in m.actors))}
    actor, code = sorted(two.items(), key=lambda item: order[item[0]])[ORDERED[token.lower]]
    return Mention(token.i - 1, token.i + 1, token.i, (actor,), (code,), "description", 0.6, ONE_OF)


def _last_two(scene: Scene, token: Token) -> dict[str, str] | None:
    """The two people, or the two states and bodies, of the last sentence that names any, where they are just two."""
    for number in range(token.sentence, max(-1, token.sentence - REACH - 1), -1):
        there = [
            m for m in scene.mentions
            if scene.doc.tokens[m.head].sentence == number and m.head < token.i and m.why not in ("adjective", ONE_OF)
        ]  # fmt: skip
        people, bodies = _of_kind(scene, there, frozenset({"person"})), _of_kind(scene, there, BODIES)
        if len(people) == 2 or (not people and len(bodies) == 2):
            return people or bodies
        if len(people) > 2 or (people and number < token.sentence) or len(bodies) > 2:
            return None
    return None


def _of_kind(scene: Scene, mentions: list[Mention], kinds: frozenset[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for mention in mentions:
        for actor, code in zip(mention.actors, mention.codes, strict=True):
            known = scene.actors.get(actor)
            if known is not None and known.kind in kinds:
                found.setdefault(actor, code)
    return found


def all_of(scene: Scene, token: Token, first: int, number: int, why: str) -> Mention | None:
    """The people, or else the states and bodies, that are as many as counted: listed, or all those of late."""
    outside = set() if token.dep in SUBJECTS else _doers_above(scene, token)
    for wanted in (frozenset({"person"}), BODIES):
        found: dict[str, str] = {}
        for number_of in range(token.sentence, max(-1, token.sentence - REACH - 2), -1):
            there = [m for m in scene.mentions if scene.doc.tokens[m.head].sentence == number_of and m.head < token.i]
            here = {a: c for a, c in _of_kind(scene, there, wanted).items() if a not in outside}
            if len(here) == number:
                found = here
                break
            found.update(here)
            if len(found) >= number:
                break
        if len(found) == number:
            order = [a for m in scene.mentions for a in m.actors if a in found]
            actors = tuple(dict.fromkeys(order))
            codes = tuple(found[a] for a in actors)
            return Mention(first, token.i + 1, token.i, actors, codes, "description", 0.6, why)
    return None


def _doers_above(scene: Scene, token: Token) -> set[str]:
    """Who does what is done to or with those meant: none of them."""
    for verb in token.ancestors():
        subject = next((c for c in verb.children if c.dep in SUBJECTS and c is not token and c.i < token.i), None)
        mention = scene.mention_at.get(subject.i) if subject is not None else None
        if mention is not None:
            return set(mention.actors)
    return set()


def _parties(scene: Scene, token: Token) -> tuple[str, ...]:
    """The two sides of the text so far: those set against each other, or the only two states and groups."""
    opposed = adversaries(scene, token.i)
    if opposed is not None:
        return opposed
    sides = [
        side_named(scene, a) for m in scene.mentions if m.head < token.i and m.why != "adjective" for a in m.actors
    ]
    found = tuple(dict.fromkeys(side for side in sides if side is not None))
    return found if len(found) == 2 else ()


def _sides(scene: Scene, token: Token) -> Mention | None:
    """Both sides, none of which, or one of which, does a thing: `neither side`."""
    pair = _parties(scene, token)
    if len(pair) != 2:
        return None
    first = min(c.i for c in token.children if c.lower in OF_TWO)
    codes = tuple(gazetteer.codes_of(name, scene.date) or "" for name in pair)
    return Mention(first, token.i + 1, token.i, pair, codes, "description", 0.6, "the two at hand")


def _other_side(scene: Scene, token: Token) -> Mention | None:
    """The side against which the one who acts stands: `blamed the other side`."""
    before = [c for c in token.children if c.i < token.i]
    if token.lemma not in ONE_SIDE or {"the", "other"} - {c.lower for c in before} or token.dep in SUBJECTS:
        return None
    own = {gazetteer.side_of(actor, scene.date) for actor in _doers_above(scene, token)}
    for actor in _doers_above(scene, token):
        known = scene.actors.get(actor)
        country = known.code.split(" ")[0] if known is not None and known.kind == "person" else ""
        own |= {state for state in [gazetteer.state_of(country)] if state}
    pair = _parties(scene, token)
    rest = [side for side in pair if side not in own]
    if len(pair) != 2 or len(rest) != 1:
        return None
    code = gazetteer.codes_of(rest[0], scene.date) or ""
    first = min(c.i for c in before)
    return Mention(first, token.i + 1, token.i, (rest[0],), (code,), "description", 0.55, "the other side")


def _the_other(scene: Scene, token: Token) -> Mention | None:
    """The other of the only two at hand: `his guest`, `its neighbour`."""
    owner = next((c for c in token.children if c.tag == "PRP$" and c.i < token.i), None)
    if token.lower not in OPPOSITE or owner is None or any(t.tag == "NNP" for t in token.children):
        return None
    mention = scene.mention_at.get(owner.i)
    known = scene.actors.get(mention.actors[0]) if mention is not None and len(mention.actors) == 1 else None
    if known is None or known.kind not in ("person", "state"):
        return None
    pair: dict[str, str] = {}
    for number in range(token.sentence, max(-1, token.sentence - REACH - 1), -1):
        there = [
            m for m in scene.mentions
            if scene.doc.tokens[m.head].sentence == number and m.head < token.i and m.why != "adjective"
        ]  # fmt: skip
        pair.update(_of_kind(scene, there, frozenset({known.kind})))
        if len(pair) > 1:
            break
    rest = [(a, c) for a, c in pair.items() if a != known.name]
    if len(rest) != 1:
        return None
    (actor, code), *_ = rest
    return Mention(owner.i, token.i + 1, token.i, (actor,), (code,), "description", 0.5, "the other of two")
