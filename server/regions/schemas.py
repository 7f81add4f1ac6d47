"""Shapes on the wire: the places of a desa."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class RwSchema(Schema):
    """One RW with its RT."""

    dusun = fields.String(allow_none=True, required=True)
    rw = fields.String(required=True)
    rts = fields.List(fields.String(), required=True)


class RegionsSchema(Schema):
    """A desa and the part of it somebody may choose from."""

    desa = fields.Dict(required=True)
    regions = fields.List(fields.Nested(RwSchema), required=True)


class OthersQuery(Schema):
    """How the name of a desa begins."""

    name = fields.String(load_default="", validate=validate.Length(max=60))


class OtherSchema(Schema):
    """A desa, named so that nobody takes it for another of the same name."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    kecamatan = fields.String(required=True)
    kabupaten = fields.String(required=True)


class OthersSchema(Schema):
    """Other desas of this server."""

    desas = fields.List(fields.Nested(OtherSchema), required=True)
    more = fields.Boolean(required=True, metadata={"description": "there are others; ask by name"})
