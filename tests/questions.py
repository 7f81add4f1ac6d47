"""Filling a page of the home-visit survey by its questions' names, whatever it asks: as a finger does, top down."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from server.settings import HOUSE

FORM = HOUSE / "server" / "surveys" / "forms" / "kelayakan.md"
HARMLESS = ("tidak_ada", "tidak", "tidak_tahu", "belum_tahu")
"""What is chosen where nothing was said about a question."""

Answers = Mapping[str, str]
"""By the name of the question: a code, several with spaces between, a number, a text, a date as YYYY-MM-DD."""

COMMON: Answers = {
    "hasil_kunjungan": "terisi",
    "setuju_data": "ya",
    "cara_setuju": "lisan",
    "hub_penyetuju": "kepala",
    "setuju_foto": "ya",
    "setuju_rujuk": "ya",
    "setuju_kabar": "ya",
    "jenis_kader": "pkk",
    "status_kk": "sesuai",
    "alamat_kk_sama": "sama",
    "alamat_domisili": "Kp. Babakan",
    "lama_tinggal": "gt1thn",
    "jml_keluarga_serumah": "1",
    "punya_hp": "tidak_ada",
    "kanal_kabar": "kader",
    "punya_tempat": "ya",
    "luas_lantai": "30",
    "belanja_makan": "900000",
    "belanja_total": "1500000",
    "ternak_besar": "0",
    "urgensi": "biasa",
    "uraian": "Ingin dibantu mengurus",
    "pandangan": "perlu_dicek",
    "alasan_pandangan": "Rumah bersih",
    "tindak_lanjut": "lengkapi_dulu",
}
PERSON: Answers = {
    "keberadaan": "tinggal",
    "tahu_lahir": "lengkap",
    "status_nik": "ada",
    "kartu_id": "ktp",
    "sekolah": "tidak_lagi",
}

OPEN = """() => [...document.querySelectorAll('form#f .q')].map(block => {
  const own = block.id || (block.querySelector('label') || {}).htmlFor || ''
  const inputs = [...block.querySelectorAll('input:not([type=search]):not([type=file]), textarea, select')]
  const done = inputs.some(one => ['radio', 'checkbox'].includes(one.type) ? one.checked : one.value)
  return { id: own, name: own.split('-').pop(), done: done || !inputs.length }
})"""


class Asked(NamedTuple):
    """A question of the workbook: its type, and the labels of its choices by code."""

    kind: str
    choices: dict[str, str]


@cache
def questions(form: Path = FORM) -> dict[str, Asked]:
    """The questions of the workbook by name."""
    rows = [[cell.strip() for cell in line.split("|")[2:-1]] for line in form.read_text().splitlines() if "|" in line]
    lists: dict[str, dict[str, str]] = {}
    for row in rows:
        if len(row) == 5:
            lists.setdefault(row[0], {})[row[1]] = row[2]
    asked = {}
    for row in rows:
        if len(row) > 10 and row[0] and row[1]:
            kind, _, which = row[0].partition(" ")
            asked[row[1]] = Asked(kind, lists.get(which, {}))
    return asked


def meant(name: str, answers: Answers) -> str | None:
    """The answer to a question: what was said of it, else something harmless of its choices; None: it stays empty."""
    choices = questions()[name].choices
    said = answers.get(name)
    if said is None and choices:
        return next((code for code in (*HARMLESS, *choices) if code in choices), None)
    return said


def fill(page: Page, answers: Answers) -> list[str]:
    """Answer what the page asks, and what it asks because of that; the names of what was asked."""
    asked: list[str] = []
    while True:
        left = [one for one in page.evaluate(OPEN) if not one["done"] and one["name"] not in asked]
        if not left:
            return asked
        name = left[0]["name"]
        asked.append(name)
        _answer(page, left[0]["id"], name, answers)


def _answer(page: Page, field: str, name: str, answers: Answers) -> None:
    question = questions()[name]
    said = meant(name, answers)
    if question.choices and said is not None:
        for code in said.split():
            _choose(page.locator(f"[id='{field}']"), question.choices[code])
    elif said is None:
        return
    elif question.kind == "date":
        year, month, day = said.split("-")
        for part, value in (("tanggal", day), ("bulan", month), ("tahun", year)):
            page.locator(f"[id='{field}{part}']").fill(value)
        page.locator(f"[id='{field}tahun']").blur()
    else:
        page.locator(f"[id='{field}']").fill(said)
        page.locator(f"[id='{field}']").blur()


def _choose(block: Locator, label: str) -> None:
    if block.evaluate("one => one.tagName") == "SELECT":
        block.select_option(label=label)
        return
    row = block.locator("label.choice").filter(has=block.page.get_by_text(label, exact=True)).locator("input")
    row.check(force=True)
    expect(row).to_be_checked()
