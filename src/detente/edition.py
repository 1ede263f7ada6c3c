"""The edition of a record: a hash of everything that decides what an article is coded as.

That is the source of every module that `annotate` and `extract` reach, of the store's tables, the codebook's tables,
the trained models and the language model. What only reads a record (`analyze`, `brief`, `export`) does not count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from detente.codebook import cached, in_use

PACKAGE = Path(__file__).parent
ROOTS = ("annotate", "extract", "store.py")
# tables for other data sets, and for what only reads a record or puts findings in words: no rule of coding asks them
ASIDE = frozenset({"acled", "cameo", "country_codes", "deliveries", "icews_sectors", "outlets"})
WORDING = "wording_"

_IMPORT = re.compile(r"^\s*(?:from|import) (detente(?:\.\w+)*)(?: import (\([^)]*\)|[^\n]*))?", re.M)


@cached
def edition(model: str) -> str:
    """Twelve hexadecimal digits for the rules, tables (a user's among them) and model as they stand.

    Raises ModuleNotFoundError where the model is not installed.
    """
    total = sha256()
    tables = (file for file in (PACKAGE / "data").rglob("*.csv") if not _aside(file))
    # labels.json holds a digest of the weights beside it
    trained = [file for name in ("coder", "reader") for file in (PACKAGE / "data" / name).glob("*.json")]
    for file in sorted([*writing_side(), *tables, *trained]):
        total.update(f"{file.relative_to(PACKAGE).as_posix()}\0".encode())
        total.update(sha256(file.read_bytes()).digest())
    for file in in_use():
        total.update(f"{file.suffix}\0".encode() + sha256(file.read_bytes()).digest())
    total.update(f"{model} {version_of_model(model)} spacy {version_of('spacy')}".encode())
    return total.hexdigest()[:12]


def _aside(file: Path) -> bool:
    return file.stem in ASIDE or file.stem.startswith(WORDING)


def writing_side() -> set[Path]:
    """The source files that coding rests on: those of `annotate` and `extract`, and all that these import."""
    waiting = [file for root in ROOTS for file in sources(PACKAGE / root)]
    found: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting.extend(imported(file))
    return found


def sources(place: Path) -> list[Path]:
    """A source file, or all in a folder."""
    return [place] if place.suffix == ".py" else sorted(place.rglob("*.py"))


def imported(file: Path) -> Iterator[Path]:
    """The files of this package that a source file imports, at its head or within a function."""
    for module, names in _IMPORT.findall(file.read_text(encoding="utf-8")):
        for name in (module, *(f"{module}.{part}" for part in re.findall(r"\w+", names))):
            place = PACKAGE.joinpath(*name.split(".")[1:])
            if place != PACKAGE:
                yield from (f for f in (place.with_suffix(".py"), place / "__init__.py") if f.is_file())


def version_of_model(model: str) -> str:
    """The version that a spaCy model says of itself, read without importing it."""
    spec = find_spec(model)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"the language model {model} is not installed: pip install {model.replace('_', '-')}")
    meta = Path(spec.origin).with_name("meta.json")
    return str(json.loads(meta.read_text(encoding="utf-8"))["version"]) if meta.is_file() else version_of(model)


def version_of(distribution: str) -> str:
    """The installed version of a distribution."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "unknown"
