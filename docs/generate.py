"""Write the pages that the code knows best: docs/commands.md and docs/records.md.

python docs/generate.py            # write them
python docs/generate.py --check    # exit 1 where they are not what the code says now
"""

from __future__ import annotations

import ast
import inspect
import sys
from dataclasses import MISSING, fields
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from detente import records
from detente.cli import app

HERE = Path(__file__).parent
TABLES = (
    records.Statement, records.Event, records.Position, records.Inducement, records.Commitment, records.Opinion,
    records.Dropped,
)  # fmt: skip


def commands() -> str:
    """A section for each command: what `--help` prints."""
    names: list[list[str]] = []
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        names += [[name, child] for child in below] if below else [[name]]
    parts = ["# Commands", "", "Written by `python docs/generate.py` from what `--help` prints.", ""]
    for words in names:
        shown = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "100", "TERM": "dumb"}, prog_name="detente")
        help_text = "\n".join(line.rstrip() for line in shown.output.strip().splitlines())
        parts += [f"## detente {' '.join(words)}", "", "```text", help_text, "```", ""]
    return "\n".join(parts)


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
    for name, text in (("commands.md", commands()), ("records.md", record_types())):
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
