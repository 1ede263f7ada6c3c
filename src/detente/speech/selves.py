"""Whom `I`, `we` and `you` stand for inside quotations: who speaks, the body spoken for, and who is spoken to.

Laid over a Doc once its statements are known. Better no link than a wrong one: `we` of someone who speaks for no body,
and `you` that may be anyone, make no mention.
"""

from __future__ import annotations

from detente.actors import gazetteer
from detente.actors.agents import lexicon
from detente.doc import SUBJECTS, Doc, Mention, Token
from detente.speech.turns import Turn, is_person, turns_of

I = frozenset({"i", "me", "my", "mine", "myself"})  # noqa: E741
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
YOU = frozenset({"you", "your", "yours", "yourself", "yourselves"})
TAGS = frozenset({"PRP", "PRP$", "NNP", "NN", "NNS"})
BODIES = frozenset({"state", "organisation", "group", "seat"})
EVERYONE = frozenset({"all", "both", "together", "humans", "people"})
OFFICIALS = lexicon("member")
REPLYING = lexicon("replying")
WHENEVER = frozenset({"when", "whenever", "if", "once", "unless"})
LONGEST_QUESTION = 150  # characters
NEAR = 2  # sentences between what two people say to each other


def annotate(doc: Doc) -> None:
    """Add mentions for the first and second person inside quotations. Needs `doc.statements`."""
    turns = turns_of(doc)
    linked = {m.head for m in doc.mentions}
    found = []
    for at, turn in enumerate(turns):
        for token in doc.between(turn.start, turn.end):
            if token.lower in I | WE | YOU and token.tag in TAGS and token.i not in linked and not _nested(doc, token):
                mention = _mention(doc, token, turns, at)
                if mention is not None:
                    found.append(mention)
    if found:
        doc.mentions = sorted((*doc.mentions, *found), key=lambda m: (m.first, m.last))


def _mention(doc: Doc, token: Token, turns: list[Turn], at: int) -> Mention | None:
    turn = turns[at]
    if token.lower in I:
        if turn.speaker is None or not is_person(doc, turn.speaker):
            return None
        return _pronoun(doc, token, turn.speaker, 0.8, turn.why)
    if token.lower in WE:
        body = _spoken_for(doc, turn.speaker) if turn.speaker is not None and not _of_everyone(token) else None
        return _pronoun(doc, token, body, 0.6, "body that the speaker speaks for") if body is not None else None
    addressee, why = _spoken_to(doc, turns, at)
    if addressee is None or _generic(token):
        return None
    return _pronoun(doc, token, addressee, 0.6, why)


def _nested(doc: Doc, token: Token) -> bool:
    """Whether a word stands in a quotation within the quotation: its speaker is not told for sure."""
    first, last = doc.sentences[token.sentence]
    marks = [t.i for t in doc.tokens[first:last] if t.text in ("'", "‘", "’") and t.tag != "POS"]
    return any(a < token.i < b for a, b in zip(marks[::2], marks[1::2], strict=False))


def _pronoun(doc: Doc, token: Token, actor: str, score: float, why: str) -> Mention:
    code = gazetteer.codes_of(actor, doc.article.date)
    if code is None:
        code = next((m.codes[0] for m in doc.mentions if m.actors == (actor,) and m.codes[0]), "")
    return Mention(token.i, token.i + 1, token.i, (actor,), (code,), "pronoun", score, why)


def _spoken_for(doc: Doc, speaker: str | None) -> str | None:
    """The state, organisation or group in whose name someone speaks; itself where it is one."""
    if speaker is None or ";" in speaker:
        return None
    entry = gazetteer.known(speaker, doc.article.date)
    if entry is not None and entry.kind in BODIES:
        return entry.name
    side = gazetteer.side_of(speaker, doc.article.date)
    if side != speaker:
        return side
    for mention in doc.mentions:
        if mention.actors != (speaker,) or mention.form not in ("name", "title"):
            continue
        for beside in doc.tokens[mention.head].children:
            if beside.dep == "appos":
                found = _body_at(doc, beside, speaker) or _body_of(doc, beside, speaker)
                if found is not None:
                    return found
    return next((state for m in doc.mentions if (state := _state_by_code(doc, m, speaker)) is not None), None)


def _state_by_code(doc: Doc, mention: Mention, speaker: str) -> str | None:
    """The state for which a mention says that its bearer speaks."""
    if mention.actors != (speaker,) or mention.form not in ("name", "title"):
        return None
    country, _, sector = mention.codes[0].partition(" ")
    official = not sector and any(t.lower in OFFICIALS for t in doc.tokens[mention.first : mention.last])
    return gazetteer.state_of(country) if official or sector in gazetteer.SPEAKS_FOR_STATE else None


