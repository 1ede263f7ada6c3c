"""A short name for strings, by which they are known again."""

from __future__ import annotations

from hashlib import sha256


def digest(*parts: str | None) -> str:
    """Sixteen hexadecimal digits that stand for these strings and no others."""
    joined = "".join("-" if part is None else f"{len(part)}:{part}" for part in parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
