"""Every failure as one meets it: a problem document for programs, a helpful page for people, never a stack trace."""

from __future__ import annotations

import logging
import traceback
from html import escape
from http import HTTPStatus
from threading import RLock
from types import TracebackType
from typing import Any

from flask import Flask, Response, json, request
from flask_smorest import Api, Blueprint
from marshmallow import INCLUDE, Schema, fields
from werkzeug.exceptions import HTTPException

from server.errors import Malformed, NotFound, Problem

log = logging.getLogger(__name__)

TITLES = {
    400: Problem.title,
    404: NotFound.title,
    405: "Alamat ini tidak melayani permintaan seperti itu.",
    413: "Kiriman ini terlalu besar. Kecilkan, lalu kirim lagi.",
    415: "Jenis isi ini tidak diterima di sini.",
    422: Malformed.title,
    500: "Ada yang salah di server. Data Bapak/Ibu tidak hilang; coba lagi sebentar lagi.",
}


class ProblemSchema(Schema):
    """A problem document (RFC 9457). Some problems say more: how many tries are left, who changed it meanwhile."""

    class Meta:
        unknown = INCLUDE

    type = fields.String(required=True, metadata={"description": "Which problem: `/problems/<slug>`; a promise."})
    title = fields.String(required=True, metadata={"description": "What to do next, in Indonesian, for people."})
    status = fields.Integer(required=True)
    detail = fields.String(metadata={"description": "What exactly was wrong."})
    errors = fields.Raw(metadata={"description": "The fields that could not be read, and why."})


class Doors(Api):  # type: ignore[misc]  # flask-smorest has no types
    """The API of the house: flask-smorest's, with our failures documented instead of its own.

    Doors are opened at once and described when somebody asks: that takes longer than all else of ``create_app``.
    """

    ERROR_SCHEMA = ProblemSchema

    def __init__(self, app: Flask) -> None:
        self._undescribed: list[Blueprint] = []
        self._describing = RLock()
        super().__init__(app)

    @property
    def spec(self) -> Any:
        """The description of every door."""
        with self._describing:
            while self._undescribed:
                blueprint = self._undescribed.pop(0)
                blueprint.register_views_in_doc(self, self._app, self._spec, name=blueprint.name, parameters=None)
                self._spec.tag({"name": blueprint.name, "description": blueprint.description})
            return self._spec

    @spec.setter
    def spec(self, made: Any) -> None:
        self._spec = made

    def register_blueprint(self, blueprint: Blueprint, url_prefix: str) -> None:
        """Open the doors of ``blueprint``."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint, url_prefix=url_prefix)
        self._undescribed.append(blueprint)

    def _register_error_handlers(self) -> None:
        """Leave failures to ``init_app`` below."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            self.spec.components.response(status.name, _documented(status.phrase), lazy=True)
        self.spec.components.response("DEFAULT_ERROR", _documented("A problem document (RFC 9457)."), lazy=True)


def _documented(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"schema": ProblemSchema}}}


class House(Flask):
    """Flask, except that what is logged of a crash is where it happened: its message may hold a person's data."""

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None] | BaseException | None
    ) -> None:
        error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
        frames = "".join(traceback.format_tb(error.__traceback__)) if error else ""
        rule = request.url_rule.rule if request.url_rule else "-"
        log.error("%s in %s %s\n%s", type(error).__name__, request.method, rule, frames)


def init_app(app: Flask) -> None:
    """Answer failures of ``app`` in our own way."""
    app.register_error_handler(Problem, problem_answer)
    app.register_error_handler(HTTPException, http_answer)


def for_program() -> bool:
    """Whether the one who asks reads JSON, not pages."""
    return f"{request.path}/".startswith("/api/") or request.path == "/health"


def problem_answer(problem: Problem) -> Response:
    """The answer to a failure with a name."""
    return _document(problem.to_dict()) if for_program() else page(problem.status, problem.detail or problem.title)


def http_answer(error: HTTPException) -> Response:
    """The answer to a failure that Flask or marshmallow found."""
    status = error.code or 500
    if error.response is not None or status < 400:
        return error.get_response()  # type: ignore[return-value]  # a redirect, or an answer made on purpose
    answer = _document(_described(error, status)) if for_program() else page(status)
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After", "WWW-Authenticate")}
    answer.headers.update(kept)
    return answer


def _described(error: HTTPException, status: int) -> dict[str, Any]:
    slugs = {400: Problem.slug, 404: NotFound.slug, 422: Malformed.slug}
    slug = slugs.get(status, error.name.lower().replace(" ", "-"))
    body: dict[str, Any] = {"type": f"/problems/{slug}", "title": TITLES.get(status, error.name), "status": status}
    messages = (getattr(error, "data", None) or {}).get("messages")
    if messages:
        body["errors"] = messages
    return body


def _document(body: dict[str, Any]) -> Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, body["status"], content_type="application/problem+json")


def page(status: int, text: str | None = None) -> Response:
    """A page that says what is wrong and where to go on."""
    title = escape(text or TITLES.get(status, TITLES[500]))
    body = (
        '<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{title}</title><link rel="stylesheet" href="/ui.css"><main class="page"><h1>{title}</h1>'
        '<p><a class="button" href="/">Ke halaman depan</a></p></main></html>'
    )
    return Response(body, status, content_type="text/html; charset=utf-8")
