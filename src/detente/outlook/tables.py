"""An outlook as findings, the shape in which everything else that the record answers is shown and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from detente.outlook.comparison import Comparison, Gain, Shift, pivotal
from detente.outlook.forecast import Answer, Asked, answers_of, between, too_little
from detente.outlook.game import Estimate, Game, Matter, Stake
from detente.outlook.grounds import Ground
from detente.outlook.scale import LADDER
from detente.records import Finding

Row = dict[str, Any]
HEDGE = "Ranges from models that each assume much (docs/outlook.md), not forecasts that anybody has vouched for."


def inputs(game: Game) -> Finding:
    """What each party wants in each matter, how much, with what weight, and the records that say so."""
    rows = tuple(_input(matter, stake.party) for matter in game.matters for stake in matter.stakes)
    columns = ("matter", "party", "position", "position_range", "salience", "leverage", "veto", "why_text")
    note = " ".join(game.notes) or None
    return Finding(
        name="inputs", title="Who wants what, how much, and with what weight", columns=columns, rows=rows, note=note
    )


def _input(matter: Matter, party: str) -> Row:
    stake = matter.stake(party)
    assert stake is not None  # noqa: S101  (the matter's own parties)
    position = stake.position
    return {
        "matter": matter.name,
        "party": party,
        "position": matter.says(position.likely),
        "position_range": _span(matter, position),
        "salience": _short(stake.salience),
        "leverage": _short(stake.leverage),
        "veto": "yes" if stake.veto else "no",
        "why_text": position.why,
        "estimates": {
            name: {
                "low": _r(one.low),
                "likely": _r(one.likely),
                "high": _r(one.high),
                "why": one.why,
                "records": list(one.records),
            }
            for name, one in (("position", position), ("salience", stake.salience), ("leverage", stake.leverage))
        },
        "records": list(dict.fromkeys((*position.records, *stake.salience.records))),
    }


def steps(game: Game) -> Finding:
    """How far each party would go up the ladder, step by step: the same intervals in words.

    `beyond_its_words` are the steps above its interval: refused, or never spoken of.
    """
    rows = tuple(
        {**_steps(matter, stake), "records": list(stake.position.records)}
        for matter in game.matters
        if matter.name == LADDER
        for stake in matter.stakes
    )
    columns = ("party", "would", "perhaps", "beyond_its_words")
    title = "How far each would go, by its words and deeds"
    return Finding(name="steps", title=title, columns=columns, rows=rows)


def _steps(matter: Matter, stake: Stake) -> Row:
    """The steps that a party would go to, those that it might, and those beyond; `None` where there are none."""
    sure = stake.position.likely if stake.position.low > matter.low else matter.low  # else it has only spoken against
    found: dict[str, list[str]] = {"would": [], "perhaps": [], "beyond_its_words": []}
    for value, name in matter.steps:
        if value > matter.low:
            far = "would" if value <= sure else "perhaps" if value <= stake.position.high else "beyond_its_words"
            found[far].append(name)
    return {
        "matter": matter.name,
        "party": stake.party,
        **{name: ", ".join(own) or None for name, own in found.items()},
    }


def outcomes(game: Game, given: Sequence[Answer]) -> Finding:
    """Each model's answer, where the models part, and where there is too little to go by."""
    rows = []
    little = too_little(game, given)
    for matter in game.matters:
        records = _records(matter)
        own = [answer for answer in given if answer.matter == matter.name]
        rows += [_outcome(matter, answer, records) for answer in own]
        apart = between(own, matter.name)
        if apart:
            ends = [matter.says(end) for end in apart]
            says = f"the models agree on {ends[0]}" if ends[0] == ends[1] else f"from {ends[0]} to {ends[1]}"
            says += _beyond(own, apart)
            if matter.name in little:
                says = f"not enough evidence: {little[matter.name]}"
            row = {
                "matter": matter.name,
                "model": "between models",
                "low": matter.rounded(apart[0]),
                "middle": None,
                "high": matter.rounded(apart[1]),
            }
            rows.append({**row, "none": None, "says": says, "at_likely": None, "records": records})
        elif matter.name in little:
            row = {"matter": matter.name, "model": "between models", "low": None, "middle": None, "high": None}
            rows.append(
                {
                    **row,
                    "none": None,
                    "says": f"not enough evidence: {little[matter.name]}",
                    "at_likely": None,
                    "records": records,
                }
            )
    note = HEDGE if rows else "Not enough evidence: no party's position is known well enough."
    columns = ("matter", "model", "low", "middle", "high", "says")
    return Finding(name="outcomes", title="Where the models see it end", columns=columns, rows=tuple(rows), note=note)


