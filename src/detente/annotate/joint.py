"""Phrases for several actors at once: `both sides`, `the two leaders`, `the mediators`, `the three governments`."""

from __future__ import annotations

from collections import Counter

from detente.actors import gazetteer
from detente.actors.agents import lexicon
from detente.annotate.counted import all_of
from detente.annotate.epithets import fits
from detente.annotate.lists import actors_of, list_around
from detente.annotate.scene import Scene
from detente.annotate.sides import adversaries, brokers
from detente.doc import SUBJECTS, Mention, Token

PEOPLE = lexicon("joint people")
SIDES = lexicon("joint sides")
GO_BETWEEN = lexicon("go-between")
STATES_ONLY = lexicon("states only")
STANDS_FOR_BOTH = lexicon("stands for both")
AT_ODDS = lexicon("at odds")
NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
DEFINITE = frozenset({"the", "both", "these", "those", "all"})
NEAR, NEAR_PEOPLE = 4, 3  # sentences in which to look for the only two
JOINED, JOINED_PEOPLE = 3, 8  # sentences back to two joined by `and`
JUST_NOW = 2
LEAD = 2  # sentences
RANKS = lexicon("a leader") | lexicon("a minister") | lexicon("a soldier") | {"president", "premier"}
NOUNS = PEOPLE | SIDES | GO_BETWEEN | RANKS
SPEAKING = frozenset({"state", "group"})


def joint_mention(scene: Scene, token: Token) -> Mention | None:
    """The actors that a phrase for several stands for, where the text leaves no other choice."""
    if token.text == "Koreas":
        return Mention(
            _first(token), token.i + 1, token.i, ("North Korea", "South Korea"), ("PRK GOV", "KOR GOV"), "name", 0.9,
            "the two Koreas",
        )  # fmt: skip
    if token.tag not in ("NNS", "NNPS"):
        return None
    noun = token.lemma.lower()
    if noun not in NOUNS:
        return None
    before = [child for child in token.children if child.i < token.i and child.dep != "punct"]
    words = {child.lower for child in before}
    if any(child.dep == "prep" and child.lower in ("of", "in", "to") for child in token.children):
        return None
    if any(child.tag == "PRP$" for child in before):
        return None  # `both their kingdoms`
    if not words & DEFINITE or any(i in scene.name_at for i in range(_first(token), token.i)):
        return None
    number = next((NUMBERS[w] for w in sorted(words) if w in NUMBERS), 0)
    if noun in GO_BETWEEN:
        return _mediators(scene, token, number)
    if number > 2:
        return _listed(scene, token, number, people=noun in PEOPLE | RANKS)
    if number == 0 and (noun not in STANDS_FOR_BOTH | {"leader", "president"} or words - AT_ODDS - {"the"}):
        return None
    if number == 0 and _told_before(scene, token):
        return None
    rivals = _rival_parties(scene, token) if noun == "party" else ()
    if len(rivals) == 1 or "political" in words:
        return None
    pair = rivals[:2] if len(rivals) == 2 else _pair(scene, token, people=noun in PEOPLE | RANKS)
    if pair is None and noun in RANKS and number == 2:
        return all_of(scene, token, _first(token), 2, "the two at hand")  # `the two generals`
    if pair is None:
        return None
    codes = tuple(scene.known(name, "").code or gazetteer.codes_of(name, scene.date) or "" for name in pair)
    return Mention(_first(token), token.i + 1, token.i, pair, codes, "description", 0.6, "the two at hand")


def _rival_parties(scene: Scene, token: Token) -> tuple[str, ...]:
    """The political parties of which an article has spoken: of `both parties` they are meant, not the states."""
    found = {
        actor: None for m in scene.mentions for actor, code in zip(m.actors, m.codes, strict=True)
        if m.head < token.i and code.rpartition(" ")[2] in ("PTY", "OPP", "GOV") and actor not in gazetteer.states()
        and (known := scene.actors.get(actor)) is not None and known.kind == "group" and "Party" in actor
    }  # fmt: skip
    return tuple(found)


def _first(token: Token) -> int:
    return min([child.i for child in token.children if child.i < token.i and child.dep != "punct"], default=token.i)


