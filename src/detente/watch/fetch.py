"""Fetches one address: a conditional request, redirects followed by hand, everything bounded, nothing raised.

What a server does wrong is an answer too (`Fetched.error`): a feed that fails must not keep the others from being read.
"""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import time
from typing import Any

import httpcore
import httpx

from detente.version import __version__
from detente.watch.guard import Clock, Guarded, NotAllowedError, Resolver, resolve

AGENT = f"detente/{__version__} (reads news feeds for a record; keeps to robots.txt)"
MAX_BYTES = 10_000_000  # of one answer, unpacked
REDIRECTS = 5
SECONDS = 30.0  # for one address with all its redirects
STEP = 10.0  # for one step of it: to connect, to get the next bytes
LONGEST_ADDRESS = 2_000
LONGEST_WAIT = 7 * 86_400  # seconds that a server may ask us to stay away
MOVED = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking an address. `error` says why there is no `data`; `unchanged` is whether there is none new.

    `url` is where the answer came from, `moved` where the address has gone for good. `wait`: seconds that the server
    asks us to stay away. `again` is whether another try may do better.
    """

    url: str
    status: int | None = None
    data: bytes = b""
    kind: str = ""
    etag: str | None = None
    modified: str | None = None
    moved: str | None = None
    wait: float | None = None
    error: str | None = None
    unchanged: bool = False
    again: bool = True


class Fetcher:
    """Asks one address after another, under one name, over connections that are guarded. Not for several threads."""

    def __init__(
        self,
        *,
        agent: str = AGENT,
        allow_private: bool = False,
        resolver: Resolver = resolve,
        seconds: float = SECONDS,
        max_bytes: int = MAX_BYTES,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.agent, self._seconds, self._max_bytes = agent, seconds, max_bytes
        self._clock = Clock()
        backend = Guarded(self._clock, allow_private=allow_private, resolver=resolver)
        # proxies and passwords that the environment holds are not used: a proxy would resolve names for itself
        self._client = httpx.Client(
            transport=_Transport(httpcore.ConnectionPool(ssl_context=tls or _tls(), network_backend=backend)),
            headers={"User-Agent": agent, "Accept-Encoding": "gzip", "Accept": "*/*"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=min(STEP, seconds),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close what is still connected."""
        self._client.close()

    def get(self, url: str, etag: str | None = None, modified: str | None = None, limit: int | None = None) -> Fetched:
        """Ask for what is at an address, only if it is another than what `etag` and `modified` stand for."""
        self._clock.start(self._seconds)
        asked = url
        moved: str | None = None
        for_good = True
        try:
            for _ in range(REDIRECTS + 1):
                refuse(asked)
                headers = {"If-None-Match": etag, "If-Modified-Since": modified}
                known = {name: value for name, value in headers.items() if value}
                with self._client.stream("GET", asked, headers=known) as answer:
                    if answer.status_code not in MOVED or not answer.headers.get("location"):
                        return self._answer(asked, answer, moved, limit or self._max_bytes)
                    for_good = for_good and answer.status_code in FOR_GOOD
                    asked = str(answer.url.join(answer.headers["location"]))
                    moved = asked if for_good else moved
            return Fetched(asked, error=f"more than {REDIRECTS} redirects")
        except NotAllowedError as refusal:
            return Fetched(asked, error=str(refusal), again=False)
        except (httpx.TimeoutException, httpcore.TimeoutException):
            return Fetched(asked, error="out of time")
        except (httpx.InvalidURL, ValueError) as error:
            return Fetched(asked, error=f"not an address: {_line(error)}", again=False)
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError, OSError, zlib.error) as error:
            return Fetched(asked, error=_line(error) or type(error).__name__)

    def _answer(self, url: str, answer: httpx.Response, moved: str | None, limit: int) -> Fetched:
        status = answer.status_code
        wait = _wait(answer.headers.get("retry-after"))
        if status == 304:
            return Fetched(url, status=status, unchanged=True, moved=moved)
        if status != 200:
            error = f"answered {status} {answer.reason_phrase}".strip()[:80]
            return Fetched(url, status=status, error=error, wait=wait, again=status in TRANSIENT, moved=moved)
        if int(_digits(answer.headers.get("content-length")) or 0) > limit:
            return Fetched(url, status=status, error=f"longer than {limit:,} bytes", again=False)
        data = bytearray()
        for block in _unpacked(answer):
            data += block
            if len(data) > limit:
                return Fetched(url, status=status, error=f"longer than {limit:,} bytes", again=False)
        return Fetched(
            url,
            status=status,
            data=bytes(data),
            kind=answer.headers.get("content-type", "").partition(";")[0].strip().lower()[:80],
            etag=_short(answer.headers.get("etag")),
            modified=_short(answer.headers.get("last-modified")),
            moved=moved,
        )


def refuse(url: str) -> None:
    """Raise NotAllowedError for an address that is never asked: not of the web, over-long, or with a password."""
    if len(url) > LONGEST_ADDRESS:
        raise NotAllowedError(f"an address longer than {LONGEST_ADDRESS:,} characters")
    parsed = httpx.URL(url)
    if parsed.scheme not in ("http", "https"):
        raise NotAllowedError(f"not an address of the web ({parsed.scheme or 'no scheme'})")
    if not parsed.host:
        raise NotAllowedError("an address without a host")
    if parsed.userinfo:
        raise NotAllowedError("an address with a password in it")


class _Transport(httpx.BaseTransport):
    """Hands the requests of httpx to a pool of httpcore whose connections are ours."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        asked = httpcore.Request(
            method=request.method.encode(), url=url, headers=request.headers.raw, extensions=request.extensions
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Stream(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def _unpacked(answer: httpx.Response) -> Iterator[bytes]:
    """The body in blocks, each of bounded size also where a few bytes unpack to many."""
    coding = answer.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        yield from answer.iter_raw(1 << 16)
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise httpx.DecodingError(f"packed in a way that was not asked for: {coding[:40]}")
    decoder: Any = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for block in answer.iter_raw(1 << 16):
        left = block
        while left and not decoder.eof:
            yield decoder.decompress(left, 1 << 20)
            left = decoder.unconsumed_tail
    if not decoder.eof:
        raise httpx.DecodingError("cut short: the end of what is packed is missing")


def _wait(value: str | None) -> float | None:
    """Seconds that a `Retry-After` asks for: a number of them, or a day and time."""
    if not value:
        return None
    if digits := _digits(value):
        return float(min(int(digits), LONGEST_WAIT))
    try:
        return min(max(0.0, parsedate_to_datetime(value).timestamp() - time()), LONGEST_WAIT)
    except (ValueError, TypeError, OverflowError):
        return None


def _digits(value: str | None) -> str | None:
    value = (value or "").strip()
    return value if value.isascii() and value.isdigit() and len(value) < 12 else None


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= 500 else None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]


def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
