"""A scenario's answer in sentences, each with the records that it rests on, as a brief may cite them."""

from __future__ import annotations

from detente.brief_parts import Sentence
from detente.outlook.comparison import STILL, Comparison, Gain
from detente.outlook.game import Game, Matter
from detente.outlook.scale import LADDER
from detente.wording import capitalised, count, plural, with_the


def sentences(comparison: Comparison) -> tuple[Sentence, ...]:
    """The same for every matter, in their order."""
    return tuple(one for matter in comparison.game.matters for one in of_matter(comparison, matter))


def of_matter(comparison: Comparison, matter: Matter) -> tuple[Sentence, ...]:
    """In one matter: where the models go, why, who gains and who loses, and who becomes pivotal."""
    gains = [gain for gain in comparison.gains if gain.matter == matter.name and gain.verdict != "not known"]
    return (
        _direction(comparison, matter),
        *_reasons(comparison, matter),
        *_winners(matter, gains),
        *_pivots(matter, gains),
    )


def _direction(comparison: Comparison, matter: Matter) -> Sentence:
    moves = [shift for shift in comparison.shifts if shift.matter == matter.name]
    line = STILL * (matter.high - matter.low)
    on = f"As to {'the ' if matter.name == LADDER else ''}{matter.name}"
    up = sum(shift.change > line for shift in moves)
    down = sum(shift.change < -line for shift in moves)
    if not moves:
        text = f"{on}, no model gives an outcome both before and after."
    elif not up and not down:
        text = f"{on}, no model's outcome moves."
    elif up and down:
        text = f"{on}, the models disagree: {word(up)} move up, {word(down)} down."
    else:
        way, other = ("up", "down") if up else ("down", "up")
        end = f", towards {matter.steps[-1 if up else 0][1]}," if matter.steps else ","
        models = f"{word(up or down)} of {count(len(moves), 'model')}"
        text = f"{on}, {models} move {way} the scale{end} none {other}."
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
        who = capitalised(with_the(party))
        if stake.position.likely != new.position.likely:
            text = f"{who} goes from {matter.says(stake.position.likely)} to {matter.says(new.position.likely)}."
        elif abs(before - after) > 0.005:
            place = matter.says(stake.position.likely)
            text = f"{who}, which stands at {place}, goes from {before:.0%} of all weight to {after:.0%}."
        else:
            continue
        found.append(Sentence(text=text, cites=stake.position.records))
    return found


def word(number: int) -> str:
    """A small number in words.

    >>> word(3)
    'three'
    """
    return count(number, "model").partition(" ")[0]


def _share(matter: Matter, party: str) -> float:
    weights = {stake.party: stake.salience.likely * stake.leverage.likely for stake in matter.stakes}
    return weights.get(party, 0.0) / (sum(weights.values()) or 1.0)


def _winners(matter: Matter, gains: list[Gain]) -> list[Sentence]:
    found = []
    for verdict, way in (("gains", "nearer to"), ("loses", "further from")):
        for gain in sorted((one for one in gains if one.verdict == verdict), key=_size):
            many = max(gain.gains, gain.loses)
            who = capitalised(with_the(gain.party))
            verb = verdict.removesuffix("s") if plural(gain.party) else verdict
            models = f"{word(many)} of {count(gain.models, 'model')}"
            text = f"{who} {verb}: {models} bring the outcome {way} where it stood."
            found.append(Sentence(text=text, cites=_of(matter, gain.party)))
    return found


def _size(gain: Gain) -> float:
    """The greatest gain or loss first."""
    return -max(abs(gain.low or 0.0), abs(gain.high or 0.0))


def _pivots(matter: Matter, gains: list[Gain]) -> list[Sentence]:
    """Who most often stands in the middle of the weight, before and after, where that changes."""
    if not gains:
        return []
    first, last = max(gains, key=lambda g: (g.before, g.party)), max(gains, key=lambda g: (g.after, g.party))
    if first.party == last.party:
        return []
    then = f"{with_the(last.party)} ({last.after:.0%} of the worlds)"
    before = f"{with_the(first.party)} ({first.before:.0%} before)"
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
