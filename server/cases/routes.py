"""Numbers of cases over HTTP. Cases themselves go through the exchange, where cases/service.py hangs its rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from server.accounts.service import OFFICE, require_reader, role_required
from server.cases import notes, service
from server.cases.leases import close_case, open_case
from server.cases.numbers import WATCHERS, numbers
from server.cases.schemas import LeaseSchema, Numbers

__all__ = ["bp", "notes", "service"]  # importing the service is what hangs its checks, projections and actions

bp = Blueprint("cases", __name__, description="Permohonan")


@bp.get("/cases/numbers")
@bp.response(200, Numbers)
@role_required(*WATCHERS)
def counted() -> dict[str, Any]:
    """How many cases of each status lie in each RW."""
    reader = require_reader()
    return {"rows": numbers(reader.desa, reader.person.areas)}


@bp.post("/cases/<uuid:case>/lease")
@bp.response(200, LeaseSchema)
@role_required(*OFFICE)
def look(case: UUID) -> dict[str, Any]:
    """Say that one looks at a case, or still does; the answer says who does."""
    return open_case(require_reader(), str(case))


@bp.delete("/cases/<uuid:case>/lease")
@bp.response(204)
@role_required(*OFFICE)
def look_away(case: UUID) -> None:
    """Say that one looks at it no longer."""
    close_case(require_reader(), str(case))
