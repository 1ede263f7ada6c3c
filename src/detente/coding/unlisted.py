"""The trained classifier's word on a sentence: on acts that the codebook does not list, and on how acts are meant.

Asked is of a clause's verb that no act covers, where its subject is a known actor and its object or a prepositional
complement another: what does the one do to the other? Only deeds count. And of an act that the grammar takes for
planned, whether it is: there grammar errs most. Only a sure answer is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from detente.coding.acts import word_class
from detente.coding.classifier import Pair, judged
from detente.coding.nesting import Act
from detente.coding.participants import actors_of
from detente.doc import SUBJECTS, Doc, Token
from detente.modality import modality_of
from detente.records import Modality
from detente.syntax import agent_of, noun_phrase, objects_of, patient_of, stretch

SURE = 0.6
CERTAIN = 0.8
BEFORE, AFTER = 10, 14  # words round the two that are read: what is farther off says little, and costs time
# words are told by verbs of speech, and those are listed
DEEDS = frozenset({"AID", "ASSAULT", "COERCE", "COOPERATE", "CONSULT", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION"})
AIMED = ("on", "at", "against", "to", "from", "with", "in", "into", "over", "for", "of", "through", "across")
CLAUSES = frozenset({"ROOT", "ccomp", "relcl", "conj", "advcl", "parataxis"})


def unlisted(doc: Doc, number: int, listed: Iterable[Act]) -> list[Act]:
    """The acts of a sentence that the listed ones leave unsaid."""
    covered = {act.word.i for act in listed}
    found = []
    for verb in doc.words(number):
        if verb.pos == "VERB" and verb.i not in covered and verb.dep in CLAUSES and not _speaks(doc, verb):
            act = _act(doc, verb, covered)
            if act is not None:
                found.append(act)
    return found


def _speaks(doc: Doc, verb: Token) -> bool:
    if verb.lemma in word_class("saying") or verb.lemma in word_class("no deed"):
        return True
    return any(
        said.cue_start is not None and said.cue_end is not None and said.cue_start <= verb.start < said.cue_end
        for said in doc.statements
    )


def _act(doc: Doc, verb: Token, covered: set[int]) -> Act | None:
    agent = agent_of(verb)
    if agent is None or agent.sentence != verb.sentence or agent.i in covered:
        return None
    if verb.dep in ("advcl", "conj") and not any(c.dep in SUBJECTS for c in verb.children) and verb.head.i in covered:
        return None  # `attacked the town, burning houses` is told by what it hangs on
    own = _countries(doc, agent)
    if not own:
        return None
    patient = patient_of(verb)
    targets = [patient] if patient is not None else []
    targets += [one for one in objects_of(verb, *AIMED) if one.i not in {t.i for t in targets}]
    targets = [one for one in targets if one.i not in covered]  # `died in a Saudi air strike`
    targets = [
        one
        for one in targets
        if (theirs := _countries(doc, one, patient=True)) and not (_place(doc, one) and theirs & own)
    ]
    pair = pair_of(doc, agent, targets[0]) if targets else None
    if pair is None:
        return None
    (judgement,) = judged([pair])
    sure = judgement.types[judgement.type]
    if judgement.type not in DEEDS or sure < SURE:
        return None
    return Act(
        verb,
        judgement.type,
        judgement.mode(judgement.type),
        [agent],
        targets[:1],
        modality_of(verb),
        "classifier",
        round(0.7 * sure, 2),
        objects=targets[:1],
    )


def checked(doc: Doc, act: Act) -> Act:
    """A planned act in the modality that the classifier reads, where that is sure and the grammar's is another."""
    if act.type == "AGREE" or not act.agents or _plain(act.word):
        return act
    targets = act.recipients or act.objects
    pair = pair_of(doc, act.agents[0], targets[0]) if targets else None
    if pair is None:
        return act
    (judgement,) = judged([pair])
    said = judgement.modality
    if judgement.type == act.type and said != act.modality and judgement.modalities[said] >= CERTAIN:
        act.modality, act.rule = cast(Modality, said), f"{act.rule}, {said} by the classifier"
    return act


def _plain(word: Token) -> bool:
    """Whether grammar does not err: `will` says that an act is planned, and of a noun it rarely does otherwise."""
    return word.pos == "NOUN" or any(c.dep == "aux" and c.lower in ("will", "shall", "'ll") for c in word.children)


def _countries(doc: Doc, token: Token, *, patient: bool = False) -> set[str]:
    """The countries of whom a word names, or the sectors of those of none; empty for no known actor."""
    return {one.code.split(" ")[0] for one in actors_of(doc, [token], patient=patient) if one.code}


def _place(doc: Doc, token: Token) -> bool:
    return any(place.first <= token.i < place.last for place in doc.places)


def pair_of(doc: Doc, agent: Token, target: Token) -> Pair | None:
    """The words round two of one sentence with their phrases marked; None where these lie in one another."""
    if agent.sentence != target.sentence:
        return None
    source, aim = (stretch(noun_phrase(token), doc.text) for token in (agent, target))
    if source[0] < aim[1] and aim[0] < source[1]:
        return None
    begin, end = doc.sentences[agent.sentence]
    first = doc.tokens[max(begin, min(agent.i, target.i) - BEFORE)].start
    last = doc.tokens[min(end, max(agent.i, target.i) + AFTER) - 1].end
    first, last = min(first, source[0], aim[0]), max(last, source[1], aim[1])
    return Pair(doc.text[first:last], (source[0] - first, source[1] - first), (aim[0] - first, aim[1] - first))
