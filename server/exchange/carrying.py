"""Unsent work that comes by hand: a file that a phone without signal made, given in at the desk.

What it holds is sealed for this server, change by change, exactly as a locked phone sends it, and goes the same way.
That it is the phone's own is shown by its *warrant*, sealed for this server too: the token that only that phone has,
and the key of the code that stands under the rest. ``pwa/store/carry.js`` is the other side; docs/protocol.md, By hand.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from typing import Any

from flask import current_app
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from server import clock, keys, sealing
from server.accounts import service as accounts
from server.accounts.models import Enrolment
from server.db import db
from server.errors import Problem
from server.exchange import delivery
from server.exchange.models import Desa
from sync.changes import MAX_CHANGES
from sync.receipts import DUPLICATE, HELD, REFUSED

PURPOSE = "carried"
LARGEST = 20_000_000  # bytes of a file without its photos: some thousand visits
PHOTOS = 2000


class CarriedElsewhere(Problem):
    status, slug, title = 409, "carried-elsewhere", "File ini dari desa atau PUSKESOS lain. Bawa ke sana ya."


class CarriedBroken(Problem):
    status, slug, title = (
        422,
        "carried-broken",
        "Isi filenya berubah atau rusak. Minta kader menyimpan file baru dari HP; di HP datanya masih utuh.",
    )


class CarriedByNobody(Problem):
    status, slug, title = (
        409,
        "carried-by-nobody",
        "HP yang membuat file ini belum dikenal di sini. Simpan filenya, sambungkan dulu HP itu, lalu coba lagi.",
    )


class PhotoSchema(Schema):
    """A photo that lies in the file behind the head."""

    class Meta:
        unknown = EXCLUDE

    id = fields.UUID(required=True)
    record = fields.String(load_default=None, allow_none=True)
    type = fields.String(load_default="image/jpeg", validate=validate.Length(max=40))
    size = fields.Integer(strict=True, required=True)
    sha256 = fields.String(required=True)
    sealed = fields.String(required=True)


class HeadSchema(Schema):
    """What a file says it holds."""

    class Meta:
        unknown = EXCLUDE

    v = fields.Integer(strict=True, required=True, validate=validate.Equal(1))
    desa = fields.String(required=True)
    enrolment = fields.String(required=True, validate=validate.Length(max=36))
    made_at = fields.String(required=True, validate=validate.Length(max=40))
    changes = fields.List(fields.Raw(), required=True)
    photos = fields.List(fields.Nested(PhotoSchema), required=True, validate=validate.Length(max=PHOTOS))


def take(officer: Enrolment, file: dict[str, Any]) -> dict[str, Any]:
    """Deliver what a file holds as its phone would, and say which of its photos are wanted.

    Handing it in again changes nothing: every change has its receipt, every photo its place.

    Raises:
        CarriedBroken, CarriedElsewhere, CarriedByNobody: the whole file is refused, nothing of it is taken.
    """
    head, phone = _opened(officer, file)
    receipts = []
    changes = sorted(head["changes"], key=_number)
    for at in range(0, len(changes), MAX_CHANGES):
        receipts += delivery.deliver(phone, changes[at : at + MAX_CHANGES], clock.now())
    mine = {str(one.get("id")) for one in changes if isinstance(one, dict)}
    statuses = [receipt["status"] for receipt in receipts if receipt["id"] in mine]
    attention = sum(status in (HELD, REFUSED) for status in statuses)
    known = statuses.count(DUPLICATE)
    from server.documents import service as documents  # its checks hang on this subject, so it can only be asked late

    return {
        "name": phone.person.name,
        "made_at": head["made_at"],
        "taken": len(statuses) - attention - known,
        "known": known,
        "attention": attention,
        "photos": documents.carried(phone, head["photos"]),
    }


def _opened(officer: Enrolment, file: dict[str, Any]) -> tuple[dict[str, Any], Enrolment]:
    """The head of a file and the phone that made it, once it is sure that nobody else did."""
    text: str = file["head"]
    try:
        head: dict[str, Any] = HeadSchema().load(json.loads(text))
    except (ValueError, RecursionError, ValidationError) as wrong:
        raise CarriedBroken from wrong
    key = keys.private(current_app.config["SETTINGS"], "delivery.pem")
    if file["warrant"].get("k") != sealing.key_id(sealing.point(key)):
        raise CarriedElsewhere
    try:
        said = json.loads(sealing.open_parcel(key, PURPOSE, file["warrant"], head["enrolment"]))
        code = hmac.new(base64.b64decode(said["key"]), text.encode(), hashlib.sha256).digest()
        right = hmac.compare_digest(code, base64.b64decode(file["mac"], validate=True))
    except (ValueError, KeyError, TypeError, binascii.Error) as wrong:
        raise CarriedBroken from wrong
    if not right:
        raise CarriedBroken
    if head["desa"] != officer.desa:
        raise CarriedElsewhere(_name_of(head["desa"]))
    phone = db.session.get(Enrolment, head["enrolment"])
    if phone is None or phone.desa != officer.desa or not accounts.has_bearer(phone, str(said.get("bearer"))):
        raise CarriedByNobody
    return head, phone


def _number(change: Any) -> int:
    n = change.get("n") if isinstance(change, dict) else None
    return n if type(n) is int else 0


def _name_of(desa: str) -> str | None:
    known = db.session.get(Desa, desa)
    return f"File ini dari desa {known.name}." if known is not None else None
