"""Coming in, and everything that must then work without a server."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from server.accounts import service as accounts
from server.db import db
from server.demo import people
from tests.browser import DESK, controlled, poll
from tests.people import ANI, DEDI, DESA
from tests.serving import Server
from tests.walk import accept, keep_unlocked, make_pin

ROUTES = ["/", "/warga", "/kiriman", "/lainnya", "/lainnya/ruang", "/mulai"]

FIFTY = """async () => {
  const { saveDraft } = await import('/store/drafts.js')
  const { enqueue, setChange } = await import('/store/outbox.js')
  for (let n = 0; n < 50; n++) await saveDraft({ id: `d${n}`, kind: 'visit', area: '004/001', answers: {} })
  const families = [['f1', 'Suryati', 'dekat mushola'], ['f2', 'Suryati', 'pos ronda'], ['f3', 'Udin', 'dekat mushola']]
  const made = ([id, head_name, landmark]) => setChange('family', id, { head_name, landmark }, { area: '004/001' })
  await enqueue(families.map(made))
}"""


@pytest.fixture
def invite(beside: Flask, desa: str) -> Callable[[people.Someone], tuple[str, str]]:
    """``invite(ANI)``: the link and the eight letters of an invitation for her."""

    def make(who: people.Someone) -> tuple[str, str]:
        with beside.app_context():
            ticket = accounts.invite(accounts.person(DESA, who.id), "server")
            db.session.commit()
            made = ticket.link(beside.config["SETTINGS"].public_url), ticket.code
            db.session.remove()
        return made

    return make


Invite = Callable[[people.Someone], tuple[str, str]]


@pytest.fixture
def ani(page: Page, invite: Invite) -> Page:
    """Bu Ani's phone, enrolled, its application kept."""
    accept(page, invite(ANI)[0])
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bu Ani")
    controlled(page)
    return page


def test_an_invitation_leaves_the_address_at_once_and_is_used_by_taps_only(page: Page, invite: Invite) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    page.goto(invite(ANI)[0])
    expect(page.get_by_role("button", name="Lihat undangan")).to_be_visible()
    assert page.evaluate("location.href").endswith("/")
    assert not [url for url in asked if "invitations" in url or "enrolments" in url], "a preview uses nothing up"
    page.get_by_role("button", name="Lihat undangan").click()
    expect(page.get_by_text("kader PKK")).to_be_visible()
    page.get_by_role("button", name="Terima undangan").click()
    make_pin(page)
    keep_unlocked(page)
    expect(page.get_by_role("heading", name=re.compile("Selamat datang, Bu Ani"))).to_be_visible()


def test_an_invitation_opened_where_the_application_is_open_is_seen(page: Page, server: Server, invite: Invite) -> None:
    page.goto(server.url)
    expect(page.get_by_label("Kode undangan")).to_be_visible()
    page.goto(invite(ANI)[0])  # only the fragment differs, so the browser loads nothing anew
    expect(page.get_by_role("button", name="Lihat undangan")).to_be_visible()
    assert page.evaluate("location.href").endswith("/")


def test_the_storage_is_asked_to_stay_and_its_answer_is_shown(page: Page, invite: Invite) -> None:
    page.add_init_script("StorageManager.prototype.persist = async () => true")  # nobody promised it who was not asked
    page.goto(invite(ANI)[0])
    page.get_by_role("button", name="Lihat undangan").click()
    page.get_by_role("button", name="Terima undangan").click()
    make_pin(page)
    keep_unlocked(page)
    expect(page.get_by_text("Data disimpan di HP ini sampai terkirim")).to_be_visible()


def test_eight_letters_do_as_well_and_a_wrong_one_says_how_many_tries_are_left(page: Page, invite: Invite) -> None:
    link, code = invite(ANI)
    page.goto(link.split("#")[0])
    page.get_by_label("Kode undangan").fill("ZZZZ")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("alert")).to_contain_text("Masih kurang 4")
    page.get_by_label("Kode undangan").fill("ZZZZ-ZZZZ")
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("alert")).to_contain_text(re.compile("belum cocok|Undangan"))
    page.get_by_label("Kode undangan").fill(code.lower())
    page.get_by_role("button", name="Lanjut").click()
    expect(page.get_by_role("heading", name="Undangan untuk Bu Ani")).to_be_visible()


