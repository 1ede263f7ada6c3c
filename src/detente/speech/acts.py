"""What is done by saying it: the speech act of a report or of some words, and whether the saying itself took place."""

from __future__ import annotations

from detente.actors.gazetteer import side_of
from detente.doc import SUBJECTS, Doc, Token
from detente.modality import auxiliaries, conditional, negated
from detente.records import Modality, SpeechAct
from detente.speech.cues import Report, words
from detente.speech.speakers import FIRST_PERSON, THIRD_PERSON, Speaker
from detente.syntax import child_of

OBLIGING = frozenset({"must", "should", "shall", "ought"})
PROMISING = frozenset({"will", "shall", "wo", "'ll"})
REPORTED_PROMISE = frozenset({"would", *PROMISING})
PLAIN = frozenset({"that", "quote", "objthat", "source", "marked"})


def act_of(doc: Doc, report: Report, speaker: Speaker) -> SpeechAct:
    """The act of the cue; a plain `said` takes the act of what was said."""
    if report.act != "assertive" or report.frame not in PLAIN:
        return report.act
    tokens = [t for a, b in report.pieces for t in doc.tokens[a:b]]
    return act_of_words(doc, tokens, speaker, direct=doc.quoted(tokens[0].start)) or report.act


def act_of_words(doc: Doc, tokens: list[Token], speaker: Speaker, *, direct: bool) -> SpeechAct | None:
    """The act that the main verbs of some words do: they oblige others, ask, promise, thank; None where they state."""
    found = [act for verb in _main_verbs(tokens) if (act := _act_of_verb(doc, verb, speaker, direct=direct))]
    said = [t for t in tokens if t.text[0].isalnum() or t.text == "?"]
    if direct and said and (said[-1].text == "?" or _commands(said)):
        return "directive"
    if "commissive" in found and not direct:
        return "commissive"  # `they regretted the decision and would remain`
    return found[0] if found else None


def _commands(said: list[Token]) -> bool:
    """Whether words begin with an imperative: `Sit down and listen`, `Then bless me`."""
    first = next((t for t in said if t.pos not in ("ADV", "CCONJ", "INTJ") and t.lower != "please"), said[0])
    return first.tag == "VB" and not any(c.dep in ("aux", *SUBJECTS) for c in first.children)


def _main_verbs(tokens: list[Token]) -> list[Token]:
    """The verbs of the main clauses of some words, and those coordinated with them."""
    inside = {t.i for t in tokens}
    found: list[Token] = []
    for verb in tokens:
        if verb.pos not in ("VERB", "AUX") or verb.dep in ("aux", "auxpass"):
            continue
        above = verb.head
        main = verb.dep in ("ROOT", "ccomp", "parataxis") and (above is verb or above.i not in inside)
        if main or (verb.dep == "conj" and above in found):
            found.append(verb)
    return found


def _act_of_verb(doc: Doc, verb: Token, speaker: Speaker, *, direct: bool) -> SpeechAct | None:
    helpers = auxiliaries(verb)
    subject = next((c for c in reversed(verb.children) if c.dep in SUBJECTS or c.dep == "expl"), None)
    if subject is None and verb.dep == "conj":
        subject = next((s for t in (verb.head, verb.head.head) if (s := child_of(t, *SUBJECTS)) is not None), None)
    own = subject is not None and _own(doc, subject, speaker, direct=direct)
    promising = bool(set(helpers) & (PROMISING if direct else REPORTED_PROMISE)) and not conditional(verb)
    if promising and (own or _of_nobody(verb, direct=direct)):
        return "commissive"
    if own and not helpers and _ready(verb):
        return "commissive"
    if set(helpers) & OBLIGING and not own:
        return "directive"
    performed = words("performative").get(verb.lemma) if not negated(verb) else None
    if performed == "directive" and (subject is None or own):
        return "directive"
    if direct and subject is None and not helpers and verb.tag in ("VB", "VBP") and verb.dep != "conj":
        return "directive"
    if own and not helpers:
        return performed if direct or performed == "expressive" else None
    return None


def _of_nobody(verb: Token, *, direct: bool) -> bool:
    """Whether a promise leaves open who keeps it: `the bodies would be handed over`, `there will be no amnesty`."""
    if child_of(verb, "expl") is not None:
        return True
    return not direct and child_of(verb, "auxpass") is not None and child_of(verb, "agent") is None


def _ready(verb: Token) -> bool:
    """Whether someone is ready to do a thing: `is prepared to lift the ban`, `was committed to the talks`."""
    said = [verb, *(c for c in verb.children if c.dep in ("acomp", "attr"))]
    return not negated(verb) and any(words("judgement").get(word.lower) == "commissive" for word in said)


def _own(doc: Doc, subject: Token, speaker: Speaker, *, direct: bool) -> bool:
    """Whether a subject inside a content is its speaker: `I`, `we`, a pronoun or a name of the same side."""
    if subject.lower in FIRST_PERSON:
        return direct
    mention = doc.mention_of(subject)
    if mention is not None and mention.actors and speaker.name is not None:
        day = doc.article.date
        sides = {side_of(name, day) for name in speaker.name.split("; ")}
        if any(side_of(name, day) in sides for name in mention.actors):
            return True
        governed = {code.split()[0] for code in (speaker.code or "").split("; ") if code.endswith(" GOV")}
        return mention.form in ("name", "metonym") and any(code.partition(" ")[0] in governed for code in mention.codes)
    return not direct and subject.lower in THIRD_PERSON


def modality_of(report: Report) -> Modality:
    """Whether the saying itself happened, is denied, planned, called for or only supposed."""
    verb = report.head
    if verb.pos != "VERB":
        return "happened"
    if negated(verb) and verb.lemma not in ("deny", "refuse", "reject"):
        return "denied"
    helpers = auxiliaries(verb)
    if conditional(verb) or any(h in ("might", "may", "could", "would", "can") for h in helpers):
        return "hypothetical"
    if any(h in ("should", "must", "ought") for h in helpers):
        return "called-for"
    if "will" in helpers or (verb.tag == "VB" and verb.dep == "xcomp" and verb.head.lemma in words("intended")):
        return "planned"
    if verb.tag == "VB" and verb.dep in ("xcomp", "advcl", "acl") and verb.head.lemma not in words("onward"):
        return "hypothetical"
    return "happened"
