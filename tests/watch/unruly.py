"""A web server on this machine that does what servers on the web do wrong, each under a path of its own."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BOMB = b"".join(gzip.compress(b"\0" * 10_000_000) for _ in range(10))
Answer = Callable[["Handler"], None]


class Server(ThreadingHTTPServer):
    """Answers by path; `asked` is what it was asked, in order, each with its headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients hang up on it on purpose."""

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def count(self, path: str) -> int:
        return sum(one == path for one, _ in self.asked)


class Handler(BaseHTTPRequestHandler):
    """Looks its path up among the answers; what is not there is 404."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
        self.server.answers.get(self.path, missing)(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def send(self, status: int, data: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers and "Transfer_Encoding" not in headers:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def missing(handler: Handler) -> None:
    handler.send(404)


def page(data: bytes, kind: str = "text/html", **headers: str) -> Answer:
    return lambda handler: handler.send(200, data, Content_Type=kind, **headers)


def status(number: int, **headers: str) -> Answer:
    return lambda handler: handler.send(number, b"", **headers)


def to(place: str, number: int = 302) -> Answer:
    return status(number, Location=place)


def conditional(data: bytes, kind: str, etag: str) -> Answer:
    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.send(304)
        else:
            handler.send(200, data, Content_Type=kind, ETag=etag)

    return answer


def endless(handler: Handler) -> None:
    """A body without an end."""
    handler.send(200, b"", Content_Type="text/html", Content_Length="99999999999999")
    block = b"word " * 20_000
    for _ in range(5_000):
        handler.wfile.write(block)


def endless_unsaid(handler: Handler) -> None:
    """A body without an end and without a length."""
    handler.close_connection = True
    handler.send_response(200)
    handler.end_headers()
    block = b"word " * 20_000
    for _ in range(5_000):
        handler.wfile.write(block)


def dripping(handler: Handler) -> None:
    """A body that comes a byte at a time, quick enough that no single step is late."""
    handler.send(200, b"", Content_Type="text/html", Content_Length="100000")
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def dripping_headers(handler: Handler) -> None:
    """Headers that come a byte at a time."""
    for _ in range(200):
        handler.wfile.write(b"H")
        handler.wfile.flush()
        time.sleep(0.05)


def silent(_: Handler) -> None:
    """No answer at all."""
    time.sleep(5)


def hanging_up(handler: Handler) -> None:
    """Half of what was promised."""
    handler.send(200, b"half", Content_Type="text/html", Content_Length="1000")
    handler.close_connection = True


def bomb(handler: Handler) -> None:
    """A hundred kilobytes that unpack to a hundred megabytes."""
    handler.send(200, BOMB, Content_Type="text/html", Content_Encoding="gzip")


def nonsense(handler: Handler) -> None:
    """Not HTTP."""
    handler.wfile.write(b"\x00\x01\x02 hello\r\n\r\n")
    handler.close_connection = True


def many_headers(handler: Handler) -> None:
    """More headers than anybody needs."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\n")
    handler.close_connection = True


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
