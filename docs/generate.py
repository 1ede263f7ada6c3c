"""Write the pages that the code knows best: commands.md, records.md, ontology.md, accuracy.md, how-sure.md and
tutorial.md.

The figures of accuracy.md and how-sure.md stand as `{{set | figure}}` in their `.in.md`: they are the floors of
`eval/floors.json`, which are what was measured last, `training/validation.json`, and those of
`benchmarks/measured.json`, which need data or machines that are not here. The commands of tutorial.in.md are run on the
example, and what they print is put below them.

python docs/generate.py            # write them
python docs/generate.py --check    # exit 1 where they are not what the code says now
"""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import MISSING, fields
from pathlib import Path
from tempfile import TemporaryDirectory

from typer.main import get_command
from typer.testing import CliRunner

import detente
from detente import records
from detente.brief import write
from detente.cli import app
from detente.codebook import table

HERE = Path(__file__).parent
TABLES = (
    records.Statement, records.Event, records.Position, records.Inducement, records.Commitment, records.Opinion,
    records.Dropped, records.Deed,
)  # fmt: skip


def commands() -> str:
    """A section for each command: what `--help` prints."""
    names = list(_leaves(get_command(app)))
    parts = ["# Commands", "", "Written by `python docs/generate.py` from what `--help` prints.", ""]
    for words in names:
        shown = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "100", "TERM": "dumb"}, prog_name="detente")
        help_text = "\n".join(line.rstrip() for line in shown.output.strip().splitlines())
        parts += [f"## detente {' '.join(words)}", "", "```text", help_text, "```", ""]
    return "\n".join(parts)


