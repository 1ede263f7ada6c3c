"""To be written: times."""

from detente.doc import Doc


def annotate(doc: Doc) -> None:
    """Lay times over the Doc."""
