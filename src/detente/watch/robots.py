"""robots.txt, as RFC 9309 has it: what a site asks programs to leave alone, and how slowly it wants to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from detente.watch.fetch import Fetcher

NAME = "detente"
LARGEST = 512_000  # bytes; RFC 9309 asks for at least 500 KiB
DAY = 86_400.0  # seconds that an answer is held for


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site allows. `reachable` is false where its rules could not be had: then nothing is asked of it."""

    reachable: bool
    parsed: Any = None
    data: bytes | None = None

    def allow(self, url: str) -> bool:
        """Whether a page may be fetched."""
        return self.reachable and (self.parsed is None or bool(self.parsed.can_fetch(url, NAME)))

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests."""
        given = self.parsed.crawl_delay(NAME) if self.parsed is not None else None
        return max(0.0, float(given or 0.0))


def origin(url: str) -> str:
    """Scheme, host and port of an address: what one robots.txt speaks for."""
    parsed = httpx.URL(url)
    return f"{parsed.scheme}://{parsed.netloc.decode('ascii')}"


def rules_of(site: str, fetcher: Fetcher) -> Rules:
    """Ask a site for its rules: none where it has no such file (4xx), unreachable where it fails."""
    got = fetcher.get(f"{site}/robots.txt", limit=LARGEST)
    if got.status == 200 and got.error is None:
        return rules_from(got.data)
    return Rules(reachable=got.status is not None and 400 <= got.status < 500 and got.status != 429)


def rules_from(data: bytes) -> Rules:
    """The rules in the text of a robots.txt; what cannot be read of it counts for nothing."""
    from protego import Protego

    return Rules(reachable=True, parsed=Protego.parse(data.decode("utf-8-sig", errors="replace")), data=data)
