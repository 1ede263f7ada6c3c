"""Stands that no stance word takes but the mood of a verb: `must withdraw`, `will not negotiate`, `might step back`."""

from __future__ import annotations

from collections.abc import Iterator

from detente.doc import SUBJECTS, Doc, Token
from detente.modality import auxiliaries, inverted
from detente.parties import Party, parties, same_side
from detente.records import Stance
from detente.stances.bargaining import harmful
from detente.stances.clauses import core, phrase, subject_words, tail, text_of
from detente.stances.deeds import act_of, arrangement, deed_nouns, phrased
from detente.stances.holding import speakers_at, takes_part, unplaced
from detente.stances.issue_words import own_words
from detente.stances.issues import Issue, issue_of
from detente.stances.mediating import part_in_talks
from detente.stances.naming import issue_in
from detente.stances.polarity import asked, negations, word_class
from detente.stances.stance import entries, entry_of
from detente.stances.stand import Stand, holders
from detente.stances.terms import Terms, terms_of
from detente.syntax import agent_of, child_of, objects_of, passive, subject_of

OBLIGED = frozenset({"must", "should", "ought", "shall", "need"})
WILLED = frozenset({"will", "would", "'ll", "can", "could", "shall"})
POSSIBLE = frozenset({"may", "might", "could", "would"})
CLAUSES = frozenset({"ROOT", "ccomp", "conj", "parataxis", "relcl", "advcl"})
UNDER = frozenset({"if", "unless", "whether", "when", "once", "until", "before"})


def by_mood(doc: Doc) -> Iterator[Stand]:
    """Yield what is demanded, refused, conceded on terms, or left open by the mood of a verb alone."""
    questions = "?" in doc.text
    for token in doc.tokens:
        if token.pos == "VERB" or (token.pos in ("AUX", "ADV") and token.dep not in ("aux", "auxpass", "advmod")):
            if questions and asked(token):
                continue
            if any(c.dep in ("mark", "advmod") and c.lower in UNDER for c in token.children):
                continue
            subject = child_of(token, "attr") if child_of(token, "expl") else subject_of(token)
            if subject is not None:
                yield from _by_mood(doc, token, subject)


def _by_mood(doc: Doc, verb: Token, subject: Token) -> Iterator[Stand]:
    helpers = set(auxiliaries(verb))
    finite = helpers or verb.tag in ("VBP", "VBZ", "VBG") or verb.dep == "xcomp"
    if not finite:
        return
    speakers = tuple(s for s in speakers_at(doc, verb) if s.identified)
    terms = terms_of(doc, verb)
    if _obliged(verb, helpers):
        if speakers:
            yield from _demanded(doc, verb, subject, speakers)
        return
    if child_of(verb, "expl") is not None:
        yield from _none_such(doc, verb, subject, speakers, helpers, terms)
    yield from _role(doc, verb, subject, speakers, helpers, terms)
    if not terms.text or terms.mark == "until":
        yield from _kept_up(doc, verb, subject, speakers, helpers)
    yield from _nothing_until(verb, subject, speakers, terms)
    yield from _will_be(doc, verb, subject, speakers, helpers, terms)
    yield from _possible_if(doc, verb, subject, speakers, helpers, terms)
    if (
        verb.pos == "VERB"
        and helpers & (WILLED | {"may", "might"})
        and verb.dep in CLAUSES
        and entry_of(verb, "v") is None
    ):
        yield from _willed(doc, verb, subject, speakers, helpers, terms)


def _obliged(verb: Token, helpers: set[str]) -> bool:
    if helpers & OBLIGED and not helpers & {"have", "has"}:
        return not inverted(verb)
    head = verb.head
    if verb.dep != "xcomp" or _measured(head) or set(auxiliaries(head)) & {"may", "might", "could"}:
        return False
    said = head.tag == "VBD" and head.dep == "ccomp"  # `said that it had to end`
    if head.lemma in ("have", "need") and (said or head.tag not in ("VBD", "VBN")) and not negations(head):
        return True
    return head.lemma == "afford" and bool(negations(head))


def _measured(need: Token) -> bool:
    """Whether a clause tells how much is needed for an end: `the time it would need to build a bomb`."""
    relative = need.dep == "relcl" and not any(c.tag in ("WDT", "WP") and c.dep in SUBJECTS for c in need.children)
    return relative and child_of(need, "dobj") is None and need.head.pos == "NOUN"


