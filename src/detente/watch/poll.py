"""One round: the sources that are due are asked, the pages that they name fetched, and the articles of these kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import httpx

from detente.readers._dates import iso_day
from detente.readers._entries import Entry, Feed
from detente.readers._source import RefusedError
from detente.records import Unread
from detente.watch import keep
from detente.watch.contents import Contents, article_in, contents_of
from detente.watch.fetch import Fetched, Fetcher
from detente.watch.robots import DAY, Rules, rules_from
from detente.watch.state import Row, State
from detente.watch.visit import DISALLOWED, LATER, PAUSE, Seen, Visit, visit

EVERY = 1800.0
LONGEST = 86_400.0  # seconds that a source which fails is left alone at most, unless it asks for more itself
TRIES = 6
PAGES_OF_A_SITE = 100  # in one round; the rest follows in the next
ENTRIES = 2_000  # of one feed
CHILDREN = 500  # sitemaps of one index
FLUSH = 25  # articles that a kill can cost a second fetching


@dataclass(slots=True)
class Round:
    """What a round came to."""

    asked: int = 0
    unchanged: int = 0
    failed: int = 0
    pages: int = 0
    articles: int = 0
    waiting: int = 0
    unread: list[Unread] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Watch:
    """How a watch goes about its work. `now` gives the seconds since 1970."""

    folder: Path
    state: State
    fetcher: Callable[[], Fetcher]
    now: Callable[[], float]
    every: float = EVERY
    pause: float = PAUSE
    since: str | None = None

    def follow(self, addresses: Iterable[str]) -> None:
        """Take up the addresses of a list. One that is no longer listed is no longer asked, and neither are its own."""
        listed = list(addresses)
        held = {str(row["url"]) for row in self.state.rows("SELECT url FROM source WHERE parent IS NULL")}
        self.state.together(
            [
                *(("INSERT OR IGNORE INTO source (url) VALUES (?)", (one,)) for one in listed),
                *(("DELETE FROM source WHERE url = ? OR parent = ?", (one, one)) for one in held - set(listed)),
            ]
        )

    def round(self) -> Round:
        """Ask what is due, fetch what is new, and keep the articles."""
        done = Round()
        keep.take_up(self.folder, self.state)
        # the sitemaps that an index names are known only once it was asked
        for _ in range(2):
            due = self._due("SELECT * FROM source WHERE NOT gone")
            if not due:
                break
            by_url = {str(row["moved"] or row["url"]): row for row in due}
            visits = [Visit(url, row["etag"], row["modified"]) for url, row in by_url.items()]
            for seen in self._visit(visits):
                self._source(by_url[seen.visit.url], seen.got, done)
        self._pages(done)
        done.waiting = int(self.state.rows("SELECT count(*) AS n FROM page WHERE taken IS NOT mark")[0]["n"])
        return done

    # ------------------------------------------------------------ sources

    def _due(self, query: str) -> list[Row]:
        now = self.now()
        # what is due later than anything is put off for was put down by a clock that went wrong
        return [row for row in self.state.rows(query) if row["due"] <= now or row["due"] > now + 8 * DAY]

    def _source(self, row: Row, got: Fetched, done: Round) -> None:
        done.asked += 1
        now = self.now()
        if got.error:
            self._failed(row, got, done)
            return
        moved = got.moved or row["moved"]
        calm = ("UPDATE source SET due = ?, failures = 0, error = NULL, moved = ? WHERE url = ?",
                (now + self.every, moved, row["url"]))  # fmt: skip
        digest = sha256(got.data).hexdigest()
        if got.unchanged or digest == row["digest"]:
            done.unchanged += 1
            self.state.together([calm])
            return
        try:
            contents = contents_of(got)
        except RefusedError as refusal:
            self._failed(row, Fetched(got.url, error=str(refusal)), done)
            return
        self.state.together(
            [
                *self._children(contents, row),
                *self._entries(contents.feed, str(row["url"]), got.url),
                calm,
                ("UPDATE source SET etag = ?, modified = ?, digest = ? WHERE url = ?",
                 (got.etag, got.modified, digest, row["url"])),
            ]
        )  # fmt: skip

    def _failed(self, row: Row, got: Fetched, done: Round) -> None:
        done.failed += got.error != LATER
        failures = row["failures"] + (got.error != LATER)
        wait = max(self.every, backoff(self.every, failures), got.wait or 0.0)
        gone = got.status == 410
        self.state.run(
            "UPDATE source SET due = ?, failures = ?, error = ?, gone = ? WHERE url = ?",
            self.now() + wait, failures, got.error, gone, row["url"],
        )  # fmt: skip
        done.unread.append(Unread(path=str(row["url"]), line=None, reason=str(got.error)))

    def _children(self, contents: Contents, row: Row) -> Iterator[tuple[str, Sequence[object]]]:
        """The sitemaps of an index, those changed last first; an index within an index is not followed."""
        if row["parent"]:
            return
        for link in sorted(contents.sitemaps, key=lambda one: one.changed or "", reverse=True)[:CHILDREN]:
            if self.since and link.changed and (iso_day(link.changed) or self.since) < self.since:
                continue
            yield (
                "INSERT INTO source (url, parent, changed) VALUES (?, ?, ?) ON CONFLICT (url) DO UPDATE SET "
                "due = CASE WHEN changed IS excluded.changed THEN due ELSE 0 END, changed = excluded.changed",
                (link.url, row["url"], link.changed),
            )

    def _entries(self, feed: Feed, source: str, base: str) -> Iterator[tuple[str, Sequence[object]]]:
        """The pages that a source names, each marked by what the source says of it: another mark, another version."""
        for entry in feed.entries[:ENTRIES]:
            day = iso_day(entry.updated) or iso_day(entry.published)
            if self.since and day and day < self.since:
                continue
            url = page_address(entry, base)
            if url is None:
                continue
            told = json.dumps([entry.title, entry.published, entry.updated, entry.text], ensure_ascii=False)
            mark = sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
            yield (
                "INSERT INTO page (url, source, title, published, outlet, text, whole, mark)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
                " title = excluded.title, published = excluded.published,"
                " text = excluded.text, whole = excluded.whole, mark = excluded.mark, due = 0, failures = 0"
                " WHERE mark <> excluded.mark AND source = excluded.source",
                (url, source, entry.title, iso_day(entry.published), feed.title, entry.text, entry.whole, mark),
            )

    # ------------------------------------------------------------ pages

    def _pages(self, done: Round) -> None:
        due = self._due("SELECT * FROM page WHERE taken IS NOT mark ORDER BY published DESC, rowid")
        kept = Kept(self)
        by_url: dict[str, Row] = {}
        of_site: dict[str, int] = {}
        for row in due:
            if row["whole"]:
                kept.take(row, feed_row(row))  # the feed brought the whole text: nobody has to be asked for it
                continue
            site = httpx.URL(row["url"]).host
            of_site[site] = of_site.get(site, 0) + 1
            if of_site[site] <= PAGES_OF_A_SITE:
                by_url[str(row["url"])] = row
        for seen in self._visit([Visit(url) for url in by_url]):
            done.pages += 1
            self._page(by_url[seen.visit.url], seen.got, kept, done)
        kept.flush()
        done.articles += kept.total

    def _page(self, row: Row, got: Fetched, kept: Kept, done: Round) -> None:
        if got.error:
            failures = row["failures"] + (got.error != LATER)
            if got.again and failures < TRIES:
                wait = max(backoff(self.every, failures), got.wait or 0.0)
                self.state.run("UPDATE page SET due = ?, failures = ?, error = ? WHERE url = ?",
                               self.now() + wait, failures, got.error, row["url"])  # fmt: skip
                return
            done.unread.append(Unread(path=str(row["url"]), line=None, reason=got.error))
            if row["text"]:
                kept.take(row, feed_row(row))
            else:
                self._settle(row, got.error)
            return
        found = article_in(got)
        if isinstance(found, Unread):
            done.unread.append(found)
            self._settle(row, found.reason)
            return
        # the feed's own day is sure; what a page says of its day has to be guessed from its markup
        kept.take(row, found | {"date": row["published"] or found["date"], "title": found["title"] or row["title"],
                                "source": found["source"] or row["outlet"]})  # fmt: skip

    def _settle(self, row: Row, why: str) -> None:
        """Note that nothing is to be had of a page in this version."""
        query = "UPDATE page SET taken = mark, error = ?, text = NULL WHERE url = ?"
        self.state.run(query, why, row["url"])

    # ------------------------------------------------------------ asking

    def _visit(self, visits: Sequence[Visit]) -> Iterator[Seen]:
        now = self.now()
        self.state.run("DELETE FROM robots WHERE at < ? OR at > ?", now - DAY, now + DAY)
        known: dict[str, Rules] = {
            row["site"]: rules_from(row["data"]) if row["data"] is not None else Rules(reachable=bool(row["reachable"]))
            for row in self.state.rows("SELECT * FROM robots")
        }
        for seen in visit(visits, self.fetcher, known, self.pause):
            # a site whose rules could not be had is asked for them again
            if seen.rules is not None and seen.rules.reachable:
                self.state.run("INSERT OR REPLACE INTO robots VALUES (?, ?, 1, ?)", seen.site, now, seen.rules.data)
            yield seen


class Kept:
    """Articles on their way into a file: a few at a time, so that a kill costs no more than these."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._rows: list[Row] = []
        self.total = 0

    def take(self, page: Row, article: Row) -> None:
        """Keep the article of a page, unless it is the one that was kept last."""
        if keep.version(article) == page["digest"]:
            self._watch.state.run(
                "UPDATE page SET taken = mark, failures = 0, error = NULL, text = NULL WHERE url = ?", page["url"]
            )
            return
        fetched = datetime.fromtimestamp(self._watch.now(), tz=UTC).isoformat(timespec="seconds")
        own = {"page": page["url"], "mark": page["mark"], "feed": page["source"], "fetched": fetched}
        self._rows.append(article | own)
        self.total += 1
        if len(self._rows) >= FLUSH:
            self.flush()

    def flush(self) -> None:
        """Write what is held, and note it as taken: in this order, so that a kill between the two loses nothing."""
        if self._rows:
            name = keep.write(self._watch.folder, self._rows)
            notes = [keep.taken(row) for row in self._rows]
            self._watch.state.together([*notes, ("INSERT OR IGNORE INTO batch VALUES (?)", (name,))])
            self._rows = []


def backoff(every: float, failures: int) -> float:
    """Seconds to stay away after so many failures in a row: twice as long each time, up to a day."""
    return min(every * 2.0 ** min(failures, 20), max(LONGEST, every))


def page_address(entry: Entry, base: str) -> str | None:
    """The address of an entry's page without what only tracks the reader; one of its own where it has no link."""
    if not entry.url:
        return f"{base}#{entry.id or sha256(entry.text.encode()).hexdigest()[:16]}" if entry.whole else None
    try:
        url = httpx.URL(base).join(entry.url).copy_with(fragment=None)
        for name in {key for key in url.params if key.startswith("utm_")}:
            url = url.copy_remove_param(name)
        return str(url) if url.scheme in ("http", "https") and url.host and not url.userinfo else None
    except (httpx.InvalidURL, ValueError, UnicodeError):
        return None


def feed_row(page: Row) -> Row:
    """The article that a feed itself carries."""
    from detente.readers._rows import name_for

    url, text = str(page["url"]), str(page["text"])
    link = url if "#" not in url else None
    return {"id": name_for(url, text), "text": text, "title": page["title"], "date": page["published"],
            "source": page["outlet"], "url": link}  # fmt: skip


__all__ = ["DISALLOWED", "Round", "Watch"]
