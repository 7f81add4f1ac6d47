"""What two people said differently, and what could not be taken, from both sides: the kader's phone and the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect

from server.db import db
from server.demo.people import ANI, DEDI, DESA, UJANG
from tests import published
from tests.browser import DESK
from tests.field import MONDAY, RT, Field, Hand, at
from tests.walk import come_in

QUEUE = """async ([collection, record, fields, area]) => {
  const { enqueue, setChange } = await import('/store/outbox.js')
  await enqueue([setChange(collection, record, fields, { area })], { title: fields.head_name || '' })
}"""
NEW_ID = "async () => (await import('/sync/uuid.js')).uuid7()"


@pytest.fixture
def field(beside: Flask) -> tuple[Flask, str, str]:
    """Suryati's family with two landmarks, Bu Ani's and Pak Ujang's; the family and the conflict."""
    with beside.app_context(), at(MONDAY):
        field = Field()
        published.seed()
        family = field.family("Suryati", landmark="Belakang masjid")
        field.ani.n += 3
        ujang = Hand(UJANG)
        seen = field.record(family).versions["landmark"]
        ujang.send(ujang.sets("family", family, seen=seen, landmark="Dekat pos ronda RT 002"))
        ani = Hand(ANI)
        (receipt,) = ani.send(ani.sets("family", family, seen=seen, landmark="Dekat pos ronda RT 003"))
        assert receipt["status"] == "conflict"
        (receipt,) = ani.send(ani.sets("family", family, seen=0, phone="+6281200000021"))
        db.session.remove()
    return beside, family, RT


def test_a_kader_leaves_the_choice_and_an_officer_decides_and_repairs(
    launch: Callable[..., BrowserContext], field: tuple[Flask, str, str]
) -> None:
    app, family, _ = field
    phone = come_in(launch("phone").new_page(), app, ANI)
    phone.get_by_role("link", name="Pilih data yang benar").click()
    question = phone.get_by_role("group", name="Patokan rumah")
    expect(question).to_contain_text("Dekat pos ronda RT 003")
    expect(question).to_contain_text("Pak Ujang")
    expect(question.locator("mark").first).to_have_text("002")
    question.get_by_role("radio", name="Biar petugas yang pilih").check()
    phone.get_by_role("button", name="Biar petugas yang pilih").click()
    expect(phone.get_by_role("heading", name="Tugas saya")).to_be_visible()
    expect(phone.get_by_role("link", name="Pilih data yang benar")).to_have_count(0)

    stranger = phone.evaluate(NEW_ID)
    phone.evaluate(QUEUE, ["family", stranger, {"head_name": "Enok"}, "005/001"])
    expect(phone.locator("a.status")).to_have_text("1 data perlu diperhatikan")

    desk = come_in(launch("desk", **DESK).new_page(), app, DEDI)
    desk.get_by_role("link", name="Dibetulkan 2").click()
    expect(desk.get_by_text("Diserahkan Bu Ani")).to_be_visible()
    desk.get_by_role("group", name="Patokan rumah").get_by_role("radio", name="Isian Bu Ani").check()
    desk.get_by_role("button", name="Pakai isian Bu Ani").click()
    held = desk.get_by_role("region", name="Enok")
    expect(held).to_contain_text("Di luar wilayah tugas pengirim")
    held.get_by_role("button", name="Terima").click()
    expect(desk.get_by_text("Semua data sudah beres.")).to_be_visible()

    phone.reload()
    phone.get_by_role("link", name="Kiriman").click()
    phone.get_by_role("button", name="Kirim sekarang").click()
    expect(phone.get_by_role("region", name="Enok")).to_contain_text("Di PUSKESOS")
    expect(phone.get_by_role("region", name="Enok")).not_to_contain_text("Ditahan")
    with app.app_context(), at(MONDAY):
        from server.exchange import service as exchange

        record = exchange.record(DESA, family)
        assert record is not None
        assert record.body["landmark"] == "Dekat pos ronda RT 003"
