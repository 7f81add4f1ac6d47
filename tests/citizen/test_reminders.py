"""Reminders in a real browser: asked for on the page, pushed by the server, shown by the worker, opened by a tap."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from server import clock, create_app, jobs
from server.db import db
from server.demo.people import DESA
from server.notices import deliveries
from server.settings import Settings
from tests.browser import PERMISSIONS, Bg, controlled, deliver_push, poll, until, worker_session
from tests.fakepush import FakePush
from tests.notices.home import SECRETS, Home
from tests.serving import Server

pytestmark = pytest.mark.browser
SHIM = Path(__file__).parent.parent / "push_shim.js"


@pytest.fixture
def family(serve: Callable[..., Server], settings: Settings, push_service: FakePush) -> Any:
    """A served house with one family: ``home``, its card's address, and a way to do things in it."""
    server = serve(PUSH_HOSTS=push_service.host)
    app = create_app(
        replace(settings, public_url=server.url, push_hosts=(push_service.host,), quiet_hours=None, jobs=False)
    )
    with app.app_context():
        home = Home()
        _, printed = home.card("4821")
        db.session.remove()
        yield home, f"{server.url}/w/{printed.token}"
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def phone(launch: Callable[..., BrowserContext], push_service: FakePush) -> BrowserContext:
    context = launch("warga", permissions=PERMISSIONS)
    context.expose_function("__fakeSubscribe", push_service.subscribe)
    context.add_init_script(path=str(SHIM))
    return context


def known() -> dict[str, int]:
    """What is known of the pushes now, and not when this session first looked."""
    db.session.rollback()
    return deliveries.lately(DESA, clock.now())


def unlock(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Ketik kode 4 angka").fill("4821")
    page.get_by_role("button", name="Buka").click()
    expect(page.get_by_role("heading", name="Pengingat")).to_be_visible()


def test_a_family_asks_to_be_reminded_and_is(
    family: tuple[Home, str], phone: BrowserContext, push_service: FakePush
) -> None:
    home, address = family
    page = phone.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    unlock(page, address)
    ask = page.get_by_role("button", name="Ingatkan saya di HP ini")
    stop = page.get_by_role("button", name="Jangan ingatkan lagi di HP ini")
    expect(stop).to_be_hidden()
    ask.click()
    expect(page.get_by_text("HP ini akan diingatkan.")).to_be_visible()
    expect(ask).to_be_hidden()
    expect(stop).to_be_visible()
    controlled(page)

    home.send_back()
    jobs.run_due()
    (message,) = push_service.messages()
    worker = worker_session(phone, page, f"{address.split('/w/')[0]}/w/")
    bg = Bg(page, worker[0])
    deliver_push(worker, message["data"])
    shown = bg.wait("Notification displayed")[0]
    assert shown["Title"] == "PUSKESOS Siaga"
    assert not [secret for secret in SECRETS if secret in json.dumps(shown)]
    assert [notice.body["state"] for notice in home.notices()] == ["diterima_layanan"]  # shown is not seen

    until(page, lambda: known()["shown"] == 1, what="that it was shown was reported")
    db.session.rollback()

    page.goto("about:blank")
    page.wait_for_timeout(400)
    phone.service_workers[0].evaluate(
        "async () => { const [shown] = await self.registration.getNotifications();"
        " self.dispatchEvent(new NotificationEvent('notificationclick', { notification: shown })) }"
    )
    until(page, lambda: [n.body["state"] for n in home.notices()] == ["dilihat"], what="the tap was reported")
    page.goto(json.loads(message["data"])["notification"]["navigate"])
    expect(page.get_by_role("heading", name="Kurang 1 berkas")).to_be_visible()
    assert known()["tapped"] == 1
    assert not troubles


def test_she_can_stop_reminders(family: tuple[Home, str], phone: BrowserContext, push_service: FakePush) -> None:
    home, address = family
    page = phone.new_page()
    unlock(page, address)
    page.get_by_role("button", name="Ingatkan saya di HP ini").click()
    page.get_by_role("button", name="Jangan ingatkan lagi di HP ini").click()
    expect(page.get_by_text("HP ini tidak diingatkan lagi.")).to_be_visible()
    home.send_back()
    jobs.run_due()
    assert push_service.messages() == []
    assert [notice.body["state"] for notice in home.notices()] == ["tugas"]


@pytest.mark.parametrize(
    "sent", ['{"web_push":8030,"notification":{"title":"x","navigate":"https://evil.example/"}}', "no json"]
)
def test_the_worker_shows_something_harmless_whatever_comes(
    family: tuple[Home, str], phone: BrowserContext, sent: str
) -> None:
    _, address = family
    page = phone.new_page()
    unlock(page, address)
    controlled(page)
    worker = worker_session(phone, page, f"{address.split('/w/')[0]}/w/")
    bg = Bg(page, worker[0])
    deliver_push(worker, sent)
    bg.wait("Notification displayed")
    page.wait_for_timeout(400)
    leads = "navigator.serviceWorker.ready.then(r => r.getNotifications()).then(n => n.length && n[0].data.page)"
    assert poll(page, leads) == f"{address.split('/w/')[0]}/w/"


def test_a_browser_that_never_answers_is_not_waited_for_for_ever(
    family: tuple[Home, str], launch: Callable[..., BrowserContext]
) -> None:
    _, address = family
    context = launch("stumm", permissions=PERMISSIONS)
    context.add_init_script(
        "PushManager.prototype.subscribe = () => new Promise(() => {});"
        "const wait = window.setTimeout; window.setTimeout = (done, ms) => wait(done, ms > 5000 ? 100 : ms)"
    )
    page = context.new_page()
    unlock(page, address)
    page.get_by_role("button", name="Ingatkan saya di HP ini").click()
    expect(page.get_by_text("Belum bisa di HP ini")).to_be_visible()
    expect(page.get_by_role("button", name="Ingatkan saya di HP ini")).to_be_enabled()


def test_the_pages_work_without_a_script(family: tuple[Home, str], launch: Callable[..., BrowserContext]) -> None:
    home, address = family
    home.open_days("2999-01-02", "2999-01-09")
    home.schedule("2999-01-02")
    page = launch("tanpa", java_script_enabled=False).new_page()
    unlock(page, address)
    expect(page.get_by_text("A-014")).to_be_visible()
    expect(page.get_by_role("button", name="Ingatkan saya")).to_be_hidden()
    expect(page.get_by_text("Kader mengabari Bapak/Ibu")).to_be_visible()
    expect(page.get_by_text("HP ini bisa diingatkan")).to_be_hidden()
    page.get_by_role("link", name="Saya tidak bisa datang").click()
    page.get_by_label("Belum tahu").check()
    page.get_by_role("button", name="Pindahkan jadwal").click()
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()


def test_nothing_scrolls_sideways_on_a_small_phone(
    family: tuple[Home, str], launch: Callable[..., BrowserContext]
) -> None:
    home, address = family
    home.send_back()
    page = launch("kecil", viewport={"width": 320, "height": 640}).new_page()
    unlock(page, address)
    for path in ("", "/berkas"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    if shots := os.environ.get("SHOTS"):
        page.screenshot(path=f"{shots}/warga-320.png", full_page=True)
