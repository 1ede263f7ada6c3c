"""To whom a person belongs by what stands right beside the name: a newsroom, a party, a seat in the US Congress."""

from __future__ import annotations

from detente.actors import gazetteer
from detente.annotate.names import Name
from detente.annotate.parliaments import seat_follows
from detente.annotate.roles import country_in, sector_in
from detente.annotate.scene import Scene

PARTY_MEMBERS = frozenset({"Democrat", "Republican"})


def beside(scene: Scene, name: Name, first: int, code: str) -> str:
    """The code of a person, with what the words beside the name add to it; `first` is where its titles begin."""
    code = code or _of_newsroom(scene, first) or _of_party(scene, first)
    if not country_in(code) and seat_follows(scene.doc.text, scene.doc.tokens[name.last - 1].end):
        return gazetteer.code("USA", sector_in(code) or "LEG")
    return code


def _of_newsroom(scene: Scene, first: int) -> str:
    """The code of the newsroom whose someone is said to be: `the BBC's Ann Example`."""
    owner = scene.name_at.get(first - 2) if first > 1 and scene.doc.tokens[first - 1].tag == "POS" else None
    entry = owner.entry if owner is not None else None
    return entry.code if entry is not None and entry.sector == "JRN" else ""


def _of_party(scene: Scene, first: int) -> str:
    """The code of a politician who is called by the party: `Democrat Ann Example`."""
    before = scene.doc.tokens[first - 1].text if first else ""
    return "USA PTY" if before in PARTY_MEMBERS and scene.states["United States"] else ""
