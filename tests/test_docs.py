"""What the documents say is what the code does."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


PAGES = sorted(
    (page for page in (ROOT / "docs").glob("*.md") if not page.name.endswith(".in.md")), key=lambda page: page.name
)
OTHERS = [ROOT / name for name in ("README.md", "SECURITY.md", "CHANGELOG.md")]
OTHERS += [ROOT / folder / "README.md" for folder in ("eval", "examples", "training", "tables")]


def anchors_of(page: Path) -> set[str]:
    """What a link into a page may name: its headings as the web sites that show Markdown write them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    plain = [re.sub(r"[^\w\- ]", "", heading.lower().strip()) for heading in headings]
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", [*OTHERS, *PAGES], ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_the_documents_lead_somewhere(page: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, place = target.partition("#")
        there = page.parent / file if file else page
        if not there.exists() or (place and there.suffix == ".md" and place not in anchors_of(there)):
            broken.append(target)
    assert not broken


def test_every_document_stands_in_the_index() -> None:
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    notebooks = (ROOT / "docs").glob("*.ipynb")
    assert not [
        page.name for page in (*PAGES, *notebooks) if page.name != "README.md" and f"({page.name})" not in index
    ]


def test_every_page_of_the_server_is_told_of() -> None:
    told = (ROOT / "docs/pages.md").read_text(encoding="utf-8")
    pages = [page.stem for page in (ROOT / "src/detente/web/pages").glob("[!_]*.py")]
    without = {"overview", "add"}  # the first page is `/`; `add` is the form that the reader opens
    assert not [name for name in pages if name not in without and f"/{name}" not in told]


# an id has a letter for its kind and as many letters and digits as `store` and `deeds` give it
ID = re.compile(r"\b[SEPICOXR]-(?=[a-z]*\d|[a-z2-7]{12}\b)[a-z0-9]{6,16}\b")
LENGTHS = {"X": 16, "R": 8}


@pytest.mark.parametrize("page", [*OTHERS, *PAGES], ids=lambda page: str(page.relative_to(ROOT)))
def test_ids_look_as_those_of_a_record(page: Path) -> None:
    found = ID.findall(page.read_text(encoding="utf-8"))
    assert not [one for one in found if not re.fullmatch(rf"[a-z2-7]{{{LENGTHS.get(one[0], 12)}}}", one[2:])]


def test_the_version_is_said_once() -> None:
    assert f"version: {__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def commands_in(page: str) -> list[str]:
    """The commands that a page shows: in backticks, or on an indented line of their own."""
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = [*re.findall(r"`(detente [^`\n]+)`", text), *re.findall(r"^    (detente [^\n#]+)", text, re.M)]
    alone = [re.split(r" (?:&&|\|) ", command)[0].strip() for command in shown]
    return [command for command in alone if not command.startswith("detente NAME")]  # stands for any


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{page.name}" for page in PAGES)])
def test_the_commands_of_a_page_and_their_options_exist(page: str) -> None:
    assert not [one for command in commands_in(page) for one in wrong_in(command)]


@pytest.mark.parametrize("page", ["analysts", "mediators", "fact-checkers", "political-scientists"])
def test_a_page_for_a_user_shows_commands(page: str) -> None:
    assert len(commands_in(f"docs/{page}.md")) >= 5


def leaves(command: object, words: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    """Each command with its words and its help."""
    below = getattr(command, "commands", None) or {}
    for name, child in below.items():
        yield from leaves(child, (*words, name))
    if not below:
        yield " ".join(words), command


EXAMPLE = re.compile(r"^\s*Example: (detente .+)$", re.M)


@pytest.mark.parametrize("name", [name for name, _ in leaves(get_command(app)) if name != "version"])
def test_the_help_of_a_command_has_an_example_that_exists(name: str) -> None:
    command: Any = dict(leaves(get_command(app)))[name]
    examples = EXAMPLE.findall(command.help)
    assert any(f"{example} ".startswith(f"detente {name} ") for example in examples)
    assert not [one for example in examples for one in wrong_in(example)]


def wrong_in(command: str) -> list[str]:
    """What of a command there is not: its words, or an option."""
    words = shlex.split(command, comments=True)[1:]
    held = get_command(app)
    while held is not None and words and not words[0].startswith("-") and getattr(held, "commands", None):
        held = held.commands.get(words.pop(0))  # type: ignore[attr-defined]
    if held is None:
        return [command]
    known = {option for one in held.params for option in one.opts} | {"--help", "--no-words"}
    return [f"{command}: {word}" for word in words if re.match(r"--?[a-z]", word) and word not in known]
