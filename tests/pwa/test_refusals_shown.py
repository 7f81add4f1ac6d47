"""What the server would not take is told where somebody looks, and "Semua data sudah terkirim" is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from server.db import db
from server.demo.people import ANI, DEDI
from tests.browser import DESK, until
from tests.field import MONDAY, Field, at, need
from tests.walk import come_in, paper_photo

PHOTO = "0193f2a0-0000-7000-8000-00000000000a"
ELSEWHERE = """async () => {
  const { enqueue, setChange } = await import('/store/outbox.js')
  const { uuid7 } = await import('/sync/uuid.js')
  const building = uuid7()
  const change = setChange('building', building, { rw: '005', rt: '001' }, { area: `005/001/${building}` })
  await enqueue([change], { title: 'Rumah Icih' })
}"""
ACCEPT = """async id => {
  const { actionChange, enqueue } = await import('/store/outbox.js')
  await enqueue([actionChange('case.accept', id)])
}"""


FOREIGN = """async photo => {
  const { enqueue, setChange } = await import('/store/outbox.js')
  const { all } = await import('/store/records.js')
  const { uuid7 } = await import('/sync/uuid.js')
  const family = all('family').find(({ body }) => body.head_name === 'Suryati').id
  const change = setChange('document', uuid7(), { family, paper: 'kk', state: 'ada', photos: [photo] })
  await enqueue([change], { kind: 'retake', title: 'KK Suryati' })
}"""
STATES = """async () => {
  const { journal } = await import('/store/journal.js')
  return (await journal()).filter(({ item }) => item.kind === 'retake').map(({ receipt }) => receipt.status)
}"""


@pytest.fixture
def field(beside: Flask) -> tuple[Flask, str]:
    """A desa with one case that lacks its KK, and the case's id; another family has a photo."""
    with beside.app_context(), at(MONDAY):
        field = Field()
        case = field.case(field.family("Suryati"), "sembako", needs=[need("kk")])
        field.document(field.family("Icih"), photos=[PHOTO])
        db.session.remove()
    return beside, case


def test_a_kader_is_led_to_what_was_refused(page: Page, field: tuple[Flask, str], tmp_path: Path) -> None:
    come_in(page, field[0], ANI)
    expect(page.get_by_role("heading", name="Tugas saya")).to_be_visible()
    page.evaluate(ELSEWHERE)
    line = page.locator("a.status")
    expect(line).to_have_text("1 data perlu diperhatikan")
    expect(line).to_have_class("status warn")
    task = page.get_by_role("link", name="Perlu dilihat: Rumah Icih")
    expect(task).to_contain_text("di luar wilayah tugas")
    page.reload()
    expect(line).to_have_text("1 data perlu diperhatikan")
    task.click()
    expect(page.get_by_role("region", name="Rumah Icih")).to_contain_text("di luar wilayah tugas")

    page.evaluate(FOREIGN, PHOTO)
    row = page.get_by_role("region", name="KK Suryati")
    expect(row).to_contain_text("Foto ini milik keluarga atau HP lain")
    row.get_by_role("link").click()
    page.locator(".shoot input[type=file]").last.set_input_files(paper_photo(tmp_path, "kk"))
    page.get_by_role("button", name="Pakai foto ini").click()
    expect(page.get_by_role("heading", name="Kiriman")).to_be_visible()
    until(page, lambda: page.evaluate(STATES) == ["refused", "accepted"], 20, "the new photo in the place of the other")
    expect(line).to_have_text("1 data perlu diperhatikan")  # the house of another area, as before


def test_an_officer_is_told_that_a_decision_was_not_taken(
    launch: Callable[..., BrowserContext], field: tuple[Flask, str]
) -> None:
    app, case = field
    page = come_in(launch("desk", **DESK).new_page(), app, DEDI)
    expect(page.get_by_text("Suryati").first).to_be_visible()
    page.evaluate(ACCEPT, case)
    expect(page.locator(".toast")).to_contain_text(
        "Keputusan untuk Suryati belum bisa dicatat. Berkas wajib belum lengkap"
    )
    page.goto(app.config["SETTINGS"].public_url + "/kiriman")
    page.get_by_role("button", name="Sudah saya lihat").click()
    expect(page.get_by_text("Belum ada kiriman dari perangkat ini")).to_be_visible()
