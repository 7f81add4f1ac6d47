"""``python -m server``: get the instance ready, then serve it with waitress."""

from __future__ import annotations

import logging
from pathlib import Path

import waitress
from flask import Flask
from flask_migrate import upgrade

from server import create_app
from server.db import db

MIGRATIONS = Path(__file__).parent / "migrations"


def make_tables() -> None:
    """Bring the database of the current app to the newest revision. Changes nothing if it is there already."""
    if any(MIGRATIONS.glob("versions/*.py")):
        upgrade(directory=str(MIGRATIONS))
    else:
        db.create_all()


def prepare(app: Flask) -> None:
    """Make what a running server owns: folders, tables, keys, and the demo desa where asked for."""
    settings = app.config["SETTINGS"]
    settings.instance.mkdir(parents=True, exist_ok=True)
    with app.app_context():
        make_tables()
        db.session.remove()


def main() -> None:
    """Serve until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = create_app()
    prepare(app)
    settings = app.config["SETTINGS"]
    waitress.serve(app, host=settings.host, port=settings.port, threads=8, ident=None, clear_untrusted_proxy_headers=True)


if __name__ == "__main__":
    main()
