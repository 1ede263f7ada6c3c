"""The articles of a run as they come in: which are listed, which are copies, and the right to add to the record."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from detente import codebook as tables
from detente import durable, keeping, locking, store
from detente.records import Note, Unread

if TYPE_CHECKING:
    from detente.catalog import Catalog
    from detente.sameness.arrivals import Arrivals

HELD_CHARACTERS = 20_000_000  # of texts that arrived last, kept at hand for those that come after them


class Known(Protocol):
    """What an edition holds: the state of each article by its key."""

    def get(self, key: str, /) -> store.Done | None:
        """What is known of an article."""

    def __getitem__(self, key: str, /) -> store.Done: ...

    def learn(self, shards: Path) -> None:
        """Take in all that the shards of the edition hold by now."""

    def note(self, shard: Path) -> int:
        """Take in a shard that was just written, and say how many articles it holds."""


class Marks(dict[str, store.Done]):
    """What an edition holds, read off the marks of all its shards."""

    def learn(self, shards: Path) -> None:
        """Take in all that the shards of the edition hold by now."""
        self.update(store.done(shards))

    def note(self, shard: Path) -> int:
        """Take in a shard that was just written, and say how many articles it holds."""
        marks = store.done_in(shard)
        self.update(marks)
        return len(marks)


class Texts:
    """The texts of articles that arrived, by twin: the last of them at hand, the others read from their shards."""

    def __init__(self, known: Known, record: Catalog | None = None) -> None:
        self._known, self._record = known, record
        self._keys: dict[str, str] = {}
        self._held: OrderedDict[str, str] = OrderedDict()
        self._size = 0

    def keep(self, item: store.Listed, text: str) -> None:
        """Keep the text of an article at hand for a while: at least until a shard holds it."""
        self._keys[item.twin] = item.key
        self._held[item.key] = text
        self._size += len(text)
        while self._size > HELD_CHARACTERS and len(self._held) > 1:
            oldest = next(iter(self._held))
            if self._known.get(oldest) is None:
                break
            self._size -= len(self._held.pop(oldest))

    def __call__(self, twin: str) -> str | None:
        """The text of a twin; None where neither this run nor the record has it."""
        key = self._keys.get(twin)
        if key is None:
            item = self._record.coded(twin) if self._record is not None else None
            key = item.key if item is not None else ""
        if key in self._held:
            return self._held[key]
        state = self._known.get(key)
        return _texts_in(state.shard).get(key) if state is not None else None


@lru_cache(maxsize=8)
def _texts_in(shard: Path) -> dict[str, str]:
    import pyarrow.parquet as pq

    rows = pq.read_table(shard / "articles.parquet", columns=["key", "text"])
    return dict(zip(rows["key"].to_pylist(), rows["text"].to_pylist(), strict=True))


def sketch_in(shard: Path, key: str) -> bytes | None:
    """The sketch of an article in a shard, None where it has none."""
    return _sketches_in(shard).get(key)


@lru_cache(maxsize=8)
def _sketches_in(shard: Path) -> dict[str, bytes | None]:
    import pyarrow.parquet as pq

    rows = pq.read_table(shard / "articles.parquet", columns=["key", "sketch"])
    return dict(zip(rows["key"].to_pylist(), rows["sketch"].to_pylist(), strict=True))


@dataclass(slots=True)
class Intake:
    """The articles of a run as they come in: which are listed, which are copies, and what could not be read.

    Of one text, letter for letter, the earliest is coded, or the first in the input among equals. A text that only
    tells again what one before it tells is not coded, whatever their dates: `near` leads from its twin to the twin of
    that one, and says why. So what is a copy hangs on the input and its order alone; or, where a `record` is added to,
    on what lay in it and then the input.
    """

    known: Known
    record: Catalog | None = None
    arrivals: Arrivals | None = None
    texts: Texts | None = None
    listed: list[store.Listed] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    first: dict[str, store.Listed] = field(default_factory=dict)
    near: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def comparing(cls, known: Known, record: Catalog | None = None) -> Intake:
        """An intake that looks for near copies."""
        from detente.sameness.arrivals import Arrivals

        texts = Texts(known, record)
        before = record.arrivals if record is not None else None
        return cls(known, record, Arrivals(texts, before=before), texts)

    def arrive(self, item: store.Listed, text: str, number: int | None = None) -> store.Listed:
        """List an article that is read, and say of what it is a copy. `number` is that of the shard to come."""
        kept = None
        if self.record is not None:
            self._heed_record(item)
        if self.arrivals is not None and self.texts is not None and item.twin not in self.first:
            from detente.catalog import ROOM
            from detente.sameness.arrivals import LAST, sketched

            state = self.known.get(item.key)
            kept = sketch_in(state.shard, item.key) if state is not None else None
            kept = kept or sketched(text)
            if not self._is_told_in_record(item):
                limit = LAST if number is None else number * ROOM
                retold = self.arrivals.original(text, item.date, kept, limit)
                if retold is not None:
                    self.near[item.twin] = retold.twin, retold.why
                else:
                    self.arrivals.add(item.twin, item.date, kept)
                    self.texts.keep(item, text)
        return replace(self.take(item), sketch=kept)

    def _heed_record(self, item: store.Listed) -> None:
        """Take up what the record says of a text: as what article it is coded, or what it was taken for a copy of."""
        if self.record is None or item.twin in self.first:
            return
        listed = self.record.coded(item.twin)
        if listed is not None and listed.key != item.key:
            self.first[item.twin] = listed
        if listed is not None and listed.near_of and self.arrivals is not None:
            self.near[item.twin] = listed.near_of, listed.why or ""

    def _is_told_in_record(self, item: store.Listed) -> bool:
        return self.record is not None and self.known.get(item.key) is not None

    def take(self, item: store.Listed) -> store.Listed:
        """List an article; the earliest copy of a text, or the first in the input among equals, is the one to code."""
        held = self.first.get(item.twin)
        if held is None or _earlier(item, held):
            self.first[item.twin] = item
        else:
            item = replace(item, copy_of=held.id)
        if item.twin in self.near:
            twin, why = self.near[item.twin]
            item = replace(item, copy_of=self.coded_as(item).id, near_of=twin, why=why)
        self.listed.append(item)
        return item

    def coded_as(self, item: store.Listed) -> store.Listed:
        """The article that an article's text is coded as, which may be itself."""
        twin = self.near[item.twin][0] if item.twin in self.near else item.twin
        if twin not in self.first and self.record is not None and (listed := self.record.coded(twin)) is not None:
            self.first[twin] = listed
        return self.first.get(twin) or self.first[item.twin]

    def settled(self) -> list[store.Listed]:
        """All articles in the order of the input, each copy with the article that its text is coded as, and why."""
        found = []
        for item in self.listed:
            coded = self.coded_as(item)
            copy_of = None if item.id == coded.id else coded.id
            why = self.near[item.twin][1] if item.twin in self.near else None
            changed = (item.copy_of, item.why) != (copy_of, why)
            found.append(replace(item, copy_of=copy_of, why=why) if changed else item)
        return found

    def close(self) -> None:
        """Let go of what is only needed while articles come in."""
        if self.arrivals is not None:
            self.arrivals.close()


