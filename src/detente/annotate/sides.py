"""Who stands against whom in an article, and who goes between them."""

from __future__ import annotations

from collections import Counter

from detente.actors import gazetteer
from detente.actors.agents import lexicon
from detente.annotate.lists import list_around
from detente.annotate.scene import Scene
from detente.doc import SUBJECTS, Mention, Token

BROKERING = lexicon("brokering")
BROKERED = lexicon("brokered")
GO_BETWEEN = lexicon("go-between")
CONTENDING = lexicon("contending")
SPEAKING = frozenset({"state", "group"})
AGAINST = frozenset({"with", "against", "on", "between", "at"})
RELATIVES = frozenset({"which", "who", "that"})
ARMED = frozenset({"REB", "PRM", "UAF"})
LEAD = 2  # sentences that count double
FEW = 4


def side_named(scene: Scene, actor: str) -> str | None:
    """The state or group that an actor is or speaks for, where it is known."""
    known = scene.actors.get(actor)
    side = gazetteer.side_of(actor, scene.date)
    if side != actor:
        entry = gazetteer.known(side)
        return side if entry is not None and entry.kind in SPEAKING else None
    return actor if known is not None and known.kind in SPEAKING else None


def brokers(scene: Scene, before: int) -> list[Mention]:
    """Those of whom the text has said so far that they mediate, host or broker."""
    key = len(scene.mentions), scene.doc.tokens[before].sentence
    if key not in scene.brokers:
        scene.brokers[key] = _brokers(scene, before)
    return scene.brokers[key]


def _brokers(scene: Scene, before: int) -> list[Mention]:
    found: dict[tuple[str, ...], Mention] = {}
    for token in scene.doc.tokens[:before]:
        if token.lemma in BROKERING and token.pos == "VERB":
            for mention in _go_between(scene, token):
                found.setdefault(mention.actors, mention)
        elif token.lower in BROKERED and token.i > 1 and scene.doc.tokens[token.i - 1].text in ("-", "–"):
            beside = scene.mention_at.get(token.i - 2)
            if beside is not None and len(beside.actors) == 1:
                found.setdefault(beside.actors, beside)
        elif token.lemma in GO_BETWEEN and token.pos in ("NOUN", "PROPN"):
            for mention in _called_mediator(scene, token):
                found.setdefault(mention.actors, mention)
    return list(found.values())


def _called_mediator(scene: Scene, noun: Token) -> list[Mention]:
    """Who is called a mediator: `mediators from Norway`, `Qatar, a mediator,`, `mediators Qatar and Egypt`."""
    own = scene.mention_at.get(noun.i)
    if own is not None and own.head == noun.i and own.form in ("title", "demonym") and all(
        gazetteer.known(actor) is not None and actor in gazetteer.states() for actor in own.actors
    ):  # fmt: skip
        return [own]
    beside = [noun.head] if noun.dep in ("appos", "attr") else []
    beside += [c for c in noun.children if c.dep == "appos"]
    found = [scene.mention_at.get(t.i) for t in beside]
    return [
        one for m in found if m is not None and m.form in ("name", "metonym") and _is_body(scene, m)
        for one in list_around(scene, m)
    ]  # fmt: skip


def _is_body(scene: Scene, mention: Mention) -> bool:
    known = scene.actors.get(mention.actors[0])
    return known is not None and known.kind in ("state", "organisation")


def _go_between(scene: Scene, verb: Token) -> list[Mention]:
    """Who does what a verb of brokering says: its subject, what a relative clause hangs on, or `by` whom it is done."""
    doers = [t for c in verb.children if c.dep == "agent" for t in c.children if t.dep == "pobj"]
    if not doers and (verb.tag == "VBN" and any(c.dep in ("nsubjpass", "auxpass") for c in verb.children)):
        return []
    doers = doers or [c for c in verb.children if c.dep in ("nsubj", "nsubjpass")]
    if any(d.lower in RELATIVES for d in doers):
        doers = [verb.head] if verb.dep == "relcl" else []
    found: list[Mention] = []
    for doer in doers:
        mention = scene.mention_at.get(doer.i)
        if mention is not None and mention.form != "description":
            found.extend(m for m in list_around(scene, mention) if m.form != "description")
    return found


def adversaries(scene: Scene, before: int) -> tuple[str, str] | None:
    """The two sides that the text so far sets against each other most: in fighting, blame, talks or a deal."""
    key = len(scene.mentions), scene.doc.tokens[before].sentence
    if key not in scene.adversaries:
        scene.adversaries[key] = _adversaries(scene, before)
    return scene.adversaries[key]


