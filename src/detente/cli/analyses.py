"""A command for each file of `analyze/`: its name, its docstring and the options of its `find` are those of the file.

They are read off the source, not off the imported module, so that `detente --help` need not load a database.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from detente import analyze, records
from detente.cli.asking import Period, Shown, spread

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

    def run(*, shown: Shown, asked: Period, **values: Any) -> None:
        """Ask the analysis of the record of some input and print its finding."""
        chosen = {own[name].name: value for name, value in values.items() if value is not None}
        found = import_module(f"detente.analyze.{file.stem}").find(asked.build().db, **chosen)
        shown.put(found)

    common = list(inspect.signature(run, eval_str=True).parameters.values())[:2]
    run.__signature__ = inspect.Signature([*own_parameters(own), *common])  # type: ignore[attr-defined]
    run.__doc__ = ast.get_docstring(tree)
    return spread(run)


class Option:
    """An option of an analysis: the parameter of its `find`, and the type that it takes."""

    def __init__(self, name: str, annotation: str) -> None:
        self.name = name
        written = annotation.partition("|")[0].strip()
        self.type: Any = TYPES.get(written) or getattr(records, written, None) or _choice(written)


def _choice(written: str) -> Any:
    """The values of a `Literal`, or any text."""
    node = ast.parse(written, mode="eval").body
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
        return Literal[ast.literal_eval(node.slice)]
    return str


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
                typer.Option(
                    f"--{name.replace('_', '-')}",
                    help=HELP[name],
                    metavar="NAME" if option.type is str else None,
                    min=0 if name in SHARES else None,
                    max=1 if name in SHARES else None,
                    show_default=False,
                ),
            ],
        )
        for name, option in own.items()
    ]


SHARES = frozenset({"confidence", "score"})
HELP = {
    "actor": "Only this person or body, or those of this side.",
    "party": "Only this side.",
    "issue": "Only this issue.",
    "confidence": "Only what was recorded with at least this confidence (0 to 1).",
    "score": "Only what scores at least this (0 to 1); 0 for all.",
    "stance": "Only this stance.",
    "state": "Only those in this state.",
    "kind": "Only those of this kind.",
    "told": "Only what at least so many independent sources tell.",
    "apart": "Undo what joined tellings: rules (same toll) or pairs of ids (E-1+E-2), with commas.",
    "window": "How many days apart two things may be.",
    "lapse": "After how many days without news a proposal lapses.",
}
