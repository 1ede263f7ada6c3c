"""Polarity and modality read off a `Doc`: is the act that a word names denied, asked for, planned, imagined or done?

Pure functions over tokens, above `syntax`.
"""

from __future__ import annotations

from detente.doc import SUBJECTS, Token
from detente.records import Modality
from detente.syntax import child_of

POSSIBLE = frozenset({"might", "may", "could", "would", "can"})
OBLIGED = frozenset({"should", "must", "ought", "shall", "need"})
CONDITIONS = frozenset({"if", "unless", "until", "provided", "providing", "once", "lest"})
UNREAL_VERBS = frozenset({"fail", "refuse", "decline", "avoid", "stop", "cease", "refrain", "neglect"})
PLANNING_VERBS = frozenset(
    {"plan", "intend", "prepare", "aim", "expect", "schedule", "hope", "set", "decide", "agree", "vow", "promise",
     "pledge", "commit", "due"}
)  # fmt: skip
ASKING_VERBS = frozenset(
    {"urge", "ask", "demand", "call", "request", "want", "order", "tell", "press", "beg", "appeal", "implore", "insist",
     "invite", "require", "pressure", "push", "exhort", "instruct", "encourage", "need"}
)  # fmt: skip
POSSIBLE_VERBS = frozenset(
    {"consider", "offer", "threaten", "float", "suggest", "propose", "mull", "weigh", "contemplate"}
)
PAPERS = frozenset({"resolution", "bill", "law", "decree", "statement", "letter", "motion", "declaration", "petition"})
ADJUNCT = frozenset({"after", "since", "during", "following", "amid", "despite", "in", "at", "from"})


def negated(token: Token) -> bool:
    """Whether the act that this word names is said not to take place.

    `did not attack`, `made no commitment`, `no attack took place`, `refused to sign`, `without signing`.
    Two negations cancel: `did not refuse to sign` is not negated.
    """
    count = sum(
        child.dep == "neg" or child.lower in ("never", "nor", "neither")
        for child in token.children
        if child.i < token.i + 3
    )
    count += any(
        child.dep in ("det", "neg", "advmod") and child.lower in ("no", "neither", "hardly") for child in token.children
    )
    for child in token.children:
        if child.dep in SUBJECTS and (child.lower in ("nobody", "none", "nothing", "neither") or _no(child)):
            count += 1
        if child.dep == "dobj" and (child.lower == "nothing" or _no(child)):
            count += 1
    head = token.head
    if token.dep in ("xcomp", "ccomp") and head is not token:
        if head.lemma in UNREAL_VERBS and head.pos == "VERB" and child_of(head, "dobj") is None:
            count += 1 + _bare_negations(head)
        elif token.dep == "xcomp":
            count += _bare_negations(head)
    elif token.dep == "pcomp" and head.lower == "without":
        count += 1
    elif token.dep == "conj" and not any(c.dep in SUBJECTS for c in token.children) and shares_negation(token):
        count += _bare_negations(head)
    return count % 2 == 1


def _no(token: Token) -> bool:
    none = any(child.lower in ("no", "neither") and child.dep in ("det", "neg") for child in token.children)
    # `not a single shell was fired`
    return none or {"not", "single"} <= {child.lower for child in token.children}


def _bare_negations(token: Token) -> int:
    return sum(child.dep == "neg" or child.lower == "never" for child in token.children)


def shares_negation(token: Token) -> bool:
    """Whether the `not` before another verb is a verb's own as well: `not to attack or invade`."""
    return token.tag == token.head.tag and any(c.lower == "or" and c.dep == "cc" for c in token.head.children)


def auxiliaries(verb: Token) -> list[str]:
    """The lemmas of the auxiliaries of a verb, taken from the verb it is coordinated with where it has none."""
    own = [child.lemma for child in verb.children if child.dep in ("aux", "auxpass")]
    if not own and verb.dep == "conj" and verb.head.tag == verb.tag and child_of(verb, *SUBJECTS) is None:
        return auxiliaries(verb.head)
    return own


