"""The application's files (pwa/) in memory: read once, packed once, each with the hash of what it holds."""

from __future__ import annotations

import gzip
import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from server import slim

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
PACK = "/shell.json"
COMPOSER = "/main.js"
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]""")
OFFICERS_ONLY = re.compile(r"\{[^{}]*who: ?'office'[^{}]*\}")  # rows of the table of screens in main.js


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
            yield _file(f"/{file.relative_to(folder).as_posix()}", _slim(file))


def _slim(file: Path) -> bytes:
    body = file.read_bytes()
    if file.suffix == ".js":
        return slim.script(body.decode()).encode()
    return slim.style(body.decode()).encode() if file.suffix == ".css" else body


class Shell:
    """All files of the application in ``folder``, as they were when this was made."""

    def __init__(self, folder: Path, version: str) -> None:
        self.release = version
        self.files = {file.path: file for file in _walk(folder)}

    def get(self, path: str) -> File | None:
        """The file at address ``path``; the service worker with its list filled in, and all of them in one."""
        if path == PACK:
            return self.pack
        return self.worker if path == WORKER else self.files.get(path)

    @cached_property
    def listed(self) -> list[File]:
        """What a device keeps: all but the worker itself."""
        return [file for file in self.files.values() if file.path != WORKER]

    @cached_property
    def desk(self) -> list[File]:
        """Modules that only officers' screens need: kept on every device, but no weight of the kader's shell."""
        theirs = self._reached(officers=True) - self._reached(officers=False)
        return [file for file in self.listed if file.path in theirs]

    @cached_property
    def kader(self) -> list[File]:
        """What a kader's phone needs of it."""
        return [file for file in self.listed if file not in self.desk]

    def _reached(self, officers: bool) -> set[str]:
        """Modules that main.js imports, at once or later, all the way down, with or without officers' screens."""
        seen: set[str] = set()
        ahead = [COMPOSER]
        while ahead:
            path = ahead.pop()
            if path in seen or path not in self.files:
                continue
            seen.add(path)
            text = self.files[path].body.decode()
            if path == COMPOSER and not officers:
                text = OFFICERS_ONLY.sub("", text)
            ahead += [posixpath.normpath(posixpath.join(posixpath.dirname(path), one)) for one in IMPORT.findall(text)]
        return seen

    @cached_property
    def pack(self) -> File:
        """Every text file in one, for a device that has none yet: one round trip instead of a hundred."""
        texts = {
            file.path: {"type": file.type, "hash": file.hash, "body": file.body.decode()}
            for file in self.listed
            if not file.path.endswith(ALREADY_PACKED)
        }
        return _file(PACK, json.dumps({"version": self.version, "files": texts}, ensure_ascii=False).encode())

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
