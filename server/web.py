"""Serves the application (pwa/) and the headers every answer carries."""

from __future__ import annotations

from flask import Flask
from flask.typing import ResponseReturnValue

from server.db import db
from server.settings import HOUSE as HOUSE


def init_app(app: Flask) -> None:
    """Hang the application's files, headers and error answers on ``app``."""

    @app.get("/health")
    def health() -> ResponseReturnValue:
        return {"status": "ok", "database": db.engine.dialect.name}
