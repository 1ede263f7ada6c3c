"""Who speaks: the name and the words of a speaker, and who `he`, `they` or `the statement` is."""

from __future__ import annotations

from dataclasses import dataclass

from detente.actors import gazetteer
from detente.actors.agents import common_nouns
from detente.actors.offices import titles
from detente.doc import Doc, Mention, Token
from detente.speech.cues import words
from detente.syntax import child_of, conjuncts, noun_phrase, subject_of

QUANTITIES = frozenset({"many", "several", "most", "few", "some", "more", "others"})
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
LOOKED_BACK = 1_000  # words before a pronoun in which its antecedent is looked for
OF_A_STATE = frozenset({"title of a state", "body with its state"})
THIRD_PERSON = frozenset({"he", "she", "they", "his", "her", "their", "him", "them", "it", "its", "who"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as a record shows it: canonical name, codes, and the offsets of the mention."""

    name: str | None
    code: str | None
    start: int | None
    end: int | None


NOBODY = Speaker(None, None, None, None)


def speaker_of(doc: Doc, head: Token | None, before: Speaker = NOBODY) -> Speaker:
    """The speaker that a noun, name or pronoun stands for; `before` is who spoke last, for pronouns without a link."""
    if head is None:
        return NOBODY
    start, end = span_of(doc, head)
    names: list[str] = []
    codes: list[str] = []
    for token in conjuncts(head):
        source = named_beside(doc, spoken_for(doc, behind(token)))
        mention = doc.mention_of(source)
        if mention is not None and mention.actors and single(source, mention):
            names.append(words_of(doc, source) or mention.actors[0])
            codes.extend(code for code in mention.codes if code not in codes)
        elif mention is not None and (state := of_the_state(source, mention)) is not None:
            names.append(state)
            codes.extend(code for code in mention.codes if code not in codes)
        elif mention is not None and mention.actors:
            names.extend(name for name in mention.actors if name not in names)
            codes.extend(code for code in mention.codes if code not in codes)
        elif source.pos == "PRON" or source.tag == "PRP$":
            if source.lower in FIRST_PERSON and doc.author:
                names.append(doc.author)
                if doc.author_codes:
                    codes.append(doc.author_codes)
            elif source.lower in THIRD_PERSON and before.name is not None:
                names.append(before.name)
                if before.code:
                    codes.append(before.code)
        elif source.pos in ("NOUN", "PROPN", "NUM", "ADJ", "DET", "X"):
            name = words_of(doc, source)
            if name and name not in names:
                names.append(name)
    return Speaker("; ".join(names) or None, "; ".join(codes) or None, start, end)


def named_beside(doc: Doc, noun: Token) -> Token:
    """The name beside a noun that describes its bearer, or the noun: `a veteran of the party, Dalene Roux`."""
    if noun.pos != "NOUN":
        return noun
    for child in noun.children:
        if child.dep == "appos" and child.pos == "PROPN" and child.i > noun.i:
            mention = doc.mention_of(child)
            if mention is None and child.entity.endswith("PERSON"):
                return child
            if mention is not None and mention.form in ("name", "title") and mention.first > noun.i:
                return child
    return noun


def spoken_for(doc: Doc, noun: Token) -> Token:
    """For whom an unnamed spokesman or aide speaks: `Holt's aide`, `a spokesman for the union`."""
    mention = doc.mention_of(noun)
    known = mention is not None and mention.head == noun.i and not mention.why.startswith("words as they stand")
    if noun.pos != "NOUN" or known or (noun.lemma not in words("spokesman") and noun.lemma not in words("office")):
        return noun
    if any(c.dep == "appos" and c.pos == "PROPN" for c in noun.children):
        return noun
    owner = child_of(noun, "poss")
    if owner is None:
        place = next((c for c in noun.rights if c.dep == "prep" and c.lower in ("for", "of", "from", "at")), None)
        owner = child_of(place, "pobj") if place is not None else None
    if owner is not None and owner.tag == "PRP$" and doc.mention_of(owner) is not None:
        return owner  # `their spokesman`
    if owner is None or owner.pos not in ("PROPN", "NOUN"):
        return noun
    return (
        owner if owner.pos == "PROPN" or owner.lemma in words("office") or doc.mention_of(owner) is not None else noun
    )


def single(noun: Token, mention: Mention) -> bool:
    """Whether words stand for their state only because nobody knows the person: `Lithuania's interior minister`.

    A spokesman or an official speaks for the state; a minister or a soldier for themselves.
    """
    if mention.why not in OF_A_STATE or noun.pos != "NOUN" or noun.i != mention.head:
        return False
    if noun.lemma in words("spokesman"):
        return False
    agent = common_nouns().get((noun.lemma,))
    return (agent is not None and agent.kind in ("member", "people")) or (noun.lemma,) in titles()


def of_the_state(noun: Token, mention: Mention) -> str | None:
    """The state for which an unnamed official speaks that only the text's country places: `an army spokesman`."""
    if not mention.why.startswith("words as they stand") or noun.i != mention.head or len(mention.codes) != 1:
        return None
    country, _, sector = mention.codes[0].partition(" ")
    official = noun.lemma in words("spokesman") and sector in gazetteer.SPEAKS_FOR_STATE
    return gazetteer.state_of(country) if official and country else None


def antecedent(doc: Doc, pronoun: Token | None, before: Speaker) -> Speaker:
    """Who a pronoun that no one has linked may stand for: the last subject of its paragraph, else who spoke last."""
    if pronoun is None or pronoun.pos != "PRON" or doc.mention_of(pronoun) is not None:
        return before
    of_a_person = pronoun.lower in ("he", "she")
    paragraph = doc.text.rfind("\n", 0, pronoun.start)
    for token in reversed(doc.tokens[max(0, pronoun.i - LOOKED_BACK) : pronoun.i]):
        if token.end <= paragraph:
            break
        if token.dep == "nsubj" and token.sentence != pronoun.sentence and not doc.quoted(token.start):
            person = token.entity.endswith("PERSON")
            if token.pos == "PROPN" and person == of_a_person:
                return speaker_of(doc, token)
            if of_a_person and token.tag == "NN" and _bearer(token):
                return speaker_of(doc, token)
    if of_a_person and before.start is not None and before.end is not None:
        first, last = doc.tokens[doc.token_at(before.start)], doc.tokens[doc.token_at(before.end - 1)]
        if last.tag in ("NNS", "NNPS") or first.lower in QUANTITIES:
            return NOBODY
    return before


def _bearer(noun: Token) -> bool:
    """Whether a noun describes one person: a title or an occupation."""
    agent = common_nouns().get((noun.lower,))
    return (noun.lower,) in titles() or (agent is not None and agent.kind in ("member", "people"))


def behind(token: Token) -> Token:
    """Whose text it is, of a speaker that is a text: `the ministry` of `a statement from the ministry`."""
    if token.lemma.lower() not in words("text"):
        return token
    own = child_of(token, "poss")
    if own is not None:
        return own
    body = next((c for c in reversed(token.lefts) if c.dep in ("compound", "amod", "nmod") and c.pos == "PROPN"), None)
    if body is not None and body.text[0].isupper() and body.entity:
        return body
    for child in token.rights:
        if child.dep in ("prep", "agent") and child.lower in ("from", "by", "of"):
            source = child_of(child, "pobj")
            if source is not None:
                return source
    if token.dep == "dobj" and token.head.lemma in words("issuing"):
        return subject_of(token.head) or token
    return token


def span_of(doc: Doc, head: Token) -> tuple[int, int]:
    """The offsets of a speaker's phrase: title and name, joint speakers, no relative clause."""
    tokens = {t.i for t in noun_phrase(head)}
    for other in conjuncts(head):
        if other is not head:
            tokens |= {t.i for t in noun_phrase(other)}
    for child in head.children:
        if child.dep == "appos" and child.pos in ("PROPN", "NOUN"):
            tokens |= {t.i for t in noun_phrase(child)}
    low = high = head.i
    ordered = sorted(tokens)
    low, high = ordered[0], ordered[-1]
    if high >= head.i + 16:
        high = head.i
    while low < head.i and not doc.tokens[low].text[0].isalnum():
        low += 1
    while high > head.i and not doc.tokens[high].text[0].isalnum():
        high -= 1
    return doc.tokens[low].start, doc.tokens[high].end


def words_of(doc: Doc, head: Token) -> str | None:
    """The words of a speaker that no one has linked to an actor, without article and possessive."""
    phrase = noun_phrase(head)
    comma = next((t.i for t in phrase if t.i > head.i and t.text == ","), None)
    breaks = {t.i for t in doc.tokens[head.i : phrase[-1].i] if t.text == ","}
    stop = min([comma or len(doc.tokens), *breaks])
    words = [t for t in phrase if t.i < stop and (t.dep not in ("case", "punct") or t.text in ("-", "."))]
    while words and words[0].tag in ("DT", "PRP$", "IN") and len(words) > 1:
        words.pop(0)
    if not words:
        return None
    text = " ".join(doc.text[words[0].start : words[-1].end].split())
    return text.removesuffix("'s").removesuffix("’s").strip(" ,;") or None
