"""Visits addresses: sites side by side, each site one request after another, as slowly as it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from queue import Queue
from threading import Event, Thread

from detente.watch.fetch import Fetched, Fetcher
from detente.watch.robots import Rules, origin, rules_of

SITES_AT_ONCE = 8
PAUSE = 1.0  # seconds between two requests to a site that asks for nothing else
LONGEST_PAUSE = 30.0  # a site that wants more is asked once a round
DISALLOWED = "robots.txt asks not to"
UNREACHABLE = "robots.txt could not be had"
LATER = "left for the next round"


@dataclass(frozen=True, slots=True)
class Visit:
    """An address to ask, and what is known of what was there."""

    url: str
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a visit, and the rules of its site where they were asked for anew."""

    visit: Visit
    got: Fetched
    site: str
    rules: Rules | None = None


def visit(
    visits: Sequence[Visit], fetcher: Callable[[], Fetcher], known: Mapping[str, Rules], pause: float = PAUSE
) -> Iterator[Seen]:
    """Ask addresses and yield what came of each as it comes. Every site's robots.txt is heeded, `known` or asked for.

    Where a site asks to be left alone for a while (429, 503), the rest of what was wanted of it is left for later.
    """
    sites: dict[str, list[Visit]] = {}
    for one in visits:
        sites.setdefault(origin(one.url), []).append(one)
    waiting: Queue[str] = Queue()
    done: Queue[Seen | BaseException] = Queue()
    stop = Event()
    for site in sites:
        waiting.put(site)

    def work() -> None:
        own = fetcher()
        try:
            while not stop.is_set() and not waiting.empty():
                site = waiting.get()
                for seen in _of_site(site, sites[site], own, known.get(site), pause, stop):
                    done.put(seen)
        except BaseException as error:
            done.put(error)
        finally:
            own.close()

    workers = [Thread(target=work, daemon=True) for _ in range(min(SITES_AT_ONCE, len(sites)))]
    for worker in workers:
        worker.start()
    try:
        for _ in visits:
            seen = done.get()
            if isinstance(seen, BaseException):
                raise seen
            yield seen
    finally:
        stop.set()
        for worker in workers:
            worker.join(timeout=0.1 if any(w.is_alive() for w in workers) and not done.empty() else 5)


def _of_site(
    site: str, visits: Sequence[Visit], fetcher: Fetcher, rules: Rules | None, pause: float, stop: Event
) -> Iterator[Seen]:
    new = None
    if rules is None:
        rules = new = rules_of(site, fetcher)
    between = max(pause, rules.delay)
    hush: Fetched | None = None
    asked = 0
    for one in visits:
        if stop.is_set():
            return
        if not rules.reachable:
            yield Seen(one, Fetched(one.url, error=UNREACHABLE), site, new)
            continue
        if not rules.allow(one.url):
            yield Seen(one, Fetched(one.url, error=DISALLOWED, again=False), site, new)
            continue
        if hush is not None or (asked and between > LONGEST_PAUSE):
            yield Seen(one, hush or Fetched(one.url, error=LATER, wait=0.0), site, new)
            continue
        if (asked or new) and between:
            stop.wait(between)
        got = fetcher.get(one.url, one.etag, one.modified)
        asked += 1
        if got.status in (429, 503):
            hush = Fetched(one.url, error=LATER, wait=got.wait or 0.0)
        # a redirect may lead to a site with rules of its own
        elsewhere = origin(got.url) if got.error is None and not got.unchanged else site
        if elsewhere != site and not rules_of(elsewhere, fetcher).allow(got.url):
            got = Fetched(got.url, error=DISALLOWED, again=False)
        yield Seen(one, got, site, new)
