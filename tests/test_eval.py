"""No figure on our own labelled cases falls below its floor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EVAL = Path(__file__).parent.parent / "eval"
MEASUREMENTS = sorted(file for file in EVAL.glob("*.py") if file.stem != "floors")


@pytest.mark.model
@pytest.mark.parametrize("measurement", MEASUREMENTS, ids=lambda file: file.stem)
def test_no_figure_is_below_its_floor(measurement: Path) -> None:
    done = subprocess.run([sys.executable, measurement], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
