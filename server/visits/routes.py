"""No route of its own: visits are read and written through the exchange, where visits/service.py hangs its rules."""

from __future__ import annotations

from flask_smorest import Blueprint

from server.visits import service

__all__ = ["bp", "service"]  # importing the service is what hangs its checks, projections and actions

bp = Blueprint("visits", __name__, description="Kunjungan")
