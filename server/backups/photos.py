"""The photos of a backup: a folder like the house's own, whatever store the house keeps its photos in.

The folder grows by what came since the last time. A photo that the house let go stays as long as a database in the
backup may still name it; what was erased goes at once (``documents.forget``), or at the latest then.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from server.backups.sealed import Copies, Private
from server.db import db
from server.documents import service as documents
from server.documents.models import Blob, BlobState
from server.sealing import key_id

GONE = "gone.json"  # photos of the backup that the house has no more: since which of its databases

SEALED_FOR = "photos.key"  # the digits of the key that all photos of the backup are sealed for


class Photo(NamedTuple):
    """A photo that the house calls kept."""

    desa: str
    id: str
    sha256: str | None
    settled: datetime | None


def save(folder: Path, stamp: str, oldest: str, public: bytes | None = None) -> int:
    """Copy the photos that came since the last time, take away those no database names any more; return how many came.

    Args:
        stamp, oldest: names of the database just written and of the oldest that is left; they sort by time.
        public: the key to seal them for. With another one than last time all are copied anew.
    """
    copies, store = Copies(folder / "photos", public), documents.store()
    there = {(desa, which): at for desa, which, at in copies.folder.listing()}
    anew = _sealed_for(folder) != _called(public)
    fresh = set[tuple[str, str]]()
    for photo in _kept():
        at = there.get((photo.desa, photo.id))
        settled = photo.settled.timestamp() if photo.settled else 0.0
        if not anew and at is not None and at > settled - 2:  # seconds: some file systems count in twos
            continue
        data = store.read(photo.desa, photo.id)
        if data is None:  # erased while we were under way
            continue
        copies.write(photo.desa, photo.id, data, store.read(photo.desa, photo.id, thumb=True) or b"")
        fresh.add((photo.desa, photo.id))
    kept = {(photo.desa, photo.id) for photo in _kept()}
    for desa, which in fresh - kept:
        copies.folder.remove(desa, which)
    gone = there.keys() - kept
    _let_go(folder, copies.folder, gone, stamp, oldest)
    if anew:
        for desa, which in gone:
            if (data := copies.read(desa, which)) is not None:  # it lies there in the open
                copies.write(desa, which, data, copies.read(desa, which, thumb=True) or b"")
        (folder / SEALED_FOR).write_text(_called(public))
    return len(fresh & kept)


def bring_back(connection: Connection, folder: Path, private: Private | None = None) -> tuple[int, int]:
    """Copy into the house what it calls kept and has not; return how many came, and how many are nowhere whole.

    Those are awaited again: the phone may have them still.
    """
    copies, store = Copies(folder / "photos", private=private), documents.store()
    came = lost = 0
    for photo in _kept():
        if _whole(store.read(photo.desa, photo.id), photo.sha256):
            continue
        copy = copies.read(photo.desa, photo.id)
        if copy is not None and _whole(copy, photo.sha256):
            store.write(photo.desa, photo.id, copy, copies.read(photo.desa, photo.id, thumb=True) or b"")
            came += 1
            continue
        mine = (Blob.desa == photo.desa, Blob.id == photo.id)
        connection.execute(update(Blob).where(*mine).values(state=BlobState.AWAITED, settled=None))
        lost += 1
    return came, lost


def _called(public: bytes | None) -> str:
    return key_id(public) if public else ""


def _sealed_for(folder: Path) -> str:
    """For which key the photos that lie there were sealed; nothing: for none."""
    said = folder / SEALED_FOR
    return said.read_text() if said.exists() else ""


def _kept() -> list[Photo]:
    columns = select(Blob.desa, Blob.id, Blob.sha256_kept, Blob.settled).where(Blob.state == BlobState.KEPT)
    with db.engine.connect() as connection:  # and not for as long as the copying takes
        return [Photo(*row) for row in connection.execute(columns.order_by(Blob.desa, Blob.id))]


def _whole(data: bytes | None, sha256: str | None) -> bool:
    return data is not None and (sha256 is None or hashlib.sha256(data).hexdigest() == sha256)


def _let_go(folder: Path, copies: documents.Folder, gone: set[tuple[str, str]], stamp: str, oldest: str) -> None:
    """Remove of the photos that are ``gone`` from the house those that were gone before the oldest database."""
    listed = folder / GONE
    known: dict[str, str] = json.loads(listed.read_text()) if listed.exists() else {}
    since = {f"{desa}/{which}": known.get(f"{desa}/{which}", stamp) for desa, which in gone}
    for name in [name for name, at in since.items() if at < oldest]:
        copies.remove(*name.split("/"))
        del since[name]
    draft = listed.with_suffix(f".{os.getpid()}.new")
    draft.write_text(json.dumps(since))
    draft.replace(listed)
