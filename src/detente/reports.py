"""Reports of speech in a sentence: who speaks, by which cue, and which words are what was said.

Everything here is grammar over tokens. `extract/statements.py` turns reports into records, adds the quotations that
stand without a cue, and names the speakers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from detente.doc import SUBJECTS, Doc, Token
from detente.records import SpeechAct
from detente.speech import CueAt, is_verb_cue, noun_cues, own_words, verb_cues
from detente.syntax import NOMINAL, agent_of, child_of, passive, subject_of

Range = tuple[int, int]  # tokens, the last one exclusive

CLAUSAL_HEADS = ("ccomp", "xcomp")
EMPTY_OBJECTS = frozenset(
    {"it", "this", "that", "so", "what", "which", "nothing", "anything", "something", "much", "more", "little", "one",
     "who", "whom", "him", "her", "them", "me", "us", "you", "himself", "herself", "itself", "themselves", "everything",
     "yes", "no", "word", "words", "thing", "things", "hello", "goodbye", "prayer", "truth", "lie", "lies"}
)  # fmt: skip
TIME_PLACE_PREPOSITIONS = frozenset(
    {"on", "in", "at", "during", "after", "before", "since", "until", "by", "from", "within", "through", "via",
     "following", "amid", "while", "as", "with", "earlier", "despite"}
)  # fmt: skip
LIGHT_VERBS = frozenset({"make", "issue", "give", "repeat", "renew", "reiterate", "send", "offer", "voice", "express",
    "deliver", "launch", "level", "have", "release", "put", "add", "raise", "receive", "join", "echo", "sound"})  # fmt: skip
SILENT_VERBS = frozenset({"refuse", "decline", "fail", "avoid", "stop"})


@dataclass(frozen=True, slots=True)
class Report:
    """Something said: the cue, the head of the speaker's phrase, and the token ranges of the content."""

    cue: tuple[Token, ...]
    speaker: Token | None
    addressee: Token | None
    pieces: tuple[Range, ...]
    frame: str
    act: SpeechAct
    rule: str
    confidence: float
    thought: bool = False

    @property
    def head(self) -> Token:
        """The word that bears tense, negation and time."""
        return self.cue[0]


def reports(doc: Doc) -> Iterator[Report]:
    """Yield every report of speech that a verb, noun or phrase of the text makes."""
    for token in own_words(doc):
        if token.pos == "VERB":
            found = _of_verb(doc, token)
        else:
            found = _of_noun(doc, token)
        if found is not None:
            yield found
    yield from _according_to(doc)


# ---------------------------------------------------------------- verbs


def _of_verb(doc: Doc, verb: Token) -> Report | None:
    if verb.dep in ("amod", "compound", "aux", "auxpass"):
        return None
    for at in verb_cues(verb):
        found = _by_frames(doc, at)
        if found is not None:
            return found
    return None


def _by_frames(doc: Doc, at: CueAt) -> Report | None:
    """The first frame of a cue that its grammar fits, surest frames first."""
    frames = at.cue.frames
    verb = at.token
    speaker, addressee = _speaker_and_addressee(verb)

    def report(frame: str, pieces: list[Range], rule: str, confidence: float) -> Report | None:
        kept = [_trim(doc, piece) for piece in pieces]
        kept = [(a, b) for a, b in kept if a < b]
        if not kept:
            return None
        to_whom = addressee if frame in ("objthat", "objto") else _told(verb)
        act = frames.get(frame) or next(iter(frames.values()))
        return Report(at.tokens, speaker, to_whom, tuple(kept), frame, act, rule, confidence, at.cue.thought)

    clausal = next((f for f in ("objthat", "that", "quote") if f in frames), None)
    if clausal is not None:
        right = _right_clause(doc, at)
        if right is not None and not ("objto" in frames and _infinitive(doc, right)):
            return report(clausal, [right], "clause after the cue", 0.9)
    if "objto" in frames:
        asked = _asked(at)
        if asked is not None:
            return report("objto", [asked], "object and infinitive", 0.85)
    if clausal is not None:
        around = _around(doc, verb, speaker, frames)
        if around:
            if speaker is None:
                speaker = _inverted(verb)
            return report(clausal, around, "clause round the cue", 0.9)
        after = _after_mark(doc, verb)
        if after is not None:
            return report(clausal, [after], "quotation or colon after the cue", 0.85)
    if not _uttered(verb):
        return None
    if "to" in frames:
        infinitive = _infinitive_of(at)
        if infinitive is not None:
            return report("to", [infinitive], "infinitive after the cue", 0.85)
    for frame in ("oprd", "as", "objof"):
        if frame in frames:
            pair = _pair(at, frame)
            if pair is not None:
                return report(frame, pair, "what it is called" if frame != "objof" else "accused of", 0.8)
    if "ing" in frames:
        gerund = next(
            (c for c in at.anchor.rights if c.dep in ("xcomp", "pcomp", "ccomp", "dobj") and c.tag == "VBG"), None
        )
        if gerund is not None:
            return report("ing", [_whole(gerund)], "gerund after the cue", 0.8)
    if "np" in frames:
        noun = _noun_content(at)
        if noun is not None:
            return report("np", [noun], "noun phrase after the cue", 0.7)
    return None


