"""What the commands of review share: which record, who decides, and how the record is opened for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.weights import MODEL

if TYPE_CHECKING:
    from detente.review.desk import Review

Place = Annotated[
    Path,
    typer.Option("--record", metavar="FOLDER", envvar="DETENTE_RECORD", help="The record, as talks/.detente."),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="NAME", envvar="DETENTE_REVIEWER", help="Who decides; your login name if not given.",
        show_default=False,
    ),
]  # fmt: skip
Blind = Annotated[
    bool, typer.Option("--blind", help="Do not show what others decided until you have decided on it too.")
]
Id = Annotated[str, typer.Argument(metavar="ID", help="The id of a record.", show_default=False)]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of records.", show_default=False)]
Values = Annotated[
    list[str],
    typer.Argument(
        metavar="FIELD=VALUE...", help="Fields and their values; nothing after = is null.", show_default=False
    ),
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why.", show_default=False)]
Kind = Annotated[
    str | None, typer.Option("--table", metavar="TABLE", help="Only this kind, as positions.", show_default=False)
]
RECORD = Path(".detente")


@dataclass(kw_only=True)
class Deciding:
    """The record that is decided on, and who decides."""

    place: Place = RECORD
    by: By = None

    def desk(self) -> Review:
        """The front door of review for them."""
        return desk_of(self.place, self.by)


@dataclass(kw_only=True)
class MaybeBlind(Deciding):
    """The same, perhaps without what others decided."""

    blind: Blind = False

    def desk(self) -> Review:
        """The front door of review for them."""
        return desk_of(self.place, self.by, self.blind)


def desk_of(place: Path, by: str | None, blind: bool = False, *, asking: bool = False, model: str = MODEL) -> Review:
    """The front door of review over a record. Raises FileNotFoundError where there is none."""
    from detente import run
    from detente.review.desk import Review
    from detente.views import lay

    folder = next((one for one in (place, place / run.RECORD) if run.is_record(one)), None)
    if folder is None:
        raise FileNotFoundError(f"{place} is no record: name one with --record, as talks/.detente")
    done = run.reopen(folder, model)
    for one in done.notes if asking else ():
        typer.echo(f"detente: {one.path}{'' if one.line is None else f':{one.line}'}: {one.text}", err=True)
    return Review(done.db, folder, None if asking else by or login(), blind=blind, relay=lay if blind else None)


def login() -> str:
    """The name that this person is logged in under. Raises ValueError where the system knows none."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise ValueError("who decides? Give --by NAME, or set DETENTE_REVIEWER") from None
