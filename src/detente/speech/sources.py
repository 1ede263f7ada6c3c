"""Reports by nouns and phrases: `its claim that ...`, `according to ...`, `in the words of ...`, `as ... put it`."""

from __future__ import annotations

from collections.abc import Iterator

from detente.doc import Doc, Token
from detente.speech.clauses import marked
from detente.speech.cues import Report, is_be, noun_cues, words
from detente.speech.loose import PHRASE
from detente.speech.stretches import Range, trim, whole
from detente.syntax import agent_of, child_of, passive, subject_of


def noun_report(doc: Doc, noun: Token) -> Report | None:
    """What a noun of speech holds: `its claim that ...`, `a call for ...`, `the pledge to ...`."""
    for at in noun_cues(noun):
        speaker = _utterer(noun)
        for frame, act in at.cue.frames.items():
            piece = _noun_frame(noun, frame)
            if piece is None or speaker is None:
                continue
            piece = trim(doc, piece)
            if piece[0] < piece[1]:
                return Report(
                    at.tokens, speaker, None, (piece,), frame, act, f"noun with {frame}", 0.65, at.cue.thought
                )
    return None


def _noun_frame(noun: Token, frame: str) -> Range | None:
    if frame == "that":
        for child in noun.rights:
            if child.dep in ("acl", "ccomp", "relcl", "appos") and whole(child)[0] > noun.i:
                opener = min(child.subtree(), key=lambda t: t.i)
                if opener.lower == "that" and opener.dep in ("mark", "det", "advmod"):
                    return whole(child)
        be = noun.head
        if noun.dep == "nsubj" and is_be(be):
            clause = next((c for c in be.rights if c.dep == "ccomp" and marked(c)), None)
            return whole(clause) if clause is not None else None
        return None
    if frame == "to":
        clause = next(
            (c for c in noun.rights if c.dep == "acl" and any(g.lower == "to" and g.dep == "aux" for g in c.children)),
            None,
        )
        return whole(clause) if clause is not None else None
    word = next((c for c in noun.rights if c.dep == "prep" and c.lower == frame), None)
    if word is None:
        return None
    first, end = whole(word)
    return first + 1, end


def _utterer(noun: Token) -> Token | None:
    """Whose word it is: `Kyiv's claim`, `a claim by Kyiv`, `Kyiv made the claim`."""
    own = child_of(noun, "poss")
    if own is not None:
        return own
    for child in noun.rights:
        if child.dep in ("prep", "agent") and child.lower in ("by", "from"):
            return child_of(child, "pobj")
    head = noun.head
    if noun.dep == "dobj" and head.lemma in words("light"):
        return agent_of(head) if passive(head) else subject_of(head)
    return None


def phrase_reports(doc: Doc) -> Iterator[Report]:
    """Yield the reports that a phrase of source makes: the rest of its sentence is the content."""
    for token in doc.tokens:
        found = _according_to(token) or _in_words_of(token) or _as_put(doc, token)
        if found is None:
            continue
        cue, source, edges = found
        pieces = _rest(doc, token, *edges)
        if pieces:
            yield Report(cue, source, None, tuple(pieces), "source", "assertive", PHRASE, 0.85)


Source = tuple[tuple[Token, ...], Token, Range]


def _according_to(token: Token) -> Source | None:
    """`according to X`: the cue, the source and the tokens of the phrase."""
    to = next((c for c in token.children if c.lower == "to"), None) if token.lower == "according" else None
    source = child_of(to, "pobj") if to is not None else None
    if to is None or source is None:
        return None
    return (token, to), source, (token.i, whole(source)[1])


def _in_words_of(token: Token) -> Source | None:
    """`in X's words`, `in the words of X`."""
    if token.dep != "pobj" or token.head.lower != "in" or token.lower not in words("account"):
        return None
    of = next((c for c in token.rights if c.lower == "of"), None)
    source = child_of(token, "poss") or (child_of(of, "pobj") if of is not None else None)
    return ((token,), source, (token.head.i, whole(token)[1])) if source is not None else None


def _as_put(doc: Doc, token: Token) -> Source | None:
    """`as X put it`, `as X said`."""
    if token.pos != "VERB" or token.lemma not in words("as") or token.dep not in ("advcl", "parataxis", "dep", "prep"):
        return None
    source = subject_of(token)
    if source is None or source.head is not token or not any(c.lower == "as" for c in token.lefts):
        return None
    if any(c.dep == "ccomp" and c.pos == "VERB" and c.i > token.i for c in token.children):
        return None  # `this comes as Russia reported that`
    first, end = whole(token)
    stop = next((i for i in range(token.i, end) if doc.tokens[i].text in (",", ":")), end)
    return (token,), source, (first, stop)


def _rest(doc: Doc, token: Token, a: int, b: int) -> list[Range]:
    """The clause that a phrase of source belongs to, without the phrase."""
    first, last = doc.sentences[token.sentence]
    head = token.head
    clause = head
    while clause.pos not in ("VERB", "AUX") and clause.head is not clause:
        clause = clause.head
    x, y = whole(clause)
    if clause.dep == "ROOT" or a <= first + 1 or not (x <= a and b <= y):
        x, y = first, last
    y = next((t.i for t in doc.tokens[b:y] if t.text == ";" and not doc.quoted(t.start)), y)
    pieces = [trim(doc, piece) for piece in ((x, a), (b, y))]
    pieces = [(p, q) for p, q in pieces if p < q]
    if len(pieces) == 2 and doc.tokens[pieces[1][0]].dep in ("cc", "mark") and doc.tokens[pieces[1][0] - 1].text == ",":
        pieces.pop()
    return pieces