def _beyond(own: Sequence[Answer], apart: tuple[float, float]) -> str:
    """What there is to say where the point that models give lies outside the range that all would accept."""
    for one in own:
        if one.is_range and one.low is not None and one.high is not None and not one.low <= apart[0] <= one.high:
            return ", outside the bargaining range: somebody would rather have no deal"
    return ""


def _outcome(matter: Matter, answer: Answer, records: list[str]) -> Row:
    return {
        "matter": answer.matter,
        "model": answer.model.replace("_", " "),
        "low": matter.rounded(answer.low),
        "middle": matter.rounded(answer.middle),
        "high": matter.rounded(answer.high),
        "says": answer.says,
        "none": _share(answer.none),
        "at_likely": matter.rounded(answer.at_likely),
        "records": records,
    }


def moved(comparison: Comparison, grounds: Sequence[Ground] = ()) -> Finding:
    """How a scenario moves each model's answer, and what the record itself says of it."""
    matters = {matter.name: matter for matter in comparison.game.matters}
    spoken = list(dict.fromkeys(ground.record for ground in grounds))
    rows = tuple(_moved(matters[shift.matter], shift, spoken) for shift in comparison.shifts)
    columns = ("matter", "model", "before", "after", "change_low", "change", "change_high", "says")
    quoted = [f"{ground.who or 'unnamed'}: “{ground.text}” [{ground.record}]" for ground in grounds]
    note = f"The record itself speaks of it: {'; '.join(quoted)}." if quoted else None
    if not quoted and any(change.backs_away for change in comparison.scenario.changes):
        note = "Nobody in the record was found to speak of it."
    title = f"What if: {comparison.scenario.title}"
    return Finding(name="moved", title=title, columns=columns, rows=rows, note=note)


def _moved(matter: Matter, shift: Shift, spoken: list[str]) -> Row:
    return {
        "matter": shift.matter,
        "model": shift.model.replace("_", " "),
        "before": matter.rounded(shift.before),
        "after": matter.rounded(shift.after),
        "change": matter.rounded(shift.change),
        "change_low": matter.rounded(shift.low),
        "change_high": matter.rounded(shift.high),
        "says": _step(matter, shift.before, shift.after),
        "records": spoken or _records(matter),
    }


def gained(comparison: Comparison) -> Finding:
    """Who gains and who loses by a scenario, and who is pivotal, each resting on the records of the party's inputs."""
    matters = {matter.name: matter for matter in comparison.game.matters}
    rows = tuple(_gained(matters[gain.matter], gain) for gain in comparison.gains)
    columns = ("matter", "party", "verdict", "gain_low", "gain_high", "models", "pivotal_before", "pivotal_after")
    title = f"Who gains and who loses if: {comparison.scenario.title}"
    note = (
        "A party gains where the outcome comes nearer to where it stood before, by so many steps or units in the model"
        " that says least and in the one that says most. Pivotal: the share of worlds in which it stands in the middle"
        " of the weight."
    )
    return Finding(name="gained", title=title, columns=columns, rows=rows, note=note)


