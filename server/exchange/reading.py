"""The body of an exchange: unpacked no further than it may be, then read, before anything looks into it."""

from __future__ import annotations

import json
import zlib
from typing import Any

from flask import Request
from marshmallow import Schema, ValidationError

from server.errors import Malformed, TooLarge
from sync.changes import MAX_BATCH

MAX_INFLATED = 2 * 1024 * 1024
ENVELOPE = 64 * 1024  # what surrounds the changes: cursors, versions
GZIP = 31  # zlib's number for a gzip header


def read_envelope(request: Request, schema: Schema) -> dict[str, Any]:
    """Return the envelope of ``request``.

    Raises:
        Malformed: it cannot be read at all; names the field if it got that far.
        TooLarge: it is, packed or unpacked; the phone sends fewer changes at once.
    """
    raw = request.get_data(cache=False)
    if request.headers.get("Content-Encoding", "").lower() == "gzip":
        raw = inflate(raw)
    if len(raw) > MAX_BATCH + ENVELOPE:
        raise TooLarge(limit=MAX_BATCH)
    try:
        sent = json.loads(raw)
    except (ValueError, RecursionError) as wrong:
        raise Malformed("Isi kiriman bukan JSON.") from wrong
    if not isinstance(sent, dict):
        raise Malformed("Isi kiriman harus berupa objek.")
    try:
        envelope: dict[str, Any] = schema.load(sent)
    except ValidationError as wrong:
        raise Malformed(field=next(iter(wrong.messages_dict)), errors=wrong.messages_dict) from wrong
    return envelope


def inflate(packed: bytes) -> bytes:
    """Unpack gzip, stopping at 2 MB: some kilobytes can hold gigabytes."""
    unpacker = zlib.decompressobj(GZIP)
    try:
        raw = unpacker.decompress(packed, MAX_INFLATED)
    except zlib.error as wrong:
        raise Malformed("Isi kiriman bukan gzip.") from wrong
    if unpacker.unconsumed_tail:
        raise TooLarge(limit=MAX_BATCH)
    if not unpacker.eof:
        raise Malformed("Isi kiriman terpotong.")
    return raw
