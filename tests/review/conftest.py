"""The record by hand of `reviewed.py`, in a folder and open."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.api import Coverage
from reviewed import make, opened


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return make(tmp_path / "record")


@pytest.fixture
def coverage(record: Path) -> Coverage:
    return opened(record)
