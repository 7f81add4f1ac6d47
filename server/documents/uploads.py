"""Photos on their way: the tus protocol 1.0 (core, creation, checksum, termination, expiration) without its HTTP.

A photo belongs to the enrolment that sends it; another one is told that there is no such photo. What has come of it is
the size of its part file: a stopped server forgets no byte it acknowledged and believes in none it did not.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from server import clock, keys, sealing
from server.db import db
from server.documents import images, recordings
from server.documents.models import Blob, BlobState
from server.documents.rules import MAX_BYTES, UploadRefused, announced, metadata
from server.documents.store import Folder, Part, PhotoStore
from server.errors import NotFound, Problem, TooManyTries
from server.exchange.models import StoredRecord

EXPIRES = timedelta(days=7)  # after its last byte, for what is not complete; kader are without signal for days
QUOTA = 300_000_000  # bytes of photos that one person may announce in the time after which orphans expire
NAMELESS = 200  # photos at most that an enrolment may announce before any record names them
UNSETTLED = (BlobState.AWAITED, BlobState.ARRIVING)
ALGORITHMS = ("sha256", "sha1")


class OffsetMismatch(Problem):
    status, slug, title = (
        409,
        "offset-mismatch",
        "Kiriman foto tidak bersambung. Lanjutkan dari bagian yang sudah sampai.",
    )


class ChecksumMismatch(Problem):
    status, slug, title = 460, "checksum-mismatch", "Foto rusak di jalan. Kirim lagi ya."


class PhotoTooBig(Problem):
    status, slug, title = 413, "photo-too-big", "Fotonya terlalu besar. Paling besar 2 MB."


class QuotaUsed(Problem):
    status, slug, title = (
        429,
        "photo-quota",
        "Jatah foto minggu ini sudah habis. Foto tetap aman di HP; sampaikan ke petugas.",
    )


class UploadBusy(Problem):
    status, slug, title = 423, "upload-busy", "Foto ini sedang dikirim. Coba lagi sebentar."


class PhotoIsKept(Problem):
    status, slug, title = 409, "photo-is-kept", "Foto ini sudah dipakai sebagai bukti dan tidak bisa ditarik."


class PhotoForgotten(Problem):
    status, slug, title = 410, "photo-forgotten", "Foto ini sudah dihapus di PUSKESOS bersama datanya."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a photo is. ``state`` is told once it is settled."""

    id: str
    offset: int
    length: int | None
    state: str
    reason: str | None  # why it was refused
    sha256_kept: str | None
    expires: datetime


def announce(desa: str, enrolment: str, person: str, upload_metadata: str, length: int) -> Progress:
    """Take note of a photo that will be sent; the same announcement again finds what has come of it already.

    Raises:
        UploadRefused, PhotoTooBig, TooManyTries, QuotaUsed: it will not be taken, or not now.
        PhotoForgotten: what it was a photo of was erased, or had its time.
        NotFound: another enrolment sends a photo of this id.
    """
    return begin(desa, enrolment, person, metadata(upload_metadata), length)


def begin(desa: str, enrolment: str, person: str, meta: Mapping[str, str], length: int) -> Progress:
    """``announce``, of metadata that is read already."""
    wanted = announced(meta, length)
    if length > MAX_BYTES:
        raise PhotoTooBig
    if forgotten(desa, meta["id"], meta.get("record", "")):
        raise PhotoForgotten
    _room_for_nameless(desa, enrolment)
    _within_quota(desa, person, meta["id"], length)
    row = {"desa": desa, "id": meta["id"], "enrolment": enrolment, "person": person, "area": ""}
    db.session.commit()  # begin anew: a write after a read can lose to another writer
    insert_new(db.session.connection(), [row | {"state": BlobState.ARRIVING, "created": clock.now()}])
    db.session.commit()
    with _mine(desa, enrolment, meta["id"]) as (blob, part):
        same = (blob.length, blob.sha256_sent) == (wanted["length"], wanted["sha256_sent"])
        if not same and blob.state == BlobState.KEPT:
            raise PhotoIsKept
        if not same:
            part.restart()
            _write(blob, **wanted, state=BlobState.ARRIVING, announced_at=clock.now(), reason=None, settled=None)
        return _progress(blob, part)


