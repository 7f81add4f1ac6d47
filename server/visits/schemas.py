"""What the actions on a visit need."""

from __future__ import annotations

from marshmallow import Schema, fields


class Reviewed(Schema):
    """Nothing but the will to say so."""


class Choose(Schema):
    """Which of two revisions counts."""

    visit = fields.String(required=True)