def _uttered(verb: Token) -> bool:
    """Whether a verb reports an act of speech and does not just name one: not `to condemn`, `might pledge`, `by calling`."""
    if verb.tag in ("VBD", "VBZ", "VBP"):
        return not any(c.dep == "aux" and c.tag == "MD" for c in verb.children)
    if verb.tag == "VBN":
        return any(c.dep in ("aux", "auxpass") and c.lemma in ("have", "be") for c in verb.children) or verb.dep == "conj"
    if verb.tag == "VBG":
        return verb.dep in ("advcl", "conj", "parataxis", "acl") or any(c.dep == "aux" for c in verb.children)
    return False


def _speaker_and_addressee(verb: Token) -> tuple[Token | None, Token | None]:
    """Who says it and to whom: `he was told by the ministry` turns the two round."""
    told = next((c for c in verb.rights if c.dep in ("dobj", "dative") and c.pos in NOMINAL), None)
    if passive(verb):
        subject = subject_of(verb)
        return agent_of(verb), None if subject is None or subject.lower == "it" else subject
    speaker = subject_of(verb)
    if speaker is not None and (speaker.pos not in NOMINAL or speaker.lower in ("there", "what")):
        speaker = None
    return speaker, told


def _told(verb: Token) -> Token | None:
    """Whom a verb without an object of the person speaks to: `said to reporters`."""
    for child in verb.rights:
        if child.dep in ("prep", "dative") and child.lower == "to":
            return child_of(child, "pobj")
    return None


def _right_clause(doc: Doc, at: CueAt) -> Range | None:
    """The clause that a cue governs and that follows it."""
    last = max(token.i for token in at.tokens)
    for child in at.token.children:
        if child in at.tokens:
            continue
        if child.dep == "ccomp" and child.i > last and not _circumstance(child):
            first, end = _whole(child)
            if first > at.token.i:
                return max(first, last + 1), min(end, _tail(doc, child, end))
    if at.anchor is not at.token:
        for child in at.anchor.children:
            if child.dep in ("ccomp", "xcomp", "acl", "advcl") and child.i > last and _marked(child):
                return _whole(child)
    # `what he did say is that ...`
    if at.token.dep == "csubj" and at.token.head.lemma == "be":
        clause = next((c for c in at.token.head.rights if c.dep in ("ccomp", "xcomp", "attr")), None)
        if clause is not None:
            return _whole(clause)
    return None


def _tail(doc: Doc, clause: Token, end: int) -> int:
    """Where a content really ends: before the next thing that the same speaker does: `..., adding that`, `and warned`."""
    for word in [clause, *(c for c in clause.rights if c.dep == "conj"), *(c for c in clause.rights if c.dep in ("xcomp", "ccomp", "advcl"))]:
        for child in word.rights:
            if not is_verb_cue(child) or any(c.dep in SUBJECTS for c in child.children):
                continue
            first, _ = _whole(child)
            before = doc.tokens[first - 1]
            if child.dep == "advcl" and child.tag == "VBG" and before.text == ",":
                end = min(end, first)
            elif child.dep == "conj" and child.tag in ("VBD", "VBZ") and _finite(word) != child.tag and before.dep == "cc":
                end = min(end, first - 1)
    return end


def _finite(verb: Token) -> str:
    """The tag of the word that bears the tense of a verb: `would` in `would go`."""
    first = min((c for c in verb.children if c.dep in ("aux", "auxpass")), key=lambda t: t.i, default=verb)
    return first.tag


def _circumstance(clause: Token) -> bool:
    """Whether a clause that the parser took for content says when or why: `said before he left`."""
    mark = child_of(clause, "mark")
    return mark is not None and mark.lower not in ("that", "if", "whether", "for", "like")


def _marked(clause: Token) -> bool:
    return any(c.dep == "mark" or (c.dep in SUBJECTS and c.i < clause.i) for c in clause.children)