def _demanded(doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...]) -> Iterator[Stand]:
    """`Serbia must withdraw`, `the siege has to end`, said by somebody else than Serbia."""
    targets = parties(doc, subject)
    own = subject.pos == "PRON" and subject.lower in ("i", "we", "you", "one")
    if own or any(same_side(t, s) for t in targets for s in speakers):
        return
    issue = part_in_talks(verb, [t.side for t in targets]) or issue_of(doc, verb)
    if issue is None and verb.lemma in word_class("ending"):
        issue = issue_of(doc, subject)
    others = subject.lower in ("they", "he", "it", "those", "both") or any(t.identified for t in targets)
    if issue is None and (others or passive(verb)):
        thing = child_of(verb, "dobj") if verb.lemma in ("have", "get", "receive") else None
        issue = act_of(doc, thing if thing is not None and arrangement(thing) else verb)
    if issue is None and verb.lemma in ("go", "leave") and targets and child_of(verb, "dobj") is None:
        issue = Issue(f"departure of {targets[0].name}")
    if issue is None:
        return
    if negations(verb):
        issue = Issue(f"no {issue.name.removeprefix('no ')}", issue.name)
    head = verb.head if verb.dep == "xcomp" else verb
    tokens = (*core(verb, head), *subject_words(subject, head), *phrase(verb))
    sure = 0.75 if issue.known and targets else 0.6
    yield Stand(verb, speakers, issue, "demand", None, tokens, "must", sure)


def _role(
    doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...], helpers: set[str], terms: Terms
) -> Iterator[Stand]:
    """A mediator on its own part in the talks: `the US might step back`."""
    targets = parties(doc, subject)
    issue = part_in_talks(verb, [t.side for t in targets])
    if issue is None:
        return
    own = [s for s in speakers if any(same_side(s, t) for t in targets)] if speakers else list(targets)
    stance: Stance
    if helpers & POSSIBLE:
        stance = "no-commitment"
    elif "will" in helpers or verb.tag == "VBG":
        stance = "open" if negations(verb) else "reject"
    else:
        return
    tokens = (*core(verb, verb), *subject_words(subject, verb), *tail(verb), *terms.tokens)
    for party in own[:1]:
        yield Stand(verb, (party,), issue, stance, terms.text, tokens, "part in the talks", 0.7)


def _none_such(
    doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...], helpers: set[str], terms: Terms
) -> Iterator[Stand]:
    """`There can be no military solution`, `there will be no talks unless`: said by a party, it refuses that."""
    none = any(c.lower == "no" for c in subject.children)
    if not speakers or not none or not helpers & WILLED or not arrangement(subject):
        return
    if terms.text and subject.lemma in word_class("outcome"):
        return  # see `_nothing_until`
    issue = act_of(doc, subject)
    inside = next((t for t in subject.subtree() if t.lower in ("without", "until", "before", "unless")), None)
    if not terms.text and inside is not None:
        words = tuple(inside.subtree())
        terms = Terms(text_of(doc, words), inside.lower, words)
    if issue is not None:
        bound = terms.mark in ("unless", "until", "before", "without")
        tokens = [*core(verb, verb), *phrase(subject), *(terms.tokens if bound else ())]
        tokens += [c for c in verb.children if c.dep == "expl"]
        stance: Stance = "conditional" if bound else "reject"
        yield Stand(
            verb, speakers, issue, stance, terms.text if bound else None, tuple(tokens), "there will be no", 0.6
        )


def _nothing_until(verb: Token, subject: Token, speakers: tuple[Party, ...], terms: Terms) -> Iterator[Stand]:
    """`Nothing can be done until ...`, `no deal is possible unless ...`: talks are possible on that condition only."""
    none = any(c.lower == "no" for c in subject.children) and subject.lemma in word_class("outcome")
    bare = subject.lower in ("nothing", "none")
    if (
        speakers
        and terms.mark in ("until", "unless", "before", "without")
        and (none or (bare and terms.mark != "without"))
    ):
        issue = Issue("negotiations", None, "talks", known=True)
        tokens = (verb, *core(verb, verb), *subject_words(subject, verb), *terms.tokens)
        yield Stand(verb, speakers, issue, "conditional", terms.text, tokens, "nothing until", 0.5)


