"""Quotations and posts that a name alone introduces: a label before a colon, the header of a post, its handle."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.doc import Doc, Token
from detente.speech.cues import is_verb_cue
from detente.speech.issuers import sender
from detente.speech.voices import Voiced

_PLATFORM = r"(?:X|Twitter|Telegram|Facebook|Truth Social|Instagram|Weibo|WeChat|VK|WhatsApp|Bluesky|Mastodon|Threads)"
_POST = re.compile(
    r"\s*(?:(?P<handle>@\w{2,40})(?:\s+on\s+\w+)?(?::\s+|\s*\n\s*)|"
    r"(?P<name>[^\n@:]{2,80}?)\s{0,9}[(,]?\s{0,9}@\w{2,40}\)?[^\n:]{0,60}(?:\n|:\s)\s*|"
    r"(?P<first>[^\W\d_a-z][^\n|·]{1,60}?)\s+[|·]\s+[^\n]{2,60}\n\s*|"
    rf"(?P<site>[^\W\d_a-z][^\n:]{{1,60}}?),?\s+(?:\(|\[|on\s+|via\s+|/\s*)+{_PLATFORM}[)\]]?[^\n:]{{0,30}}(?:\n|:\s)\s*|"
    r"(?P<flagged>[^\W\d_a-z][^\n]{1,60}?)\s*[\U0001F1E6-\U0001F1FF]{2}\s*\n)"
)
_POST_BY = re.compile(
    r"\b(?:[Pp]ost|[Tt]weet|[Tt]hread)\b[^\n]*?\b(?:by|from|of)\s+(?:the\s+)?(?P<who>[^\W\d_a-z][^\n,:(]*)"
)
_TOLD_TO = re.compile(r"\b(?:[Ii]nterview|[Cc]onversation|[Tt]alk)\s+with\s+(?P<who>[^\W\d_a-z][^\n,:(]*)")
_SELF = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
_EDGE = re.compile(r"[.!?]\s|\n")
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NAMES = frozenset({"NOUN", "PROPN"})
LONGEST_LABEL = 14  # words
LONGEST_POST = 150  # an article with a byline is none
LONGEST_TALK = 600


def posts(doc: Doc) -> Iterator[Voiced]:
    """Yield the whole of a post after the header that names who posts it."""
    match = _POST.match(doc.text)
    if match is None:
        yield from _whole(doc)
        return
    group = next(name for name in ("handle", "name", "first", "site", "flagged") if match[name] is not None)
    label = match.span(group)
    body = doc.text[match.end() :].split()
    if len(body) > LONGEST_POST or any(t.tag in FINITE or t.lower == "by" for t in doc.between(*label)):
        return
    start, end = match.end(), len(doc.text.rstrip())
    while start < end and not doc.text[start].isalnum() and doc.text[start] not in '"“‘#@':
        start += 1
    if len(body) > 2:
        head = head_of_label(doc, label)
        mention = doc.mention_of(head) if head is not None else None
        within = mention is not None and all(
            label[0] <= doc.tokens[i].start < label[1] for i in (mention.first, mention.head)
        )
        named = within and mention is not None and mention.form != "description" and len(mention.actors) == 1
        name = mention.actors[0] if named and mention is not None else sender(doc.text[slice(*label)].strip(" ,"))
        yield Voiced((start, end), head, label, "post", 0.8, name=name.lstrip("@"))


def _whole(doc: Doc) -> Iterator[Voiced]:
    """Yield the whole text, where its title says who posts it, or with whom a talk is in which nobody else speaks."""
    title, text = doc.article.title or "", doc.text
    match = _POST_BY.search(title)
    if len(text.split()) > (LONGEST_TALK if match is None else LONGEST_POST):
        return
    if match is None:
        match = _TOLD_TO.search(title)
        own = _SELF.search(text)
        if match is None or own is None or doc.quoted(own.start()) or text.lstrip()[:1] in "\"“‘'" or ": " in text[:80]:
            return
    end = len(text.rstrip())
    yield Voiced((0, end), None, None, "whole text in one voice", 0.6, name=sender(match["who"].strip(" .,")))


def labelled(doc: Doc) -> Iterator[Voiced]:
    """Yield the quotations before which stand a speaker and a colon: `The minister, in the lift: "Ask me."`."""
    for start, end in doc.quotations:
        before = doc.text[:start].rstrip("\"“‘'«„`").rstrip(" ")
        if not before.endswith(":"):
            continue
        edges = [m.end() for m in _EDGE.finditer(before)]
        first = next((e for e in reversed(edges) if not _abbreviated(before, e)), 0)
        label = (first, len(before) - 1)
        words = doc.between(*label)
        if len(words) > 1 and words[0].text[0].isupper() and is_verb_cue(words[0]):  # `Said Holm: "No."`
            words = words[1:]
            label = (words[0].start, label[1])
        if not 0 < len(words) <= LONGEST_LABEL or any(t.tag in FINITE for t in words) or doc.quoted(words[0].start):
            continue
        speaker = head_of_label(doc, label)
        if speaker is not None and _somebody(doc, speaker):
            yield Voiced((start, end), speaker, None, "label before a quotation", 0.7)


def _abbreviated(text: str, end: int) -> bool:
    """Whether a stop ends an abbreviation or a time: `Fr. Tomás`, `18.20:`."""
    word = text[:end].rstrip().rstrip(".").rpartition(" ")[2]
    return text[end - 1] != "\n" and word[:1].isupper() and len(word) < 4 and "." in text[:end].rstrip()[-1:]


def head_of_label(doc: Doc, label: tuple[int, int]) -> Token | None:
    """The last word of the first noun phrase of a label: `minister` of `Oman's minister, in the lift`."""
    found: Token | None = None
    for token in doc.between(*label):
        if token.pos in NAMES or token.text.startswith("@"):
            found = token
        elif found is not None and token.pos not in ("ADJ", "PART") and token.tag != "HYPH":
            break
    return found


def _somebody(doc: Doc, token: Token) -> bool:
    mention = doc.mention_of(token)
    return mention is not None or token.entity.partition("-")[2] in ("PERSON", "ORG", "NORP")