def side_by_side(before: Asked, comparisons: Sequence[Comparison]) -> Finding:
    """Scenarios under one another: each model's middle, who gains and loses, who is pivotal; first as it is."""
    matters = before.game.matters
    rows = tuple(row for matter in matters for row in (_as_is(before, matter), *_each(comparisons, matter)))
    columns = ("matter", "scenario", *sorted(before.settled), "says", "gains", "loses", "pivotal")
    return Finding(name="scenarios", title="Scenarios side by side", columns=columns, rows=rows, note=HEDGE)


def _as_is(before: Asked, matter: Matter) -> Row:
    """The game without any change; `pivotal` is who most often stands in the middle of the weight."""
    shares = pivotal(before.draws, before.game.matters.index(matter))
    most = max(zip(shares, before.draws.parties, strict=True), default=(0.0, ""))
    held = f"{most[1]} ({most[0]:.0%})" if most[0] else None
    return {**_middles(before, matter), "scenario": "as the record tells", "gains": None, "loses": None,
            "pivotal": held, "records": _records(matter)}  # fmt: skip


def _each(comparisons: Sequence[Comparison], matter: Matter) -> Iterator[Row]:
    for one in comparisons:
        gains = [gain for gain in one.gains if gain.matter == matter.name]
        who = {way: "; ".join(g.party for g in gains if g.verdict == way) or None for way in ("gains", "loses")}
        most = max(gains, key=lambda gain: (gain.after, gain.party), default=None)
        held = f"{most.party} ({most.after:.0%})" if most and most.after else None
        changes = [record for change in one.scenario.changes for record in change.records]
        yield {**_middles(one.after, matter), "scenario": one.scenario.name, **who, "pivotal": held,
               "records": list(dict.fromkeys([*changes, *_records(matter)]))}  # fmt: skip


def _middles(asked: Asked, matter: Matter) -> Row:
    """The middle of each model's answer, and how far those with a point lie apart, in words."""
    own = [answer for answer in answers_of(asked) if answer.matter == matter.name]
    apart = between(own, matter.name)
    ends = [matter.says(end) for end in apart] if apart else []
    says = "no model gives an outcome" if not ends else ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    return {"matter": matter.name, **{one.model: matter.rounded(one.middle) for one in own}, "says": says}


def _gained(matter: Matter, gain: Gain) -> Row:
    stake = matter.stake(gain.party)
    return {
        "matter": gain.matter,
        "party": gain.party,
        "verdict": gain.verdict,
        "gain_low": matter.rounded(gain.low),
        "gain_high": matter.rounded(gain.high),
        "models": f"{gain.gains} for, {gain.loses} against, of {gain.models}",
        "pivotal_before": _share(gain.before),
        "pivotal_after": _share(gain.after),
        "records": list(stake.position.records) if stake else [],
    }


def _records(matter: Matter) -> list[str]:
    """The records behind the positions of a matter, the first of each party first."""
    columns = [stake.position.records for stake in matter.stakes]
    longest = max((len(column) for column in columns), default=0)
    turns = [column[n] for n in range(longest) for column in columns if n < len(column)]
    return list(dict.fromkeys(turns))


def _step(matter: Matter, before: float, after: float) -> str:
    old, new = matter.says(before), matter.says(after)
    return f"still {old}" if old == new else f"{old} to {new}"


def _span(matter: Matter, given: Estimate) -> str:
    low, high = matter.says(given.low), matter.says(given.high)
    return low if low == high else f"{low} to {high}"


def _short(given: Estimate) -> str:
    if given.low == given.high:
        return f"{given.likely:.2f}"
    return f"{given.likely:.2f} ({given.low:.2f} to {given.high:.2f})"


def _share(value: float) -> float:
    """A share of the worlds, to a hundredth."""
    return round(value, 2)


def _r(value: float) -> float:
    """An input as it is saved, to three places; a nought is never negative."""
    return round(value, 3) + 0.0