def _adversaries(scene: Scene, before: int) -> tuple[str, str] | None:
    between = {a for m in brokers(scene, before) for a in m.actors}
    between |= {gazetteer.side_of(a, scene.date) for a in sorted(between)}
    counts: Counter[tuple[str, str]] = Counter()
    for number, mentions in _by_sentence(scene, before).items():
        weight = 2 if number < LEAD else 1
        for pair in _opposed_in(scene, mentions):
            if not between & set(pair):
                counts[pair if (pair[1], pair[0]) not in counts else (pair[1], pair[0])] += weight
    ranked = counts.most_common(2)
    if not ranked:
        return _state_and_group(scene, before)
    return None if len(ranked) == 2 and ranked[0][1] == ranked[1][1] else ranked[0][0]


def _state_and_group(scene: Scene, before: int) -> tuple[str, str] | None:
    """The one armed group named so far and the state it fights in, where that state leads the article."""
    groups = {
        actor for m in scene.mentions if m.head < before for actor, code in zip(m.actors, m.codes, strict=True)
        if code.rpartition(" ")[2] in ARMED and (known := scene.actors.get(actor)) is not None and known.kind == "group"
    }  # fmt: skip
    leading = scene.states.most_common(1)
    if len(groups) != 1 or not leading:
        return None
    group = groups.pop()
    entry = gazetteer.known(group, scene.date)
    home = gazetteer.state_of(entry.country) if entry is not None else None
    return (home, group) if home is not None and home == leading[0][0] else None


def _by_sentence(scene: Scene, before: int) -> dict[int, list[Mention]]:
    found: dict[int, list[Mention]] = {}
    for mention in scene.mentions:
        if mention.head < before and mention.why not in ("adjective", "part of a compound"):
            found.setdefault(scene.doc.tokens[mention.head].sentence, []).append(mention)
    return found


def _opposed_in(scene: Scene, mentions: list[Mention]) -> list[tuple[str, str]]:
    """The pairs of sides that one sentence sets against each other, each once."""
    found: dict[tuple[str, str], None] = {}
    tokens = scene.doc.tokens
    for k, two in enumerate(mentions):
        for one in mentions[:k]:
            left, right = _side(scene, one), _side(scene, two)
            if left is None or right is None or left == right:
                continue
            if _joined(tokens[one.head], tokens[two.head]) or _set_against(tokens[one.head], tokens[two.head]):
                found.setdefault((left, right) if (right, left) not in found else (right, left), None)
    return list(found)


def _side(scene: Scene, mention: Mention) -> str | None:
    return side_named(scene, mention.actors[0]) if len(mention.actors) == 1 else None


def _joined(one: Token, two: Token) -> bool:
    """Whether two are joined by `and`, just they, as `between` or as those who fight, talk or agree."""
    if two.dep != "conj" or two.head is not one or one.dep == "conj" or any(c.dep == "conj" for c in two.children):
        return False
    governor = one.head
    return governor.lower == "between" or (one.dep in SUBJECTS and governor.lemma in CONTENDING)


def _set_against(one: Token, two: Token) -> bool:
    """Whether the one is the subject of a verb of contest whose object, near or after `against`, is the other."""
    if one.dep == "conj":
        one = one.head
    verb = one.head
    if one.dep not in (*SUBJECTS, "poss"):
        return False
    if two.dep == "dobj":
        return two.head.lemma in CONTENDING and verb in (two.head, *two.head.ancestors())
    if two.dep != "pobj" or two.head.lower not in AGAINST:
        return False
    governor = two.head.head
    return verb in (governor, *governor.ancestors()) and (governor.lemma in CONTENDING or two.head.lower == "against")


def state_meant(scene: Scene, token: Token) -> str | None:
    """The state whose body is meant without saying so: the one at odds with a group, the article's, the one at hand."""
    opposed = adversaries(scene, token.i)
    states = [name for name in opposed or () if name in gazetteer.states()]
    if len(states) == 1:
        return states[0]
    at_hand = scene.state_at_hand(token.sentence) or scene.state_of_people_near(token.sentence)
    return at_hand or scene.state_of_places(token.sentence) or _last_doer(scene, token)


def last_side(scene: Scene, token: Token) -> str | None:
    """The state, body or group that was last the subject in the same paragraph: that of `a spokesman`."""
    for mention in reversed(scene.mentions):
        head = scene.doc.tokens[mention.head]
        if "\n\n" in scene.doc.text[head.end : token.start]:
            return None
        if head.dep in SUBJECTS and len(mention.actors) == 1:
            known = scene.actors.get(mention.actors[0])
            if known is not None and known.kind in ("state", "group", "organisation"):
                return known.name
    return None


def _last_doer(scene: Scene, token: Token) -> str | None:
    """The state that was last the subject in this paragraph or the one before, itself or through its people."""
    for mention in reversed(scene.mentions):
        head = scene.doc.tokens[mention.head]
        if scene.doc.text.count("\n\n", head.end, token.start) > 1:
            return None
        if head.dep in (*SUBJECTS, "poss") and len(mention.actors) == 1:
            side = gazetteer.side_of(mention.actors[0], scene.date)
            if side in gazetteer.states():
                return side
    return None
