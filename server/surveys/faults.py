"""The commonest faults of authors, in their own language and with their cell, where pyxform only says that it stops."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from server.surveys.mistakes import Mistake
from server.surveys.wordings import Rows as Rows
from server.surveys.wordings import wrong_wordings

UNLISTED = frozenset({
    "text", "integer", "int", "decimal", "range", "date", "datetime", "time", "note", "calculate", "hidden",
    "acknowledge", "trigger", "image", "photo", "audio", "file", "barcode", "geopoint", "start", "end", "today",
    "deviceid", "username", "csv-external", "select_one_from_file", "select_multiple_from_file",
})  # fmt: skip
LISTED = ("select_one", "select_multiple", "rank")
BEGIN, END = ("begin_group", "begin_repeat"), ("end_group", "end_repeat")
WITHOUT_NAME = (*END, "note")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
NAME_RULE = "Nama hanya berisi huruf, angka, dan garis bawah, dan tidak diawali angka."


def authors_faults(sheets: Mapping[str, Rows]) -> list[Mistake]:
    """What is wrong with the rows of a workbook that pyxform refused; empty when it is something else.

    Args:
        sheets: rows of ``survey`` and ``choices``.
    """
    lists = {cells.get("list_name", "").strip() for _, cells in sheets.get("choices", [])}
    rows = sheets.get("survey", [])
    return [*_types(rows, lists), *_names(rows), *wrong_wordings(rows)]


def _types(rows: Rows, lists: set[str]) -> Iterator[Mistake]:
    for number, cells in rows:
        kind, which = split_type(cells.get("type", ""))
        if not kind or kind in (*BEGIN, *END):
            continue
        if kind in LISTED:
            if which not in lists:
                yield Mistake("survey", number, "type", 0, f"Daftar pilihan “{which}” tidak ada di lembar choices.")
        elif kind not in UNLISTED:
            yield Mistake("survey", number, "type", 0, f"Jenis pertanyaan “{cells['type']}” tidak didukung.")


def _names(rows: Rows) -> Iterator[Mistake]:
    groups: list[dict[str, int]] = [{}]
    for number, cells in rows:
        kind, _ = split_type(cells.get("type", ""))
        name = cells.get("name", "").strip()
        if kind in END:
            if len(groups) == 1:
                yield Mistake("survey", number, "type", 0, f"“{kind}” ini tidak punya pembuka.")
            else:
                groups.pop()
            continue
        if kind and not name and kind not in WITHOUT_NAME:
            yield Mistake("survey", number, "name", 0, "Nama pertanyaan belum diisi.")
        elif name and not NAME.fullmatch(name):
            yield Mistake("survey", number, "name", 0, NAME_RULE)
        elif name in groups[-1]:
            told = f"Nama “{name}” sudah dipakai di baris {groups[-1][name]}."
            yield Mistake("survey", number, "name", 0, told)
        if name:
            groups[-1].setdefault(name, number)
        if kind in BEGIN:
            groups.append({})
    if len(groups) > 1 and rows:
        yield Mistake(
            "survey", rows[-1][0], "type", 0, "Ada kelompok yang belum ditutup dengan end_group atau end_repeat."
        )


def split_type(cell: str) -> tuple[str, str]:
    """``"select one ya_tidak"`` is ``("select_one", "ya_tidak")``: the type in one spelling, and its list."""
    words = cell.strip().split()
    if len(words) > 1 and words[0] in ("select", "begin", "end"):
        words[:2] = [f"{words[0]}_{words[1]}"]
    return (words[0].lower() if words else "", words[1] if len(words) > 1 else "")
