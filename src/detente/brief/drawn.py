"""The charts of a brief: drawn of what lies near the days of its articles, citing what the text numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from detente.brief.desk import Desk
from detente.brief_parts import Figure, Section
from detente.charts import credit, dyads, proposal, reach, timeline
from detente.charts import map as places
from detente.charts._chart import Chart, Setting
from detente.charts._steps import Held, leading
from detente.findings.rows import Row, fetch
from detente.findings.where import EVENTS, spots
from detente.wording import count


def charts(desk: Desk, numbers: Mapping[str, int]) -> list[Section]:
    """The sections that are drawn, in their order; none where the record has nothing to draw.

    The life of the first proposal on the table stands by the timeline; stances of today are a table.
    """

    def cited(records: Iterable[str]) -> Mapping[str, str]:
        return {one: f"#s{numbers[one]}" for one in records if one in numbers}

    setting = Setting(addresses=cited, numbers=numbers, credit=credit(desk.db))
    pairs = _in_reach(desk, "dyads", "week")
    drawn = [
        timeline.draw(_in_reach(desk, "timeline", "day"), setting),
        _life(desk, setting),
        dyads.draw(pairs, dyads.events_of(desk.db, pairs), setting),
    ]
    parts = []
    blocks = tuple(_figure(chart, numbers) for chart in drawn if chart)
    if blocks:
        parts.append(Section(name="timeline", heading="Timeline", blocks=blocks, note=_undated_note(desk)))
    there = places.draw(*spots(fetch(desk.db, EVENTS, {"confidence": desk.floor}), *reach(desk.db)), setting)
    if there is not None:
        parts.append(Section(name="places", heading="Places", blocks=(_figure(there, numbers),)))
    return parts


def _figure(chart: Chart, numbers: Mapping[str, int]) -> Figure:
    """A chart that rests on what the text cites, and on nothing that has no number there."""
    return replace(chart.figure, cites=tuple(one for one in chart.cites if one in numbers))


def _life(desk: Desk, setting: Setting) -> Chart | None:
    """The life of the first proposal that matters with enough steps to show."""
    held = Held.of(desk.db)
    name = leading(held, desk.rows("proposals"), None)
    return proposal.of(desk.db, held, name, setting) if name else None


def _in_reach(desk: Desk, question: str, field: str) -> list[Row]:
    """The rows whose day lies near those of the articles: a war of long ago that one recalls would flatten a chart."""
    first, last = reach(desk.db)
    if first is None or last is None:
        return []
    return [row for row in desk.rows(question) if row[field] and first <= str(row[field]) <= last]


def _undated_note(desk: Desk) -> str | None:
    missing = sum(1 for row in desk.rows("timeline") if row["day"] is None)
    if not missing:
        return None
    return f"{count(missing, 'entry').capitalize()} without a date {'is' if missing == 1 else 'are'} left out."
