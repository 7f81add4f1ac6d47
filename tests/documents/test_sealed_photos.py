"""A photo that a locked phone sends."""

from __future__ import annotations

import base64
import json

from flask import Flask

from server import keys, sealing
from server.db import db
from server.documents.models import Blob
from tests.documents.test_uploads import PHOTO, Upload
from tests.people import ANI, Enrol
from tests.sealing import phone_seals


def test_a_photo_sealed_on_the_phone_is_kept_as_the_picture_it_is(enrol: Enrol, app: Flask) -> None:
    delivery = keys.private(app.config["SETTINGS"], "delivery.pem")
    ani = enrol(ANI)
    ani.locked = True
    upload = Upload(ani)
    said = phone_seals(sealing.point(delivery), {upload.id: ""}, PHOTO)["picture"]
    (parcel,) = phone_seals(sealing.point(delivery), {upload.id: said["secret"]})["parcels"]
    upload.data = base64.b64decode(said["body"])
    assert PHOTO[:200] not in upload.data
    assert upload.announce(sealed=json.dumps(parcel)).status_code == 201
    half = len(upload.data) // 2
    assert upload.chunk(0, half).status_code == 204
    assert upload.chunk(half, len(upload.data)).headers["Upload-State"] == "kept"
    ani.locked = False
    assert ani.get(f"/blobs/{upload.id}").data[:3] == b"\xff\xd8\xff"

    foreign = Upload(ani)
    foreign.data = upload.data
    assert foreign.announce(sealed=json.dumps(parcel)).status_code == 201
    assert foreign.chunk(0, len(foreign.data)).headers["Upload-State"] == "refused"
    with app.app_context():
        blob = db.session.get(Blob, (ani.me["desa"]["code"], foreign.id))
        assert blob is not None
        assert blob.reason == "segel"
