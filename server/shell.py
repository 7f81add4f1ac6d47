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

from server import phrases, slim

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
PACK, DESK_PACK = "/shell.json", "/shell-desk.json"
AT_DESK = "@meja"
TEXTS, DESK_TEXTS, ONLINE_TEXTS = "/text/id.json", "/text/desk.json", "/text/online.json"
COMPOSER = "/main.js"
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]""")
OFFICERS_ONLY = re.compile(
    r"\{[^{}]*who: ?'(?:office|admin|dinas)(?: (?:admin|dinas))*'[^{}]*\}"
)  # rows of main.js's table of screens
ONLINE_ONLY = re.compile(r"\{[^{}]*online: ?true[^{}]*\}")  # of them, those that do nothing without a network


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
        self._share_texts()

    def get(self, path: str) -> File | None:
        """The file at address ``path``; the service worker with its lists filled in, and each list's texts in one."""
        if path in (PACK, DESK_PACK):
            return self.pack if path == PACK else self.desk_pack
        return self.worker if path == WORKER else self.files.get(path)

    @cached_property
    def desk(self) -> list[File]:
        """What an officer's browser keeps besides: modules that only officers' screens need, and their texts."""
        theirs = self._reached(officers=True) - self._reached(officers=False) | {DESK_TEXTS}
        return [file for file in self.files.values() if file.path in theirs]

    @cached_property
    def online(self) -> list[File]:
        """What nobody keeps: modules and texts of screens that do nothing without a network come when one is opened."""
        theirs = self._reached(officers=True, online=True) - self._reached(officers=True) | {ONLINE_TEXTS}
        return [file for file in self.files.values() if file.path in theirs]

    @cached_property
    def kader(self) -> list[File]:
        """What every phone keeps: all else, but the worker itself and the pictures that only the system shows."""
        others = [*self.desk, *self.online]
        return [
            file
            for file in self.files.values()
            if file not in others and file.path != WORKER and not file.path.endswith(ALREADY_PACKED)
        ]

    def _share_texts(self) -> None:
        """Leave in the table of texts what kaders' screens say; what only others say goes to tables of their own."""
        if TEXTS not in self.files:
            return
        table = json.loads(self.files[TEXTS].body)
        taken: set[str] = set()
        for path, who in ((TEXTS, (False, False)), (DESK_TEXTS, (True, False)), (ONLINE_TEXTS, (True, True))):
            said = phrases.said(table, self._modules(*who))
            if path == DESK_TEXTS:  # what is said another way at a desk: text.js
                said |= {key: text for key, text in table.items() if key.endswith(AT_DESK)}
            texts = {key: text for key, text in said.items() if key not in taken}
            taken |= texts.keys()
            self.files[path] = _file(path, json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode())

    def _modules(self, officers: bool, online: bool) -> Iterator[str]:
        for path in sorted(self._reached(officers, online)):
            yield self.files[path].body.decode()

    def _reached(self, officers: bool, online: bool = False) -> set[str]:
        """Modules that main.js imports, at once or later, all the way down.

        Args:
            officers: with officers' screens.
            online: with those of them that do nothing without a network.
        """
        seen: set[str] = set()
        ahead = [COMPOSER]
        while ahead:
            path = ahead.pop()
            if path in seen or path not in self.files:
                continue
            seen.add(path)
            text = self.files[path].body.decode()
            if path == COMPOSER:
                text = text if online else ONLINE_ONLY.sub("", text)
                text = text if officers else OFFICERS_ONLY.sub("", text)
            ahead += [posixpath.normpath(posixpath.join(posixpath.dirname(path), one)) for one in IMPORT.findall(text)]
        return seen

    @cached_property
    def pack(self) -> File:
        """All that a phone keeps in one, for one that has nothing yet: one round trip instead of a hundred.

        Its version stands for every hash in the worker's list.
        """
        return self._packed(PACK, self.kader)

    @cached_property
    def desk_pack(self) -> File:
        """The same of what an officer's browser keeps besides."""
        return self._packed(DESK_PACK, self.desk)

    def _packed(self, path: str, files: list[File]) -> File:
        # those of one kind beside each other: a packer looks back 32 KB
        texts = {
            file.path: {"type": file.type, "body": file.body.decode()}
            for file in sorted(files, key=lambda file: (file.type, file.path))
        }
        whole = {"version": self.version, "files": texts}
        return _file(path, json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode())

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
        lists = {"__FILES__": self.kader, "__DESK__": self.desk}
        filled = {token: [(file.path, file.hash) for file in files] for token, files in lists.items()}
        for token, value in {"__VERSION__": self.version, **filled}.items():
            for quote in "'\"":
                text = text.replace(f"{quote}{token}{quote}", json.dumps(value, separators=(",", ":")))
        return _file(WORKER, text.encode())
