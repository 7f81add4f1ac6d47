"""The pages under ``/w/``: how they are rendered, and their headers."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import current_app, make_response, render_template, request
from flask.wrappers import Response

from server import slim
from server.settings import HOUSE, Settings
from server.text import t

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types warga"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",  # the address holds the card's token; without any policy Origin would be null
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@cache
def style() -> str:
    """The application's style sheet, without its comments."""
    return slim.style((HOUSE / "pwa" / "ui.css").read_text(encoding="utf-8"))


def page(name: str, status: int = 200, **values: Any) -> Response:
    """Render a page with the words of ``pwa/text/id.json`` and the headers of all pages here."""
    response = make_response(render_template(f"warga/{name}.html", t=t, **values), status)
    response.headers.update(HEADERS)
    return response


def file(content: str | bytes, kind: str, **headers: str) -> Response:
    """A script, style sheet or calendar; asked for again, a browser that has it is told so."""
    response = make_response(content)
    response.headers.update(HEADERS | {"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": "no-cache"} | headers)
    response.add_etag()
    response.make_conditional(request)
    return response


def public_base() -> str:
    """Where cards lead to: the address set for this server, else the one it was reached at."""
    settings: Settings = current_app.config["SETTINGS"]
    return (settings.public_url or request.host_url).rstrip("/")
