"""What a stance word is about: the issue of its matter, where the word takes that kind of matter."""

from __future__ import annotations

from detente.doc import SUBJECTS, Doc, Token
from detente.parties import Party, parties, same_side
from detente.records import Stance
from detente.stances.bargaining import harmful
from detente.stances.clauses import phrase
from detente.stances.deeds import act_of, arrangement, deed_nouns, denied
from detente.stances.issue_words import own_words
from detente.stances.issues import Issue, issue_of
from detente.stances.mediating import part_in_talks
from detente.stances.naming import issue_in
from detente.stances.polarity import negations, word_class
from detente.stances.stance import Entry, entry_of, matters
from detente.syntax import child_of, objects_of, passive

COMPLEMENTS = frozenset({"dobj", "xcomp", "ccomp", "nsubjpass", "auxpass", "prep", "prt", "advcl"})


def issue_for(doc: Doc, entry: Entry, verb: Token, matter: Token, who: tuple[Party, ...]) -> Issue | None:
    """The issue of a stance verb's matter, where the verb takes that kind of matter."""
    if entry.mode in ("ask", "asks", "wants") and matter.pos in ("VERB", "AUX"):
        return _asked_for(doc, entry, verb, matter, who)
    if entry.mode == "promise" and (harmful(matter) or matter.lemma in word_class("mindful") or matter.pos == "AUX"):
        return None
    issue = answered(doc, matter) or issue_of(doc, matter) or _unknown(doc, entry, matter, who)
    if issue is None or (entry.word == "insist" and _asserted(matter)):
        return None
    if entry.word in ("break", "sever") and issue.name == "normalization of relations":
        return Issue(" ".join(own_words(matter, deep=True)))  # not their normalization is refused, but relations end
    offered = matter.lemma in word_class("offered")
    if entry.mode == "subjunctive" and matter.pos == "VERB" and matter.dep == "ccomp" and _finite(matter):
        return None  # `suggested that they had agreed` proposes nothing
    if entry.mode == "ties" and matter.lemma not in word_class("ties"):
        return None
    if entry.mode == "name" and child_lemma(verb) not in word_class("signature"):
        return None
    if entry.mode == "treaty" and issue.instrument is None:
        return None
    if entry.mode == "offered" and not (offered or matter.lemma in word_class("invited to")):
        return None
    if entry.mode == "deal" and matter.lemma not in word_class("text"):
        return None
    if entry.mode == "welcome" and not (offered or arrangement(matter)):
        return None
    if entry.mode == "welcome" and not offered and issue.instrument not in (None, "contact", "talks"):
        return None  # an outsider who welcomes a deal that is done takes no side in it
    if entry.word == "offer" and any(c.dep == "dobj" and c.lemma in word_class("bait") for c in verb.children):
        return None  # `offering carrots`: see inducements
    if (entry.mode == "proposal" and not offered) or (entry.mode == "plan" and not (offered or issue.instrument)):
        return None
    if entry.mode in ("back", "plan", "text", "wants") and issue.name in word_class("background"):
        return None
    if entry.stance == "propose" and issue.name in word_class("background"):
        return None
    if entry.stance == "accept" and issue.name.startswith("sanctions") and issue.name != "sanctions relief":
        return None  # to agree on sanctions is to impose them
    return issue


def talked_of(matter: Token, issue: Issue, stance: Stance) -> Issue:
    """What a stance for talking of a thing is on: who agrees to discuss disarmament has not agreed to disarm."""
    if stance not in ("accept", "propose", "demand", "conditional") or issue.instrument is not None:
        return issue
    if matter.pos != "VERB" or matter.lemma not in word_class("talking of"):
        return issue
    return Issue(f"talks on {issue.name}", "negotiations", "talks", known=True)


def child_lemma(verb: Token) -> str:
    """The lemma of a verb's object; empty where it has none."""
    thing = child_of(verb, "dobj")
    return thing.lemma if thing is not None else ""


def _asserted(matter: Token) -> bool:
    """Whether what is insisted on is held to be so and not demanded: `insisted that he can be persuaded`."""
    able = any(c.dep == "aux" and c.lower in ("can", "could", "may", "might") for c in matter.children)
    return matter.dep == "ccomp" and able and not negations(matter)


def _finite(verb: Token) -> bool:
    helpers = [c for c in verb.children if c.dep in ("aux", "auxpass") and c.tag in ("VBD", "VBZ", "VBP", "MD")]
    return bool(helpers) or verb.tag in ("VBD", "VBZ")


def _unknown(doc: Doc, entry: Entry, matter: Token, who: tuple[Party, ...]) -> Issue | None:
    """An act or arrangement that the table does not know: at issue for a party that the codebook knows."""
    if not any(w.identified for w in who) or entry.mode in ("proposal", "plan", "treaty"):
        return None
    if entry.mode in ("text", "back") and matter.lemma not in word_class("offered") | word_class("text"):
        return None
    firm = entry.stance in ("reject", "accept") and not entry.mode
    return act_of(doc, matter, strict=not firm) or (loosely(doc, matter) if firm else None)


def loosely(doc: Doc, matter: Token) -> Issue | None:
    """The issue of an act of which the verb says little: `give posts to the opposition`."""
    if matter.pos != "VERB" or (matter.lemma in word_class("mindful") and matter.lemma not in deed_nouns()):
        return None
    return issue_in(doc, matter, [t for t in phrase(matter) if t.i >= matter.i])


