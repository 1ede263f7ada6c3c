"""Who does something to those of whom a clause speaks: a country that acts on people need not be theirs."""

from __future__ import annotations

from collections.abc import Iterator

from detente.about import About, parted
from detente.actors.agents import lexicon
from detente.doc import SUBJECTS, Doc, Token

ASKED = lexicon("asked") - {"accuse", "warn"}
OBJECTS = frozenset({"dobj", "pobj", "dative", "nsubjpass"})
AT_HOME_ONLY = frozenset({"COP", "PRM", "PTY", "OPP", "CVL", "CRM", "LAB", "EDU"})  # who act in their own country
ONE_ACT = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep"})  # what ties a verb to one with the same subject


def done_to(doc: Doc, head: Token, country: str, article: About) -> bool:
    """Whether a country is that of who does something to those meant: nothing says that they are of it as well."""
    of_a_name = head.dep == "pobj" and head.head.lower == "of" and head.head.head.pos == "PROPN"  # `X of the Movement`
    if head.dep not in OBJECTS or of_a_name:
        return False
    at = {token.i for token in _doers(head)}
    doers = {
        parted(code)[0]
        for mention in doc.mentions
        if mention.head in at
        for code in mention.codes
        if parted(code)[1] not in AT_HOME_ONLY
    }
    first, end = doc.sentences[head.sentence]
    return country in doers - {article.placed[i] for i in range(first, end) if i in article.placed}


def _doers(head: Token) -> Iterator[Token]:
    """The subjects of the act that a noun suffers, and the agents of it in the passive."""
    below, passive = head, head.dep == "nsubjpass"
    for verb in head.ancestors():
        if verb.pos in ("VERB", "AUX"):
            if verb.lemma in ASKED:
                return  # whom a leader asks may well be his own people
            yield from (t for c in verb.children if c.dep == "agent" or c.lower == "by" for t in c.children)
            if not passive:
                yield from (c for c in verb.children if c.dep in SUBJECTS)
            if passive or verb.dep not in ONE_ACT:
                return
        below = verb
    if below.pos not in ("VERB", "AUX"):
        yield from (t for c in below.children if c.lower == "by" for t in c.children)
