"""The notebook runs from its first cell to its last, and what is kept in it is what such cells show."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BOOK = json.loads((ROOT / "docs/notebook.ipynb").read_text(encoding="utf-8"))
CODE = [cell for cell in BOOK["cells"] if cell["cell_type"] == "code"]


def test_the_notebook_is_of_the_form_that_jupyter_reads() -> None:
    assert (BOOK["nbformat"], BOOK["nbformat_minor"]) == (4, 5)
    names = [cell["id"] for cell in BOOK["cells"]]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name) for name in names)
    assert [cell["execution_count"] for cell in CODE] == list(range(1, len(CODE) + 1))


def test_it_shows_frames_and_charts_and_no_script() -> None:
    kinds = [kind for cell in CODE for output in cell["outputs"] for kind in output.get("data", ())]
    assert kinds.count("image/svg+xml") == 3
    assert kinds.count("text/html") >= 5
    assert "<script" not in json.dumps(BOOK)
    assert not [output for cell in CODE for output in cell["outputs"] if output["output_type"] == "error"]


@pytest.mark.model
def test_it_runs_without_jupyter() -> None:
    command = [sys.executable, "docs/run_notebook.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(CODE)} cells run" in done.stdout
