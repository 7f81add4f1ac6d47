"""What pyxform says of a workbook in English, in Indonesian with what to do; what nobody has translated is wrapped.

A saying is known by its code (``ErrorCode`` of pyxform) or by a pattern of its words. ``{…}`` is taken from the saying.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

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


def in_indonesian(mistake: Mistake, code: str, context: dict[str, str]) -> Mistake:
    """The mistake in Indonesian; what is not known stands as it was said, after what can be said of all.

    Args:
        code: name of pyxform's ``ErrorCode``, empty if it gave none.
        context: what stands in the saying under which name.
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
            return replace(mistake, column=mistake.column or column, message=_filled(sentence, words))
    return replace(mistake, message=WRAPPED.format(said=" ".join(mistake.message.split())))


def _filled(sentence: str, words: dict[str, str]) -> str:
    return re.sub(r"(?<!\$)\{(\w+)\}", lambda found: words.get(found[1], "…"), sentence)
