"""The PLOVER type that links two given parties of a sentence: `detente code-pairs`.

All acts of the sentence are found with the codebook of acts, weak frames included, and the one is taken whose doer is
the source and whose recipient, object or complement holds the target. There is always an answer: where no act links
the two the nearest one is taken, and where there is none at all the commonest type.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from detente.coding.acts import ontology
from detente.coding.coded import Coder
from detente.coding.nesting import Act, decided
from detente.doc import Doc, Token
from detente.records import Modality
from detente.syntax import conjuncts

PRIOR = "ACCUSE"
WILLED = frozenset({"planned", "hypothetical"})
COOPERATIVE_WHEN_DONE = frozenset({"CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "SUPPORT"})
FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"})
TEMPERATURE = 1.0
FLOOR = 0.02  # what a type that nothing speaks for still gets, so that no probability is nought


@dataclass(frozen=True, slots=True)
class PairCode:
    """The type between source and target, its modality, and a probability for each of the sixteen types."""

    type: str
    modality: Modality
    confidence: float
    probabilities: dict[str, float]


def code_pair(doc: Doc, source: str, target: str) -> PairCode:
    """Code what a source does to a target in a short text, both given as they stand in it.

    A name that does not stand in the text is taken to be anywhere. Always gives one of the sixteen types.
    """
    coder = Coder(doc)
    sources, targets = _tokens(doc, source), _tokens(doc, target)
    ranked = [
        (_fit(act, sources, targets), act)
        for number in range(len(doc.sentences))
        for act in coder.acts(number, weak=True)
    ]
    ranked.sort(key=lambda pair: (-pair[0], pair[1].word.i))
    weights = dict.fromkeys(ontology(), FLOOR)
    for fit, act in ranked:
        kind = _as_done(act)
        weights[kind] = max(weights[kind], math.exp((fit - ranked[0][0]) / TEMPERATURE))
    if not ranked:
        weights[PRIOR] += FLOOR
    total = sum(weights.values())
    probabilities = {kind: weight / total for kind, weight in weights.items()}
    best = _as_done(ranked[0][1]) if ranked else PRIOR
    modality: Modality = ranked[0][1].modality if ranked else "happened"
    return PairCode(best, modality, round(probabilities[best], 3), probabilities)


def _tokens(doc: Doc, name: str) -> set[int]:
    """The tokens of the first place where a name stands; in lower case where the case differs; empty where nowhere."""
    start = doc.text.find(name)
    if start < 0:
        start = doc.text.lower().find(name.lower())
    if start < 0 or not name:
        return set()
    first = doc.token_at(start)
    return {t.i for t in doc.tokens[first:] if t.start < start + len(name)}


# ---------------------------------------------------------------- how well an act links the two


def _fit(act: Act, sources: set[int], targets: set[int]) -> float:
    does = _holds(act.agents, sources)
    undergoes = max(_holds(act.recipients, targets), 0.9 * _holds(act.objects, targets))
    if undergoes < 0.8:
        undergoes = max(undergoes, 0.6 * _reaches(act.word, targets))
    backwards = _holds(act.agents, targets) + _holds(act.recipients, sources)
    score = 2.5 * does + 2.0 * undergoes - 0.8 * backwards * (act.type not in ("CONSULT", "COOPERATE", "AGREE"))
    if act.type in ("CONSULT", "COOPERATE") and _holds(act.agents, sources) and _holds(act.agents, targets):
        score += 1.5
    score -= 0.15 * _depth(act.word)
    score += 0.5 * act.confidence
    if act.nominal:
        score -= 0.4
    if act.under is not None:
        score -= 0.6
    return score


def _holds(tokens: list[Token], wanted: set[int]) -> float:
    """How surely a party is one of some tokens: 1 as head, .6 within its phrase."""
    if not wanted:
        return 0.3
    best = 0.0
    for token in tokens:
        listed = conjuncts(token)
        if any(t.i in wanted for t in listed):
            return 1.0
        if any(t.i in wanted for t in token.subtree()):
            best = 0.6
    return best


def _reaches(word: Token, wanted: set[int]) -> float:
    return 1.0 if any(t.i in wanted for t in word.subtree()) else 0.0


def _depth(word: Token) -> int:
    return sum(1 for _ in word.ancestors())


# ---------------------------------------------------------------- from act and modality to the type of the done act


def _as_done(act: Act) -> str:
    """The type by PLOVER's boundary rules: a willed cooperative act is AGREE, a willed hostile one THREATEN."""
    if act.modality in WILLED and not decided(act.word):
        if act.type in COOPERATIVE_WHEN_DONE:
            return "AGREE"
        if act.type in FORCE:
            return "THREATEN"
    if act.modality == "denied" and act.type in COOPERATIVE_WHEN_DONE | {"AGREE"}:
        return "REJECT"
    return act.type
