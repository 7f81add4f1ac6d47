"""Which columns each sheet of a survey may have. What stands in another one would be lost without a word: it is
refused, or, where no answer could depend on it, said to be lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from server.surveys.lines import Line
from server.surveys.mistakes import Mistake
from server.surveys.places import walk

SPOKEN = frozenset({
    "label", "hint", "guidance_hint", "constraint_message", "constraining_message", "required_message",
    "requiredmsg", "image", "media::image", "bind::jr:constraintMsg", "bind::jr:requiredMsg",
})  # fmt: skip
"""Columns that an author may write once a language."""
BINDS = ("relevant", "required", "constraint", "calculate", "readonly", "jr:constraintMsg", "jr:requiredMsg")
CONTROLS = ("appearance", "jr:count", "rows")
SURVEY = SPOKEN | {
    "type", "name", "required", "relevant", "relevance", "constraint", "calculation",
    "calculate", "appearance", "parameters", "default", "choice_filter", "repeat_count", "count", "jr:count", "rows",
    "trigger", "read_only", "readonly", "save_to", "cepat", "disabled", *(f"bind::{name}" for name in BINDS),
    *(f"{head}::{name}" for name in CONTROLS for head in ("control", "body")),
}  # fmt: skip
CHOICES = frozenset({"list_name", "name", "label", "image", "media::image"})
SETTINGS = frozenset({
    "form_title", "set_form_title", "title", "form_id", "set_form_id", "id_string", "version", "default_language",
    "instance_name", "allow_choice_duplicates", "clean_text_values",
})  # fmt: skip
ENTITIES = frozenset({"list_name", "dataset", "label", "create_if", "update_if", "entity_id"})
HEADS = {"survey": SURVEY, "choices": CHOICES, "settings": SETTINGS, "entities": ENTITIES}
"""What is obeyed; columns of ``choices`` beyond these are the author's own, for choice filters."""

OWN = frozenset({
    "note", "notes", "comment", "comments", "description", "catatan", "keterangan", "komentar", "no", "nomor", "hxl",
    "tags",
})  # fmt: skip
"""Columns that authors and their tools keep for themselves, as are those that begin with one of MARKS."""
MARKS = ("#", "_", "$", "kobo--", "sms_")
LOST = {
    "survey": {
        "save_incomplete": "jawaban selalu langsung tersimpan di HP",
        "noapperrorstring": "foto dan rekaman tidak memerlukan aplikasi lain",
        "no_app_error_string": "foto dan rekaman tidak memerlukan aplikasi lain",
        "compact_tag": "jawaban tidak dikirim lewat SMS",
    },
    "settings": {
        "style": "tata letak mengikuti layar HP",
        "auto_send": "jawaban selalu terkirim sendiri",
        "auto_delete": "HP membuang jawaban yang sudah diterima",
        "client_editable": "kunjungan yang terkirim dibetulkan lewat revisi",
        "prefix": "jawaban tidak dikirim lewat SMS",
        "compact_prefix": "jawaban tidak dikirim lewat SMS",
        "delimiter": "jawaban tidak dikirim lewat SMS",
        "namespaces": "jawaban tidak dikirim sebagai XML",
        "attribute": "jawaban tidak dikirim sebagai XML",
        "instance_xmlns": "jawaban tidak dikirim sebagai XML",
    },
    "choices": {},
    "entities": {},
}
"""Columns without effect on any answer here, and why."""
UNSUPPORTED = {
    "survey": {
        "media::audio": "suara di pertanyaan", "media::video": "video di pertanyaan",
        "media::big-image": "gambar besar di pertanyaan", "big-image": "gambar besar di pertanyaan",
        "audio": "suara di pertanyaan", "video": "video di pertanyaan",
        "autoplay": "suara di pertanyaan", "intent": "aplikasi lain", "instance": "atribut di dalam jawaban",
        "query": "pilihan luar; pakai select_one_from_file",
    },
    "settings": {
        "public_key": "public_key; jawaban sudah disegel di HP",
        "submission_url": "submission_url; jawaban dikirim ke PUSKESOS",
        "omit_instanceid": "omit_instanceID", "instance_id": "instance_id",
        "name": "nama lain untuk akar formulir", "flat": "flat",
        "add_none_option": "add_none_option; tulis pilihannya di lembar choices",
    },
    "choices": {
        "audio": "suara di pilihan", "media::audio": "suara di pilihan", "video": "video di pilihan",
        "media::video": "video di pilihan", "big-image": "gambar besar di pilihan",
        "media::big-image": "gambar besar di pilihan",
    },
    "entities": {"update_if": "update_if; pakai create_if", "entity_id": "entity_id"},
}  # fmt: skip
"""Columns that mean something elsewhere and nothing here: refused by name where a cell of them is filled in."""
SHEETS = {
    "external_choices": "Pilihan luar ditulis dengan select_one_from_file dan berkas .csv.",
    "osm": "Peta OSM tidak didukung.",
}
SHEET_NAMES = ("survey", "choices", "settings", "entities")
FREE = "Bila itu catatan Anda sendiri, awali judul kolomnya dengan #."
ALIKE, NEARLY = 0.8, 0.6
"""How like a known word a column is that must be meant for it, and one that may be."""


