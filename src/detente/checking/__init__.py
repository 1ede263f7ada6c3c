"""Is a record whole? Every shard readable and as it was written, every id its own, every span on its words.

`check` only reads, and may run while others read and write. What it finds is a `Problem`: damage, a leftover of
somebody who was killed, or a note. `mending.mend` does what each problem's `mend` says; nothing that holds a text or a
record is ever removed by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from detente import deeds, keeping, locking
from detente.checking.beside import problems_beside, problems_of_deeds
from detente.checking.problems import ASIDE, Problem
from detente.checking.shards import look
from detente.store import BUILDING, SHARD

__all__ = ["Checked", "Problem", "check"]


@dataclass(slots=True)
class Checked:
    """What a record holds, and what is wrong with it. Counts are of what could be read."""

    editions: int = 0
    shards: int = 0
    articles: int = 0
    records: int = 0
    deeds: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is damaged; leftovers and notes harm nothing."""
        return not any(problem.kind == "damage" for problem in self.problems)


def check(record: Path, *, alone: bool = False) -> Checked:
    """Verify a record.
    What is half made counts as left over where nobody writes to the record, or the caller does, `alone`.

    Raises ValueError where the folder is no record, or one of a form that this version does not know.
    """
    found = Checked()
    if not record.is_dir():
        raise FileNotFoundError(f"no such record: {record}")
    found.problems += _problems_of_form(record)
    names = [shards.parent.name for shards in sorted(record.glob("*/shards"))]
    imported = deeds.files(record)
    if not names and not imported and not (record / keeping.FILE).exists():
        raise ValueError(f"{record} is no record: it holds neither shards nor imported events")
    writing = not alone and _problems_of_lock(record, found.problems)
    for name in names:
        found.editions += 1
        _check_edition(record, record / name, found)
    for file in imported:
        found.deeds += problems_of_deeds(record, file, found.problems)
    found.problems += problems_beside(record)
    if not writing:
        found.problems += _leftovers(record)
    return found


def _problems_of_form(record: Path) -> Iterator[Problem]:
    try:
        keeping.heed(record)
        if keeping.about(record) is None and any(record.glob("*/shards")):
            yield Problem("note", keeping.FILE, "not there: of the time before there was one", "write it")
    except keeping.LaterFormError:
        raise
    except ValueError:
        yield Problem("damage", keeping.FILE, "not to be understood", "write it anew")


def _problems_of_lock(record: Path, problems: list[Problem]) -> bool:
    """Whether the record is written to now. A lock that nobody holds any more is a leftover."""
    held = locking.holder(record)
    if held is None:
        return False
    who, alive = held
    if alive:
        problems.append(Problem("note", locking.NAME, f"written to by {who}: what is half made is not looked at"))
    else:
        problems.append(Problem("leftover", locking.NAME, f"of {who}, which is no more", "remove it"))
    return alive


def _check_edition(record: Path, edition: Path, found: Checked) -> None:
    seen: set[str] = set()
    twice = 0
    for shard in sorted(place for place in (edition / "shards").iterdir() if place.is_dir()):
        looked = look(shard)
        place = shard.relative_to(record).as_posix()
        mend = "set it aside, and code its articles again" if SHARD.fullmatch(shard.name) else "set it aside"
        found.problems += [Problem("damage", place, what, mend) for what in looked.damage]
        if not looked.sealed and not looked.damage:
            found.problems.append(Problem("note", place, "no sums: of the time before there were any", "add them"))
        twice += len(seen & looked.coded)
        seen |= looked.coded
        found.shards += 1
        found.articles += looked.articles
        found.records += looked.records
    if twice:
        said = f"{twice:,} articles coded in two shards, by runs that did not know of each other: each counts once"
        found.problems.append(Problem("note", edition.name, said))


def _leftovers(record: Path) -> Iterator[Problem]:
    for folder in (record, record / deeds.FOLDER, *(shards.parent for shards in sorted(record.glob("*/shards")))):
        for left in sorted((*folder.glob(f"{BUILDING}*"), *folder.glob(".judged-*"))):
            place = left.relative_to(record).as_posix()
            yield Problem("leftover", place, "half made by somebody who was killed", "remove it")
    for shard in sorted((record / ASIDE).glob("*/shards/*")):
        place = shard.relative_to(record).as_posix()
        yield Problem("note", place, "set aside earlier, for it is damaged", "code what of it is not held elsewhere")
