"""A scenario's answer in sentences, each with the records that it rests on, as a brief may cite them."""

from __future__ import annotations

from detente.outlook.comparison import Comparison, Gain
from detente.outlook.game import Game, Matter
from detente.records import Sentence


def sentences(comparison: Comparison) -> tuple[Sentence, ...]:
    """For each matter: where the models go, why, who gains and who loses, and who becomes pivotal."""
    found: list[Sentence] = []
    for matter in comparison.game.matters:
        gains = [gain for gain in comparison.gains if gain.matter == matter.name]
        found += [
            _direction(comparison, matter),
            *_reasons(comparison, matter),
            *_winners(matter, gains),
            *_pivots(matter, gains),
        ]
    return tuple(found)


def _direction(comparison: Comparison, matter: Matter) -> Sentence:
    moves = [shift for shift in comparison.shifts if shift.matter == matter.name]
    line = 0.005 * (matter.high - matter.low)
    up = sum(shift.after - shift.before > line for shift in moves)
    down = sum(shift.before - shift.after > line for shift in moves)
    if not moves:
        text = f"On {matter.name}, no model gives an outcome before and after."
    elif not up and not down:
        text = f"On {matter.name}, no model's outcome moves."
    elif up and down:
        text = f"On {matter.name}, the models disagree: {up} move up, {down} down."
    else:
        way, other = ("up", "down") if up else ("down", "up")
        text = f"On {matter.name}, {up or down} of {len(moves)} models move {way} the scale, none {other}."
    return Sentence(text=text, cites=_cites(matter))


def _reasons(comparison: Comparison, matter: Matter) -> list[Sentence]:
    """Why: where the changed party stands to the others, and what share of all weight it had and has."""
    found = []
    changed = next(one for one in comparison.changed.matters if one.name == matter.name)
    for party in dict.fromkeys(change.party for change in comparison.scenario.changes):
        before, after = (_share(one, party) for one in (matter, changed))
        stake, new = matter.stake(party), changed.stake(party)
        if stake is None or new is None:
            continue
        if stake.position.likely != new.position.likely:
            text = f"{party} goes from {matter.says(stake.position.likely)} to {matter.says(new.position.likely)}."
        elif abs(before - after) > 0.005:
            place = matter.says(stake.position.likely)
            text = f"{party}, which stands at {place}, goes from {before:.0%} of all weight to {after:.0%}."
        else:
            continue
        found.append(Sentence(text=text, cites=stake.position.records))
    return found


def _share(matter: Matter, party: str) -> float:
    weights = {stake.party: stake.salience.likely * stake.leverage.likely for stake in matter.stakes}
    return weights.get(party, 0.0) / (sum(weights.values()) or 1.0)


def _winners(matter: Matter, gains: list[Gain]) -> list[Sentence]:
    found = []
    for verdict, way in (("gains", "nearer to"), ("loses", "further from")):
        for gain in sorted((one for one in gains if one.verdict == verdict), key=lambda one: -abs(one.gain)):
            many = max(gain.gains, gain.loses)
            text = f"{gain.party} {verdict}: {many} of {gain.models} models bring the outcome {way} where it stood."
            found.append(Sentence(text=text, cites=_of(matter, gain.party)))
    return found


def _pivots(matter: Matter, gains: list[Gain]) -> list[Sentence]:
    """Who most often stands in the middle of the weight, before and after, where that changes."""
    if not gains:
        return []
    first, last = max(gains, key=lambda g: (g.before, g.party)), max(gains, key=lambda g: (g.after, g.party))
    if first.party == last.party:
        return []
    then, before = f"{last.party} ({last.after:.0%} of the worlds)", f"{first.party} ({first.before:.0%} before)"
    text = f"Pivotal is then {then} and no longer {before}."
    return [Sentence(text=text, cites=tuple(dict.fromkeys((*_of(matter, last.party), *_of(matter, first.party)))))]


def _of(matter: Matter, party: str) -> tuple[str, ...]:
    stake = matter.stake(party)
    return stake.position.records if stake else ()


def _cites(matter: Matter) -> tuple[str, ...]:
    return tuple(dict.fromkeys(record for stake in matter.stakes for record in stake.position.records[:2]))


def summary(game: Game) -> str:
    """Who stands where, in a line for each matter."""
    return "\n".join(
        f"{matter.name}: " + ", ".join(f"{s.party} {matter.says(s.position.likely)}" for s in matter.stakes)
        for matter in game.matters
    )
