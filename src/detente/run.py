"""Reads, codes and stores: the one way from input files to a record.

A shard is the unit of work: some articles in, one folder out. The executor is a `map` over shards, so that one process
and several give the same record. An article that is done in this edition is not coded again, and a text that stands in
the input twice is coded once, as its earliest copy. Who only reads needs no lock; the lock of the record is taken when
the first article is to be coded, and let go of at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from errno import EIO
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from detente import catalog, deeds, keeping, listings, packs, storage, store
from detente import codebook as tables
from detente.edition import edition
from detente.executors import executor
from detente.intake import Claim, Intake, Marks, is_done
from detente.readers import read
from detente.records import Article, Note, Unread
from detente.review import journal
from detente.review.decisions import Decision
from detente.views import connect
from detente.weights import MODEL
from detente.work import Shard, code_shard

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

RECORD = ".detente"
SHARD_ARTICLES = 50
SHARD_CHARACTERS = 500_000

Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: its database, the folder of its edition, and what there is to say of its input.

    `deeds` are the files of imported events in the record.
    """

    db: duckdb.DuckDBPyConnection
    folder: Path
    articles: int
    new: int
    copies: int
    unread: tuple[Unread, ...]
    notes: tuple[Note, ...]
    seconds: float
    deeds: tuple[Path, ...] = ()


def build(
    inputs: Sequence[str | Path],
    *,
    record: str | Path | None = None,
    date: str | None = None,
    workers: int = 1,
    model: str = MODEL,
    codebook: Sequence[str | Path] = (),
    report: Report | None = None,
    since: str | None = None,
    until: str | None = None,
    engine: str = "local",
    all_copies: bool = False,
    onto: bool = False,
) -> Run:
    """Code what is new in the input, and open the record of the whole of it.

    `record` is the folder to keep it in (see `beside`). `date` is the ISO day of articles that have none of their own.
    `report` is told after each shard how many articles are newly coded. `since` and `until` are ISO days that cut down
    the records, not the articles. `codebook` are a user's own tables, laid over the built-in ones. `engine` says who
    does the work (see `executors`). `all_copies`: near copies are coded too. `onto`: whether an article is a copy is
    told by all that the record holds, and not by the input alone; it costs the same however large the record is.
    Where the only input is a record folder, all that is in it is opened, with the tables that it was coded with; from
    storage what `record` lacks of it is fetched first. Raises
    FileNotFoundError for an input that is not there, ValueError for a table that is wrong or a record of a later form,
    `locking.HeldError` where there is something to code and another process writes to the record.
    """
    if len(inputs) == 1 and storage.is_address(inputs[0]) and storage.is_record(str(inputs[0])):
        place = Path(record) if record is not None else beside(inputs)
        storage.mirror(str(inputs[0]), place)
        return reopen(place, model, codebook, since, until, all_copies)
    if len(inputs) == 1 and is_record(Path(inputs[0])):
        return reopen(Path(inputs[0]), model, codebook, since, until, all_copies)
    started = monotonic()
    tables.use(codebook)
    folder = (beside(inputs) if record is None else Path(record)) / edition(model)
    shards = folder / "shards"
    keeping.heed(folder.parent)
    map_ = executor(workers, engine)
    work = partial(code_shard, shards=shards.absolute(), model=model, codebook=tables.in_use())
    new = 0
    with _intake(folder, all_copies, onto) as (intake, claim):
        for shard in map_(work, jobs(inputs, date, intake, claim)):
            new += intake.known.note(shard)
            if report:
                report(new)
        return _opened(_listing(intake), folder, new, started, since, until)


@contextmanager
def _intake(folder: Path, all_copies: bool, onto: bool) -> Iterator[tuple[Intake, Claim]]:
    """What takes in the articles of a run, and the claim to the edition that they are added to."""
    if not onto:
        known = Marks(store.done(folder / "shards"))
        intake = Intake(known) if all_copies else Intake.comparing(known)
        with closing(intake), Claim(folder, known) as claim:
            yield intake, claim
        return
    with Claim(folder) as claim:
        claim.take()
        held = catalog.opened(folder)
        intake = Intake(held, held) if all_copies else Intake.comparing(held, held)
        with closing(held), closing(intake):
            yield intake, claim


def beside(inputs: Sequence[str | Path]) -> Path:
    """Where the record of some input lies unless a folder is named: in `.detente`, beside the first file or folder.

    Raises ValueError where that lies on storage: a record is worked on in a folder of this machine.
    """
    first = next((one for one in inputs if str(one) != "-"), Path())
    if storage.is_address(first):
        raise ValueError(f"{first} lies on storage: name a folder of this machine for the record (--record)")
    return Path(first).parent / RECORD


def is_record(place: Path) -> bool:
    """Whether a folder is a record rather than a folder of articles."""
    return place.is_dir() and (any(place.glob("*/shards")) or bool(deeds.files(place)) or keeping.is_kept(place))


