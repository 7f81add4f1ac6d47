"""What the actions on a service day need, and what is answered about it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.servicedays.tickets import NUMBER

UUID = validate.Regexp(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", error="Bukan kode yang sah.")
NOTE = validate.Length(max=1000)
HOUR = validate.Regexp(r"^([01][0-9]|2[0-3])\.[0-5][0-9]$", error="Tulis jamnya sebagai 08.30.")
COUNTER = validate.Range(1, 9)
PRIORITIES = ("lansia", "ibu_hamil", "disabilitas", "balita")


class MoveDay(Schema):
    """To another date; everybody keeps number and hour."""

    date = fields.Date(required=True)
    reason = fields.String(required=True, validate=validate.Length(1, 120))


class CloseDay(Schema):
    """Why nobody is served then; who had a place gets one on the next day with room."""

    reason = fields.String(required=True, validate=validate.Length(1, 120))


class OpenDay(Schema):
    """Open after all."""


class AddDay(Schema):
    """A service day more, sent to any other: where the office opens besides its weekly day."""

    date = fields.Date(required=True)
    opens = fields.String(load_default=None, allow_none=True, validate=HOUR)
    closes = fields.String(load_default=None, allow_none=True, validate=HOUR)
    officers = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(1, 9))


class PlanDay(Schema):
    """Other hours, or more or fewer officers, on one day."""

    opens = fields.String(required=True, validate=HOUR)
    closes = fields.String(required=True, validate=HOUR)
    officers = fields.Integer(required=True, strict=True, validate=validate.Range(1, 9))


class PlanAsked(PlanDay):
    """The same, asked beforehand in an address."""

    officers = fields.Integer(required=True, validate=validate.Range(1, 9))


class Moved(Schema):
    """Whom a plan would move."""

    families = fields.Integer(required=True, metadata={"description": "get another hour of that day, or another day"})


class FinishDay(Schema):
    """Nobody is served any more today: who did not come or was not reached gets another day."""


class Sit(Schema):
    """Who works at which counter."""

    counter = fields.Integer(required=True, strict=True, validate=COUNTER)
    at = fields.AwareDateTime(required=True)


class AtTicket(Schema):
    """A step of one ticket, and when it happened by the clock of who took it."""

    ticket = fields.String(required=True, validate=UUID)
    at = fields.AwareDateTime(required=True)
    counter = fields.Integer(load_default=None, allow_none=True, strict=True, validate=COUNTER)


class Arrive(AtTicket):
    """A family with a place is here."""

    family = fields.String(required=True, validate=UUID)


class Register(AtTicket):
    """Somebody came without a place. ``family`` where it is known, else a name; ``wish``: a service, or a word."""

    number = fields.String(required=True, validate=validate.Regexp(NUMBER))
    family = fields.String(load_default=None, allow_none=True, validate=UUID)
    name = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 80))
    wish = fields.String(required=True, validate=validate.Length(1, 40))
    priority = fields.List(fields.String(validate=validate.OneOf(PRIORITIES)), load_default=list)
    cases = fields.List(fields.String(validate=UUID), load_default=list, validate=validate.Length(max=10))


class EndTicket(AtTicket):
    """Served. ``complete``: everything was there when they came; None: as the review had found."""

    complete = fields.Boolean(load_default=None, allow_none=True)
    note = fields.String(load_default=None, allow_none=True, validate=NOTE)


class ReferTicket(EndTicket):
    """Served, and sent on to an agency."""

    agency = fields.String(required=True, validate=validate.Length(1, 120))


class Day(Schema):
    """A service day and how full it is, in minutes that may be promised."""

    id = fields.String(required=True)
    date = fields.String(required=True)
    opens = fields.String(required=True)
    closes = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["buka", "tutup", "selesai"]))
    reason = fields.String(allow_none=True)
    moved_from = fields.String(allow_none=True)
    cutoff = fields.AwareDateTime(required=True)
    officers = fields.Integer(required=True)
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


class CardAsked(Schema):
    """What was scanned or typed: the address in the QR, its token, or six letters."""

    card = fields.String(required=True, validate=validate.Length(1, 200))


class CardHeld(Schema):
    """Whose card it is; null: nobody's yet."""

    family = fields.String(required=True, allow_none=True)
