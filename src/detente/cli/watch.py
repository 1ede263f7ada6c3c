"""The command that keeps a record current."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep, time
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.asking import Work, spread
from detente.cli.brief import refuse_form
from detente.cli.common import SHOWN, on_day, progress, tell, visible

if TYPE_CHECKING:
    from detente.run import Run
    from detente.watch.coder import Coder
    from detente.watch.poll import Round
    from detente.watch.state import State

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
SOONEST = 60.0  # seconds between two rounds

What = Annotated[
    Path,
    typer.Argument(
        metavar="FEEDS",
        help="An OPML file, a text with one address a line (feeds, sitemaps, pages), or a folder of files.",
        show_default=False,
    ),
]
Place = Annotated[
    Path,
    typer.Argument(metavar="DIR", help="The record, and what was fetched for it; made if need be.", show_default=False),
]


@spread
def watch(
    what: What,
    place: Place,
    once: Annotated[bool, typer.Option("--once", help="One round, then stop (for cron).")] = False,
    every: Annotated[str, typer.Option("--every", metavar="TIME", help="Between two rounds: 30m, 2h, 1d.")] = "30m",
    brief: Annotated[
        Path | None,
        typer.Option(
            "--brief",
            metavar="FILE",
            help="After each round that brings something: the brief, with what changed since the last.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        on_day("--since", help="Leave out what is dated before this day."),
    ] = None,
    agent: Annotated[
        str | None,
        typer.Option("--contact", metavar="TEXT", help="An address that site owners see beside the program's name."),
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from this machine and the local network.")
    ] = False,
    *,
    how: Work,
) -> None:
    """Keep a record current: fetch what feeds, sitemaps and pages bring that is new, and code it.

    Asks only what is due and only for what has changed, keeps to robots.txt, and can be killed at any moment: the next
    start goes on from there. Ask the record by its folder, also meanwhile: detente shifts DIR

    Example: detente watch feeds.opml talks/ --once --brief today.html
    """
    from detente.watch.coder import Coder
    from detente.watch.folder import refuse_within
    from detente.watch.state import State

    seconds = _seconds(every)
    refuse_form(brief, "--brief")
    if agent is not None and not re.fullmatch(r"[\x20-\x7e]{1,200}", agent):
        raise typer.BadParameter("one line of plain letters, 200 at most", param_hint="--contact")
    if not what.exists():
        raise FileNotFoundError(f"no such file or folder: {what}")
    if what.is_dir():
        refuse_within(what, place)
    quiet = how.quiet
    coder = Coder(place, how.workers, how.engine, how.model, how.tables)
    with State(place) as state, suppress(KeyboardInterrupt):
        step = (
            partial(_look, what, coder, state, quiet)
            if what.is_dir()
            else partial(_ask, what, coder, state, quiet, seconds, since, agent, allow_private)
        )
        while True:
            begun = monotonic()
            lost = step()
            if brief is not None:
                _tell_changes(coder, brief, quiet)
            if once:
                if lost:
                    raise typer.Exit(1)
                return
            sleep(max(1.0, seconds - (monotonic() - begun)))


def _look(what: Path, coder: Coder, state: State, quiet: bool) -> bool:
    """Code what is new in a folder."""
    from detente.watch import folder

    with progress(quiet) as report:
        done = folder.code(what, coder, state, time, report)
    _tell_coded(done, quiet)
    return False


def _ask(
    what: Path, coder: Coder, state: State, quiet: bool, seconds: float, since: str | None, contact: str | None,
    allow_private: bool,
) -> bool:  # fmt: skip
    """One round of the feeds; whether nothing at all was to be had, now or ever."""
    from detente.watch import keep, lists
    from detente.watch.fetch import AGENT, Fetcher
    from detente.watch.poll import Watch

    name = f"{AGENT[:-1]}; {contact})" if contact else AGENT
    fetcher: Callable[[], Fetcher] = partial(Fetcher, agent=name, allow_private=allow_private)
    watching = Watch(coder.record, state, fetcher, now=time, every=seconds, since=since)
    watching.follow(lists.feeds_in(what))
    done = watching.round()
    _tell_round(done, quiet)
    with progress(quiet) as report:
        coded = keep.code(coder, state, report)
    _tell_coded(coded, quiet)
    return bool(done.asked) and done.failed == done.asked and not state.rows("SELECT name FROM batch LIMIT 1")


def _tell_round(done: Round, quiet: bool) -> None:
    for one in done.unread[:SHOWN]:
        typer.echo(f"detente: {visible(one.path)}: {visible(one.reason)}", err=True)
    if len(done.unread) > SHOWN:
        typer.echo(f"detente: and {len(done.unread) - SHOWN:,} more", err=True)
    if not quiet:
        told = f"asked {done.asked:,} sources ({done.unchanged:,} unchanged, {done.failed:,} failed)"
        told += f", fetched {done.pages:,} pages, kept {done.articles:,} articles"
        typer.echo(f"detente: {told}{f', {done.waiting:,} pages wait' if done.waiting else ''}", err=True)


def _tell_coded(done: Run | None, quiet: bool) -> None:
    if done is None:
        return
    tell(done.articles, done.unread, done.notes, done.new, done.copies, done.seconds, quiet)
    done.db.close()


def _tell_changes(coder: Coder, path: Path, quiet: bool) -> None:
    from detente import run
    from detente.watch import changes

    if not run.is_record(coder.record):
        return
    record = run.reopen(coder.record, coder.model, coder.codebook)
    try:
        new = changes.write(record.db, path)
    finally:
        record.db.close()
    if not quiet:
        typer.echo(f"detente: {f'what {new:,} new articles change is in {path}' if new else 'nothing new'}", err=True)


def _seconds(words: str) -> float:
    """How long `30m`, `2h` or `1d` is. Raises typer.BadParameter for what is none, or less than a minute."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", words.strip().lower())
    if not found or int(found[1]) * UNITS[found[2]] < SOONEST:
        raise typer.BadParameter(f"{words!r}: write it as 30m, 2h or 1d, a minute at least", param_hint="--every")
    return float(int(found[1]) * UNITS[found[2]])
