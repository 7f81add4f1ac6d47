"""Wire shapes of the routes for officers."""

from __future__ import annotations

from marshmallow import Schema, fields


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


class MessageSchema(Schema):
    """A message as a family would read it."""

    kind = fields.String(required=True, metadata={"description": "kurang, jadwal, besok or hasil"})
    way = fields.String(
        required=True, metadata={"description": "push, wa, sms; moved (_pindah, _jam); on another's phone"}
    )
    text = fields.String(required=True)


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
