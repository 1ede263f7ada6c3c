"""The record of Ruritania, and the game that it gives."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from ruritania import NEW, OLD, RECORDS

from detente.outlook import Game, from_record
from record_db import record_db


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = record_db([OLD, NEW], RECORDS)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def game(db: duckdb.DuckDBPyConnection) -> Game:
    return from_record(db)
