"""The link breaks inside every chunk: the application, and its worker while locked, send that chunk again and no more.

Both keep the server's reason where it refuses.
"""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from server import keys
from server.db import db
from server.documents.models import Blob
from tests.chaos import Chaos
from tests.field import new_id
from tests.people import ANI, DESA, Enrol, Phone
from tests.serving import Server

SENDERS = pytest.mark.parametrize("locked", [False, True], ids=["the application", "its worker, locked"])
DRIVER = Path(__file__).with_name("upload.mjs")
SMALLEST, LARGEST = 32_768, 262_144  # bytes of a chunk, pwa/sync/upload.js


def big_photo() -> bytes:
    """Nothing but noise, so that it stays large."""
    out = io.BytesIO()
    Image.frombytes("RGB", (500, 500), os.urandom(750_000)).save(out, "JPEG", quality=90)
    return out.getvalue()


class Wire:
    """Cuts each chunk in its middle the first time it is sent, and writes down what every request carried."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, int, bool]] = []  # from, bytes, whether it was cut
        self.cut: set[int] = set()

    def mode(self, number: int, head: bytes) -> str | None:
        if not head.startswith(b"PATCH"):
            return None
        lines = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        begins, length = int(lines[b"upload-offset"]), int(lines[b"content-length"])
        breaks = begins not in self.cut
        self.cut.add(begins)
        self.sent.append((begins, length, breaks))
        return "cut_request" if breaks else None


def send(url: str, beside: Flask, ani: Phone, data: bytes, locked: bool) -> tuple[str, dict[str, Any]]:
    """Have ``data`` sent as a photo: its id, and what came of it on the phone."""
    cookie, photo = ani.client.get_cookie(f"e-{ani.enrolment[-8:]}"), new_id()
    assert cookie is not None
    asked = {
        "url": url,
        "enrolment": ani.enrolment,
        "cookie": f"e-{ani.enrolment[-8:]}={cookie.value}",
        "keys": keys.told(beside.config["SETTINGS"]),
        "desa": DESA,
        "locked": locked,
        "photo": {"id": photo, "record": new_id(), "data": base64.b64encode(data).decode()},
    }
    done = subprocess.run(["node", DRIVER], input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return photo, json.loads(done.stdout)


@SENDERS
def test_a_cut_in_every_chunk_costs_that_chunk(chaos: Chaos, beside: Flask, enrol: Enrol, locked: bool) -> None:
    wire = Wire()
    chaos.mode = wire.mode
    photo, said = send(chaos.url, beside, enrol(ANI), big_photo(), locked)
    with beside.app_context():
        blob = db.session.get(Blob, (DESA, photo))
        assert blob is not None
        assert blob.state == "kept", "the server found the SHA-256 that was announced"
        size = blob.length or 0
    whole = [(begins, length) for begins, length, breaks in wire.sent if not breaks]
    ends = [begins + length for begins, length in whole]
    assert [0, *ends] == [*(begins for begins, _ in whole), size], "what arrived is the photo, once"
    assert len(whole) >= 5
    assert wire.sent[0][1] == wire.sent[1][1] == SMALLEST
    for (begins, length, breaks), after in zip(wire.sent, wire.sent[1:], strict=False):
        assert not breaks or after[0] == begins, "after a break it goes on where it stood"
        assert not breaks or after[1] <= length <= LARGEST, "and sends no more again than the chunk that broke"
    assert said == {"tries": len(whole) + 1, "state": "kept", "problem": None}, "each chunk was cut once"


@SENDERS
def test_what_is_no_photo_is_refused_and_the_phone_keeps_why(
    server: Server, beside: Flask, enrol: Enrol, locked: bool
) -> None:
    said = send(server.url, beside, enrol(ANI), b"no photo", locked)[1]
    assert said == {"tries": 1, "state": "refused", "problem": "bukan_foto"}