def _body_of(doc: Doc, noun: Token, speaker: str) -> str | None:
    """The body that stands after a noun: `spokesman for Ruritania's foreign ministry`."""
    for child in noun.children:
        if child.dep == "prep" and child.lower in ("for", "of", "at", "in"):
            for target in child.children:
                body = _body_at(doc, target, speaker) if target.dep == "pobj" else None
                if body is not None:
                    return body
    return None


def _body_at(doc: Doc, token: Token, speaker: str) -> str | None:
    mention = doc.mention_of(token)
    if mention is None or len(mention.actors) != 1 or mention.actors == (speaker,):
        return None
    body = gazetteer.known(mention.actors[0], doc.article.date)
    return body.name if body is not None and body.kind in BODIES else None


def _of_everyone(token: Token) -> bool:
    """Whether `we` takes in those spoken to, or everyone: `we all know`, `let us`."""
    beside = [*token.children, *token.head.children]
    return any(t.lower in EVERYONE for t in beside) or any(c.lemma == "let" for c in (token.head, token.head.head))


def _spoken_to(doc: Doc, turns: list[Turn], at: int) -> tuple[str | None, str]:
    """Who a quotation is spoken to: as its cue says, else who is answered, or who answers."""
    turn = turns[at]
    before = next((t for t in reversed(turns[:at]) if t.speaker != turn.speaker or t.speaker is None), None)
    answered = before is not None and before.speaker == turn.addressee  # a body answers the body, not its man
    if turn.addressee is not None and not answered:
        return turn.addressee, "who is spoken to"
    after = next((t for t in turns[at + 1 :] if t.speaker is not None and t.speaker != turn.speaker), None)
    if before is not None and before.speaker is not None and _close(doc, before, turn):
        answers = turn.cue is not None and turn.cue.lemma in REPLYING
        if (turn.speaker is not None and before.addressee == turn.speaker) or answers:
            side = gazetteer.known(turn.speaker or "", doc.article.date)
            body = _spoken_for(doc, before.speaker) if side is not None and side.kind in BODIES else None
            return body or before.speaker, "who spoke before"
    if turn.addressee is not None:
        return turn.addressee, "who is spoken to"
    if after is not None and _close(doc, turn, after):
        asked = _one_question(doc, turn)
        if (turn.speaker is not None and after.addressee == turn.speaker) or asked:
            return after.speaker, "who answers"
    other = after or before
    near = other is not None and (_close(doc, turn, other) or _close(doc, other, turn))
    if near and other and other.speaker and turn.speaker and _only_two(doc, turn.speaker, other.speaker):
        return other.speaker, "the other of the two who talk"
    return None, ""


def _one_question(doc: Doc, turn: Turn) -> bool:
    """Whether a quotation is a question and no more: not one among many that a speaker asks of nobody."""
    words = doc.text[turn.start : turn.end].rstrip()
    return words.endswith("?") and not any(mark in words[:-1] for mark in ".?!") and len(words) < LONGEST_QUESTION


def _only_two(doc: Doc, one: str, two: str) -> bool:
    """Whether an article names no other people than two, so that they can only talk to each other."""
    named = {a for m in doc.mentions if m.form in ("name", "title") for a in m.actors if is_person(doc, a)}
    return named == {one, two}


def _close(doc: Doc, one: Turn, two: Turn) -> bool:
    first, second = doc.tokens[doc.token_at(one.end)], doc.tokens[doc.token_at(two.start)]
    return 0 <= second.sentence - first.sentence <= NEAR


def _generic(token: Token) -> bool:
    """Whether `you` may be anyone: `when you bomb a market`, `you have to walk`, `you never know`."""
    verb = token.head if token.dep in SUBJECTS else token.head.head
    if verb.dep == "advcl" and any(c.dep in SUBJECTS and c.lower in I | WE for c in verb.head.children):
        return False  # `we will go on unless you stop`
    if verb.lemma in ("know", "see", "mean") and token.dep in SUBJECTS and verb.dep in ("parataxis", "dep", "ccomp"):
        return True  # `this, you know, is hard`
    clauses = [verb, *(c for c in verb.children if c.dep == "advcl")]
    if any(c.lower in WHENEVER for clause in clauses for c in clause.children):
        return token.dep in SUBJECTS
    return verb.tag != "VBD" and any(c.lower in ("sometimes", "always", "never") for c in verb.children)
