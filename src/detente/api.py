"""The library's front door: `detente.read(path).positions()`."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente import run
from detente.codebook import in_use, keep_using
from detente.store import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from detente.charts import Chart
    from detente.outlook import Outlook
    from detente.records import Finding, Note, Unread
    from detente.review.desk import Review


class Coverage:
    """The record of some articles: its tables as data frames, and the analyses of it."""

    def __init__(self, done: run.Run) -> None:
        self._run = done
        self._codebook = in_use()
        self.db = done.db
        """The DuckDB database of the record, for questions of your own."""

    def __repr__(self) -> str:
        return f"<detente coverage: {self._run.articles} articles, {len(self._run.unread)} unread>"

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read, and why."""
        return self._run.unread

    @property
    def notes(self) -> tuple[Note, ...]:
        """What is worth knowing of what was read."""
        return self._run.notes

    def table(self, name: str) -> pd.DataFrame:
        """A table of the record. Raises ValueError, naming those there are, for one that there is not."""
        names = ("articles", *TABLES, "deeds")
        if name not in names:
            raise ValueError(f"no table {name!r} (there are {', '.join(names)})")
        return self.db.execute(f"SELECT * FROM {name}").df()  # noqa: S608  (one of the names above)

    def articles(self) -> pd.DataFrame:
        """The articles that were read."""
        return self.table("articles")

    def statements(self) -> pd.DataFrame:
        """Who said what to whom."""
        return self.table("statements")

    def events(self) -> pd.DataFrame:
        """Who did what to whom, with PLOVER type and modality."""
        return self.table("events")

    def positions(self) -> pd.DataFrame:
        """Who holds which stance on which issue."""
        return self.table("positions")

    def inducements(self) -> pd.DataFrame:
        """Who offers or threatens what to whom."""
        return self.table("inducements")

    def commitments(self) -> pd.DataFrame:
        """Who promised what."""
        return self.table("commitments")

    def opinions(self) -> pd.DataFrame:
        """What the authors themselves think and ask."""
        return self.table("opinions")

    def deeds(self) -> pd.DataFrame:
        """The events that were imported from other data sets, each with its origin and licence."""
        return self.table("deeds")

    def find(self, question: str, **options: Any) -> Finding:
        """The finding of an analysis (`shifts`, `gaps`, ...), with the options that its file gives.

        Raises ValueError, naming those there are, for an analysis that there is not.
        """
        from detente.analyze import analyses

        known = analyses()
        if question not in known:
            raise ValueError(f"no analysis {question!r} (there are {', '.join(known)})")
        keep_using(self._codebook)
        return known[question](self.db, **options)

    def outlook(self, **options: Any) -> Outlook:
        """How near a deal is by several models, and what if; `options` are those of `detente.outlook.Outlook`."""
        from detente.outlook import Outlook

        keep_using(self._codebook)
        return Outlook(self.db, self._run.folder.parent, **options)

    def review(self, by: str | None = None, *, blind: bool = False) -> Review:
        """What people decided of the record, and the means to decide: `review("Ada").reject("P-k3v7x2mau5wd")`.

        Whatever is asked of this coverage afterwards counts the decision. `by` is the reviewer, needed only to decide.
        """
        from detente.review.desk import Review
        from detente.views import lay

        keep_using(self._codebook)
        return Review(self.db, self._run.folder.parent, by, blind=blind, relay=lay)

    def chart(self, name: str, *, proposal: str | None = None, day: str | None = None) -> Chart | None:
        """A chart of the record, of one proposal or on one day where asked for; None where it lacks what it needs.

        A notebook shows it; `as_svg()`, `as_png()` and `as_json()` give it as a file. Raises ValueError for one
        that there is not.
        """
        keep_using(self._codebook)
        found: Chart | None = import_module("detente.charts").chart(self.db, name, proposal=proposal, day=day)
        return found

    def brief(self, path: str | Path | None = None, form: str | None = None) -> str:
        """The brief as Markdown or HTML; where a path is given it is written there too."""
        keep_using(self._codebook)
        return str(import_module("detente.brief").write(self.db, path, form))


def read(
    *inputs: str | Path | Iterable[str | Path],
    date: str | None = None,
    record: str | Path | None = None,
    workers: int = 1,
    codebook: Iterable[str | Path] = (),
    since: str | None = None,
    until: str | None = None,
    engine: str = "local",
    all_copies: bool = False,
) -> Coverage:
    """Read and code files and folders, and give their record: tables as data frames, analyses, the brief.

    What is coded is kept in the folder `record` (`.detente` beside the input unless one is named) and not coded again.
    `date` is the ISO day of articles that give none; `since` and `until` cut the records down to a period. `codebook`
    are tables of your own that are laid over the built-in ones; ValueError names each wrong line of one. For `engine`
    and `all_copies` see `detente.run.build`. Raises FileNotFoundError for an input that is not there.
    """
    places: list[str | Path] = []
    for one in inputs:
        places.extend([one] if isinstance(one, str | Path) else one)
    return Coverage(
        run.build(
            places,
            record=record,
            date=date,
            workers=workers,
            codebook=list(codebook),
            since=since,
            until=until,
            engine=engine,
            all_copies=all_copies,
        )
    )