ASKED_FOR = ("propose", "demand")
ANSWERED = frozenset({"proposal", "plan", "offer", "request", "demand", "appeal", "call", "ultimatum", "idea", "bid",
                      "suggestion", "plea", "petition", "overture", "condition", "move", "step"})  # fmt: skip
BARE = frozenset({"det", "poss", "neg", "preconj", "predet"})


def answered(doc: Doc, matter: Token) -> Issue | None:
    """What was asked or proposed just before, where it is only taken up: `turned down the request`."""
    if matter.lemma not in ANSWERED | word_class("moves") or any(c.dep not in BARE for c in matter.children):
        return None
    if not any(c.lower in ("the", "this", "that", "its", "their", "his", "her", "'s", "such") for c in matter.children):
        return None
    first = doc.sentences[max(0, matter.sentence - 2)][0]
    for word in reversed(doc.tokens[first : matter.i]):
        if word.pos not in ("VERB", "NOUN") or word in matter.ancestors():
            continue
        done = issue_of(doc, word) if word.pos == "VERB" and matter.lemma in word_class("moves") else None
        if done is not None and done.instrument is not None:
            return done  # `declared a truce`, of which somebody `dismissed the move`
        entry = entry_of(word, "v" if word.pos == "VERB" else "n")
        if entry is None or entry.stance not in ASKED_FOR or entry.mode in ("wants", "back", "verdict", "light"):
            continue
        for group in matters(entry, word):
            for asked in group:
                issue = issue_of(doc, asked) or act_of(doc, asked, strict=False) or loosely(doc, asked)
                if issue is not None and issue.name not in ANSWERED:
                    return issue
    return None


def _asked_for(doc: Doc, entry: Entry, verb: Token, matter: Token, who: tuple[Party, ...]) -> Issue | None:
    """What one party asks another to do; of oneself one asks nothing, except that one wants it."""
    asked = _asked(verb, matter)
    if entry.mode != "wants" and (asked is None or (entry.word == "call" and asked.dep == "dobj")):
        return None  # nobody is asked: `called a meeting to discuss the deal`
    targets = parties(doc, asked)
    if entry.word == "expect" and not any(t.code for t in targets):
        return None  # `expected the topic to come up at the summit`
    issue = issue_of(doc, matter)
    if targets and all(any(same_side(t, w) for w in who) for t in targets):
        return issue if entry.mode == "wants" else None
    role = part_in_talks(matter, [t.side for t in targets])
    if role is not None and len(targets) > 1 and denied(matter):
        return Issue("negotiations", None, "talks")  # the parties themselves are not to walk away
    if role is not None or issue is not None:
        return role or (None if issue and issue.name in ("agreement", "proposal", "peace") else issue)
    strong = entry.mode == "ask" or entry.word in ("ask", "want")
    told = any(t.identified for t in targets) or (passive(matter) and entry.mode != "asks")
    return act_of(doc, matter) if told and (strong or any(t.identified for t in targets)) else None


def _asked(verb: Token, matter: Token) -> Token | None:
    """Who is asked: the subject of the clause asked for, the object, or whom `on` or `to` names."""
    own = child_of(matter, *SUBJECTS) or child_of(verb, "dobj", "dative")
    return own or next(iter(objects_of(verb, "on", "upon", "to")), None) or child_of(verb, "nsubjpass")


def put(doc: Doc, entry: Entry, stance: Stance, matter: Token, who: tuple[Party, ...]) -> Stance:
    """To back what another has put forward is to accept it; to back what nobody else has is to put it forward."""
    if entry.mode == "ask" and stance == "demand" and matter.lemma in word_class("softening"):
        return "propose"
    if entry.mode != "back" or stance not in ("accept", "propose"):
        return stance
    if matter.lemma in word_class("proposal"):
        owners = [p for c in matter.children if c.dep in ("poss", "compound", "amod", "nmod") for p in parties(doc, c)]
        definite = any(c.lower in ("the", "this", "that") for c in matter.children)
        if any(not same_side(o, w) for o in owners for w in who) or (definite and not owners):
            return "accept"
    return "propose"


def issue_of_noun(doc: Doc, entry: Entry, noun: Token, matter: Token, whose: tuple[Party, ...]) -> Issue | None:
    """The issue of a stance noun's matter; `a peace plan` is itself at issue, not peace."""
    if matter.dep in ("compound", "nmod"):
        own = issue_of(doc, noun)
        return own if own is not None and own.instrument else issue_of(doc, matter)
    strong = any(p.identified for p in whose) or noun.dep == "dobj"
    named = issue_of(doc, matter) or (act_of(doc, matter) if strong and entry.mode != "back" else None)
    return named or (loosely(doc, matter) if strong and entry.stance in ("reject", "demand") else None)


def offer_before(doc: Doc, verb: Token) -> Token | None:
    """What a bare `Syria refused`, `both have accepted` answers: the offer or meeting named last before it."""
    if verb.lemma not in ("refuse", "decline", "accept") or any(c.dep in COMPLEMENTS for c in verb.children):
        return None
    if verb.dep not in ("ROOT", "conj", "ccomp"):
        return None
    subject = child_of(verb, "nsubj")
    mention = doc.mention_of(subject) if subject is not None else None
    if verb.lemma == "decline" and subject is not None and (mention is None or mention.head != subject.i):
        return None  # `the bashing of Israel has declined`
    first = doc.sentences[max(0, verb.sentence - 2)][0]
    wanted = word_class("offered") | word_class("invited to")
    return next((t for t in reversed(doc.tokens[first : verb.i]) if t.pos == "NOUN" and t.lemma in wanted), None)
