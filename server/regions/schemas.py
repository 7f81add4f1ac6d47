"""Shapes on the wire: the places of a desa."""

from __future__ import annotations

from marshmallow import Schema, fields


class RwSchema(Schema):
    """One RW with its RT."""

    dusun = fields.String(allow_none=True, required=True)
    rw = fields.String(required=True)
    rts = fields.List(fields.String(), required=True)


class RegionsSchema(Schema):
    """A desa and the part of it somebody may choose from."""

    desa = fields.Dict(required=True)
    regions = fields.List(fields.Nested(RwSchema), required=True)