def refused_columns(sheets: Mapping[str, list[Line]], others: list[str]) -> Iterator[Mistake]:
    """Each column of a workbook that would not be obeyed, at its first filled cell, and each sheet.

    Args:
        others: names of sheets that no XLSForm has.
    """
    for name in others:
        if near := get_close_matches(name.lower(), SHEET_NAMES, 1, ALIKE):
            yield Mistake(name, 0, "", 0, f"Lembar ini tidak dikenal. Maksudnya {near[0]}?")
    for sheet in HEADS:
        for head, plain, row, cell in _filled(sheets.get(sheet, [])):
            if told := _refused(sheet, head, plain, cell):
                yield Mistake(sheet, row, head, 0, told)
    for line in sheets.get("settings", [])[1:]:
        yield Mistake("settings", line.number, "", 0, "Lembar settings hanya dibaca satu baris. Hapus baris ini.")
    for sheet in SHEETS.keys() & sheets.keys():
        if sheets[sheet]:
            yield Mistake(sheet, sheets[sheet][0].number, "", 0, SHEETS[sheet])
    yield from _typeless(sheets.get("survey", []))


def unreadable_columns(sheets: Mapping[str, list[Line]], others: list[str]) -> list[Mistake]:
    """What is wrong with the heads of a workbook that could not be made an XForm: something is."""
    told = "Sebuah judul kolom tidak bisa dibaca. Pakai huruf, angka dan garis bawah saja."
    return [*refused_columns(sheets, others)] or [Mistake("survey", 1, "", 0, told)]


def lost_columns(sheets: Mapping[str, list[Line]], others: list[str], survey: dict[str, Any]) -> list[str]:
    """Sentences on the columns and sheets that were read by nobody and change nothing."""
    read = _read_of_choices(survey)
    told = [f"Lembar {name} tidak dibaca." for name in others if not name.startswith("_")]
    for sheet, heads in HEADS.items():
        for head, plain, _, _ in _filled(sheets.get(sheet, [])):
            if _is_known(plain, heads) or (sheet == "choices" and plain in read):
                continue
            why = LOST[sheet].get(plain.partition("::")[0])
            reason = f": {why}" if why else " rumus mana pun" if sheet == "choices" else ""
            told.append(f"Kolom {head} di lembar {sheet} tidak dibaca{reason}.")
    return told


def _filled(lines: list[Line]) -> list[tuple[str, str, int, str]]:
    """Each head that has a cell, as written and as the lists above have it, with its first cell's row and text."""
    found: dict[str, tuple[int, str]] = {}
    for line in lines:
        for head, cell in line.cells.items():
            if cell.strip():
                found.setdefault(head, (line.number, cell))
    newer = any("::" in head for head in found)
    return [(head, _plain(head, newer), row, cell) for head, (row, cell) in found.items()]


def _plain(head: str, newer: bool) -> str:
    """The head as it stands in the lists above: where no head of a sheet has ``::`` (``newer``), ``media:image`` is
    ``media::image``."""
    if not newer and not head.startswith("jr:"):
        head = head.replace(":", "::", 1).replace("::jr::", "::jr:")
    return head


def _is_known(plain: str, heads: frozenset[str]) -> bool:
    if plain in heads:
        return True
    spoken, _, language = plain.rpartition("::")
    return bool(language) and spoken in heads & SPOKEN


def _refused(sheet: str, head: str, plain: str, cell: str) -> str:
    """What is wrong with a column; empty if nothing is."""
    heads = HEADS[sheet]
    first = plain.partition("::")[0]
    what = next((what for name, what in UNSUPPORTED[sheet].items() if f"{plain.lower()}::".startswith(f"{name}::")), "")
    harmless = (first == "name" and cell == "data") or (first in ("add_none_option", "flat") and cell.lower() == "no")
    if what and not harmless:
        return f"Tidak didukung: {what}."
    if what or _is_known(plain, heads) or first in LOST[sheet]:
        return ""
    if first.lower() in OWN or plain.startswith(MARKS):
        return ""
    words = BINDS if first == "bind" else CONTROLS if first in ("control", "body") else ()
    if words:
        near = get_close_matches(plain.rpartition("::")[2].lower(), words, 1, NEARLY)
        return f"{head} tidak didukung.{f' Maksudnya {first}::{near[0]}?' if near else ''}"
    near = get_close_matches(first.lower(), sorted(heads), 1, ALIKE if sheet == "choices" else NEARLY)
    if sheet == "choices" and not near:
        return ""
    return f"Kolom ini tidak dikenal. {f'Maksudnya {near[0]}?' if near else 'Hapus kolomnya.'} {FREE}"


def _typeless(lines: list[Line]) -> Iterator[Mistake]:
    """Rows that are no question and no note of their author: what stands in them would be lost."""
    known = {head for head, plain, _, _ in _filled(lines) if _is_known(plain, SURVEY)}
    for line in lines:
        written = any(line.cells[head].strip() for head in known & line.cells.keys())
        if written and not line.cells.get("type", "").strip():
            yield Mistake("survey", line.number, "type", 0, "Jenis pertanyaan belum diisi. Isi kolom type.")


def _read_of_choices(survey: dict[str, Any]) -> set[str]:
    """Columns that an expression reads, of whatever list."""
    found: set[str] = set()

    def look(tree: Any) -> None:
        if isinstance(tree, list):
            if tree and tree[0] in ("col", "item", "pulldata"):
                found.update(part for part in tree[1:4] if isinstance(part, str))
            for part in tree:
                look(part)

    for node in walk(survey["nodes"]):
        for part in node.values():
            look(part)
    for name in survey["choices"]:
        found.update(name.split(" ")[1:])
    return found
