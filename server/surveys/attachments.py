"""The files that belong to a form: CSV tables for ``pulldata()`` and choices, pictures for labels. They come with it in
one .zip, and travel in the compiled survey: the phone needs no other file."""

from __future__ import annotations

import csv
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from io import BytesIO, StringIO
from pathlib import PurePosixPath

from server.surveys.files import BROKEN, refused

Files = Mapping[str, bytes]
Table = list[dict[str, str]]

UNZIPPED = 20 * 1024 * 1024
ENTRIES = 200
ROWS = 20_000
CELLS = 200_000
PICTURE = 100_000
PICTURES = 1_000_000
"""Bytes of one picture, and of all: a survey is fetched over 2G."""
FORMS = (".xlsx", ".md")
KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}


def unpacked(source: bytes) -> tuple[bytes, str, dict[str, bytes]]:
    """The form in a .zip, its name, and the files beside it by name; folders do not matter.

    Raises:
        NotCompiled: it is broken, too large, or holds not exactly one form.
    """
    try:
        with zipfile.ZipFile(BytesIO(source)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and "__MACOSX" not in entry.filename]
            if len(entries) > ENTRIES:
                raise refused(f"Isi .zip ini {len(entries)} berkas, paling banyak {ENTRIES}.")
            if sum(entry.file_size for entry in entries) > UNZIPPED:
                raise refused("Isi .zip ini lebih dari 20 MB setelah dibuka.")
            files = {PurePosixPath(entry.filename).name: _read(archive, entry) for entry in entries}
    except BROKEN:
        raise refused("File .zip ini rusak atau memakai kata sandi.") from None
    forms = [name for name in files if name.lower().endswith(FORMS)]
    if len(forms) != 1:
        raise refused("Isi .zip harus satu formulir (.xlsx atau .md) dengan berkas .csv dan gambarnya.")
    return files.pop(forms[0]), forms[0], files


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """What stands in an entry, never more than it says it is."""
    with archive.open(entry) as file:
        return file.read(entry.file_size)


def table(name: str, files: Files) -> Table:
    """The rows of a CSV file; its first line names the columns.

    Raises:
        ValueError: with what to do, in Indonesian.
    """
    source = files.get(name)
    if source is None:
        raise ValueError(f"File {name} tidak ada: unggah formulir dan filenya dalam satu .zip.")
    try:
        text = source.decode("utf-8-sig")
        semicolons = text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",")
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=";" if semicolons else ",", strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise ValueError(f"File {name} harus CSV dalam UTF-8.") from None
    head, *body = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)] or [[]]
    if not head or not all(head) or len(set(head)) < len(head):
        raise ValueError(f"Baris pertama {name} harus nama kolom, masing-masing sekali.")
    if len(body) > ROWS or len(body) * len(head) > CELLS:
        raise ValueError(f"{name} lebih dari {ROWS} baris atau {CELLS} sel.")
    return [dict(zip(head, [*row, *[""] * len(head)], strict=False)) for row in body]


def picture(name: str, files: Files) -> str:
    """A picture as a ``data:`` address.

    Raises:
        ValueError: with what to do, in Indonesian.
    """
    source = files.get(name)
    if source is None:
        raise ValueError(f"Gambar {name} tidak ada: unggah formulir dan gambarnya dalam satu .zip.")
    kind = next((kind for mark, kind in KINDS.items() if source.startswith(mark)), None)
    if kind is None:
        raise ValueError(f"Gambar {name} harus PNG, JPEG, atau WebP.")
    if len(source) > PICTURE:
        raise ValueError(f"Gambar {name} lebih dari {PICTURE // 1000} KB. Kecilkan dulu.")
    return f"data:{kind};base64,{b64encode(source).decode()}"
