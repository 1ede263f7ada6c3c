"""What a condition asks of the other side: who will not return to the table until the fighters pull out demands it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.doc import SUBJECTS, Doc
from detente.parties import parties, same_side
from detente.stances.clauses import phrase
from detente.stances.deeds import act_of
from detente.stances.polarity import negations
from detente.stances.stand import Stand
from detente.syntax import child_of

MARKS = frozenset({"until", "unless", "before"})


def demanded(doc: Doc, stands: Iterable[Stand]) -> Iterator[Stand]:
    """Yield the demand inside each condition that another, known party is to fulfil."""
    for stand in stands:
        for token in stand.tokens if stand.stance == "conditional" else ():
            opens = [
                c for c in token.children if c.lower in MARKS and c.dep in ("mark", "advmod", "prep") and c.i < token.i
            ]
            if token.dep != "advcl" or not opens or negations(token):
                continue
            doers = parties(doc, child_of(token, *SUBJECTS))
            if not any(d.identified for d in doers) or any(same_side(d, h) for d in doers for h in stand.holders):
                continue
            issue = act_of(doc, token)
            if issue is not None and issue.name != stand.issue.name:
                tokens = (*phrase(token), *opens)
                yield Stand(token, stand.holders, issue, "demand", None, tokens, "in a condition", 0.5)
