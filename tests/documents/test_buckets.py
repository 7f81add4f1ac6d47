"""Photos in S3-compatible storage, against a real server program (moto's), by the one setting an office changes."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from server import clock, create_app
from server.backups import service as backups
from server.backups.restoring import restore
from server.db import db
from server.documents import buckets, ending, uploads
from server.documents.models import Blob
from server.settings import Settings
from tests.databases import Databases
from tests.documents.test_uploads import Upload, named, picture
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


def test_photos_of_a_bucket_are_backed_up_and_come_back_into_a_folder_or_into_the_bucket(
    app: Flask, storage: Storage, enrol: Enrol, all_databases: Databases, tmp_path: Path
) -> None:
    upload = Upload(enrol(ANI), picture(90))
    assert upload.whole().headers["Upload-State"] == "kept"
    since = Upload(upload.phone, picture(80))
    with app.app_context():
        assert backups.now(tmp_path / "backup")["photos"] == 1
        assert since.whole().headers["Upload-State"] == "kept"
        db.session.remove()

    for name, photos, came in (("folder", "", 1), ("bucket", "s3://foto/desa", 0)):
        folder = tmp_path / name
        folder.mkdir()
        url = all_databases.fresh(folder)
        other = create_app(Settings(instance=folder, database_url=url, jobs=False, photos=photos))
        with other.app_context():
            back = restore(tmp_path / "backup", folder, clock.now())
            assert (back["photos"], back["lost"]) == (came, 0)
            assert uploads.store().read(DESA, upload.id) is not None
            named(other, upload.phone, since.id)
            ending.expire(DESA, {})
            blob = db.session.get_one(Blob, (DESA, since.id))
            assert blob.state == ("kept" if photos else "awaited"), "came after the backup; the bucket has it"
            db.session.remove()
            db.engine.dispose()
        all_databases.give_back(url)


def test_a_photo_of_nobody_is_not_there_and_removing_it_is_fine(app: Flask) -> None:
    with app.app_context():
        uploads.store().remove(DESA, "nobody")
        assert uploads.store().read(DESA, "nobody") is None


def test_while_the_storage_is_away_the_photo_waits_and_is_kept_later(
    app: Flask, storage: Storage, enrol: Enrol, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert Upload(enrol(ANI), picture(110)).whole().headers["Upload-State"] == "kept"
    upload = Upload(enrol(ANI), picture(120))
    upload.announce()
    monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{free_port()}")
    buckets.bucket.cache_clear()
    away = upload.chunk(0, len(upload.data))
    assert (away.status_code, away.content_type) == (503, "application/problem+json")
    backup = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "backup")])
    assert (backup.exit_code, "foto belum semua" in backup.stderr) == (1, True)
    monkeypatch.setenv("AWS_ENDPOINT", storage.url)
    buckets.bucket.cache_clear()
    answer = upload.phone.call("HEAD", f"/blobs/{upload.id}", headers={"Tus-Resumable": "1.0.0"})
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-State"]) == (str(len(upload.data)), "kept")


def test_without_the_setting_photos_lie_in_the_folder(settings: Settings) -> None:
    with create_app(settings).app_context():
        assert type(uploads.store()).__name__ == "Folder"
