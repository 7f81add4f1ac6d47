"""Workbooks read by pyxform, in a child process: a file from outside may be a bomb, and the limits end with the
process."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from server.surveys.faults import authors_faults
from server.surveys.mistakes import Mistake, NotCompiled

SECONDS = 10
UNZIPPED = 20 * 1024 * 1024
CHILD = Path(__file__).with_name("reading_child.py")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number as the author sees it, and its cells by the head of their column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Workbook:
    """What pyxform made of a workbook: the XForm, its JSON form, and the rows they came from."""

    xform: str
    survey: dict[str, Any]
    sheets: dict[str, list[Line]]


def read_workbook(source: bytes, file_name: str) -> Workbook:
    """Read a workbook within the limits.

    Raises:
        NotCompiled: it is too large, or pyxform refuses it.
    """
    ending = Path(file_name).suffix.lower()
    if ending == ".xlsx":
        refuse_bomb(source)
    try:
        child = subprocess.run(  # noqa: S603 - our own file; the name is only an ending
            [sys.executable, "-I", str(CHILD), ending], input=source, capture_output=True, timeout=SECONDS, check=False
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise refused("Berkas ini terlalu berat untuk dibaca.") from None
    try:
        said = json.loads(child.stdout)
    except ValueError:
        raise refused("Berkas ini terlalu berat untuk dibaca, atau rusak.") from None
    if "mistake" in said:
        rows = {name: [(row["number"], row["cells"]) for row in of] for name, of in said.get("sheets", {}).items()}
        raise NotCompiled(authors_faults(rows) or [Mistake(**said["mistake"])])
    sheets = {name: [Line(row["number"], row["cells"]) for row in rows] for name, rows in said["sheets"].items()}
    return Workbook(said["xform"], said["survey"], sheets)


def refused(message: str) -> NotCompiled:
    return NotCompiled([Mistake("", 0, "", 0, message)])


def refuse_bomb(source: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(source)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise refused("Berkas .xlsx ini rusak.") from None
    if size > UNZIPPED:
        raise refused("Isi berkas ini lebih dari 20 MB.")