def _kept_up(doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...], helpers: set[str]) -> Iterator[Stand]:
    """`the ceasefire would remain in force`: said by a party, it holds to it."""
    lasting = verb.lemma in ("remain", "stay", "continue", "hold", "last", "resume", "stand")
    if not speakers or not lasting or not helpers & {"will", "would", "'ll"} or negations(verb):
        return
    issue = issue_of(doc, subject) if subject.pos == "NOUN" else None
    if issue is not None and issue.instrument:
        tokens = (*core(verb, verb), *subject_words(subject, verb), *tail(verb))
        yield Stand(verb, speakers, issue, "accept", None, tokens, "will remain in force", 0.6)


def _will_be(
    doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...], helpers: set[str], terms: Terms
) -> Iterator[Stand]:
    """`There would be a vote`, `the laws will be repealed`, `no camp would be reopened`: said by whose it is to do."""
    speakers = tuple(filter(takes_part, speakers))
    if not speakers or not helpers & {"will", "would", "'ll"} or verb.dep not in CLAUSES or parties(doc, subject):
        return
    denied = bool(negations(verb))
    issue: Issue | None = None
    if child_of(verb, "expl") is not None and not denied and subject.lemma in word_class("arrangement"):
        issue = act_of(doc, subject)
    elif (
        passive(verb) and subject.pos == "NOUN" and verb.lemma not in entries("v") and agent_of(verb) in (None, subject)
    ):
        acts = phrased(verb) or verb.lemma
        if acts in deed_nouns() and not harmful(verb):
            issue = issue_of(doc, verb) or issue_in(doc, verb, phrase(verb))
    if issue is None:
        return
    bound = terms.mark in ("if", "only", "once", "as soon as", "provided") or (
        denied and terms.mark in ("unless", "until", "before", "without")
    )
    stance: Stance = "conditional" if bound else "reject" if denied else "accept"
    tokens = [*core(verb, verb), *subject_words(subject, verb), *tail(verb), *(terms.tokens if bound else ())]
    yield Stand(verb, speakers, issue, stance, terms.text if bound else None, tuple(tokens), "will be", 0.55)


def _possible_if(
    doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...], helpers: set[str], terms: Terms
) -> Iterator[Stand]:
    """`talks can resume only if ...`: said by a party, the talks are what it sets terms for."""
    can_be = any(c.dep == "acomp" and c.lemma in ("possible", "conceivable", "feasible") for c in verb.children)
    bound = terms.mark in ("if", "only", "unless", "until", "once") and (helpers & (WILLED | POSSIBLE) or can_be)
    if not speakers or not bound or parties(doc, subject) or subject.pos != "NOUN":
        return
    issue = issue_of(doc, verb) if passive(verb) else None
    if issue is None and verb.lemma in word_class("begin") | word_class("ending") | {"be"}:
        issue = issue_of(doc, subject)
    if issue is not None and (issue.instrument or passive(verb) or can_be or verb.lemma in word_class("ending")):
        tokens = (*core(verb, verb), *subject_words(subject, verb), *terms.tokens)
        yield Stand(verb, speakers, issue, "conditional", terms.text, tokens, "possible if", 0.65)


