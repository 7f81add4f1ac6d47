"""Where photos lie: a folder under ``instance/photos``, or whatever else has the same verbs."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol


class PhotoStore(Protocol):
    """What the subject asks of a store. ``name`` is a blob's id, made by us or checked to be a UUID: never a path."""

    def write(self, desa: str, name: str, photo: bytes, thumb: bytes) -> None: ...

    def read(self, desa: str, name: str, thumb: bool = False) -> bytes | None: ...

    def remove(self, desa: str, name: str) -> None: ...


class Folder:
    """Photos as files: ``<root>/<desa>/<last two letters of the id>/<id>.jpg``, thumbnails beside them.

    The last letters, because the first ones of a UUIDv7 are the time and would fill one folder a month.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, desa: str, name: str, photo: bytes, thumb: bytes) -> None:
        """Store both, each whole or not at all."""
        for ending, data in ((".thumb.jpg", thumb), (".jpg", photo)):  # the photo last: it is what counts as kept
            path = self._path(desa, name, ending)
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{os.getpid()}.new")
            with fresh.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)

    def read(self, desa: str, name: str, thumb: bool = False) -> bytes | None:
        """The bytes, or None where nothing is stored."""
        try:
            return self._path(desa, name, ".thumb.jpg" if thumb else ".jpg").read_bytes()
        except FileNotFoundError:
            return None

    def remove(self, desa: str, name: str) -> None:
        """Forget both; not there is fine."""
        for ending in (".thumb.jpg", ".jpg"):
            self._path(desa, name, ending).unlink(missing_ok=True)

    def listing(self) -> Iterator[tuple[str, str, float]]:
        """The desa and name of every photo, and since when it lies here."""
        for file in self.root.glob("*/*/*.jpg"):
            if not file.name.endswith(".thumb.jpg"):
                yield file.parts[-3], file.stem, file.stat().st_mtime

    def _path(self, desa: str, name: str, ending: str) -> Path:
        return self.root / desa / name[-2:] / f"{name}{ending}"


class Part:
    """The file into which one upload grows. Its size is the offset: what a break left on the disk is what counts."""

    def __init__(self, root: Path, desa: str, name: str) -> None:
        self.path = root / desa / "parts" / f"{name}.part"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other requests for this upload out until the block ends; two chunks at once would tear the file.

        Raises:
            BlockingIOError: another request is writing.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(handle)  # releases the lock

    @property
    def offset(self) -> int:
        """Bytes that have come."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def append(self, data: bytes) -> int:
        """Add a chunk; return the new offset once it is on the disk."""
        with self.path.open("ab") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            return file.tell()

    def read(self) -> bytes:
        """All that has come."""
        return self.path.read_bytes() if self.path.exists() else b""

    def restart(self) -> None:
        """Begin again at nothing."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(b"")

    def remove(self) -> None:
        """The upload is over."""
        self.path.unlink(missing_ok=True)
        self.path.with_suffix(".lock").unlink(missing_ok=True)
