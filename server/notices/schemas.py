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


class MessagesSchema(Schema):
    """All of them."""

    messages = fields.List(fields.Nested(MessageSchema), required=True)
