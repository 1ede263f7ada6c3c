"""To be written: actors."""

from detente.doc import Doc


def annotate(doc: Doc) -> None:
    """Lay actors over the Doc."""
