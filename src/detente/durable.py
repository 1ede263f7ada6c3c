"""Files and folders that stand in their place only once they are whole, and stay there when the power fails.

What is written is written beside its place, brought to the disk, and moved there in one step.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path
from typing import BinaryIO

FULL = frozenset({ENOSPC, EDQUOT})
FORBIDDEN = frozenset({EACCES, EPERM, EROFS})


@contextmanager
def writing(file: Path) -> Iterator[BinaryIO]:
    """A file to be written to, which takes its place only when all went well. Of one that was there nothing is lost."""
    building = file.with_name(f"building-{file.name}-{os.getpid()}")
    try:
        with building.open("wb") as stream:
            yield stream
            settle(stream)
        building.replace(file)
        settle_folder(file.parent)
    except BaseException:
        building.unlink(missing_ok=True)
        raise


def settle(stream: BinaryIO) -> None:
    """Bring what was written to the disk."""
    stream.flush()
    os.fsync(stream.fileno())


def settle_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk. Not every system can; where it cannot, it needs no asking."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        if shutil.disk_usage(folder).free == 0:
            raise
    finally:
        os.close(handle)


def explained(error: OSError, place: Path) -> OSError:
    """The error with what it means for a record, and what to do."""
    said = error.strerror or str(error)
    if error.errno in FULL:
        said = f"{said}: what was done before stays, and a rerun goes on from there once there is room"
    elif error.errno in FORBIDDEN:
        said = f"{said}: nothing can be written there (--record names another folder)"
    return OSError(error.errno, said, str(place)) if error.errno is not None else OSError(f"{place}: {said}")
