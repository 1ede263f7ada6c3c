"""The command that shows how near a deal is, by several models, and what a change would do."""

from __future__ import annotations

import json as encoding
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.asking import Period, spread
from detente.cli.common import Form, Output, visible, writing
from detente.cli.findings import FOR_PEOPLE, WIDE, form_of, put, with_records

if TYPE_CHECKING:
    from detente.brief_parts import Paragraph
    from detente.outlook import Report, Scenario
    from detente.records import Finding

TABLES = ("inputs", "steps", "outcomes", "moved", "gained", "scenarios")

Issue = Annotated[
    list[str] | None,
    typer.Option("--issue", metavar="NAME", help="A matter: the name of an issue, or ladder; may be given again."),
]
Party = Annotated[
    list[str] | None, typer.Option("--party", metavar="NAME", help="Only this side takes part; may be given again.")
]
Veto = Annotated[
    list[str] | None,
    typer.Option("--veto", metavar="NAME", help="Only this side can prevent a deal; may be given again."),
]
Leverage = Annotated[
    str,
    typer.Option(
        "--leverage", metavar="WHICH", help="equal, facts, or a table of yours (party,leverage,low,high,why)."
    ),
]
Proposal = Annotated[
    str | None,
    typer.Option("--proposal", metavar="NAME", help="Instead: how near is this proposal, and what speaks for it?"),
]
WhatIf = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="CHANGE",
        help="A change in words ('United States backs away'), a saved scenario (.json), or the name of one that is"
        " kept; may be given again.",
    ),
]


@spread
def outlook(
    issue: Issue = None,
    party: Party = None,
    veto: Veto = None,
    leverage: Leverage = "equal",
    what_if: WhatIf = None,
    proposal: Proposal = None,
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="A name for the scenario.")] = "",
    save_scenario: Annotated[
        Path | None, typer.Option("--save-scenario", metavar="FILE", help="Save the scenario here (.json).")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep each --what-if beside the record, for --compare and the pages.")
    ] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="All kept scenarios side by side, with those of --what-if.")
    ] = False,
    save_inputs: Annotated[
        Path | None,
        typer.Option("--save-inputs", metavar="FILE", help="Save the inputs here (.json), to correct and read again."),
    ] = None,
    table: Annotated[
        str | None, typer.Option("--table", metavar="NAME", help=f"Only this table: {', '.join(TABLES)}.")
    ] = None,
    half_life: Annotated[
        float, typer.Option("--half-life", metavar="DAYS", help="After how many days a word weighs half.")
    ] = 90.0,
    draws: Annotated[int, typer.Option("--draws", min=1, metavar="N", help="How many worlds are drawn.")] = 10_000,
    seed: Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Another seed draws other worlds.")] = 2011,
    form: Form = "table",
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="The same as --format csv.")] = False,
    output: Output = None,
    *,
    asked: Period,
) -> None:
    """How near is a deal by each of several published models, and what would change if a party did?

    The inputs are read off the record, each with the records it rests on, or off a table that was saved and corrected
    (INPUT is then that one .json). A change is PARTY backs away, PARTY accepts STEP, PARTY salience 0.5, leverage x2,
    position 3..5; several with ; between, and because REASON. With --proposal: who must accept it and who has, what is
    open, shifts, deeds, deadlines, spoilers and ripeness, where the record says enough (--veto: who must accept).

    With --compare: the scenarios that were kept with --keep, one under the other.

    Example: detente outlook talks/ --what-if "United States backs away"
    """
    from detente import outlook as models

    name_of_form = form_of("json" if json else "csv" if csv else form)
    if table is not None and table not in TABLES:
        raise typer.BadParameter(f"no such table: {table} (there are {', '.join(TABLES)})", param_hint="--table")
    if proposal is not None and (
        what_if or issue or table or save_scenario or save_inputs or keep or compare or leverage != "equal"
    ):
        raise typer.BadParameter(
            "goes with --party, --veto and --half-life, and with no other question", param_hint="--proposal"
        )
    if save_scenario is not None and len(what_if or ()) != 1:
        raise typer.BadParameter("needs one --what-if", param_hint="--save-scenario")
    if keep and not what_if:
        raise typer.BadParameter("needs a --what-if", param_hint="--keep")
    own = len(asked.inputs) == 1 and asked.inputs[0].endswith(".json")
    if own and (keep or compare):
        raise typer.BadParameter(
            "needs a record; a table of yours has none", param_hint="--keep" if keep else "--compare"
        )
    run = None if own else asked.build()
    db = run.db if run else None
    if proposal is not None:
        if db is None:
            raise typer.BadParameter("needs a record; a table of yours has no proposals", param_hint="--proposal")
        prospect = models.prospect(db, proposal, parties=party or (), veto=veto or (), half_life=half_life)
        _write((prospect.finding,), _told(prospect.paragraph), None, name_of_form, output)
        return
    if db is None:
        game = models.load(asked.inputs[0])
    else:
        game = models.from_record(
            db, issues=issue or (), parties=party or (), leverage=leverage, veto=veto or (), half_life=half_life
        )
    if save_inputs is not None:
        models.save(game, save_inputs)
    place = run.folder.parent if run else None
    changes = [_scenario(words, name, place) for words in what_if or ()]
    if keep and place:
        for one in changes:
            models.keep(place, models.meant(game, one))
    if compare and place:
        every = {one.name: one for one in (*models.kept(place), *changes)}
        together = models.beside(models.ask(game, draws, seed), list(every.values()), draws, seed)
        _write((together,), [], None, name_of_form, output)
        return
    told = models.report(game, changes, db, draws, seed)
    if save_scenario is not None:
        models.save_scenario(changes[0], save_scenario)
    _write(told.findings, _lines(told), table, name_of_form, output)


