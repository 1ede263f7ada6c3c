"""Which words of a record a brief quotes so that they can be understood where they stand."""

from __future__ import annotations

import re

from detente.findings.matters import named_in
from detente.findings.rows import Row, several
from detente.quoting import balanced, clean, passage
from detente.wording import quoted

PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their|it)\b", re.I)
# after these a pronoun is a subject, and most likely that of who speaks or acts
JOINING = (r"if|that|when|because|and|but|as|unless|while|although|though|before|after|which|what|whether|until|so|"
           r"than|where|once|since|how|why|of|did|does|do|is|was|would|will|could|can|may|might|should|had|has"
           )  # fmt: skip
NOUN = r"\b(?:the|a|an|this|that|these|any|no|its|his|her|their|our|some|new|[\w-]+[’']s)\s+\w{3,}"
LEAST = 5
NEAR = 40  # characters: the beginning of a sentence, where its subject stands
PLURAL = (r"\b(?:the|its|his|her|their|our|all|new|these|those|some|many|most|several|both|two|three|four|five|of|for|"
          r"in|with|no|any|other|more|[\w-]+[’']s)\s+(?:[\w-]+\s+){0,2}[a-z]\w+[^s’']s\b| and ")  # fmt: skip
OPEN_SUBJECT = re.compile(
    r"(?:This|That|These|Those|It|If (?:that|this|so)|So)\b(?:[’']s\b|[, ]+"
    r"(?:is|was|are|were|says?|said|means?|meant|happens?|happened|makes?|made|would|will|could|may|might|seems?|does|did|has|had|brings?|raises?|shows?|gives?|isn|doesn|won))"
)
ASKED = re.compile(r"\b(?:ask|urg|tell|press|order|invit|want|call on)\w* $|\btold $", re.I)
SAME = re.compile(r"\bthe same (?:paper|text|document|thing|one|words|terms)\b")
LINKED = re.compile(r"\bthat (?:it|they|he|she) be\b")


def words_of(row: Row, limit: int) -> str:
    """The words of a row in quotation marks: its sentence, or its own words where that begins with somebody unnamed.

    `Just last week, he was saying nothing could be done` is quoted from `nothing` on.
    """
    sentence, own = clean(str(row.get("sentence") or "")), clean(str(row["text"]))
    place = sentence.find(own)
    if place > 0 and len(own.split()) >= LEAST - 1 and PRONOUN.search(sentence[:place]):
        rest = sentence[place:].rstrip(".")
        told = rest if len(rest) <= limit and not re.search(r"[“”\"]", rest[len(own) :]) else own
        if len(told) <= limit and not dangling(told):
            return quoted(balanced(told), limit)
    words = passage(row, limit)
    if dangling(words) and own[:20] in sentence and not dangling(sentence) and len(sentence) <= 1.4 * limit:
        return quoted(balanced(sentence.rstrip(".")), len(sentence) + 4)
    return words


def dangling(words: str) -> bool:
    """Whether some words speak of a thing or a person that they do not name.

    >>> [dangling(words) for words in ("The cabinet turned him down", "Israel will hand them over", "It was agreed")]
    [True, True, True]
    >>> dangling("Israel would supply the oil and pay for it"), dangling("Egypt left because it had to")
    (False, False)
    """
    words = words.strip("“”‘’\"' ")
    if OPEN_SUBJECT.match(words) or SAME.search(words):
        return True
    linked = LINKED.search(words)
    if linked and not re.search(NOUN, words[: linked.start()].rsplit(" ", 2)[0]):
        return True
    for match in re.finditer(r"\b(him|her|them|it)\b(?!\s+(?:is|was|will|would|had|has|could)\b)", words):
        before = words[: match.start()]
        if re.match(r"\s+to\b", words[match.end() :]) and not ASKED.search(before):
            continue  # `for it to hold`
        if re.search(rf"\b(?:{JOINING})\s+$", before, re.I):
            continue
        if match.group(1) in ("him", "her"):
            if match.group(1) == "her" and re.match(r"\s+\w", words[match.end() :]):
                continue
            # a lone name is most likely who acts, and not whom it is done to
            if len(re.findall(r"\b[A-Z]\w+\b(?! [A-Z])", before)) < 2:
                return True
        elif match.group(1) == "them":
            if not re.search(PLURAL, before):
                return True
        elif not re.search(NOUN, before):
            return True
    return False


def names(words: str, actors: str) -> bool:
    """Whether some words name one of the actors: by name, by its last word, or as the codebook knows it.

    >>> names("Moscow launched an attack", "Russia"), names("He launched an attack", "Russia")
    (True, False)
    """
    known = named_in(words)
    return any(name in known or name.rpartition(" ")[2].casefold() in words.casefold() for name in several(actors))


def empty(words: str) -> bool:
    """Whether some words name their matter by an article alone: `Israel rejected the statement`.

    >>> empty("Israel rejected the statement"), empty("Egypt demands a complete withdrawal from Sinai")
    (True, False)
    """
    bare = re.sub(r"[“”‘’\"'.]", "", words).strip()
    return len(bare.split()) <= LEAST and bool(re.search(r"\b(?:the|this|that) \w+$", bare))


def bare(words: str) -> str:
    """Words without case, marks and spaces between them, so that two printings of one sentence are the same.

    >>> bare("“No,” he said.") == bare("'No', he  said")
    True
    """
    return re.sub(r"\W+", "", words.casefold())


HEDGES = re.compile(
    r"(?:(?:is|are|was|were) (?:understood|said|believed|reported|thought|alleged|rumou?red|expected) to(?: have)?|"
    r"(?:appears?|seems?|appeared|seemed) to(?: have)?|reportedly|apparently|allegedly|supposedly)\s+$"
)


def hedged_words(words: str, sentence: str) -> str:
    """Some words of a sentence with the hedge that stands before them there, so that a quotation is not surer.

    >>> hedged_words("dropped his demand", "He is understood to have dropped his demand.")
    'is understood to have dropped his demand'
    """
    before = sentence.partition(words)[0] if words in sentence else ""
    hedge = HEDGES.search(before)
    return f"{hedge.group(0).strip()} {words}" if hedge else words
