"""What the language model takes for names: runs of tokens with a label."""

from __future__ import annotations

from collections.abc import Iterator

from detente.actors.peoples import country_of_people
from detente.doc import Token


def headline(tokens: list[Token]) -> bool:
    """Whether a sentence writes most words with a capital, so that the model takes common words for names."""
    if any(t.pos == "VERB" and t.text.islower() for t in tokens):
        return False
    long = [t for t in tokens if len(t.text) > 3 and t.text.isalpha()]
    return len(long) >= 3 and sum(t.text[0].isupper() for t in long) > 0.75 * len(long)


def entities_of(tokens: list[Token]) -> Iterator[tuple[int, tuple[int, str]]]:
    """The runs of tokens that the model takes for a name: first -> (last, label)."""
    k = 0
    while k < len(tokens):
        tag = tokens[k].entity
        if not tag:
            k += 1
            continue
        label, first = tag[2:], k
        k += 1
        while k < len(tokens) and tokens[k].entity == "I-" + label and not _dash(tokens, k):
            k += 1
        last = k
        while last > first and tokens[last - 1].lower in ("'s", "'", "’", "’s", ",", ".", "-"):
            last -= 1
        while first < last - 1 and tokens[first].tag in ("DT", "PRP$"):
            first += 1
        if tokens[first].lower in ("pro", "anti") and first + 2 < last and tokens[first + 1].text == "-":
            first += 2  # `Pro-Gbagbo youths`
        place = next((j for j in range(first + 1, last) if tokens[j].lower in ("in", "at", "near")), last)
        if label == "ORG" and place < last and tokens[place - 1].lower.endswith("s"):
            people = place == first + 1 and country_of_people([tokens[first].lower])
            last, label = place, "NORP" if people else label  # `Tamils in Colombo`
        if last > first:
            yield first, (last, label)


def _dash(tokens: list[Token], k: int) -> bool:
    """Whether a dash with a blank before it stands here: no name goes on after it."""
    return tokens[k].text in ("-", "–", "—", "--") and k > 0 and tokens[k].start > tokens[k - 1].end
