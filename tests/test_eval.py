"""No figure on our own labelled articles falls below its floor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.model
def test_no_figure_is_below_its_floor() -> None:
    gate = Path(__file__).parent.parent / "eval" / "gate.py"
    done = subprocess.run([sys.executable, gate], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
