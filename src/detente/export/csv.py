"""Findings as CSV that a spreadsheet can open without running anything."""

from __future__ import annotations

import csv
import io
from typing import Any

from detente.records import Finding
from detente.wording import flat

# what a spreadsheet takes for the start of a formula (OWASP, "CSV Injection")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(finding: Finding) -> str:
    """The shown columns of a finding and its record ids; text that looks like a formula gets a `'` before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    named = not finding.rows or "records" in finding.rows[0]
    columns = (*finding.columns, "records") if named else finding.columns
    writer.writerow(columns)
    for row in finding.rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue()


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | float):
        return value
    text = flat(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
