"""The functions an expression may call: how many arguments each takes, and what is special about it.

A function that is not in ``FUNCTIONS`` is refused when a survey is compiled; those of ODK that we leave out on
purpose are in ``REFUSED`` with the reason their author reads.
"""

from __future__ import annotations

import re

from server.surveys.parse import ExpressionError

MANY = 1_000

FUNCTIONS: dict[str, tuple[int, int]] = {
    # choosing
    "if": (3, 3), "coalesce": (2, 2), "once": (1, 1),
    # truth
    "true": (0, 0), "false": (0, 0), "not": (1, 1), "boolean": (1, 1), "boolean-from-string": (1, 1),
    "checklist": (3, MANY), "weighted-checklist": (4, MANY),
    # choices
    "selected": (2, 2), "selected-at": (2, 2), "count-selected": (1, 1), "jr:choice-name": (2, 2),
    # sets of answers
    "count": (1, 1), "count-non-empty": (1, 1), "sum": (1, 1), "min": (1, MANY), "max": (1, MANY),
    "position": (0, 1), "indexed-repeat": (3, 7),
    # numbers
    "number": (1, 1), "int": (1, 1), "round": (1, 2), "floor": (1, 1), "ceiling": (1, 1), "abs": (1, 1), "pow": (2, 2),
    "sqrt": (1, 1), "exp": (1, 1), "exp10": (1, 1), "log": (1, 1), "log10": (1, 1), "pi": (0, 0), "random": (0, 0),
    # angles (radians) and places
    "sin": (1, 1), "cos": (1, 1), "tan": (1, 1), "asin": (1, 1), "acos": (1, 1), "atan": (1, 1), "atan2": (2, 2),
    "distance": (1, MANY),
    # tables: choice lists, and the CSV files of the form
    "pulldata": (4, 4),
    # text
    "string": (1, 1), "concat": (1, MANY), "join": (1, MANY), "substr": (2, 3), "substring": (2, 3),
    "substring-before": (2, 2), "substring-after": (2, 2),
    "contains": (2, 2), "starts-with": (2, 2), "ends-with": (2, 2),
    "string-length": (1, 1), "normalize-space": (1, 1), "translate": (3, 3), "regex": (2, 2), "uuid": (0, 0),
    # dates
    "today": (0, 0), "now": (0, 0), "date": (1, 1), "date-time": (1, 1),
    "decimal-date-time": (1, 1), "decimal-time": (1, 1),
    "format-date": (2, 2), "format-date-time": (2, 2),
}  # fmt: skip

IMPURE = frozenset({"random", "uuid", "once"})
"""What the server cannot compute again: allowed in ``calculation`` and ``default`` only; the stored result is kept."""

REFUSED: dict[str, str] = {
    "digest": "hasilnya tidak bisa diperiksa di semua HP",
    "base64-decode": "tidak dipakai di sini",
    "area": "bentuk di peta tidak didukung",
    "enclosed-area": "bentuk di peta tidak didukung",
    "geofence": "bentuk di peta tidak didukung",
    "intersects": "bentuk di peta tidak didukung",
    "randomize": "urutan acak hanya untuk pilihan: tulis randomize=true seed=… di kolom parameters",
    "instance": "tulis instance('nama')/root/item[…]/kolom",
    "property": "data perangkat tidak dibaca",
    "version": "tulis versinya langsung",
    "once-only": "pakai once()",
    "id": "hanya untuk XML", "lang": "hanya untuk XML", "name": "hanya untuk XML", "local-name": "hanya untuk XML",
    "namespace-uri": "hanya untuk XML", "last": "pakai count()",
}  # fmt: skip

CODES = "YymnbdeaHhMS3%"
"""What may follow a ``%`` in ``format-date()``."""


def refuse_codes(pattern: str, place: int) -> None:
    """Refuse a code of dates that nobody knows: it would stand in the text as it is written."""
    for code in re.findall("%(.)", pattern, re.DOTALL):
        if code not in CODES:
            known = " ".join(f"%{one}" for one in CODES)
            raise ExpressionError(f"Kode tanggal %{code} tidak dikenal. Yang dikenal: {known}.", place)
