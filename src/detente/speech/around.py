"""What stands round a reporting clause: before it, on both sides of it, after its colon."""

from __future__ import annotations

from collections.abc import Mapping

from detente.doc import SUBJECTS, Doc, Token
from detente.records import SpeechAct
from detente.speech.stretches import Range, phrase, region_after, region_before, trim, whole
from detente.syntax import child_of, passive, subject_of

BREAKS = (",", "—", "–", "-", "?", "!", "”", '"', "''", "’", "'")
CONTENT_HEADS = ("VERB", "AUX", "NOUN", "PROPN", "ADJ")
NAMING = ("DET", "ADJ", "NOUN", "PROPN", "NUM", "ADP", "PART", "PRON")  # what a noun phrase is made of
NAMED = 14  # words with which a speaker is named at most
QUIET = ("prep", "advmod", "npadvmod", "dobj", "dative", "prt", "agent", "acomp", "advcl", "attr", "nsubj", "xcomp")


def around(doc: Doc, verb: Token, speaker: Token | None, frames: Mapping[str, SpeechAct]) -> list[Range]:
    """The pieces of a content before the reporting clause and, where it only interrupts, after it."""
    apart = set_apart(doc, verb)
    tied = speaker is not None and (speaker.head is verb or (apart is not None and apart[0] <= speaker.i < apart[1]))
    own = speaker if tied else inverted(verb)
    if not _can_interrupt(doc, verb, own, addressed="objthat" in frames):
        return []
    first, last = doc.sentences[verb.sentence]
    content = _content_head(verb)
    a, b = _reporting(doc, verb, speaker or inverted(verb), content)
    named = named_after(doc, verb)
    a = min(a, named[0]) if named is not None else a
    region = region_before(doc, doc.tokens[a].start)
    if region is None:
        if any(c.dep == "xcomp" and c.i > verb.i and c.tag == "VB" for c in verb.children):
            return []  # `Kyiv asked for more, Washington agreed to look`
        if a == first or doc.tokens[a].dep == "cc" or doc.tokens[a - 1].text not in BREAKS:
            return []
        if not frames.keys() & {"that", "objthat"}:
            return []
        if content is None and (not _parenthetical(doc, a, b) or _adjunct(doc, first, a, verb)):
            return []
    start = _start(doc, verb, content, a)
    if region is not None:
        opening = doc.token_at(region[0])
        colon = doc.text[: region[0]].rstrip(" \"“‘'«„").endswith(":")
        ended = doc.text[: region[0]].rstrip(" \"“‘'«„")[-1:] in (".", "?", "!") and doc.text[region[0]].isupper()
        if opening < start or colon or ended or _adjunct(doc, start, opening, verb):
            start = opening
    if start >= a:
        return []
    following = region_after(doc, doc.tokens[b - 1].end)
    if following is not None:
        return [(start, a), (doc.token_at(following[0]), doc.token_at(following[1] - 1) + 1)]
    going_on = _goes_on(doc, b, last, verb)
    if going_on is not None:
        return [(start, a), going_on]
    end = min(whole(content)[1], last) if content is not None else b
    if content is not None and end > b and not _new_clause(doc, b, end, content):
        return [(start, a), (b, end)]
    return [(start, a)]


def named_after(doc: Doc, verb: Token) -> Range | None:
    """The words between a quotation and a reporting verb that name the speaker, whatever the parser made of them.

    `"...," Holm, a former general, said`: a noun phrase, perhaps with one in apposition, and nothing else.
    """
    first = doc.sentences[verb.sentence][0]
    begin = verb.i
    while begin > first and doc.tokens[begin - 1].pos == "ADV":
        begin -= 1
    last = begin
    while (
        begin > first
        and last - begin < NAMED
        and (
            doc.tokens[begin - 1].pos in NAMING
            or doc.tokens[begin - 1].text == ","
            or doc.tokens[begin - 1].text[:1].isupper()
        )
    ):
        begin -= 1
    if begin == last or doc.tokens[begin].text == "," or region_before(doc, doc.tokens[begin].start) is None:
        return None
    return begin, last


