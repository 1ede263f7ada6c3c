"""The trained reader's word on a clause: which stance its holder takes there, what is offered, threatened or promised.

`training/reader.py` tells how it was made. It is asked of one sentence, with the clause and the holder marked.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.doc import Doc
from detente.encoder import Stretch, encoder, shares
from detente.stances.candidates import Candidate, candidates
from detente.stances.sieve import promise
from detente.syntax import stretch

NONE = "none"
AROUND = 8  # words round a clause and its holder that are read with them
LEAST = 0.0  # log-odds of a stance by the words of a clause
FEW, A_CLAUSE = 3, 300  # clauses that are read in any article, and words of it for one more


@dataclass(frozen=True, slots=True)
class Reading:
    """Calibrated probabilities: of the stances and `none`, of offer, threat and `none`, and that it binds its holder.

    `states` says how likely each state of an inducement is where there is one.
    """

    stances: dict[str, float]
    inducements: dict[str, float]
    states: dict[str, float]
    commitment: float

    @property
    def stance(self) -> str:
        """The likeliest stance."""
        return likeliest(self.stances)


def likeliest(probabilities: dict[str, float]) -> str:
    """The name with the highest probability."""
    return max(probabilities, key=lambda name: probabilities[name])


def reading(text: str, holder: Stretch | None, clause: Stretch) -> Reading:
    """Read a clause of a sentence; `holder` are the words that name who holds the stance, None where none do."""
    model = encoder("reader")
    names, warm = model.labels["heads"], model.labels["warmth"]
    logits = dict(zip(names, model(text, holder, clause), strict=True))
    told = {head: shares(logits[head], names[head], warm[head]) for head in names if head != "sector"}
    return Reading(told["stance"], told["inducement"], told["state"], told["commitment"]["yes"])


def readings(doc: Doc) -> list[tuple[Candidate, Reading]]:
    """Each clause in which a party might take a stance, with what the reader says of it; asked for once."""
    if doc.readings is None:
        doc.readings = [(candidate, _read(doc, candidate)) for candidate in _chosen(doc)]
    return doc.readings


def _chosen(doc: Doc) -> list[Candidate]:
    """The clauses that promise most, in the order of the text: as many as the length of the article allows.

    Those of holders whom only the article brings in take no place from the others; as many of them are read besides.
    """
    most = FEW + len(doc.tokens) // A_CLAUSE
    ranked: dict[bool, list[tuple[float, int, Candidate]]] = {True: [], False: []}
    for candidate in candidates(doc):
        start, end = stretch(candidate.tokens, doc.text)
        worth = promise(doc.text[start:end])
        if worth > LEAST:
            ranked[all(one.contends for one in candidate.holders)].append((-worth, start, candidate))
    chosen = [one for group in ranked.values() for one in sorted(group, key=lambda one: one[:2])[:most]]
    return [candidate for *_, candidate in sorted(chosen, key=lambda one: one[1])]


def _read(doc: Doc, candidate: Candidate) -> Reading:
    """Ask of a clause in its sentence, of which what lies far off is left out."""
    clause = stretch(candidate.tokens, doc.text)
    first, last = doc.sentences[candidate.head.sentence]
    spans = [clause] if candidate.mention is None else [clause, candidate.mention]
    begin = max(first, min(doc.token_at(start) for start, _ in spans) - AROUND)
    end = min(last, max(doc.token_at(stop - 1) for _, stop in spans) + 1 + AROUND)
    offset = doc.tokens[begin].start
    holder = candidate.mention
    return reading(
        doc.text[offset : doc.tokens[end - 1].end],
        (holder[0] - offset, holder[1] - offset) if holder else None,
        (clause[0] - offset, clause[1] - offset),
    )
