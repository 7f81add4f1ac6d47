"""A file from outside, looked at before anything reads it: what costs more than a workbook does is refused by name.

Everything here takes well under a second. What it lets through is read in a process of its own (``reading.py``).
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from server.errors import Problem
from server.surveys.mistakes import Mistake, NotCompiled

LARGEST = 5_000_000  # bytes of an uploaded workbook
UNPACKED = 20 * 1024 * 1024
ROWS = 20_000
PARTS = 1_000  # files in the archive that an .xlsx is
ENDINGS = (".xlsx", ".csv", ".md")
BUNDLE = ".zip"
"""A form with its tables and pictures; what stands in it is looked at when it is unpacked (``attachments.py``)."""

OLD_EXCEL = bytes.fromhex("d0cf11e0")  # .xls, and every file of Office with a password
BROKEN = (BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error)
"""What reading an archive from outside may raise: it is cut, lies about itself, or has a password."""

PIECE = 1 << 16
LAP = 32  # bytes of the piece before, where a mark may begin
ROW, VALUE = re.compile(rb"<(?:\w+:)?row[ >/]"), re.compile(rb"<(?:\w+:)?(?:v|is)>")


class TooLarge(Problem):
    status, slug, title = 413, "too-large", "File ini terlalu besar. Paling besar 5 MB ya."


def refuse_file(source: bytes, file_name: str) -> None:
    """Refuse what is no workbook, or one that is too much to read.

    Raises:
        TooLarge: more than 5 MB.
        NotCompiled: everything else; the message names the limit.
    """
    name = file_name.lower()
    if len(source) > LARGEST:
        raise TooLarge(file_name[-100:])
    if not name.endswith(ENDINGS):
        raise refused("File ini bukan .xlsx, .csv, atau .md.")
    if not source.strip():
        raise refused("File ini kosong.")
    if name.endswith(".xlsx"):
        _refuse_archive(source)
    else:
        _refuse_text(source, "|" if name.endswith(".md") else "")


def refuse_bundle(source: bytes, file_name: str) -> None:
    """Refuse a form with its files that is too large; the rest is seen when it is unpacked."""
    if len(source) > LARGEST:
        raise TooLarge(file_name[-100:])


def refused(message: str) -> NotCompiled:
    """One mistake that is about the whole file."""
    return NotCompiled([Mistake("", 0, "", 0, message)])


def too_many_rows() -> NotCompiled:
    return refused(f"File ini berisi lebih dari {ROWS} baris. Kurangi pilihannya, atau hapus baris yang tidak dipakai.")


def _refuse_text(source: bytes, first: str) -> None:
    try:
        lines = source.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise refused("Tulisan file ini tidak terbaca. Simpan lagi sebagai UTF-8.") from None
    if sum(line.lstrip().startswith(first) for line in lines if line.strip()) > ROWS + 100:  # and heads, rulers
        raise too_many_rows()


def _refuse_archive(source: bytes) -> None:
    if source.startswith(OLD_EXCEL):
        raise refused("File ini .xls lama atau berkata sandi. Simpan dari Excel sebagai .xlsx, tanpa kata sandi.")
    try:
        with ZipFile(BytesIO(source)) as archive:
            _refuse_parts(archive)
    except BROKEN:
        raise refused("File .xlsx ini rusak. Buka di Excel, simpan lagi, lalu unggah.") from None


def _refuse_parts(archive: ZipFile) -> None:
    parts = archive.infolist()
    if "xl/workbook.xml" not in archive.namelist():
        raise refused("Isi file ini bukan lembar kerja Excel. Simpan dari Excel sebagai .xlsx.")
    if len(parts) > PARTS:
        told = f"Isi file ini {len(parts)} bagian, paling banyak {PARTS}. Hapus gambar dan lembar yang tidak dipakai."
        raise refused(told)
    if sum(part.file_size for part in parts) > UNPACKED:
        raise refused("Isi file ini lebih dari 20 MB setelah dibuka. Hapus gambar dan lembar yang tidak dipakai.")
    rows = values = 0
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels", ".vml")):
            more, filled = _look(archive, part)
            rows, values = rows + more, values + filled
    if rows > ROWS + 100 and values > ROWS:  # rows that only have a colour are many in honest workbooks
        raise too_many_rows()


def _look(archive: ZipFile, part: ZipInfo) -> tuple[int, int]:
    """Rows and values of one part of the workbook; refuses one that defines entities, whatever they would do."""
    sheet = part.filename.startswith("xl/worksheets/")
    rows = values = 0
    before = b""
    with archive.open(part) as opened:
        while piece := opened.read(PIECE):
            text = before + piece
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in piece:  # NUL: UTF-16 would hide the words
                raise refused("File ini memuat perintah XML (DOCTYPE) yang tidak diterima. Simpan lagi dari Excel.")
            if sheet:
                rows += len(ROW.findall(text)) - len(ROW.findall(before))
                values += len(VALUE.findall(text)) - len(VALUE.findall(before))
            before = text[-LAP:]
    return rows, values
