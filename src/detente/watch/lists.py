"""What is to be watched: feeds, sitemaps and pages from an OPML file or a list of addresses, or a folder."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.readers._source import RefusedError, Source
from detente.readers.feed import root_of
from detente.watch.fetch import refuse
from detente.watch.guard import NotAllowedError

LARGEST = 20_000_000
PAGES = 50_000  # of one sitemap, as the protocol has it


@dataclass(frozen=True, slots=True)
class Link:
    """A page that a sitemap lists, with when it was last changed and published and its title where it gives them."""

    url: str
    changed: str | None = None
    published: str | None = None
    title: str | None = None


def feeds_in(path: Path) -> list[str]:
    """The addresses in an OPML file, or in a text with one a line (`#` begins a comment), each once.

    Raises ValueError where there is none, and for each line that is no address of the web.
    """
    try:
        data = Source(str(path), path.name, path).whole(LARGEST)
    except RefusedError as error:
        raise ValueError(f"{path}: {error}") from None
    if root_of(data) == "opml":
        addresses = list(_outlines(data))
    else:
        lines = data.decode("utf-8-sig", errors="replace").splitlines()
        addresses = [
            line.partition(" #")[0].strip() for line in lines if line.strip() and not line.lstrip().startswith("#")
        ]
    wrong = [f"{path}: {why}: {one[:100]!r}" for one in addresses if (why := _why_not(one))]
    if wrong:
        raise ValueError("\n".join(wrong[:10]))
    if not addresses:
        raise ValueError(f"{path}: no address of a feed in it")
    return list(dict.fromkeys(addresses))


def _why_not(address: str) -> str | None:
    try:
        refuse(address)
    except NotAllowedError as refusal:
        return str(refusal)
    except Exception:
        # what httpx cannot take apart
        return "not an address"
    return None


def _outlines(data: bytes) -> Iterator[str]:
    for element in _elements(data):
        if _name(element.tag) == "outline":
            address = next((value for key, value in element.attrib.items() if key.lower() == "xmlurl"), "").strip()
            if address:
                yield address


def links_in(data: bytes) -> tuple[str, list[Link]]:
    """The kind of a sitemap (`urlset` or `sitemapindex`) and what it lists. Raises RefusedError where it is broken."""
    found: list[Link] = []
    inside: dict[str, str] = {}
    for element in _elements(data):
        name = _name(element.tag)
        text = " ".join((element.text or "").split())
        if name in ("loc", "lastmod", "publication_date", "title") and text:
            # an image or a video of a page has a `loc` and a `title` of its own
            inside.setdefault(name, text)
        elif name in ("url", "sitemap"):
            if "loc" in inside:
                day = inside.get("publication_date")
                found.append(Link(inside["loc"], inside.get("lastmod") or day, day, inside.get("title")))
            inside = {}
            element.clear()
        if len(found) >= PAGES:
            break
    return root_of(data) or "", found


def _elements(data: bytes) -> Iterator[Any]:
    """The elements of some XML as they end: no entity is resolved, nothing is fetched, depth is bounded by libxml2."""
    from lxml import etree

    try:
        for _, element in etree.iterparse(
            io.BytesIO(data), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            recover=True, remove_comments=True, remove_pis=True,
        ):  # fmt: skip
            yield element
    except etree.XMLSyntaxError as error:
        raise RefusedError(f"broken XML: {' '.join(str(error).split())[:80]}") from None


def _name(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()
