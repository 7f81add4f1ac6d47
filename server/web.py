"""Serves the application: its files, one page for all its addresses, whether the house is well, and the API's page."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath

import sqlalchemy
from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import PathConverter

from server import apidocs, failures, guard
from server.db import db
from server.errors import NotFound
from server.settings import HOUSE as HOUSE
from server.shell import WORKER, File, Shell

VERSION = "2026.11.21"
INDEX = "/index.html"


class OutsideApi(PathConverter):
    """Any path but those of the API and of the pages for warga, which answer for themselves."""

    regex = "(?!(?:api|w)(?:/|$))[^/].*?"


def init_app(app: Flask) -> None:
    """Hang the application's files, headers and error answers on ``app``."""
    app.extensions["shell"] = _application_files()
    guard.init_app(app)
    failures.init_app(app)
    apidocs.init_app(app)
    app.add_url_rule("/health", view_func=health)
    app.add_url_rule("/", view_func=application)
    app.url_map.converters["outside"] = OutsideApi
    app.add_url_rule("/<outside:path>", view_func=application)


@cache
def _application_files() -> Shell:
    """Read and packed once a process, however many servers are made in it: it takes a third of a second."""
    return Shell(HOUSE / "pwa", VERSION)


def shell() -> Shell:
    """The files of the application that is running."""
    files: Shell = current_app.extensions["shell"]
    return files


def health() -> ResponseReturnValue:
    """Whether the server and its database answer."""
    db.session.execute(sqlalchemy.text("select 1"))
    return {"status": "ok", "database": db.engine.dialect.name, "version": shell().version}


def application(path: str = "") -> ResponseReturnValue:
    """A file of the application, or, for an address inside it, the page that knows what to show there.

    Raises:
        NotFound: an address that looks like a file and is none.
    """
    address = f"/{path}"
    looks_like_a_file = PurePosixPath(address).suffix
    file = shell().get(address) or (None if looks_like_a_file else shell().get(INDEX))
    if file is None:
        raise NotFound
    return _answer(file)


def _answer(file: File) -> Response:
    """``file`` as asked for: whole, packed, or not at all if the browser has it (the worker compares hashes)."""
    packed = file.packed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    answer = Response(file.packed if packed else file.body, content_type=file.type)
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(file.hash)
    if packed:
        answer.headers["Content-Encoding"] = "gzip"
    if file.packed is not None:
        answer.vary.add("Accept-Encoding")
    if file.path == WORKER:
        answer.headers["Service-Worker-Allowed"] = "/"
    answer.make_conditional(request)
    return answer
