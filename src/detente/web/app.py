"""The pages as an application: `/NAME` for a person, `/NAME.json` the same as data, `/NAME.csv` its table.

A form is sent to the page that takes it (`sending.py`), and is answered by the way to the page to see next; a script
that sends one is told the same as data.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from detente.web.asking import NotThereError, NotYetError, Query, RefusedError, WrongQueryError, address
from detente.web.guard import Guard
from detente.web.library import Library
from detente.web.look import environment
from detente.web.opened import Opened
from detente.web.page import Page
from detente.web.pages import menu, pages
from detente.web.sending import Done, Sent, fields_of, reviewer_of, reviews_blind

if TYPE_CHECKING:
    from starlette.requests import Request

STATIC = Path(__file__).parent / "static"
HOME = "overview"
MEDIA = {"": "text/html", "json": "application/json", "csv": "text/csv", "jsonl": "application/x-ndjson"}


def make_app(library: Library, token: str | None = None) -> Guard:
    """The application over a record; with a token nobody is answered who does not know it."""
    inner = Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=STATIC), name="static"),
            Route("/", _serve, name="home"),
            Route("/{name}", _take, methods=["POST"], name="form"),
            Route("/{name}", _serve, name="page"),
        ],
        exception_handlers={HTTPException: _failed, Exception: _broken},
    )
    inner.state.library = library
    return Guard(inner, token)


def warm(opened: Opened, stop: threading.Event) -> None:
    """Work out what takes longest before a reader asks for it: the findings, and what the overview draws of them."""
    opened.warm(stop)
    for name in (HOME, "parties", "proposals", "sources", "review"):
        if not stop.is_set():
            pages()[name].show(opened, Query(name))


def _serve(request: Request) -> Response:
    """The page of an address in the form that its ending asks for. Runs in a thread of its own."""
    name, _, form = request.path_params.get("name", HOME).partition(".")
    if name not in pages() or form not in MEDIA:
        raise HTTPException(404, "There is no such page.")
    library: Library = request.app.state.library
    library.review.look()
    given: dict[str, str] = {}
    for key, value in request.query_params.multi_items():
        given[key] = f"{given[key]},{value}" if key in given else value
    try:
        query = Query.of(name, given, library.by or reviewer_of(request), reviews_blind(request))
        return _answer(library, query, form)
    except WrongQueryError as error:
        raise HTTPException(400, str(error)) from None
    except NotThereError as error:
        raise HTTPException(404, str(error)) from None


async def _take(request: Request) -> Response:
    """Do what a form asks for, where its page takes forms and it is one of ours."""
    name = request.path_params["name"]
    library: Library = request.app.state.library
    act: Callable[[Opened, Sent], Done] | None = getattr(pages().get(name), "act", None)
    if act is None:
        raise HTTPException(404 if name not in pages() else 405, "No form is sent here.")
    asked_by_script = "application/json" in request.headers.get("accept", "")
    try:
        values = await fields_of(request)
        library.secret.heed(values)
        sent = Sent(name, values, library.by or reviewer_of(request), reviews_blind(request))
        done = await run_in_threadpool(act, library.now, sent)
    except RefusedError as error:
        raise HTTPException(error.status, str(error)) from None
    except NotThereError as error:
        raise HTTPException(404, str(error)) from None
    except WrongQueryError as error:
        raise HTTPException(400, str(error)) from None
    answer: Response
    if asked_by_script:
        answer = Response(json.dumps({"to": done.to, **done.told}, default=str), media_type="application/json")
    else:
        answer = RedirectResponse(done.to, 303)
    for cookie in done.cookies:
        answer.set_cookie(**cookie)
    return answer


def _answer(library: Library, query: Query, form: str) -> Response:
    """The answer from the youngest state of the record that has what the page needs."""
    *following, last = library.states()
    for opened in following:
        with suppress(NotYetError):
            return _answer_of(library, opened, query, form)
    return _answer_of(library, last, query, form)


def _answer_of(library: Library, opened: Opened, query: Query, form: str) -> Response:
    key = (query.page, form, query.by, query.blind, opened.review.revision, *sorted(query.values.items()))
    kept = opened.pages.get(key)
    media = MEDIA[form]
    if kept is not None:
        return Response(kept, media_type=media)
    page: Page = pages()[query.page].show(opened, query)
    if page.moved is not None:
        return RedirectResponse(page.moved, 303)
    pieces = {"csv": page.table, "jsonl": page.lines}.get(form)
    if pieces is not None:
        name = {"Content-Disposition": f'attachment; filename="detente-{query.page}.{form}"'}
        return StreamingResponse(_encoded(pieces()), media_type=media, headers=name)
    if form == "jsonl":
        raise NotThereError("This page has no JSON Lines.")
    made = (_as_json(library, opened, query, page) if form else _as_html(library, opened, query, page)).encode(
        "utf-8", "replace"
    )
    if page.lasting:
        opened.pages.put(key, made)
    return Response(made, media_type=media)


def _encoded(parts: Iterable[str]) -> Iterator[bytes]:
    for part in parts:
        yield part.encode("utf-8", "replace")


def _as_json(library: Library, opened: Opened, query: Query, page: Page) -> str:
    told: dict[str, Any] = {"name": query.page, "title": page.title, "edition": opened.edition,
                            "waiting": library.review.waiting(opened), **page.data}  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n"


def _as_html(library: Library, opened: Opened, query: Query, page: Page) -> str:
    seen = library.review.seen(opened, query.by, query.blind)
    return (
        environment()
        .get_template(page.template)
        .render(
            title=page.title,
            query=query,
            menu=menu(),
            edition=opened.edition,
            as_json=address(query.page, "json", **query.values),
            as_csv=address(query.page, "csv", **query.values),
            here=address(query.page, "", **query.values),
            review=library.review,
            waiting=library.review.waiting(opened),
            seen=seen,
            secret=library.secret.value,
            **page.context,
        )
    )


async def _failed(request: Request, error: Exception) -> Response:
    """A page that says what is wrong with an address."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else "Something went wrong here."
    if request.url.path.endswith(".json") or "application/json" in request.headers.get("accept", ""):
        return Response(json.dumps({"error": detail}) + "\n", status, media_type="application/json")
    titles = {404: "Not found", 400: "That cannot be asked", 500: "Error", 507: "Not kept"}
    title = titles.get(status, "That cannot be done")
    page = (
        environment()
        .get_template("error.html")
        .render(
            title=title,
            detail=detail,
            query=Query("error"),
            menu=menu(),
            edition="",
            as_json="",
            as_csv="",
            here="/",
            review=None,
            waiting=0,
            seen=None,
            secret="",
        )
    )
    headers = error.headers if isinstance(error, HTTPException) else None
    return Response(page, status, dict(headers or {}), media_type="text/html")


async def _broken(request: Request, error: Exception) -> Response:
    """The same for an error of ours; what it was is told on the terminal, not to the browser."""
    return await _failed(request, error)
