"""Reading about families, for the desk."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.accounts.service import OFFICE, require_reader, role_required
from server.families import service
from server.families.schemas import Twins

bp = Blueprint("families", __name__, description="Keluarga")


@bp.get("/families/<uuid:family>/twins")
@bp.response(200, Twins)
@role_required(*OFFICE)
def twins(family: Any) -> dict[str, Any]:
    """Who else in the desa bears the same NIK or KK number as this family."""
    return {"twins": service.twins(require_reader().desa, str(family))}
