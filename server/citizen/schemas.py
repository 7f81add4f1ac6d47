"""What the actions on a family's consent need."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class Reason(Schema):
    """A word to go with it."""

    reason = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))
