"""The officers' door for a new catalogue."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response
from flask_smorest import Blueprint

from server.accounts import service as accounts
from server.catalogue import readvise, service
from server.catalogue.book import as_xlsx
from server.catalogue.effects import effects
from server.catalogue.schemas import (
    AdviceChangesSchema,
    AdviceOfSchema,
    AdviceRunsSchema,
    CatalogueUploadedSchema,
)
from server.errors import NotYourRole
from server.regions import service as regions
from server.surveys import service as surveys
from sync.scope import ALL, readable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
bp = Blueprint("catalogue", __name__, description="Katalog layanan dan berkas")


@bp.post("/catalogues")
@bp.arguments(surveys.UploadFileSchema, location="files")
@bp.arguments(surveys.UploadFormSchema, location="form")
@bp.response(201, CatalogueUploadedSchema)
def upload(files: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
    """Publish a catalogue in the scope it names, or answer every mistake with sheet, row, column and position."""
    reader = accounts.require_reader()
    surveys.refuse_publisher(reader.person.roles, reader.desa)
    source = files["file"].stream.read(surveys.LARGEST + 1)
    file_name = files["file"].filename or ""
    in_force = form["in_force"] or regions.today(reader.desa)
    compiled = service.compile_workbook(source, file_name)
    try:
        surveys.refuse_publisher(reader.person.roles, reader.desa, compiled["scope"])
    except NotYourRole:  # the workbook of a broader catalogue was taken to begin with
        text = (
            f"Isi cakupan dengan kode desa ini: {reader.desa}. Layanan yang tidak diubah boleh dihapus dari file ini."
        )
        raise surveys.NotCompiled([surveys.Mistake("pengaturan", 0, "isi", 0, text)]) from None
    if not form["check"]:
        done = service.publish_workbook(compiled, source, file_name, in_force, reader.person_id)
        return asdict(done) | {"effects": None}
    body = service.completed_body(compiled)
    named = readable(reader.person.roles).get("family") == ALL
    would_be = surveys.Uploaded(None, body["id"], body["version"], body["scope"], in_force, body=body)
    return asdict(would_be) | {"effects": effects(reader.desa, body, named)}


@bp.get("/catalogues/<string:name>/workbook")
@bp.alt_response(200, content_type=XLSX)
@accounts.role_required(*surveys.READERS)
def workbook(name: str) -> Response:
    """The workbook of a published catalogue as .xlsx: uploaded again unchanged it is the same catalogue."""
    response = Response(as_xlsx(*surveys.source(accounts.require_reader().desa, name)), mimetype=XLSX)
    response.headers.set("Content-Disposition", "attachment", filename="katalog.xlsx")
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


@bp.get("/advice")
@bp.response(200, AdviceRunsSchema)
@accounts.role_required(*accounts.OFFICE)
def advice() -> dict[str, Any]:
    """How far the families of the desa have been looked at again after the rules changed."""
    return {"runs": readvise.runs(accounts.require_reader().desa)}


@bp.get("/advice/changes")
@bp.arguments(AdviceOfSchema, location="query")
@bp.response(200, AdviceChangesSchema)
@accounts.role_required(*accounts.OFFICE)
def advice_changes(args: dict[str, Any]) -> dict[str, Any]:
    """Whose advice changed when this catalogue came into force."""
    return {"changes": readvise.changes(accounts.require_reader().desa, args["catalogue"])}
