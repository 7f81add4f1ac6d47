"""Wire shapes of a catalogue that is handed in."""

from __future__ import annotations

from marshmallow import Schema, fields

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
