"""Reading about families, for the desk."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.accounts.service import OFFICE, require_reader, role_required
from server.families import arrivals as _arrivals  # noqa: F401  its actions and jobs are known once it is imported
from server.families import desil, service
from server.families import twins as _twins  # noqa: F401  as are its actions
from server.families.proposals import proposed
from server.families.retention import preview
from server.families.schemas import DesilColumns, DesilCompared, DesilFile, Pairs, RetentionSchema, Twins
from server.surveys import service as surveys

bp = Blueprint("families", __name__, description="Keluarga")


@bp.get("/families/<uuid:family>/twins")
@bp.response(200, Twins)
@role_required(*OFFICE)
def twins(family: Any) -> dict[str, Any]:
    """Who else in the desa may be of this family (same NIK, KK number, or birth and name), and what to ask about it."""
    desa = require_reader().desa
    return {"twins": service.twins(desa, str(family)), "doubts": service.doubts_of(desa, str(family))}


@bp.get("/twins")
@bp.response(200, Pairs)
@role_required(*OFFICE)
def pairs() -> dict[str, Any]:
    """Which families of the desa may be known twice; those an officer told apart are left out by who shows them."""
    return {"pairs": proposed(require_reader().desa)}


@bp.get("/retention")
@bp.response(200, RetentionSchema)
@role_required(*OFFICE)
def retention() -> dict[str, Any]:
    """What will be removed within two weeks because its time is over."""
    return {"due": [due._asdict() for due in preview(require_reader().desa)]}


@bp.post("/desil")
@bp.arguments(DesilFile, location="files")
@bp.arguments(DesilColumns, location="form")
@bp.response(200, DesilCompared)
@role_required(*OFFICE)
def compare_desil(files: dict[str, Any], columns: dict[str, int | None]) -> dict[str, Any]:
    """What a list of DTSEN would change. Nothing of it is kept; changes go through the exchange."""
    source = files["file"].stream.read(surveys.LARGEST + 1)
    rows = desil.read(source, files["file"].filename or "")
    return desil.compared(require_reader().desa, desil.mapped(rows, columns))
