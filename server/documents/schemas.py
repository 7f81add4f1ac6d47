"""What the verdicts on a document need, and what is answered about photos."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.documents.rules import REASONS


class Accept(Schema):
    """The paper will do."""

    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))


class Reject(Schema):
    """The paper will not do; the reason is shown to kader and warga, the note to the kader."""

    reason = fields.String(required=True, validate=validate.OneOf(REASONS))
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))


class Size(Schema):
    """Which size of a photo is wanted."""

    size = fields.String(load_default=None, validate=validate.OneOf(["thumb"]))


class OfFamily(Schema):
    """Whose photos."""

    family = fields.UUID(required=True)


class Photo(Schema):
    """Where one photo is on its way."""

    id = fields.String(required=True)
    record = fields.String(allow_none=True)
    collection = fields.String(allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(["awaited", "arriving", "kept", "refused"]))
    reason = fields.String(allow_none=True)


class Photos(Schema):
    """The photos of a family."""

    photos = fields.List(fields.Nested(Photo), required=True)


class Brought(Schema):
    """What became of a photo that was handed in whole."""

    state = fields.String(required=True)
