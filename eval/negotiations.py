"""Back-test the models of an outlook on past negotiations, against the simplest rules there are.

    python eval/negotiations.py              # measure, print, fail (exit 1) where docs/accuracy.md tells something else
    python eval/negotiations.py --errors     # also print every negotiation with what each model said
    python eval/negotiations.py --update     # keep the tables, for docs/generate.py to put into docs/accuracy.md

`negotiations.jsonl` holds the facts, `negotiations_first.jsonl` and `negotiations_second.jsonl` what two codings made
of them, and `negotiations_before.jsonl` with its two codings what came before; `negotiations.md` says how.
An error is the distance from the outcome as a share of the scale that positions
and the situation before span. Intervals are 95 per cent, by a bootstrap over negotiations. The probability of a deal
within a year is the share of worlds in which a model's point (or any point) is better than no deal for all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from floors import HERE, Item, read
from negotiations_agreement import fields
from negotiations_before import BEFORE_SIGNS, before_signs, fields_before, histories
from negotiations_signs import SIGNS, counted, signs, weighed

from detente.outlook import Draws, Game, Matter, Stake, draw, settle
from detente.outlook.game import estimate
from detente.outlook.leverage import EQUAL
from detente.outlook.models.bargaining_range import acceptable

KEPT, TOLD = HERE / "negotiations.json", HERE / "negotiations.md"
BEGIN, END = "<!-- agreement, by eval/negotiations.py --update -->", "<!-- end -->"
WORLDS, SEED, RESAMPLES = 2000, 2011, 4000
YEAR = 365
UNSURE = 0.2  # how far a coded salience may be off
STILL = 1e-6
STAYS, SPLIT = "the status quo stays", "split the difference"
RATE, NEVER, ALWAYS = "base rate of the others", "never a deal", "always a deal"
COUNTED, WEIGHED = "the outlook's signs, counted", "the outlook's signs, weighed"
EVERY_SIGN = (*SIGNS, *BEFORE_SIGNS)
FEW = 8  # negotiations; of fewer nothing is said
BINS = ((0.0, 0.2), (0.2, 0.8), (0.8, 1.0 + STILL))


@dataclass
class Case:
    """One matter of a negotiation, with what each model and rule says: where it ends, and how likely a deal is."""

    row: Item
    coding: Item
    history: Item
    points: dict[str, float] = field(default_factory=dict)
    chances: dict[str, float] = field(default_factory=dict)

    @property
    def span(self) -> tuple[float, float]:
        """The ends of the scale: the positions, the situation before and that without a deal; not the outcome."""
        given = [value for one in self.coding["parties"].values() for value in _ends(one["position"])]
        given += [value for value in (self.row["status_quo"], self.coding["no_deal"]) if value is not None]
        return min(given), max(given)

    @property
    def deal(self) -> bool:
        """Whether there was a deal within a year of the day that the question is asked on."""
        agreed, asked = self.row["agreed"], date.fromisoformat(self.row["asked"])
        return agreed is not None and (date.fromisoformat(agreed) - asked).days <= YEAR

    @property
    def signs(self) -> tuple[float, ...]:
        """What the table holds of the outlook of a proposal, in the order of EVERY_SIGN."""
        return (*signs(self.row, self.coding, self.span), *before_signs(self.row["asked"], self.history))

    def error(self, who: str) -> float | None:
        """The distance of a point from the outcome, as a share of the scale; None where there is none of either."""
        low, high = self.span
        point, outcome = self.points.get(who), self.row["outcome"]
        return None if point is None or outcome is None else abs(point - outcome) / (high - low)

    def miss(self, who: str) -> float | None:
        """The square of how far a probability lies from what came (G. Brier, 1950)."""
        chance = self.chances.get(who)
        return None if chance is None else (chance - self.deal) ** 2


def _ends(position: float | list[float]) -> list[float]:
    return position if isinstance(position, list) else [position]


# ---------------------------------------------------------------- what models and rules say


def cases(which: str) -> list[Case]:
    """Every matter with the answers of all models and rules, by one of the codings: `first` or `second`."""
    coded = {row["id"]: row for row in read(f"negotiations_{which}.jsonl")}
    before = histories(f"negotiations_before_{which}.jsonl")
    found = [Case(row, coded[row["id"]], before[row["talks"]]) for row in read("negotiations.jsonl")]
    talks: dict[str, list[Case]] = defaultdict(list)
    for case in found:
        talks[case.row["talks"]].append(case)
    for together in talks.values():
        _ask_models(together)
    for case in found:
        _ask_rules(case, [other for other in found if other.row["talks"] != case.row["talks"]])
    return found


def _ask_models(together: Sequence[Case]) -> None:
    """What each model answers on the matters of one negotiation, which are asked together."""
    drawn = draw(Game("", tuple(_matter(case) for case in together)), WORLDS, SEED)
    for name, settlement in settle(drawn).items():
        said = name.replace("_", " ")
        for m, case in enumerate(together):
            point = settlement.point[:, m]
            known = point[np.isfinite(point)]
            if len(known):
                case.points[said] = float(np.median(known))
            if settlement.silent or case.coding["no_deal"] is None:
                continue
            is_range = settlement.low is not None
            better = np.isfinite(point) if is_range else _better(drawn, point, m)
            case.chances[said] = float(np.mean(better))


def _matter(case: Case) -> Matter:
    low, high = case.span
    stakes = tuple(_stake(party, one) for party, one in case.coding["parties"].items())
    return Matter(case.row["id"], low, high, stakes, no_deal=case.coding["no_deal"])


def _stake(party: str, one: Item) -> Stake:
    worth = one["salience"]
    salience = estimate([max(0.0, worth - UNSURE), worth, min(1.0, worth + UNSURE)])
    return Stake(party, estimate(one["position"]), salience, EQUAL)


def _better(drawn: Draws, point: np.ndarray, m: int) -> np.ndarray:
    """In which worlds a point is one that all would rather have than no deal."""
    low, high = (side[:, m][:, drawn.present[m]] for side in acceptable(drawn))
    moves = np.abs(point - drawn.no_deal[m]) > STILL
    found: np.ndarray = moves & ((point[:, None] >= low - STILL) & (point[:, None] <= high + STILL)).all(-1)
    return found


def _ask_rules(case: Case, others: Sequence[Case]) -> None:
    likely = [_ends(one["position"])[len(_ends(one["position"])) // 2] for one in case.coding["parties"].values()]
    case.points[SPLIT] = (min(likely) + max(likely)) / 2
    if case.row["status_quo"] is not None:
        case.points[STAYS] = case.row["status_quo"]
    rate = float(np.mean([other.deal for other in others]))
    case.chances |= {RATE: rate, NEVER: 0.0, ALWAYS: 1.0, COUNTED: counted(case.signs, rate)}
    case.chances[WEIGHED] = weighed(case.signs, [other.signs for other in others], [other.deal for other in others])
    case.chances |= {name: counted((sign,), rate) for name, sign in zip(EVERY_SIGN, case.signs, strict=True)}


# ---------------------------------------------------------------- figures

Score = Callable[[Case, str], float | None]


Measured = tuple[float, float, float, int]


def interval(found: Sequence[Case], value: Callable[[Case], float | None]) -> Measured | None:
    """The mean of a value over cases, its ends by a bootstrap over negotiations, of how many; None where of too few."""
    held: dict[str, list[float]] = defaultdict(list)
    for case in found:
        one = value(case)
        if one is not None:
            held[case.row["talks"]].append(one)
    if len(held) < FEW:
        return None
    sums, counts = (np.array([of(values) for values in held.values()]) for of in (sum, len))
    picks = np.random.default_rng(SEED).integers(0, len(sums), (RESAMPLES, len(sums)))
    low, high = np.percentile(sums[picks].sum(-1) / counts[picks].sum(-1), (2.5, 97.5))
    return float(sums.sum() / counts.sum()), float(low), float(high), int(counts.sum())


def against(found: Sequence[Case], score: Score, who: str, rule: str) -> str:
    """How much better or worse than a rule, on the cases of which both speak; a word only where it is beyond chance."""

    def difference(case: Case) -> float | None:
        one, other = score(case, who), score(case, rule)
        return None if one is None or other is None else one - other

    if who == rule:
        return ""
    measured = interval(found, difference)
    if measured is None:
        return "too few"
    mean, low, high, count = measured
    verdict = "better" if high < 0 else "worse" if low > 0 else "no different"
    return f"{verdict}: {mean:+.2f} ({low:+.2f} to {high:+.2f}), {count}"


def shown(measured: Measured | None) -> str:
    """A mean with its ends, as a cell."""
    return "too few" if measured is None else "{:.2f} ({:.2f} to {:.2f})".format(*measured[:3])


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def compared(
    first: Sequence[Case], second: Sequence[Case], score: Score, names: Sequence[str], rules: Sequence[str]
) -> str:
    """A row for each model and rule: how many cases, its score by either coding, and beside the rules."""
    rows = []
    for name in names:
        one = interval(first, lambda case, name=name: score(case, name))  # type: ignore[misc]
        other = interval(second, lambda case, name=name: score(case, name))  # type: ignore[misc]
        beside = [against(first, score, name, rule) for rule in rules]
        number = sum(score(case, name) is not None for case in first)
        rows.append([name, str(number), shown(one), "" if other is None else f"{other[0]:.2f}", *beside])
    return table(["", "cases", "first coding", "second", *(f"beside *{rule}*" for rule in rules)], rows)


def calibration(found: Sequence[Case], names: Sequence[str]) -> str:
    """Of what each model gives a chance of this size to, how much became a deal within a year."""
    rows = []
    for name in names:
        known = [(case.chances[name], case.deal) for case in found if name in case.chances]
        if len(known) < FEW:
            continue
        cells, off = [], 0.0
        for low, high in BINS:
            held = [(chance, deal) for chance, deal in known if low <= chance < high]
            if not held:
                cells.append("none")
                continue
            said, came = (float(np.mean(side)) for side in zip(*held, strict=True))
            cells.append(f"{came:.2f} of {len(held)} (said {said:.2f})")
            off += len(held) * abs(said - came)
        rows.append([name, *cells, f"{off / len(known):.2f}"])
    head = ["", *(f"{low:g} to {min(high, 1.0):g}" for low, high in BINS), "calibration error"]
    return table(head, rows)


def agreement(first: Sequence[Case], second: Sequence[Case]) -> str:
    """How far the two codings agree, a row for each field."""
    head = ["field", "number", "alpha", "in plain numbers"]
    rows = fields([case.coding for case in first], [case.coding for case in second])
    before = ({case.row["talks"]: case.history for case in found} for found in (first, second))
    one, other = (list(histories.values()) for histories in before)
    return table(head, [*rows, *fields_before(one, other)])


def signs_found(found: Sequence[Case], again: Sequence[Case]) -> str:
    """How often each sign speaks for and against, how often there was a deal then, and what it does by itself."""
    rows = []
    for place, name in enumerate(EVERY_SIGN):
        cells = []
        for way in (1, 0, -1):
            held = [case.deal for case in found if case.signs[place] == way]
            cells.append(f"{np.mean(held):.2f} of {len(held)}" if held else "none")
        rows.append([name, *cells, *(against(coding, Case.miss, name, RATE) for coding in (found, again))])
    alone = "alone, beside the base rate"
    return table(["sign", "speaks for", "does not speak", "speaks against", alone, "by the second coding"], rows)


def measure(first: Sequence[Case], second: Sequence[Case]) -> dict[str, str]:
    """All that docs/accuracy.md tells of it."""
    models = sorted({name for case in first for name in case.points} - {STAYS, SPLIT})
    deals = [case.deal for case in first]
    return {
        "talks": str(len({case.row["talks"] for case in first})),
        "matters": str(len(first)),
        "outcomes": str(sum(case.row["outcome"] is not None for case in first)),
        "deals": f"{sum(deals)} of {len(deals)}",
        "no deal known": str(sum(case.coding["no_deal"] is not None for case in first)),
        "agreement": agreement(first, second),
        "signs": signs_found(first, second),
        "errors": compared(first, second, Case.error, [SPLIT, STAYS, *models], [SPLIT, STAYS]),
        "brier": compared(first, second, Case.miss, [RATE, NEVER, ALWAYS, COUNTED, WEIGHED, *models], [RATE, ALWAYS]),
        "calibration": calibration(first, [RATE, COUNTED, WEIGHED, *models]),
    }


def told(tables: Mapping[str, str]) -> str:
    """`negotiations.md` with the agreement of the codings as it was measured."""
    before, _, rest = TOLD.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n{tables['agreement']}\n{END}{rest.partition(END)[2]}"


def show_errors(found: Sequence[Case]) -> None:
    """Print each matter with its outcome and what was said."""
    for case in found:
        low, high = case.span
        print(f"\n{case.row['id']}: {case.row['issue']} ({low:g} to {high:g}): ended at {case.row['outcome']}")
        print("  " + "; ".join(f"{name} {point:.4g}" for name, point in sorted(case.points.items())))
        chances = "; ".join(f"{name} {chance:.2f}" for name, chance in sorted(case.chances.items()))
        print(f"  deal within a year: {'yes' if case.deal else 'no'}; {chances}")


def main() -> int:
    """Measure, show, compare with what is kept, or keep it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print every negotiation with what each model said")
    parser.add_argument("--update", action="store_true", help="keep the tables")
    options = parser.parse_args()
    first, second = cases("first"), cases("second")
    if options.errors:
        show_errors(first)
    tables = measure(first, second)
    for name, text in tables.items():
        print(f"{name}: {text}" if "\n" not in text else f"\n{name}\n{text}\n")
    if options.update:
        KEPT.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        TOLD.write_text(told(tables), encoding="utf-8")
        return 0
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    changed = [name for name in tables if kept.get(name) != tables[name]]
    if changed:
        print(f"Not what is kept: {', '.join(changed)}. Look at the figures, then --update and docs/generate.py.")
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main())
