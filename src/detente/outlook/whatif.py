"""What if: changes of inputs that a person makes, with a reason, saved as a file and laid over a game.

In words: `United States backs away`, `Russia accepts ceasefire`, `Russia leverage x0.5`, `Ukraine salience 0.4..0.6`;
several with `;` between. The words after `because` say why.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from detente.findings.matters import named_in
from detente.outlook.game import Estimate, Game, Matter, Stake, estimate

What = Literal["position", "salience", "leverage"]
WHATS: tuple[What, ...] = ("position", "salience", "leverage")


@dataclass(frozen=True, slots=True)
class Change:
    """One input set anew: to a value, to so many `times` what it was, or to a `step` of a scale by its name.

    Where no matter is named, it is changed in all, but a position that is a number in the first.
    """

    party: str
    what: What
    to: Estimate | None = None
    times: float | None = None
    step: str | None = None
    matter: str | None = None
    why: str = ""
    records: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if sum(given is not None for given in (self.to, self.times, self.step)) != 1:
            raise ValueError(f"{self.party}: a change sets a value, a factor or a step, and one of them only")
        if self.what not in WHATS:
            raise ValueError(f"no input {self.what!r} (there are {', '.join(WHATS)})")
        if self.times is not None and self.times < 0:
            raise ValueError(f"{self.party}: a factor cannot be negative")

    @property
    def backs_away(self) -> bool:
        """Whether it takes the party out of the talks."""
        return self.what == "salience" and self.to is not None and self.to.high == 0

    @property
    def words(self) -> str:
        """The change in the words in which it can be asked again, without its reason."""
        if self.backs_away and self.matter is None:
            return f"{self.party} backs away"
        if self.step is not None:
            return f"{self.party} accepts {self.step}"
        on = f" on {self.matter}" if self.matter else ""
        if self.to is None:
            return f"{self.party} {self.what}{on} x{self.times:g}"
        low, likely, high = self.to.low, self.to.likely, self.to.high
        values = (low, high) if likely == (low + high) / 2 else (low, likely, high)
        return f"{self.party} {self.what}{on} {'..'.join(f'{value:g}' for value in dict.fromkeys(values))}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes that are made together, under a name."""

    name: str
    changes: tuple[Change, ...]

    @property
    def title(self) -> str:
        """Its name; where that does not say what is changed, also the changes in words."""
        words = "; ".join(change.words for change in self.changes)
        said = re.sub(r" because [^;]*", "", self.name).casefold().removeprefix("the ")
        return self.name if said == words.casefold() else f"{self.name} ({words})"


# ---------------------------------------------------------------- in words


AWAY = re.compile(r"(.+?) (?:(?:just )?(?:steps?|backs?|walks?|pulls?) (?:back|away|aside|out)|withdraws|leaves)")
SETS = re.compile(r"(.+?)[:,]? (position|salience|leverage)(?: on (.+?))?\s*(?:=|to|is|)\s*(x|times )?([\d.,\s-]+)")
TAKES = re.compile(r"(.+?) accepts (.+)")


def scenario(words: str, name: str = "") -> Scenario:
    """A scenario from words. Raises ValueError, showing the forms there are, for what it cannot read.

    >>> scenario("Russia leverage x0.5 because of new sanctions").changes[0].times
    0.5
    """
    parts = [part.strip() for part in words.split(";") if part.strip()]
    if not parts:
        raise ValueError("a scenario needs a change")
    return Scenario(name or words.strip(), tuple(_change(part) for part in parts))


def _change(words: str) -> Change:
    said, _, why = words.partition(" because ")
    said = said.strip().rstrip(".")
    if match := SETS.fullmatch(said):
        party, what, matter, factor, number = match.groups()
        values = [float(value) for value in re.split(r"\.\.|,\s*|\s+", number.strip()) if value]
        given: dict[str, Any] = {"times": values[0]} if factor else {"to": estimate(values)}
        return Change(_name(party), what, matter=matter, why=why, **given)  # type: ignore[arg-type]
    if match := AWAY.fullmatch(said):
        return Change(_name(match[1]), "salience", to=Estimate(0.0, 0.0, 0.0), why=why)
    if match := TAKES.fullmatch(said):
        return Change(_name(match[1]), "position", step=match[2].strip(), why=why)
    raise ValueError(
        f"cannot read the change {words!r}; write: PARTY backs away, PARTY accepts STEP, or PARTY salience 0.5"
        " (also leverage, position; x2 for twice as much, 0.4..0.6 for an interval)"
    )


def _name(party: str) -> str:
    return re.sub(r"^the ", "", party.strip(), flags=re.I)


