"""What a reader asks for: the name of a page, its form and its filters, as they stand in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

LONGEST = 300


class WrongQueryError(ValueError):
    """A filter in an address has a value that it cannot have."""


class NotThereError(LookupError):
    """There is no such article, record, party or proposal in the record."""


class NotYetError(LookupError):
    """A finding is being worked out anew, and the state of the record that asks for it does not have it yet."""


class RefusedError(RuntimeError):
    """Something that a form asked for cannot be done, and why; `status` is that of the answer."""

    def __init__(self, reason: str, status: int = 409) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Query:
    """The filters of an address, without those that are empty; `by` is who reviews, where known, perhaps `blind`."""

    page: str
    values: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    blind: bool = False

    @classmethod
    def of(cls, page: str, given: Mapping[str, str], by: str | None = None, blind: bool = False) -> Query:
        """The query of an address. Raises WrongQueryError for a value that is too long to be one."""
        values = {key: value.strip() for key, value in given.items() if value.strip()}
        for key, value in values.items():
            if len(value) > LONGEST:
                raise WrongQueryError(f"{key[:40]}: longer than {LONGEST} characters")
        return cls(page, values, by, blind and by is not None)

    def text(self, name: str) -> str | None:
        """The value of a filter, or None where it is not set."""
        return self.values.get(name)

    def number(self, name: str, default: float) -> float:
        """A filter that is a number from 0 to 1. Raises WrongQueryError."""
        value = self.values.get(name)
        if value is None:
            return default
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 <= number <= 1:
            raise WrongQueryError(f"{name}: not a number from 0 to 1: {value}")
        return number

    def count(self, name: str, default: int = 1, least: int = 1) -> int:
        """A filter that is a whole number from 1 on, or from `least`. Raises WrongQueryError."""
        value = self.values.get(name, str(default))
        if not (value.isascii() and value.isdigit() and least <= int(value) < 10**9):
            raise WrongQueryError(f"{name}: not a whole number from {least} on: {value}")
        return int(value)

    def day(self, name: str) -> str | None:
        """A filter that is a day. Raises WrongQueryError."""
        value = self.values.get(name)
        if value is None:
            return None
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise WrongQueryError(f"{name}: not a day: {value} (write it as 2025-05-20)") from None

    def needed(self, name: str) -> str:
        """A filter that the page cannot do without. Raises WrongQueryError."""
        value = self.values.get(name)
        if value is None:
            raise WrongQueryError(f"the address lacks {name}=...")
        return value


def address(page: str, form: str = "", /, **values: object) -> str:
    """The address of a page with filters, those that are None or empty left out.

    >>> address("statements", speaker="Anwar Sadat", page=None)
    '/statements?speaker=Anwar+Sadat'
    """
    told = {key.rstrip("_"): str(value) for key, value in values.items() if value not in (None, "")}
    path = "/" if page == "overview" and not form else f"/{page}"
    return f"{path}{f'.{form}' if form else ''}{'?' + urlencode(told) if told else ''}"


def passage_at(key: str, start: int, end: int) -> str:
    """The address of a stretch of an article in the reader, which marks it.

    >>> passage_at("0f", 3, 9)
    '/article?key=0f&from=3&to=9#words'
    """
    return f"{address('article', key=key, from_=start, to=end)}#words"


def local(place: str | None) -> str:
    """An address of this server, its first page where it is none: no form leads to another host.

    >>> local("/statements?q=a"), local("//evil.example/"), local("https://evil.example/")
    ('/statements?q=a', '/', '/')
    """
    told = place or ""
    safe = told.startswith("/") and not told.startswith(("//", "/\\")) and told.isprintable() and "\\" not in told
    return told if safe else "/"
