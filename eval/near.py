"""Make near-duplicates of articles: edits, cuts, merges, bad scans, other spellings of names, other headings.

The sentences are those of our own labelled sets, joined at random into articles, so that two articles may have a
sentence in common without being one text. What is done to a copy is drawn from its own tables; the program's rules
know none of them. The same number and seed make the same articles. Not a measurement: `clusters.py` uses it.
"""

from __future__ import annotations

import random
import re
from functools import cache

from floors import read

SETS = ("dossiers.jsonl", "passages.jsonl", "statements.jsonl", "stances.jsonl", "actors_text.jsonl")
SPELLINGS = {
    "Kyiv": "Kiev", "Zelenskyy": "Zelensky", "Odesa": "Odessa", "Kharkiv": "Kharkov", "Lviv": "Lvov",
    "Myanmar": "Burma", "Qaddafi": "Gaddafi", "Hezbollah": "Hizbullah", "Beijing": "Peking", "Mumbai": "Bombay",
    "Turkey": "Türkiye",
    "Netanyahu": "Netanjahu", "Putin": "Poutine", "Mohammed": "Muhammad", "Yemen": "Jemen", "Khartoum": "Khartum",
    "Ivory Coast": "Côte d'Ivoire", "Tehran": "Teheran", "Damascus": "Dimashq", "Moscow": "Moskva", "Gaza": "Ghazzah",
}  # fmt: skip
SYNONYMS = {
    "said": ["told reporters", "stated", "added"], "attack": ["assault", "raid"], "killed": ["killing", "left dead"],
    "talks": ["negotiations", "discussions"], "agreement": ["deal", "accord"], "government": ["authorities", "cabinet"],
    "troops": ["soldiers", "forces"], "would": ["will", "was to"], "people": ["persons", "civilians"],
    "president": ["leader"], "ceasefire": ["truce", "cease-fire"], "on": ["this"], "also": ["moreover"],
    "after": ["following"], "more": ["further"], "that": [""], "the": ["the", "this"],
}  # fmt: skip
SCANS = {"e": "co", "o": "0c", "l": "1I", "i": "l1", "a": "oâ", "s": "5", "n": "ri", "h": "b", "t": "f+", "B": "8",
         "S": "5", "g": "9q", "u": "ii", "c": "e", "r": "r'", "d": "cl", "m": "rn", "w": "vv", ".": ",",
         ",": "."}  # fmt: skip
HEADINGS = ("BREAKING: ", "UPDATE 2 - ", "(Adds details) ", "From our correspondent. ", "RPT - ", "GENEVA (Wire) - ")
TAILS = (" (Reporting by staff; editing by the night desk)", " Sign up for our newsletter.", " All rights reserved.",
         " Read more: related stories on this conflict.")  # fmt: skip
SINGLE, MOST = 0.35, 9  # share of articles without a copy; copies of one article at most


@cache
def sentences(half: str) -> tuple[str, ...]:
    """The sentences of our own sets: of the open half or of the closed half, each once, of 6 to 60 words."""
    found: dict[str, None] = {}
    for name in SETS:
        for row in (row for row in read(name) if row.get("half") == half):
            for piece in row.get("pieces") or [row]:
                split = re.split(r"(?<=[.!?])[\"”’]?\s+(?=[A-Z“\"])", piece["text"])
                found |= {" ".join(one.split()): None for one in split if 6 <= len(one.split()) <= 60}
    return tuple(found)


def made(number: int, seed: int, half: str) -> tuple[list[str], list[int]]:
    """So many articles in a random order, and of each the number of the text that it was made from."""
    rng = random.Random(seed)  # noqa: S311  (for a test set, not for a secret)
    pool = sentences(half)
    texts: list[tuple[str, int]] = []
    originals: list[list[str]] = []
    while len(texts) < number:
        original = rng.sample(pool, rng.randint(6, 16))
        if originals and rng.random() < 0.15:
            # background that two stories share: up to a third of the text
            original[-max(1, len(original) // 3) :] = rng.choice(originals)[: max(1, len(original) // 3)]
        family = len(originals)
        originals.append(original)
        texts.append((laid_out(original, rng), family))
        if rng.random() > SINGLE:
            many = min(rng.randint(1, MOST), number - len(texts))
            texts += [(copy(original, originals, rng), family) for _ in range(many)]
    rng.shuffle(texts)
    return [text for text, _ in texts], [family for _, family in texts]


def copy(original: list[str], others: list[list[str]], rng: random.Random) -> str:
    """A copy of an article with one to three things done to it."""
    kept = list(original)
    ways = rng.sample(("edit", "cut", "merge", "scan", "names", "heading", "order"), rng.randint(1, 3))
    if "cut" in ways:
        kept = kept[: max(4, round(len(kept) * rng.uniform(0.4, 0.9)))]
    if "order" in ways and len(kept) > 2:
        i = rng.randrange(len(kept) - 1)
        kept[i], kept[i + 1] = kept[i + 1], kept[i]
    if "merge" in ways:
        kept += rng.choice(others)[: rng.randint(1, 3)]
    if "edit" in ways:
        kept = [edited(one, rng) for one in kept if rng.random() > 0.08]
    text = laid_out(kept, rng)
    if "names" in ways:
        for one, other in SPELLINGS.items():
            text = text.replace(one, other)
    if "heading" in ways:
        text = rng.choice(HEADINGS) + text + rng.choice(TAILS)
    return scanned(text, rng) if "scan" in ways else text


def laid_out(kept: list[str], rng: random.Random) -> str:
    """Sentences in paragraphs of one to three."""
    out, i = [], 0
    while i < len(kept):
        step = rng.randint(1, 3)
        out.append(" ".join(kept[i : i + step]))
        i += step
    return "\n\n".join(out)


def edited(sentence: str, rng: random.Random) -> str:
    """A sentence with other words for some of its own, and some left out."""
    said = []
    for word in sentence.split():
        draw = rng.random()
        other = SYNONYMS.get(word.lower().strip(".,"))
        if other and draw < 0.5:
            said.append(rng.choice(other))
        elif draw > 0.03:
            said.append(word)
    return " ".join(said)


def scanned(text: str, rng: random.Random) -> str:
    """A text as a poor scan gives it: letters misread or dropped, words broken at line ends or run together."""
    rate = rng.uniform(0.005, 0.03)
    out: list[str] = []
    for letter in text:
        draw = rng.random()
        if draw >= rate:
            out.append(letter)
        elif letter == " " and draw < rate / 4:
            continue
        elif letter.isalpha() and draw < rate / 6:
            out.append(letter + "-\n")
        else:
            out.append(rng.choice(SCANS.get(letter, letter)) if draw < 0.85 * rate else "")
    return "".join(out)
