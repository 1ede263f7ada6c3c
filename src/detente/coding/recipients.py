"""To whom an act is done: the actors that its words name, and where they name none, those that a reader sees."""

from __future__ import annotations

from detente.coding.acts import word_class
from detente.coding.counterparts import Counterparts
from detente.coding.deeds import author_of
from detente.coding.foes import means_an_envoy
from detente.coding.meant import meant
from detente.coding.nesting import Act
from detente.coding.participants import PRIVATE, actors_of, as_states, uncounted, unnamed
from detente.doc import Doc, Token
from detente.modality import condition_of
from detente.parties import Party, same_side
from detente.syntax import passive, subject_of

COMPANIES = ("BUS",)
OF_PLACES = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "CONSULT", "PROTEST"})
MUTUAL = frozenset({"speak", "talk", "telephone", "phone"})
BETWEEN = frozenset({"THREATEN", "REJECT", "SANCTION", "AGREE"})  # nobody does it to his own side
OF_STATES = frozenset({"SANCTION", "AID", "THREATEN", "AGREE", "COOPERATE"})


def named(doc: Doc, act: Act, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """The recipients that the words of an act name."""
    tokens = _received(act)
    own = {one.name for one in actors}
    found = tuple(one for one in actors_of(doc, tokens, patient=True, doers=actors) if one.name not in own)
    if act.mode != "convict":
        found = as_states(found, doc.article.date, PRIVATE if act.type in OF_STATES else COMPANIES)
    if act.type == "RETREAT" and act.mode in ("withdraw", None):
        # of a town or strip nobody, of a state that state
        found = tuple(one for one in actors_of(doc, tokens, doers=actors) if one.code and one.name not in own)
    if act.type in OF_PLACES:
        found = tuple(one for one in found if one.code or not _unknown_place(tokens, one))
    if act.type in ("ACCUSE", "SANCTION") and means_an_envoy(act) and not any(one.code for one in found):
        return ()
    if act.type in BETWEEN:
        # `warned that the raids would force Baghdad to rethink`, `put off a visit by its minister`
        found = tuple(one for one in found if not any(same_side(one, actor) for actor in actors))
    return uncounted(found, doc.article.date)


def _received(act: Act) -> list[Token]:
    """The words of the recipients, without those that only call somebody a name, and without places."""
    tokens = act.recipients
    if any(t.dep == "dobj" for t in tokens):
        tokens = [t for t in tokens if t.dep != "oprd"]  # `called them traitors`
    if act.type == "RETREAT" and act.mode in ("withdraw", "ceasefire", None):
        tokens = [t for t in tokens if t.head.lower != "in"]  # `ended its campaign in X`
    if act.type == "COERCE" and act.mode == "seize":
        tokens = [t for t in tokens if t.head.lower != "in"]  # `seized power in X`
    return tokens


def implied(scene: Counterparts, act: Act, actors: tuple[Party, ...], found: tuple[Party, ...]) -> tuple[Party, ...]:
    """The recipients named, else those that the clause or the sentences before it leave no doubt of."""
    if act.type == "REQUEST" and not found:
        found = scene.asked_by(actors, act.word)
    if act.type == "REJECT" and not found:
        found = scene.accusers(actors, act)
    found = found or _under_condition(scene.doc, act, actors) or author_of(scene, actors, act)
    found = found or scene.mediated(actors, act) or meant(scene, actors, act)
    if not actors and not found and passive(act.word):
        return ()  # `the depot was destroyed`: by whom is not said, still less whose it was
    if not found and (act.type in ("ASSAULT", "COERCE") or act.mode == "convict"):
        found = unnamed(scene.doc, act.recipients)
    if act.duty and passive(act.word):
        return ()  # `the airport must be reopened` does not say by whom
    if act.type == "CONSULT" and found and actors and all(_of_one(one, actors) for one in found):
        return ()  # a commander who visits his troops
    return found


def mutual(act: Act) -> bool:
    """Whether both sides do it, none to the other: `X spoke to Y by telephone`."""
    if act.type == "COOPERATE":
        return any(t.lemma.lower() in word_class("exercise") for t in (act.word, *act.consumed))
    return act.type == "CONSULT" and act.mode == "phone" and act.word.lemma in MUTUAL


def _unknown_place(tokens: list[Token], one: Party) -> bool:
    """Whether a recipient is only a place that the codebook does not know."""
    within = [inner for token in tokens for inner in token.subtree()]
    return any(t.entity[2:] in ("GPE", "LOC", "FAC") and t.text in one.name.split() for t in within)


def _of_one(one: Party, actors: tuple[Party, ...]) -> bool:
    own = {(actor.code or "").split(" ")[0] for actor in actors} - {""}
    return (one.code or "").split(" ")[0] in own or any(same_side(one, actor) for actor in actors)


def _under_condition(doc: Doc, act: Act, actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """Whom a threat is meant for by its condition: `threatened air strikes unless the Serbs pulled back`."""
    if act.type != "THREATEN":
        return ()
    condition = condition_of(act.word)
    if condition is None:
        inner = [c for c in act.word.children if c.dep in ("xcomp", "ccomp")]
        condition = next((inside for c in inner if (inside := condition_of(c)) is not None), None) or _inverted(
            act.word
        )
    subject = subject_of(condition) if condition is not None and not passive(condition) else None
    found = actors_of(doc, [subject]) if subject is not None else ()
    return tuple(one for one in found if one.code and not any(same_side(one, actor) for actor in actors))


def _inverted(word: Token) -> Token | None:
    """A condition that `should` opens: `should the EU tighten its sanctions`."""
    found = [c for t in (word, *word.children) for c in t.children if c.dep in ("conj", "advcl", "ccomp")]
    found += [word.head] if word.dep == "ccomp" else []
    for verb in found:
        subject = subject_of(verb)
        opening = [c for c in verb.children if c.lower == "should" and c.dep == "aux"]
        if subject is not None and any(c.i < subject.i for c in opening):
            return verb
    return None
