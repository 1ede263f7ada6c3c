"""Options of the test suite."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite what golden cases expect to what comes out now")
    parser.addoption(
        "--freeze", action="store_true", help="run the language model on golden cases that have no parse yet"
    )
