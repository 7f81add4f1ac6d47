"""Real forms that packages of the field carry, fetched by name and version; nothing of them is kept in this repository.

``packages.json`` says which, with the hash of each archive, and what is mended in a form before it can be read at all:
what an application puts in itself, and faults that no engine takes.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyxform.xls2json_backends import get_xlsform

from tests.oracle import rewrite

HERE = Path(__file__).parent
KEPT = HERE.parents[1] / "build" / "oracle"


@dataclass(frozen=True)
class Carried:
    """A form of a package, as a workbook of ours."""

    name: str
    workbook: bytes
    version: str
    mended: tuple[str, ...]


def carried() -> Iterator[tuple[dict[str, Any], list[Carried]]]:
    """Each package with its forms."""
    for package in json.loads((HERE / "packages.json").read_text("utf-8")):
        files = unpacked(fetched(package))
        folder = package["folder"]
        yield package, [_form(package, name, files[f"{folder}/{name}"]) for name in package["forms"]]


def fetched(package: dict[str, Any]) -> bytes:
    """The archive, from its registry or from an earlier time.

    Raises:
        ValueError: it is not the one whose forms were looked at.
    """
    KEPT.mkdir(parents=True, exist_ok=True)
    name, version = package["package"], package["version"]
    stem = name.replace("-", "_") if package["client"] == "pip" else name
    there = list(KEPT.glob(f"{stem}-{version}*"))
    if not there:
        subprocess.run(_command(package["client"], name, version), cwd=KEPT, check=True, stdout=subprocess.DEVNULL)
        there = list(KEPT.glob(f"{stem}-{version}*"))
    archive = there[0].read_bytes()
    if hashlib.sha256(archive).hexdigest() != package["sha256"]:
        raise ValueError(f"{there[0].name} is another file than the one of packages.json")
    return archive


def _command(client: str, name: str, version: str) -> list[str]:
    if client == "npm":
        return ["npm", "pack", "--silent", f"{name}@{version}"]
    subprocess.run([sys.executable, "-m", "ensurepip", "-q"], check=False, capture_output=True)
    return [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", f"{name}=={version}"]


def unpacked(archive: bytes) -> dict[str, bytes]:
    """The files of a .tgz or .whl by name."""
    if archive[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
            return {name: zipped.read(name) for name in zipped.namelist()}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tarred:
        files = ((one.name, tarred.extractfile(one)) for one in tarred if one.isfile())
        return {name: file.read() for name, file in files if file}


def _form(package: dict[str, Any], name: str, content: bytes) -> Carried:
    if name.endswith(".xml"):
        sheets = rewrite.XFormSheets(content.decode()).sheets()
    else:
        ending = ".xlsx" if content[:2] == b"PK" else ".xls"
        sheets = rewrite.from_workbook(get_xlsform(content, file_type=ending))
    for sheet, row in package.get("added", ()):
        sheets[sheet].insert(0, dict(row))
    mends = package["forms"][name]
    for row in (row for rows in sheets.values() for row in rows):
        for head, cell in row.items():
            for written, instead, _why in mends:
                cell = re.sub(written, instead, cell)
            row[head] = cell
    version = sheets["settings"][0].get("version", "")
    whys = tuple(dict.fromkeys(why for _, _, why in mends))
    return Carried(Path(name).stem, rewrite.workbook(rewrite.without_looks(sheets)), version[:10], whys)
