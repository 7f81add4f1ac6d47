"""The whole survey of a home visit with a keyboard alone and the letters twice as large, down to the delivery."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.questions import COMMON, PERSON, Answers, meant, questions
from tests.serving import Server
from tests.walk import Kader

HEAD: Answers = {
    **PERSON,
    "nama": "Rukmini Ujicoba",
    "hubungan": "kepala",
    "jk": "p",
    "tgl_lahir": "1985-07-12",
    "nik": "3201995207850077",
    "kawin": "cerai_mati",
}
FAMILY: Answers = {
    **COMMON,
    "nama_penyetuju": "Rukmini",
    "nama_kepala": "Rukmini Ujicoba",
    "no_kk": "3201990112200077",
    "jml_anggota": "1",
    "layanan": "sktm",
}
HERE = """() => {
  const at = document.activeElement
  const block = at.closest('.q')
  const row = at.closest('label.choice')
  return {
    tag: at.tagName, type: at.type || '', text: (at.getAttribute('aria-label') || at.textContent || '').trim(),
    question: block ? (block.id || (block.querySelector('label') || {}).htmlFor || '').split('-').pop() : '',
    field: at.id || '', value: at.value || '', checked: Boolean(at.checked), choice: row ? row.textContent.trim() : '',
    alone: at.type === 'radio' && !document.querySelector(`input[name="${at.name}"]:checked`),
    seen: (() => { const box = at.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight })()
  }
}"""
BROKEN = """() => [...document.querySelectorAll('.date label, .pair-c .box span')]
  .flatMap(text => [...text.childNodes]).filter(node => node.nodeType === Node.TEXT_NODE)
  .flatMap(node => [...node.data.matchAll(/[^\\s/-]+/g)].filter(word => {
    const range = document.createRange()
    range.setStart(node, word.index)
    range.setEnd(node, word.index + word[0].length)
    return new Set([...range.getClientRects()].map(box => box.top)).size > 1
  }).map(word => word[0]))"""


@pytest.mark.long
def test_the_whole_form_by_keyboard_alone_in_letters_twice_as_large(
    kader: Callable[..., Page], desa_server: Server
) -> None:
    page = kader()
    Kader(page).begin("001")
    page.evaluate("document.documentElement.style.fontSize = '36px'")
    heading = page.locator("h1")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "36px"
    while not heading.inner_text().startswith("Hasil cek"):
        before = heading.inner_text().split("\n")[0]
        nothing_sticks_out(page, before)
        if before.startswith("F."):
            tab_to(page, re.compile("^Tambah"))
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name="Simpan, ke daftar anggota")).to_be_visible()
            nothing_sticks_out(page, "a member")
            walk(page, HEAD, "Simpan, ke daftar anggota")
            expect(page.locator(".list .t", has_text=HEAD["nama"])).to_be_visible()
        walk(page, FAMILY, "Lanjut")
        expect(heading).not_to_contain_text(before)
        expect(heading).to_contain_text(re.compile(r"^([A-J]\. |Hasil cek)"))
    for button, title in (("Lanjut cek berkas", "Cek berkas"), ("Lanjut, periksa", "Periksa lagi")):
        nothing_sticks_out(page, heading.inner_text())
        tab_to(page, re.compile(f"^{button}"))
        page.keyboard.press("Enter")
        expect(heading).to_contain_text(title)
    nothing_sticks_out(page, "Periksa lagi")
    tab_to(page, re.compile("^Selesai dan kirim"))
    page.keyboard.press("Enter")
    expect(page.locator("section.card").filter(has_text=HEAD["nama"])).to_be_visible()
    expect(page).to_have_url(re.compile("/kiriman$"))


def walk(page: Page, answers: Answers, end: str) -> None:
    """From one stop of Tab to the next: answer what is asked there, up to the button called ``end``; press it."""
    for _ in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        assert here["tag"] == "BODY" or here["seen"], f"the focus is out of sight at {here}"
        if here["tag"] == "BUTTON" and here["text"] == end:
            assert page.evaluate(BROKEN) == [], "what stands side by side breaks words"
            page.keyboard.press("Enter")
            return
        if here["question"] in questions():
            answer(page, here, answers)
    raise AssertionError(f"Tab does not lead to {end}")


def answer(page: Page, here: Mapping[str, Any], answers: Answers) -> None:
    """Answer the question in which the focus is, as far as this stop is part of its answer."""
    name = here["question"]
    asked = questions()[name]
    said = meant(name, answers)
    if said is None or here["type"] in ("file", "search", "button", "submit"):
        return
    if here["type"] == "radio":
        choose(page, here, asked.choices[said])
    elif here["type"] == "checkbox":
        if here["choice"] in [asked.choices[code] for code in said.split()] and not here["checked"]:
            page.keyboard.press("Space")
    elif here["tag"] == "SELECT":
        page.keyboard.type(asked.choices[said][:12])
    elif asked.kind == "date":
        year, month, day = said.split("-")
        part = {"tanggal": day, "bulan": month, "tahun": year}[
            re.sub(r".*?(tanggal|bulan|tahun)$", r"\1", here["field"])
        ]
        page.keyboard.press("Control+a")
        page.keyboard.type(part)
    elif not here["value"]:
        page.keyboard.type(said)


def choose(page: Page, here: Mapping[str, Any], label: str) -> None:
    """Go through the radios by the arrows until the one called ``label`` is chosen."""
    if here["alone"]:
        page.keyboard.press("Space")
    for _ in range(20):
        now = page.evaluate(HERE)
        if now["choice"] == label:
            assert now["checked"]
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no arrow leads to {label}")


def tab_to(page: Page, words: re.Pattern[str]) -> None:
    """Press Tab until a button or link that says ``words`` has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if words.search(page.evaluate(HERE)["text"]):
            return
    raise AssertionError(f"Tab does not lead to {words.pattern}")


def nothing_sticks_out(page: Page, where: str) -> None:
    """Nobody has to scroll sideways."""
    wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{where}: {wide} px stick out"
