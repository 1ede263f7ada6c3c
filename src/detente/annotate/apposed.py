"""The person whose name stands beside a noun or title: `the president, X,`, `the head of the mission, General X`."""

from __future__ import annotations

from dataclasses import replace

from detente.actors import gazetteer, offices
from detente.annotate.owners import Noun, joined
from detente.annotate.persons import person_mention
from detente.annotate.roles import country_in, sector_in
from detente.annotate.scene import Scene
from detente.codebook.spelling import words_of
from detente.doc import Mention, Token

ALIAS_WORDS = frozenset({"better", "also", "widely", "known", "as", "called", "nicknamed"})
LONGEST_OF = 12  # tokens


def apposed(scene: Scene, head: Token) -> str | None:
    """The person named beside a title: `Sergei Lavrov, the foreign minister` and `the president, Joe Biden,`."""
    beside = [head.head] if head.dep == "appos" else []
    beside += [child for child in head.children if child.dep == "appos"]
    if head.dep == "attr" and head.head.lemma == "be":
        return None
    for token in beside:
        name = scene.name_at.get(token.i)
        if name is not None and name.kind == "person" and token.i > head.i:
            return person_mention(scene, name).actors[0]
        mention = scene.mention_at.get(token.i)
        if mention is not None and mention.head == token.i and len(mention.actors) == 1:
            known = scene.actors.get(mention.actors[0])
            if known is not None and known.kind == "person":
                return known.name
    return None


def named_after(scene: Scene, noun: Noun) -> str | None:
    """The person named after the phrase or its alias: `the leader of the rebels, X,`, `the commander, known as X`."""
    tokens = scene.doc.tokens
    end = scene.doc.sentences[noun.head.sentence][1]
    at = noun.head.i + 1
    if at < end and tokens[at].lower in ("of", "for", "in", "to"):
        while at < min(end, noun.head.i + LONGEST_OF) and tokens[at].pos not in ("VERB", "AUX", "PUNCT", "CCONJ"):
            at += 1
    if at + 1 >= end or tokens[at].text not in (",", "("):
        return None
    at += 1
    while at < end - 1 and (tokens[at].lower in ALIAS_WORDS or _rank(scene, at)):
        at += 1
    name = scene.name_at.get(at)
    if name is None or name.kind != "person" or name.first != at or name.last >= end:
        return None
    closed = tokens[name.last].text in (",", ".", ")", ";") or tokens[name.last].pos in ("VERB", "AUX")
    return person_mention(scene, name).actors[0] if closed and (name.entry is not None or not name.short) else None


def as_apposed(scene: Scene, noun: Noun, mention: Mention | None) -> Mention | None:
    """A description with the person whom the name behind it tells: `Ruritania's top judge, X`."""
    if mention is None or len(mention.actors) != 1 or noun.head.tag not in ("NN", "NNP", "JJ"):
        return mention
    before = scene.actors.get(mention.actors[0])
    person = before is not None and before.kind == "person" and mention.form != "description"
    named = None if person else named_after(scene, noun)
    if named is None:
        return mention
    known = scene.known(named, "person")
    country, sector = country_in(known.code), sector_in(known.code)
    told = mention.codes[0]
    known.code = gazetteer.code(country or country_in(told), sector or sector_in(told))
    return replace(mention, actors=(named,), codes=(known.code,), form="title", score=0.8, why="name behind the noun")


def _rank(scene: Scene, at: int) -> bool:
    """Whether a word is one of a title before a name: `Major General X`."""
    word = scene.doc.tokens[at]
    return at not in scene.name_at and word.text[0].isupper() and _in_titles(word)


def _in_titles(word: Token) -> bool:
    return any((form,) in offices.titles() for form in words_of(word.text))


def several_apposed(scene: Scene, head: Token) -> list[str]:
    """The people named beside a title in the plural: `the foreign ministers, Dmytro Kuleba and Sergei Lavrov`."""
    for child in head.children:
        if child.dep != "appos":
            continue
        names = [scene.name_at.get(t.i) for t in (child, *joined(child))]
        people = [person_mention(scene, n).actors[0] for n in names if n is not None and n.kind == "person"]
        if len(people) > 1 and len(people) == len(names):
            return people
    return []
