"""The training set is sound: its form, its balance, no near-duplicates, and nothing of an evaluation set."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TRAINING = Path(__file__).parent.parent / "training"


def test_the_training_set_is_sound() -> None:
    done = subprocess.run([sys.executable, TRAINING / "check.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
