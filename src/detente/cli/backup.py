"""The commands that save a record as one file and bring it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.check import Folder
from detente.cli.common import Quiet

Archive = Annotated[Path, typer.Argument(metavar="FILE.tar", help="The file of the backup.", show_default=False)]


def backup(record: Folder, file: Archive, quiet: Quiet = False) -> None:
    """Save a record as one tar file, while others may read and write it.

    It takes the place of an older backup only once it is whole and read back. Of a damaged record none is made.

    Example: detente backup talks/.detente talks-backup.tar
    """
    from detente.backup import back_up

    saved = back_up(record, file)
    if not quiet:
        typer.echo(f"detente: {file}: {saved.files:,} files, {saved.size:,} bytes, read back", err=True)


def restore(file: Archive, record: Folder, quiet: Quiet = False) -> None:
    """Make a record of a backup again, in a new folder.

    Example: detente restore talks-backup.tar talks/.detente
    """
    from detente import backup, checking

    saved = backup.restore(file, record)
    found = checking.check(record)
    if not quiet:
        state = "sound" if found.sound else "damaged: see `detente check`"
        typer.echo(f"detente: {record}: {saved.files:,} files, {saved.size:,} bytes: {state}", err=True)
    if not found.sound:
        raise typer.Exit(1)
