"""Reports of speech in a sentence: who speaks, by which cue, and which words are what was said.

Everything here is grammar over tokens. `extract/statements.py` turns reports into records, adds the quotations that
stand without a cue, and names the speakers.
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.doc import SUBJECTS, Doc, Token
from detente.records import SpeechAct
from detente.reporting import Range, after_mark, around, inverted, marked, reporter_of, right_clause, trim, whole
from detente.speech import CueAt, Report, is_be, noun_cues, own_words, verb_cues
from detente.syntax import NOMINAL, agent_of, child_of, passive, subject_of

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
RELATIVES = frozenset({"who", "which", "that", "what", "it", "there"})
SILENT_VERBS = frozenset({"refuse", "decline", "fail", "avoid", "stop"})


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
    speaker, addressee = _speaker_and_addressee(doc, verb)

    def report(frame: str, pieces: list[Range], rule: str, confidence: float) -> Report | None:
        kept = [trim(doc, piece) for piece in pieces]
        kept = [(a, b) for a, b in kept if a < b]
        if not kept:
            return None
        to_whom = addressee if frame in ("objthat", "objto") else _told(verb)
        act = frames.get(frame) or next(iter(frames.values()))
        return Report(at.tokens, speaker, to_whom, tuple(kept), frame, act, rule, confidence, at.cue.thought)

    clausal = next((f for f in ("objthat", "that", "marked", "quote") if f in frames), None)
    if clausal == "objthat" and "that" not in frames and addressee is None and not doc.quotations:
        clausal = None
    if clausal is not None:
        right = right_clause(doc, at)
        if right is not None and _only_named(doc, verb, right):
            return None
        if right is not None and clausal == "marked" and not _opened_by_that(doc, right):
            right = None
        if right is not None and not ("objto" in frames and _infinitive(doc, right)):
            return report(clausal, [right], "clause after the cue", 0.9)
    if "objto" in frames:
        asked = _asked(at)
        if asked is not None:
            return report("objto", [asked], "object and infinitive", 0.85)
    if clausal is not None:
        pieces = around(doc, verb, speaker, frames)
        if pieces:
            if speaker is None:
                speaker = inverted(verb)
            return report(clausal, pieces, "clause round the cue", 0.9)
        after = after_mark(doc, verb)
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
            if pair is not None and (speaker is not None or frame == "objof"):
                return report(frame, pair, "what it is called" if frame != "objof" else "accused of", 0.8)
    if "ing" in frames:
        gerund = next(
            (c for c in at.anchor.rights if c.dep in ("xcomp", "pcomp", "ccomp", "dobj") and c.tag == "VBG"), None
        )
        if gerund is not None:
            return report("ing", [whole(gerund)], "gerund after the cue", 0.8)
    if "np" in frames:
        noun = _noun_content(at)
        if noun is not None:
            return report("np", [noun], "noun phrase after the cue", 0.7)
    return None


def _opened_by_that(doc: Doc, content: Range) -> bool:
    return "that" in (doc.tokens[content[0]].lower, doc.tokens[max(0, content[0] - 1)].lower)


def _only_named(doc: Doc, verb: Token, content: Range) -> bool:
    """Whether an infinitive only names a purpose (`efforts to hold Russia accountable`): no `that` and no quotation."""
    if verb.tag != "VB" or verb.dep not in ("acl", "advcl", "conj", "pcomp", "xcomp", "relcl"):
        return False
    if verb.dep == "xcomp" and verb.head.pos == "VERB":
        return False
    opening = doc.tokens[content[0]]
    return opening.lower not in ("that", "whether", "how", "why") and not doc.quoted(opening.end)


def _uttered(verb: Token) -> bool:
    """Whether a verb reports an act of speech and does not just name one: not `to condemn`, `might pledge`, `by calling`."""
    if verb.tag in ("VBD", "VBZ", "VBP"):
        return not any(c.dep == "aux" and c.tag == "MD" for c in verb.children)
    if any(c.dep == "aux" and c.tag == "MD" for c in verb.children):
        return False
    if verb.tag == "VBN":
        return any(c.dep in ("aux", "auxpass") for c in verb.children) or verb.dep == "conj"
    if verb.tag == "VBG":
        return verb.dep in ("advcl", "conj", "parataxis", "acl") or any(c.dep == "aux" for c in verb.children)
    return False


def _speaker_and_addressee(doc: Doc, verb: Token) -> tuple[Token | None, Token | None]:
    """Who says it and to whom: `he was told by the ministry` turns the two round."""
    told = next((c for c in verb.rights if c.dep in ("dobj", "dative") and c.pos in NOMINAL), None)
    if passive(verb):
        subject = subject_of(verb)
        return agent_of(verb), None if subject is None or subject.lower == "it" else subject
    above = reporter_of(doc, verb)
    if above is not None:
        return subject_of(above) or _nearest(doc, above), told
    speaker = subject_of(verb)
    if speaker is not None and (speaker.lower in ("there", "what") or speaker.pos not in (*NOMINAL, "DET")):
        speaker = None
    return speaker or _nearest(doc, verb), told


def _nearest(doc: Doc, verb: Token) -> Token | None:
    """The speaker where the parser gave the verb no subject: the noun right before a finite verb, else the last subject."""
    first = doc.sentences[verb.sentence][0]
    place = verb.i - 1
    while place > first and doc.tokens[place].dep in ("aux", "neg", "advmod", "npadvmod"):
        place -= 1
    if verb.tag in ("VBD", "VBZ", "VBP") and place >= first:
        noun = doc.tokens[place]
        if noun.text == "," and noun.head.pos in NOMINAL and noun.head.i < place:
            noun = noun.head
        if noun.pos in NOMINAL and noun.dep != "dobj" and noun.text[0].isalnum():
            return noun.head if noun.dep == "appos" and noun.head.i < noun.i else noun
    if verb.dep == "ROOT" or inverted(verb) is not None:
        return None
    return next((t for t in reversed(doc.tokens[first : verb.i]) if t.dep == "nsubj" and t.lower not in RELATIVES), None)


def _told(verb: Token) -> Token | None:
    """Whom a verb without an object of the person speaks to: `said to reporters`."""
    for child in verb.rights:
        if child.dep in ("prep", "dative") and child.lower == "to":
            return child_of(child, "pobj")
    return None


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
            return whole(infinitive)
        first, end = whole(infinitive)
        return (first, end) if any(c.dep in SUBJECTS for c in infinitive.children) else None
    first = whole(person)[0]
    return first, max(whole(infinitive)[1], whole(person)[1])


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
    first, end = whole(clause)
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
        return [whole(subject), whole(name)] if subject is not None and subject.lower != "it" else [whole(name)]
    small = child_of(name, *SUBJECTS)
    if thing is None and small is None:
        return None
    first = whole(thing)[0] if thing is not None else whole(name)[0]
    return [(first, whole(name)[1])]


def _noun_content(at: CueAt) -> Range | None:
    """The noun phrase that a cue takes, with the phrase that says what for: `the army for its restraint`."""
    dep = "pobj" if at.anchor is not at.token and at.anchor.pos in ("ADP", "SCONJ", "PART") else "dobj"
    noun = next((c for c in at.anchor.rights if c.dep in (dep, "pcomp")), None)
    if noun is None or noun.lower in EMPTY_OBJECTS:
        return None
    first, end = whole(noun)
    for child in at.token.rights:
        if child.dep in ("prep", "agent") and child.i >= end and child.lower not in TIME_PLACE_PREPOSITIONS:
            a, b = whole(child)
            if a == end:
                end = b
    return first, end


# ---------------------------------------------------------------- nouns and phrases


def _of_noun(doc: Doc, noun: Token) -> Report | None:
    """What a noun of speech holds: `its claim that ...`, `a call for ...`, `the pledge to ...`."""
    for at in noun_cues(noun):
        speaker = _utterer(noun)
        for frame, act in at.cue.frames.items():
            piece = _noun_frame(noun, frame)
            if piece is None or (frame != "that" and speaker is None):
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
                if opener.lower == "that" and (
                    opener.dep == "mark"
                    or (
                        opener.dep != "nsubj"
                        and opener.tag != "WDT"
                        and any(c.dep in SUBJECTS and c is not opener for c in child.children)
                    )
                ):
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
            cue, edges = (token, to), (token.i, whole(source)[1])
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
            cue, edges = (token,), (token.head.i, whole(token)[1])
        elif (
            token.lemma in ("put", "say", "note", "explain", "describe", "argue", "tell", "write", "report", "see")
            and token.pos == "VERB"
            and any(c.lower == "as" and c.dep in ("mark", "advmod", "prep") and c.i < token.i for c in token.children)
            and token.dep in ("advcl", "parataxis", "dep", "prep")
        ):
            source = subject_of(token)
            if source is None or source.head is not token:
                continue
            a, b = whole(token)
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
    x, y = whole(clause)
    if clause.dep == "ROOT" or a <= first + 1 or not (x <= a and b <= y):
        x, y = first, last
    pieces = [trim(doc, piece) for piece in ((x, a), (b, y))]
    pieces = [(p, q) for p, q in pieces if p < q]
    if len(pieces) == 2 and doc.tokens[pieces[1][0]].dep in ("cc", "mark") and doc.tokens[pieces[1][0] - 1].text == ",":
        pieces.pop()
    return pieces
