"""Words of a clause that point to those it is done to without naming them.

A pronoun or `the men` stands for those just spoken of, `the country` for the state that the text is about, `the
generals` for those who rule it; and who is hit may stand beside the object: `blew himself up beside X`, `a motion to
impeach X`.
"""

from __future__ import annotations

from detente.coding.arguments import doers_of_noun, owners
from detente.coding.nesting import Act
from detente.doc import SUBJECTS, Token
from detente.syntax import objects_of

REFLEXIVE = frozenset({"themselves", "himself", "herself", "itself"})
TAKEN_UP = frozenset({"them", "him", "her"})
COUNTS = frozenset({"dozens", "scores", "hundreds", "several", "others", "many"})
MERE = frozenset({"man", "woman", "people", "person", "boy", "girl", "child", "victim", "captive", "group"})
STATES = frozenset({"country", "nation", "state", "republic", "kingdom", "capital"})
RULERS = frozenset({"general", "authority", "junta", "regime", "ruler", "military", "government", "leadership"})
HELPING = frozenset({"help", "assist", "support", "protect", "aid", "defend"})
DISPERSING = frozenset(
    {"break", "disperse", "drive", "push", "stop", "clear", "scatter", "quell", "prevent", "dazzle",
     "blind", "hit", "strike", "target", "attack", "kill", "wound", "harass", "intimidate"}
)  # fmt: skip
BODIES = frozenset({"court", "tribunal", "parliament", "assembly", "police", "army", "cabinet"})
STRIKING = frozenset({"bomb", "attack", "strike", "fight", "crush", "hunt", "shell", "confront", "deter", "counter"})
AT = ("against", "at")
CLOSE = ("beside", "near", "among", "outside", "behind", "at")
POINTING = frozenset({"the", "this", "that", "these", "those", "such"})


def beside_oneself(act: Act) -> list[Token]:
    """Who is close to one who blows himself up: `blew himself up beside X`."""
    if act.type != "ASSAULT" or not any(t.lower in REFLEXIVE for t in act.objects):
        return []
    return objects_of(act.word, *CLOSE)


def in_the_matter(act: Act) -> list[Token]:
    """Whom purpose or object name: `a motion to impeach X`, `tear gas to break up a march by X`, `to help X`."""
    things = [act.word, *act.objects]
    inner = [c for t in things for c in t.children if c.dep in ("acl", "relcl", "advcl", "xcomp") and c.tag == "VB"]
    if act.type in ("ACCUSE", "REQUEST"):
        return [o for verb in inner if verb.head is not act.word for o in verb.children if o.dep == "dobj"]
    if act.type == "MOBILIZE":
        # `sent planes to bomb X's camps`
        struck = [o for verb in inner if verb.lemma in STRIKING for o in (*verb.children, *objects_of(verb, *AT))]
        return [w for o in struck if o.dep in ("dobj", "pobj") for w in (o, *owners(o))]
    if act.type in ("AID", "AGREE"):
        return [o for verb in inner if verb.lemma in HELPING for o in verb.children if o.dep == "dobj"]
    if act.type == "ASSAULT":
        broken = [o for verb in inner if verb.lemma in DISPERSING for o in verb.children if o.dep == "dobj"]
        by = [g for verb in inner if verb.lemma in DISPERSING for g in objects_of(verb, "by")]
        return [*by, *(word for o in broken for word in (*doers_of_noun(o), o))]
    if act.type in ("THREATEN", "COERCE"):
        # `a rally that the unions plan`
        things += [*act.recipients, *(o for verb in inner for o in verb.children if o.dep == "dobj")]
        clauses = [c for t in things for c in t.children if c.dep == "relcl"]
        plain = [s for c in clauses for s in c.children if s.dep in SUBJECTS and s.tag not in ("WDT", "WP")]
        # where the parse took `plan` for a noun
        misread = [c for c in clauses if c.pos == "NOUN"]
        return plain or [w for c in misread for w in (*c.children, c) if w.dep in ("compound", "relcl")]
    return []


def takes_up_people(token: Token) -> bool:
    """Whether a word only takes up people spoken of before: `them`, `12 of them`, `the men`."""
    if token.pos == "NUM" or token.lower in COUNTS:
        within = objects_of(token, "of")
        if within:
            return within[0].lower in TAKEN_UP
    if token.lower in COUNTS and token.dep == "dobj":
        return not objects_of(token, "of")  # `killed five marchers and wounded dozens`
    return token.lower in TAKEN_UP or (token.lemma.lower() in MERE and bare(token))


def means_the_state(token: Token) -> bool:
    """Whether a word means the state that is spoken of, or those who rule it: `the country`, `the generals`."""
    return bare(token) and token.lemma.lower() in STATES | RULERS | BODIES


def bare(token: Token) -> bool:
    """Whether nothing but a word that points stands beside a noun: `the attack`, `such charges`."""
    told = [c for c in token.children if c.dep not in ("punct", "cc", "conj", "case", "relcl", "acl")]
    return bool(told) and all(c.lower in POINTING for c in told)
