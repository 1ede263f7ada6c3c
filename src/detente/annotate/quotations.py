"""To be written: quotations."""

from detente.doc import Doc


def annotate(doc: Doc) -> None:
    """Lay quotations over the Doc."""
