"""Visits are read and written through the exchange, where visits/service.py hangs its rules; here they are counted."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.accounts.service import MANAGERS, OFFICE, require_reader, role_required
from server.visits import kader, schemas, service

__all__ = ["bp", "service"]  # importing the service is what hangs its checks, projections and actions

bp = Blueprint("visits", __name__, description="Kunjungan")


@bp.get("/kader")
@bp.response(200, schemas.KaderSchema)
@role_required(*OFFICE, *MANAGERS)
def of_kader() -> dict[str, Any]:
    """Whose work still lies on a phone and since when, who was not heard of, and how many visits of this week came."""
    return kader.overview(require_reader().desa)