def _told_before(scene: Scene, token: Token) -> bool:
    """Whether the parties were described before: `Northern Ireland's parties`."""
    before = scene.earlier(token.lemma.lower(), token.i)
    return before is not None and before.why == "words as they stand" and " " in before.actors[0]


def _mediators(scene: Scene, token: Token, number: int) -> Mention | None:
    """Those of whom the text has said that they mediate; all of them, or as many as the phrase counts."""
    actors, codes = actors_of(brokers(scene, token.i))
    if len(actors) < 2 or (number and len(actors) != number):
        return None
    return Mention(_first(token), token.i + 1, token.i, actors, codes, "description", 0.65, "those who mediate")


def _listed(scene: Scene, token: Token, number: int, *, people: bool) -> Mention | None:
    """The latest list of as many people, or states and bodies, as the phrase counts."""
    for mention in reversed(scene.mentions):
        if mention.head >= token.i or mention.form == "pronoun":
            continue
        actors, codes = actors_of(list_around(scene, mention))
        kinds = {known.kind if (known := scene.actors.get(actor)) else "" for actor in actors}
        if len(actors) == number and (
            kinds == {"person"} or (people and kinds == {"state"}) or not (people or "person" in kinds)
        ):
            return Mention(_first(token), token.i + 1, token.i, actors, codes, "description", 0.65, "as many listed")
    return _counted(scene, token, number) if people else None


def _counted(scene: Scene, token: Token, number: int) -> Mention | None:
    """The people of one of the two sentences before, where they are as many as the phrase counts."""
    for sentence in (token.sentence, token.sentence - 1, token.sentence - 2):
        there = [
            m for m in scene.mentions
            if m.head < token.i and scene.doc.tokens[m.head].sentence == sentence and len(m.actors) == 1
            and (known := scene.actors.get(m.actors[0])) is not None and known.kind == "person"
        ]  # fmt: skip
        actors, codes = actors_of(there)
        if len(actors) == number:
            return Mention(_first(token), token.i + 1, token.i, actors, codes, "description", 0.6, "as many named")
    return None


def _pair(scene: Scene, token: Token, *, people: bool) -> tuple[str, ...] | None:
    """The two meant: joined by `and` just before, at odds, the only two nearby, or the two that lead the article."""
    told = None if people else _told_of(scene, token)
    if told is not None:
        return told
    outside = _outside(scene, token)
    return _pair_without(scene, token, outside, people=people) or (
        _pair_without(scene, token, set(), people=people) if outside else None
    )


def _told_of(scene: Scene, token: Token) -> tuple[str, str] | None:
    """The two at odds of whom a third speaks: `a US official said that the two sides were drifting apart`."""
    if token.dep not in SUBJECTS or token.lemma.lower() in STATES_ONLY:
        return None
    speakers: set[str] = set()
    for verb in token.ancestors():
        for child in verb.children:
            mention = scene.mention_at.get(child.i) if child.dep in SUBJECTS and child.i < token.i else None
            if mention is not None:
                speakers.update(gazetteer.side_of(actor, scene.date) for actor in mention.actors)
    if not speakers:
        return None
    opposed = adversaries(scene, token.i)
    if opposed is not None:
        return None if speakers & set(opposed) else opposed
    before = [m for m in scene.mentions if m.head < token.i]
    lead = [m for m in before if scene.doc.tokens[m.head].sentence < LEAD]
    pair = _joined(scene, lead, set(), "sides")
    return (pair[0], pair[1]) if pair is not None and not speakers & set(pair) else None


