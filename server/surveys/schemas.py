"""Wire shapes of publications."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import Schema, fields, validate


class PublicationSchema(Schema):
    """One publication without its body, as officers list them."""

    hash = fields.String(required=True)
    kind = fields.String(required=True)
    code = fields.String(required=True)
    version = fields.String(required=True)
    title = fields.String(required=True)
    scope = fields.String(required=True, metadata={"description": "wilayah code; empty: the nation"})
    scope_name = fields.String(required=True, metadata={"description": "of that wilayah; empty: the nation"})
    in_force = fields.Date(required=True)
    published_by = fields.String(required=True, metadata={"description": "a person's id, or `server`"})
    published_by_name = fields.String(required=True, metadata={"description": "empty: came with the product"})
    published_at = fields.AwareDateTime(required=True)
    file_name = fields.String(required=True, metadata={"description": "of the workbook; empty if none was handed in"})
    holds = fields.Boolean(required=True, metadata={"description": "holds today in the reader's desa"})


class MistakeSchema(Schema):
    """One thing to mend in a workbook."""

    sheet = fields.String(required=True)
    row = fields.Integer(required=True)
    column = fields.String(required=True)
    position = fields.Integer(required=True)
    message = fields.String(required=True)
    cell = fields.String(required=True, metadata={"description": "address in .xlsx, `F63`; empty if not known"})
    text = fields.String(required=True, metadata={"description": "what stands in the cell"})


class UploadFileSchema(Schema):
    """The workbook of an upload, .xlsx, .csv or .md."""

    file = Upload(required=True)


class UploadFormSchema(Schema):
    """What stands beside the workbook."""

    in_force = fields.Date(load_default=None, metadata={"description": "first day it holds; today if absent"})
    check = fields.Boolean(load_default=False, metadata={"description": "only look for mistakes, publish nothing"})
    scope = fields.String(load_default=None, validate=validate.Length(max=13))


class UploadedSchema(Schema):
    """What became of an upload."""

    hash = fields.String(allow_none=True, required=True, metadata={"description": "null after a check"})
    code = fields.String(required=True)
    version = fields.String(required=True)
    scope = fields.String(required=True)
    in_force = fields.Date(required=True)
    title = fields.String(required=True)
    remarks = fields.List(fields.String(), required=True, metadata={"description": "worth a look; it may be published"})
    body = fields.Dict(
        allow_none=True, required=True, metadata={"description": "what was compiled; after a check only"}
    )
