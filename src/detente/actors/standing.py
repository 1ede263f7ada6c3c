"""What a person of the codebook is on a day: in office, out of it, or on the way to it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from detente.actors.offices import Person, Role, people, roles_on

OF_STATE = frozenset({"GOV", "MIL", "SPY", "COP", "JUD", "LEG"})
OF_MANY_STATES = frozenset({"UNO", "EUR", "IGO", "NGO"})
HEADS = frozenset({"head of state", "head of government", "supreme leader"})
OF_GROUPS = frozenset({"REB", "PRM", "PTY", "OPP"})
SEEKS = 2  # years before an office in which who held one before seeks it


def role_of(name: str, date: str | None = None) -> Role | None:
    """The office of a person on a day, the one that he seeks, or the one last held before it."""
    person = people().get(name)
    if person is None:
        return None
    held = _held(person, date)
    if held:
        return held[0]
    past = [role for role in person.roles if date and role.start <= date]
    sought = _sought(person, date, past)
    if sought is not None:
        return sought
    if past and sector_of(name, date) == "ELI":
        # a former president who was an envoy since is his state's
        past = [role for role in past if role.country not in OF_MANY_STATES] or past
    return max(past, key=lambda r: r.start) if past else min(person.roles, key=lambda r: r.start or "0")


def sector_of(name: str, date: str | None = None) -> str:
    """The PLOVER sector of a person on a day: of the office held, OPP before one that is sought, ELI after the last."""
    person = people().get(name)
    if person is None:
        return ""
    held = _held(person, date)
    if held:
        return held[0].sector
    before = [role for role in person.roles if date and role.end and role.end < date]
    if _sought(person, date, before) is not None:
        return "OPP"
    if any(role.sector in OF_STATE for role in before):
        return "ELI"
    return min(person.roles, key=lambda r: r.start or "0").sector


def _held(person: Person, date: str | None) -> Sequence[Role]:
    """The offices held on a day, or on the day before, of which a report speaks; a minister's before his party's."""
    held = roles_on(person, date) or (roles_on(person, _day_before(date)) if date and len(date) == 10 else [])
    if len(held) > 1 and held[0].sector in OF_GROUPS:
        held = sorted(held, key=lambda role: role.sector != "GOV")
    return held


def _sought(person: Person, date: str | None, before: Sequence[Role]) -> Role | None:
    """The office at the head of a state that somebody out of office will hold, who seeks it when it is spoken of."""
    if date is None:
        return None
    ahead = [r for r in person.roles if r.start > date and r.office in HEADS and r.sector == "GOV"]
    if not ahead:
        return None
    first = min(ahead, key=lambda r: r.start)
    if before and (len(first.start) < 4 or int(first.start[:4]) - int(date[:4]) > SEEKS):
        return None
    return first if before or first is min(person.roles, key=lambda r: r.start or "0") else None


def _day_before(date: str) -> str:
    return str(datetime.date.fromisoformat(date) - datetime.timedelta(days=1))
