"""A record in a few words: the headline of a slide, the description of an annotation, the label of an entity."""

from __future__ import annotations

from detente.export.record._inert import plain
from detente.findings.rows import Row, several
from detente.wording import capitalised, deed_phrase, issue_phrase, listing, stands, with_the

NOBODY = "someone unnamed"
HELD = {"planned": "planned", "called-for": "called for", "hypothetical": "hypothetical", "denied": "denied"}


def told(kind: str, row: Row) -> str:
    """Who did, said or holds what, as far as the record knows: `Israel offers`, `Egypt refuses a truce`."""
    return capitalised(plain(_told(kind, row)))


def _told(kind: str, row: Row) -> str:
    match kind:
        case "statements":
            return f"statement by {names(row['speaker'])}{_to('to', row['addressee'])}"
        case "opinions":
            return "the author asks" if row["kind"] == "question" else "the author’s view"
        case "passages":
            return f"sentence on {names(row['actor'])}"
        case "events":
            done = deed_phrase(str(row["type"]), row["mode"], names(row["recipient"]) if row["recipient"] else None)
            held = HELD.get(str(row["modality"]))
            return f"{names(row['actor'])} {done}{f' ({held})' if held else ''}"
        case "positions":
            return f"{names(row['actor'])} {stands(row['stance'], str(row['actor'] or ''), issue_phrase(row['issue']))}"
        case "inducements":
            threat = row["kind"] == "threat"
            to = _to("to", row["target"])
            return f"{'threat' if threat else 'offer'} by {names(row['actor'])}{to}{_of(row['what'])}"
        case _:
            return f"promise by {names(row['actor'])}{_to('to', row['beneficiary'])}{_of(row['what'])}"


def names(joined: str | None) -> str:
    """Actors as a list in words."""
    return listing([with_the(name) for name in several(joined)]) or NOBODY


def _to(word: str, joined: str | None) -> str:
    return f" {word} {names(joined)}" if joined else ""


def _of(what: str | None) -> str:
    return f": {what}" if what else ""