def modality_of(token: Token) -> Modality:
    """In which modality the text gives the act that this word names: the strongest reading that its grammar allows.

    denied where negated; hypothetical under `might`, `if`, a question, an offer or a threat; called-for under `should`
    or as what someone urges; planned under `will`, `to`-infinitives of plans and promises; else happened.
    """
    if negated(token):
        return "denied"
    if token.pos not in ("VERB", "AUX"):
        return _nominal_modality(token)
    helpers = auxiliaries(token)
    if question(token) or conditional(token) or _asked_whether(token) or _not_before(token):
        return "hypothetical"
    perfect = "have" in helpers and token.tag == "VBN"
    if any(h in OBLIGED for h in helpers):
        return "hypothetical" if perfect else "called-for"
    if "would" in helpers and not perfect and _backshifted(token):
        return "planned"
    # `may have attacked` doubts a past act, `would have attacked` imagines one
    if any(h in POSSIBLE for h in helpers) and not (perfect and ("may" in helpers or "might" in helpers)):
        return "hypothetical"
    if perfect and "to" in helpers:
        return "happened"  # `is said to have attacked`
    if "will" in helpers or "'ll" in helpers:
        return "planned"
    head = token.head
    if token.tag == "VBG" and token.dep == "advcl" and head.pos == "VERB":
        return modality_of(head)  # `ordered his release, allowing him to leave`
    if token.tag in ("VB", "VBG") or "to" in helpers:
        governed = governor(token)
        if governed is not None:
            return _governed(token, governed)
        if token.tag == "VB" and token.dep == "ROOT" and child_of(token, *SUBJECTS) is None:
            return "called-for"  # an imperative
    if token.dep in ("ccomp", "xcomp") and token.tag == "VB" and head.lemma in ("let", "make", "have", "help", "see"):
        return modality_of(head)
    if token.dep == "ccomp" and token.tag in ("VB",) and head.lemma in ASKING_VERBS:
        return "called-for"
    if token.dep == "conj" and head.pos == "VERB" and token.tag in ("VB", "VBG"):
        return modality_of(head)
    return "happened"


def _asked_whether(verb: Token) -> bool:
    """Whether a clause is what somebody asks or leaves open: `asked if he was ready to sign`."""
    return verb.dep == "ccomp" and any(c.dep == "mark" and c.lower in ("if", "whether") for c in verb.children)


def _not_before(verb: Token) -> bool:
    """Whether a clause in the present is what others are waiting for: `must disarm before it lifts sanctions`."""
    if verb.tag not in ("VBZ", "VBP") or verb.dep != "advcl":
        return False
    return any(c.dep in ("mark", "advmod") and c.lower == "before" and c.i < verb.i for c in verb.children)


def _of_a_paper(participle: Token, noun: Token) -> bool:
    """Whether a participle tells what a paper says that is yet to be: `could pass a resolution condemning it`."""
    new = any(c.lower in ("a", "an", "another") for c in noun.children if c.dep == "det")
    return participle.dep == "acl" and new and noun.lemma in PAPERS and noun.dep == "dobj" and noun.head.pos == "VERB"


def _backshifted(verb: Token) -> bool:
    """Whether `would` only stands for the `will` of what someone said: `said that they would send food`."""
    top = verb
    while top.dep in ("conj", "xcomp") and top.head is not top and top.head.pos in ("VERB", "AUX"):
        top = top.head
    if top.dep != "ccomp" or condition_of(verb) is not None:
        return False
    said = top.head
    return said.tag == "VBD" or (said.tag == "VBN" and any(c.dep == "aux" and c.lemma == "have" for c in said.children))


def _nominal_modality(noun: Token) -> Modality:
    head = noun.head
    if noun.dep == "pobj" and head.dep == "prep":
        preposition, head = head, head.head
        if preposition.lower == "for" and head.lemma in ("exchange", "return"):
            return "hypothetical"
        if preposition.lower in ADJUNCT:
            return "happened"  # `after talks with X he will ...`: the talks were held
        if preposition.lower == "for" and head.lemma in ASKING_VERBS | {"plea", "appeal", "demand"}:
            return "called-for"
    if noun.dep in ("dobj", "pobj") and head.pos in ("VERB", "NOUN"):
        if head.lemma in ASKING_VERBS:
            return "called-for"
        if head.lemma in POSSIBLE_VERBS:
            return "hypothetical"
        if head.lemma in PLANNING_VERBS:
            return "planned"
        if head.pos == "VERB":
            return modality_of(head)
    if noun.dep == "nsubjpass" and head.lemma in PLANNING_VERBS:
        return "planned"  # `a call is expected`
    if noun.dep in SUBJECTS and head.pos in ("VERB", "AUX"):
        return modality_of(head)
    return "happened"


def governor(token: Token) -> Token | None:
    """The word that governs an infinitive or gerund: `plans` in `plans to strike`, `aim` in `the aim of ending`."""
    head = token.head
    if token.dep == "pcomp" and head.dep == "prep":
        head = head.head
    elif token.dep == "conj" and head is not token:
        return governor(head)
    elif token.dep not in ("xcomp", "acl", "ccomp", "advcl", "relcl", "oprd"):
        return None
    return head if head is not token else None


