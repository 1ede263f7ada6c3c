"""The commands that save a record as one file and bring it back."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from detente.cli.check import Folder
from detente.cli.common import Quiet

Archive = Annotated[
    str,
    typer.Argument(metavar="FILE.tar", help="The file of the backup, or an address (s3://...).", show_default=False),
]


def backup(record: Folder, file: Archive, quiet: Quiet = False) -> None:
    """Save a record as one tar file, while others may read and write it.

    It takes the place of an older backup only once it is whole and read back. Of a damaged record none is made.

    Example: detente backup talks/.detente talks-backup.tar
    """
    from detente import storage
    from detente.backup import back_up

    if storage.is_address(file):
        with TemporaryDirectory() as folder:
            saved = back_up(record, Path(folder) / "backup.tar")
            storage.put(Path(folder) / "backup.tar", file)
    else:
        saved = back_up(record, Path(file))
    if not quiet:
        typer.echo(f"detente: {file}: {saved.files:,} files, {saved.size:,} bytes, read back", err=True)


def restore(file: Archive, record: Folder, quiet: Quiet = False) -> None:
    """Make a record of a backup again, in a new folder.

    Example: detente restore talks-backup.tar talks/.detente
    """
    from detente import backup, checking, storage

    with storage.fetched(file) if storage.is_address(file) else nullcontext(Path(file)) as archive:
        saved = backup.restore(archive, record)
    found = checking.check(record)
    if not quiet:
        state = "sound" if found.sound else "damaged: see `detente check`"
        typer.echo(f"detente: {record}: {saved.files:,} files, {saved.size:,} bytes: {state}", err=True)
    if not found.sound:
        raise typer.Exit(1)
