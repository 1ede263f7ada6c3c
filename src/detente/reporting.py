"""Where the content of a cue stands: the clause after it, the clause or quotation round it, what follows a colon.

All stretches are ranges of tokens, the last one exclusive; `region_before` and `region_after` give offsets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from detente.doc import SUBJECTS, Doc, Token
from detente.records import SpeechAct
from detente.speech import CueAt, is_be, is_verb_cue
from detente.syntax import child_of, passive, subject_of

Range = tuple[int, int]

CLOSING = ("”", "’", '"', "''", "»")


def right_clause(doc: Doc, at: CueAt) -> Range | None:
    """The clause that a cue governs and that follows it."""
    last = max(token.i for token in at.tokens)
    for child in at.token.children:
        if child in at.tokens:
            continue
        if child.dep == "ccomp" and child.i > last and not _circumstance(child):
            first, end = whole(child)
            if first > at.token.i:
                return max(first, last + 1), _with_quotation(doc, at.token, _tail(doc, child, end))
    if at.anchor is not at.token:
        for child in at.anchor.children:
            if child.dep in ("ccomp", "xcomp", "acl", "advcl") and child.i > last and marked(child):
                return whole(child)
    mended = _garden_path(doc, at.token)
    if mended is not None:
        return mended
    # `what he did say is that ...`
    if at.token.dep == "csubj" and is_be(at.token.head):
        clause = next((c for c in at.token.head.rights if c.dep in ("ccomp", "xcomp", "attr")), None)
        if clause is not None:
            return whole(clause)
    return None


def _garden_path(doc: Doc, verb: Token) -> Range | None:
    """A clause whose subject the parser took for the object of the cue: `agreed the two sides will meet`."""
    taken = child_of(verb, "dobj")
    if taken is None:
        return None
    for child in verb.rights:
        if child.dep in ("conj", "advcl", "dep") and child.tag != "VBG" and child_of(child, *SUBJECTS, "mark") is None:
            finite = min((c.i for c in child.children if c.dep in ("aux", "auxpass")), default=child.i)
            if finite == whole(taken)[1] and doc.tokens[finite].tag in ("MD", "VBZ", "VBD", "VBP"):
                return whole(taken)[0], whole(child)[1]
    return None


def _with_quotation(doc: Doc, verb: Token, end: int) -> int:
    """The end of a content, past the quotation that goes on with it in the same sentence."""
    region = region_after(doc, doc.tokens[end - 1].end)
    if region is None or end >= len(doc.tokens) or doc.tokens[end].sentence != verb.sentence:
        return end
    return max(end, doc.token_at(region[1] - 1) + 1)


def _circumstance(clause: Token) -> bool:
    """Whether a clause that the parser took for content says when or why: `said before he left`."""
    mark = child_of(clause, "mark")
    return mark is not None and mark.lower not in ("that", "if", "whether", "for", "like")


def marked(clause: Token) -> bool:
    return any(c.dep == "mark" or (c.dep in SUBJECTS and c.i < clause.i) for c in clause.children)


def _tail(doc: Doc, clause: Token, end: int) -> int:
    """Where a content really ends: before the next thing that its speaker does: `..., adding that`, `and warned`."""
    inside = [t for t in doc.tokens[clause.i : end] if is_verb_cue(t)]
    for word in inside:
        above = reporter_of(doc, word)
        if above is not None and above.i < clause.i:
            first = whole(word)[0]
            return first - 1 if word.dep == "conj" else first
        if word.dep == "conj" and child_of(word, "ccomp") is not None and child_of(word, *SUBJECTS) is not None:
            first = whole(word)[0]
            if doc.tokens[first - 1].dep == "cc" and doc.tokens[first - 2].text == ",":
                return first - 2
    break_off = next((t.i for t in doc.tokens[clause.i : end] if t.text == ";" and not doc.quoted(t.start)), end)
    return min(end, break_off)


def reporter_of(doc: Doc, verb: Token) -> Token | None:
    """The reporting verb that this one goes on from, though the parser hung it on a verb of the content.

    A participle after a comma (`said it was over, adding that ...`), or a finite verb without a subject of its own and
    in another tense than the verb it is coordinated with (`said it would leave and warned of ...`).
    """
    if verb.dep not in ("advcl", "conj") or child_of(verb, *SUBJECTS) is not None:
        return None
    before = doc.tokens[max(0, whole(verb)[0] - 1)]
    if verb.dep == "advcl":
        if verb.tag != "VBG" or before.text != ",":
            return None
    elif verb.tag not in ("VBD", "VBZ") or _finite(verb.head) == verb.tag or before.dep != "cc":
        return None
    word = verb.head
    while word.head is not word and word.dep in ("ccomp", "xcomp", "conj", "advcl", "pcomp", "prep", "attr", "acomp"):
        if word.dep == "ccomp" and is_verb_cue(word.head) and word.head.i < verb.i:
            return word.head
        word = word.head
    return None


def _finite(verb: Token) -> str:
    """The tag of the word that bears the tense of a verb: `would` in `would go`."""
    first = min((c for c in verb.children if c.dep in ("aux", "auxpass")), key=lambda t: t.i, default=verb)
    return first.tag


def around(doc: Doc, verb: Token, speaker: Token | None, frames: Mapping[str, SpeechAct]) -> list[Range]:
    """The pieces of a content before the reporting clause and, where it only interrupts, after it."""
    if verb.tag == "VBG" and not any(c.dep == "aux" for c in verb.children):
        return []
    if (
        verb.tag == "VBN"
        and not any(c.dep in ("aux", "auxpass") for c in verb.children)
        and verb.dep in ("acl", "advcl")
    ):
        return []
    if any(c.lower == "as" and c.i < verb.i for c in verb.children):
        return []
    own = speaker if speaker is not None and speaker.head is verb else inverted(verb)
    if own is None and not passive(verb):
        return []
    if any(c.dep == "dobj" and c is not own for c in verb.children) and "objthat" not in frames:
        return []
    first, last = doc.sentences[verb.sentence]
    content = _content_head(verb)
    a, b = _reporting(doc, verb, speaker or inverted(verb), content)
    before = doc.tokens[a - 1] if a > first else None
    region = region_before(doc, doc.tokens[a].start)
    if before is None and region is None:
        return []
    if region is None and "that" not in frames and "objthat" not in frames:
        return []
    if region is None and content is None and (not _parenthetical(doc, a, b) or _adjunct(doc, first, a, verb)):
        return []
    if region is None and before is not None and before.text not in (",", "—", "–", "-", "?", "!", "”", '"', "’", "'"):
        return []
    pieces: list[Range] = []
    if content is not None and verb.dep not in ("ROOT", "parataxis"):
        start = min(whole(content)[0], a)
        if verb.dep == "ccomp" and start <= first + 1:
            start = first
    else:
        start = first
    if region is not None:
        opening = doc.token_at(region[0])
        if content is None or opening < start or doc.text[: region[0]].rstrip(" \"“‘'«„").endswith(":"):
            start = opening
        elif _adjunct(doc, start, opening, verb):
            start = opening
    if start < a:
        pieces.append((start, a))
    following = region_after(doc, doc.tokens[b - 1].end)
    if following is not None:
        end = doc.token_at(following[1] - 1) + 1
        pieces.append((doc.token_at(following[0]), end))
    elif content is not None:
        end = min(whole(content)[1], last)
        if end > b and not _new_clause(doc, b, end, content):
            pieces.append((b, end))
    return pieces if pieces and pieces[0][0] < a else []


def _content_head(verb: Token) -> Token | None:
    """The head of the clause that stands before the reporting verb, or into which it is thrown."""
    left = [
        c for c in verb.lefts if c.dep in ("ccomp", "parataxis") and c.pos in ("VERB", "AUX", "NOUN", "PROPN", "ADJ")
    ]
    if left:
        return left[-1]
    if verb.dep == "parataxis":
        return verb.head
    if verb.dep in ("ccomp", "advcl", "dep") and child_of(verb, "ccomp", "mark") is None and verb.head.i != verb.i:
        own = any(c.dep in SUBJECTS for c in verb.children)
        if own and not (verb.dep == "ccomp" and verb.head.i > verb.i):
            return verb.head if verb.dep != "ccomp" else None
    return None


def _adjunct(doc: Doc, first: int, end: int, verb: Token) -> bool:
    """Whether all before a place in the sentence hangs on the reporting verb: `In an interview, he cited ...`."""
    return all(
        _below(token, verb) in ("prep", "advmod", "npadvmod", "advcl", "punct", "cc", "mark", "nsubj", "intj")
        for token in doc.tokens[first:end]
    )


def _below(token: Token, verb: Token) -> str:
    """The label of the child of a verb under which a token stands."""
    while token.head is not token and token.head is not verb:
        token = token.head
    return token.dep if token.head is verb and token is not verb else ""


def _reporting(doc: Doc, verb: Token, speaker: Token | None, content: Token | None) -> Range:
    """The tokens of the reporting clause: speaker, cue, and what says when, where and to whom."""
    first, last = doc.sentences[verb.sentence]
    held = {t.i for t in content.subtree()} if content is not None and content is not verb.head else set()
    a, b = verb.i, verb.i + 1
    near = [c for c in verb.lefts if c.dep in ("aux", "auxpass", "neg", "advmod") and c.i >= verb.i - 3]
    if near:
        a = min(a, *(c.i for c in near if not c.children)) if any(not c.children for c in near) else a
    if speaker is not None and speaker.sentence == verb.sentence:
        phrase = _phrase(speaker, verb)
        if speaker.i < verb.i and speaker.head is verb:
            a = min(a, phrase[0])
            if a > first and doc.tokens[a - 1].dep in ("cc", "mark") and doc.tokens[a - 1].head in (verb, verb.head):
                a -= 1
        elif speaker.i > verb.i:
            b = max(b, phrase[1])
    quiet = ("prep", "advmod", "npadvmod", "dobj", "dative", "prt", "agent", "acomp", "advcl", "attr", "nsubj", "xcomp")
    for child in sorted(verb.rights, key=lambda t: t.i):
        if child.i in held or child.dep not in quiet:
            continue
        x, y = whole(child)
        if child.dep == "advcl" and any(c.dep in (*SUBJECTS, "mark") for c in child.children):
            break
        if doc.quoted(doc.tokens[x].start) or (x > b + 1):
            break
        b = max(b, y)
    return max(a, first), min(b, last)


def _parenthetical(doc: Doc, a: int, b: int) -> bool:
    """Whether a reporting clause stands between commas or ends its sentence."""
    first, last = doc.sentences[doc.tokens[a].sentence]
    if a <= first or doc.tokens[a - 1].text not in (",", "—", "–", "?", "!", "”", '"', "''"):
        return False
    return b >= last or doc.tokens[b].text in (",", ".", "—", "–", "?", "!", ";", ":", "”", '"')


def _new_clause(doc: Doc, b: int, end: int, content: Token) -> bool:
    """Whether what follows an interrupting cue is a new main clause: `..., he said, but the talks went on`."""
    following = [t for t in doc.tokens[b:end] if t.text not in (",", "”", '"')]
    if not following or following[0].dep != "cc":
        return False
    return any(c.dep == "conj" and c.i > b and child_of(c, *SUBJECTS) is not None for c in content.children)


def after_mark(doc: Doc, verb: Token) -> Range | None:
    """A quotation, or what follows a colon, after a reporting clause that has no other content."""
    first, last = doc.sentences[verb.sentence]
    speaker = subject_of(verb)
    _, b = _reporting(doc, verb, speaker, None)
    region = region_after(doc, doc.tokens[b - 1].end)
    if region is None:
        colon = next((i for i in range(verb.i + 1, last) if doc.tokens[i].text == ":"), None)
        if colon is not None and not any(t.pos == "VERB" and t.dep != "xcomp" for t in doc.tokens[verb.i + 1 : colon]):
            region = region_after(doc, doc.tokens[colon].end)
            if region is None and colon + 2 < last:
                return colon + 1, last
    if region is None:
        return None
    return doc.token_at(region[0]), doc.token_at(region[1] - 1) + 1


def inverted(verb: Token) -> Token | None:
    """The speaker after the verb, where the parser took it for an object: `..., tweeted Khan`."""
    following = next((c for c in verb.rights if c.dep in ("dobj", "attr", "npadvmod", "oprd", "nsubj")), None)
    return following if following is not None and following.pos in ("PROPN", "PRON", "NOUN") else None


def region_before(doc: Doc, offset: int) -> Range | None:
    """The quotation that ends right before an offset, as offsets."""
    place = bisect_right(doc.quotations, (offset, -1)) - 1
    if place < 0:
        return None
    start, end = doc.quotations[place]
    between = doc.text[end:offset]
    return (
        (start, end) if end <= offset and not between.strip(" \t,.”\"'’»“–—-\u00a0") and "\n" not in between else None
    )


def region_after(doc: Doc, offset: int) -> Range | None:
    """The quotation that starts right after an offset, as offsets."""
    place = bisect_right(doc.quotations, (offset, -1))
    if place >= len(doc.quotations):
        return None
    start, end = doc.quotations[place]
    between = doc.text[offset:start]
    if between.strip(" \t\n,:“\"'‘«„”–—-\u00a0`"):
        return None
    return (start, end) if "\n" not in between or ":" in between else None


def whole(token: Token) -> Range:
    """The first and last (exclusive) token under a word."""
    low = high = token.i
    stack = list(token.children)
    while stack:
        word = stack.pop()
        low, high = min(low, word.i), max(high, word.i)
        stack.extend(word.children)
    return low, high + 1


def _phrase(speaker: Token, verb: Token) -> Range:
    """The speaker's noun phrase, without what the parser hung on it from beyond the verb."""
    a, b = whole(speaker)
    return (a, min(b, verb.i)) if speaker.i < verb.i else (max(a, verb.i + 1), b)


def trim(doc: Doc, piece: Range) -> Range:
    """A piece without the `that`, commas and stops at its edges; brackets and quotation marks are kept."""
    a, b = piece
    tokens = doc.tokens
    while a < b and (
        tokens[a].text in (",", ":", ";", "—", "–", "-", ".") or (tokens[a].lower == "that" and tokens[a].dep == "mark")
    ):
        a += 1
    while a < b and tokens[a].text in CLOSING and not doc.quoted(tokens[a].end):
        a += 1
    while a < b and tokens[b - 1].text in (",", ":", ";", "—", "–", "-", ".", "...", "…"):
        b -= 1
    if b - a == 1 and not tokens[a].text[0].isalnum():
        b = a
    return a, b
