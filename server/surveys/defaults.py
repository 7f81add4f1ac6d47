"""Whether a default that stands in a workbook is an answer to its question: a person could not give another one."""

from __future__ import annotations

import re
from typing import Any

from server.surveys.date_functions import is_time, read_day
from server.surveys.form import AGREED, within
from server.surveys.places import Node
from server.surveys.values import LONGEST

PLACE = re.compile(r"-?[0-9]+(\.[0-9]+)?( -?[0-9]+(\.[0-9]+)?){1,3}")
KEPT = frozenset({"image", "audio", "file"})
CHOSEN = frozenset({"select_one", "select_multiple", "rank"})


def settle_default(node: Node, choices: dict[str, list[dict[str, Any]]]) -> str:
    """Put the default of a question as its answer would be stored; what is wrong with it, empty if nothing is."""
    text = str(node["default"]).strip()
    kind = node["type"]
    if kind in ("integer", "decimal"):
        return _number(node, text)
    if kind in CHOSEN:
        return _codes(node, text, [choice["name"] for choice in choices.get(node["list"], [])])
    if kind in ("date", "datetime") and (typed := re.fullmatch(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)", text)):
        text = node["default"] = typed[1] if kind == "date" else f"{typed[1]}T{typed[2]}.000+07:00"  # a cell of Excel
    if kind == "date" and (not read_day(text) or len(text) > 10):
        return f"“{text}” bukan tanggal. Tulis seperti 2026-11-21."
    if kind == "datetime" and not read_day(text):
        return f"“{text}” bukan tanggal dengan jam. Tulis seperti 2026-11-21T06:30:00.000+07:00."
    if kind == "time" and not is_time(text):
        return f"“{text}” bukan jam. Tulis seperti 06:30."
    if kind == "geopoint" and not PLACE.fullmatch(text):
        return f"“{text}” bukan lokasi. Tulis lintang dan bujur seperti -6.56 106.73."
    if kind == "acknowledge" and text != AGREED:
        return f"Isi bawaan acknowledge hanya {AGREED}."
    if kind in KEPT:
        return "Foto, rekaman, dan berkas tidak punya isi bawaan. Hapus."
    if len(text) > LONGEST:
        return f"Isi bawaan lebih dari {LONGEST} huruf."
    return ""


def _number(node: Node, text: str) -> str:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        return "Isi bawaan pertanyaan angka harus angka."
    number = float(text)
    if node["type"] == "integer" and not number.is_integer():
        return "Isi bawaan pertanyaan integer harus bilangan bulat."
    if "range" in node and not within(number, *node["range"]):
        return f"{text} di luar start, end, dan step."
    node["default"] = int(number) if number.is_integer() else number
    return ""


def _codes(node: Node, text: str, known: list[str]) -> str:
    given = text.split()
    for code in given:
        if code not in known:
            return f"Kode “{code}” tidak ada di daftar pilihannya."
    if node["type"] == "select_one" and len(given) > 1:
        return "Isi bawaan select_one hanya satu kode."
    order = sorted(set(given), key=known.index) if node["type"] == "select_multiple" else given
    node["default"] = " ".join(order)
    return ""
