"""The clause that a cue governs: where it begins, and where its speaker goes on to something else."""

from __future__ import annotations

from detente.doc import SUBJECTS, Doc, Token
from detente.speech.cues import CueAt, is_be, is_verb_cue
from detente.speech.stretches import Range, region_after, whole
from detente.syntax import child_of, said_by_a_thing

BOUND = frozenset({"because", "if", "unless", "until", "so", "when", "since"})


def right_clause(doc: Doc, at: CueAt) -> Range | None:
    """The clause that a cue governs and that follows it."""
    last = max(token.i for token in at.tokens)
    for child in at.token.children:
        if child in at.tokens:
            continue
        if child.dep == "ccomp" and child.i > last and not _circumstance(child):
            first, end = whole(child)
            if any(t.text == ";" and not doc.quoted(t.start) for t in doc.tokens[last + 1 : first + 1]):
                continue  # the next main clause
            if first > at.token.i or _relative(at.token, child):
                end = _going_on(doc, at.token, child, _tail(doc, child, end))
                return max(first, last + 1), _with_quotation(doc, at.token, end)
    if at.anchor is not at.token:
        for child in at.anchor.children:
            if child.dep in ("ccomp", "xcomp", "acl", "advcl") and child.i > last and marked(child):
                return whole(child)
    mended = _garden_path(doc, at.token) or _hidden(doc, at)
    if mended is not None:
        return mended
    # `what he did say is that ...`
    if at.token.dep == "csubj" and is_be(at.token.head):
        clause = next((c for c in at.token.head.rights if c.dep in ("ccomp", "xcomp", "attr")), None)
        if clause is not None:
            return whole(clause)
    return None


def _relative(verb: Token, clause: Token) -> bool:
    """Whether a content lacks only its subject, a relative before the cue: `an assault that officials said showed`."""
    before = [c for c in clause.children if c.i < verb.i]
    return verb.dep == "relcl" and len(before) == 1 and before[0].tag in ("WDT", "WP") and before[0].dep in SUBJECTS


def _garden_path(doc: Doc, verb: Token) -> Range | None:
    """A clause whose subject the parser took for the object of the cue: `agreed the two sides will meet`."""
    torn = _torn(doc, verb)
    if torn is not None:
        return torn
    taken = child_of(verb, "dobj")
    if taken is None:
        return None
    for child in taken.rights:  # `said the admission must not derail the talks`
        bare = child.dep in ("acl", "relcl") and child.tag == "VB" and child_of(child, *SUBJECTS, "mark") is None
        if bare and any(c.tag == "MD" for c in child.children):
            return whole(taken)[0], max(whole(taken)[1], whole(child)[1])
    for child in verb.rights:
        if child.dep in ("conj", "advcl", "dep") and child.tag != "VBG" and child_of(child, *SUBJECTS, "mark") is None:
            finite = min((c.i for c in child.children if c.dep in ("aux", "auxpass")), default=child.i)
            if finite == whole(taken)[1] and doc.tokens[finite].tag in ("MD", "VBZ", "VBD", "VBP"):
                return whole(taken)[0], whole(child)[1]
    return None


def _torn(doc: Doc, verb: Token) -> Range | None:
    """A content without its subject that the parser tied to another verb: `an assault that officials said showed`."""
    before = [c for c in verb.children if c.dep in SUBJECTS and c.i < verb.i]
    if verb.dep != "relcl" or len(before) != 2 or before[0].tag not in ("WDT", "WP") or verb.i + 1 >= len(doc.tokens):
        return None
    after = doc.tokens[verb.i + 1]
    bare = after.tag in ("VBD", "VBZ", "VBP") and child_of(after, *SUBJECTS) is None and whole(after)[0] == after.i
    return whole(after) if bare else None


def _hidden(doc: Doc, at: CueAt) -> Range | None:
    """A clause that the parser hung on a noun before it, or took for a circumstance.

    `told a meeting of the islands that the sea was rising`, `said after the vote he would resign`.
    """
    verb = at.token
    told = child_of(verb, "dobj") if "objthat" in at.cue.frames else None
    if "that" not in at.cue.frames or (told is None and child_of(verb, "dobj") is not None):
        return None
    beyond = _past_parenthesis(doc, verb, told)
    if beyond is not None:
        return beyond
    for token in doc.tokens[verb.i + 1 : doc.sentences[verb.sentence][1]]:
        clause = token.head
        if token.lower == "that" and token.dep in ("mark", "advmod", "det") and clause.dep in ("relcl", "acl"):
            noun = clause.head
            own = any(c.dep in SUBJECTS and c is not token for c in clause.children)
            if own and token.i == whole(clause)[0] and noun.i > verb.i and _object_below(noun, verb):
                return whole(clause)
        if token.dep == "advcl" and clause is verb and token.tag in ("VBD", "VBZ", "VBP", "VB"):
            opened = any(c.dep in ("mark", "advmod") and c.tag in ("IN", "WRB") for c in token.children)
            if not opened and child_of(token, *SUBJECTS) is not None and whole(token)[0] > verb.i:
                return whole(token)
    return None


def _object_below(noun: Token, verb: Token) -> bool:
    """Whether a noun hangs on a verb and not on a clause joined to it: `said no, and rejected the finding that`."""
    for word in noun.ancestors():
        if word is verb:
            return True
        if word.pos in ("VERB", "AUX") and word.dep in ("conj", "parataxis"):
            return False
    return False


