"""What every request must show and every answer carries."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from server.errors import ForeignOrigin
from server.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
READING = ("GET", "HEAD", "OPTIONS")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "media-src 'self' blob:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types siaga",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
WORTH_PACKING = 600  # bytes; below it the packed answer still fills the same packet
PACKED = (
    "application/json",
    "application/problem+json",
    "application/manifest+json",
    "text/html",
    "text/css",
    "text/javascript",
)


def init_app(app: Flask) -> None:
    """Put the guard before and after every route of ``app``."""
    settings: Settings = app.config["SETTINGS"]
    app.config["TRUSTED_HOSTS"] = _hosts(settings)
    app.before_request(_same_origin)
    app.after_request(_packed)  # runs after _headers
    app.after_request(_headers)


def _hosts(settings: Settings) -> list[str] | None:
    """Names this server answers to. Known where it has a public address or is the demo; else the proxy's business."""
    public = urlsplit(settings.public_url or "").hostname
    if public:
        return [public, *LOOPBACK]
    return list(LOOPBACK) if settings.demo else None


def _same_origin() -> None:
    """Refuse what would change something and does not come from our own pages (a form on a stranger's page).

    Raises:
        ForeignOrigin: the browser says so, or nobody says anything.
    """
    if request.method in READING or request.headers.get("Sec-Fetch-Site") == "same-origin":
        return
    settings: Settings = current_app.config["SETTINGS"]
    ours = {request.host_url.rstrip("/"), (settings.public_url or "").rstrip("/")} - {""}
    if "Sec-Fetch-Site" in request.headers or request.headers.get("Origin") not in ours:
        raise ForeignOrigin


def _headers(answer: Response) -> Response:
    """Add what is missing; a route that is stricter keeps its own."""
    if not answer.is_streamed and not answer.direct_passthrough and not answer.get_data():
        answer.headers.pop("Content-Type", None)  # empty HTML looks like a WiFi's sign-in page
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if f"{request.path}/".startswith("/api/"):
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer


def _packed(answer: Response) -> Response:
    """Gzip an answer that is text, long enough, and asked for so."""
    if (
        answer.mimetype not in PACKED
        or answer.is_streamed
        or "Content-Encoding" in answer.headers
        or "gzip" not in request.headers.get("Accept-Encoding", "")
        or len(body := answer.get_data()) < WORTH_PACKING
    ):
        return answer
    answer.set_data(gzip.compress(body, compresslevel=5, mtime=0))
    answer.headers["Content-Encoding"] = "gzip"
    answer.vary.add("Accept-Encoding")
    return answer
