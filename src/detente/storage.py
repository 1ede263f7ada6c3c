"""Object storage, by fsspec: addresses such as `s3://bucket/talks/a.jsonl`. An extra: `pip install detente[storage]`.

Files are read where they lie. A record is worked on in a folder of this machine: shards never change, so that a folder
is brought level with a record on storage by fetching those that it lacks.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO, cast

WEB = frozenset({"http", "https", "ftp"})
BUFFER = 1 << 20  # bytes
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+)://.", re.I)
OWN = re.compile(r"lock|review\.lock|.*\.sqlite(?:-\w+)?|[0-9a-f]+/packs/.*")  # what a machine makes for itself
ONCE = re.compile(r"[0-9a-f]+/(?:shards|codebook)/")  # files of a record that never change


def is_address(place: object) -> bool:
    """Whether an input names storage and no file of this machine."""
    return _ADDRESS.match(str(place)) is not None


def _system(address: str) -> tuple[Any, str]:
    """The file system that an address lies in, and the path there.

    Raises ModuleNotFoundError, with what to install, where fsspec or what it needs for this kind of address is not
    there; ValueError for an address of the web, or of a kind that nobody knows.
    """
    found = _ADDRESS.match(address)
    kind = found[1].lower() if found else ""
    if kind in WEB:
        raise ValueError(f"{address}: pages of the web are read by `detente watch`, not as an input")
    if find_spec("fsspec") is None:
        raise ModuleNotFoundError(f"{kind}:// needs fsspec, which is not installed: pip install 'detente[storage]'")
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise ModuleNotFoundError(f"{kind}://: {error}") from None
    except ValueError as error:
        raise ValueError(f"{address}: {error}") from None
    return system, str(path)


def exists(address: str) -> bool:
    """Whether something lies at an address: a file, or files under it."""
    system, path = _system(address)
    return bool(system.exists(path))


def files(address: str) -> list[tuple[str, int | None]]:
    """The addresses of the files at or under an address, in their order, with their sizes; hidden ones left out."""
    system, path = _system(address)
    if system.isfile(path):
        return [(address, system.size(path))]
    held = system.find(path, detail=True)
    found = []
    for name, about in sorted(held.items()):
        inner = name[len(path) :].strip("/")
        if not any(part.startswith(".") for part in inner.split("/")):
            found.append((f"{address.rstrip('/')}/{inner}", about.get("size")))
    return found


def opened(address: str) -> BinaryIO:
    """The bytes of a file from their beginning, read as they are asked for."""
    system, path = _system(address)
    stream = system.open(path, "rb")
    return cast(BinaryIO, stream if isinstance(stream, io.IOBase) else io.BufferedReader(stream, BUFFER))


@contextmanager
def fetched(address: str) -> Iterator[Path]:
    """A file of this machine with what lies at an address, for as long as it is used."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "fetched"
        with opened(address) as source, file.open("wb") as target:
            shutil.copyfileobj(source, target, BUFFER)
        yield file


def put(file: Path, address: str) -> None:
    """Lay a file down at an address. Storage shows an object only once it is whole."""
    system, path = _system(address)
    with system.transaction, file.open("rb") as source, system.open(path, "wb") as target:
        shutil.copyfileobj(source, target, BUFFER)


def is_record(address: str) -> bool:
    """Whether a record lies at an address."""
    system, path = _system(address)
    return bool(system.exists(f"{path.rstrip('/')}/record.json"))


def mirror(address: str, folder: Path) -> int:
    """Fetch what a folder lacks of the record at an address, and say how many files that were.

    What never changes is fetched once; a shard last of all with its mark, so that half of one does not count. What is
    in the folder and not at the address stays.
    """
    from detente import durable

    number = 0
    held = files(address)
    for one, size in sorted(held, key=lambda file: (file[0].endswith("/done"), file[0])):
        name = one[len(address.rstrip("/")) + 1 :]
        target = folder / name
        if OWN.fullmatch(name) or not _inside(folder, target):
            continue
        if ONCE.match(name) and target.exists() and target.stat().st_size == size:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with opened(one) as source, durable.writing(target) as stream:
            shutil.copyfileobj(source, stream, BUFFER)
        number += 1
    return number


def _inside(folder: Path, target: Path) -> bool:
    return os.path.normpath(target).startswith(os.path.normpath(folder) + os.sep)
