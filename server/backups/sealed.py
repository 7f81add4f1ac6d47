"""Files of a backup that only the holder of a key outside this house can open: sealed for its public half.

``SIAGA-CADANGAN 1``, a line with the file's own key as a parcel (``server/sealing.py``, bound to the file's name), then
pieces: four bytes of length, and as many of AES-GCM under that key. The nonce is the number of the piece, and the last
one says that it is: a file that was cut, put together anew or given another's name does not open.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server import sealing
from server.documents import service as documents

MAGIC = b"SIAGA-CADANGAN 1\n"
PURPOSE = "backup"
PIECE = 1 << 20
LONGEST = PIECE + 16  # with the tag of AES-GCM
Private = ec.EllipticCurvePrivateKey


class Sealed(Exception):
    """This file cannot be opened: there is no key for it here, or it is not what was written."""


def new_key() -> Private:
    """A pair, whose private half is to leave this house."""
    return ec.generate_private_key(ec.SECP256R1())


def read_key(file: Path) -> Private:
    """The private half, as ``flask backup-key`` printed it.

    Raises:
        Sealed: it is none.
    """
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), None)
    except (ValueError, TypeError) as wrong:
        raise Sealed("no key") from wrong
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Sealed("no key")
    return key


class Writer(io.RawIOBase):
    """Seals what is written into ``out``, whose end must be told by ``close``; ``out`` itself stays open."""

    def __init__(self, out: IO[bytes], public: bytes, name: str) -> None:
        secret = os.urandom(32)
        self._out, self._cipher, self._held, self._count = out, AESGCM(secret), bytearray(), 0
        out.write(MAGIC + json.dumps(sealing.seal(public, PURPOSE, secret, name)).encode() + b"\n")

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Hold back the last piece: only ``close`` knows that it is."""
        self._held += data
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        """Write the last piece."""
        if not self.closed:
            self._put(bytes(self._held), last=True)
        super().close()

    def _put(self, piece: bytes, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._count), piece, _place(last))
        self._out.write(len(sealed).to_bytes(4) + sealed)
        self._count += 1


class Reader(io.RawIOBase):
    """What was sealed into ``source`` under ``name``."""

    def __init__(self, source: IO[bytes], private: Private | None, name: str) -> None:
        self._source, self._count, self._left, self._over = source, 0, b"", False
        if private is None or source.read(len(MAGIC)) != MAGIC:
            raise Sealed("no key")
        try:
            parcel = json.loads(source.readline(2000))
            self._cipher = AESGCM(sealing.open_parcel(private, PURPOSE, parcel, name))
        except ValueError as wrong:
            raise Sealed("another key, or another file") from wrong

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as one piece goes."""
        while not self._left and not self._over:
            self._next()
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def _next(self) -> None:
        length = int.from_bytes(self._source.read(4))
        sealed = self._source.read(length) if 16 <= length <= LONGEST else b""
        last = not self._source.read(1)
        if not last:
            self._source.seek(-1, os.SEEK_CUR)
        try:
            self._left = self._cipher.decrypt(_nonce(self._count), sealed, _place(last))
        except (InvalidTag, ValueError) as wrong:
            raise Sealed("changed or cut") from wrong
        self._count, self._over = self._count + 1, last


@contextmanager
def opened(file: Path, private: Private | None) -> Iterator[IO[bytes]]:
    """A file of a backup, sealed or not.

    Raises:
        Sealed: there is no key for it.
    """
    with file.open("rb") as source:
        if source.read(len(MAGIC)) != MAGIC:
            source.seek(0)
            yield source
            return
        source.seek(0)
        yield cast(IO[bytes], io.BufferedReader(Reader(source, private, file.name), PIECE))


class Copies:
    """The photos of a backup, sealed where there is a key; otherwise they lie there as they are."""

    def __init__(self, root: Path, public: bytes | None = None, private: Private | None = None) -> None:
        self.folder, self._public, self._private = documents.Folder(root), public, private

    def write(self, desa: str, name: str, photo: bytes, thumb: bytes) -> None:
        """Store both, each whole or not at all."""
        self.folder.write(desa, name, self._closed(photo, f"{name}.jpg"), self._closed(thumb, f"{name}.thumb.jpg"))

    def read(self, desa: str, name: str, thumb: bool = False) -> bytes | None:
        """The bytes, or None where nothing is stored that can be opened."""
        data = self.folder.read(desa, name, thumb)
        if data is None or not data.startswith(MAGIC):
            return data
        try:
            return io.BufferedReader(Reader(io.BytesIO(data), self._private, f"{name}{'.thumb' * thumb}.jpg")).read()
        except Sealed:
            return None

    def _closed(self, data: bytes, name: str) -> bytes:
        if self._public is None:
            return data
        out = io.BytesIO()
        with Writer(out, self._public, name) as writer:
            writer.write(data)
        return out.getvalue()


def _nonce(count: int) -> bytes:
    return count.to_bytes(12)


def _place(last: bool) -> bytes:
    return b"last" if last else b"more"
