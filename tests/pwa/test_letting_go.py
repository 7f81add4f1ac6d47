"""A forgotten PIN undone by two people, and phones that are emptied: by a signed order, and by nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser import DESK, PERMISSIONS, controlled, until
from tests.people import ANI, DEDI
from tests.pwa.test_locked import NAME, NIK, WORK, arrived
from tests.pwa.test_locked import link as link  # the fixture
from tests.serving import Server
from tests.walk import PIN, accept, keep_unlocked, make_pin, type_pin

NEW = "480273"
DRAFTS = "import('/store/drafts.js').then(d => d.drafts()).then(list => list.length)"
LOCK = "import('/shell/keeper.js').then(k => { k.lockNow() })"
SYNC = "import('/sync/exchange.js').then(e => e.syncNow())"
NAMES = "indexedDB.databases().then(list => list.map(d => d.name).sort())"


def test_what_opens_a_phone_and_what_empties_it(
    launch: Callable[..., BrowserContext], server: Server, beside: Flask, link: Callable[[Any], str]
) -> None:
    desk = launch("desk", **DESK, permissions=PERMISSIONS).new_page()
    accept(desk, link(DEDI))
    context = launch("ani", permissions=PERMISSIONS)
    page = context.new_page()
    accept(page, link(ANI), unlocking=False)
    expect(page.locator(".tabs")).to_be_visible()
    controlled(page)
    page.evaluate("import('/store/drafts.js').then(d => d.saveDraft({ id: 'd1', kind: 'visit', survey: 'x' }))")
    a_forgotten_pin(page, desk, server)
    nothing_else_empties(context, page)
    an_order(page, desk, server, beside)


def a_forgotten_pin(page: Page, desk: Page, server: Server) -> None:
    page.evaluate(LOCK)
    page.get_by_role("button", name="Minta bantuan petugas").click()
    page.get_by_role("button", name="Minta bantuan petugas").click()
    code = page.locator(".big-no").inner_text()
    desk.goto(server.url + "/orang")
    desk.get_by_role("button", name="Bantu buka").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Empat angka di HP itu").fill(code)
    dialog.get_by_label("Alasan").fill("Bu Ani sendiri, lupa PIN")
    dialog.get_by_role("button", name="Bantu buka").click()
    expect(desk.get_by_text("HP itu sekarang bisa membuat PIN baru")).to_be_visible()
    make_pin(page, NEW)
    expect(page.locator(".tabs")).to_be_visible()
    assert page.evaluate(DRAFTS) == 1, "nothing was lost"
    page.evaluate(LOCK)
    expect(page.get_by_role("heading", name="PIN 6 angka")).to_be_visible()
    page.wait_for_timeout(1000)  # it has loaded anew
    type_pin(page, PIN)
    expect(page.get_by_role("alert")).to_contain_text("Sisa 4 kali")
    type_pin(page, NEW)
    expect(page.locator(".tabs")).to_be_visible()


def nothing_else_empties(context: BrowserContext, page: Page) -> None:
    """Not 401, 403 or 404, not a WiFi's sign-in page, not an order that somebody else signed."""
    before = page.evaluate(NAMES)
    forged = {"text": "", "signature": "A" * 86 + "=="}
    enrolment = page.evaluate("import('/store/device.js').then(d => d.currentEnrolment()).then(e => e.id)")
    forged["text"] = json.dumps({"enrolment": enrolment, "order": "hilang"})
    answer = {"now": "", "receipts": [], "desas": {}, "publications": [], "photos": {}, "orders": [forged]}
    answers: list[dict[str, Any]] = [
        {"status": status, "content_type": "application/problem+json", "body": "{}"} for status in (401, 403, 404)
    ]
    answers.append({"status": 200, "content_type": "text/html", "body": "<html>masuk WiFi</html>"})
    answers.append({"status": 200, "content_type": "application/json", "body": json.dumps(answer)})
    for said in answers:
        context.route("**/api/**", always(said))
        page.evaluate(SYNC)
        page.evaluate("navigator.serviceWorker.controller.postMessage('deliver')")
        page.wait_for_timeout(800)
        context.unroute("**/api/**")
    type_pin_if_locked(page)
    assert page.evaluate(NAMES) == before
    assert page.evaluate(DRAFTS) == 1


def always(said: dict[str, Any]) -> Callable[[Route], None]:
    return lambda route: route.fulfill(**said)


def type_pin_if_locked(page: Page) -> None:
    keep_unlocked(page, NEW)
    expect(page.locator(".tabs")).to_be_visible()
    page.locator(".tabs a").first.click()


def an_order(page: Page, desk: Page, server: Server, beside: Flask) -> None:
    """Who stops delivers first; what is a draft is finished or put away by its owner."""
    server.kill()
    house = page.evaluate(WORK, [NAME, NIK])[0]
    server.start()
    desk.goto(server.url + "/orang")
    row = desk.locator("tr").filter(has_text="Bu Ani")
    row.get_by_role("button", name="Putus HP ini").click()
    dialog = desk.get_by_role("dialog")
    dialog.locator("label.choice").filter(has_text="Berhenti bertugas").click()
    dialog.get_by_label("Alasan").fill("ganti HP")
    dialog.get_by_role("button", name="Kirim dulu, lalu kosongkan").click()
    expect(row).to_contain_text("Mengirim dulu")
    page.evaluate(SYNC)
    until(page, lambda: arrived(beside, house), 30, "what was finished has come")
    expect(page.locator(".tabs")).to_be_visible()
    assert page.evaluate(DRAFTS) == 2, "drafts are not taken from anybody"
    # nobody types a PIN into a phone that is being emptied
    page.remove_locator_handler(page.get_by_role("heading", name="PIN 6 angka", exact=True))
    page.evaluate(
        "import('/store/drafts.js').then(async d => { for (const one of await d.drafts()) await d.dropDraft(one.id) })"
    )
    page.evaluate(SYNC)
    expect(page.get_by_text("sudah dihapus atas permintaan petugas")).to_be_visible(timeout=30_000)
    assert page.evaluate(NAMES) == ["siaga"]
    assert page.evaluate("import('/store/device.js').then(d => d.enrolments())") == []
    desk.reload()
    until(desk, lambda: "Mengirim dulu" not in desk.inner_text("main"), 20, "the desk sees that it is done")
    expect(row).to_contain_text("Sudah dikosongkan")
