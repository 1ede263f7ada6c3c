"""Who speaks: the name and the words of a speaker, and who `he`, `they` or `the statement` is."""

from __future__ import annotations

from dataclasses import dataclass

from detente.doc import Doc, Token
from detente.speech.cues import words
from detente.syntax import child_of, conjuncts, noun_phrase, subject_of

FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
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
        source = behind(token)
        mention = doc.mention_of(source)
        if mention is not None and mention.actors:
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


def antecedent(doc: Doc, pronoun: Token | None, before: Speaker) -> Speaker:
    """Who a pronoun that no one has linked may stand for: the last subject of its paragraph, else who spoke last."""
    if pronoun is None or pronoun.pos != "PRON" or doc.mention_of(pronoun) is not None:
        return before
    for token in reversed(doc.tokens[: pronoun.i]):
        if "\n" in doc.text[token.end : pronoun.start]:
            break
        if token.dep == "nsubj" and token.sentence != pronoun.sentence and not doc.quoted(token.start):
            person = token.entity.endswith("PERSON")
            if token.pos == "PROPN" and person == (pronoun.lower in ("he", "she")):
                return speaker_of(doc, token)
    return before


def behind(token: Token) -> Token:
    """Whose text it is, of a speaker that is a text: `the ministry` of `a statement from the ministry`."""
    if token.lemma.lower() not in words("text"):
        return token
    own = child_of(token, "poss")
    if own is not None:
        return own
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
    words = [t for t in noun_phrase(head) if t.dep not in ("case", "punct") or t.text in ("-", ".")]
    while words and words[0].tag in ("DT", "PRP$", "IN") and len(words) > 1:
        words.pop(0)
    if not words:
        return None
    text = " ".join(doc.text[words[0].start : words[-1].end].split())
    return text.removesuffix("'s").removesuffix("’s").strip(" ,;") or None
