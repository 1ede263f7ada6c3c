"""Who may ask, and what a browser may do with an answer.

On loopback only this machine can ask; a page of another site that points its own name here is refused by the name that
the browser sends (DNS rebinding). Bound elsewhere, a token is needed: once in the address, then it lies in a cookie.
What writes must come from a page of ours: the browser says where a form stood (`Sec-Fetch-Site`, `Origin`), and the
form itself holds a secret that no other site can read (`sending.py`).
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "detente_token"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # nothing to others; with none at all a browser would not say where a form stood
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Guard:
    """Wraps the pages: checks the host or the token, and adds the headers to every answer."""

    def __init__(self, app: App, token: str | None = None) -> None:
        self._app = app
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be asked, with the headers on the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                held = {name.lower() for name, _ in message["headers"]}
                more = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items() if k.lower().encode() not in held]
                message["headers"] = [*message["headers"], *more]
            await send(message)

        if scope["method"] not in READING and not from_here(scope):
            await _say(guarded, 403, "Only a page of this server may write here.")
            return
        if self._token is None:
            if is_loopback(_host(scope)):
                await self._app(scope, receive, guarded)
            else:
                await _say(guarded, 421, "This address is not served here. Ask for localhost or 127.0.0.1.")
            return
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in query if name == "token"), None)
        if given is not None and self._fits(given):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            place = scope["path"].encode("utf-8", "replace").decode("latin-1")
            # one slash: two would be the name of another host
            to = "/" + place.lstrip("/\\") + (f"?{rest}" if rest else "")
            cookie = f"{COOKIE}={self._token}; Path=/; HttpOnly; SameSite=Lax"
            await _say(guarded, 303, "", [("location", to), ("set-cookie", cookie)])
        elif self._fits(_held(scope)):
            await self._app(scope, receive, guarded)
        else:
            await _say(guarded, 401, "A token is needed: open the address that `detente serve` printed.")

    def _fits(self, given: str | None) -> bool:
        return bool(given) and secrets.compare_digest(str(given).encode(), str(self._token).encode())


def from_here(scope: Scope) -> bool:
    """Whether a browser says that a request comes from a page of this server; what is no browser says nothing."""
    site, origin = _header(scope, "sec-fetch-site"), _header(scope, "origin")
    if site:
        return site == "same-origin"
    return not origin or urlsplit(origin).netloc.lower() == _header(scope, "host").strip().lower()


def _header(scope: Scope, name: str) -> str:
    return next(
        (value.decode("latin-1") for key, value in scope["headers"] if key.decode("latin-1").lower() == name), ""
    )


def _host(scope: Scope) -> str:
    """The host that the browser asked for, without its port."""
    told = _header(scope, "host").strip().lower()
    if told.startswith("["):
        return told[1:].partition("]")[0]
    return told.rpartition(":")[0] if ":" in told else told


def _held(scope: Scope) -> str | None:
    """The token of a request: in its cookie, or as a bearer."""
    bearer = _header(scope, "authorization").partition(" ")
    if bearer[0].lower() == "bearer":
        return bearer[2].strip()
    try:
        cookie = SimpleCookie(_header(scope, "cookie")).get(COOKIE)
    except CookieError:
        return None
    return cookie.value if cookie else None


async def _say(send: Send, status: int, text: str, headers: list[tuple[str, str]] | None = None) -> None:
    told = [("content-type", "text/plain; charset=utf-8"), *(headers or [])]
    raw = [(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in told]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})
