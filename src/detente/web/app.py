"""The pages as an application: `/NAME` for a person, `/NAME.json` the same as data, `/NAME.csv` its table."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from detente.web.asking import NotThereError, Query, WrongQueryError, address
from detente.web.guard import Guard
from detente.web.look import environment
from detente.web.opened import Library, Opened
from detente.web.page import Page
from detente.web.pages import menu, pages

if TYPE_CHECKING:
    from starlette.requests import Request

STATIC = Path(__file__).parent / "static"
HOME = "overview"


def make_app(library: Library, token: str | None = None) -> Guard:
    """The application over a record; with a token nobody is answered who does not know it."""
    inner = Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=STATIC), name="static"),
            Route("/", _serve, name="home"),
            Route("/{name}", _serve, name="page"),
        ],
        exception_handlers={HTTPException: _failed, Exception: _broken},
    )
    inner.state.library = library
    return Guard(inner, token)


def warm(library: Library, stop: threading.Event) -> None:
    """Work out what takes longest before a reader asks for it: the findings, and what the overview draws of them."""
    opened = library.now
    opened.warm(stop)
    for name in (HOME, "parties", "sources"):
        if not stop.is_set():
            pages()[name].show(opened, Query(name))


def _serve(request: Request) -> Response:
    """The page of an address in the form that its ending asks for. Runs in a thread of its own."""
    name, _, form = request.path_params.get("name", HOME).partition(".")
    if name not in pages() or form not in ("", "json", "csv"):
        raise HTTPException(404, "There is no such page.")
    opened: Opened = request.app.state.library.now
    given: dict[str, str] = {}
    for key, value in request.query_params.multi_items():
        given[key] = f"{given[key]},{value}" if key in given else value
    try:
        query = Query.of(name, given)
        return _answer(opened, query, form)
    except WrongQueryError as error:
        raise HTTPException(400, str(error)) from None
    except NotThereError as error:
        raise HTTPException(404, str(error)) from None


def _answer(opened: Opened, query: Query, form: str) -> Response:
    key = (query.page, form, *sorted(query.values.items()))
    kept = opened.pages.get(key)
    media = {"": "text/html", "json": "application/json", "csv": "text/csv"}[form]
    if kept is not None:
        return Response(kept, media_type=media)
    page: Page = pages()[query.page].show(opened, query)
    if page.moved is not None:
        return RedirectResponse(page.moved, 303)
    if form == "csv":
        name = {"Content-Disposition": f'attachment; filename="detente-{query.page}.csv"'}
        return StreamingResponse(_encoded(page.table()), media_type=media, headers=name)
    made = (_as_json(opened, query, page) if form else _as_html(opened, query, page)).encode("utf-8", "replace")
    opened.pages.put(key, made)
    return Response(made, media_type=media)


def _encoded(parts: Iterable[str]) -> Iterator[bytes]:
    for part in parts:
        yield part.encode("utf-8", "replace")


def _as_json(opened: Opened, query: Query, page: Page) -> str:
    told: dict[str, Any] = {"name": query.page, "title": page.title, "edition": opened.edition, **page.data}
    return json.dumps(told, ensure_ascii=False, indent=1, default=str) + "\n"


def _as_html(opened: Opened, query: Query, page: Page) -> str:
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
            **page.context,
        )
    )


async def _failed(request: Request, error: Exception) -> Response:
    """A page that says what is wrong with an address."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(error.detail) if isinstance(error, HTTPException) else "Something went wrong here."
    if request.url.path.endswith(".json"):
        return Response(json.dumps({"error": detail}) + "\n", status, media_type="application/json")
    title = {404: "Not found", 400: "That cannot be asked", 405: "That cannot be done"}.get(status, "Error")
    page = (
        environment()
        .get_template("error.html")
        .render(title=title, detail=detail, query=Query("error"), menu=menu(), edition="", as_json="", as_csv="")
    )
    headers = error.headers if isinstance(error, HTTPException) else None
    return Response(page, status, dict(headers or {}), media_type="text/html")


async def _broken(request: Request, error: Exception) -> Response:
    """The same for an error of ours; what it was is told on the terminal, not to the browser."""
    return await _failed(request, error)
