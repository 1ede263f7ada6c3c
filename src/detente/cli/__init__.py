"""The commands: one for each stage, one for each analysis. Each imports what is heavy only when it is called."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from detente.cli import (
    analyses,
    backup,
    brief,
    charts,
    check,
    coding,
    copies,
    exchanging,
    leads,
    lookup,
    outlook,
    review,
    serve,
    showing,
    tables,
    watch,
)
from detente.version import __version__

app = typer.Typer(
    name="detente",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
actors = typer.Typer(no_args_is_help=True, help="Look actors up in the codebook.", rich_markup_mode=None)

app.command("code")(coding.code)
app.command("code-pairs")(coding.code_pairs)
actors.command("resolve")(coding.resolve)
actors.command("find")(lookup.find)
actors.command("check")(tables.check)
app.add_typer(actors, name="actors")
app.command("brief")(brief.brief)
app.command("charts")(charts.charts)
for name, command in analyses.commands().items():
    app.command(name)(command)
app.command("copies")(copies.copies)
app.command("leads")(leads.leads)
app.command("outlook")(outlook.outlook)
app.add_typer(review.review, name="review")
app.command("serve")(serve.serve)
app.command("watch")(watch.watch)
app.command("show")(showing.show)
app.command("sql")(showing.sql)
app.command("export")(exchanging.export)
app.command("import")(exchanging.import_)
app.command("check")(check.check)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)


@app.command("version")
def version() -> None:
    """Print the version."""
    typer.echo(f"detente {__version__}")


def _version(wanted: bool) -> None:
    if wanted:
        version()
        raise typer.Exit


@app.callback()
def root(
    shown: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """From news coverage of a conflict and its diplomacy to a record that can be checked.

    Start with: detente brief FOLDER -o brief.html

    Exit codes: 0 done (what could not be read is said), 1 nothing could be read or done, 2 wrong use.
    """


def main() -> None:
    """Run the command line; what goes wrong ends in a sentence and an exit code, not in a traceback."""
    try:
        app()
    except (FileNotFoundError, ModuleNotFoundError, ValueError) as error:
        if os.environ.get("DETENTE_RAISE"):
            raise
        missing = isinstance(error, FileNotFoundError) and error.filename
        typer.echo(f"detente: {f'{missing}: no such file' if missing else error}", err=True)
        raise SystemExit(2) from None
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        typer.echo(f"detente: {place}{error.strerror or error}", err=True)
        raise SystemExit(1) from None


__all__ = ["app", "main"]
