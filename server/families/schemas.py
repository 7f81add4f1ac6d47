"""What the actions on a family need, and what is answered about it."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate

UUID = validate.Regexp(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", error="Bukan kode yang sah.")
WHY_CLOSED = ("pindah", "meninggal", "bergabung", "tidak_ditemukan")


class Move(Schema):
    """To another RT (``004/002``), and to a house there once one is known."""

    area = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{3}/[0-9]{3}$", error="Pilih RW dan RT."))
    building = fields.String(load_default=None, allow_none=True, validate=UUID)


class AttachCard(Schema):
    """A card of the sheet, scanned (address or token) or typed (6 letters), and the four digits the family was told."""

    card = fields.String(required=True, validate=validate.Length(6, 300))
    pin = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{4}$", error="Kodenya 4 angka."))


class Close(Schema):
    """Why there is no such family here any more."""

    reason = fields.String(required=True, validate=validate.OneOf(WHY_CLOSED))
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))


DESA = validate.Regexp(r"^[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}$", error="Pilih desa.")


class Release(Schema):
    """To which desa of this server the family moved, and who of it said that its data may go there."""

    to_desa = fields.String(required=True, validate=DESA)
    agreed_by = fields.String(required=True, validate=validate.Length(1, 100))


class Nothing(Schema):
    """The arguments of what is done to the family as it stands."""


class Take(Move):
    """Where the family lives now."""


WHY_DECLINED = ("bukan_warga", "tidak_dikenal", "sudah_ada", "lain")


class Decline(Schema):
    """Why a family is not taken in."""

    reason = fields.String(required=True, validate=validate.OneOf(WHY_DECLINED))
    note = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=300))


WHY_ERASED = ("permintaan", "tarik_persetujuan", "salah_orang")


class Erase(Schema):
    """Why everything about a family goes: they asked, they withdrew their consent, it was never theirs to give."""

    reason = fields.String(required=True, validate=validate.OneOf(WHY_ERASED))


class SameAs(Schema):
    """Which family stays."""

    into = fields.String(required=True, validate=UUID)


class Apart(Schema):
    """Which of the families that were given up for this one is one of its own after all."""

    family = fields.String(required=True, validate=UUID)


class NotSame(Schema):
    """The other family, which only looks alike."""

    family = fields.String(required=True, validate=UUID)


class Pair(Schema):
    """Two families that may be one."""

    one = fields.String(required=True)
    other = fields.String(required=True)
    names = fields.List(fields.String(allow_none=True), required=True)
    why = fields.List(fields.String(), required=True, metadata={"description": "nik, kk_number, name, birth_date"})


class Pairs(Schema):
    """All that are proposed."""

    pairs = fields.List(fields.Nested(Pair), required=True)


class Twin(Schema):
    """A person of another family with the same number."""

    number = fields.String(
        required=True,
        metadata={"description": "nik or kk_number is the same; birth_date: so are the day and a like name"},
    )
    subject = fields.String(required=True, metadata={"description": "member or family here whose number it is"})
    family = fields.String(required=True, metadata={"description": "the other family"})
    member = fields.String(allow_none=True)
    name = fields.String(allow_none=True)
    area = fields.String(required=True)


class Doubt(Schema):
    """What does not fit together in a household."""

    kind = fields.String(required=True)
    member = fields.String(allow_none=True)
    property = fields.String(required=True)
    about = fields.String(required=True)


class Twins(Schema):
    """What may be the same in other families of the desa, and what to ask about this one."""

    twins = fields.List(fields.Nested(Twin), required=True)
    doubts = fields.List(fields.Nested(Doubt), required=True)


class DueSchema(Schema):
    """What retention will remove, and from when on."""

    kind = fields.String(
        required=True, metadata={"description": "photos, closed, quiet or ticket; then name is the service day"}
    )
    family = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    on = fields.AwareDateTime(required=True)


class RetentionSchema(Schema):
    """What goes within two weeks."""

    due = fields.List(fields.Nested(DueSchema), required=True)


class DesilFile(Schema):
    """An excerpt of DTSEN, .xlsx or .csv."""

    file = Upload(required=True)


PLACE = validate.Range(-1, 200)


class DesilColumns(Schema):
    """Which column holds what, from 0; -1: none does; absent: as the heads say."""

    kk = fields.Integer(load_default=None, allow_none=True, validate=PLACE)
    nik = fields.Integer(load_default=None, allow_none=True, validate=PLACE)
    desil = fields.Integer(load_default=None, allow_none=True, validate=PLACE)


class DesilChange(Schema):
    """A family whose desil would change, and the versions of what stands there."""

    family = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)
    area = fields.String(required=True)
    before = fields.String(required=True, allow_none=True)
    to = fields.String(required=True)
    seen = fields.Integer(required=True)
    list_seen = fields.Integer(required=True)


class DesilDoubt(Schema):
    """A row that changes nothing, or that is there twice."""

    why = fields.String(required=True)
    row = fields.Integer(required=True)
    about = fields.String(required=True, metadata={"description": "the number in it, or a family's name"})
    rows = fields.List(fields.Integer(), required=True, metadata={"description": "all that say so, ten at most"})


class DesilCompared(Schema):
    """What a list would change. Nothing was written."""

    heads = fields.List(fields.String(), required=True)
    kk = fields.Integer(required=True, metadata={"description": "the column that was read, from 0; -1: none"})
    nik = fields.Integer(required=True)
    desil = fields.Integer(required=True)
    rows = fields.Integer(required=True)
    changes = fields.List(fields.Nested(DesilChange), required=True)
    same = fields.Integer(required=True, metadata={"description": "families of which it says what is known"})
    absent = fields.Integer(required=True, metadata={"description": "families it says nothing about"})
    doubts = fields.List(fields.Nested(DesilDoubt), required=True, metadata={"description": "200 of each kind at most"})
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
