"""Shapes on the wire: invitations, enrolments, people."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

ORDERS = ("hilang", "berhenti")


class TicketSchema(Schema):
    """What somebody holds who was invited: the secret of a link, or the eight letters."""

    secret = fields.String(validate=validate.Length(min=16, max=64))
    code = fields.String(validate=validate.Length(min=1, max=24))

    @validates_schema
    def one_of_two(self, data: dict[str, Any], **_: Any) -> None:
        """Exactly one of the two."""
        if ("secret" in data) == ("code" in data):
            raise ValidationError("Kirim secret atau code, salah satu.")


class InvitedSchema(Schema):
    """Whom an invitation is for."""

    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    areas = fields.List(fields.String(), required=True)
    desa = fields.Dict(required=True)
    left = fields.Integer(required=True, metadata={"description": "how often it may still be opened"})


class MeSchema(Schema):
    """Who uses this phone, as ``me`` of an exchange says it."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    phone = fields.String(allow_none=True, metadata={"description": "said in a call for help"})
    roles = fields.List(fields.String(), required=True)
    areas = fields.List(fields.String(), required=True)
    desa = fields.Dict(required=True)
    regions = fields.List(fields.Dict(), required=True)
    people = fields.List(fields.Dict(), required=True)
    hash = fields.String(required=True)


class KeysSchema(Schema):
    """The server's public keys (P-256 points, uncompressed, base64)."""

    delivery = fields.String(required=True, metadata={"description": "what is finished is sealed for it"})
    recovery = fields.String(required=True, metadata={"description": "a phone's own key is sealed for it"})
    signing = fields.String(required=True, metadata={"description": "orders to phones are signed by it"})


class EntrySchema(Schema):
    """A new enrolment. ``bearer`` is told this once; the cookie travels in its header."""

    enrolment = fields.String(required=True)
    bearer = fields.String(required=True)
    me = fields.Nested(MeSchema, required=True)
    keys = fields.Nested(KeysSchema, required=True)


class PersonSchema(Schema):
    """Somebody with a task."""

    id = fields.String(dump_only=True)
    name = fields.String(required=True, validate=validate.Length(min=1, max=100))
    roles = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    areas = fields.List(fields.String(validate=validate.Length(max=44)), load_default=list)
    phone = fields.String(allow_none=True, load_default=None, validate=validate.Regexp(r"\+?[0-9]{8,15}$"))
    active = fields.Boolean(dump_only=True)


class PersonChangeSchema(Schema):
    """What an officer changes about somebody; what is left out stays."""

    name = fields.String(validate=validate.Length(min=1, max=100))
    roles = fields.List(fields.String(), validate=validate.Length(min=1))
    areas = fields.List(fields.String(validate=validate.Length(max=44)))
    phone = fields.String(allow_none=True, validate=validate.Regexp(r"\+?[0-9]{8,15}$"))
    active = fields.Boolean()


class PeopleSchema(Schema):
    """Everybody of a desa."""

    people = fields.List(fields.Nested(PersonSchema), required=True)


class InvitationSchema(Schema):
    """A new invitation. Link, code and QR are told this once; afterwards only hashes of them exist."""

    id = fields.String(required=True)
    link = fields.String(required=True)
    code = fields.String(required=True)
    qr = fields.String(required=True, metadata={"description": "SVG"})
    expires = fields.AwareDateTime(required=True, attribute="expires_at")


class PhoneSchema(Schema):
    """A browser that was let in. What still lies on it is told a person (``GET /api/kader``)."""

    id = fields.String(required=True)
    person = fields.String(attribute="person.id", required=True)
    name = fields.String(attribute="person.name", required=True)
    agent = fields.String(required=True)
    app_version = fields.String(allow_none=True)
    storage_persisted = fields.Boolean(allow_none=True)
    browser = fields.String(
        allow_none=True, metadata={"description": "the same for all that one browser let in, as far as it is known"}
    )
    created_at = fields.AwareDateTime(required=True)
    last_seen = fields.AwareDateTime(required=True)
    last_n = fields.Integer(required=True)
    revoked_at = fields.AwareDateTime(allow_none=True)
    revoked_reason = fields.String(allow_none=True)
    ordered = fields.String(allow_none=True, metadata={"description": "hilang, berhenti: it is to empty itself"})
    ordered_at = fields.AwareDateTime(allow_none=True)
    order_done_at = fields.AwareDateTime(allow_none=True, metadata={"description": "by the phone's own word"})


class PhonesSchema(Schema):
    """The browsers of a desa."""

    enrolments = fields.List(fields.Nested(PhoneSchema), required=True)


class RevokeSchema(Schema):
    """Why a phone is shut out: lost, or its kader stopped."""

    reason = fields.String(required=True, validate=validate.Length(min=3, max=200))


class OrderSchema(RevokeSchema):
    """What a phone is to do, and why."""

    order = fields.String(required=True, validate=validate.OneOf(ORDERS))


class RecoveryAskedSchema(Schema):
    """A phone whose PIN was forgotten: its public key for this once."""

    public = fields.String(required=True, validate=validate.Length(max=100))


class RecoverySchema(Schema):
    """An asking, as the phone shows it."""

    id = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "what the desk types"})


class WaitingRecoverySchema(Schema):
    """An asking, as the desk sees it; the code is on the phone."""

    id = fields.String(required=True)
    person = fields.String(attribute="enrolment.person.id", required=True)
    name = fields.String(attribute="enrolment.person.name", required=True)
    agent = fields.String(attribute="enrolment.agent", required=True)
    asked_at = fields.AwareDateTime(required=True)


class RecoveriesSchema(Schema):
    """Phones that wait for a second person."""

    recoveries = fields.List(fields.Nested(WaitingRecoverySchema), required=True)


class ApprovalSchema(RevokeSchema):
    """The digits that the phone shows, and why it is opened."""

    code = fields.String(required=True, validate=validate.Regexp(r"\s*[0-9]{4}\s*$"))


class BoxSchema(Schema):
    """The phone's own key, sealed for the server."""

    box = fields.Dict(required=True)


class KeySchema(Schema):
    """The same key, sealed for the phone; null as long as nobody has approved."""

    key = fields.Dict(required=True, allow_none=True)


class TryoutSchema(Schema):
    """A demo person somebody at this machine wants to be."""

    person = fields.String(required=True, validate=validate.Length(max=36))


class ReturnSchema(Schema):
    """What a phone says of itself that the server does not know."""

    desa = fields.String(required=True, validate=validate.Length(equal=13))
    name = fields.String(required=True, validate=validate.Length(1, 100))


class CodeSchema(Schema):
    """Six digits to say to an officer."""

    code = fields.String(required=True)


class ReturningSchema(Schema):
    """A phone that waits to be confirmed."""

    enrolment = fields.String(required=True)
    name = fields.String(required=True)
    agent = fields.String(required=True)
    asked_at = fields.AwareDateTime(required=True)


class ReturningListSchema(Schema):
    """All that wait."""

    returning = fields.List(fields.Nested(ReturningSchema), required=True)


class ConfirmSchema(Schema):
    """Whose phone it is, and the code its owner said."""

    person = fields.String(required=True, validate=validate.Length(max=36))
    code = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{6}$", error="Kodenya 6 angka."))
