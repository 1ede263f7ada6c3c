"""Whom `I`, `we` and `you` stand for inside quotations: who speaks, the body spoken for, and who is spoken to.

Laid over a Doc once its statements are known. Better no link than a wrong one: `we` of someone who speaks for no body,
and `you` that may be anyone, make no mention.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.actors import gazetteer
from detente.actors.agents import lexicon
from detente.doc import SUBJECTS, Doc, Mention, Token
from detente.records import Statement

I = frozenset({"i", "me", "my", "mine", "myself"})  # noqa: E741
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
YOU = frozenset({"you", "your", "yours", "yourself", "yourselves"})
TAGS = frozenset({"PRP", "PRP$", "NNP", "NN"})
BODIES = frozenset({"state", "organisation", "group", "seat"})
EVERYONE = frozenset({"all", "both", "together", "humans", "people"})
OFFICIALS = lexicon("member")
REPLYING = lexicon("replying")
NOBODY_IN_PARTICULAR = lexicon("an audience")
LETTERS = lexicon("a letter")
ADDRESSING = frozenset({"to", "at"})
WHENEVER = frozenset({"when", "whenever", "if", "once", "unless"})
NEAR = 2  # sentences between what two people say to each other


@dataclass(frozen=True, slots=True)
class Turn:
    """A quotation, who says it, and to whom as far as its own sentence tells."""

    start: int
    end: int
    speaker: str | None
    addressee: str | None
    cue: Token | None
    why: str


def annotate(doc: Doc) -> None:
    """Add mentions for the first and second person inside quotations. Needs `doc.statements`."""
    turns = _turns(doc)
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
        if turn.speaker is None or not _is_person(doc, turn.speaker):
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


# ---------------------------------------------------------------- who speaks


def _turns(doc: Doc) -> list[Turn]:
    """The quotations in order, each with its speaker where that is known."""
    turns: list[Turn] = []
    for start, end in doc.quotations:
        statement = _of_quotation(doc, start, end)
        before = turns[-1] if turns else None
        if statement is not None and not (
            before is not None and _closed_before(doc, statement, end) and _goes_on(doc, before, start)
        ):
            cue = doc.tokens[doc.token_at(statement.cue_start)] if statement.cue_start is not None else None
            speaker = statement.speaker or _doer_before(doc, start)
            to_whom = _single(statement.addressee) or _addressed(doc, cue)
            turns.append(Turn(start, end, speaker, to_whom, cue, "speaker of the quotation"))
            continue
        if before is not None and _goes_on(doc, before, start):
            turns.append(Turn(start, end, before.speaker, before.addressee, None, "speaker of the quotation before"))
        else:
            turns.append(Turn(start, end, None, None, None, ""))
    return turns


def _of_quotation(doc: Doc, start: int, end: int) -> Statement | None:
    """The direct statement that a quotation, or a part of it, is of; None where it nests one within another."""
    words = doc.between(start, end)
    middle = words[len(words) // 2] if words else None
    found = [doc.statement_at(t.start) for t in (words[0], middle, words[-1]) if t is not None] if words else []
    direct = [s for s in found if s is not None and s.kind != "indirect"]
    return direct[0] if direct else None


def _closed_before(doc: Doc, statement: Statement, end: int) -> bool:
    """Whether a quotation ends a sentence before the one in which another quotation is given to its speaker."""
    cue = statement.cue_start
    if cue is None or cue < end or doc.text[end - 1] not in ".!?":
        return False
    return any(start > cue for start, _ in statement.spans) and doc.token_at(end) != doc.token_at(cue)


def _goes_on(doc: Doc, before: Turn, start: int) -> bool:
    """Whether a quotation goes on with the one before: same paragraph, and nobody else does a thing in between."""
    between = doc.text[before.end : start]
    if before.speaker is None or "\n" in between:
        return False
    doers = [t for t in doc.between(before.end, start) if t.dep in SUBJECTS]
    mentions = [m for t in doers if (m := doc.mention_of(t)) is not None]
    others = [m for m in mentions if m.actors != (before.speaker,)]
    return not others and len(mentions) == len(doers) and doc.text[start - 1 : start] in "\"“'‘”"


def _doer_before(doc: Doc, start: int) -> str | None:
    """The one person who is the subject of the sentence before a quotation: `Yemane smiled. "..."`."""
    first = doc.token_at(start)
    number = doc.tokens[first].sentence
    for sentence in (number, number - 1):
        if sentence < 0:
            return None
        subjects = [t for t in doc.words(sentence) if t.i < first and t.dep in SUBJECTS and not doc.quoted(t.start)]
        if subjects:
            mention = doc.mention_of(subjects[-1])
            name = mention.actors[0] if mention is not None and len(mention.actors) == 1 else None
            return name if name is not None and _is_person(doc, name) else None
    return None


def _single(name: str | None) -> str | None:
    """One addressee who is somebody: not `reporters`, not several."""
    if name is None or ";" in name or NOBODY_IN_PARTICULAR & set(name.lower().split()):
        return None
    return name


def _addressed(doc: Doc, cue: Token | None) -> str | None:
    """Who is spoken to by what hangs on the cue: `shouted at X`, `wrote in a letter to X`."""
    if cue is None:
        return None
    heads = [cue, *(t for t in cue.subtree() if t.lemma in LETTERS and not doc.quoted(t.start))]
    for head in heads:
        for child in head.children:
            if child.dep in ("prep", "dative") and child.lower in ADDRESSING and not doc.quoted(child.start):
                targets = [doc.mention_of(t) for t in child.children if t.dep == "pobj"]
                if len(targets) == 1 and targets[0] is not None and len(targets[0].actors) == 1:
                    return _single(targets[0].actors[0])
    return None


# ---------------------------------------------------------------- for whom, and to whom


def _is_person(doc: Doc, name: str) -> bool:
    """Whether a speaker is a person: known, or named and taken for no body, or one who is only described."""
    if ";" in name:
        return False
    entry = gazetteer.known(name, doc.article.date)
    if entry is not None:
        return entry.kind == "person"
    return any(m.actors == (name,) and m.form in ("name", "title") for m in doc.mentions)


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
        country, _, sector = mention.codes[0].partition(" ")
        official = not sector and any(t.lower in OFFICIALS for t in doc.tokens[mention.first : mention.last])
        if (official or sector in gazetteer.SPEAKS_FOR_STATE) and gazetteer.state_of(country) is not None:
            return gazetteer.state_of(country)
        head = doc.tokens[mention.head]
        for beside in head.children:
            if beside.dep == "appos":
                found = _body_at(doc, beside, speaker) or _body_of(doc, beside, speaker)
                if found is not None:
                    return found
    return None


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
    if turn.addressee is not None:
        return turn.addressee, "who is spoken to"
    before = next((t for t in reversed(turns[:at]) if t.speaker != turn.speaker or t.speaker is None), None)
    after = next((t for t in turns[at + 1 :] if t.speaker is not None and t.speaker != turn.speaker), None)
    if before is not None and before.speaker is not None and _close(doc, before, turn):
        answers = turn.cue is not None and turn.cue.lemma in REPLYING
        if (turn.speaker is not None and before.addressee == turn.speaker) or answers:
            side = gazetteer.known(turn.speaker or "", doc.article.date)
            body = _spoken_for(doc, before.speaker) if side is not None and side.kind in BODIES else None
            return body or before.speaker, "who spoke before"
    if after is not None and _close(doc, turn, after):
        asked = doc.text[turn.start : turn.end].rstrip().endswith("?")
        if (turn.speaker is not None and after.addressee == turn.speaker) or asked:
            return after.speaker, "who answers"
    return None, ""


def _close(doc: Doc, one: Turn, two: Turn) -> bool:
    first, second = doc.tokens[doc.token_at(one.end)], doc.tokens[doc.token_at(two.start)]
    return 0 <= second.sentence - first.sentence <= NEAR


def _generic(token: Token) -> bool:
    """Whether `you` may be anyone: `when you bomb a market`, `you have to walk`, `you never know`."""
    verb = token.head if token.dep in SUBJECTS else token.head.head
    clauses = [verb, *(c for c in verb.children if c.dep == "advcl")]
    if any(c.lower in WHENEVER for clause in clauses for c in clause.children):
        return token.dep in SUBJECTS
    return verb.tag != "VBD" and any(c.lower in ("sometimes", "always", "never") for c in verb.children)
