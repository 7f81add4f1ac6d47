"""What pyxform says of a workbook in English, in Indonesian with what to do; what nobody has translated is wrapped.

A saying is known by its code (``ErrorCode`` of pyxform) or by a pattern of its words. ``{…}`` is taken from the saying.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from server.surveys.lines import Line
from server.surveys.mistakes import Mistake

_said = json.loads((Path(__file__).parent / "sayings.json").read_text("utf-8"))
CODES: dict[str, tuple[str, str]] = {code: tuple(row) for code, row in _said["codes"].items()}
"""Code to the column at fault (where pyxform does not name it itself) and the sentence."""
PATTERNS: list[tuple[str, str, str]] = [tuple(row) for row in _said["patterns"]]
"""Words that have no code: a pattern, the column at fault, the sentence."""
WRAPPED = (
    "Bagian ini belum bisa dibaca sebagai XLSForm. Betulkan yang disebut, atau bandingkan dengan formulir yang sudah"
    " terbit. Kata pembacanya: “{said}”"
)


def in_indonesian(
    mistake: Mistake, code: str, context: dict[str, str], sheets: Mapping[str, list[Line]] | None = None
) -> Mistake:
    """The mistake in Indonesian; what is not known stands as it was said, after what can be said of all.

    Args:
        code: name of pyxform's ``ErrorCode``, empty if it gave none.
        context: what stands in the saying under which name.
        sheets: rows by sheet; a saying that names no row is looked for in them.
    """
    if code in CODES:
        column, sentence = CODES[code]
        filled = _filled(column, context)
        sheet = mistake.sheet or context.get("sheet_name", "") or ("survey" if mistake.row else "")
        return replace(mistake, sheet=sheet, column=mistake.column or filled, message=_filled(sentence, context))
    for pattern, column, sentence in PATTERNS:
        found = re.search(pattern, mistake.message, re.DOTALL)
        if found:
            words = {name: text or "" for name, text in found.groupdict().items()}
            one = replace(mistake, column=mistake.column or column, message=_filled(sentence, words))
            return one if one.row or not one.column else _found(one, words.get("x", ""), sheets or {})
    return replace(mistake, message=WRAPPED.format(said=" ".join(mistake.message.split())))


def _found(mistake: Mistake, named: str, sheets: Mapping[str, list[Line]]) -> Mistake:
    """The mistake at the row that it speaks of: the one that bears the name, or says it under the column at fault."""
    for sheet in ("survey", "settings", "choices"):
        for line in sheets.get(sheet, []):
            cell = line.cells.get(mistake.column, "")
            its = line.cells.get("name", "").strip() == named if mistake.column == "label" else cell and named in cell
            if its:
                return replace(mistake, sheet=sheet, row=line.number)
    return mistake


def _filled(sentence: str, words: dict[str, str]) -> str:
    return re.sub(r"(?<!\$)\{(\w+)\}", lambda found: words.get(found[1], "…"), sentence)
