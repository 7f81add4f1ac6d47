"""Run as a process of its own by ``reading.py``: a workbook on standard input, what pyxform makes of it on standard
output.

Prints one JSON document: ``{"xform", "survey", "sheets": {name: [{"number", "cells"}]}, "letters": {name:
{head: "F"}}, "others": [sheet, …]}`` or ``{"mistake": {…}, "sheets", "letters"}``.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from typing import Any

SECONDS = 10
MEMORY = 512 * 1024 * 1024
ROWS = 20_000
DEEPEST = 30  # groups and repeats in each other
QUOTES = str.maketrans("‘’“”", "''\"\"")
"""What Excel makes of quotes while they are typed; pyxform reads them as plain ones."""
OURS = {"ours": True}
"""Beside a mistake whose words are ours."""
SPELLED = {
    "survey": {"command": "type", "tag": "name", "value": "name", "caption": "label"},
    "choices": {"value": "name", "caption": "label"},
}
LISTED = ("list_name", "name", "label", "image", "media")
SHEETS = ("settings", "survey", "choices", "entities", "external_choices", "osm")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(read(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)


def read(source: bytes, ending: str) -> dict[str, Any]:
    """What is printed; without limits of its own, for whoever trusts the source."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform
    from pyxform.xls2xform import convert

    numbers = _line_numbers(source.decode("utf-8"), ending) if ending in (".md", ".csv") else {}
    sheets: dict[str, list[Any]] = {}
    letters: dict[str, dict[str, str]] = {}
    try:
        definition = get_xlsform(xlsform=source, file_type=ending)
        sheets = {name: list(getattr(definition, name) or []) for name in SHEETS}
        if sum(map(len, sheets.values())) > ROWS:
            return _mistake(f"File ini berisi lebih dari {ROWS} baris.", {}) | OURS
        letters = _letters(source) if ending == ".xlsx" else {}
        if row := _too_deep(sheets["survey"]):
            told = f"[row : {row}] Kelompok ini di dalam {DEEPEST} kelompok lain. Kurangi tingkatnya."
            return _mistake(told, numbers) | OURS
        result = convert(_without_unreadable(definition), validate=False)
    except PyXFormError as error:
        return _mistake(str(error), numbers) | _code(error) | {"sheets": _rows(sheets, numbers), "letters": letters}
    except Exception as error:  # pyxform's readers raise what the libraries below them raise
        if ending == ".md" and isinstance(error, IndexError):
            told = "File ini punya baris dengan lebih banyak sel daripada judul kolom; | di dalam sel ditulis \\|."
            return _mistake(told, {}) | OURS
        what = f"{type(error).__name__}: {error}"
        told = f"File ini tidak bisa dibaca ({what}). Simpan ulang dari Excel sebagai .xlsx, lalu unggah lagi."
        return _mistake(told, {}) | OURS | {"guessed": True, "sheets": _rows(sheets, numbers), "letters": letters}
    return {
        "xform": result.xform,
        "survey": result._pyxform,
        "sheets": _rows(sheets, numbers),
        "letters": letters,
        "others": [name for name in definition.sheet_names or () if name.lower() not in SHEETS],
    }


def _without_unreadable(definition: Any) -> dict[str, Any]:
    """The sheets without columns of choices whose heads no XForm can hold (``$kuid``, ``#catatan``, ``hxl:tag``).

    They are their authors' own; no expression could read them.
    """
    whole = {name: getattr(definition, name) for name in definition.__dataclass_fields__}
    for name in ("choices", "choices_header"):
        rows = whole[name] or ()
        whole[name] = [{head: cell for head, cell in row.items() if _is_readable(head)} for row in rows] or whole[name]
    return whole


def _is_readable(head: str) -> bool:
    first, *more = _head("choices", head).split(":")
    return first in LISTED or (not more and re.fullmatch(r"[^\W\d][\w .-]*", first) is not None)


def _too_deep(rows: list[Any]) -> int:
    """The row that opens a group within too many others, as pyxform counts rows; 0: none does."""
    depth = 0
    for number, row in enumerate(rows, 2):
        kind = str(row.get("type") or "").strip().lower()
        depth += kind.startswith("begin") - kind.startswith("end")
        if depth > DEEPEST:
            return number
    return 0


