"""``python -m server``: get the instance ready, then serve it with waitress until told to stop."""

from __future__ import annotations

import gc
import logging
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import waitress
from flask import Flask
from flask_migrate import upgrade

from server import create_app, jobs
from server.db import db
from server.preparing import furnish
from server.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"
LARGEST_BODY = 64_000_000  # bytes; more is turned away before it is read. Each door has its own, smaller limit
THREADS = 8
CONNECTIONS = 2000  # kept open by browsers that ask nothing; waitress' own 100 leave the 99th phone without an answer


def make_tables() -> None:
    """Bring the database of the current app to the newest revision. Changes nothing if it is there already."""
    upgrade(directory=str(MIGRATIONS))


def prepare(app: Flask) -> None:
    """Make what a running server owns: folders, tables, keys, and the demo desa where asked for."""
    settings: Settings = app.config["SETTINGS"]
    settings.instance.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        make_tables()
        furnish(app)
        db.session.remove()


def behind(settings: Settings) -> dict[str, Any]:
    """What waitress is told of the TLS proxy: else all phones would seem to be one, and share its wrong tries."""
    if not settings.public_url:
        return {}
    return {"trusted_proxy": settings.trusted_proxy, "trusted_proxy_headers": {"x-forwarded-for"}}


def main() -> None:
    """Prepare and serve. A SIGTERM lets requests that are being answered end."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # which revisions ran is nothing to whoever starts it
    signal.signal(signal.SIGTERM, _stop)
    app = create_app()
    settings: Settings = app.config["SETTINGS"]
    settings.note_address()
    prepare(app)
    if settings.jobs:
        jobs.start(app)
    try:
        server = waitress.create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            asyncore_use_poll=True,  # select() sees no file beyond the 1,024th
            url_scheme=urlsplit(settings.public_url or "").scheme or "http",  # of the proxy before us that does TLS
            ident=None,
            max_request_body_size=LARGEST_BODY,
            clear_untrusted_proxy_headers=True,
            **behind(settings),
        )
    except OSError as error:
        sys.exit(f"Tidak bisa memakai {settings.host}:{settings.port} ({error.strerror}). Coba PORT=5001 make run.")
    settle()
    print(f"PUSKESOS Siaga siap di http://{settings.host}:{settings.port}", flush=True)  # noqa: T201  # for who started it
    server.run()


def settle() -> None:
    """Have the collector leave alone what stays for ever: modules, tables, routes.

    Looking through all of it took 0.1 s of the processor, in the midst of whichever request came at that moment.
    """
    gc.collect()
    gc.freeze()


def _stop(number: int, frame: FrameType | None) -> None:
    """Waitress ends its threads and returns on SystemExit."""
    raise SystemExit(0)


if __name__ == "__main__":
    main()
