"""Answers as a file over HTTP. POST, because it is noted; the file is made for the one who asked and kept nowhere."""

from __future__ import annotations

from typing import Any

from flask import Response, send_file
from flask_smorest import Blueprint

from server.accounts.service import OFFICE, require_reader, role_required
from server.exports import service
from server.exports.files import ENDINGS, TYPES
from server.exports.models import Export
from server.exports.schemas import ExportAskedSchema, ExportSchema

bp = Blueprint("exports", __name__, description="Jawaban sebagai berkas")


@bp.post("/exports")
@bp.arguments(ExportAskedSchema)
@bp.alt_response(200, content_type="application/octet-stream")
@role_required(*OFFICE)
def export(asked: dict[str, Any]) -> Response:
    """The answers to one survey: an .xlsx with a sheet a repeat, or a zip of CSV files. Who asked is noted."""
    reader = require_reader()
    them = reader.person
    file = service.export(
        service.Reader(reader.desa, them.id, them.name, reader.id, tuple(them.roles), tuple(them.areas)),
        service.Asked(**asked),
    )
    name = f"{asked['survey']}.{ENDINGS[asked['format']]}"
    response = send_file(file, mimetype=TYPES[asked["format"]], as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


@bp.get("/exports")
@bp.response(200, ExportSchema(many=True))
@role_required(*OFFICE)
def listing() -> list[Export]:
    """What was handed out, to whom and when, the latest first."""
    return service.listed(require_reader().desa)
