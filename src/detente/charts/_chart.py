"""What a chart is, and what it is drawn with besides its rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import duckdb

from detente.analyze import analyses
from detente.brief_parts import Cell, Figure, Table
from detente.drawing import INK, PRINTED, RECORD
from detente.drawing.placed import named, png, sheet
from detente.drawing.specification import drawn
from detente.drawing.svg import Entry, over, under
from detente.findings.rows import Row, fetch, week_of
from detente.wording import MONTHS

REACH = 31  # days round those of the articles that are drawn
Addresses = Callable[[Iterable[str]], Mapping[str, str]]
Pages = Callable[..., str | None]


def nowhere(_: Iterable[str]) -> Mapping[str, str]:
    """Marks that lead nowhere."""
    return {}


def no_page(_: str, **__: object) -> None:
    """Marks that stand for many records, where there are no pages to show them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Cell):
    """A plain cell of a chart's table that leads somewhere, where `url` says so."""

    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where a chart stands: where its marks lead, by which numbers it cites, what it was drawn from.

    `addresses` gives those of records by their ids, `pages` that of a page with filters, for a mark that stands for
    many records. `numbers` are those of the citations of a brief, which alone are
    marked there; without them a chart numbers what it marks itself and says below what that is. `credit` is the line on
    the sources under the chart. `finding` gives the rows of an analysis where they were asked for before.
    """

    addresses: Addresses = nowhere
    pages: Pages = no_page
    numbers: Mapping[str, int] | None = None
    credit: str = ""
    finding: Callable[[str], Sequence[Row]] | None = None

    def rows(self, db: duckdb.DuckDBPyConnection, question: str) -> Sequence[Row]:
        """The rows of an analysis."""
        return self.finding(question) if self.finding else analyses()[question](db).rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: its title, its drawing as part of a page, what it shows in words and as a table, and its records.

    `spec` is the Vega-Lite specification that it was drawn from; None for the map, which is drawn by hand. In the
    hrefs of the specification stand the addresses of the records.
    """

    name: str
    caption: str
    svg: str
    told: str
    credit: str = ""
    spec: dict[str, Any] | None = None
    table: Table | None = None
    cites: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def figure(self) -> Figure:
        """The chart as a part of a brief or a page."""
        return Figure(caption=self.caption, svg=self.svg, alternative=self.told, cites=self.cites, table=self.table)

    def _repr_svg_(self) -> str:
        return self.as_svg()

    def as_svg(self, *, dark: bool = False) -> str:
        """The chart as a file of its own."""
        return sheet(self.svg, self.caption, dark=dark)

    def as_png(self, *, dark: bool = False) -> bytes:
        """The chart as a picture, twice as fine as its units."""
        return png(self.as_svg(dark=dark))

    def as_json(self) -> str:
        """What the chart shows as data: words, table, records and specification."""
        table = self.table and {
            "columns": list(self.table.columns),
            "rows": [[label, *(cell.plain for cell in cells)] for label, cells in self.table.rows],
        }
        told = {
            "chart": self.name, "title": self.caption, "in_words": self.told, "sources": self.credit, "table": table,
            "records": list(self.cites), "spec": self.spec and _addressed(self.spec, self.links),
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _addressed(value: Any, links: Mapping[str, str]) -> Any:
    """A specification with addresses in the place of records, and a colour in that of the page's own."""
    if isinstance(value, dict):
        return {key: _addressed(one, links) for key, one in value.items() if key != "href" or _known(one, links)}
    if isinstance(value, list):
        return [_addressed(one, links) for one in value]
    if isinstance(value, str) and value.startswith(RECORD):
        return links.get(value.removeprefix(RECORD))
    return PRINTED if value == INK else value


def _known(value: Any, links: Mapping[str, str]) -> bool:
    return not isinstance(value, str) or value.removeprefix(RECORD) in links


def finished(
    name: str,
    caption: str,
    told: str,
    setting: Setting,
    *,
    spec: dict[str, Any] | None = None,
    svg: str | None = None,
    legend: Sequence[Entry] = (),
    key: Sequence[tuple[str, str]] = (),
    table: Table | None = None,
    cites: Sequence[str] = (),
    ways: Mapping[str, str | None] | None = None,
) -> Chart:
    """A chart drawn from its specification, or as it was drawn by hand, with a legend above, key and sources below.

    `ways` are the addresses of marks that stand for no single record, by what `lead` was given for them.
    """
    links = {**setting.addresses(cites), **{mark: way for mark, way in (ways or {}).items() if way}}
    whole = under(over(svg if svg is not None else drawn(spec or {}), legend), key, setting.credit)
    words = f"{told} {setting.credit}".strip()
    return Chart(
        name=name,
        caption=caption,
        svg=named(whole, caption, name, words, links),
        told=told,
        credit=setting.credit,
        spec=spec,
        table=table,
        cites=tuple(dict.fromkeys(cites)),
        links=links,
    )


def tabled(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """The numbers of a chart as a table of plain cells; one that leads somewhere is given as it is."""
    told = [
        (str(row[0]), tuple(value if isinstance(value, Cell) else Cell(plain=str(value)) for value in row[1:]))
        for row in rows
    ]
    return Table(caption=caption, columns=tuple(columns), rows=tuple(told))


# ---------------------------------------------------------------- days and stretches of time

UNITS = ("day", "week", "month", "quarter", "year")


def reach(db: duckdb.DuckDBPyConnection) -> tuple[str | None, str | None]:
    """The first and last day of what is drawn: those of the articles and a month more; none where no article has one.

    A war of long ago that one recalls would flatten a chart.
    """
    row = fetch(db, "SELECT min(date) AS first, max(date) AS last FROM articles")[0]
    if row["first"] is None:
        return None, None
    first, last = date.fromisoformat(str(row["first"])[:10]), date.fromisoformat(str(row["last"])[:10])
    return (first - timedelta(days=REACH)).isoformat(), (last + timedelta(days=REACH)).isoformat()


def near(db: duckdb.DuckDBPyConnection, rows: Sequence[Row], name: str) -> list[Row]:
    """The rows whose day lies near those of the articles."""
    first, last = reach(db)
    if first is None or last is None:
        return []
    return [row for row in rows if row[name] and first <= str(row[name])[:10] <= last]


def unit_of(days: Sequence[str], most: int, least: str = "day") -> str:
    """The shortest unit, `least` or longer, by which days in their order fill at most so many stretches."""
    for unit in UNITS[UNITS.index(least) :]:
        if len(stretches(days[0], days[-1], unit)) <= most:
            return unit
    return "year"


def stretches(first: str, last: str, unit: str) -> list[str]:
    """The first days of all stretches from one day to another."""
    found = [start_of(first, unit)]
    while (following := after(found[-1], unit)) <= last:
        found.append(following)
    return found


def start_of(day: str, unit: str) -> str:
    """The first day of the stretch that a day lies in."""
    if unit == "day":
        return day
    if unit == "week":
        return week_of(day)
    month = {"month": int(day[5:7]), "quarter": (int(day[5:7]) - 1) // 3 * 3 + 1, "year": 1}[unit]
    return f"{day[:4]}-{month:02d}-01"


def after(start: str, unit: str) -> str:
    """The first day of the next stretch."""
    known = date.fromisoformat(start)
    if unit in ("day", "week"):
        return (known + timedelta(days=1 if unit == "day" else 7)).isoformat()
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    month = known.month - 1 + months
    return date(known.year + month // 12, month % 12 + 1, 1).isoformat()


def middle(start: str, unit: str) -> str:
    """The noon of the day in the middle of a stretch."""
    known = date.fromisoformat(start)
    half = (date.fromisoformat(after(start, unit)) - known).days // 2
    return f"{known + timedelta(days=half)}T12:00:00Z"


def called(start: str, unit: str, *, year: bool = True) -> str:
    """A stretch in short: `5 May 2025`, `May 2025`, `Q2 2025`, `2025`; perhaps without its year."""
    month, ending = MONTHS[int(start[5:7]) - 1][:3], f" {start[:4]}" if year else ""
    if unit in ("day", "week"):
        return f"{int(start[8:10])} {month}{ending}"
    if unit == "month":
        return f"{month}{ending}"
    return f"Q{(int(start[5:7]) + 2) // 3}{ending}" if unit == "quarter" else start[:4]
