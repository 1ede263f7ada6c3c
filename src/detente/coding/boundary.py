"""What tense, voice and polarity make of an act: PLOVER's rules on the boundary of its types."""

from __future__ import annotations

from dataclasses import dataclass

from detente.coding.acts import word_class
from detente.coding.nesting import Act
from detente.doc import Doc
from detente.modality import auxiliaries, condition_of, conditional, question, withheld
from detente.parties import Party, same_side, speaker_at
from detente.records import Modality

WILL = frozenset({"will", "would", "shall", "'ll", "wo"})
REFUSABLE = frozenset({"CONSULT", "AGREE", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
FORGONE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE"})
PROMISED = frozenset({"AID", "SUPPORT"})
YIELDED = frozenset({"CONCEDE", "RETREAT"})
THREATENED = frozenset({"REJECT", "SANCTION", "ASSAULT", "COERCE", "PROTEST"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How an act is recorded in the end."""

    type: str
    mode: str | None
    modality: Modality
    rule: str
    confidence: float


def settled(doc: Doc, act: Act, actors: tuple[Party, ...]) -> Reading:
    """The type and modality of an act in its tense: what will not be done is refused, what may be done is a threat."""
    if (
        act.type == "CONCEDE"
        and len(actors) > 1
        and any(t.lemma.lower() in word_class("ceasefire") for t in act.objects)
    ):
        act.type = "AGREE"  # a ceasefire of several is agreed, of one declared
    modality = _modality(act)
    if not act.nominal and not act.duty and not act.spoken:
        if modality == "denied" and _forsworn(act):
            kind = "REJECT" if act.type in REFUSABLE else "AGREE"
            return Reading(kind, None, "happened", f"will not {act.rule}", 0.6)
        if _own_threat(doc, act, actors, modality):
            return Reading("THREATEN", None, "happened", "own hostile act held out", 0.5)
        promised = act.type in PROMISED or (act.type in YIELDED and _of_oneself(doc, act, actors))
        if modality == "planned" and promised and act.under is None and _undertaken(act):
            return Reading("AGREE", None, "happened", f"will {act.rule}", act.confidence)
    return Reading(act.type, act.mode, modality, act.rule, act.confidence)


def _forsworn(act: Act) -> bool:
    """Whether someone says that he will not do it: `will not sign`, `would not return to the table`."""
    if act.type not in REFUSABLE | FORGONE or act.under is not None:
        return False
    helpers = set(auxiliaries(act.word))
    return bool(helpers & WILL) and "have" not in helpers and "be" not in helpers and not conditional(act.word)


def _undertaken(act: Act) -> bool:
    """Whether somebody's word is given for it, not a calendar told: `will send`, not `is to send`."""
    return bool(set(auxiliaries(act.word)) & WILL) or act.word.dep == "xcomp"


def _own_threat(doc: Doc, act: Act, actors: tuple[Party, ...], modality: Modality) -> bool:
    """Whether a speaker holds out a hostile act of his own side: `he might walk away`, `we will strike back`."""
    armed = act.type == "MOBILIZE" and modality == "hypothetical" and condition_of(act.word) is not None
    charged = act.type == "ACCUSE" and act.mode == "investigate" and modality == "planned"
    if modality not in ("hypothetical", "planned") or not (act.type in THREATENED or armed or charged):
        return False
    helpers = auxiliaries(act.word)
    if act.type == "REJECT" and (modality == "planned" or "could" in helpers):
        return False  # `will leave the treaty` announces it
    if act.under is not None or question(act.word) or not helpers:
        return False
    return _of_oneself(doc, act, actors)


def _of_oneself(doc: Doc, act: Act, actors: tuple[Party, ...]) -> bool:
    """Whether the speaker's own side does it."""
    return any(same_side(one, other) for one in actors for other in speaker_at(doc, act.word))


def _modality(act: Act) -> Modality:
    if act.type == "THREATEN" and act.modality == "happened" and not act.spoken and withheld(act.word):
        return "denied"
    if act.type == "THREATEN" and act.modality == "planned" and not question(act.word):
        return "happened"  # `we will consider all measures` threatens
    if act.modality in ("happened", "planned") and question(act.word):
        return "hypothetical"
    return act.modality