def _pair_without(scene: Scene, token: Token, outside: set[str], *, people: bool) -> tuple[str, ...] | None:
    before = [m for m in scene.mentions if m.head < token.i and m.why not in ("adjective", "part of a compound")]
    states = token.lemma.lower() in STATES_ONLY
    if not people and not states:
        outside = outside | {actor for m in brokers(scene, token.i) for actor in m.actors}
    here = token.sentence
    near: list[list[Mention]] = [[] for _ in range(NEAR_PEOPLE if people else NEAR)]
    just_now, lately = [], []
    for mention in before:
        back = here - scene.doc.tokens[mention.head].sentence
        if back < len(near):
            near[back].append(mention)
        if back < JUST_NOW:
            just_now.append(mention)
        if back < (JOINED_PEOPLE if people else JOINED):
            lately.append(mention)
    opposed = None if people else adversaries(scene, token.i)
    if opposed is not None and (set(opposed) & outside or (states and not all(map(_is_state, opposed)))):
        opposed = None
    noun = token.lemma.lower()
    wanted = noun if noun in RANKS else "people" if people else "states" if states else "sides"
    joined = _joined(scene, just_now, outside, wanted) or opposed or _joined(scene, lately, outside, wanted)
    if joined is None:
        joined = _joined(scene, [m for m in before if scene.doc.tokens[m.head].sentence < LEAD], outside, wanted)
    if joined is not None:
        return joined
    if not people and not any(c.lower in NUMBERS for c in token.children):
        return None if scene.doc.quoted(token.start) else _leading(scene, before, outside, wanted)
    found: dict[str, None] = {}
    for mentions in near:
        for mention in mentions:
            found.update(dict.fromkeys(_parties(scene, mention, outside, wanted)))
        if len(found) >= 2:
            break
    leading = _leading(scene, before, outside, wanted)
    if len(found) == 2 and (people or leading is None or set(leading) == set(found)):
        return tuple(found)
    return leading


def _is_state(name: str) -> bool:
    return name in gazetteer.states()


def _parties(scene: Scene, mention: Mention, outside: set[str], wanted: str) -> list[str]:
    """The people, or the sides, that a mention speaks of."""
    found: list[str] = []
    for actor in mention.actors:
        known = scene.actors.get(actor)
        if known is None or (wanted in RANKS and not fits(scene, known, wanted)):
            continue
        side = gazetteer.side_of(actor, scene.date) if known.kind == "person" else actor
        if actor in outside or side in outside:
            continue
        if wanted == "people" or wanted in RANKS:
            found.extend([actor] if known.kind == "person" else [])
        elif wanted == "states" and not _is_state(side):
            continue
        elif known.kind in SPEAKING or (known.kind == "person" and side != actor and _is_side(side)):
            found.append(side)
    return found


def _is_side(name: str) -> bool:
    entry = gazetteer.known(name)
    return entry is not None and entry.kind in SPEAKING


def _joined(scene: Scene, before: list[Mention], outside: set[str], wanted: str) -> tuple[str, ...] | None:
    heads = {mention.head: mention for mention in before}
    for mention in reversed(before):
        parties = _parties(scene, mention, outside, wanted)
        token = scene.doc.tokens[mention.head]
        if len(mention.actors) == 1 and token.dep == "conj" and token.head.i in heads and _just_two(token):
            parties = [*_parties(scene, heads[token.head.i], outside, wanted), *parties]
        pair = tuple(dict.fromkeys(parties))
        if len(mention.actors) == 1:
            listed = list_around(scene, mention)
            together = tuple(dict.fromkeys(p for m in listed for p in _parties(scene, m, outside, wanted)))
            pair = together if len(pair) != 2 or len(together) > 2 else pair
        if len(pair) == 2:
            return pair
    return None


def _just_two(token: Token) -> bool:
    """Whether a word is the second of two that are joined, not one of a longer list."""
    return token.head.dep != "conj" and not any(c.dep == "conj" for c in token.children)


def _leading(scene: Scene, before: list[Mention], outside: set[str], wanted: str) -> tuple[str, ...] | None:
    counts = Counter(side for m in before for side in _parties(scene, m, outside, wanted))
    ranked = counts.most_common(3)
    if len(ranked) < 2 or ranked[1][1] < 2 or (len(ranked) == 3 and ranked[1][1] < 2 * ranked[2][1]):
        return None
    return ranked[0][0], ranked[1][0]


def _outside(scene: Scene, token: Token) -> set[str]:
    """Who speaks to or of the two and is none of them: the subject of the clause in which they are the object."""
    if token.dep in SUBJECTS:
        return set()
    for verb in token.ancestors():
        subject = next((c for c in verb.children if c.dep in SUBJECTS and c.i < token.i), None)
        mention = scene.mention_at.get(subject.i) if subject is not None else None
        if mention is not None:
            return {gazetteer.side_of(actor, scene.date) for actor in mention.actors}
    return set()
