"""Wire shapes of a catalogue that is handed in, and of whose advice it changed."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.surveys.service import UploadedSchema


class ThingSchema(Schema):
    """A service or paper, by its code."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    what = fields.List(fields.String(), metadata={"description": "what of it reads differently"})


class ChangesSchema(Schema):
    """What a catalogue adds, leaves out and says differently."""

    added = fields.List(fields.Nested(ThingSchema), required=True)
    removed = fields.List(fields.Nested(ThingSchema), required=True)
    changed = fields.List(fields.Nested(ThingSchema), required=True)


class AskedOfFamilySchema(Schema):
    """The papers that one service would ask a family for besides, or no longer; codes."""

    service = fields.String(required=True)
    more = fields.List(fields.String(), required=True)
    less = fields.List(fields.String(), required=True)


class TouchedSchema(Schema):
    """A family with an open case whose checklist would change."""

    family = fields.String(required=True)
    name = fields.String(required=True)
    services = fields.List(fields.Nested(AskedOfFamilySchema), required=True)


class EffectsSchema(Schema):
    """What a catalogue would change where the reader works."""

    services = fields.Nested(ChangesSchema, required=True)
    papers = fields.Nested(ChangesSchema, required=True)
    looked = fields.Integer(required=True, metadata={"description": "families looked at"})
    families = fields.Integer(required=True, metadata={"description": "families with a visit, in all"})
    checklists = fields.Integer(required=True, metadata={"description": "of those looked at: other papers"})
    advice = fields.Integer(required=True, metadata={"description": "of those looked at: other advice"})
    touched = fields.List(fields.Nested(TouchedSchema), required=True, metadata={"description": "for the office only"})


class CatalogueUploadedSchema(UploadedSchema):
    """What became of an upload; ``effects`` after a check only."""

    effects = fields.Nested(EffectsSchema, allow_none=True, required=True)


class AdviceRunSchema(Schema):
    """Looking again at the families of the desa after other rules came into force."""

    catalogue = fields.String(required=True)
    version = fields.String(required=True)
    started = fields.AwareDateTime(required=True)
    finished = fields.AwareDateTime(required=True, allow_none=True)
    families = fields.Integer(required=True)
    looked = fields.Integer(required=True)
    changed = fields.Integer(required=True)


class AdviceRunsSchema(Schema):
    """The last of them, the latest first."""

    runs = fields.List(fields.Nested(AdviceRunSchema), required=True)


class AdviceOfSchema(Schema):
    """Which catalogue's."""

    catalogue = fields.String(required=True, validate=validate.Regexp(r"^[0-9a-f]{64}$", error="Bukan katalog."))


class AdviceChangeSchema(Schema):
    """One service about which a family is told something else."""

    family = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    area = fields.String(required=True)
    service = fields.String(required=True)
    before = fields.String(required=True, allow_none=True)
    after = fields.String(required=True, allow_none=True)


class AdviceChangesSchema(Schema):
    """Whose advice changed, at most 500 lines."""

    changes = fields.List(fields.Nested(AdviceChangeSchema), required=True)
