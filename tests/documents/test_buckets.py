"""Photos in S3-compatible storage, against a real server program (moto's), by the one setting an office changes."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from server import create_app
from server.db import db
from server.documents import buckets, uploads
from server.settings import Settings
from tests.documents.test_uploads import Upload, picture
from tests.people import ANI, DESA, Enrol
from tests.serving import free_port

pytestmark = pytest.mark.slow
SERVER = "from moto.server import main; main(['-H', '127.0.0.1', '-p', '{port}'])"


class Storage:
    """moto's S3 server, a process of its own."""

    def __init__(self) -> None:
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER.format(port=port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 60
        while not self.answers():
            assert time.monotonic() < end, "moto's server did not start"
            time.sleep(0.1)
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/foto", method="PUT")).close()

    def answers(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/moto-api/", timeout=2).close()
        except OSError:
            return False
        return True

    def listing(self) -> str:
        with urllib.request.urlopen(f"{self.url}/foto?list-type=2") as answer:
            return str(answer.read())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture(scope="module")
def running() -> Iterator[Storage]:
    storage = Storage()
    yield storage
    storage.stop()


@pytest.fixture
def storage(running: Storage, monkeypatch: pytest.MonkeyPatch) -> Storage:
    for name, value in (
        ("AWS_ENDPOINT", running.url), ("AWS_ALLOW_HTTP", "true"), ("AWS_ACCESS_KEY_ID", "kunci"),
        ("AWS_SECRET_ACCESS_KEY", "rahasia"), ("AWS_REGION", "us-east-1"),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    buckets.bucket.cache_clear()
    return running


@pytest.fixture
def app(storage: Storage, settings: Settings) -> Iterator[Flask]:
    app = create_app(replace(settings, photos="s3://foto/desa"))
    app.testing = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    buckets.bucket.cache_clear()


def test_a_photo_goes_to_the_bucket_and_comes_back_from_it(app: Flask, storage: Storage, enrol: Enrol) -> None:
    upload = Upload(enrol(ANI))
    assert upload.whole().headers["Upload-State"] == "kept"
    assert f"desa/{DESA}/{upload.id}.jpg" in storage.listing()
    assert not list((app.config["SETTINGS"].instance / "photos").rglob("*.jpg"))
    kept, small = upload.phone.get(f"/blobs/{upload.id}"), upload.phone.get(f"/blobs/{upload.id}?size=thumb")
    assert (kept.status_code, small.status_code) == (200, 200)
    assert len(small.data) < len(kept.data)
    assert upload.phone.call("DELETE", f"/blobs/{upload.id}", headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert upload.id not in storage.listing()


def test_a_photo_of_nobody_is_not_there_and_removing_it_is_fine(app: Flask) -> None:
    with app.app_context():
        uploads.store().remove(DESA, "nobody")
        assert uploads.store().read(DESA, "nobody") is None


def test_while_the_storage_is_away_the_photo_waits_and_is_kept_later(
    app: Flask, storage: Storage, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = Upload(enrol(ANI), picture(120))
    upload.announce()
    monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{free_port()}")
    buckets.bucket.cache_clear()
    away = upload.chunk(0, len(upload.data))
    assert (away.status_code, away.content_type) == (503, "application/problem+json")
    monkeypatch.setenv("AWS_ENDPOINT", storage.url)
    buckets.bucket.cache_clear()
    answer = upload.phone.call("HEAD", f"/blobs/{upload.id}", headers={"Tus-Resumable": "1.0.0"})
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-State"]) == (str(len(upload.data)), "kept")


def test_without_the_setting_photos_lie_in_the_folder(settings: Settings) -> None:
    with create_app(settings).app_context():
        assert type(uploads.store()).__name__ == "Folder"