def test_a_browser_that_is_not_enrolled_is_offered_no_demo_people_elsewhere(page: Page, server: Server) -> None:
    page.goto(server.url)
    expect(page.get_by_label("Kode undangan")).to_be_visible()
    expect(page.get_by_text("Coba sebagai")).to_have_count(0)


def test_every_screen_opens_with_the_server_killed(ani: Page, server: Server) -> None:
    server.kill()
    for path in ROUTES:
        ani.goto(server.url + path)
        expect(ani.get_by_role("heading", level=1)).to_be_visible()
        expect(ani.locator("header").get_by_role("button", name="Butuh pertolongan darurat")).to_be_visible()
    ani.goto(server.url + "/kiriman")
    expect(ani.locator("a.status")).to_contain_text("PUSKESOS belum menjawab")

    ani.evaluate(FIFTY)
    ani.get_by_role("link", name="Beranda").click()
    expect(ani.locator("a[href^='/kunjungan/d']")).to_have_count(50)
    ani.get_by_role("link", name="Warga").click()
    ani.get_by_label("Cari").fill("soeryati mushola")  # as it sounds
    expect(ani.locator("main .list li")).to_have_count(1)
    expect(ani.locator("main .list")).to_contain_text("Suryati")


def test_what_was_finished_offline_goes_by_itself_when_the_server_is_back(ani: Page, server: Server) -> None:
    server.kill()
    ani.reload()
    expect(ani.get_by_role("heading", level=1)).to_contain_text("Bu Ani")
    ani.evaluate(
        """async () => {
          const { enqueue, setChange } = await import('/store/outbox.js')
          const { uuid7 } = await import('/sync/uuid.js')
          const id = uuid7()
          const house = setChange('building', id, { rw: '004', rt: '001', number: '7' }, { area: `004/001/${id}` })
          await enqueue([house], { title: 'Rumah 7' })
        }"""
    )
    ani.get_by_role("link", name=re.compile("Kiriman")).last.click()
    row = ani.get_by_role("region", name="Rumah 7")
    expect(row.locator(".now")).to_have_text("Di HP ini")
    server.start()
    ani.evaluate("dispatchEvent(new Event('online'))")
    expect(row.locator(".on")).to_have_text(["Di HP ini", "Di PUSKESOS"])
    assert poll(ani, "import('/store/records.js').then(r => r.all('building').every(b => !b.pending && b.seq > 0))")


def test_an_emergency_is_called_for_without_a_network(ani: Page, server: Server) -> None:
    server.kill()
    ani.goto(server.url + "/warga")
    ani.get_by_role("button", name="Butuh pertolongan darurat").first.click()
    sheet = ani.get_by_role("dialog")
    expect(sheet.get_by_role("link", name="Telepon 119")).to_have_attribute("href", "tel:119")
    call = sheet.get_by_role("link", name=re.compile("Telepon PSM"))
    assert (call.first.get_attribute("href") or "").startswith("tel:+62")
    text = unquote(sheet.get_by_role("link", name=re.compile("Kirim SMS")).first.get_attribute("href") or "")
    assert "RW 004" in text
    assert f"Bu Ani, {ANI.phone}" in text


def test_back_closes_a_sheet_and_leads_from_a_tab_to_beranda(ani: Page, server: Server) -> None:
    ani.get_by_role("link", name="Warga").click()
    expect(ani).to_have_url(server.url + "/warga")
    ani.get_by_role("button", name="Butuh pertolongan darurat").first.click()
    expect(ani.get_by_role("dialog")).to_be_visible()
    ani.go_back()
    expect(ani.get_by_role("dialog")).to_have_count(0)
    expect(ani).to_have_url(server.url + "/warga")
    ani.get_by_role("link", name="Lainnya").click()
    expect(ani).to_have_url(server.url + "/lainnya")
    ani.go_back()
    expect(ani).to_have_url(server.url + "/")


