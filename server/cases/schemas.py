"""What the actions on a case need, and how cases are counted."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from server.cases.rules import CaseStatus

UUID = validate.Regexp(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", error="Bukan kode yang sah.")
NOTE = validate.Length(max=1000)


class MissingPaper(Schema):
    """A paper that has to be brought or photographed again. ``document``: the one that would not do."""

    paper = fields.String(required=True, validate=validate.Length(1, 40))
    member = fields.String(load_default=None, allow_none=True, validate=UUID)
    document = fields.String(load_default=None, allow_none=True, validate=UUID)
    reason = fields.String(required=True, validate=validate.Length(1, 40))


class SendBack(Schema):
    """What is missing, what the kader should do, and until when."""

    missing = fields.List(fields.Nested(MissingPaper), required=True, validate=validate.Length(1, 40))
    note = fields.String(load_default=None, allow_none=True, validate=NOTE)
    due = fields.AwareDateTime(load_default=None, allow_none=True)


class Note(Schema):
    """A word to go with the step."""

    note = fields.String(load_default=None, allow_none=True, validate=NOTE)


class Schedule(Schema):
    """On which service day, where an officer chooses it."""

    day = fields.Date(required=True)


class Cancel(Schema):
    """Why the case ends; without a reason none does."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


class Step(Schema):
    """A step of the case's later life. A result needs its evidence: letter, number, or what the agency said.

    ``agency``: to which it is referred.
    """

    to = fields.String(required=True, validate=validate.OneOf([str(status) for status in CaseStatus]))
    note = fields.String(load_default=None, allow_none=True, validate=NOTE)
    agency = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 120))


class Count(Schema):
    """How many cases of one status lie in one RW."""

    rw = fields.String(required=True)
    status = fields.String(required=True)
    count = fields.Integer(required=True)


class Numbers(Schema):
    """Cases counted; nobody's name."""

    rows = fields.List(fields.Nested(Count), required=True)


class LeaseSchema(Schema):
    """Who has a case open."""

    mine = fields.Boolean(required=True)
    name = fields.String(required=True, allow_none=True)
    minutes = fields.Integer(required=True, metadata={"description": "since when"})