def _infinitive(doc: Doc, piece: Range) -> bool:
    """Whether a clause has no finite verb of its own but `to`: `both sides to withdraw`."""
    return doc.tokens[piece[0]].lower == "to"


def _asked(at: CueAt) -> Range | None:
    """Whom and what: `both sides to withdraw`, of an object (or `on`, `to` + object) and an infinitive."""
    deps = ("pobj",) if at.anchor is not at.token and at.anchor.pos == "ADP" else ("dobj", "dative")
    infinitive = next(
        (
            c
            for place in (at.token, at.anchor)
            for c in place.children
            if c.dep in ("xcomp", "ccomp", "advcl", "pcomp", "acl")
            and c.i > at.token.i
            and any(g.dep == "aux" and g.lower == "to" for g in c.children)
        ),
        None,
    )
    person = next((c for c in at.anchor.rights if c.dep in deps), None)
    if infinitive is None and person is not None:
        infinitive = next(
            (c for c in person.children if c.dep in ("acl", "relcl") and any(g.lower == "to" for g in c.children)), None
        )
    if infinitive is None:
        return None
    if person is None:
        if passive(at.token):
            return _whole(infinitive)
        first, end = _whole(infinitive)
        return (first, end) if any(c.dep in SUBJECTS for c in infinitive.children) else None
    first = _whole(person)[0]
    return first, max(_whole(infinitive)[1], _whole(person)[1])


def _infinitive_of(at: CueAt) -> Range | None:
    clause = next(
        (
            c
            for c in at.anchor.rights
            if c.dep in ("xcomp", "ccomp", "advcl") and any(g.dep == "aux" and g.lower == "to" for g in c.children)
        ),
        None,
    )
    if clause is None:
        return None
    first, end = _whole(clause)
    return (first, end) if first > at.token.i else None


def _pair(at: CueAt, frame: str) -> list[Range] | None:
    """A thing and what it is called or accused of, as one stretch; of a passive the two pieces."""
    thing = next((c for c in at.anchor.rights if c.dep in ("dobj", "pobj")), None)
    prepositions = {"as": ("as",), "objof": ("of",), "oprd": ()}[frame]
    places = [at.token, *([thing] if thing is not None else [])]
    if frame == "oprd":
        if thing is None and passive(at.token):
            thing = subject_of(at.token)
        name = child_of(at.token, "oprd", "xcomp", "ccomp", "acomp", "attr")
        if name is not None and name.i < at.token.i:
            name = None
        if name is None and thing is not None and thing.dep == "dobj":
            return None
    else:
        name = next((c for place in places for c in place.rights if c.dep == "prep" and c.lower in prepositions), None)
        if name is not None and child_of(name, "pobj", "pcomp", "amod", "advmod") is None:
            name = None
    if name is None:
        return None
    if passive(at.token):
        subject = subject_of(at.token)
        return [_whole(subject), _whole(name)] if subject is not None and subject.lower != "it" else [_whole(name)]
    small = child_of(name, *SUBJECTS)
    if thing is None and small is None:
        return None
    first = _whole(thing)[0] if thing is not None else _whole(name)[0]
    return [(first, _whole(name)[1])]


def _noun_content(at: CueAt) -> Range | None:
    """The noun phrase that a cue takes, with the phrase that says what for: `the army for its restraint`."""
    dep = "pobj" if at.anchor is not at.token and at.anchor.pos in ("ADP", "SCONJ", "PART") else "dobj"
    noun = next((c for c in at.anchor.rights if c.dep in (dep, "pcomp")), None)
    if noun is None or noun.lower in EMPTY_OBJECTS:
        return None
    first, end = _whole(noun)
    for child in at.token.rights:
        if child.dep in ("prep", "agent") and child.i >= end and child.lower not in TIME_PLACE_PREPOSITIONS:
            a, b = _whole(child)
            if a == end:
                end = b
    return first, end


# ---------------------------------------------------------------- what stands round the cue


