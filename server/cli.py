"""Commands of the running house: ``flask --app server ...``."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Hang the commands on ``app``."""