def _letters(source: bytes) -> dict[str, dict[str, str]]:
    """For each sheet of an .xlsx the letter above each head, as Excel shows it."""
    from io import BytesIO

    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    book = load_workbook(BytesIO(source), read_only=True, data_only=True)
    found: dict[str, dict[str, str]] = {}
    for sheet in book.worksheets:
        if sheet.title.lower() in SHEETS:
            heads = next(sheet.iter_rows(max_row=1, max_col=200, values_only=True), ())
            name = sheet.title.lower()
            lettered = enumerate(heads, 1)
            found[name] = {_head(name, str(head)): get_column_letter(at) for at, head in lettered if head is not None}
    return found


def _rows(sheets: dict[str, list[Any]], numbers: dict[str, list[int]]) -> dict[str, list[dict[str, Any]]]:
    """Each row with its number in the file."""
    return {
        name: [
            {"number": number, "cells": {_head(name, head): str(cell).translate(QUOTES) for head, cell in row.items()}}
            for number, row in zip(numbers.get(name, range(2, ROWS + 3)), rows, strict=False)
        ]
        for name, rows in sheets.items()
    }


def _head(sheet: str, head: str) -> str:
    """The head of a column as pyxform takes it: ``List Name`` is ``list_name``; an author's own stays as it is."""
    first, *rest = [part.strip() for part in head.split("::")]
    plain = "_".join(first.split()).lower()
    plain = SPELLED.get(sheet, {}).get(plain, plain)
    return "::".join([first if sheet == "choices" and plain not in LISTED else plain, *rest])


def _mistake(message: str, numbers: dict[str, list[int]]) -> dict[str, Any]:
    """pyxform says ``[row : 5] On the 'survey' sheet, …``; row and sheet are taken out of its words."""
    row = re.search(r"\[row : ?(\d+)\]", message)
    sheet = re.search(r"'(survey|choices|settings|entities)' sheet", message)
    column = re.search(r"the '([\w:]+)' value", message)
    name = sheet[1] if sheet else "survey" if row else ""
    number = int(row[1]) if row else 0
    lines = numbers.get(name, [])
    return {
        "mistake": {
            "sheet": name,
            "row": lines[number - 2] if 0 <= number - 2 < len(lines) else number,
            "column": column[1] if column else "",
            "position": 0,
            "message": re.sub(r"^\[row : ?\d+\]\s*", "", message)[:1000],
        }
    }


def _code(error: Any) -> dict[str, Any]:
    """The code under which pyxform knows what it says, and what stands in it; most sayings come as their words only."""
    from pyxform.errors import ErrorCode

    if error.code is not None:
        return {"code": error.code.name, "context": {name: str(value) for name, value in error.context.items()}}
    for code in ErrorCode:
        found = re.match(_pattern(code.value.msg), str(error), re.DOTALL)
        if found:
            return {"code": code.name, "context": found.groupdict()}
    return {"code": "", "context": {}}


def _pattern(template: str) -> str:
    """What the words of a template look like once they are filled in; a name that stands there twice is the same."""
    pattern, known = "", set()
    for piece in re.split(r"(\{\{|\}\}|\{\w+\})", template):
        name = piece[1:-1]
        if piece in ("{{", "}}"):
            pattern += re.escape(piece[0])
        elif re.fullmatch(r"\{\w+\}", piece):
            pattern += f"(?P={name})" if name in known else f"(?P<{name}>.*?)"
            known.add(name)
        else:
            pattern += re.escape(piece)
    return pattern + r"(\n|$)"


def _line_numbers(text: str, ending: str) -> dict[str, list[int]]:
    """For each sheet of a Markdown or CSV file the lines of its rows, the head left out; as pyxform walks them."""
    lines: dict[str, list[int]] = {}
    sheet = ""
    for number, line in enumerate(text.split("\n"), 1):
        if ending == ".md":
            found = re.match(r"\s*\|(.*)\|\s*", line)
            if re.match(r"\s*#", line) or not found or re.match(r"^[\|-]+$", found[1]):
                continue
            cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", found[1])]
        else:
            cells = [cell.strip().strip('"') for cell in line.split(",")]
        if cells[0]:
            sheet = cells[0].lower()
        if any(cells[1:]):
            lines.setdefault(sheet, []).append(number)
    return {name: numbers[1:] for name, numbers in lines.items()}


if __name__ == "__main__":
    main()
