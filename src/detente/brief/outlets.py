"""Who publishes a source: its country, its owner, and whether a state speaks through it.

The facts lie in `data/outlets.csv`, each with where it was looked up and when; a user's own CSV of the same columns is
laid over it (`docs/brief.md`). An outlet that no table knows is shown by its name alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from detente.codebook import parts, table

KINDS = {"state": "state-owned", "state-funded": "state-funded", "government": "government", "party": "party-owned",
         "public": "public", "private": "private", "cooperative": "cooperative", "nonprofit": "non-profit"}  # fmt: skip
SPEAKING = {"state": "state media", "party": "state media", "government": "government publications"}
COLUMNS = ("outlet", "aliases", "domains", "country", "owner", "ownership", "source", "checked")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher. `country` is an ISO 3166 alpha-3 code, `ownership` one of KINDS; what is not known is empty."""

    name: str
    country: str = ""
    owner: str = ""
    ownership: str = ""

    @property
    def told(self) -> str:
        """The outlet as a list of sources shows it: `TASS (Russia, state-owned)`."""
        about = [_country(self.country), KINDS.get(self.ownership, "")]
        known = ", ".join(part for part in about if part)
        return f"{self.name} ({known})" if known else self.name

    @property
    def voice(self) -> str | None:
        """Whose voice it is where a state or its ruling party owns it: `Russian state media`; else None."""
        if self.ownership not in SPEAKING or not self.country:
            return None
        return f"{_adjective(self.country)} {SPEAKING[self.ownership]}"

    @property
    def independent_of(self) -> str:
        """What it is counted as among independent sources: all media of one state are one source."""
        return self.voice or self.name


class Outlets:
    """The outlets of the table and of a user's own, found by their name, an alias or the address of an article."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._names: dict[str, Outlet] = {}
        self._domains: dict[str, Outlet] = {}
        for row in rows:
            cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
            outlet = Outlet(cells["outlet"], cells["country"], cells["owner"], cells["ownership"])
            for name in (outlet.name, *parts(cells["aliases"])):
                self._names[name.casefold()] = outlet
            for domain in parts(cells["domains"]):
                self._domains[domain.casefold()] = outlet

    def of(self, source: str | None, url: str | None) -> Outlet | None:
        """The outlet of an article; one that no table knows is its own name, None where there is no name either."""
        found = self._names.get((source or "").strip().casefold()) or self._at(url)
        return found or (Outlet(source.strip()) if source and source.strip() else None)

    def _at(self, url: str | None) -> Outlet | None:
        try:
            host = (urlsplit(url or "").hostname or "").casefold()
        except ValueError:
            return None
        while "." in host:
            if host in self._domains:
                return self._domains[host]
            host = host.partition(".")[2]
        return None


def outlets(own: Path | None = None) -> Outlets:
    """The table of outlets, a user's CSV laid over it. Raises ValueError for a column or a kind that there is not."""
    rows: list[Mapping[str, str]] = list(table("outlets"))
    return Outlets([*rows, *_read(own)] if own is not None else rows)


def _read(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path}: not UTF-8: save it as UTF-8") from None
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    strange = [name for name in reader.fieldnames or () if name not in COLUMNS]
    if strange or "outlet" not in (reader.fieldnames or ()):
        raise ValueError(f"{path}: the first line must name columns of {', '.join(COLUMNS)}, outlet among them")
    rows = []
    for line, row in enumerate(reader, 2):
        kind = (row.get("ownership") or "").strip()
        if kind and kind not in KINDS:
            raise ValueError(f"{path}:{line}: no ownership {kind!r} (there are {', '.join(KINDS)})")
        if (row.get("country") or "").strip() and _country(str(row["country"]).strip()) == "":
            raise ValueError(f"{path}:{line}: no country {row['country']!r} (write its ISO 3166 alpha-3 code)")
        if (row.get("outlet") or "").strip():
            rows.append({name: value or "" for name, value in row.items() if name in COLUMNS})
    return rows


@cache
def _countries() -> dict[str, tuple[str, str]]:
    """Name and adjective of each country that still is, by code."""
    return {
        row["code"]: (row["name"], (parts(row["adjectives"]) or [row["name"]])[0])
        for row in table("countries") if not row["end"]
    }  # fmt: skip


def _country(code: str) -> str:
    return _countries().get(code, ("", ""))[0]


def _adjective(code: str) -> str:
    adjective = _countries().get(code, ("", code))[1]
    return "US" if code == "USA" else adjective
