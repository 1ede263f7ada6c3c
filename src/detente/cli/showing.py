"""The command that shows a record with the sentence it rests on."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from detente.cli.asking import Coverage, Shown, spread
from detente.cli.common import visible
from detente.records import Finding

Id = Annotated[str, typer.Argument(metavar="ID", help="The id of a record.", show_default=False)]
HIDDEN = frozenset(
    {"id", "key", "text", "sentence", "sentence_start", "sentence_end", "start", "end", "spans", "article_nr",
     "sort_key", "speaker_start", "speaker_end", "cue_start", "cue_end", "article_date", "source", "title", "article"}
)  # fmt: skip


@spread
def show(name: Id, asked: Coverage) -> None:
    """Print a record and its sentence, the words that it rests on marked; of an imported event the file and line.

    Example: detente show P-k3v7x2mau5wd talks/
    """
    run = asked.build()
    from detente.run import find

    found = find(run.db, name)
    if found is None:
        typer.echo(f"detente: no record {name} in this input (a changed rule may have changed its id)", err=True)
        raise typer.Exit(1)
    table, row = found
    rests_on_text = table != "deeds"
    typer.echo(f"{row['id']}  {table.removesuffix('s')}")
    for field, value in row.items():
        if value not in (None, "", []) and (field not in HIDDEN if rests_on_text else field != "id"):
            typer.echo(f"  {field.replace('_', ' '):14}  {visible(str(value))}")
    if not rests_on_text:
        return
    typer.echo(f"\n{visible(_origin(row))}\n")
    typer.echo(marked(row, colour=sys.stdout.isatty()))


@spread
def sql(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A query in SQL.", show_default=False)],
    shown: Shown,
    asked: Coverage,
) -> None:
    """Ask the record a question of your own: its tables are articles and one a record kind.

    Example: detente sql "SELECT type, count(*) FROM events GROUP BY type" talks/
    """
    import duckdb

    run = asked.build()
    try:
        result = run.db.execute(query)
        columns = tuple(column[0] for column in result.description or ())
        rows = tuple(dict(zip(columns, row, strict=True)) for row in result.fetchall())
    except duckdb.Error as error:
        raise typer.BadParameter(str(error), param_hint="QUERY") from None
    shown.put(Finding(name="sql", title="Answer", columns=columns, rows=rows))


def _origin(row: Mapping[str, Any]) -> str:
    known = [row["title"], row["source"], row["article_date"] or "undated", row["article"]]
    return f"{', '.join(str(one) for one in known if one)}, characters {row['start']} to {row['end']}"


def marked(row: Mapping[str, Any], colour: bool) -> str:
    """The sentence of a record with marks round its span, and round the speaker and the cue of a statement.

    On a terminal the marks are bold and underlined; elsewhere «» for the span, [] for the speaker, <> for the cue.
    """
    marks = [(start, end, "«", "»") for start, end in row.get("spans") or [(row["start"], row["end"])]]
    for part, left, right in (("speaker", "[", "]"), ("cue", "<", ">")):
        if row.get(f"{part}_start") is not None:
            marks.append((row[f"{part}_start"], row[f"{part}_end"], left, right))
    sentence, first = visible(row["sentence"]), row["sentence_start"]
    styles = {"«": ("\x1b[1;4m", "\x1b[0m"), "[": ("\x1b[36m", "\x1b[0m"), "<": ("\x1b[3m", "\x1b[0m")}
    put: list[tuple[int, int, str]] = []
    for start, end, left, right in marks:
        if first <= start and end <= first + len(sentence):
            opening, closing = styles[left] if colour else (left, right)
            put += [(start - first, 1, opening), (end - first, 0, closing)]
    for place, _, sign in sorted(put, reverse=True):
        sentence = sentence[:place] + sign + sentence[place:]
    return str(sentence)
