"""A command for each file of `analyze/`: its name, its docstring and the options of its `find` are those of the file.

They are read off the source, not off the imported module, so that `detente --help` need not load a database.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from detente import analyze
from detente.cli.common import (
    MODEL,
    Codebook,
    Day,
    Form,
    Inputs,
    Model,
    Output,
    Quiet,
    Record,
    Since,
    Until,
    Workers,
    build,
)
from detente.cli.findings import form_of, put

TYPES = {"str": str, "int": int, "float": float, "bool": bool}
SHARED = frozenset({"since", "until"})  # every analysis has them: the record is cut down before it is asked


def commands() -> dict[str, Callable[..., None]]:
    """Each analysis as a function that typer can make a command of."""
    (folder,) = analyze.__path__
    files = sorted(file for file in Path(folder).glob("*.py") if not file.name.startswith("_"))
    return {file.stem.replace("_", "-"): command(file) for file in files}


def command(file: Path) -> Callable[..., None]:
    """The command of an analysis, its options added to those that all analyses have."""
    tree = ast.parse(file.read_bytes())
    own = options(tree)

    def run(**values: Any) -> None:
        chosen = {own[name].name: values.pop(name) for name in list(own)}
        answer(file.stem, {name: value for name, value in chosen.items() if value is not None}, **values)

    shared = inspect.signature(answer, eval_str=True).parameters.values()
    common = [parameter for parameter in shared if parameter.name not in ("name", "options")]
    parameters = [*common[:1], *own_parameters(own), *common[1:]]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__doc__ = ast.get_docstring(tree)
    return run


class Option:
    """An option of an analysis: the parameter of its `find`, and the type that it takes."""

    def __init__(self, name: str, annotation: str) -> None:
        self.name = name
        self.type = TYPES.get(annotation.partition("|")[0].strip(), str)


def options(tree: ast.Module) -> dict[str, Option]:
    """The options of an analysis by the name they have on the command line, without a closing `_is`."""
    finds = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "find")
    return {
        argument.arg.removesuffix("_is"): Option(argument.arg, ast.unparse(argument.annotation or ast.Constant("str")))
        for find in finds
        for argument in find.args.kwonlyargs
        if argument.arg not in SHARED
    }


def own_parameters(own: dict[str, Option]) -> list[inspect.Parameter]:
    """The options of an analysis as parameters: none is passed on that is not given."""
    return [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                option.type | None,
                typer.Option(f"--{name.replace('_', '-')}", help=HELP.get(name, ""), show_default=False),
            ],
        )
        for name, option in own.items()
    ]


HELP = {
    "actor": "Only this person or body, or those of this side.",
    "party": "Only this side.",
    "issue": "Only this issue.",
    "confidence": "Only what was recorded with at least this confidence (0 to 1).",
    "score": "Only what scores at least this (0 to 1); 0 for all.",
    "state": "Only those in this state.",
    "kind": "Only those of this kind.",
    "window": "How many days apart two things may be.",
    "lapse": "After how many days without news a proposal lapses.",
}


def answer(
    name: str,
    options: dict[str, Any],
    *,
    inputs: Inputs,
    form: Form = "table",
    output: Output = None,
    since: Since = None,
    until: Until = None,
    date: Day = None,
    record: Record = None,
    workers: Workers = 1,
    model: Model = MODEL,
    codebook: Codebook = None,
    quiet: Quiet = False,
) -> None:
    """Ask an analysis of the record of some input and print its finding."""
    name_of_form = form_of(form)
    run = build(inputs, record, date, workers, model, codebook, quiet, since, until)
    finding = import_module(f"detente.analyze.{name}").find(run.db, **options)
    put(finding, name_of_form, output)
