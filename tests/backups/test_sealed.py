"""A backup that is sealed opens for who holds the key that left the house, and for nobody else."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from server import clock, sealing
from server.backups import sealed, service
from server.backups.restoring import NotRestorable, restore
from server.clock import now
from server.db import db
from server.documents.models import Blob, BlobState
from server.documents.store import Folder
from server.settings import Settings, from_environment
from tests.backups.test_lost_server import DESA, PHOTO, Phone, bodies, desa, elsewhere, icih, phone

__all__ = ["desa", "elsewhere", "icih", "phone"]

OTHER = PHOTO[:-1] + "b"


def test_without_the_key_nothing_of_it_opens_and_with_it_all_comes_back(
    app: Flask, elsewhere: Flask, tmp_path: Path, icih: Phone
) -> None:
    family = icih.begin("family", "004/002", head_name="Suryati")
    assert icih.statuses(family) == ["accepted"]
    made = app.test_cli_runner().invoke(args=["backup-key"])
    (tmp_path / "key.pem").write_text(made.stdout)
    key, folder, settings = sealed.read_key(tmp_path / "key.pem"), tmp_path / "backup", app.config["SETTINGS"]
    assert f"BACKUP_KEY={base64.b64encode(sealing.point(key)).decode()}" in made.stderr
    with app.app_context():
        for which in (PHOTO, OTHER):
            Folder(settings.instance / "photos").write(DESA, which, which.encode(), b"small")
            sent = {"desa": DESA, "enrolment": icih.enrolment, "state": BlobState.KEPT, "created": now()}
            db.session.add(
                Blob(id=which, sha256_kept=hashlib.sha256(which.encode()).hexdigest(), settled=now(), **sent)
            )
        db.session.commit()
        assert service.now(folder)["photos"] == 2
        db.session.delete(db.session.get_one(Blob, (DESA, OTHER)))
        db.session.commit()
        app.config["SETTINGS"] = replace(settings, backup_key=sealing.point(key))
        for hours, came in ((24, 1), (48, 0)):
            later = now() + timedelta(hours=hours)
            with clock.turned(lambda later=later: later):
                assert service.now(folder)["photos"] == came, "all anew for the key, and then no more"
    files = [file for file in folder.rglob("*") if file.suffix in (".gz", ".jpg")]
    assert len(files) == 3 + 4
    assert [file.name for file in files if not file.read_bytes().startswith(sealed.MAGIC)] == []

    instance: Path = elsewhere.config["SETTINGS"].instance
    with elsewhere.app_context():
        for wrong in (None, sealed.new_key()):
            with pytest.raises(NotRestorable, match="tersegel"):
                restore(folder, instance, now(), private=wrong)
        db.session.remove()
    args = ["restore", str(folder), "--key", str(tmp_path / "key.pem")]
    assert "1 foto.\n" in elsewhere.test_cli_runner().invoke(args=args).stdout
    with elsewhere.app_context():
        assert Folder(instance / "photos").read(DESA, PHOTO) == PHOTO.encode()
        assert Folder(instance / "photos").read(DESA, PHOTO, thumb=True) == b"small"
        db.session.remove()
    assert bodies(elsewhere)[family["record"]]["head_name"] == "Suryati"


def test_a_file_that_was_cut_changed_put_together_anew_or_renamed_does_not_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealed, "PIECE", 10)
    key, content = sealed.new_key(), bytes(range(35))
    out = io.BytesIO()
    with sealed.Writer(out, sealing.point(key), "photo.jpg") as writer:
        writer.write(content)
    whole = out.getvalue()
    start = whole.index(b"\n", len(sealed.MAGIC)) + 1
    one, two, three, four = whole[start:][:30], whole[start:][30:60], whole[start:][60:90], whole[start:][90:]

    def read(data: bytes, name: str = "photo.jpg") -> bytes:
        return io.BufferedReader(sealed.Reader(io.BytesIO(data), key, name)).read()

    assert read(whole) == content
    broken = [whole[:-1], whole[:start], whole[:start] + one + two, whole[:start] + two + one + three + four]
    for data in (*broken, whole[:start] + one + three + four, whole[:-1] + bytes([whole[-1] ^ 1])):
        with pytest.raises(sealed.Sealed):
            read(data)
    with pytest.raises(sealed.Sealed):
        read(whole, "other.jpg")


def test_a_key_that_is_none_stops_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_KEY", "BKx")
    with pytest.raises(SystemExit, match="BACKUP_KEY"):
        from_environment()
    monkeypatch.delenv("BACKUP_KEY")
    assert from_environment().backup_key is Settings().backup_key is None
