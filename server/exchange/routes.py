"""HTTP of the exchange: the one door of field data, and the life of a record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_smorest import Blueprint
from marshmallow import EXCLUDE, ValidationError

from server.accounts import service as accounts
from server.errors import Malformed
from server.exchange import answering, carrying, repairing, schemas, service
from server.exchange.reading import read_envelope

bp = Blueprint("exchange", __name__, description="Pertukaran data lapangan")
ENVELOPE = schemas.ExchangeSchema()
CARRIED = schemas.CarriedSchema()


@bp.post("/exchange")
@bp.doc(requestBody={"required": True, "content": {"application/json": {"schema": schemas.ExchangeSchema}}})
@bp.response(200, schemas.AnswerSchema)
def exchange() -> Response:
    """Take a device's changes, answer with receipts and with what is new in its scope."""
    sender = accounts.sender()
    body = read_envelope(request, ENVELOPE)
    answer = answering.exchange(body, sender, reading=accounts.may_read(sender))
    return Response(answer, content_type="application/json")


@bp.get("/records/<record>/history")
@bp.response(200, schemas.HistorySchema)
def history(record: str) -> dict[str, Any]:
    """Who did what to a record, and when, newest first."""
    return service.history(accounts.require_reader(), record)


@bp.post("/carried")
@bp.doc(requestBody={"required": True, "content": {"application/json": {"schema": schemas.CarriedSchema}}})
@bp.response(200, schemas.CarriedAnswerSchema)
@accounts.role_required(*accounts.MANAGERS)
def carried() -> dict[str, Any]:
    """Take unsent work that somebody carried to the desk as a file, as if its phone had sent it."""
    request.max_content_length = carrying.LARGEST  # only now that it is known who asks
    try:
        file = CARRIED.load(request.get_json(), unknown=EXCLUDE)
    except ValidationError as wrong:
        raise Malformed(errors=wrong.messages_dict) from wrong
    return carrying.take(accounts.require_reader(), file)


@bp.get("/quarantine")
@bp.response(200, schemas.QuarantineSchema)
@accounts.role_required(*accounts.OFFICE)
def quarantine() -> dict[str, Any]:
    """What could not be taken, with its reason, until an officer settles it."""
    return repairing.waiting(accounts.require_reader().desa)


@bp.post("/quarantine/<uuid:change>/accept")
@bp.arguments(schemas.RepairSchema)
@bp.response(200, schemas.ReceiptSchema)
@accounts.role_required(*accounts.OFFICE)
def accept(repairs: dict[str, Any], change: UUID) -> dict[str, Any]:
    """Take a change after all, corrected or as it is; the answer is its new receipt."""
    return repairing.accept(accounts.require_reader(), str(change), repairs)


@bp.post("/quarantine/<uuid:change>/discard")
@bp.arguments(schemas.DiscardSchema)
@bp.response(204)
@accounts.role_required(*accounts.OFFICE)
def discard(body: dict[str, Any], change: UUID) -> None:
    """Put one change away, with a reason that its sender reads."""
    repairing.discard(accounts.require_reader(), str(change), body["reason"], waiting=body["waiting"])
