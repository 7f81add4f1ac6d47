"""Publications for phones, and the officers' door for new surveys."""

from __future__ import annotations

import gzip
from functools import lru_cache
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from server.accounts import service as accounts
from server.regions import service as regions
from server.surveys import publications, uploads, versions
from server.surveys.files import LARGEST
from server.surveys.schemas import PublicationSchema, UploadedSchema, UploadFileSchema, UploadFormSchema

bp = Blueprint("surveys", __name__, description="Survei, katalog, dan terbitan lain")


@bp.get("/publications/<string:name>")
def publication(name: str) -> Response:
    """A published body by its hash; it never changes, so it may be kept for ever."""
    accounts.current_enrolment()
    gzipped = bool(request.accept_encodings["gzip"])
    response = Response(packed(name) if gzipped else publications.body(name), mimetype="application/json")
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(name)
    if gzipped:
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=16)
def packed(name: str) -> bytes:
    """The gzipped body: packed once, sent to every phone."""
    return gzip.compress(publications.body(name).encode(), 9, mtime=0)


@bp.get("/publications")
@bp.response(200, PublicationSchema(many=True))
def listing() -> list[versions.Version]:
    """What was published for the reader's desa, newest first, and what holds today."""
    reader = accounts.require_reader()
    return versions.listed(reader.desa)


@bp.get("/publications/<string:name>/source")
@bp.alt_response(200, content_type="application/octet-stream")
@accounts.role_required(*uploads.READERS)
def source(name: str) -> Response:
    """The workbook of a publication, the very file that was handed in."""
    body, file_name = versions.source(accounts.require_reader().desa, name)
    response = Response(body, mimetype="application/octet-stream")
    response.headers.set("Content-Disposition", "attachment", filename=file_name)
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


@bp.post("/surveys")
@bp.arguments(UploadFileSchema, location="files")
@bp.arguments(UploadFormSchema, location="form")
@bp.response(201, UploadedSchema)
def upload(files: dict[str, Any], form: dict[str, Any]) -> uploads.Uploaded:
    """Publish an XLSForm for the desa, or answer every mistake with sheet, row, column and position."""
    reader = accounts.require_reader()
    scope = reader.desa if form["scope"] is None else form["scope"]
    uploads.refuse_publisher(reader.person.roles, reader.desa, scope)
    source = files["file"].stream.read(LARGEST + 1)
    in_force = form["in_force"] or regions.today(reader.desa)
    return uploads.survey_workbook(
        source, files["file"].filename or "", scope, in_force, reader.person_id, check=form["check"]
    )


@bp.before_app_request
def room_for_workbooks() -> None:
    """A workbook may be larger than any other request."""
    if request.method == "POST" and request.path in ("/api/surveys", "/api/catalogues", "/api/desil"):
        request.max_content_length = LARGEST + 100_000