def reopen(
    record: Path,
    model: str = MODEL,
    codebook: Sequence[str | Path] = (),
    since: str | None = None,
    until: str | None = None,
    all_copies: bool = False,
) -> Run:
    """Open all that is in a record folder: the youngest edition of the present rules, else the youngest of all.

    The user's tables that it was coded with are kept in it and laid over the codebook again, unless others are given.
    """
    started = monotonic()
    keeping.heed(record)
    editions = [record / name / "shards" for name in reversed(keeping.editions(record))]
    present = None
    for shards in editions:
        tables.use(codebook or keeping.kept_tables(shards.parent))
        if shards.parent.name == edition(model):
            present = shards
            break
    shards = present or next(iter(editions), record / edition(model) / "shards")
    notes: list[Note] = []
    if present is None and editions:
        tables.use(codebook or keeping.kept_tables(shards.parent))
        notes.append(Note(path=str(record), line=None, text="coded by an earlier edition of the rules"))
        keeping.refuse_misfits(record, (place for place in shards.iterdir() if (place / store.DONE).exists()))
    name = listings.name_of(shards, all_copies)
    listing = listings.kept(shards, name) if name else None
    if listing is None:
        intake = Intake(Marks(store.done(shards)))
        _list_again(intake, record, all_copies)
        listing = _listing(intake)
        if name:
            listings.keep(shards, name, listing)
    return _opened(replace(listing, notes=(*notes, *listing.notes)), shards.parent, 0, started, since, until)


def _list_again(intake: Intake, record: Path, all_copies: bool) -> None:
    """List what a record holds, in the order in which it came in. Of two articles with one id the second gets `-2`."""
    marks = intake.known
    taken: dict[str, int] = {}
    uncoded = 0
    for item in store.articles_of(marks) if isinstance(marks, Marks) else ():
        if item.near_of and not (all_copies and marks[item.key].coded):
            intake.near.setdefault(item.twin, (item.near_of, item.why or ""))
            uncoded += all_copies
        id_ = item.id
        while id_ in taken:
            taken[item.id] += 1
            id_ = f"{item.id}-{taken[item.id]}"
        taken[id_] = 1
        intake.take(item if id_ == item.id else replace(item, id=id_))
    if uncoded:
        said = f"{uncoded:,} near copies are not coded in it: code them from where they came, with all copies"
        intake.notes.append(Note(path=str(record), line=None, text=said))


def _listing(intake: Intake) -> listings.Listing:
    """What came in: the articles of which there is something to read, and what there is to say of the others."""
    unread = list(intake.unread)
    held: dict[store.Listed, Path] = {}
    for item in intake.settled():
        failure = intake.known[intake.coded_as(item).key].failure
        if failure:
            unread.append(Unread(path=item.path or item.id, line=None, reason=failure))
        else:
            held[item] = intake.known[item.key].shard
    return listings.Listing(listings.table_of(held), tuple(unread), tuple(intake.notes))


def _opened(
    listing: listings.Listing, folder: Path, new: int, started: float, since: str | None, until: str | None
) -> Run:
    imported = tuple(deeds.files(folder.parent))
    decided = journal.read(folder.parent)
    packs.fill(Path(shard) for shard in listing.table["shard"].unique().to_pylist())
    db = _connected(listing.table, since, until, imported, folder, decided.decisions)
    return Run(
        db=db,
        folder=folder,
        articles=len(listing.table),
        new=new,
        copies=len(listing.table) - listing.table["copy_of"].null_count,
        unread=listing.unread,
        notes=(*listing.notes, *_notes_of_review(db, folder.parent, decided)),
        seconds=monotonic() - started,
        deeds=imported,
    )


def _notes_of_review(db: duckdb.DuckDBPyConnection, record: Path, decided: journal.Journal) -> Iterator[Note]:
    """What is to say of decisions that do not count: lines that are none, and those that could not be placed."""
    for one in decided.broken:
        text = f"no decision, and left out: {one.reason}"
        yield Note(path=str(record / journal.FILE), line=one.line, text=text)
    (loose,) = db.execute("SELECT count(DISTINCT decision) FROM loose").fetchall()[0]
    if loose:
        text = f"{loose:,} decisions have no place in this edition (`detente review list --loose` says why)"
        yield Note(path=str(record / journal.FILE), line=None, text=text)


def _connected(
    held: pa.Table,
    since: str | None,
    until: str | None,
    imported: tuple[Path, ...],
    folder: Path,
    decisions: Sequence[Decision],
) -> duckdb.DuckDBPyConnection:
    import duckdb

    try:
        return connect(held, since, until, imported, folder, decisions)
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        said = str(error).splitlines()[0]
        raise OSError(EIO, f"cannot be read ({said}): {keeping.MEND}", str(folder.parent)) from error


def jobs(inputs: Sequence[str | Path], date: str | None, intake: Intake, claim: Claim) -> Iterator[Shard]:
    """Read the input into `intake` and gather what is not done yet into shards; the first of it takes the `claim`."""
    waiting: list[tuple[store.Listed, Article]] = []
    size = 0
    queued: set[str] = set()
    for item in read(inputs, date):
        if isinstance(item, Unread):
            intake.unread.append(item)
            continue
        if isinstance(item, Note):
            intake.notes.append(item)
            continue
        article = intake.arrive(store.listed(item), item.text, claim.number if intake.record else None)
        if article.key in queued or is_done(intake.known, article):
            continue
        claim.take()
        if is_done(intake.known, article):  # by another process meanwhile
            continue
        queued.add(article.key)
        waiting.append((article, item))
        size += len(item.text)
        if len(waiting) >= SHARD_ARTICLES or size >= SHARD_CHARACTERS:
            yield claim.pass_on(), waiting
            waiting, size = [], 0
    if waiting:
        yield claim.pass_on(), waiting


# ---------------------------------------------------------------- asking


def find(db: duckdb.DuckDBPyConnection, name: str) -> tuple[str, dict[str, object]] | None:
    """The table and the row of the record or the imported event with this id, or None."""
    for table in (*store.TABLES, deeds.FOLDER):
        result = db.execute(f"SELECT * FROM {table} WHERE id = $name", {"name": name})  # noqa: S608  (a known table)
        columns = [column[0] for column in result.description or ()]
        row = result.fetchone()
        if row:
            return table, dict(zip(columns, row, strict=True))
    return None
