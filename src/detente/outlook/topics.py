"""Which matters a record tells of: the ladder, and issues; and what a position says of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from detente.findings.matters import known_issue
from detente.findings.rows import Row, chosen
from detente.outlook.scale import LADDER, TALKS, on_ladder, on_stances, open_to_talks


class Topic(NamedTuple):
    """A matter to read: the names that its positions give it (none for the ladder), and whether it is talks."""

    name: str
    names: frozenset[str] = frozenset()
    of_talks: bool = False

    def about(self, row: Row) -> bool:
        """Whether a position takes a stance on it by name."""
        return str(row["issue"]) in self.names

    def says(self, row: Row) -> tuple[dict[str, Any], ...]:
        """What a position says of it: by name, on the ladder by its rung, of talks also by a stance on more."""
        if self.name == LADDER:
            said = on_ladder(row)
            return (said,) if said else ()
        if self.about(row):
            return on_stances(row)
        return open_to_talks(row) if self.of_talks else ()


def topics(held: Mapping[str, Sequence[Row]], names: Mapping[str, str], issues: Sequence[str]) -> list[Topic]:
    """The ladder and each issue that several parties take a stance on by name; or those that a user names."""
    if issues:
        every = [row for rows in held.values() for row in rows]
        return [Topic(LADDER) if one.casefold() in ("ladder", LADDER) else _named(one, names, every) for one in issues]
    on_it: dict[str, set[str]] = {}
    for name, rows in held.items():
        for row in rows:
            if not row["instrument"] and known_issue(str(row["issue"])):
                on_it.setdefault(names[str(row["issue"])], set()).add(name)
    several_on = sorted((issue for issue, who in on_it.items() if len(who) > 1), key=lambda i: (-len(on_it[i]), i))
    forms = {issue: frozenset(name for name, shown in names.items() if shown == issue) for issue in several_on}
    return [Topic(LADDER), *(Topic(issue, forms[issue]) for issue in several_on)]


def _named(wanted: str, names: Mapping[str, str], rows: Sequence[Row]) -> Topic:
    """An issue that a user names, with all fuller names of it; the name of an instrument means all its names."""
    of_kind = {str(row["issue"]) for row in rows if str(row["instrument"] or "").casefold() == wanted.casefold()}
    forms = frozenset(of_kind | {name for name, shown in names.items() if chosen(shown, wanted)})
    instruments = Counter(str(row["instrument"]) for row in rows if str(row["issue"]) in forms)
    most = next(iter(instruments.most_common(1)), ("", 0))[0]
    return Topic(wanted, forms, TALKS in (wanted.casefold(), most))