def test_a_sheet_holds_the_focus_and_escape_gives_it_back(ani: Page) -> None:
    button = ani.get_by_role("button", name="Butuh pertolongan darurat").first
    button.focus()
    button.press("Enter")
    expect(ani.get_by_role("dialog")).to_be_visible()
    for _ in range(8):
        ani.keyboard.press("Tab")
        assert ani.evaluate("!!document.activeElement.closest('[role=dialog]')")
    ani.keyboard.press("Escape")
    expect(ani.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_an_unknown_address_leads_kindly_home(ani: Page, server: Server) -> None:
    ani.goto(server.url + "/tidak/ada/di/sini")
    ani.get_by_role("link", name="Ke Beranda").click()
    expect(ani).to_have_url(server.url + "/")


def test_a_second_person_on_the_phone_sees_nothing_of_the_first(ani: Page, invite: Invite) -> None:
    ani.evaluate("import('/store/drafts.js').then(d => d.saveDraft({ id: 'd1', kind: 'visit', area: '004/001' }))")
    ani.goto("about:blank")
    ani.goto(invite(DEDI)[0])
    ani.get_by_role("button", name="Lihat undangan").click()
    ani.get_by_role("button", name="Terima undangan").click()
    make_pin(ani)
    keep_unlocked(ani)
    ani.get_by_role("button", name="Mulai bekerja").click()
    assert poll(ani, "import('/store/me.js').then(m => m.me.value && m.me.value.name === 'Pak Dedi')")
    assert ani.evaluate("import('/store/drafts.js').then(d => d.drafts()).then(list => list.length)") == 0
    names = ani.evaluate("indexedDB.databases().then(list => list.map(d => d.name))")
    assert len([name for name in names if name.startswith("siaga-")]) == 2, "the first one's work is kept"

    home = ani.evaluate("location.origin")
    session = ani.context.new_cdp_session(ani)
    session.send("Storage.clearDataForOrigin", {"origin": home, "storageTypes": "all"})  # cleared by hand
    ani.goto(home)
    expect(ani.get_by_label("Kode undangan")).to_be_visible()


def test_an_officer_comes_to_the_desk(launch: Callable[..., BrowserContext], invite: Invite) -> None:
    page = launch("desk", **DESK).new_page()
    accept(page, invite(DEDI)[0])
    expect(page.get_by_role("navigation").get_by_role("link", name=re.compile("Kotak masuk"))).to_be_visible()
    assert page.evaluate("document.documentElement.classList.contains('desk')")


def test_a_screen_that_cannot_be_loaded_says_so_and_is_no_blank_page(ani: Page, server: Server) -> None:
    ani.context.route("**/families/list.js*", lambda route: route.abort())
    ani.context.route("**/sw.js", lambda route: route.abort())  # it would bring the screen while the PIN is typed
    ani.evaluate("navigator.serviceWorker.getRegistrations().then(all => Promise.all(all.map(r => r.unregister())))")
    ani.goto(server.url + "/warga")
    expect(ani.get_by_role("alert")).to_contain_text("belum bisa dibuka")
    expect(ani.get_by_role("button", name="Coba lagi")).to_be_visible()


def test_the_shell_has_no_finding_of_axe_in_light_or_dark(ani: Page, server: Server) -> None:
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    found: list[str] = []
    for scheme in ("light", "dark"):
        ani.emulate_media(color_scheme=scheme)
        for path in ROUTES[:5]:
            ani.goto(server.url + path)
            expect(ani.get_by_role("heading", level=1)).to_be_visible()
            for violation in Axe().run(ani, options=rules).response["violations"]:
                found.append(f"{scheme} {path} {violation['id']}: {violation['nodes'][0]['html'][:200]}")
    assert not found, "\n".join(found)


def test_text_may_be_large_and_nothing_scrolls_sideways(ani: Page, server: Server) -> None:
    ani.set_viewport_size({"width": 320, "height": 640})
    ani.evaluate("document.documentElement.dataset.size = 'sangat-besar'")
    for path in ("Warga", "Kiriman", "Lainnya", "Beranda"):
        ani.locator(".tabs").get_by_role("link", name=path).click()
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert ani.evaluate(wide) <= 0, f"{path} scrolls sideways"
