"""What officers see of the backups. Nothing of a backup itself ever goes over HTTP."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from server.accounts.service import OFFICE, role_required
from server.backups import service

bp = Blueprint("backups", __name__, description="Cadangan")


class LastSchema(Schema):
    """The last backup of this server."""

    at = fields.AwareDateTime(required=True, allow_none=True)
    late = fields.Boolean(required=True)
    nightly = fields.Boolean(required=True, metadata={"description": "this server makes a backup every night"})


@bp.get("/backup")
@bp.response(200, LastSchema)
@role_required(*OFFICE)
def last() -> dict[str, Any]:
    """When this server was last backed up."""
    return service.last()