def _past_parenthesis(doc: Doc, verb: Token, told: Token | None) -> Range | None:
    """A `that` clause past an insertion: `told deputies, according to two of them, that he was leaving`."""
    last = doc.sentences[verb.sentence][1]
    place = whole(told)[1] if told is not None else verb.i + 1
    place = min(place, next((t.i for t in doc.tokens[verb.i + 1 : last] if t.text == ","), last))
    if place >= last or doc.tokens[place].text != ",":
        return None
    closing = next((t.i for t in doc.tokens[place + 1 : last] if t.text == ","), None)
    if closing is None or closing + 2 >= last or doc.tokens[closing + 1].lower != "that":
        return None
    opener = doc.tokens[closing + 1]
    if opener.tag != "IN" or doc.quoted(opener.start):
        return None
    stop = next((t.i for t in doc.tokens[closing + 1 : last] if t.text == ";" and not doc.quoted(t.start)), last)
    return closing + 1, stop


def _with_quotation(doc: Doc, verb: Token, end: int) -> int:
    """The end of a content, past the condition or reason and the quotation that go on with it in the same sentence."""
    for child in verb.rights:
        first, last = whole(child)
        if child.dep == "advcl" and first in (end, end + 1) and any(c.lower in BOUND for c in child.children):
            end = last
    region = region_after(doc, doc.tokens[end - 1].end)
    if region is None or end >= len(doc.tokens) or doc.tokens[end].sentence != verb.sentence:
        return end
    return max(end, doc.token_at(region[1] - 1) + 1)


def _circumstance(clause: Token) -> bool:
    """Whether a clause that the parser took for content says when or why: `said before he left`."""
    mark = child_of(clause, "mark")
    return mark is not None and mark.lower not in ("that", "if", "whether", "for", "like")


def marked(clause: Token) -> bool:
    """Whether a clause has a word that opens it, or a subject before its verb."""
    return any(c.dep == "mark" or (c.dep in SUBJECTS and c.i < clause.i) for c in clause.children)


def _tail(doc: Doc, clause: Token, end: int) -> int:
    """Where a content really ends: before the next thing that its speaker does: `..., adding that`, `and warned`."""
    for word in doc.tokens[clause.i : end]:
        if word.pos != "VERB" or (word.dep != "conj" and not is_verb_cue(word)):
            continue
        above = reporter_of(doc, word)
        if above is not None and above.i < clause.i:
            first = whole(word)[0]
            return first - 1 if word.dep == "conj" else first
        if (
            word.dep == "conj"
            and is_verb_cue(word)
            and child_of(word, "ccomp") is not None
            and child_of(word, *SUBJECTS) is not None
        ):
            first = whole(word)[0]
            if doc.tokens[first - 1].dep == "cc" and doc.tokens[first - 2].text == ",":
                return first - 2
    break_off = next(
        (t.i for t in doc.tokens[whole(clause)[0] : end] if t.text == ";" and not doc.quoted(t.start)), end
    )
    return min(end, break_off)


def _going_on(doc: Doc, verb: Token, clause: Token, end: int) -> int:
    """The end of a content past a second half that the parser hung on the cue or tore apart.

    `says it would cost money, but would pay in the end`, `it will be large, and it will be new`; and a verb right after
    a noun has that for its subject: `said he has respect for them and his words | were meant for others`.
    """
    last = doc.sentences[verb.sentence][1]
    rest = doc.tokens[end : min(end + 4, last)]
    if rest and rest[0].text == ",":
        rest = rest[1:]
    elif rest and rest[0].tag in ("VBD", "VBZ", "VBP", "MD") and doc.tokens[end - 1].pos in ("NOUN", "PROPN"):
        finite = rest[0].head if rest[0].dep in ("aux", "auxpass") else rest[0]
        apart = finite in verb.ancestors() or finite is verb or is_verb_cue(finite) or doc.quoted(finite.start)
        return end if apart else max(end, whole(finite)[1])
    if len(rest) < 2 or rest[0].dep != "cc":
        return end
    subject = child_of(clause, *SUBJECTS)
    again = subject is not None and rest[1].tag == "PRP" and rest[1].lower == subject.lower
    bearer = rest[2] if again and len(rest) > 2 else rest[1]
    modal = bearer.tag == "MD" and any(c.tag == "MD" for c in clause.children)
    now = again and bearer.tag == verb.tag == _finite(clause) == "VBZ"  # `says she hopes for it, but she knows that`
    if not modal and not now:
        return end
    finite = bearer.head if modal else bearer
    return end if not again and child_of(finite, *SUBJECTS) is not None else max(end, whole(finite)[1])


def reporter_of(doc: Doc, verb: Token) -> Token | None:
    """The reporting verb that this one goes on from, though the parser hung it on a verb of the content.

    A participle after a comma (`said it was over, adding that ...`), or a finite verb without a subject of its own, in
    another tense than the verb it is coordinated with (`said it would leave and warned of ...`) or after a subject that
    utters nothing (`said missiles fell and urged ...`).
    """
    if verb.dep not in ("advcl", "conj") or child_of(verb, *SUBJECTS) is not None:
        return None
    before = doc.tokens[max(0, whole(verb)[0] - 1)]
    if verb.dep == "advcl":
        goes_on = verb.tag == "VBG" and before.text == ","
    else:
        shifted = _finite(verb.head) != verb.tag or said_by_a_thing(verb)
        goes_on = verb.tag in ("VBD", "VBZ") and shifted and before.dep == "cc"
    if not goes_on or doc.quoted(verb.start):
        return None
    word = verb.head
    while word.head is not word:
        if word.dep == "ccomp" and is_verb_cue(word.head) and word.head.i < verb.i:
            return word.head if verb.dep == "advcl" or _finite(word.head) == verb.tag else None
        word = word.head
    return None


def _finite(verb: Token) -> str:
    """The tag of the word that bears the tense of a verb: `would` in `would go`."""
    first = min((c for c in verb.children if c.dep in ("aux", "auxpass")), key=lambda t: t.i, default=verb)
    return first.tag