def _willed(
    doc: Doc, verb: Token, subject: Token, speakers: tuple[Party, ...], helpers: set[str], terms: Terms
) -> Iterator[Stand]:
    """`will not negotiate`, `would free the hostages only if`, said of oneself; `they will start talks`, of others."""
    who = holders(doc, subject)
    if not who or verb.lemma in ("afford", "hesitate", "fail", "rest", "succeed", "win", "lose"):
        return
    if verb.lemma in ("draw", "pin") and passive(verb) and negations(verb):
        yield from _not_drawn(doc, verb, subject, who)
        return
    if not negations(verb) and helpers & {"will", "would", "'ll"} and (kept := _held_on_to(verb)) is not None:
        if not speakers or any(same_side(w, s) or unplaced(s) for w in who for s in speakers):
            tokens = [*core(verb, verb), *subject_words(subject, verb), *phrase(verb)]
            yield Stand(verb, who, kept, "reject", terms.text, tuple(tokens), "will keep", 0.65)
        return
    if passive(verb) and (not negations(verb) or verb.lemma in word_class("worked on")):
        return  # `the president would be stripped of his powers if`, `will not be fooled`: it befalls him
    issue = issue_of(doc, verb)
    able = not helpers & {"will", "would", "'ll", "shall", "do", "may", "might"}  # `could not verify` refuses nothing
    if issue is None and any(w.identified for w in who) and not harmful(verb) and not able:
        issue = act_of(doc, verb, plain=True)
    if issue is None or (issue.name in word_class("background") and not (negations(verb) or terms.text)):
        return
    tokens = [*core(verb, verb), *subject_words(subject, verb), *phrase(verb)]
    own = not speakers or any(same_side(w, s) or unplaced(s) for w in who for s in speakers)
    denied = bool(negations(verb))
    if denied and helpers <= {"can", "could"}:
        upon = parties(doc, child_of(verb, "dobj"))
        if not speakers or any(u.code and not same_side(u, w) for u in upon for w in who):
            return  # what the reporter says that somebody cannot do; what one says one cannot make another do
    if denied and own:
        bound = terms.mark in ("unless", "until", "before", "without")
        stance: Stance = "conditional" if bound else "reject"
        tokens += terms.tokens if bound else ()
        yield Stand(verb, who, issue, stance, terms.text, tuple(tokens), "will not", 0.7)
    elif own and speakers and helpers & {"may", "might"} and not denied and verb.lemma != "let":
        yield Stand(verb, who, issue, "open", terms.text, tuple(tokens), "may", 0.35)
    elif (
        own
        and helpers & {"will", "would", "'ll"}
        and terms.mark
        in (
            "if",
            "unless",
            "provided",
            "providing",
            "only",
            "in exchange",
            "in return",
            "as long as",
            "as soon as",
            "on condition",
        )
    ):
        tokens += terms.tokens
        yield Stand(verb, who, issue, "conditional", terms.text, tuple(tokens), "will if", 0.65)
    elif own and speakers and not denied and not terms.text and helpers & {"will", "would", "'ll"}:
        if issue.instrument and verb.lemma in word_class("taking part"):
            yield Stand(verb, who, issue, "accept", None, tuple(tokens), "says it will", 0.6)
    elif "will" in helpers and speakers and not own and not denied and issue.instrument not in (None, "contact"):
        several = len(who) > 1 or subject.tag in ("NNS", "NNPS") or subject.lower == "they"
        if several and verb.lemma in word_class("begin"):
            yield Stand(verb, speakers, issue, "propose", terms.text, tuple(tokens), "says they will", 0.55)


def _held_on_to(verb: Token) -> Issue | None:
    """What is not given up or withdrawn: arms that somebody will keep, troops that will stay where they are."""
    if verb.lemma in ("keep", "retain", "hold"):
        thing = child_of(verb, "dobj") or next(iter(objects_of(verb, "to", "onto")), None)
        if thing is None or any(c.dep in ("oprd", "acomp", "ccomp", "xcomp") for c in verb.children):
            return None
        if thing.lemma in word_class("arms"):
            return Issue(" ".join(["surrender of", *own_words(thing, deep=False)]), "disarmament", known=True)
        if thing.lemma in word_class("captives"):
            return Issue(" ".join(["release of", *own_words(thing, deep=False)]))
    if verb.lemma in ("stay", "remain"):
        troops = child_of(verb, "nsubj")
        if troops is not None and troops.lemma in word_class("troops"):
            return Issue(" ".join(["withdrawal of", *own_words(troops, deep=False)]), "withdrawal", known=True)
    return None


def _not_drawn(doc: Doc, verb: Token, subject: Token, who: tuple[Party, ...]) -> Iterator[Stand]:
    """`would not be drawn on the border`, `would not be pinned down on whether`: no word on it, either way."""
    for matter in objects_of(verb, "on", "about"):
        issue = issue_in(doc, matter, matter.subtree())
        if issue is not None:
            tokens = (*core(verb, verb), *subject_words(subject, verb), *phrase(matter))
            yield Stand(verb, who, issue, "no-commitment", None, tokens, "not drawn", 0.7)
