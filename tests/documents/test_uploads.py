"""Photos come by tus, in pieces, after breaks, from the phone they belong to."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import delete
from tusclient.client import TusClient
from werkzeug.test import TestResponse

from server import clock
from server.db import db, turn
from server.demo.people import Someone
from server.documents import ending, uploads
from server.documents.models import Blob
from server.ids import uuid7
from sync.record import Author
from tests.field import new_id
from tests.people import ANI, DEDI, DESA, ENTIN, SRI, YETI, Enrol, Phone
from tests.serving import Server

TUS = {"Tus-Resumable": "1.0.0"}


def picture(side: int = 400) -> bytes:
    """A JPEG of noise, so that it does not shrink."""
    image = Image.frombytes("RGB", (side, side), random.Random(side).randbytes(side * side * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90)
    return out.getvalue()


PHOTO = picture()


def metadata(**pairs: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


class Upload:
    """One photo on its way from ``phone``, step by step."""

    def __init__(self, phone: Phone, data: bytes = PHOTO, blob: str | None = None) -> None:
        self.phone, self.data, self.id = phone, data, blob or uuid7(clock.now())

    def announce(self, **more: str) -> TestResponse:
        pairs = {"id": self.id, "sha256": hashlib.sha256(self.data).hexdigest(), "type": "image/jpeg"} | more
        headers = TUS | {"Upload-Length": str(len(self.data)), "Upload-Metadata": metadata(**pairs)}
        return self.phone.call("POST", "/blobs", headers=headers)

    def chunk(self, start: int, end: int, **headers: str) -> TestResponse:
        given = TUS | {"Upload-Offset": str(start), "Content-Type": "application/offset+octet-stream"} | headers
        return self.phone.call("PATCH", f"/blobs/{self.id}", data=self.data[start:end], headers=given)

    def whole(self) -> TestResponse:
        assert self.announce().status_code == 201
        return self.chunk(0, len(self.data))

    def offset(self) -> int:
        return int(self.phone.call("HEAD", f"/blobs/{self.id}", headers=TUS).headers["Upload-Offset"])


def named(app: Flask, phone: Phone, blob: str, area: str = "004/002") -> None:
    """Let a paper of a family in ``area`` name the photo, as if ``phone`` had sent it."""
    from server.documents import service

    with app.app_context(), turn(DESA) as now:
        by = Author(phone.me["person"], phone.enrolment, 1, new_id(), "", frozenset(), (), None, now.now)
        family = now.create("family", new_id(), by, area=area, head_name="Suryati")
        paper = now.create("document", new_id(), by, area=area, family=family.id, paper="kk", photos=[blob])
        service.expect(now, paper, [blob], family.id, by)


def test_the_door_says_what_it_speaks(app: Flask) -> None:
    answer = app.test_client().options("/api/blobs")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {"creation", "checksum", "termination", "expiration"}


def test_a_photo_in_pieces_is_kept_once_it_is_whole(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    answer = upload.announce()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/blobs/{upload.id}")
    half = upload.chunk(0, 32_768)
    assert (half.status_code, half.headers["Upload-Offset"]) == (204, "32768")
    assert "Upload-State" not in half.headers
    assert "Upload-Expires" in half.headers
    last = upload.chunk(32_768, len(PHOTO))
    assert (last.status_code, last.headers["Upload-State"]) == (204, "kept")
    kept = upload.phone.get(f"/blobs/{upload.id}")
    assert hashlib.sha256(kept.data).hexdigest() == last.headers["Upload-Kept"]


def test_an_upload_goes_on_after_a_break_where_it_stood(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.announce()
    upload.chunk(0, 32_768)
    assert upload.offset() == 32_768
    assert upload.announce().headers["Upload-Offset"] == "32768"  # announced again after the app was killed
    assert upload.chunk(32_768, len(PHOTO)).headers["Upload-State"] == "kept"


def test_a_phone_that_was_shut_out_still_delivers_a_photo_and_sees_none(app: Flask, enrol: Enrol) -> None:
    upload, desk = Upload(enrol(ANI)), enrol(DEDI)
    assert desk.post(f"/enrolments/{upload.phone.enrolment}/revoke", {"reason": "HP hilang"}).status_code == 200
    upload.announce()
    upload.chunk(0, 32_768)
    assert upload.offset() == 32_768
    assert upload.chunk(32_768, len(PHOTO)).headers["Upload-State"] == "kept"
    named(app, upload.phone, upload.id)
    assert desk.get(f"/blobs/{upload.id}").status_code == 200
    assert upload.phone.get(f"/blobs/{upload.id}").status_code == 401
    assert upload.phone.call("DELETE", f"/blobs/{upload.id}", headers=TUS).status_code == 401


def test_a_chunk_at_the_wrong_place_is_not_taken(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.announce()
    upload.chunk(0, 1000)
    answer = upload.chunk(2000, 3000)
    assert (answer.status_code, answer.json["offset"]) == (409, 1000)
    assert upload.chunk(0, 1000).status_code == 409  # the reply to it was lost; HEAD tells where to go on
    assert upload.offset() == 1000


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_chunk_damaged_on_its_way_is_not_taken(enrol: Enrol, algorithm: str) -> None:
    upload = Upload(enrol(ANI))
    upload.announce()
    right = base64.b64encode(hashlib.new(algorithm, PHOTO[:1000]).digest()).decode()
    wrong = base64.b64encode(hashlib.new(algorithm, b"else").digest()).decode()
    assert upload.chunk(0, 1000, **{"Upload-Checksum": f"{algorithm} {wrong}"}).status_code == 460
    assert upload.offset() == 0
    assert upload.chunk(0, 1000, **{"Upload-Checksum": f"{algorithm} {right}"}).status_code == 204
    assert upload.chunk(1000, 2000, **{"Upload-Checksum": f"md5 {right}"}).status_code == 400


def test_a_photo_other_than_announced_begins_again(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.announce(sha256="0" * 64)
    answer = upload.chunk(0, len(PHOTO))
    assert (answer.status_code, answer.json["offset"]) == (460, 0)
    assert upload.offset() == 0
    assert upload.whole().headers["Upload-State"] == "kept"


def test_what_does_not_decode_is_refused_at_its_end(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI), PHOTO[: len(PHOTO) // 2])
    assert upload.whole().headers["Upload-State"] == "refused"
    assert upload.phone.get(f"/blobs/{upload.id}").status_code == 404


def test_a_photo_of_more_than_two_megabytes_is_not_begun(enrol: Enrol) -> None:
    answer = Upload(enrol(ANI), b"\xff\xd8\xff" + bytes(2_000_000)).announce()
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_no_more_comes_in_than_was_announced(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.announce()
    upload.data += b"more"
    assert upload.chunk(0, len(upload.data)).status_code == 413
    assert upload.offset() == 0


def test_another_phone_is_told_that_there_is_no_such_photo(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.announce()
    for stranger in (Upload(enrol(YETI), blob=upload.id), Upload(enrol(ANI), blob=upload.id)):
        assert stranger.announce().status_code == 404
        assert stranger.chunk(0, 1000).status_code == 404
        assert stranger.phone.call("DELETE", f"/blobs/{upload.id}", headers=TUS).status_code == 404
    assert upload.offset() == 0


def test_a_locked_phone_sends_but_does_not_see(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.phone.locked = True
    assert upload.whole().status_code == 204
    assert upload.phone.get(f"/blobs/{upload.id}").status_code == 401


def test_without_an_enrolment_nothing_is_taken(app: Flask) -> None:
    client = app.test_client()
    answer = client.post("/api/blobs", headers=TUS | {"Upload-Length": "5", "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 401


def test_photos_are_seen_by_who_may_read_their_paper(app: Flask, enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.whole()
    named(app, upload.phone, upload.id)
    path = f"/blobs/{upload.id}"
    assert enrol(DEDI).get(path).status_code == 200
    assert enrol(YETI).get(path).status_code == 404  # of another RW
    assert enrol(ENTIN).get(path).status_code == 404
    assert enrol(SRI).get("/blobs/01a20621-0000-7000-8000-000000000000").status_code == 404


def test_a_photo_is_handed_out_as_an_attachment_in_a_sandbox(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.whole()
    answer = upload.phone.get(f"/blobs/{upload.id}")
    assert answer.content_type == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "private, no-store"
    thumb = upload.phone.get(f"/blobs/{upload.id}?size=thumb")
    assert Image.open(io.BytesIO(thumb.data)).size == (320, 320)


def test_a_recording_is_kept_as_it_came_and_handed_out_as_what_its_bytes_say(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI), b"OggS" + bytes(100))
    upload.announce(type="audio/mpeg")
    assert upload.chunk(0, 104).headers["Upload-State"] == "kept"
    answer = upload.phone.get(f"/blobs/{upload.id}")
    assert (answer.data, answer.content_type) == (upload.data, "audio/ogg")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


def test_an_upload_is_ended_by_its_sender(app: Flask, enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.announce()
    upload.chunk(0, 1000)
    assert upload.phone.call("DELETE", f"/blobs/{upload.id}", headers=TUS).status_code == 204
    assert upload.phone.call("HEAD", f"/blobs/{upload.id}", headers=TUS).status_code == 404
    assert not list((app.config["SETTINGS"].instance / "photos").rglob(f"{upload.id}*"))


def test_a_kept_photo_of_a_paper_cannot_be_taken_back(app: Flask, enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.whole()
    named(app, upload.phone, upload.id)
    assert upload.phone.call("DELETE", f"/blobs/{upload.id}", headers=TUS).status_code == 409
    other = Upload(upload.phone, picture(200), upload.id)
    assert other.announce().status_code == 409


def test_a_photo_that_came_before_its_text_finds_its_paper(app: Flask, enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.whole()
    named(app, upload.phone, upload.id)
    with app.app_context():
        blob = db.session.get(Blob, (DESA, upload.id))
        assert (blob.state, blob.collection, blob.area) == ("kept", "document", "004/002")


def test_a_photo_whose_announcement_a_restore_has_lost_is_announced_again(app: Flask, enrol: Enrol) -> None:
    """Its text came anew before it, so there is a place for it: its phone must not go on where there is nothing."""
    upload = Upload(enrol(ANI))
    upload.announce()
    with app.app_context():
        db.session.execute(delete(Blob))
        db.session.commit()
    named(app, upload.phone, upload.id)
    assert upload.phone.call("HEAD", f"/blobs/{upload.id}", headers=TUS).status_code == 404
    assert upload.chunk(0, 1000).status_code == 404
    assert upload.whole().headers["Upload-State"] == "kept"


def test_a_photo_whole_on_the_disk_is_settled_after_the_server_was_killed(app: Flask, enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.announce()
    upload.chunk(0, 1000)
    part = app.config["SETTINGS"].instance / "photos" / DESA / "parts" / f"{upload.id}.part"
    part.write_bytes(PHOTO)  # the last chunk was written, and then the power went
    answer = upload.phone.call("HEAD", f"/blobs/{upload.id}", headers=TUS)
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-State"]) == (str(len(PHOTO)), "kept")


def test_photos_nobody_named_expire_and_awaited_ones_do_not(app: Flask, enrol: Enrol) -> None:
    phone = enrol(ANI)
    nameless, awaited = Upload(phone), Upload(phone)
    nameless.whole()
    awaited.announce()
    awaited.chunk(0, 1000)
    named(app, phone, awaited.id)
    folder = app.config["SETTINGS"].instance / "photos"
    later = clock.now() + timedelta(days=8)
    with app.app_context(), clock.turned(lambda: later):
        ending.expire(DESA, {})
        assert db.session.get(Blob, (DESA, nameless.id)) is None
        assert db.session.get(Blob, (DESA, awaited.id)) is not None
    assert not list(folder.rglob(f"{nameless.id}*"))
    assert not list(folder.rglob(f"{awaited.id}.part"))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Tus-Resumable": "0.2.2"}, 412, id="another version of tus"),
        pytest.param({"Upload-Length": "ten"}, 400, id="a length that is none"),
        pytest.param({"Upload-Length": "-1"}, 400, id="a negative length"),
        pytest.param({"Upload-Metadata": "id ???"}, 400, id="metadata that is not base64"),
        pytest.param({"Upload-Metadata": ""}, 400, id="no metadata"),
        pytest.param({"Upload-Metadata": metadata(id="../../x", sha256="0" * 64)}, 400, id="an id that is a path"),
        pytest.param({"Upload-Metadata": metadata(id=new_id(), sha256="0" * 64, type="text/html")}, 400, id="a page"),
    ],
)
def test_a_malformed_announcement_is_a_problem(enrol: Enrol, headers: dict[str, str], status: int) -> None:
    given = TUS | {"Upload-Length": "5", "Upload-Metadata": metadata(id=new_id(), sha256="0" * 64)} | headers
    answer = enrol(ANI).call("POST", "/blobs", headers=given)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_a_chunk_of_another_type_is_a_problem(enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    upload.announce()
    assert upload.chunk(0, 10, **{"Content-Type": "text/plain"}).status_code == 415


def test_an_independent_client_uploads_and_resumes(
    server: Server, beside: Flask, let_in: Callable[..., dict[str, str]]
) -> None:
    data = picture(700)
    headers = let_in(ANI)
    client = TusClient(f"{server.url}/api/blobs", headers=headers)
    pairs = {"id": uuid7(clock.now()), "sha256": hashlib.sha256(data).hexdigest(), "type": "image/jpeg"}
    first = client.uploader(file_stream=io.BytesIO(data), chunk_size=100_000, metadata=pairs)
    first.upload(stop_at=200_000)
    assert first.offset == 200_000

    second = client.uploader(file_stream=io.BytesIO(data), chunk_size=100_000, metadata=pairs, upload_checksum=True)
    second.url = first.url
    second.offset = second.get_offset()
    assert second.offset == 200_000
    second.upload()
    with beside.app_context():
        blob = db.session.get(Blob, (DESA, pairs["id"]))
        assert (blob.state, blob.sha256_sent) == ("kept", pairs["sha256"])
        assert os.path.getsize(uploads.store()._path(DESA, blob.id, ".jpg")) > 0


@pytest.fixture
def let_in(server: Server, beside: Flask) -> Callable[..., dict[str, str]]:
    """Headers by which a client outside proves to be somebody's phone."""
    import requests

    from server.accounts import service as accounts
    from server.demo.load import found_desa

    def headers(who: Someone) -> dict[str, str]:
        with beside.app_context():
            found_desa()
            secret = accounts.invite(accounts.person(DESA, who.id), "server").secret
            db.session.remove()
        ours = {"Origin": server.url}
        entry = requests.post(f"{server.url}/api/enrolments", json={"secret": secret}, headers=ours, timeout=10)
        cookie = "; ".join(f"{name}={value}" for name, value in entry.cookies.items())
        return ours | {"X-Enrolment": entry.json()["enrolment"], "Cookie": cookie}

    return headers
