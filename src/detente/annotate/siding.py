"""Of which country those are whom a phrase only sets beside others: who fight its government, or are loyal to someone.

`the Ruritanian government and the rebels` are of one country; so are `troops loyal to President X`.
"""

from __future__ import annotations

from detente.about import parted
from detente.actors import gazetteer
from detente.doc import Doc, Mention, Token

INSIDE = frozenset({"REB", "OPP", "PRM", "UAF", "PTY", "CVL", "SOC", "LAB"})
OF_STATE = frozenset({"GOV", "MIL", "COP", "SPY", ""})
AIRCRAFT = frozenset({"bomber", "jet", "plane", "warplane", "helicopter", "aircraft", "tanker"})
LOYAL = frozenset({"loyal", "allied", "answerable", "sympathetic"})
REACH = 5  # tokens from `loyal to` to the name


def set_beside(doc: Doc, mention: Mention, sector: str) -> tuple[str, str]:
    """The country of those beside whom a phrase sets those meant, and the reason; or empty."""
    head = doc.tokens[mention.head]
    other = _loyal_to(doc, mention)
    if other is not None:
        return _country(other), "those to whom they are loyal"
    if sector not in INSIDE:
        return "", ""
    other = _joined(doc, head)
    if other is not None and head.lemma == "fighter" and doc.tokens[other.head].lemma in AIRCRAFT:
        return "", ""
    if other is not None and other.form != "name" and parted(other.codes[0])[1] in OF_STATE:
        return _country(other), "government beside them"
    return "", ""


def _loyal_to(doc: Doc, mention: Mention) -> Mention | None:
    """Who is named after `loyal to`: `police loyal to the Kremlin`."""
    tokens = doc.tokens
    at = max(mention.head + 1, mention.last)
    start = next((k for k in (mention.head + 1, at) if k + 1 < len(tokens) and tokens[k].lower in LOYAL
                  and tokens[k + 1].lower == "to"), None)  # fmt: skip
    return None if start is None else _first_after(doc, start + 2)


def _first_after(doc: Doc, start: int) -> Mention | None:
    near = [m for m in doc.mentions if start <= m.first < start + REACH and m.form != "pronoun"]
    first = min(near, key=lambda m: m.first, default=None)
    same = first is not None and doc.tokens[first.head].sentence == doc.tokens[start - 1].sentence
    return first if first is not None and same and len(first.codes) == 1 else None


def _joined(doc: Doc, head: Token) -> Mention | None:
    """The one mention that `and` ties to a noun."""
    other = head.head if head.dep == "conj" else next((c for c in head.children if c.dep == "conj"), None)
    found = [m for m in doc.mentions if other is not None and m.head == other.i]
    return found[0] if len(found) == 1 and len(found[0].codes) == 1 else None


def _country(mention: Mention) -> str:
    country = parted(mention.codes[0])[0]
    return country if gazetteer.state_of(country) else ""
