"""Numbers of cases over HTTP. Cases themselves go through the exchange, where cases/service.py hangs its rules."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.accounts.service import require_reader, role_required
from server.cases import notes, service
from server.cases.numbers import WATCHERS, numbers
from server.cases.schemas import Numbers

__all__ = ["bp", "notes", "service"]  # importing the service is what hangs its checks, projections and actions

bp = Blueprint("cases", __name__, description="Permohonan")


@bp.get("/cases/numbers")
@bp.response(200, Numbers)
@role_required(*WATCHERS)
def counted() -> dict[str, Any]:
    """How many cases of each status lie in each RW."""
    reader = require_reader()
    return {"rows": numbers(reader.desa, reader.person.areas)}