# ---------------------------------------------------------------- laid over a game


def meant(game: Game, given: Scenario) -> Scenario:
    """The scenario with parties and matters named as the game names them. Raises ValueError for those it has not."""
    matters = [matter.name for matter in game.matters]
    changes = (
        replace(
            change,
            party=_known(change.party, game.parties, "party"),
            matter=None if change.matter is None else _known(change.matter, matters, "matter"),
        )
        for change in given.changes
    )
    return replace(given, changes=tuple(changes))


def apply(game: Game, given: Scenario) -> Game:
    """The game with the changes made. Raises ValueError for a party, matter or step that it does not have."""
    matters = list(game.matters)
    for change in meant(game, given).changes:
        party, wanted = change.party, change.matter
        if change.what == "position" and change.step is None and wanted is None:
            # a number is one of a scale: that of the first matter in which the party has a stake
            wanted = next(matter.name for matter in matters if matter.stake(party))
        changed = 0
        for place, matter in enumerate(matters):
            stake = matter.stake(party)
            if stake is None or wanted not in (None, matter.name):
                continue
            made = _changed(matter, stake, change)
            if made is not None:
                matters[place] = replace(
                    matter, stakes=tuple(made if one.party == party else one for one in matter.stakes)
                )
                changed += 1
        if not changed:
            raise ValueError(f"nothing to change: {party} has no {change.what} {change.step or ''}".rstrip())
    return replace(game, matters=tuple(matters))


def _changed(matter: Matter, stake: Stake, change: Change) -> Stake | None:
    """The stake with its input changed; None where the step that it is set to is of another matter."""
    before: Estimate = getattr(stake, change.what)
    if change.step is not None:
        value = _step(matter, change.step)
        if value is None:
            return None
        to = Estimate(value, value, value)
    elif change.times is not None:
        ceiling = {"salience": 1.0, "position": matter.high}.get(change.what, float("inf"))
        low, likely, high = (min(v * change.times, ceiling) for v in (before.low, before.likely, before.high))
        to = Estimate(low, likely, high)
    else:
        assert change.to is not None  # noqa: S101  (one of the three is given)
        to = change.to
    if change.what == "position" and not matter.low <= to.low <= to.high <= matter.high:
        raise ValueError(f"{matter.name}: a position lies between {matter.low:g} and {matter.high:g}")
    to = replace(to, why=change.why or "changed by hand", records=change.records)
    if change.what == "position":
        return replace(stake, position=to)
    return replace(stake, salience=to) if change.what == "salience" else replace(stake, leverage=to)


def _step(matter: Matter, words: str) -> float | None:
    """The value of a step by its name or a fuller one (`a 30-day ceasefire`); of the matter's own name its high end."""
    said = words.casefold()
    named = [
        (len(name), value) for value, name in matter.steps if re.search(rf"\b{re.escape(name.casefold())}s?\b", said)
    ]
    if named:
        return max(named)[1]
    return matter.high if matter.name.casefold() in said else None


def _known(name: str, names: Sequence[str], kind: str) -> str:
    found = [one for one in names if one.casefold() == name.casefold()]
    if not found and kind == "party":
        # `the US`, `Moscow`: another name of a party that takes part
        found = sorted(named_in(name) & set(names))
    if len(found) != 1:
        raise ValueError(f"no {kind} {name!r} (there are {', '.join(names)})")
    return str(found[0])


# ---------------------------------------------------------------- files


def save_scenario(given: Scenario, path: str | Path) -> None:
    """Write a scenario as JSON."""
    Path(path).write_text(scenario_json(given), encoding="utf-8")


def scenario_json(given: Scenario) -> str:
    """A scenario as JSON, in the form that `load_scenario` reads."""
    return json.dumps(asdict(given), indent=1, ensure_ascii=False) + "\n"


def load_scenario(path: str | Path) -> Scenario:
    """Read a scenario from JSON. Raises ValueError, naming the file and what is wrong in it."""
    try:
        given = json.loads(Path(path).read_text(encoding="utf-8"))
        return Scenario(str(given["name"]), tuple(_loaded(one) for one in given["changes"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"no {error.args[0]!r}" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"{path}: not a scenario: {reason}") from None


def _loaded(given: Mapping[str, Any]) -> Change:
    to = given.get("to")
    return Change(
        party=str(given["party"]),
        what=given["what"],
        to=None if to is None else estimate(to),
        times=given.get("times"),
        step=given.get("step"),
        matter=given.get("matter"),
        why=str(given.get("why") or ""),
        records=tuple(given.get("records") or ()),
    )
