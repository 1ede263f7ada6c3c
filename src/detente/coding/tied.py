"""How closely words for a place hang to the word of an act, within the clause that tells it."""

from __future__ import annotations

from detente.codebook.place_words import place_noun, place_words
from detente.doc import SUBJECTS, Token

SPOKEN = frozenset({"ACCUSE", "SUPPORT", "REQUEST"})  # what they speak of may have happened elsewhere
WORDS = frozenset({"AGREE", "REJECT", "THREATEN"})
BODILY = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "COOPERATE", "AID"})
OTHER_CLAUSE = frozenset({"ccomp", "advcl", "parataxis", "csubj", "csubjpass"})
ERRANDS = frozenset({"for", "on"})
SETTING = frozenset({"at", "in", "during", "on", "outside", "inside", "near"})
STEPS = 3


def tied(above: Token, words: Token, act_word: Token, span: tuple[int, int], act: str) -> int | None:
    """How near words that hang on `above` are to an act: on its word, in its words, or on the verbs it goes with."""
    if above is act_word:
        return 0
    venue = _venue(above)
    if venue is act_word:
        return 1
    if venue.tag == "VBG" and venue.lemma in place_words("being there") and _doer_of(venue, act_word):
        return STEPS
    signed = venue.dep == "acl" and venue.lemma in place_words("held")
    if signed and _venue(venue.head) is act_word:
        return 1  # `restored ties in a deal signed in X`
    if act in WORDS and above.dep in SUBJECTS and above.head is act_word:
        return None  # `separatists in X agreed`
    near = _within(above, words, act_word, span, act)
    if near is not None:
        return near if act not in SPOKEN or near == 0 or _of_the_act(above, act_word) else None
    return _higher(venue, words, act_word, act)


def goes_on(word: Token, verb: Token) -> bool:
    """Whether an act goes on from the one before it, by the same doer: `cut the fence near X and fired`."""
    linked = word.dep == "conj" and word.head is verb and any(c.dep == "cc" and c.i < word.i for c in verb.rights)
    return linked and not _own_subject(word)


def beside(preposition: Token) -> Token:
    """What a preposition hangs on: the verb of `out of X`, `from near X`."""
    above = preposition.head
    while above.dep == "prep" and above.pos == "ADP":
        above = above.head
    return above


def told_of(word: Token, verb: Token) -> bool:
    """Whether a verb is that of an act or of its errand: `arrived in X for talks`."""
    return verb is word or (word.dep == "pobj" and word.head.lower in ERRANDS and word.head.head is verb)


def _doer_of(participle: Token, word: Token) -> bool:
    """Whether a participle tells where the doer of an act was: `Speaking in X, they urged`."""
    verb = word
    while verb.dep == "xcomp":
        verb = verb.head
    if participle.dep == "acl":
        return participle.head.dep in SUBJECTS and participle.head.head is verb
    return participle.dep == "advcl" and participle.head is verb


def _venue(noun: Token) -> Token:
    """What happens at a gathering or spot that lies in a place: `signed at a ceremony in X`."""
    while noun.dep == "pobj":
        preposition = noun.head
        whole = preposition.lower == "of" and (
            place_noun(preposition.head.lower) or preposition.head.lemma in place_words("venue")
        )
        if not whole and preposition.lower not in SETTING:
            break
        noun = beside(preposition)
    return noun


def _within(above: Token, words: Token, word: Token, span: tuple[int, int], act: str) -> int | None:
    """1 or 2 where words stand in those of the act and in no other clause or reason among them."""
    inside = span[0] <= words.start < span[1]
    token, chain = above, {word.i, *(t.i for t in word.ancestors())}
    while token.i not in chain:
        if act in BODILY and _tells_how(token, word):
            return STEPS  # `was killed when a mine went off in X`
        if _bars(token, word, act) and token.lemma not in place_words("landing"):
            return None
        token = token.head
    return (1 if above.head is word else 2) if inside else None


def _tells_how(verb: Token, word: Token) -> bool:
    """Whether a clause with `when` tells how an act came about."""
    return verb.dep == "advcl" and verb.head is word and any(c.lower == "when" for c in verb.children)


def _bars(token: Token, word: Token, act: str) -> bool:
    """Whether what hangs on a word is of another clause than the act, or of its reason."""
    above = token.head
    if token.dep in ("pobj", "pcomp"):
        reason = above.lower in place_words("reason") or (
            above.lower == "for" and act in (*SPOKEN, "COERCE", "SANCTION")
        )
        return reason and above.head.pos in ("VERB", "AUX")
    if above is word:
        return token.dep in OTHER_CLAUSE
    if token.dep == "acl":
        held = token.lemma in place_words("held") and act not in SPOKEN
        return act not in BODILY and above.dep not in SUBJECTS and not held
    return token.dep in OTHER_CLAUSE or token.dep == "relcl"


def _of_the_act(above: Token, word: Token) -> bool:
    """Whether what is spoken in a place is meant, not what is spoken of.

    `a court in X accused`, `signed an accord in X`, `urged them at a meeting in X`; not `accused the court in X`.
    """
    if above.dep == "dobj" and above.head is word and word.lemma in place_words("made"):
        return True
    while above.head is not word and above.head is not above:
        above = above.head
    return above.head is word and above.dep in SUBJECTS and above.lemma.lower() not in place_words("seated")


def _higher(above: Token, words: Token, word: Token, act: str) -> int | None:
    """3 or 4 where words hang on a verb that an act goes with: `met in X to discuss`, `arrived in X for talks`."""
    opening = _opens(words)
    verb = word
    for _ in range(STEPS):
        if verb.dep in ("pobj", "pcomp") and (opening or (verb.dep == "pobj" and verb.head.lower in ERRANDS)):
            verb = verb.head.head if verb.head.dep == "prep" else verb.head
        elif (
            verb.dep in (*SUBJECTS, "dobj", "xcomp")
            or (opening and verb.dep == "acomp")
            or (verb.dep == "conj" and (opening or _shares(verb, act)))
            or (verb.dep == "advcl" and (verb.tag == "VBG" or any(c.lower == "to" for c in verb.children)))
        ):
            verb = verb.head
        else:
            break
        if above is verb:
            return 3
        if act in BODILY and goes_on(word, verb) and _argument(above, verb):
            return 4  # `cut the fence near X and fired`
    # `burned and looted houses in X`
    shared = next((c for c in word.children if c.dep == "conj" and c.i > word.i), None)
    bare = not any(c.dep in ("dobj", "prep", "agent", "nsubjpass") for c in word.children)
    if shared is not None and bare and shared.i - word.i <= STEPS and not _own_subject(shared):
        return 3 if above is shared or _argument(above, shared) else None
    return None


def _opens(words: Token) -> bool:
    """Whether words for a place stand first in the sentence, so that they hold for all of it: `In X, ...`."""
    before = words
    while before.dep == "prep" and before.head.dep == "prep":
        before = before.head
    return before.text[0].isupper() and before.dep == "prep"


def _shares(verb: Token, act: str) -> bool:
    """Whether a verb goes on from another: `flew to X and met`."""
    linked = any(c.dep == "cc" for c in verb.head.rights) or verb.head.dep == "conj"
    return linked and act not in SPOKEN and not _own_subject(verb)


def _own_subject(verb: Token) -> bool:
    return any(c.dep in SUBJECTS for c in verb.children)


def _argument(noun: Token, verb: Token) -> bool:
    """Whether a noun is who acts or what is acted on, or stands after a preposition of the verb."""
    if noun.dep == "pobj":
        return noun.head.head is verb
    return noun.head is verb and noun.dep in ("dobj", *SUBJECTS)
