"""Whose soldiers those are whom a clause sends, grants or speaks of: `France offered 500 troops`, `said its jets ...`.

Read where the words of the phrase itself name no state and no body.
"""

from __future__ import annotations

from detente.actors import gazetteer
from detente.actors.agents import is_sector, lexicon
from detente.codebook import MANY_STATES
from detente.doc import SUBJECTS, Doc, Mention, Token

SENDING, GRANTING, SAYING = lexicon("sending forces"), lexicon("granting forces"), lexicon("stating")
SENDERS = MANY_STATES - {"NGO"}
OF_STATE = frozenset({"GOV", "MIL", "SPY", "COP", "LEG", "IGO", ""})
REACH = 8  # steps up the tree


def sender_of(doc: Doc, head: Token) -> tuple[str, str]:
    """The code of the state or body whose soldiers those are by the verb above them, and the reason; or empty."""
    below = head
    for _ in range(REACH):
        above = below.head
        if above is below or (above.pos == "VERB" and below.dep in ("relcl", "acl", "advcl")):
            return "", ""
        if above.pos in ("VERB", "AUX"):
            code = _doer(doc, above, head)
            given = below.dep in ("dobj", "prep", "xcomp") or (below.dep == "ccomp" and below.pos == "ADJ")
            if given and above.lemma in SENDING and _on_the_way(head, above):
                return (code, "whoever sends them") if code else ("", "")
            if given and above.lemma in GRANTING and code in SENDERS:
                return code, "whoever grants them"
            if below.dep == "ccomp" and above.lemma in SAYING and code and _acts(below, head):
                return code, "whoever speaks of them"
            if given and below.dep == "dobj":
                return "", ""  # whom somebody meets or kills
        below = above
    return "", ""


def _on_the_way(head: Token, verb: Token) -> bool:
    """Whether nothing but a quantity stands between a noun and the verb: not `sent aid to troops`."""
    if head.head.dep == "ccomp" and head.head.pos == "ADJ" and head.dep in SUBJECTS:
        return head.head.head is verb  # `had 2,000 troops ready`
    return head.head is verb or (head.dep == "pobj" and head.head.lower in ("of", "to") and head.head.head.head is verb)


def _acts(verb: Token, head: Token) -> bool:
    """Whether a noun is what the clause of a statement is about: its subject, or that of one joined to it."""
    clause = head.head
    while clause.dep == "conj" and clause is not verb:
        clause = clause.head
    return head.dep in SUBJECTS and clause is verb and not any(t.lower == "by" for t in head.head.children)


def _doer(doc: Doc, verb: Token, head: Token) -> str:
    """The state, or body of many states, that is or whose officer is the subject of a verb."""
    while verb.dep == "conj" and not any(c.dep in SUBJECTS for c in verb.children) and verb.head is not verb:
        verb = verb.head
    for child in verb.children:
        if child.dep not in SUBJECTS or child is head:
            continue
        at = verb.head.i if child.tag in ("WDT", "WP") and verb.dep == "relcl" else child.i  # `France, which has`
        mention = next((m for m in doc.mentions if m.first <= at < m.last), None)
        code = _one(mention) if mention is not None else ""
        first, _, sector = code.partition(" ")
        if first in SENDERS or (gazetteer.state_of(first) and sector in OF_STATE):
            return first
    return ""


def _one(mention: Mention) -> str:
    code = mention.codes[0] if len(mention.codes) == 1 else ""
    return "" if is_sector(code) and code not in SENDERS else code
