"""Which state or alliance a noun means that names none: `the country` after `Iran`, `Allies` in a text on NATO."""

from __future__ import annotations

from detente.actors import gazetteer
from detente.annotate.names import Name
from detente.annotate.scene import Scene
from detente.doc import SUBJECTS, Mention, Token

COUNTRY = frozenset({"country", "nation"})
QUALIFYING = frozenset({"compound", "amod", "nmod"})
STANDING = SUBJECTS | {"dobj", "poss"}
TOLD = frozenset(
    {"tell", "address", "assure", "inform", "urge", "remind", "warn", "ask"}
)  # `told the nation`: its people
TELLING = frozenset({"relcl", "acl", "prep", "appos", "amod", "nmod", "compound"})  # which country is told by these
REACH = 2  # sentences back
ALLIANCE = "NATO"
ALLIES = frozenset({"Allies", "Ally"})


def country_mention(scene: Scene, token: Token) -> Mention | None:
    """The one state named just before that `the country` can mean."""
    if token.tag != "NN" or token.lower not in COUNTRY or token.dep not in STANDING or token.i == 0:
        return None
    article = scene.doc.tokens[token.i - 1]
    if article.lower != "the" or any(child.dep in TELLING for child in token.children):
        return None
    if token.dep == "dobj" and token.head.lemma in TOLD:
        return None
    state = _state_before(scene, token)
    if state is None or scene.main_state() not in (None, state):
        return None
    code = gazetteer.code(gazetteer.states()[state]["code"], "GOV")
    scene.known(state, "state")
    return Mention(article.i, token.i + 1, token.i, (state,), (code,), "description", 0.55, "state just named")


def _state_before(scene: Scene, token: Token) -> str | None:
    """The state named last, where the sentence that names it names no other: who acts, before whose people do."""
    for number in range(token.sentence, max(-1, token.sentence - REACH - 1), -1):
        first, end = scene.doc.sentences[number]
        named = [n for i in range(first, min(end, token.i)) if (n := scene.name_at.get(i)) is not None and n.first == i]
        states = [n for n in named if n.entry is not None and n.entry.name in gazetteer.states() and n.kind == "state"]
        alone = [n for n in states if not _belongs(scene, n)]
        for listed in (alone, states):
            meant = {n.entry.name for n in listed if n.entry is not None}
            if len(meant) == 1:
                return meant.pop()
        if states or _others_at_hand(named):
            return None
    return None


def _others_at_hand(named: list[Name]) -> bool:
    """Whether people or bodies of states are named, whose country may as well be meant: `Congress`, `Kim`."""
    return any(n.kind in ("person", "seat", "adjective", "people", "capital") for n in named)


def _belongs(scene: Scene, name: Name) -> bool:
    """Whether a state's name only says whose something is: `U.S. officials`, `Iran's minister`."""
    tokens = scene.doc.tokens
    last = tokens[name.last - 1]
    return last.dep in QUALIFYING or last.dep == "poss"


def alliance_mention(scene: Scene, token: Token) -> Mention | None:
    """NATO, of whose members a text speaks that writes `Allies` with a capital letter."""
    if scene.on_allies is None:
        scene.on_allies = _speaks_of_allies(scene)
    if not scene.on_allies or token.dep in QUALIFYING:
        return None
    allied = any(c.text == "Allied" and c.dep in QUALIFYING for c in token.lefts)  # `Allied leaders`
    several = token.text == "Allies" or (token.text == "Ally" and any(c.text == ALLIANCE for c in token.lefts))
    if not (allied or several):
        return None
    tokens = scene.doc.tokens
    first = token.i
    while (
        first
        and tokens[first - 1].head is token
        and tokens[first - 1].dep in ("poss", "det", "nummod", "amod", "compound")
    ):
        first -= 1
    if any(
        n.entry is not None and n.entry.name != ALLIANCE for i in range(first, token.i) if (n := scene.name_at.get(i))
    ):
        return None
    code = scene.known(ALLIANCE, "organisation").code
    return Mention(first, token.i + 1, token.i, (ALLIANCE,), (code,), "description", 0.6, "members of the alliance")


def _speaks_of_allies(scene: Scene) -> bool:
    """Whether a text names the alliance, and somewhere the capital letter is not just that of a sentence."""
    if not any(n.entry is not None and n.entry.name == ALLIANCE for n in scene.names):
        return False
    return any(t.text in ALLIES | {"Allied"} and t.i != scene.doc.sentences[t.sentence][0] for t in scene.doc.tokens)