def forgotten(desa: str, name: str, record: str) -> bool:
    """Whether a photo is known no more, though ``record``, of which its phone says it is, was here or still names it.

    A record makes a place for each photo it names, so one without a place was forgotten: with all else, or in its time.
    """
    if db.session.scalar(select(Blob.id).where(Blob.desa == desa, Blob.id == name)) is not None:
        return False
    known = select(StoredRecord.gone, StoredRecord.body).where(StoredRecord.desa == desa, StoredRecord.id == record)
    found = db.session.execute(known).first()
    return found is not None and (found.gone == "erased" or '"erased":' in found.body or name in found.body)


def progress(desa: str, enrolment: str, name: str) -> Progress:
    """How far a photo is. One that came whole before the server stopped is settled now.

    Raises:
        NotFound: nobody announced it, as far as is known here: a record may name it all the same, after a restore.
    """
    with _announced(desa, enrolment, name) as (blob, part):
        if blob.state in UNSETTLED and blob.length is not None and part.offset == blob.length:
            _settle(blob, part)
        return _progress(blob, part)


def append(desa: str, enrolment: str, name: str, offset: int, data: bytes, checksum: str | None) -> Progress:
    """Add a chunk; with the last one the photo is checked, made anew, and kept or refused.

    Args:
        checksum: header ``Upload-Checksum``: algorithm, space, base64.
    Raises:
        NotFound: nobody announced it.
        OffsetMismatch: ``offset`` is not where the photo stands.
        ChecksumMismatch: of the chunk, or of the whole as it was announced; the whole then begins again.
    """
    with _announced(desa, enrolment, name) as (blob, part):
        now = _progress(blob, part)
        if offset != now.offset or blob.length is None:
            raise OffsetMismatch(offset=now.offset)
        if offset + len(data) > blob.length:
            raise PhotoTooBig
        if checksum is not None and not _matches(data, checksum):
            raise ChecksumMismatch(offset=offset)
        if blob.state in UNSETTLED:
            if data:
                part.append(data)
            if part.offset == blob.length:
                _settle(blob, part)
        return _progress(blob, part)


def bring(desa: str, name: str, data: bytes) -> Progress:
    """Take the whole of a photo that its phone announced and somebody carried here, whatever of it had come before.

    Raises:
        NotFound: nobody announced it.
        ChecksumMismatch: these are not the bytes that were announced.
    """
    sender = db.session.scalar(select(Blob.enrolment).where(Blob.desa == desa, Blob.id == name))
    if sender is None:
        raise NotFound
    with _mine(desa, sender, name) as (blob, part):
        if blob.state in UNSETTLED:
            if hashlib.sha256(data).hexdigest() != blob.sha256_sent:
                raise ChecksumMismatch
            part.restart()
            part.append(data)
            _settle(blob, part)
        return _progress(blob, part)


def terminate(desa: str, enrolment: str, name: str) -> None:
    """Forget what has come of a photo. One that a record names is awaited again; a kept one that is named stays.

    Raises:
        PhotoIsKept: an officer may have judged by it already.
    """
    with _mine(desa, enrolment, name) as (blob, part):
        if blob.record is not None and blob.state == BlobState.KEPT:
            raise PhotoIsKept
        part.remove()
        store().remove(desa, name)
        if blob.record is None:
            db.session.commit()
            db.session.execute(delete(Blob).where(Blob.desa == desa, Blob.id == name))
            db.session.commit()
        else:
            _write(blob, state=BlobState.AWAITED, length=None, sha256_sent=None, reason=None, settled=None)


