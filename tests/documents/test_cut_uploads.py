"""The link breaks inside every chunk of a photo: the application's own upload sends that chunk again and no more."""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
from pathlib import Path

from flask import Flask
from PIL import Image

from server import keys
from server.db import db
from server.documents.models import Blob
from tests.chaos import Chaos
from tests.field import new_id
from tests.people import ANI, DESA, Enrol

DRIVER = Path(__file__).with_name("upload.mjs")
LARGEST = 262_144  # bytes of a chunk, pwa/sync/upload.js


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


def test_a_cut_in_every_chunk_costs_that_chunk(chaos: Chaos, beside: Flask, enrol: Enrol) -> None:
    wire = Wire()
    chaos.mode = wire.mode
    ani = enrol(ANI)
    cookie = ani.client.get_cookie(f"e-{ani.enrolment[-8:]}")
    assert cookie is not None
    photo, data = new_id(), big_photo()
    asked = {
        "url": chaos.url,
        "enrolment": ani.enrolment,
        "cookie": f"e-{ani.enrolment[-8:]}={cookie.value}",
        "keys": keys.told(beside.config["SETTINGS"]),
        "desa": DESA,
        "photo": {"id": photo, "record": new_id(), "data": base64.b64encode(data).decode()},
    }
    done = subprocess.run(["node", DRIVER], input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with beside.app_context():
        blob = db.session.get(Blob, (DESA, photo))
        assert blob is not None
        assert blob.state == "kept", "the server found the SHA-256 that was announced"
        size = blob.length or 0
    whole = [(begins, length) for begins, length, breaks in wire.sent if not breaks]
    ends = [begins + length for begins, length in whole]
    assert [0, *ends] == [*(begins for begins, _ in whole), size], "what arrived is the photo, once"
    assert len(whole) >= 5
    for (begins, length, breaks), after in zip(wire.sent, wire.sent[1:], strict=False):
        assert not breaks or after[0] == begins, "after a break it goes on where it stood"
        assert not breaks or after[1] <= length <= LARGEST, "and sends no more again than the chunk that broke"
    assert json.loads(done.stdout)["tries"] == len(whole) + 1, "each chunk was cut once"
