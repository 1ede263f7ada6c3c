"""To be written: places."""

from detente.doc import Doc


def annotate(doc: Doc) -> None:
    """Lay places over the Doc."""