def _governed(token: Token, head: Token) -> Modality:
    lemma = head.lemma
    if lemma in ASKING_VERBS:
        return "called-for"
    if lemma in POSSIBLE_VERBS:
        return "hypothetical"
    if lemma == "decision":
        return "happened"
    if lemma in ("decide", "vote") and head.pos == "VERB":
        return modality_of(head)
    if lemma in PLANNING_VERBS or lemma in ("go", "about", "ready", "promise", "plan", "pledge", "vow", "commitment"):
        return "planned"
    if lemma in ("begin", "start", "continue", "keep", "manage", "help", "resume", "accuse", "after", "by"):
        return modality_of(head) if head.pos == "VERB" and lemma != "accuse" else "happened"
    if lemma in (
        "open",
        "willing",
        "prepared",
        "able",
        "free",
        "likely",
        "unlikely",
        "possible",
        "try",
        "seek",
        "want",
    ):
        return "hypothetical"
    if token.tag == "VBG":
        if _of_a_paper(token, head):
            return modality_of(head.head)
        return modality_of(head) if head.pos == "VERB" and token.dep in ("xcomp", "advcl") else "happened"
    return "planned"


def withheld(token: Token) -> bool:
    """Whether the act is held back: `holding back on the sticks, like threatening X`, `short of`, `instead of`."""
    current = token
    while current.dep in ("pcomp", "prep", "pobj", "xcomp", "advmod") and current.head is not current:
        current = current.head
        if current.lower in ("without", "instead", "short", "rather"):
            return True
        if current.pos == "VERB":
            if current.lemma in UNREAL_VERBS:
                return True
            return current.lemma == "hold" and any(c.lower in ("back", "off") for c in current.children)
    return False


def conditional(*tokens: Token) -> bool:
    """Whether the clause of any of these words stands under `if`, `unless` or the like, or `should he agree`."""
    seen: set[int] = set()  # the ways up soon meet
    for token in tokens:
        current = token
        while current.i not in seen:
            seen.add(current.i)
            if inverted(current) or (
                current.dep == "advcl"
                and any(
                    c.dep in ("mark", "advmod") and c.lower in CONDITIONS and c.i < current.i for c in current.children
                )
            ):
                return True
            if current.dep in ("conj", "xcomp", "ccomp", "acomp", "dobj", "pobj", "prep"):
                current = current.head
    return False


def before_the_story(word: Token) -> bool:
    """Whether the tense puts an act before the story's own time: `had attacked`."""
    verb = word
    while verb.pos not in ("VERB", "AUX") and verb.head is not verb:
        verb = verb.head
    if verb.dep == "ccomp" and verb.head.tag == "VBD":
        return False  # `said that it had attacked` is told of the day
    while verb.dep == "conj" and verb.head.pos == "VERB" and not any(c.dep in SUBJECTS for c in verb.children):
        verb = verb.head
    if verb.dep == "advcl" and any(c.lower == "after" for c in verb.children) and verb.head.pos == "VERB":
        verb = verb.head
    return any(c.dep == "aux" and c.lower == "had" for c in verb.children)


def inverted(verb: Token) -> bool:
    """Whether `should` stands before the subject, as it does in a condition: `should the tariffs return`."""
    should = next((c for c in verb.children if c.dep == "aux" and c.lower == "should"), None)
    if should is None:
        return False
    asked = any(c.text == "?" or c.tag in ("WRB", "WP", "WDT") for c in verb.children)
    return not asked and any(c.dep in SUBJECTS and c.i > should.i for c in verb.children)


def condition_of(token: Token) -> Token | None:
    """The head of the conditional clause that hangs on this word or on what governs it: `fail` in `if talks fail`."""
    current: Token | None = token
    while current is not None:
        for child in current.children:
            if child.dep == "advcl" and any(
                c.dep in ("mark", "advmod") and c.lower in CONDITIONS and c.i < child.i for c in child.children
            ):
                return child
        current = (
            current.head
            if current.dep in ("xcomp", "ccomp", "conj", "pcomp", "prep", "dobj") and current.head is not current
            else None
        )
    return None


def question(token: Token) -> bool:
    """Whether the main clause around this word is a direct question."""
    root = token
    for root in (token, *token.ancestors()):
        if root.dep == "ccomp" and root.head.pos == "VERB" and root.head.i < root.i:
            return False
    clauses = [root]
    for clause in clauses:  # `will it sign, or is it stalling?` hangs its mark on the second clause
        clauses.extend(child for child in clause.children if child.dep == "conj" and child.pos in ("VERB", "AUX"))
    return any(child.text == "?" for clause in clauses for child in clause.children)
