"""The application's files (pwa/) in memory: read once, packed once, each with the hash of what it holds."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
ALREADY_PACKED = (".jpg", ".png", ".woff2")
NOT_SERVED = ("package.json", "vendor.lock.json")  # and what has no type above: licences, types for the checker
WORKER = "/sw.js"
DESK = ("/desk/", "/queue/", "/people/")
"""Folders that only officers open: kept on every device, but no weight of the kader's shell."""


@dataclass(frozen=True)
class File:
    """One file as it is served.

    Attributes:
        path: address, beginning with a slash.
        body, packed: what it holds, and the same gzipped (None: gains nothing).
        hash: first 16 hexadecimal digits of the body's SHA-256.
    """

    path: str
    type: str
    body: bytes
    packed: bytes | None
    hash: str

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return len(self.packed or self.body)


def _file(path: str, body: bytes) -> File:
    kind = Path(path).suffix
    packed = None if kind in ALREADY_PACKED else gzip.compress(body, 9, mtime=0)
    return File(path, TYPES[kind], body, packed, hashlib.sha256(body).hexdigest()[:16])


def _walk(folder: Path) -> Iterator[File]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in TYPES and file.name not in NOT_SERVED and not file.name.startswith("."):
            yield _file(f"/{file.relative_to(folder).as_posix()}", file.read_bytes())


class Shell:
    """All files of the application in ``folder``, as they were when this was made."""

    def __init__(self, folder: Path, version: str) -> None:
        self.release = version
        self.files = {file.path: file for file in _walk(folder)}

    def get(self, path: str) -> File | None:
        """The file at address ``path``; the service worker with its list filled in."""
        return self.worker if path == WORKER else self.files.get(path)

    @cached_property
    def listed(self) -> list[File]:
        """What a device keeps: all but the worker itself."""
        return [file for file in self.files.values() if file.path != WORKER]

    @cached_property
    def kader(self) -> list[File]:
        """What a kader's phone needs of it."""
        return [file for file in self.listed if not file.path.startswith(DESK)]

    @cached_property
    def desk(self) -> list[File]:
        """What only officers open."""
        return [file for file in self.listed if file.path.startswith(DESK)]

    @cached_property
    def version(self) -> str:
        """The release and a hash of every file: it changes if and only if something did."""
        sums = json.dumps([(file.path, file.hash) for file in self.files.values()])
        return f"{self.release}-{hashlib.sha256(sums.encode()).hexdigest()[:8]}"

    @cached_property
    def worker(self) -> File | None:
        """sw.js with ``"__VERSION__"``, ``"__FILES__"`` and ``"__DESK__"`` filled in: lists of [path, hash]."""
        raw = self.files.get(WORKER)
        if raw is None:
            return None
        text = raw.body.decode()
        every = [(file.path, file.hash) for file in self.listed]
        desk = [(file.path, file.hash) for file in self.desk]
        for token, value in (("__VERSION__", self.version), ("__FILES__", every), ("__DESK__", desk)):
            for quote in "'\"":
                text = text.replace(f"{quote}{token}{quote}", json.dumps(value, separators=(",", ":")))
        return _file(WORKER, text.encode())
