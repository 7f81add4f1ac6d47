"""Wire shapes of exports."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

FORMATS = ("csv", "xlsx")
FORM_ID = validate.Regexp(r"^[^\x00-\x1f\x7f]{1,64}$", error="Bukan nama survei.")


class ExportAskedSchema(Schema):
    """Which answers, and how."""

    survey = fields.String(required=True, validate=FORM_ID, metadata={"description": "the form id"})
    format = fields.String(load_default="xlsx", validate=validate.OneOf(FORMATS))
    labels = fields.Boolean(load_default=False, metadata={"description": "what a choice reads, instead of its code"})
    split = fields.Boolean(load_default=False, metadata={"description": "a column of 1 and 0 for each choice, besides"})
    since = fields.Date(load_default=None, metadata={"description": "first day of the visits; absent: from the first"})
    until = fields.Date(load_default=None, metadata={"description": "last day of the visits"})


class ExportSchema(Schema):
    """One export that was handed out."""

    id = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    person = fields.String(required=True)
    person_name = fields.String(required=True)
    survey = fields.String(required=True)
    format = fields.String(required=True)
    labels = fields.Boolean(required=True)
    since = fields.String(allow_none=True, required=True)
    until = fields.String(allow_none=True, required=True)
    visits = fields.Integer(required=True)