def _leaves(command: object, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of each command that has none below it."""
    below = getattr(command, "commands", None)
    for name, child in (below or {}).items():
        yield from _leaves(child, (*words, name))
    if not below:
        yield words


def record_types() -> str:
    """A table for each kind of record: its fields, what they hold and what they are where the text says nothing."""
    shared = {field.name for field in fields(records.Record)}
    parts = [
        "# Records",
        "",
        "Written by `python docs/generate.py` from `src/detente/records.py`. In the store a record also has an `id`,",
        "the words of its span (`text`) and the place of its sentence (`sentence_start`, `sentence_end`).",
        "",
        *_section(records.Record, set()),
    ]
    for kind in TABLES:
        parts += _section(kind, shared if issubclass(kind, records.Record) else set())
    return "\n".join(parts)


def ontology() -> str:
    """The sixteen types and how the manual is read where it can be read in two ways."""
    parts = [
        "# Types of events",
        "",
        "Written by `python docs/generate.py` from `src/detente/data/ontology.csv` and `readings.csv`. The types are",
        "those of PLOVER (draft 1.3 of the manual, 5 February 2022, CC BY-SA 4.0), told in our own words. Quads:",
        "1 verbal and 2 material cooperation, 3 verbal and 4 material conflict. `training/codebook.md` draws the",
        "boundaries between them.",
        "",
        "| type | an actor | quad | score | recipient needed | modes |",
        "|---|---|---|---|---|---|",
    ]
    for row in table("ontology"):
        told = [row["type"], row["means"], row["quad"], f"{float(row['score']):+}", row["recipient"]]
        parts.append("| " + " | ".join([*told, ", ".join(row["modes"].split("|"))]) + " |")
    parts += [
        "",
        "## How the manual is read",
        "",
        "Where it contradicts itself, or its mapping from CAMEO contradicts its rules. `since`: the version of these",
        "readings.",
        "",
        "| since | point | the manual | read as | why |",
        "|---|---|---|---|---|",
    ]
    parts += ["| " + " | ".join(row.values()) + " |" for row in table("readings")]
    return "\n".join([*parts, ""])


def measured(page: str) -> str:
    """A page with its figures. Raises KeyError for a figure that nobody has measured."""
    floors = json.loads((HERE.parent / "eval" / "floors.json").read_text(encoding="utf-8"))
    known = {name: kept["floors"] for name, kept in floors.items()}
    known["validation"] = json.loads((HERE.parent / "training" / "validation.json").read_text(encoding="utf-8"))
    known["measured"] = json.loads((HERE.parent / "benchmarks" / "measured.json").read_text(encoding="utf-8"))
    known["negotiations"] = json.loads((HERE.parent / "eval" / "negotiations.json").read_text(encoding="utf-8"))

    def figure(match: re.Match[str]) -> str:
        value = known[match[1]][match[2]]
        if isinstance(value, str):
            return value
        return f"{value:.2f}".removeprefix("0") if isinstance(value, float) else f"{value:,}"

    text = (HERE / page).read_text(encoding="utf-8")
    return re.sub(r"\{\{(.+?) \| (.+?)\}\}", figure, text)


def of_the_example() -> dict[str, str]:
    """The tutorial with what its commands print on a copy of the example corpus, and the README with its brief."""
    text = (HERE / "tutorial.in.md").read_text(encoding="utf-8")
    readme = (HERE.parent / "README.md").read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        shutil.copytree(HERE.parent / "examples", Path(folder) / "examples", ignore=shutil.ignore_patterns(".detente"))
        here = Path.cwd()
        os.chdir(folder)
        try:
            told = CONSOLE.sub(_run, text)
            brief = write(detente.read("examples/camp-david").db, fmt="md")
        finally:
            os.chdir(here)
    shown = SHOWN.sub(lambda found: f"{found[1]}\n\n{_excerpt(brief)}\n\n{found[2]}", readme)
    return {"tutorial.md": told, "../README.md": shown}


# what the README shows of the brief stands between two marks
SHOWN = re.compile(r"(<!-- the brief of the example -->).*?(<!-- its end -->)", re.S)
EXCERPT = ("On the table", "What moved", "Words against deeds")


def _excerpt(brief: str) -> str:
    """The first paragraph of a brief and some of its sections as a quotation, numbers without their links."""
    plain = re.sub(r"\[\[(\d+)\]\]\(#s\d+\)", r"[\1]", brief)
    first, *parts = re.split(r"^## ", plain.split("## Sources")[0], flags=re.M)
    judged = [line for line in first.splitlines() if line.startswith("**")]
    told = [part.strip() for part in parts if part.partition("\n")[0] in EXCERPT]
    named = [re.sub(r"^(.+)\n", r"**\1**\n", part, count=1) for part in told]
    lines = "\n\n".join([*judged, *named]).splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)


# a block of one command, and after how many lines of its output to stop; an id is asked for by SQL between braces
CONSOLE = re.compile(r"```console(?: (?P<lines>\d+))?\n\$ (?P<command>.+)\n```")
ASKED = re.compile(r"\{\{(.+?)\}\}")


def _run(block: re.Match[str]) -> str:
    """A block with the output of its command. Raises RuntimeError where the command fails."""
    command = ASKED.sub(lambda asked: _asked(asked[1]), block["command"])
    _, *words = shlex.split(command)
    shown = CliRunner().invoke(app, words, env={"COLUMNS": "100", "TERM": "dumb"}, prog_name="detente")
    if shown.exit_code:
        raise RuntimeError(f"{command}: {shown.output}")
    lines = [line.rstrip() for line in re.sub(r"\d+\.\d s\b", "7.0 s", shown.output).strip().splitlines()]
    most = int(block["lines"] or len(lines))
    return "\n".join(["```console", f"$ {command}", *lines[:most], *(["..."] if len(lines) > most else []), "```"])


def _asked(query: str) -> str:
    """The one value that a question to the example has for an answer."""
    ((value,),) = detente.read("examples/camp-david").db.sql(query).fetchall()
    return str(value)


def _section(kind: type, inherited: set[str]) -> list[str]:
    lines = [f"## {kind.__name__}", "", inspect.cleandoc(kind.__doc__ or ""), ""]
    if inherited:
        lines += ["All fields of Record, and:", ""]
    lines += ["| field | type | otherwise |", "|---|---|---|"]
    types = _annotations()
    for field in fields(kind):
        if field.name not in inherited:
            default = "" if field.default is MISSING else "null" if field.default is None else f"`{field.default!r}`"
            written = types[field.name, kind.__name__].replace("|", r"\|")
            lines.append(f"| `{field.name}` | {written} | {default} |")
    return [*lines, ""]


def _annotations() -> dict[tuple[str, str], str]:
    """How each field's type is written in the source, for its class and those that inherit it."""
    tree = ast.parse(inspect.getsource(records))
    found: dict[tuple[str, str], str] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            own = {
                statement.target.id: ast.unparse(statement.annotation)
                for statement in node.body
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
            }
            for base in getattr(records, node.name).__mro__:
                found |= {(f, node.name): t for (f, owner), t in found.items() if owner == base.__name__}
            found |= {(name, node.name): written for name, written in own.items()}
    return found


def main() -> int:
    """Write the pages, or with `--check` only compare them."""
    stale = []
    for name, text in (
        ("commands.md", commands()),
        ("records.md", record_types()),
        ("ontology.md", ontology()),
        ("accuracy.md", measured("accuracy.in.md")),
        ("how-sure.md", measured("how-sure.in.md")),
        *of_the_example().items(),
    ):
        path = HERE / name
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"not up to date: {', '.join(stale)}; run python docs/generate.py")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main())
