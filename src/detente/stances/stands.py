"""Stands: what the stance words of a text say of whom on which issue, before parties are told apart.

A verb (`rejected the plan`), a noun (`Iran's demand for sanctions relief`, `expressed support for`) or an adjective
(`is open to talks`). What the mood of a verb says (`must withdraw`, `will not negotiate`) is read by `detente.moods`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from detente.doc import Doc, Token
from detente.modality import auxiliaries
from detente.parties import parties, same_side
from detente.records import Stance
from detente.stances.at_issue import issue_for, issue_of_noun, loosely, offer_before, put, talked_of
from detente.stances.bargaining import harmful
from detente.stances.clauses import core, phrase, restricted, subject_words, top_of, words_of
from detente.stances.deeds import act_of, denied
from detente.stances.holding import speakers_at
from detente.stances.issues import Issue, issue_of
from detente.stances.mediating import part_in_talks
from detente.stances.polarity import Force, force, governing, negations, softened, unreal, word_class
from detente.stances.predicates import by_phrase, deadline_given
from detente.stances.stance import Entry, entries, entry_of, holder_of, light_verbs, matters, stance_of
from detente.stances.stand import Stand, holders
from detente.stances.terms import Terms, terms_of
from detente.syntax import child_of, objects_of, subject_of

NOTHING: tuple[Token, ...] = ()
LIKELY = frozenset(
    {"surely", "likely", "probably", "certainly", "inevitably", "undoubtedly", "presumably", "doubtless"}
)
SOFTER = frozenset({"soften", "moderate", "relax", "ease"})
SILENT = frozenset({"comment", "elaborate", "speculate", "discuss", "answer", "respond"})
ADJECTIVAL = frozenset({"acomp", "attr", "ROOT", "ccomp", "conj", "oprd", "amod", "advcl", "xcomp"})


def by_words(doc: Doc) -> Iterator[Stand]:
    """Yield what the stance words of an article say, each reading of a word by itself."""
    verbs, nouns, adjectives = entries("v"), entries("n"), entries("a")
    for token in doc.tokens:
        if token.lower in adjectives and token.dep in ADJECTIVAL and token.tag != "VBD":
            found = list(_by_adjective(doc, token))
            if found:
                yield from found
                continue
        if token.pos == "VERB" and token.lemma in verbs:
            yield from _by_verb(doc, token)
        elif token.pos == "NOUN" and token.lemma in nouns:
            yield from _by_noun(doc, token)
        if token.pos == "VERB" and token.lemma in ("give", "have"):
            yield from deadline_given(doc, token)
        if token.pos == "AUX" and token.lemma == "be":
            yield from by_phrase(doc, token)


# ---------------------------------------------------------------- verbs


def _by_verb(doc: Doc, verb: Token) -> Iterator[Stand]:
    entry = entry_of(verb, "v")
    if entry is None or _carries(verb, entry) or unreal(verb) or _reckoned(doc, verb) or _of_any(verb):
        return
    said = force(verb)
    if said is None or (said == "affirmed" and not entry.stance) or (entry.mode == "own" and not _own_doing(verb)):
        return
    top = top_of(verb)
    holder = holder_of(verb)
    who = holders(doc, holder)
    terms = terms_of(doc, verb)
    stance = stance_of(entry, verb, said, terms)
    if not who or stance is None:
        return
    if entry.word in ("refuse", "decline"):
        said_not = [c.lemma for c in verb.children if c.dep == "xcomp"]
        if set(said_not) & word_class("saying"):
            stance = "no-commitment"  # `declined to say whether it would accept`
        elif set(said_not) & SILENT or any(t.lemma in ("comment", "interview") for t in verb.subtree()):
            return
        elif any(
            c.lemma in word_class("told on request") for v in verb.children for c in v.children if c.dep == "dobj"
        ):
            return  # `declined to give details of the plan`
    groups = list(matters(entry, verb)) or ([[offer]] if (offer := offer_before(doc, verb)) else [])
    for matter, issue in _known(groups, lambda m: issue_for(doc, entry, verb, m, who)):
        condition, on = terms.text, NOTHING
        if entry.mode == "condition":
            on = (*objects_of(verb, "on", "upon", "to"), *objects_of(matter, "on", "upon"))
            condition = words_of(doc, on[0]) if on else None
        final = put(doc, entry, stance, matter, who)
        if final == "no-commitment" and entry.stance == "reject" and issue.instrument:
            final = "open"  # not to rule out talks is to be open to them; not to rule out force commits to nothing
        if said == "affirmed" and matter.pos == "NOUN" and negations(matter):
            if not entry.negated:
                continue
            final = cast(Stance, entry.negated)  # `wants no date`, `offered no concession`
        if issue.known and matter.pos == "VERB" and denied(matter) and final in ("accept", "demand", "propose"):
            final, issue = _without(entry, final, issue)  # noqa: PLW2901
        elif not issue.known and final == "accept" and issue.name.startswith("no "):
            final, issue = _without(entry, final, Issue(issue.name[3:]))  # noqa: PLW2901
        within = terms_of(doc, matter) if final == "demand" and matter.dep == "ccomp" else Terms()
        if within.mark in ("if", "only", "unless"):
            final, condition, terms = "conditional", within.text, within  # `insisted that it would end only if`
        issue = talked_of(matter, issue, final)  # noqa: PLW2901
        if verb.dep == "amod":
            tokens, rule = phrase(matter), f"-{verb.lower} before a noun"
        else:
            tokens = [*core(verb, top), *subject_words(holder, verb), *_words_of(matter, verb)]
            rule = f"verb {entry.word}"
        if final == "conditional":
            tokens += terms.tokens if entry.mode != "condition" else [t for o in on[:1] for t in o.subtree()]
        yield Stand(verb, who, issue, final, condition, tuple(tokens), rule, 0.8 if issue.known else 0.6)


def _without(entry: Entry, stance: Stance, issue: Issue) -> tuple[Stance, Issue]:
    """A stance on leaving a thing undone: who agrees not to do it accepts that, who vows never to do it refuses it."""
    if stance == "accept" and entry.word not in word_class("bound to leave"):
        return "reject", issue
    return stance, Issue(f"no {issue.name}", issue.name if issue.known else None)


def _left(matter: Token, issue: Issue, stance: Stance) -> Issue:
    """What a noun of stance is on where it is to be left undone: `its pledge not to develop nuclear weapons`."""
    undone = issue.known and matter.pos == "VERB" and denied(matter) and stance in ("accept", "demand", "propose")
    return Issue(f"no {issue.name}", issue.name) if undone else issue


def _of_any(verb: Token) -> bool:
    """Whether a participle tells of whatever there may be: `any deal reached by Ruritania`."""
    return verb.dep == "acl" and any(c.lower == "any" for c in verb.head.children)


def _reckoned(doc: Doc, verb: Token) -> bool:
    """Whether a stance is only foreseen, or believed by others: `will surely be rejected`, `they think it is kept`."""
    if any(c.lower in LIKELY for c in verb.children if c.dep == "advmod") and set(auxiliaries(verb)) & {
        "will",
        "would",
    }:
        return True
    if verb.dep != "ccomp" or verb.head.lemma not in word_class("thinking"):
        return False
    own, thinker = holders(doc, holder_of(verb)), parties(doc, subject_of(verb.head))
    return not any(same_side(one, other) for one in own for other in thinker)


def _words_of(matter: Token, verb: Token) -> list[Token]:
    """The words of a matter where it stands in the sentence of its verb."""
    return [*phrase(matter), *restricted(matter)] if matter.sentence == verb.sentence else []


def _own_doing(verb: Token) -> bool:
    """Whether a verb reports what its subject has done: `stopped observing the limits`, not `refuses to stop`."""
    return verb.tag in ("VBD", "VBN", "VBZ", "VBP", "VBG") or bool(set(auxiliaries(verb)) & {"will", "would", "'ll"})


def _carries(verb: Token, entry: Entry) -> bool:
    """Whether the verb only carries the stance of a word below it: `refused to accept`, `offered support for`."""
    directive = entry.mode in ("ask", "asks", "wants")
    for child in verb.children:
        reads = "ing" if entry.mode == "own" else "inf"  # `stopped insisting`, `agreed to accept`
        below = child.dep == "xcomp" and reads in entry.reads and not directive
        inner = entry_of(child, "v") if below else None
        thing = child_of(child, "dobj")
        narrow = inner is not None and inner.mode in ("own", "text", "deal")
        if narrow and (thing is None or thing.lemma not in word_class("text")):
            inner = None  # `agreed to join the government`
        if inner is not None and governing().get(verb.lemma):
            return True
        if child.dep == "dobj" and child.lemma in entries("n") and verb.lemma in light_verbs():
            return not any(c.dep in ("poss", "compound", "amod") and c.entity for c in child.children)
    return False


# ---------------------------------------------------------------- nouns


def _by_noun(doc: Doc, noun: Token) -> Iterator[Stand]:
    entry = entry_of(noun, "n")
    if entry is None:
        return
    owner = next((c for c in noun.children if c.dep in ("poss", "compound", "amod", "nmod") and parties(doc, c)), None)
    owner = owner or next(iter(objects_of(noun, "by", "from")), None)
    if noun.lemma == "deadline" and owner is not None and owner.tag == "PRP$":
        return  # `ran up against their deadline` binds themselves
    whose = parties(doc, owner)
    found = _known(matters(entry, noun), lambda m: issue_of_noun(doc, entry, noun, m, whose))
    if not found:
        return
    if noun.dep == "dobj" and (governing().get(noun.head.lemma) == "doubts" or noun.head.lemma in ("question", "test")):
        return  # `doubted its willingness to negotiate`
    verb, turns = _carrier(noun)
    if verb is not None and (owner is None or owner.tag == "PRP$"):
        yield from _carried(doc, entry, noun, verb, turns, found)
    elif owner is not None and entry.mode != "light" and not any(c.lower == "no" for c in noun.children):
        who = whose
        stance = stance_of(entry, noun, "affirmed", Terms())
        for matter, issue in found if stance else ():
            tokens = (*phrase(owner), noun, *phrase(matter))
            final = put(doc, entry, stance, matter, who) if stance else "open"
            told = _left(matter, talked_of(matter, issue, final), final)
            yield Stand(noun, who, told, final, None, tokens, f"noun {entry.word}", 0.7)


def _carried(
    doc: Doc, entry: Entry, noun: Token, verb: Token, turns: str, found: list[tuple[Token, Issue]]
) -> Iterator[Stand]:
    """`expressed support for`, `made no commitment to`, `dropped its demand that`: the subject of the verb holds it."""
    said = force(verb)
    if said is None or unreal(verb):
        return
    if said == "affirmed" and negations(noun):
        said = "unsaid"
    subject = holder_of(verb)
    who = holders(doc, subject)
    terms = terms_of(doc, verb)
    stance = _turned(entry, turns, said, terms, verb)
    for matter, issue in found if who and stance else ():
        final = put(doc, entry, stance, matter, who) if stance else "open"
        tokens = [*core(verb, top_of(verb)), *subject_words(subject, verb), noun, *phrase(matter)]
        if final == "conditional":
            tokens += terms.tokens
        told = _left(matter, talked_of(matter, issue, final), final)
        yield Stand(verb, who, told, final, terms.text, tuple(tokens), f"{verb.lemma} {entry.word}", 0.8)


def _carrier(noun: Token) -> tuple[Token | None, str]:
    """The verb that expresses a stance noun or takes it back, and what the taking back turns the stance into."""
    if noun.dep not in ("dobj", "nsubjpass", "pobj"):
        return None, ""
    verb = noun.head.head if noun.dep == "pobj" else noun.head
    if verb.pos in ("ADV", "ADP"):
        verb = verb.head  # `back` in `rowed back from`
    near = {c.lower for c in verb.children if c.dep in ("prt", "advmod", "prep")}
    for needs, turns in light_verbs().get(verb.lemma, ()):
        if (needs and needs & near) or (not needs and noun.dep != "pobj"):
            return verb, turns
    return None, ""


def _turned(entry: Entry, turns: str, said: Force, terms: Terms, verb: Token) -> Stance | None:
    if not turns or not entry.stance:
        # who drops a position may be a soldier; who softens one does not give it up
        return "open" if verb.lemma in SOFTER and said == "affirmed" else stance_of(entry, verb, said, terms)
    if said != "affirmed":
        return stance_of(entry, verb, "affirmed", terms)
    if softened(verb):
        return None  # `may withdraw its support`
    return "reject" if entry.stance == "accept" else "open"


# ---------------------------------------------------------------- adjectives


def _by_adjective(doc: Doc, word: Token) -> Iterator[Stand]:
    entry = entry_of(word, "a", word.lower)
    if entry is None or unreal(word):
        return
    said = force(word)
    if said == "affirmed" and _non(doc, word):
        said = "refused"
    if said is None:
        return
    verb = word.head if word.dep in ("acomp", "attr", "oprd") else word
    if entry.mode == "verdict":
        holder = next(iter(objects_of(word, "to", "for")), None)
        who = holders(doc, holder) or speakers_at(doc, word)
    else:
        holder = word.head if word.dep == "amod" else subject_of(verb)
        who = holders(doc, holder)
        if not who and entry.mode == "condition" and word.head.pos == "VERB":
            who = holders(doc, subject_of(word.head))  # `made the pullout conditional on`
    terms = terms_of(doc, word)
    stance = stance_of(entry, word, said, terms)
    if not who or stance is None:
        return
    condition = terms.text
    if entry.mode == "condition":
        condition = next((words_of(doc, o) for o in objects_of(word, "on", "upon")), None)
    listed = entry.mode == "verdict" and all(
        m.lemma in word_class("arrangement") for g in matters(entry, word) for m in g
    )
    coded = (
        (entry.mode != "verdict" or listed)
        and any(w.identified for w in who)
        and not (entry.stance == "open" and said == "affirmed" and verb.dep == "relcl")
    )
    for matter, issue in _known(matters(entry, word), lambda m: _on_what(doc, entry, m) if coded else issue_of(doc, m)):
        if entry.reads[-1] == "inf" and (harmful(matter) or matter.lemma in word_class("said or shown")):
            continue  # `ready to retaliate` threatens, `keen to stress` takes no stance
        if matter.lemma in word_class("contingencies") and matter.head.lower == "for":
            continue  # `prepared for any threat`
        below = entry_of(matter, "v")
        if below is not None and below.stance and below.mode != "own" and governing().get(word.lower):
            continue  # `ready to accept`: the verb below takes the stance
        if issue.name in {"proposal", *word_class("background")} and entry.mode != "verdict":
            continue
        role = part_in_talks(matter, [p.side for p in who])
        if role is not None:
            issue, stance = role, "no-commitment"  # noqa: PLW2901 - to be ready to step aside
        tokens = [*core(word, verb), *subject_words(holder, verb), *phrase(matter)]
        if stance == "conditional":
            tokens += terms.tokens
        yield Stand(word, who, issue, stance, condition, tuple(tokens), f"adjective {entry.word}", 0.8)


def _non(doc: Doc, word: Token) -> bool:
    """Whether a word is the second half of one with `non-`, which the tokenizer cuts: `non-negotiable`."""
    return word.i > 1 and doc.tokens[word.i - 1].text == "-" and doc.tokens[word.i - 2].lower == "non"


# ---------------------------------------------------------------- whose, on what


def _on_what(doc: Doc, entry: Entry, matter: Token) -> Issue | None:
    """What somebody is ready or unwilling to do, also where the verb says little: `to give posts to the rebels`."""
    return act_of(doc, matter) or (loosely(doc, matter) if "inf" in entry.reads else None)


def _known(groups: Iterable[list[Token]], name: Callable[[Token], Issue | None]) -> list[tuple[Token, Issue]]:
    """The matters of the first reading that names an issue."""
    for group in groups:
        found = [(matter, issue) for matter in group if (issue := name(matter)) is not None]
        if found:
            return found
    return []
