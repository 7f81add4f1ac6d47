"""Wire shapes of the routes for officers."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class CardSchema(Schema):
    """What is printed on one card."""

    code = fields.String(required=True, metadata={"description": "Six letters."})
    qr = fields.String(required=True, metadata={"description": "SVG text of the QR with the card's address."})


class SheetSchema(Schema):
    """A sheet of new cards, told once."""

    cards = fields.List(fields.Nested(CardSchema), required=True)
    short = fields.String(required=True, metadata={"description": "Address to type, without https://."})


class DoneSchema(Schema):
    """``notice.done`` needs no words."""


class WordSchema(Schema):
    """``message.word``: what a message says from now on; null: the standard words again."""

    text = fields.String(required=True, allow_none=True, validate=validate.Length(1, 700))


class TrialSchema(Schema):
    """Words to be looked at before they are kept."""

    key = fields.String(required=True, validate=validate.Length(1, 40))
    text = fields.String(required=True, validate=validate.Length(1, 700))


class TriedSchema(Schema):
    """How they read."""

    id = fields.String(required=True, metadata={"description": "the record that `message.word` is said of"})
    text = fields.String(required=True)
    faults = fields.List(fields.String(), required=True, metadata={"description": "why they may not be used"})


class MessageSchema(Schema):
    """A message as a family would read it, and the words it is made of."""

    kind = fields.String(required=True, metadata={"description": "kurang, jadwal, besok or hasil"})
    way = fields.String(
        required=True, metadata={"description": "push, wa, sms; moved (_pindah, _jam); on another's phone"}
    )
    text = fields.String(required=True)
    key = fields.String(required=True)
    id = fields.String(required=True, metadata={"description": "the record of its wording"})
    words = fields.String(required=True, metadata={"description": "the text with its placeholders"})
    standard = fields.String(required=True)
    longest = fields.Integer(required=True, metadata={"description": "letters, once it is filled"})
    by = fields.String(required=True, allow_none=True, metadata={"description": "who worded it; null: standard"})
    at = fields.String(required=True, allow_none=True)


class PushesSchema(Schema):
    """What became of the pushes of the last 30 days; one try to one browser counts once."""

    sent = fields.Integer(required=True)
    accepted = fields.Integer(required=True, metadata={"description": "the push service took it"})
    shown = fields.Integer(required=True, metadata={"description": "a browser said that it showed it"})
    tapped = fields.Integer(required=True)
    dismissed = fields.Integer(required=True, metadata={"description": "put away without a tap"})
    expired = fields.Integer(required=True, metadata={"description": "taken, and not shown before its time was over"})
    busy = fields.Integer(required=True, metadata={"description": "to be tried again"})
    refused = fields.Integer(required=True)
    gone = fields.Integer(required=True, metadata={"description": "the browser does not want any more"})


class MessagesSchema(Schema):
    """All of them."""

    pushes = fields.Nested(PushesSchema, required=True)

    messages = fields.List(fields.Nested(MessageSchema), required=True)
