"""What the actions on a service day need, and what is answered about it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class MoveDay(Schema):
    """To another date; everybody keeps number and hour."""

    date = fields.Date(required=True)
    reason = fields.String(required=True, validate=validate.Length(1, 120))


class CloseDay(Schema):
    """Why nobody is served then; who had a place gets one on the next day with room."""

    reason = fields.String(required=True, validate=validate.Length(1, 120))


class OpenDay(Schema):
    """Open after all."""


class Day(Schema):
    """A service day and how full it is, in minutes that may be promised."""

    id = fields.String(required=True)
    date = fields.String(required=True)
    opens = fields.String(required=True)
    closes = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["buka", "tutup"]))
    reason = fields.String(allow_none=True)
    moved_from = fields.String(allow_none=True)
    cutoff = fields.AwareDateTime(required=True)
    capacity = fields.Integer(required=True)
    used = fields.Integer(required=True)


class Days(Schema):
    """The days ahead."""

    days = fields.List(fields.Nested(Day), required=True)


class Seat(Schema):
    """One family of the day's list. Printed are number, arrival and initials, nothing else."""

    queue_number = fields.String(required=True)
    arrival = fields.String(required=True)
    initials = fields.String(required=True)
    family = fields.String(required=True)
    cases = fields.List(fields.String(), required=True, metadata={"description": "ids of its cases that day"})
    status = fields.String(required=True, metadata={"description": "of the case that is furthest behind"})


class DayList(Day):
    """A day with everybody who has a place."""

    rows = fields.List(fields.Nested(Seat), required=True)