def set_apart(doc: Doc, verb: Token) -> Range | None:
    """The noun phrase right before a finite verb that closes a sentence's main clause, where the parser lost the tie.

    `..., its nuclear chief, Behrouz Taheri, said on Monday`, `..., the UN envoy proposed`: from a comma to the verb,
    with an apposition between commas or without, and no verb within.
    """
    first = doc.sentences[verb.sentence][0]
    adrift = verb.dep in ("conj", "parataxis", "acl", "relcl", "appos")
    if not adrift or child_of(verb, *SUBJECTS, "dobj", "ccomp", "xcomp") is not None:
        return None
    if verb.tag not in ("VBD", "VBZ", "VBN") or any(c.dep in ("aux", "auxpass") for c in verb.children):
        return None
    stop = verb.i - 1 if doc.tokens[verb.i - 1].text == "," else verb.i
    commas = [t.i for t in doc.tokens[first:stop] if t.text == ","][-2 if stop < verb.i else -1 :]
    if len(commas) < (2 if stop < verb.i else 1) or doc.quoted(verb.start):
        return None
    inside = [t for t in doc.tokens[commas[0] + 1 : stop] if t.text != ","]
    if not inside or any(t.pos not in NAMING for t in inside) or inside[-1].pos not in ("NOUN", "PROPN"):
        return None
    return commas[0] + 1, commas[-1] if stop < verb.i else stop


def _can_interrupt(doc: Doc, verb: Token, own: Token | None, *, addressed: bool) -> bool:
    """Whether a verb can head a reporting clause in or after its content: it is finite and has a subject of its own."""
    if own is None and not passive(verb):
        return False
    if passive(verb) and any(c.dep == "xcomp" and c.i > verb.i for c in verb.children):
        return False  # `is said to have left`
    helped = any(c.dep in ("aux", "auxpass") for c in verb.children)
    if not helped and (verb.tag == "VBG" or (verb.tag == "VBN" and verb.dep in ("acl", "advcl"))):
        return False
    if any(c.lower == "as" and c.i < verb.i for c in verb.children):
        return False
    taken = [c for c in verb.children if c.dep == "dobj" and c is not own]
    return addressed or all(doc.quoted(c.start) for c in taken)  # `"A," he said, "the only place where"`


def _start(doc: Doc, verb: Token, content: Token | None, a: int) -> int:
    """Where the content before a reporting clause begins: with its sentence, or with its clause in a longer one."""
    first = doc.sentences[verb.sentence][0]
    if content is None or verb.dep in ("ROOT", "parataxis"):
        return first
    start = min(whole(content)[0], a)
    return first if verb.dep == "ccomp" and start <= first + 1 else start


def before_parenthesis(doc: Doc, verb: Token, speaker: Token | None, right: Range) -> list[Range]:
    """What stands before a reporting clause that only interrupts: `If they attack, he warned, we will answer`."""
    first = doc.sentences[verb.sentence][0]
    if speaker is None or not _subject(speaker, verb) or right[0] <= verb.i:
        return []
    a, b = _reporting(doc, verb, speaker, None)
    region = region_before(doc, doc.tokens[a].start)
    quoted = doc.quoted(doc.tokens[trim(doc, right)[0]].end)
    if region is not None and doc.text[: region[1]].endswith("."):
        return []  # the sentence before
    if region is not None and quoted:
        return [(doc.token_at(region[0]), a)]
    if quoted and verb.dep == "conj" and verb.head.i < verb.i:
        return []  # `She left, and when pressed, she replied, "..."`
    commas = a > first and doc.tokens[a - 1].text == "," and doc.tokens[min(b, len(doc.tokens) - 1)].text == ","
    return [(first, a)] if commas and right[0] <= b + 2 else []


def _subject(speaker: Token, verb: Token) -> bool:
    """Whether a speaker is the subject of a verb, also where the parser hung it on the subject of what is said."""
    return speaker.head is verb or (speaker.dep == "appos" and speaker.head.head is verb)


def after_mark(doc: Doc, verb: Token, *, quoted: bool) -> Range | None:
    """A quotation, or what follows a colon, after a reporting clause that has no other content."""
    last = doc.sentences[verb.sentence][1]
    _, b = _reporting(doc, verb, subject_of(verb), None)
    region = region_after(doc, doc.tokens[b - 1].end)
    if region is None:
        colon = next((i for i in range(verb.i + 1, last) if doc.tokens[i].text == ":"), None)
        if colon is not None and not any(t.pos == "VERB" and t.dep != "xcomp" for t in doc.tokens[verb.i + 1 : colon]):
            region = region_after(doc, doc.tokens[colon].end)
            if region is None and colon + 2 < last and not quoted:
                return colon + 1, last
            if region is None and colon == last - 1 and not quoted:
                return _next_paragraph(doc, last)
    if region is None:
        return None
    return doc.token_at(region[0]), doc.token_at(region[1] - 1) + 1


