"""What is a day."""

from __future__ import annotations

import re
from datetime import date


def is_day(value: str) -> bool:
    """Whether some text is a day of the calendar as ISO writes it.

    >>> is_day("2025-05-20"), is_day("2025-13-01"), is_day("20250520"), is_day("soon")
    (True, False, False, False)
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