def _scenario(words: str, name: str, place: Path | None) -> Scenario:
    """A scenario, under another name where one is given. Raises ValueError for what cannot be read."""
    from detente.outlook.shelf import meant

    found = meant(words, place)
    return replace(found, name=name) if name else found


def _lines(said: Report) -> list[str]:
    """Each scenario's answer in words, with the records that each sentence rests on."""
    lines = []
    for name, sentences in said.said:
        told = [f"{one.text} [{', '.join(one.cites)}]" if one.cites else one.text for one in sentences]
        lines += [f"What if: {name}", *told, ""]
    return lines


def _told(paragraph: Paragraph) -> list[str]:
    """A paragraph, a sentence a line, and what it does not show."""
    return [
        *filter(None, (paragraph.heading,)),
        *(f"{one.text} [{', '.join(one.cites)}]" for one in paragraph.sentences),
        *filter(None, (paragraph.note,)),
    ]


def _write(findings: Sequence[Finding], said: list[str], table: str | None, form: str, output: Path | None) -> None:
    """All tables for people and for JSON; else one, which is that of the answers where none is named."""
    if table is None and form in ("csv", "html"):
        table = findings[0].name if len(findings) == 1 else "outcomes"
    if table is not None:
        chosen = [finding for finding in findings if finding.name == table]
        if not chosen:
            missing = "has none here" if table == "steps" else "needs a --what-if"
            raise typer.BadParameter(missing, param_hint="--table")
        rows = tuple(row for finding in chosen for row in finding.rows)
        put(chosen[0] if len(chosen) == 1 else replace(chosen[0], rows=rows), form, output)
        return
    writer = import_module(f"detente.export.{form}").write
    with writing(output) as stream:
        if form == "json":
            held = [encoding.loads(writer(finding)) for finding in findings]
            whole = {"findings": held, "said": said}
            stream.write(encoding.dumps(whole, ensure_ascii=False, indent=1) + "\n")
            return
        options = {}
        if form == "table":
            from rich.console import Console

            terminal = output is None and sys.stdout.isatty()
            options = {"width": Console().width if terminal else WIDE, "colour": terminal}
        for finding in findings:
            stream.write(writer(with_records(finding) if form in FOR_PEOPLE else finding, **options) + "\n")
            if form == "table" and not finding.rows and finding.note:
                stream.write(visible(finding.note) + "\n\n")  # why there is nothing is the answer
        for line in said:
            stream.write(visible(line) + "\n")
