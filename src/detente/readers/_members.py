"""What the names of files in an archive may be."""

from __future__ import annotations

import re

_LEADS_OUT = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\0-\x1f\x7f]")


def skipped(name: str) -> bool:
    """Whether a file is hidden, or one that an archiver adds for itself: it is passed over without a word."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or any(part.startswith(".") and part not in (".", "..") for part in parts)


def refusal(name: str) -> str | None:
    """Why a file is not read for its name alone. Nothing would be written there; who names it so means no good."""
    return "its name leads out of the archive" if _LEADS_OUT.search(name) else None
