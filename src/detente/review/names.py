"""Names of issues and proposals that reviewers made one, or hold apart.

Merges are followed through: with A into B and B into C, all three are shown as C. Of decisions that go round in a
circle, or that say opposite things of two names, the later counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.findings.rows import issue_key
from detente.review.decisions import Decision


@dataclass(slots=True)
class Names:
    """`shown` is what a name, without what does not matter, is shown as; `apart` are the names held apart."""

    shown: dict[str, str] = field(default_factory=dict)
    apart: set[str] = field(default_factory=set)

    def of(self, names: Iterable[str]) -> list[tuple[str, str, bool]]:
        """Of the names that a record gives to issues those that are touched: what each is shown as, and if apart."""
        found = []
        for name in names:
            shown = self.shown.get(issue_key(name), name)
            apart = issue_key(shown) in self.apart
            if shown != name or apart:
                found.append((name, shown, apart))
        return found


def named(decisions: Iterable[Decision]) -> Names:
    """What live decisions on names come to, in the order in which they were made."""
    found = Names()
    for decision in decisions:
        key, into = issue_key(str(decision.record)), decision.into
        if decision.action == "merge" and into:
            _merge(found, key, into)
        elif decision.action == "apart":
            found.shown = {one: other for one, other in found.shown.items() if one != key}
            found.apart.add(key)
    return found


def _merge(found: Names, key: str, into: str) -> None:
    shown = found.shown.get(issue_key(into), into)
    if issue_key(shown) == key:  # round in a circle
        del found.shown[issue_key(into)]
        shown = into
    found.apart.discard(key)
    for one, other in list(found.shown.items()):
        if issue_key(other) == key:
            found.shown[one] = shown
    if key != issue_key(shown):
        found.shown[key] = shown
