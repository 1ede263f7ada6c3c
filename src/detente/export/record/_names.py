"""What things are called in linked data: records, articles and texts, and the words that describe them."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from detente.version import __version__

# names, not addresses: nobody need publish anything under them (RFC 8141)
URN = "urn:x-detente:"
SOFTWARE = f"detente {__version__}"


def iri(*parts: str) -> str:
    """The name of a thing: `urn:x-detente:E-abcdefghijkl`, `urn:x-detente:article:0123456789abcdef`."""
    return URN + ":".join(parts)


def text_iri(text: str) -> str:
    """The name of a text by its bytes in UTF-8 (RFC 6920): whoever holds the same text can work it out.

    >>> text_iri("Hello World!")
    'ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk'
    """
    digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
    return "ni:///sha-256;" + urlsafe_b64encode(digest).decode().rstrip("=")
