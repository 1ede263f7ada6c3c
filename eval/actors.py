"""Measure the resolving of actors on our own labelled phrases.

A case is a text, a phrase in it, and who that is. It is answered twice. In text: the text is annotated as an article
is, and the mention that covers the phrase is taken; where there is none the phrase is resolved with the text as
context. Alone: the phrase is only resolved with the text as context, as `detente actors resolve` does.
Right is a case whose country and primary sector both are; joint actors in any order. Where the two who labelled a case
read it differently, and both could, either is right (`or`). The label of a state, or of someone of an organisation of
states, has no sector, where a record says GOV or IGO: those count as the same. Names are compared where the label has
one, by what the codebook reads them as.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from floors import Figures, Item, read, run

from detente.actors import gazetteer
from detente.actors.agents import is_sector
from detente.actors.resolve import resolve
from detente.annotate import annotate
from detente.codebook.spelling import words_of
from detente.doc import Doc, Mention
from detente.records import Article

MANY_STATES = frozenset({"UNO", "IGO", "EUR", "NGO"})
FIELDS = ("country", "sector", "both", "name")


@dataclass(frozen=True, slots=True)
class Answer:
    """Who a phrase is: names, and (country, sector) of each."""

    names: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    why: str


def alone(case: Item) -> Answer:
    """The answer of `resolve` with the text as context."""
    found = resolve(case["phrase"], case["text"], case["date"])
    listed = found.candidates if "; " in found.name else (found,)
    return Answer(
        tuple(one.name for one in listed), tuple((one.country, one.sector) for one in listed), f"resolve: {found.why}"
    )


def in_text(case: Item, doc: Doc) -> Answer:
    """The answer of the annotated text, of `resolve` where no mention covers the phrase."""
    mentions = covering(case, doc)
    other = alone(case)
    if not mentions:
        return other
    codes = [parted(code) for mention in mentions for code in mention.codes]
    names = tuple(actor for mention in mentions for actor in mention.actors)
    return Answer(names, tuple(codes), ", ".join(dict.fromkeys(mention.why for mention in mentions)))


def covering(case: Item, doc: Doc) -> list[Mention]:
    """The widest mention whose head is that of a phrase, and those of the phrase that are joined to it."""
    inside = [
        m for m in doc.mentions
        if case["start"] <= doc.tokens[m.head].start < case["end"] and m.why not in ("adjective", "part of a compound")
    ]  # fmt: skip
    found: list[Mention] = []
    for mention in sorted(inside, key=lambda m: m.first - m.last):
        head = doc.tokens[mention.head]
        top = not case["start"] <= head.head.start < case["end"] or head.head is head or head.dep == "conj"
        if top and not any(m.first <= mention.head < m.last for m in found):
            found.append(mention)
    return sorted(found, key=lambda m: m.first)


def parted(code: str) -> tuple[str, str]:
    """Country and sector of a code: `RUS GOV`, `IGO`, `REB`."""
    first, _, rest = code.partition(" ")
    return ("", first) if not rest and is_sector(first) else (first, rest)


def expected(case: Item) -> list[tuple[str, str]]:
    """(country, sector) of each actor of a label."""
    countries, sectors = case["country"].split("; "), case["sector"].split("; ")
    return list(zip(countries, sectors, strict=True))


def same(gold: tuple[str, str], coded: tuple[str, str]) -> tuple[bool, bool]:
    """Whether country and sector agree."""
    sector = gold[1] == coded[1] or (gold[1] == "" and (coded[1] == "GOV" or gold[0] in MANY_STATES))
    return gold[0] == coded[0], sector


def judged(case: Item, answer: Answer) -> dict[str, bool]:
    """Which fields of an answer are right, by that reading of the case (`or`: a second) which it agrees with best."""
    readings = [case, case | case["or"]] if "or" in case else [case]
    return max((_judged(reading, answer) for reading in readings), key=lambda fields: sum(fields.values()))


def _judged(case: Item, answer: Answer) -> dict[str, bool]:
    gold, coded = expected(case), list(answer.codes)
    countries = sectors = both = len(gold) == len(coded)
    if countries:
        pairs = zip(sorted(gold), sorted(coded), strict=True)
        agreed = [same(g, c) for g, c in pairs]
        countries, sectors = all(c for c, _ in agreed), all(s for _, s in agreed)
        both = countries and sectors
    found = {"country": countries, "sector": sectors, "both": both}
    if case["name"]:
        found["name"] = set(map(canonical, case["name"].split("; "))) == set(map(canonical, answer.names))
    return found


def canonical(name: str) -> str:
    """What the codebook reads a name as, else its words."""
    words = words_of(name)
    words = words[1:] if words[:1] == ("the",) else words
    for key, entries in gazetteer.index().get(words[0], ()) if words else ():
        if key == words:
            return entries[0].name
    return " ".join(words)


def answers() -> Iterator[tuple[Item, str, Answer]]:
    """Each case with its answers: every actor of some paragraphs, phrases drawn by use, then phrases chosen as hard."""
    paragraphs = read("actors_text.jsonl")
    for row, doc in zip(paragraphs, annotate(map(article, paragraphs)), strict=True):
        for number, phrase in enumerate(row["phrases"], 1):
            case = {**row, **phrase, "id": f"{row['id']}.{number}"}
            yield case, "running text", in_text(case, doc)
    by_use = read("actors_use.jsonl")
    for case, doc in zip(by_use, annotate(map(article, by_use)), strict=True):
        yield case, "by use", in_text(case, doc)
    cases = read("actors.jsonl")
    for case, doc in zip(cases, annotate(map(article, cases)), strict=True):
        yield case, "in text", in_text(case, doc)
        yield case, "alone", alone(case)


def article(row: Item) -> Article:
    """A row as an article."""
    return Article(id=row["id"], text=row["text"], date=row["date"], source=row.get("source"))


def measure(errors: bool) -> Figures:
    """The share of cases that are right, in text and alone, of each half."""
    right: Counter[tuple[str, str, str]] = Counter()
    total: Counter[tuple[str, str, str]] = Counter()
    for case, way, answer in answers():
        fields = judged(case, answer)
        for field, agrees in fields.items():
            total[way, case["half"], field] += 1
            right[way, case["half"], field] += agrees
        if errors and case["half"] == "open" and not all(fields.values()):
            _print_error(case, way, answer, fields)
    return {
        f"{way}, {half}: {field}": round(right[way, half, field] / total[way, half, field], 3)
        for way in ("running text", "by use", "in text", "alone")
        for half in ("open", "closed")
        for field in FIELDS
    }


def _print_error(case: Item, way: str, answer: Answer, fields: dict[str, bool]) -> None:
    wrong = "+".join(field for field, agrees in fields.items() if not agrees)
    coded = "; ".join(" ".join(part for part in code if part) for code in answer.codes)
    gold = "; ".join(" ".join(part for part in code if part) for code in expected(case))
    print(f"{case['id']} {way:12s} {wrong:20s} «{case['phrase']}» {case['date']}  gold {gold} ({case['name']})  "
          f"coded {coded} ({'; '.join(answer.names)}) by {answer.why}  | {case['text']}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(run("actors", __doc__, ("actors_text.jsonl", "actors_use.jsonl", "actors.jsonl"), measure))
