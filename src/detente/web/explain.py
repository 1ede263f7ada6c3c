"""A record told to a reader: who, what, when, how sure, and which rule or model says so. Pure functions over a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.codebook import table
from detente.findings.rows import Row, several
from detente.web.asking import address
from detente.wording import deed_phrase, issue_phrase, listing, long_day, stance_words, stands, with_the

Part = tuple[str, str | None]  # some words, and where they lead
LETTERS = {"statements": "S", "events": "E", "positions": "P", "inducements": "I", "commitments": "C", "opinions": "O"}
LABELS = {"statements": "Statement", "events": "Event", "positions": "Position", "inducements": "Offer or threat",
          "commitments": "Promise", "opinions": "Author’s own"}  # fmt: skip
SIGNS = {"for": "✓", "between": "~", "against": "✗"}
MODALITY = {
    "happened": "told as done",
    "planned": "planned",
    "called-for": "asked for, not done",
    "hypothetical": "possible, not done",
    "denied": "denied: told as not done",
}
VOICES = {
    "reported": "the article tells it as a fact",
    "attributed": "somebody is said to have told it",
    "author": "the author’s own words",
}
BASIS = {"statement": "its own statement", "event": "what it did", "report": "a report of it"}
SURE = ((0.8, "sure"), (0.6, "fairly sure"), (0.4, "unsure"), (0.0, "weak"))
WORDS = {"reader": "the trained reader of stances, a small model asked where no rule speaks",
         "classifier": "the event classifier, a small trained model"}  # fmt: skip


def explained(kind: str, row: Row, issues: Sequence[str] = ()) -> dict[str, Any]:
    """A record as a card shows it: a headline with links, facts, and how it came about."""
    tone = tone_of(kind, row)
    return {
        "id": row["id"],
        "kind": kind,
        "letter": LETTERS[kind],
        "label": label_of(kind, row),
        "tone": tone,
        "sign": SIGNS.get(tone, ""),
        "headline": headline(kind, row),
        "facts": [fact for fact in _facts(kind, row) if fact[1]],
        "issues": list(issues),
        "sure": float(row["confidence"]),
        "sureness": sureness(float(row["confidence"])),
        "how": how(str(row["rule"] or "")),
        "rule": row["rule"],
        "text": row["text"],
        "gist": str(row["text"]) if kind in ("statements", "opinions") else "",
        "start": row["start"],
        "end": row["end"],
    }


def label_of(kind: str, row: Row) -> str:
    """What a record is called: an offer is no threat."""
    if kind == "inducements":
        return "Threat" if row["kind"] == "threat" else "Offer"
    if kind == "opinions":
        return "The author asks" if row["kind"] == "question" else "The author’s view"
    return LABELS[kind]


def tone_of(kind: str, row: Row) -> str:
    """For, between or against, where a record takes a side; an event by the sign of its score."""
    if kind == "positions":
        return stance_words(str(row["stance"]))["tone"]
    if kind == "inducements":
        return "against" if row["kind"] == "threat" else "for"
    if kind == "commitments":
        return "for"
    if kind == "events":
        return "against" if float(row["score"] or 0) < 0 else "for"
    return ""


def sureness(confidence: float) -> str:
    """A confidence in words.

    >>> sureness(0.85), sureness(0.62), sureness(0.3)
    ('sure', 'fairly sure', 'weak')
    """
    return next(word for least, word in SURE if confidence >= least)


def how(rule: str) -> str:
    """Which rule or model made a record."""
    for word, told in WORDS.items():
        if rule == word or rule.startswith(f"{word} "):
            return told
    return f"the rule “{rule}”, by grammar and the codebook" if rule else "a rule of grammar"


def actors(names: str | None) -> list[Part]:
    """Names as parts of a sentence, each leading to its page."""
    found: list[Part] = []
    held = several(names)
    for number, name in enumerate(held):
        if number:
            found.append((" and " if number == len(held) - 1 else ", ", None))
        found.append((with_the(name), address("party", name=name)))
    return found


def headline(kind: str, row: Row) -> list[Part]:
    """The record as a sentence, in parts."""
    who: list[Part]
    if kind == "statements":
        who = actors(row["speaker"]) or [("Somebody unnamed", None)]
        said: Part = (f" “{row['cue']}”" if row["cue"] else " said", None)
        return [*who, said, *([(" to ", None), *actors(row["addressee"])] if row["addressee"] else [])]
    if kind == "opinions":
        return [("The author, in an own voice", None)]
    who = actors(row["actor"]) or [("Somebody unnamed", None)]
    if kind == "events":
        on = listing([with_the(name) for name in several(row["recipient"])]) or None
        done = deed_phrase(str(row["type"]), row["mode"], on)
        return [*who, (f": {done}", None)]
    if kind == "positions":
        issue = str(row["issue"])
        put = stands(str(row["stance"]), str(row["actor"] or ""), "\0")
        before, _, after = put.partition("\0")
        parts: list[Part] = [*who, (f" {before}", None), (issue_phrase(issue), address("proposal", name=issue))]
        return [*parts, (after, None)] if after else parts
    if kind == "inducements":
        verb = " threatens " if row["kind"] == "threat" else " offers "
        target = actors(row["target"])
        return [*who, (verb, None), *([*target, (": ", None)] if target else []), (str(row["what"]), None)]
    return [*who, (" promises: ", None), (str(row["what"]), None)]


def when(row: Row) -> str:
    """The day of a record, and why that one."""
    first, last = row.get("date_start"), row.get("date_end")
    if first is None:
        told = f"no day known; the text says “{row['when']}”" if row.get("when") else ""
        if not told and row.get("days"):
            told = f"no day known; {abs(row['days'])} days {'before' if row['days'] < 0 else 'after'} the article"
        if not told and row.get("day"):
            told = f"{long_day(str(row['day']))}, the day of the article"
        return told
    days = long_day(first) if last in (None, first) else f"{long_day(first)} to {long_day(str(last))}"
    if row.get("when"):
        return f"{days}, by the words “{row['when']}”"
    return f"{days}, the day of the article" if row.get("date_from") == "article" else days


def _facts(kind: str, row: Row) -> list[Part]:
    """What else there is to say: a label, the value; where it leads is not said here."""
    told: list[Part] = [("When", when(row))]
    if kind == "statements":
        told += [("Kind", f"{row['kind']} speech"), ("Speech act", row["speech_act"]),
                 ("Modality", None if row["modality"] == "happened" else MODALITY[str(row["modality"])])]  # fmt: skip
    if kind == "events":
        mode = f" ({row['mode']})" if row["mode"] else ""
        why = f" ({row['place_why']})" if row["place_why"] else ""
        told += [
            ("Type", f"{row['type']}{mode}: an actor {_means(str(row['type']))}"),
            ("Modality", MODALITY[str(row["modality"])]),
            ("Recipient", row["recipient"]),
            ("Place", f"{row['place']}{why}" if row["place"] else None),
            ("Dead", None if row["dead"] is None else str(row["dead"])),
            ("Injured", None if row["injured"] is None else str(row["injured"])),
            ("Score", f"{float(row['score']):+.1f} between conflict (−10) and cooperation (+10)"),
        ]
    if kind == "positions":
        told += [("Stance", row["stance"]), ("Side", row["side"]), ("Condition", row["condition"]),
                 ("Instrument", row["instrument"]), ("Rests on", BASIS[str(row["basis"])])]  # fmt: skip
    if kind == "inducements":
        told += [("Condition", row["condition"]), ("State", row["state"])]
    if kind == "commitments":
        deadline = long_day(row["deadline"]) if row["deadline"] else None
        words = f"“{row['deadline_words']}”" if row["deadline_words"] else None
        told += [("To whom", row["beneficiary"]), ("Deadline", ", ".join(filter(None, (deadline, words)))),
                 ("Condition", row["condition"]), ("State", row["state"]),
                 ("Repeated", "yes" if row["repeated"] else None)]  # fmt: skip
    if kind != "opinions":
        voice = VOICES[str(row["voice"])]
        told.append(("Voice", f"according to {row['according_to']}" if row["according_to"] else voice))
    return told


def _means(type_: str) -> str:
    return next((row["means"] for row in table("ontology") if row["type"] == type_), "does something")