def _earlier(item: store.Listed, other: store.Listed) -> bool:
    return (item.date or "9999") < (other.date or "9999")


def is_done(known: Known, article: store.Listed) -> bool:
    """Whether an article need not be coded any more: it is, or cannot be, or is a copy that the record lists."""
    held = known.get(article.key)
    return held is not None and bool(held.coded or held.failure or article.copy_of)


class Claim:
    """The right to add to an edition, taken when it is first needed, so that who has nothing to add writes nothing.

    `known` are the articles that are done; what others have done until the claim is taken is put into it.
    """

    def __init__(self, folder: Path, known: Known | None = None) -> None:
        self._folder, self._known = folder, known
        self._lock: locking.Lock | None = None
        self._numbers: Iterator[int] = iter(())
        self._next: int | None = None

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
        if self._known is not None:
            self._known.learn(self._folder / "shards")
        self._numbers = store.free_numbers(self._folder / "shards")

    @property
    def number(self) -> int:
        """The number of the shard that is to be written next."""
        if self._next is None:
            self._next = next(self._numbers)
        return self._next

    def pass_on(self) -> int:
        """That number, for the one who writes the shard; the next has another."""
        number, self._next = self.number, None
        return number

    def __enter__(self) -> Claim:
        return self

    def __exit__(self, *error: object) -> None:
        if self._lock is not None:
            self._lock.release()
