"""In whose voice a whole document speaks: official statements, remarks and letters; None for reporting and readouts."""

from __future__ import annotations

from detente.annotate.scene import Scene
from detente.doc import Doc


def annotate(doc: Doc, scene: Scene) -> None:
    """Set `doc.author` and `doc.author_codes`."""
