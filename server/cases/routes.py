"""No route of its own: cases are read and written through the exchange, where cases/service.py hangs its rules."""

from __future__ import annotations

from flask_smorest import Blueprint

from server.cases import service

__all__ = ["bp", "service"]  # importing the service is what hangs its checks, projections and actions

bp = Blueprint("cases", __name__, description="Permohonan")
