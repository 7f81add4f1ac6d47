"""What the actions on a visit need."""

from __future__ import annotations

from marshmallow import Schema, fields


class Reviewed(Schema):
    """Nothing but the will to say so."""


class Choose(Schema):
    """Which of two revisions counts."""

    visit = fields.String(required=True)


class KaderRow(Schema):
    """One kader. ``items``, ``photos`` and ``drafts`` as her phones said when last heard; null: none has said yet."""

    person = fields.String(required=True)
    name = fields.String(required=True)
    visits = fields.Integer(required=True, metadata={"description": "of this week, that have come"})
    items = fields.Integer(required=True, allow_none=True, metadata={"description": "finished and not sent"})
    photos = fields.Integer(required=True, allow_none=True, metadata={"description": "photos not sent"})
    drafts = fields.Integer(required=True, allow_none=True, metadata={"description": "visits not finished"})
    since = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "of the oldest of these"})
    told = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "when this was first said"})
    heard = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "null: she has no phone"})
    awaited = fields.Integer(required=True, metadata={"description": "photos that records name and that have not come"})
    held = fields.Integer(required=True, metadata={"description": "changes of hers that lie in quarantine"})


class KaderSchema(Schema):
    """Every active kader of the desa."""

    week = fields.String(required=True, metadata={"description": "the Monday from which visits are counted"})
    now = fields.AwareDateTime(required=True)
    kader = fields.List(fields.Nested(KaderRow), required=True)
