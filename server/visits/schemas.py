"""What the actions on a visit need."""

from __future__ import annotations

from marshmallow import Schema


class Reviewed(Schema):
    """Nothing but the will to say so."""
