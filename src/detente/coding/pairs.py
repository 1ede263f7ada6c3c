"""The PLOVER type that links two given parties of a sentence: `detente code-pairs`.

Two judges, each with what it knows: the codebook of acts, which finds all acts of the sentence, weak frames included,
and asks of each how well its doer and its recipient, object or complement fit source and target; and the trained
classifier, which reads the sentence with the two marked. Their words are pooled. There is always an answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

from detente.coding.acts import ontology
from detente.coding.classifier import NONE, Judgement, Pair, judged
from detente.coding.coded import Coder
from detente.coding.nesting import Act, decided
from detente.doc import Doc, Token
from detente.records import Modality
from detente.syntax import conjuncts

WILLED = frozenset({"planned", "hypothetical"})
COOPERATIVE_WHEN_DONE = frozenset({"CONSULT", "COOPERATE", "AID", "RETREAT", "CONCEDE", "SUPPORT"})
FORCE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"})
TEMPERATURE = 1.0
FLOOR = 0.02  # what a type that nothing speaks for still gets, so that no probability is nought
SURE = 4.5  # the fit of an act whose doer is the source and whose recipient is the target
WEIGHT = 0.4  # of the codebook's word against the classifier's, where the codebook finds any act
LEAST = 1e-4
DOUBTED = 0.5
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
ONE_WAY = 9.0  # how much the odds of no act rise where the codebook finds one the other way round alone


@dataclass(frozen=True, slots=True)
class PairCode:
    """The type between source and target, its modality, and a probability for each of the sixteen types.

    `unrelated`: how likely it is that the source does nothing to the target: the classifier's word, whose odds rise
    where the codebook finds only an act of the target on the source. `type_by`: whose likeliest type it is: codebook,
    classifier, both or neither alone.
    """

    type: str
    modality: Modality
    confidence: float
    probabilities: dict[str, float]
    unrelated: float
    type_by: str


def code_pair(doc: Doc, source: str, target: str) -> PairCode:
    """Code what a source does to a target in a short text, both given as they stand in it.

    A name that does not stand in the text is taken to be anywhere. Always gives one of the sixteen types.
    """
    spans = _span(doc, source), _span(doc, target)
    source_at, target_at = (_tokens(doc, span) for span in spans)
    acts = _acts(doc)
    ranked = _ranked(acts, source_at, target_at)
    (judgement,) = judged([Pair(doc.text, *spans)])
    ruled = _by_codebook(ranked)
    learnt = _sixteen(judgement)
    probabilities = _pooled(ruled, learnt, WEIGHT if ranked else 0.0)
    best = _likeliest(probabilities)
    judges = [name for name, said in (("codebook", ruled), ("classifier", learnt)) if _likeliest(said) == best]
    return PairCode(
        best,
        _modality(ranked, judgement),
        round(probabilities[best], 3),
        probabilities,
        _unrelated(judgement, ranked, _ranked(acts, target_at, source_at), source_at),
        "both" if len(judges) == 2 else "".join(judges) or "neither alone",
    )


def _pooled(one: dict[str, float], other: dict[str, float], weight: float) -> dict[str, float]:
    """The weighted geometric mean of two distributions, the logarithmic opinion pool (Genest and Zidek 1986)."""
    pooled = {kind: max(LEAST, one[kind]) ** weight * max(LEAST, other[kind]) ** (1 - weight) for kind in ontology()}
    total = sum(pooled.values())
    return {kind: share / total for kind, share in pooled.items()}


def _likeliest(probabilities: dict[str, float]) -> str:
    return max(probabilities, key=lambda kind: probabilities[kind])


def _sixteen(judgement: Judgement) -> dict[str, float]:
    """The classifier's word on the sixteen types: that there is none is no answer here."""
    told = {kind: judgement.types[kind] for kind in ontology()}
    total = sum(told.values()) or 1.0
    return {kind: share / total for kind, share in told.items()}


def _modality(ranked: list[tuple[float, Act]], judgement: Judgement) -> Modality:
    """The classifier's modality; where it is in doubt, that of an act that fits well."""
    said = judgement.modality
    if judgement.modalities[said] < DOUBTED and ranked and ranked[0][0] >= SURE:
        return ranked[0][1].modality
    return cast(Modality, said)


def _acts(doc: Doc) -> list[Act]:
    coder = Coder(doc)
    return [act for number in range(len(doc.sentences)) for act in coder.acts(number, weak=True)]


def _ranked(acts: list[Act], sources: set[int], targets: set[int]) -> list[tuple[float, Act]]:
    """Acts with how well they link the two, best first."""
    ranked = [(_fit(act, sources, targets), act) for act in acts]
    return sorted(ranked, key=lambda pair: (-pair[0], pair[1].word.i))


def _unrelated(
    judgement: Judgement, there: list[tuple[float, Act]], back: list[tuple[float, Act]], sources: set[int]
) -> float:
    """How likely the source does nothing to the target."""
    odds = judgement.types[NONE] / max(LEAST, 1 - judgement.types[NONE])
    if back and back[0][0] >= SURE and back[0][1].type not in MUTUAL and there[0][0] < SURE / 2:
        doers = [agent for _, act in there for agent in act.agents]
        if not any(agent.pos == "PRON" for agent in doers) and _holds(doers, sources) == 0:
            odds *= ONE_WAY
    return round(odds / (1 + odds), 4)


def _by_codebook(ranked: list[tuple[float, Act]]) -> dict[str, float]:
    weights = dict.fromkeys(ontology(), FLOOR)
    for fit, act in ranked:
        kind = _as_done(act)
        weights[kind] = max(weights[kind], math.exp((fit - ranked[0][0]) / TEMPERATURE))
    total = sum(weights.values())
    return {kind: weight / total for kind, weight in weights.items()}


def _span(doc: Doc, name: str) -> tuple[int, int] | None:
    """The first place where a name stands; in lower case where the case differs; None where nowhere."""
    start = doc.text.find(name)
    if start < 0:
        start = doc.text.lower().find(name.lower())
    return (start, start + len(name)) if start >= 0 and name else None


def _tokens(doc: Doc, span: tuple[int, int] | None) -> set[int]:
    if span is None:
        return set()
    first = doc.token_at(span[0])
    return {t.i for t in doc.tokens[first:] if t.start < span[1]}


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
