"""The command that serves the pages of a record to a browser on this machine."""

from __future__ import annotations

import re
import secrets
import socket
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.asking import Period, spread

if TYPE_CHECKING:
    from detente.run import Run

LOOPBACK = "127.0.0.1"
PORT = 8642
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,200}")

Host = Annotated[
    str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; beyond this machine a token is needed.")
]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, metavar="N", help="The port; 0 for any that is free.")]
Token = Annotated[
    str | None,
    typer.Option(
        "--token",
        metavar="TOKEN",
        envvar="DETENTE_TOKEN",
        help="Who knows this may read; made up where it is needed and not given.",
        show_default=False,
    ),
]

By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="NAME",
        envvar="DETENTE_REVIEWER",
        help="Who reviews; each browser asks once where it is not given.",
        show_default=False,
    ),
]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Show only: nothing can be decided in the pages.")]


@spread
def serve(
    host: Host = LOOPBACK,
    port: Port = PORT,
    token: Token = None,
    by: By = None,
    read_only: ReadOnly = False,
    *,
    asked: Period,
) -> None:
    """Show a record as pages in the browser: overview, ledgers, and each article with what is recorded of it marked.

    What is wrong in the record can be corrected there; every decision is kept beside it and can be undone.

    Example: detente serve talks/
    """
    from detente.web.guard import is_loopback

    alone = is_loopback(host)
    if token is not None and not TOKEN.fullmatch(token):
        raise typer.BadParameter("16 to 200 letters, digits, - or _", param_hint="--token")
    if token is None and not alone:
        token = secrets.token_urlsafe(24)
    listening = bound(host, port)
    first = asked.build()

    import uvicorn

    from detente.web.app import make_app, warm
    from detente.web.library import Library

    waiting = [first]

    def opening() -> Run:
        """The record as it stands: what was coded or decided meanwhile is in it."""
        if waiting:
            return waiting.pop()
        again = [str(first.folder.parent)] if "-" in asked.inputs else asked.inputs  # standard input is read once
        return replace(asked, inputs=again, quiet=True).build()

    library = Library(opening, by=by, deciding=not read_only, warming=warm)
    shown = f"[{host}]" if ":" in host else host
    place = f"http://{shown}:{listening.getsockname()[1]}/{f'?token={token}' if token else ''}"
    typer.echo(f"detente: the pages are at {place} (Ctrl-C stops them)", err=True)
    if not alone:
        typer.echo(
            f"detente: bound to {host}: whoever reaches this machine and knows the token can read the record, "
            "and the connection is not encrypted",
            err=True,
        )
    warming = threading.Thread(target=library.warm, daemon=True)
    warming.start()
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(library, token),
            log_level="error",
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
        )
    )
    try:
        server.run(sockets=[listening])
    finally:
        # a thread that is within the database when Python ends would end it with a crash
        library.close()
        warming.join()


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises OSError where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise OSError(error.errno, f"cannot listen there: {error.strerror}", f"{host}:{port}") from None
    listening.listen(512)
    return listening