def _around(doc: Doc, verb: Token, speaker: Token | None, frames: Mapping[str, SpeechAct]) -> list[Range]:
    """The pieces of a content before the reporting clause and, where it only interrupts, after it."""
    if verb.tag == "VBG" and not any(c.dep == "aux" for c in verb.children):
        return []
    if verb.tag == "VBN" and not any(c.dep in ("aux", "auxpass") for c in verb.children) and verb.dep in ("acl", "advcl"):
        return []
    own = speaker if speaker is not None and speaker.head is verb else _inverted(verb)
    if own is None and not passive(verb):
        return []
    if any(c.dep == "dobj" and c is not own for c in verb.children) and "objthat" not in frames:
        return []
    first, last = doc.sentences[verb.sentence]
    content = _content_head(verb)
    a, b = _reporting(doc, verb, speaker or _inverted(verb), content)
    before = doc.tokens[a - 1] if a > first else None
    region = _region_before(doc, doc.tokens[a].start)
    if before is None and region is None:
        return []
    if region is None and content is None and (not _parenthetical(doc, a, b) or _adjunct(doc, first, a, verb)):
        return []
    if region is None and before is not None and before.text not in (",", "—", "–", "-", "?", "!", "”", '"', "’", "'"):
        return []
    pieces: list[Range] = []
    if content is not None and verb.dep not in ("ROOT", "parataxis"):
        start = min(_whole(content)[0], a)
        if verb.dep == "ccomp" and start <= first + 1:
            start = first
    else:
        start = first
    if region is not None:
        opening = doc.token_at(region[0])
        if content is None or opening < start or doc.text[:region[0]].rstrip(" \"“‘'«„").endswith(":"):
            start = opening
        elif _adjunct(doc, start, opening, verb):
            start = opening
    if start < a:
        pieces.append((start, a))
    following = _region_after(doc, doc.tokens[b - 1].end)
    if following is not None:
        end = doc.token_at(following[1] - 1) + 1
        pieces.append((doc.token_at(following[0]), end))
    elif content is not None:
        end = min(_whole(content)[1], last)
        if end > b and not _new_clause(doc, b, end, content):
            pieces.append((b, end))
    return pieces if pieces and pieces[0][0] < a else []


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
        x, y = _whole(child)
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


def _after_mark(doc: Doc, verb: Token) -> Range | None:
    """A quotation, or what follows a colon, after a reporting clause that has no other content."""
    first, last = doc.sentences[verb.sentence]
    speaker = subject_of(verb)
    _, b = _reporting(doc, verb, speaker, None)
    region = _region_after(doc, doc.tokens[b - 1].end)
    if region is None:
        colon = next((i for i in range(verb.i + 1, last) if doc.tokens[i].text == ":"), None)
        if colon is not None and not any(t.pos == "VERB" and t.dep != "xcomp" for t in doc.tokens[verb.i + 1 : colon]):
            region = _region_after(doc, doc.tokens[colon].end)
            if region is None and colon + 2 < last:
                return colon + 1, last
    if region is None:
        return None
    return doc.token_at(region[0]), doc.token_at(region[1] - 1) + 1


def _inverted(verb: Token) -> Token | None:
    """The speaker after the verb, where the parser took it for an object: `..., tweeted Khan`."""
    following = next((c for c in verb.rights if c.dep in ("dobj", "attr", "npadvmod", "oprd", "nsubj")), None)
    return following if following is not None and following.pos in ("PROPN", "PRON", "NOUN") else None


def _region_before(doc: Doc, offset: int) -> Range | None:
    """The quotation that ends right before an offset, as offsets."""
    place = bisect_right(doc.quotations, (offset, -1)) - 1
    if place < 0:
        return None
    start, end = doc.quotations[place]
    between = doc.text[end:offset]
    return (
        (start, end) if end <= offset and not between.strip(" \t,.”\"'’»“–—-\u00a0") and "\n" not in between else None
    )


def _region_after(doc: Doc, offset: int) -> Range | None:
    """The quotation that starts right after an offset, as offsets."""
    place = bisect_right(doc.quotations, (offset, -1))
    if place >= len(doc.quotations):
        return None
    start, end = doc.quotations[place]
    between = doc.text[offset:start]
    if between.strip(" \t\n,:“\"'‘«„”–—-\u00a0`"):
        return None
    return (start, end) if "\n" not in between or ":" in between else None


# ---------------------------------------------------------------- nouns and phrases


def _of_noun(doc: Doc, noun: Token) -> Report | None:
    """What a noun of speech holds: `its claim that ...`, `a call for ...`, `the pledge to ...`."""
    for at in noun_cues(noun):
        speaker = _utterer(noun)
        for frame, act in at.cue.frames.items():
            piece = _noun_frame(noun, frame)
            if piece is None or (frame != "that" and speaker is None):
                continue
            piece = _trim(doc, piece)
            if piece[0] < piece[1]:
                return Report(
                    at.tokens, speaker, None, (piece,), frame, act, f"noun with {frame}", 0.65, at.cue.thought
                )
    return None


