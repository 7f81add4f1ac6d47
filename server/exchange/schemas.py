"""Shapes on the wire: the envelope of an exchange. What lies in it is read change by change (``sync.changes``)."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from sync.changes import MAX_CHANGES


class Nothing(Schema):
    """The arguments of an action that needs none."""


class StorageSchema(Schema):
    """What the browser promised about the phone's storage."""

    class Meta:
        unknown = EXCLUDE

    persistent = fields.Boolean(allow_none=True)


class CursorSchema(Schema):
    """How far a phone has read one desa."""

    class Meta:
        unknown = EXCLUDE

    epoch = fields.String()
    seq = fields.Integer(strict=True)
    tag = fields.Integer(strict=True)
    scope = fields.String()


_AT_MOST = validate.Length(max=MAX_CHANGES)


class ExchangeSchema(Schema):
    """One exchange as a phone sends it."""

    class Meta:
        unknown = EXCLUDE

    v = fields.Integer(strict=True, required=True, validate=validate.Equal(1))
    app = fields.String(required=True, validate=validate.Regexp(r"[0-9A-Za-z.+-]{1,40}\Z"))
    desa = fields.String(required=True, validate=validate.Length(equal=13))
    now = fields.AwareDateTime(required=True)
    storage = fields.Nested(StorageSchema, load_default=dict[str, Any])
    changes = fields.List(
        fields.Raw(allow_none=True), load_default=list[Any], validate=validate.Length(max=MAX_CHANGES)
    )
    asks = fields.List(fields.String(validate=validate.Length(max=36)), load_default=list[str], validate=_AT_MOST)
    cursors = fields.Dict(keys=fields.String(), values=fields.Raw(), load_default=dict[str, Any])
    limit = fields.Integer(strict=True, load_default=500, validate=validate.Range(min=1, max=1000))
    me = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))
    left = fields.Raw(
        load_default=None, metadata={"description": "what stays on the phone: {items, photos, drafts, since}"}
    )
    short = fields.Boolean(
        load_default=False, metadata={"description": "a version that is the same throughout is written once"}
    )


class ReceiptSchema(Schema):
    """The server's word about one change."""

    id = fields.String(required=True)
    status = fields.String(required=True)
    seq = fields.Integer(required=True, allow_none=True)
    problem = fields.Dict(required=True, allow_none=True)
    number = fields.String(metadata={"description": "number of the case, where it got one"})


class DesaSchema(Schema):
    """What is new in one desa."""

    head = fields.Integer(required=True)
    records = fields.List(fields.Dict(), required=True)
    cursor = fields.Nested(CursorSchema, required=True, allow_none=True)
    more = fields.Boolean(required=True)
    restart = fields.Boolean(required=True)


class AnswerSchema(Schema):
    """What an exchange answers; described here, joined from stored text in ``service``."""

    now = fields.AwareDateTime(required=True)
    receipts = fields.List(fields.Nested(ReceiptSchema), required=True)
    desas = fields.Dict(keys=fields.String(), values=fields.Nested(DesaSchema), required=True)
    publications = fields.List(fields.Dict(), required=True)
    me = fields.Dict(allow_none=True)
    photos = fields.Dict(required=True)
    orders = fields.List(fields.Dict(), required=True)
    signed_out = fields.Boolean(
        required=True, metadata={"description": "the phone was revoked: it may still send, and reads nothing"}
    )
    min_version = fields.String(required=True, allow_none=True)
    retry_after = fields.Integer(metadata={"description": "seconds; too many read at this moment"})
    quarantine = fields.Integer(metadata={"description": "changes in this desa's quarantine; for the office only"})


class WaitingSchema(Schema):
    """A change that lies in quarantine, whole, with its reason."""

    change = fields.String(required=True)
    status = fields.String(required=True, metadata={"description": "refused, or held: it waits for another"})
    problem = fields.Dict(required=True, allow_none=True)
    waits_for = fields.String(required=True, allow_none=True)
    at = fields.AwareDateTime(required=True)
    by = fields.String(required=True, allow_none=True)
    agent = fields.String(required=True, allow_none=True)
    again = fields.Boolean(
        required=True, metadata={"description": "its sender has said all of it anew, and that was taken"}
    )
    sent = fields.Raw(required=True, metadata={"description": "as it came, or as an officer last corrected it"})


class QuarantineSchema(Schema):
    """What waits for an officer, oldest first."""

    total = fields.Integer(required=True)
    quarantine = fields.List(fields.Nested(WaitingSchema), required=True)


class RepairSchema(Schema):
    """An officer's corrections of a change she accepts: values in place of those sent."""

    set = fields.Dict(keys=fields.String(validate=validate.Length(1, 40)), load_default=None, allow_none=True)
    args = fields.Dict(keys=fields.String(validate=validate.Length(1, 40)), load_default=None, allow_none=True)
    area = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=60))


class DiscardSchema(Schema):
    """Why a change is not used."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))
    waiting = fields.Boolean(
        load_default=False, metadata={"description": "put away with it what waits for the record it would have begun"}
    )


class CarriedSchema(Schema):
    """A file of unsent work as the desk hands it in, without its photos."""

    head = fields.String(required=True, metadata={"description": "JSON, as text: it is what ``mac`` is about"})
    mac = fields.String(required=True, validate=validate.Length(max=100))
    warrant = fields.Dict(required=True, metadata={"description": "key and token of the phone, sealed for this server"})


class CarriedPhotoSchema(Schema):
    """A photo of the file, and whether its bytes are wanted."""

    id = fields.String(required=True)
    state = fields.String(
        required=True, metadata={"description": "awaited, kept, refused; later: nothing names it yet"}
    )


class CarriedAnswerSchema(Schema):
    """What became of a file."""

    name = fields.String(required=True)
    made_at = fields.String(required=True)
    taken = fields.Integer(required=True)
    known = fields.Integer(required=True, metadata={"description": "of those that were taken before"})
    attention = fields.Integer(required=True, metadata={"description": "of those that wait in quarantine"})
    photos = fields.List(fields.Nested(CarriedPhotoSchema), required=True)


class LogSchema(Schema):
    """One step in the life of a record."""

    seq = fields.Integer(required=True)
    change = fields.String(required=True)
    person = fields.String(required=True)
    name = fields.String(required=True)
    do = fields.String(required=True, allow_none=True)
    made_at = fields.String(required=True, allow_none=True)
    received_at = fields.AwareDateTime(required=True)
    before = fields.Dict(required=True)
    after = fields.Dict(required=True)
    accepted_by = fields.String(allow_none=True, metadata={"description": "who let it in out of quarantine"})


class HistorySchema(Schema):
    """The life of a record, newest step first."""

    record = fields.String(required=True)
    collection = fields.String(required=True)
    history = fields.List(fields.Nested(LogSchema), required=True)
