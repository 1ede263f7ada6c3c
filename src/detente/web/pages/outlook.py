"""How near is a deal by several models, and what would change if a party did? Each input has a slider.

The state of the page stands in its address: `position.PARTY`, `salience.PARTY` and `leverage.PARTY` set an input of the
matter that is shown, `what` tells a change in words, and `scenario` names one that was kept beside the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from detente.outlook.comparison import Comparison, contrast
from detente.outlook.forecast import Answer, Asked, answers_of, ask, too_little
from detente.outlook.game import Estimate, Game, Matter, Stake
from detente.outlook.grounds import Ground, grounds
from detente.outlook.record import from_record
from detente.outlook.report import beside
from detente.outlook.scale import LADDER, steps_named
from detente.outlook.shelf import drop, keep, kept
from detente.outlook.tables import gained, inputs, moved, outcomes
from detente.outlook.whatif import Change, Scenario, meant, scenario
from detente.outlook.words import of_matter
from detente.records import Finding
from detente.web.asking import NotThereError, Query, RefusedError, WrongQueryError, address
from detente.web.ledger import as_csv, suggested
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.refs import refs_of
from detente.web.sending import Done, Sent
from detente.web.sliders import Slider, refuse_unknown, sliders

TITLE = "Outlook"
PLACE = (20, "Where they stand", 7)
WORLDS, SEED = 1000, 2011  # as many as are answered before a hand has left the slider
MEANS = {"equal": "the same for all", "facts": "population and military spending"}
LONGEST = 120  # characters of a name or a reason


def show(opened: Opened, query: Query) -> Page:
    """The outlook of one matter. Raises WrongQueryError for an input that there is not."""
    game = _game(opened, query)
    before = _asked(opened, query, game)
    matter = _chosen(game, query)
    rows = [(stake, sliders(matter, stake, query)) for stake in matter.stakes] if matter else []
    refuse_unknown(query, [one for _, own in rows for one in own])
    shelf = _shelf(opened)
    given = _scenario(matter, rows, query, shelf)
    found = _compared(before, given) if before and given else None
    spoken = grounds(opened.db, found.scenario) if found else ()
    was = _answers(opened, query, before)
    now = answers_of(found.after) if found else was
    whole = _whole(game, now, found, spoken)
    told = of_matter(found, matter) if found and matter else ()
    side = beside(before, shelf, WORLDS, SEED) if before and "compare" in query.values else None
    own, own_before = ([one for one in given if matter and one.matter == matter.name] for given in (now, was))
    context = {
        "matter": matter, "game": game, "rows": rows, "found": found, "answers": own, "was": own_before, "told": told,
        "spoken": spoken,
        "little": too_little(game, now).get(matter.name) if matter else None,
        "chart": _chart(matter, own, own_before) if matter else (),
        "gains": [gain for gain in found.gains if matter and gain.matter == matter.name] if found else [],
        "shelf": shelf, "side": side, "means": MEANS, "worlds": WORLDS,
        "refs": refs_of(opened, _ids(whole, side)),
        "suggested": suggested(opened),
        "named": _named(opened),
        "off": opened.review.off,
        "clear": address("outlook", issue=query.text("issue"), means=query.text("means")),
    }  # fmt: skip
    data = {
        "matter": matter.name if matter else None,
        "filters": dict(query.values),
        "notes": game.notes,
        "scenario": asdict(found.scenario) if found else None,
        "findings": [_as_data(one) for one in (*whole, *((side,) if side else ()))],
        "said": [{"text": one.text, "records": one.cites} for one in told],
        "kept": [asdict(one) for one in shelf],
    }
    return Page(TITLE, "outlook.html", context, data, lambda: _table(whole), lasting=False)  # others keep scenarios too


def act(opened: Opened, sent: Sent) -> Done:
    """Keep what the page changes under a name, or take a kept scenario away. Raises RefusedError where it cannot."""
    folder = opened.review.folder
    if opened.review.off is not None or folder is None:
        raise RefusedError(opened.review.off or "This record lies in no folder.")
    gone = sent.text("drop")
    if gone is not None:
        drop(folder, gone)
        return Done(sent.back, {"said": f"Taken away: {gone}."})
    query = Query.of("outlook", dict(parse_qsl(urlsplit(sent.back).query)))
    game = _game(opened, query)
    matter = _chosen(game, query)
    rows = [(stake, sliders(matter, stake, query)) for stake in matter.stakes] if matter else []
    given = _scenario(matter, rows, query, _shelf(opened))
    if given is None:
        raise RefusedError("Nothing is changed, so there is nothing to keep.", 400)
    why = " ".join((sent.text("why") or "").split())[:LONGEST]
    name = " ".join((sent.text("name") or given.name).split())[:LONGEST]
    changes = tuple(replace(change, why=change.why or why) for change in given.changes)
    try:
        keep(folder, meant(game, Scenario(name, changes)))
    except (ValueError, OSError) as error:
        raise RefusedError(str(error)) from None
    return Done(address("outlook", issue=query.text("issue"), scenario=name), {"said": f"Kept: {name}."})


def _shelf(opened: Opened) -> tuple[Scenario, ...]:
    """The scenarios beside the record; none where one cannot be read, which the command says."""
    try:
        return kept(opened.review.folder) if opened.review.folder else ()
    except ValueError:
        return ()


def _as_data(found: Finding) -> dict[str, Any]:
    return {"name": found.name, "title": found.title, "note": found.note, "rows": found.rows}


def _ids(whole: Sequence[Finding], side: Finding | None) -> list[str]:
    """All records that the page cites."""
    rows = [row for one in (*whole, *((side,) if side else ())) for row in one.rows]
    return list(dict.fromkeys(str(record) for row in rows for record in row["records"]))


# ---------------------------------------------------------------- the game and what is changed in it


def _game(opened: Opened, query: Query) -> Game:
    """The game of the record; of an issue that is none of its matters, one of its own."""
    means = query.text("means") or "equal"
    if means not in MEANS:
        raise WrongQueryError(f"means: none of {', '.join(MEANS)}: {means}")
    game: Game = opened.once(f"outlook {means}", lambda: from_record(opened.db, leverage=means))
    issue = query.text("issue")
    if issue is None or issue.casefold() in ("ladder", *(matter.name.casefold() for matter in game.matters)):
        return game
    name = f"outlook {means} {issue.casefold()}"
    made: Game = opened.once(name, lambda: from_record(opened.db, issues=(issue,), leverage=means))
    return made


def _asked(opened: Opened, query: Query, game: Game) -> Asked | None:
    """What every model says of the record as it is; None where no party is known."""
    if not game.parties:
        return None
    name = f"outlook asked {query.text('means')} {'; '.join(matter.name for matter in game.matters)}"
    found: Asked = opened.once(name, lambda: ask(game, WORLDS, SEED))
    return found


def _chosen(game: Game, query: Query) -> Matter | None:
    """The matter that is shown: the one that the address names, else the first."""
    wanted = (query.text("issue") or "").casefold()
    wanted = LADDER if wanted == "ladder" else wanted
    return next((matter for matter in game.matters if matter.name.casefold() == wanted), next(iter(game.matters), None))


def _scenario(
    matter: Matter | None, rows: Sequence[tuple[Stake, tuple[Slider, ...]]], query: Query, shelf: Sequence[Scenario]
) -> Scenario | None:
    """What the address changes: a kept scenario, then words, then sliders. Raises NotThereError, WrongQueryError."""
    changes: list[Change] = []
    names = []
    wanted, words = query.text("scenario"), query.text("what")
    if wanted is not None:
        one = next((one for one in shelf if one.name == wanted), None)
        if one is None:
            raise NotThereError(f"No scenario is kept that is called {wanted}.")
        changes += one.changes
        names.append(one.name)
    if words is not None:
        try:
            changes += scenario(words).changes
        except ValueError as error:
            raise WrongQueryError(f"what: {error}") from None
        names.append(words)
    for slider in (one for _, own in rows for one in own if one.changed):
        to = Estimate(slider.value, slider.value, slider.value)
        # leverage is the party's, whatever the matter
        of = matter.name if matter and slider.what != "leverage" else None
        changes.append(Change(slider.party, slider.what, to=to, matter=of))
        names.append(f"{slider.party} {slider.what} {slider.says(slider.value)}")
    return Scenario("; ".join(names), tuple(changes)) if changes else None


def _named(opened: Opened) -> tuple[str, ...]:
    """The steps of the ladder on which somebody takes a stance."""
    query = "SELECT DISTINCT instrument FROM positions WHERE voice <> 'author' AND confidence > 0"
    found: tuple[str, ...] = opened.once(
        "outlook steps", lambda: steps_named(name for (name,) in opened.db.execute(query).fetchall())
    )
    return found


def _compared(before: Asked, given: Scenario) -> Comparison:
    """The scenario beside the record. Raises WrongQueryError where a change does not fit."""
    try:
        return contrast(before, given, WORLDS, SEED)
    except ValueError as error:
        raise WrongQueryError(str(error)) from None


# ---------------------------------------------------------------- what is shown


def _answers(opened: Opened, query: Query, before: Asked | None) -> tuple[Answer, ...]:
    """What every model says of the record as it is."""
    if before is None:
        return ()
    name = f"outlook answers {query.text('means')} {'; '.join(matter.name for matter in before.game.matters)}"
    found: tuple[Answer, ...] = opened.once(name, lambda: answers_of(before))
    return found


def _whole(game: Game, now: Sequence[Answer], found: Comparison | None, spoken: Sequence[Ground]) -> list[Finding]:
    """The tables of the page: the inputs, the answers, and where something is changed, what that moves."""
    if found is None:
        return [inputs(game), outcomes(game, now)]
    return [inputs(found.changed), outcomes(found.changed, now), moved(found, spoken), gained(found)]


def _table(whole: Sequence[Finding]) -> Iterator[str]:
    """The answers as CSV."""
    chosen = next(one for one in whole if one.name == "outcomes")
    yield as_csv(chosen.rows, chosen.columns)


@dataclass(frozen=True, slots=True)
class Bar:
    """A model's answer as it is drawn: the ends and the middle of its range in hundredths of the scale.

    `was` is the middle before the change, where there is one; `says` the same in words. None where it has no answer.
    """

    model: str
    low: float | None
    middle: float | None
    high: float | None
    was: float | None
    says: str
    is_range: bool


def _chart(matter: Matter, now: Sequence[Answer], before: Sequence[Answer]) -> tuple[Bar, ...]:
    """A bar for each model, in the order of their names."""
    was = {one.model: one.middle for one in before} if now != before else {}

    def place(value: float | None) -> float | None:
        return None if value is None else round(100 * (value - matter.low) / (matter.high - matter.low), 2)

    return tuple(
        Bar(one.model.replace("_", " "), place(one.low), place(one.middle), place(one.high), place(was.get(one.model)),
            one.says, one.is_range)
        for one in now
    )  # fmt: skip