def insert_new(connection: Connection, rows: list[dict[str, Any]]) -> set[str]:
    """Make rows of photos that are not known yet, and return their ids; a known one stays as it is."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return set(connection.scalars(insert(Blob).on_conflict_do_nothing().returning(Blob.id), rows))


def store() -> PhotoStore:
    """Where photos of this server lie."""
    elsewhere: str = current_app.config["SETTINGS"].photos
    if not elsewhere:
        return Folder(root())
    from server.documents.buckets import bucket  # a server with a folder need not load what it never uses

    return bucket(elsewhere)


@contextmanager
def _mine(desa: str, enrolment: str, name: str) -> Iterator[tuple[Blob, Part]]:
    part = Part(root(), desa, name)
    db.session.commit()
    if db.session.scalar(_one(desa, enrolment, name)) is None:  # before a lock file is made for what is not there
        raise NotFound
    try:
        with part.locked():
            blob = db.session.scalar(_one(desa, enrolment, name).execution_options(populate_existing=True))
            if blob is None:
                raise NotFound
            yield blob, part
    except BlockingIOError:
        raise UploadBusy from None


@contextmanager
def _announced(desa: str, enrolment: str, name: str) -> Iterator[tuple[Blob, Part]]:
    """A photo that can go on: a mere place for one has to be announced, or its phone would ask again and again."""
    with _mine(desa, enrolment, name) as (blob, part):
        if blob.state in UNSETTLED and blob.length is None:
            raise NotFound
        yield blob, part


def _one(desa: str, enrolment: str, name: str) -> Any:
    return select(Blob).where(Blob.desa == desa, Blob.id == name, Blob.enrolment == enrolment)


def _progress(blob: Blob, part: Part) -> Progress:
    done = blob.state not in UNSETTLED
    offset = (blob.length or 0) if done else part.offset
    return Progress(blob.id, offset, blob.length, blob.state, blob.reason, blob.sha256_kept, clock.now() + EXPIRES)


def _settle(blob: Blob, part: Part) -> None:
    data = part.read()
    if hashlib.sha256(data).hexdigest() != blob.sha256_sent:
        part.restart()
        raise ChecksumMismatch(offset=0)
    try:
        settle(blob, _unsealed(blob, data))
    except sealing.Unsealable:
        _write(blob, state=BlobState.REFUSED, reason="segel", settled=clock.now())
    part.remove()


def _unsealed(blob: Blob, data: bytes) -> bytes:
    """The photo that came; one from a phone that may be locked is opened with the key that came sealed with it."""
    if blob.sealed is None:
        return data
    key = keys.private(current_app.config["SETTINGS"], "delivery.pem")
    try:
        secret = base64.b64decode(sealing.open_parcel(key, "delivery", json.loads(blob.sealed), blob.id))
    except ValueError as wrong:
        raise sealing.Unsealable("no key") from wrong
    return sealing.open_picture(secret, data)


def settle(blob: Blob, data: bytes) -> str:
    """Make the photo anew and keep it, or refuse it and say why; return the state it is in now."""
    sent = (
        {}
        if blob.sealed  # what travelled was another thing than the photo
        else {"length": len(data), "sha256_sent": hashlib.sha256(data).hexdigest()}
    )
    try:
        kept = images.Kept(data, b"") if recordings.sniff(data) else images.keep(data)
    except images.Unreadable as why:
        _write(blob, **sent, state=BlobState.REFUSED, reason=why.reason, settled=clock.now())
        return BlobState.REFUSED
    store().write(blob.desa, blob.id, kept.photo, kept.thumb)
    digest = hashlib.sha256(kept.photo).hexdigest()
    desa, name = blob.desa, blob.id
    if not _write(blob, **sent, state=BlobState.KEPT, sha256_kept=digest, reason=None, settled=clock.now()):
        store().remove(desa, name)  # forgotten while it came
        raise NotFound
    return BlobState.KEPT


def _write(blob: Blob, **values: Any) -> bool:
    """Change a row; False: it is there no more."""
    desa, name = blob.desa, blob.id
    db.session.commit()
    done = db.session.execute(update(Blob).where(Blob.desa == desa, Blob.id == name).values(values))
    db.session.commit()
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _room_for_nameless(desa: str, enrolment: str) -> None:
    mine = (Blob.desa == desa) & (Blob.enrolment == enrolment) & (Blob.state == BlobState.ARRIVING)
    if (db.session.scalar(select(func.count()).where(mine, Blob.record.is_(None))) or 0) >= NAMELESS:
        raise TooManyTries("Kirim dulu isian kunjungannya.")


def _within_quota(desa: str, person: str, name: str, length: int) -> None:
    """Pass if a person has room for a photo, whatever phones she has; what was announced before counts once."""
    hers = (Blob.desa == desa) & (Blob.person == person) & (Blob.id != name)
    hers &= Blob.announced_at > clock.now() - EXPIRES
    if (db.session.scalar(select(func.sum(Blob.length)).where(hers)) or 0) + length > QUOTA:
        raise QuotaUsed


def _matches(data: bytes, checksum: str) -> bool:
    algorithm, _, said = checksum.partition(" ")
    if algorithm not in ALGORITHMS:
        raise UploadRefused(f"Upload-Checksum: {', '.join(ALGORITHMS)}", field="Upload-Checksum")
    try:
        return base64.b64decode(said, validate=True) == hashlib.new(algorithm, data).digest()
    except binascii.Error:
        raise UploadRefused("Upload-Checksum: base64", field="Upload-Checksum") from None


def root() -> Path:
    """The folder of what is on its way, and of photos where they lie in a folder."""
    folder: Path = current_app.config["SETTINGS"].instance / "photos"
    return folder
