"""What a form sends: its fields, read up to a limit, and the secret that only a page of ours can hold.

A page that takes forms has a function `act(opened, sent)`, which returns where to go next; all others answer no POST.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote

from detente.web.asking import RefusedError, local

if TYPE_CHECKING:
    from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"
LARGEST, FIELDS = 64_000, 200  # bytes and fields of a form
REVIEWER, BLIND = "detente_by", "detente_blind"  # the cookies that hold the reviewer's name, and whether blind
LONGEST = 60  # characters of a name
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent to a page: its fields, who reviews where that is known, and where it stood (`back`)."""

    page: str
    values: Mapping[str, str]
    by: str | None = None
    blind: bool = False

    def text(self, name: str) -> str | None:
        """A field, or None where it is empty."""
        return (self.values.get(name) or "").strip() or None

    @property
    def back(self) -> str:
        """The address of the page on which the form stood."""
        return local(self.text("back"))


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a form: the address to go to, what a script is told beside it, and cookies to keep."""

    to: str
    told: dict[str, Any] = field(default_factory=dict)
    cookies: tuple[dict[str, Any], ...] = ()


class Secret:
    """What a form must hold to be one of ours; another for each start of the server."""

    def __init__(self) -> None:
        self.value = secrets.token_urlsafe(24)

    def heed(self, values: Mapping[str, str]) -> None:
        """Raise RefusedError where a form does not hold it."""
        given = values.get("secret", "")
        if not secrets.compare_digest(given.encode("utf-8", "replace"), self.value.encode()):
            raise RefusedError("This page is older than the server that shows it: load it again.", 403)


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a form. Raises RefusedError for what is no form, or too large a one."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise RefusedError("Only a form is taken here.", 415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise RefusedError(f"A form holds at most {LARGEST:,} bytes.", 413)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except ValueError:
        raise RefusedError("This is no form.", 400) from None
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


def reviewer_of(request: Request) -> str | None:
    """The name in the cookie."""
    return name_of(unquote(request.cookies.get(REVIEWER, "")))


def name_of(told: str | None) -> str | None:
    """A reviewer's name on one line and not too long, or None where nothing is left of it."""
    words = " ".join("".join(c if c.isprintable() else " " for c in told or "").split())
    return words[:LONGEST].strip() or None


def reviews_blind(request: Request) -> bool:
    """Whether the reviewer asked not to see what others decided."""
    return request.cookies.get(BLIND) == "yes"


def cookie(name: str, value: str) -> dict[str, Any]:
    """A cookie of review as Starlette sets it; without a value it goes."""
    return {"key": name, "value": quote(value), "max_age": YEAR if value else 0, "httponly": True, "samesite": "strict"}
