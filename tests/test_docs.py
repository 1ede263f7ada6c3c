"""What the documents say is what the code does."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from detente import __version__
from detente.analyze import analyses
from detente.cli import app
from detente.extract import extractors

ROOT = Path(__file__).parent.parent


def test_the_pages_that_code_writes_are_up_to_date() -> None:
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("table", sorted((ROOT / "src/detente/data").glob("*.csv")), ids=lambda path: path.stem)
def test_every_table_of_the_codebook_is_described(table: Path) -> None:
    described = (ROOT / "src/detente/data/README.md").read_text(encoding="utf-8")
    assert f"`{table.stem}" in described or f"{table.name}" in described


def test_the_readme_names_every_analysis() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [name for name in analyses() if not re.search(rf"\b{name}\b", readme)]


def test_every_extractor_has_golden_cases() -> None:
    assert not [name for name in extractors() if not list((ROOT / "tests/golden" / name).glob("*.case"))]


def test_links_between_the_documents_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md"), ROOT / "eval/README.md", ROOT / "examples/README.md"]
    broken = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists()
    ]
    assert not broken


def test_the_version_is_said_once() -> None:
    assert f"version: {__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def commands_in(page: str) -> list[str]:
    """The commands that a page shows: in backticks, or on an indented line of their own."""
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = [*re.findall(r"`(detente [^`\n]+)`", text), *re.findall(r"^    (detente [^\n#]+)", text, re.M)]
    return [command.strip() for command in shown]


@pytest.mark.parametrize(
    "page",
    ["README.md", *(f"docs/{name}.md" for name in ("analysts", "mediators", "fact-checkers", "political-scientists"))],
)
def test_the_commands_of_a_page_and_their_options_exist(page: str) -> None:
    assert len(commands_in(page)) >= 5
    wrong = []
    for command in commands_in(page):
        words = shlex.split(command)[1:]
        held = get_command(app)
        while held is not None and words and not words[0].startswith("-") and getattr(held, "commands", None):
            held = held.commands.get(words.pop(0))  # type: ignore[attr-defined]
        if held is None:
            wrong.append(command)
            continue
        known = {option for one in held.params for option in one.opts}
        wrong += [
            f"{command}: {word}" for word in words if word.startswith("-") and len(word) > 1 and word not in known
        ]
    assert not wrong
