"""Imports point down, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("spacy", "thinc", "duckdb", "pandas", "pyarrow", "numpy", "trafilatura", "altair")


def test_imports_point_down() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize("module", ["detente", "detente.cli", "detente.records", "detente.readers", "detente.run"])
def test_nothing_heavy_is_loaded_by_an_import(module: str) -> None:
    code = f"import sys, {module}; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_front_door_is_open(tmp_path: Path) -> None:
    asked = f"detente.read({str(tmp_path / 'gone')!r}, codebook=())"
    code = f"import detente\ntry:\n {asked}\nexcept FileNotFoundError as error:\n print(error)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("no such file or folder")
