"""Names issues: from the words of a text to one short name for the thing at issue, the same in every article.

`a month-long truce` and `the 30-day halt in fighting` are both `30-day ceasefire`, whose family is `ceasefire`. The
table `data/issues.csv` knows the recurrent issues of conflict diplomacy; an issue that it does not know is named from
its own words. In its patterns a head word stands before the words that it needs: `halt/end+fighting`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from detente.codebook import cached, parts, table
from detente.doc import Doc, Token
from detente.stances import agreements
from detente.stances.issue_words import (
    LOOSE,
    complement,
    duration_of,
    own_names,
    place_of,
)
from detente.stances.polarity import word_class
from detente.syntax import dependents, passive

PEACE = "peace agreement"
ROLE = "role in the peace process"
LIKEWISE = frozenset({"similar", "such", "same"})
AGREED = frozenset({"memorandum", "pause", "ceasefire", "interim", "framework", "treaty"})
OFFERED = AGREED | {"talks"}
DEFINITE = frozenset({"the", "this", "that", "these", "those", "any", "both"})
ENDING = frozenset({"end", "stop", "cease", "halt"})
ASIDE = frozenset({"as", "after", "before", "during", "since", "amid", "despite", "because", "while", "under"})


@dataclass(frozen=True, slots=True)
class Issue:
    """What is at issue: its name, the wider issue, its rung of the ladder; `known`: whether the table knows it."""

    name: str
    parent: str | None = None
    instrument: str | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    issue: str
    parent: str | None
    instrument: str | None
    keeps: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    order: int


# ---------------------------------------------------------------- the names


def issue_of(doc: Doc, token: Token) -> Issue | None:
    """The issue that a noun or a verb heads, or None where the table does not know it."""
    found = _headed(doc, token)
    if found is not None and token.pos == "NOUN" and any(c.lower == "zero" and c.i < token.i for c in token.children):
        return Issue(f"no {found.name}", found.name, None, known=found.known)  # `zero enrichment`
    return found


def _headed(doc: Doc, token: Token) -> Issue | None:
    if token.pos == "PRON":
        return _recalled(doc, token) if token.lower == "it" and token.dep == "dobj" else None
    own, exact = _look_up(doc, token)
    if exact:
        return own
    inner = None
    for word in content_of(token):
        inner = issue_of(doc, word)
        goal = (
            token.pos == "VERB" and word.dep == "pobj" and inner is not None and inner.name in word_class("background")
        )
        inner = None if goal else inner  # `sent monitors to the border` is about monitors
        if inner is not None:
            break
    if inner is None:
        if own is None or own.name not in ("proposal", "agreement"):
            return own
        return _recalled(doc, token) or (own if _definite(token) else None)
    if not inner.name.startswith(("halt", "end", "withdrawal")):
        if token.pos == "VERB" and token.lemma in word_class("undoing"):
            return Issue(f"{'lifting' if token.lemma == 'lift' else 'removal'} of {inner.name}", inner.name, known=True)
        if token.pos == "VERB" and _put_off(token):
            return Issue(f"delay of {inner.name}", inner.name, None, known=True)
        if token.lemma in word_class("halting"):
            return Issue(f"halt to {inner.name}", inner.name, None, known=True)
        if token.pos == "VERB" and token.lemma in word_class("limiting"):
            return Issue(f"limits on {inner.name}", inner.name, None, known=True)
        given_up = token.lemma == "give" and any(c.dep == "prt" and c.lower == "up" for c in token.children)
        if given_up or token.lemma in word_class("renouncing"):
            return Issue(f"renunciation of {inner.name}", inner.name, None, known=True)
    duration = duration_of(doc, token)
    if duration and inner.name == "ceasefire":
        return replace(inner, name=f"{duration} {inner.name}", parent=inner.name)
    return inner


@cached
def family(name: str) -> str:
    """The widest issue that a name belongs to: `30-day ceasefire`, `ceasefire in Tigray`: `ceasefire`."""
    if name.endswith(ROLE):
        return name
    inside = [issue for issue in _parents() if re.search(rf"\b{re.escape(issue)}\b", name)]
    top = max(inside, key=len, default=name)
    while _parents().get(top):
        top = _parents()[top] or top
    return top


@cached
def _parents() -> dict[str, str | None]:
    return {row["issue"]: row["parent"] or None for row in table("issues")}


# ---------------------------------------------------------------- looking up the table


@cached
def _index(column: str) -> dict[str, tuple[_Row, ...]]:
    found: dict[str, list[_Row]] = {}
    for order, line in enumerate(table("issues")):
        keeps = tuple(parts(line["keeps"]))
        for pattern in parts(line[column]):
            heads, *needs = pattern.split("+")
            for head in heads.split("/"):
                row = _Row(
                    line["issue"],
                    line["parent"] or None,
                    line["instrument"] or None,
                    keeps,
                    tuple(frozenset(need.lower().split("/")) for need in needs),
                    order,
                )
                found.setdefault(head, []).append(row)
    return {head: tuple(sorted(rows, key=lambda row: (-len(row.needs), row.order))) for head, rows in found.items()}


def _look_up(doc: Doc, token: Token) -> tuple[Issue | None, bool]:
    """The issue of the row that asks for the most words and finds them, and whether it asked for any."""
    column = "verbs" if token.pos == "VERB" else "nouns"
    rows = _index(column).get(token.lower) or _index(column).get(token.lemma.lower())
    if rows is None:
        return None, False
    words = set(_words_about(token))
    other = None
    for row in rows:
        if all(need & words for need in row.needs) and not ("active" in row.keeps and passive(token)):
            if row.issue == PEACE and "peace" not in words:
                other = other or _on_another_matter(doc, token)
                if other is not None:
                    continue
            if other is None or (row.needs and row.issue != other.name):
                return _qualified(doc, token, row), bool(row.needs)
    return other, other is not None


def _on_another_matter(doc: Doc, noun: Token) -> Issue | None:
    """The treaty or deal that is not one of peace, under its own name or that of the one that it takes up."""
    if agreements.own_matter(doc, noun):
        return Issue(agreements.own_name(noun), None, "treaty", known=True)
    other = agreements.meant(doc, noun)
    return _look_up(doc, other)[0] if other is not None else None


def _words_about(token: Token, depth: int | None = None) -> Iterator[str]:
    """The lemmas and forms of what hangs on a word; a passive verb's subject and a verb's particles among them.

    The subject of an ending counts too: in `the shelling must stop` it is what is to be stopped.
    """
    if depth is None:
        depth = 2 if token.pos == "VERB" else 3
    ending = token.pos == "VERB" and token.lemma in ENDING and not any(c.dep == "dobj" for c in token.children)
    bare = token.tag == "VBN" and not any(c.dep in ("aux", "auxpass") for c in token.children)
    ending = ending or (bare and token.dep == "ccomp")  # `wants sanctions lifted`
    for child in dependents(token):
        if child.dep in LOOSE or (child.dep in ("nsubj", "csubj") and token.pos == "VERB" and not ending):
            continue
        if child.dep == "prep" and child.lower in ASIDE:
            continue
        yield child.lemma.lower()
        yield child.lower
        if depth and (child.pos != "VERB" or child.dep in ("pcomp", "amod", "acl")):
            yield from _words_about(child, depth - 1)


@cache
def _wrappers() -> dict[str, frozenset[str]]:
    return {row["word"]: frozenset(parts(row["reads"])) for row in table("wrappers")}


def content_of(token: Token) -> Iterator[Token]:
    """What a proposal, a call or an act of beginning is about: `ceasefire` in `the proposal of a ceasefire`."""
    if token.pos == "VERB":
        if token.lemma not in word_class("harm") and (token.lemma not in _index("verbs") or _silent(token)):
            yield from _objects(token)
        return
    reads = _wrappers().get(token.lemma)
    if reads is None:
        return
    for child in dependents(token):
        if child.dep in ("prep", "dative") and (child.lower in reads or child.lower in ("for", "of")):
            yield from (c for c in child.children if c.dep in ("pobj", "pcomp"))
        before = child.dep in ("compound", "nmod") and child.i < token.i and child.pos in ("NOUN", "VERB")
        if before or (child.dep in ("acl", "relcl", "ccomp", "xcomp") and (child.tag == "VB" or _that(child))):
            yield child


def _put_off(verb: Token) -> bool:
    """Whether a verb says that something is to be done later: `postpone`, `put off`."""
    particles = {c.lower for c in verb.children if c.dep in ("prt", "advmod")}
    return verb.lemma in word_class("delaying") or any(
        f"{verb.lemma} {word}" in word_class("delaying") for word in particles
    )


def _that(verb: Token) -> bool:
    """Whether a clause tells what is asked for: `a demand that it halt all work`."""
    return verb.pos == "VERB" and any(c.dep == "mark" and c.lower == "that" for c in verb.children)


def _silent(verb: Token) -> bool:
    """Whether a verb of the table matches none of its patterns here."""
    words = set(_words_about(verb))
    rows = _index("verbs").get(verb.lemma, ())
    return not any(all(need & words for need in row.needs) for row in rows)


def _objects(verb: Token) -> Iterator[Token]:
    for child in verb.children:
        if child.dep in ("dobj", "oprd") or (child.dep == "nsubjpass" and passive(verb)):
            yield child
    for child in verb.children:
        if child.dep in ("prep", "agent") and child.lower in (
            "to",
            "in",
            "on",
            "for",
            "with",
            "at",
            "of",
            "from",
            "towards",
            "toward",
        ):
            yield from (c for c in child.children if c.dep in ("pobj", "pcomp") and (c.pos != "PROPN"))
        elif child.dep in ("xcomp", "ccomp"):
            yield child


def _definite(token: Token) -> bool:
    """Whether it is one certain plan: `the plan`, `its offer`; not `plans` of whatever kind."""
    return any(c.dep == "poss" or (c.dep == "det" and c.lower in DEFINITE) for c in token.children)


def _like(token: Token) -> bool:
    """Whether it is likened to one named before: `a similar deal`, `such a plan`."""
    return any(c.lower in LIKEWISE for c in token.children)


def _recalled(doc: Doc, token: Token) -> Issue | None:
    """What a bare `the proposal` takes up: the issue named last, in this sentence or the two before it."""
    certain = any(c.dep == "det" and c.lower in DEFINITE for c in token.children)
    if token.pos != "PRON" and not certain and not _like(token):
        return None
    told_apart = [c for c in token.children if c.dep in ("compound", "amod", "nmod", "poss", "prep", "acl", "relcl")]
    if any(c.lower not in LIKEWISE and not (c.dep == "prep" and _like(token)) for c in told_apart):
        return None
    plan = token.lemma in word_class("offered")
    first = doc.sentences[max(0, token.sentence - (1 if token.pos == "PRON" else 2))][0]
    for earlier in reversed(doc.tokens[first : token.i]):
        if earlier.pos not in ("NOUN", "PROPN") or earlier.lemma == token.lemma:
            continue
        issue, _ = _look_up(doc, earlier)
        if issue is None and token.pos == "PRON" and _nearer(earlier, token):
            return None
        if issue is not None and issue.instrument in (OFFERED if token.pos == "PRON" or plan else AGREED):
            return issue
    return None


def _nearer(noun: Token, pronoun: Token) -> bool:
    """Whether another thing is what `it` takes up: the certain object of the verb that its own goes on from."""
    certain = noun.tag == "NN" and noun.dep == "dobj" and any(c.lower in DEFINITE for c in noun.children)
    return certain and any(verb.dep == "conj" and verb.head is noun.head for verb in pronoun.ancestors())


def _qualified(doc: Doc, token: Token, row: _Row) -> Issue:
    name, parent = row.issue, row.parent
    for keep in row.keeps:
        if keep == "active":
            continue
        if keep == "duration":
            duration = duration_of(doc, token)
            if duration:
                name, parent = f"{duration} {name}", parent or row.issue
        elif "/" in keep:
            word = next((c.lower for c in token.children if c.i < token.i and c.lower in keep.split("/")), None)
            if word and name == row.issue:
                name, parent = f"{'permanent' if word == 'lasting' else word} {name}", parent or row.issue
        elif keep in ("place", "venue"):
            where = place_of(token, ("in", "over") if keep == "place" else ("in", "at"))
            if where:
                name, parent = f"{name} {where}", parent or row.issue
        elif keep == "name":
            modifiers = own_names(doc, token)
            if modifiers:
                head = token.lower if row.issue in ("proposal", "agreement", "peace process") else row.issue
                name, parent = " ".join([*modifiers, head]), parent or row.issue
        else:
            what = complement(doc, token, keep, row.needs)
            if what:
                name, parent = f"{name} {keep} {what}", parent or row.issue
    return Issue(name, parent, row.instrument, known=True)
