"""Keeps scenarios beside a record, each a file of the folder `scenarios`, so that they can be listed and compared.

They are a person's own, as corrections are: no edition touches them, and `detente backup` takes them along.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from detente.outlook.whatif import Scenario, load_scenario, scenario, scenario_json

FOLDER = "scenarios"
LONGEST = 40  # characters of a name that a file is called by


def keep(record: Path, given: Scenario) -> Path:
    """Keep a scenario beside a record under its name; one of the same name gives way. Raises OSError."""
    from detente import durable

    place = record / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    with durable.writing(place / _file(given.name)) as stream:
        stream.write(scenario_json(given).encode())
    return place / _file(given.name)


def kept(record: Path) -> tuple[Scenario, ...]:
    """The scenarios that are kept beside a record, by name. Raises ValueError, naming the file, for a broken one."""
    return tuple(sorted((load_scenario(file) for file in (record / FOLDER).glob("*.json")), key=lambda one: one.name))


def meant(words: str, record: Path | None) -> Scenario:
    """The scenario that words mean: a file (.json), one that is kept beside the record, or a change in words.

    Raises ValueError for what cannot be read, FileNotFoundError for a file that there is not.
    """
    if words.endswith(".json"):
        return load_scenario(words)
    known = kept(record) if record else ()
    return next((one for one in known if one.name == words), None) or scenario(words)


def drop(record: Path, name: str) -> bool:
    """Take away the scenario of a name; False where there is none."""
    file = record / FOLDER / _file(name)
    there = file.exists()
    file.unlink(missing_ok=True)
    return there


def _file(name: str) -> str:
    """A name that any file system takes: readable, and another for each other name.

    >>> _file("The US steps back")
    'the-us-steps-back-2cc2.json'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:LONGEST].strip("-")
    return f"{plain or 'scenario'}-{sha256(name.encode()).hexdigest()[:4]}.json"