def _next_paragraph(doc: Doc, place: int) -> Range | None:
    """The paragraph that begins at a token, where one does: a block quotation after `The statement reads:`."""
    if place >= len(doc.tokens) or "\n" not in doc.text[doc.tokens[place - 1].end : doc.tokens[place].start]:
        return None
    if not doc.tokens[place].text[0].isalnum():
        return None
    stop = doc.text.find("\n", doc.tokens[place].start)
    stop = len(doc.text) if stop < 0 else stop
    return place, doc.token_at(stop - 1) + 1


def inverted(verb: Token) -> Token | None:
    """The speaker after the verb, where the parser took it for an object: `..., tweeted Khan`."""
    following = next((c for c in verb.rights if c.dep in ("dobj", "attr", "npadvmod", "oprd", "nsubj")), None)
    return following if following is not None and following.pos in ("PROPN", "PRON", "NOUN") else None


def _reporting(doc: Doc, verb: Token, speaker: Token | None, content: Token | None) -> Range:
    """The tokens of the reporting clause: speaker, cue, and what says when, where and to whom."""
    first, last = doc.sentences[verb.sentence]
    held = {t.i for t in content.subtree()} if content is not None and content is not verb.head else set()
    a, b = verb.i, verb.i + 1
    near = [c.i for c in verb.lefts if c.dep in ("aux", "auxpass", "neg", "advmod") and not c.children]
    a = min([a, *(i for i in near if i >= verb.i - 3)])
    apart = set_apart(doc, verb)
    if apart is not None and speaker is not None and apart[0] <= speaker.i < apart[1]:
        a = min(a, apart[0])
    elif speaker is not None and speaker.sentence == verb.sentence:
        own = phrase(speaker, verb)
        if speaker.i < verb.i and _subject(speaker, verb):
            a = min(a, own[0])
            if a > first and doc.tokens[a - 1].dep in ("cc", "mark") and doc.tokens[a - 1].head in (verb, verb.head):
                a -= 1
        elif speaker.i > verb.i:
            b = max(b, own[1])
    for child in sorted(verb.rights, key=lambda t: t.i):
        if child.i in held or child.dep not in QUIET:
            continue
        x, y = whole(child)
        if child.dep == "advcl" and any(c.dep in (*SUBJECTS, "mark") for c in child.children):
            break
        if doc.quoted(doc.tokens[x].start) or (x > b + 1):
            break
        b = max(b, y)
    return max(a, first), min(b, last)


def _content_head(verb: Token) -> Token | None:
    """The head of the clause that stands before the reporting verb, or into which it is thrown."""
    left = [c for c in verb.lefts if c.dep in ("ccomp", "parataxis") and c.pos in CONTENT_HEADS]
    if left:
        return left[-1]
    if verb.dep == "parataxis":
        return verb.head
    thrown_in = verb.dep in ("advcl", "dep") and child_of(verb, "ccomp", "mark") is None
    return verb.head if thrown_in and child_of(verb, *SUBJECTS) is not None else None


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


def _parenthetical(doc: Doc, a: int, b: int) -> bool:
    """Whether a reporting clause stands between commas or ends its sentence."""
    first, last = doc.sentences[doc.tokens[a].sentence]
    if a <= first or doc.tokens[a - 1].text not in (",", "—", "–", "?", "!", "”", '"', "''"):
        return False
    return b >= last or doc.tokens[b].text in (",", ".", "—", "–", "?", "!", ";", ":", "”", '"')


def _goes_on(doc: Doc, b: int, last: int, verb: Token) -> Range | None:
    """A second half of the content after the reporting clause: `..., he said, but would pursue its aims`.

    A speaker's own next deed would be told without a modal verb.
    """
    if b + 2 >= last or doc.tokens[b].text != "," or verb.tag not in ("VBD", "VBZ"):
        return None
    joint, modal = doc.tokens[b + 1], doc.tokens[b + 2]
    if joint.dep != "cc" or modal.tag != "MD" or child_of(modal.head, *SUBJECTS) is not None:
        return None
    stop = next((t.i for t in doc.tokens[b:last] if t.text == ";" and not doc.quoted(t.start)), last)
    return b + 1, stop


def _new_clause(doc: Doc, b: int, end: int, content: Token) -> bool:
    """Whether what follows an interrupting cue is a new main clause: `..., he said, but the talks went on`."""
    following = [t for t in doc.tokens[b:end] if t.text not in (",", "”", '"')]
    if not following or following[0].dep != "cc":
        return False
    joined = [*content.children, *following[0].head.children]
    return any(c.dep == "conj" and c.i > b and child_of(c, *SUBJECTS) is not None for c in joined)