def _noun_frame(noun: Token, frame: str) -> Range | None:
    if frame == "that":
        for child in noun.rights:
            if child.dep in ("acl", "ccomp", "relcl", "appos") and _whole(child)[0] > noun.i:
                opener = min(child.subtree(), key=lambda t: t.i)
                if opener.lower == "that" and (
                    opener.dep == "mark"
                    or (
                        opener.dep != "nsubj"
                        and opener.tag != "WDT"
                        and any(c.dep in SUBJECTS and c is not opener for c in child.children)
                    )
                ):
                    return _whole(child)
        be = noun.head
        if noun.dep == "nsubj" and be.lemma == "be":
            clause = next((c for c in be.rights if c.dep == "ccomp" and _marked(c)), None)
            return _whole(clause) if clause is not None else None
        return None
    if frame == "to":
        clause = next(
            (c for c in noun.rights if c.dep == "acl" and any(g.lower == "to" and g.dep == "aux" for g in c.children)),
            None,
        )
        return _whole(clause) if clause is not None else None
    word = next((c for c in noun.rights if c.dep == "prep" and c.lower == frame), None)
    if word is None:
        return None
    first, end = _whole(word)
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
    if noun.dep == "dobj" and head.lemma in LIGHT_VERBS:
        return agent_of(head) if passive(head) else subject_of(head)
    return None


def _according_to(doc: Doc) -> Iterator[Report]:
    """`according to X`, `in the words of X`, `in X's words`, `as X put it`: the rest of the sentence is content."""
    for token in doc.tokens:
        lower = token.lower
        if lower == "according":
            to = next((c for c in token.children if c.lower == "to"), None)
            source = child_of(to, "pobj") if to is not None else None
            if to is None or source is None:
                continue
            cue, edges = (token, to), (token.i, _whole(source)[1])
        elif (
            lower in ("words", "view", "opinion", "telling", "estimation")
            and token.dep == "pobj"
            and token.head.lower == "in"
        ):
            source = child_of(token, "poss")
            of = next((c for c in token.rights if c.lower == "of"), None)
            if source is None and of is not None:
                source = child_of(of, "pobj")
            if source is None:
                continue
            cue, edges = (token,), (token.head.i, _whole(token)[1])
        elif (
            token.lemma in ("put", "say", "note", "explain", "describe", "argue", "tell", "write", "report", "see")
            and token.pos == "VERB"
            and any(c.lower == "as" and c.dep in ("mark", "advmod", "prep") and c.i < token.i for c in token.children)
            and token.dep in ("advcl", "parataxis", "dep", "prep")
        ):
            source = subject_of(token)
            if source is None or source.head is not token:
                continue
            a, b = _whole(token)
            first, last = doc.sentences[token.sentence]
            stop = next((i for i in range(token.i, b) if doc.tokens[i].text in (",", ":")), b)
            cue, edges = (token,), (a, stop)
        else:
            continue
        pieces = _rest(doc, token, *edges)
        if pieces:
            yield Report(cue, source, None, tuple(pieces), "source", "assertive", "according to", 0.85)


def _rest(doc: Doc, token: Token, a: int, b: int) -> list[Range]:
    """The clause that a phrase of source belongs to, without the phrase."""
    first, last = doc.sentences[token.sentence]
    head = token.head
    clause = head
    while clause.pos not in ("VERB", "AUX") and clause.head is not clause:
        clause = clause.head
    x, y = _whole(clause)
    if clause.dep == "ROOT" or a <= first + 1 or not (x <= a and b <= y):
        x, y = first, last
    pieces = [_trim(doc, piece) for piece in ((x, a), (b, y))]
    pieces = [(p, q) for p, q in pieces if p < q]
    if len(pieces) == 2 and doc.tokens[pieces[1][0]].dep in ("cc", "mark") and doc.tokens[pieces[1][0] - 1].text == ",":
        pieces.pop()
    return pieces


# ---------------------------------------------------------------- stretches


def _whole(token: Token) -> Range:
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
    a, b = _whole(speaker)
    return (a, min(b, verb.i)) if speaker.i < verb.i else (max(a, verb.i + 1), b)


def _trim(doc: Doc, piece: Range) -> Range:
    """A piece without the `that`, commas and stops at its edges; brackets and quotation marks are kept."""
    a, b = piece
    tokens = doc.tokens
    while a < b and (
        tokens[a].text in (",", ":", ";", "—", "–", "-", ".") or (tokens[a].lower == "that" and tokens[a].dep == "mark")
    ):
        a += 1
    while a < b and tokens[b - 1].text in (",", ":", ";", "—", "–", "-", ".", "...", "…"):
        b -= 1
    if b - a == 1 and not tokens[a].text[0].isalnum():
        b = a
    return a, b
