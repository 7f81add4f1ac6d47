"""The pages behind a card, as a browser without a script gets them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from server import clock, jobs
from server.accounts.models import Person
from server.citizen.models import Subscription
from server.citizen.papers import LETTER, PICTURES
from server.db import db, turn
from server.documents.models import Document
from server.notices import service as notices
from server.settings import HOUSE
from sync.record import Author
from tests.citizen.conftest import Held
from tests.fakepush import FakePush
from tests.notices.home import NEXT_WEDNESDAY, SECRETS, Clock

UNKNOWN = "Zm9vYmFyYmF6cXV4MTIzNA"
FCM = "https://fcm.googleapis.com/x"
STRANGE = ["x", "x/y", "aaaaaaaa", "%00", f"{UNKNOWN}/berkas", f"{UNKNOWN}/tidak-bisa", "../api"]


def words(html: str) -> str:
    """What is read on a page."""
    text = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


@pytest.fixture
def returned(app: Flask, held: Held) -> Held:
    with app.app_context():
        held.home.send_back()
        db.session.remove()
    return held


def schedule(app: Flask, held: Held, *args: str) -> None:
    with app.app_context():
        held.home.schedule(*args)
        db.session.remove()


def test_before_the_code_nothing_personal_is_on_the_page(returned: Held, client: FlaskClient) -> None:
    answer = client.get(f"/w/{returned.token}")
    assert answer.status_code == 200
    assert not [secret for secret in (*SECRETS, "CBD-", "Bu Ani", "Kartu Keluarga") if secret in answer.text]
    assert "Ada yang perlu dilengkapi paling lambat Selasa, 24 November, pukul 12.00." in words(answer.text)


def test_before_the_code_a_case_in_order_is_not_spoken_of(held: Held, client: FlaskClient) -> None:
    assert "dilengkapi" not in client.get(f"/w/{held.token}").text


def test_wrong_digits_say_how_many_tries_are_left_and_then_lock(returned: Held, client: FlaskClient) -> None:
    for left in (4, 3, 2, 1):
        answer = client.post(f"/w/{returned.token}", data={"kode": "0000"})
        assert answer.status_code == 403
        assert f"Sisa {left} kali coba" in answer.text
    locked = client.post(f"/w/{returned.token}", data={"kode": "0000"})
    assert "Minta kode baru kepada kader" in locked.text
    right = client.post(f"/w/{returned.token}", data={"kode": returned.pin}, follow_redirects=True)
    assert "Minta kode baru" in right.text
    assert not [secret for secret in SECRETS if secret in right.text]


@pytest.mark.parametrize("typed", ["", "123", "12345", "abcd", "４８２１"])
def test_what_is_no_code_is_not_a_try(held: Held, client: FlaskClient, typed: str) -> None:
    for _ in range(6):
        answer = client.post(f"/w/{held.token}", data={"kode": typed})
        assert "Kodenya empat angka" in answer.text
    assert client.post(f"/w/{held.token}", data={"kode": held.pin}).status_code == 303


def test_after_the_code_the_page_says_what_is_missing_and_for_whom(returned: Held, client: FlaskClient) -> None:
    answer = client.post(f"/w/{returned.token}", data={"kode": returned.pin}, follow_redirects=True)
    said = words(answer.text)
    for sentence in (
        "Kurang 1 berkas",
        "Surat keterangan berobat/sakit",
        "untuk Icih",
        "Selasa, 24 November, pukul 12.00",
        "CBD-2026-000123",
        "Perlu dilengkapi",
        "Semua layanan gratis",
        "Penetapan penerima bantuan oleh pemerintah",
    ):
        assert sentence in said


def test_a_paper_that_was_turned_down_says_why_and_until_when(app: Flask, held: Held, client: FlaskClient) -> None:
    missing = [{"paper": "kk", "member": None, "document": None, "reason": "terpotong"}]
    due = "2026-11-24T10:30:00+07:00"
    with app.app_context():
        held.home.set_case(status="perlu_dilengkapi", missing=missing, due=due, needs=[])
        db.session.remove()
    said = words(client.post(f"/w/{held.token}", data={"kode": held.pin}, follow_redirects=True).text)
    assert "Kartu Keluarga (KK) Terpotong" in said
    papers = words(client.get(f"/w/{held.token}/berkas").text)
    assert "Perlu difoto lagi" in papers
    for page in (said, papers):
        assert "Kader akan memfotonya sekali lagi. Siapkan aslinya." in page
        assert "Disdukcapil" not in page, "the paper is there, only its photo will not do"
    assert "Selasa, 24 November, pukul 10.30" in said


def test_the_papers_page_tells_what_is_there_and_what_is_not(returned: Held, client: FlaskClient) -> None:
    client.post(f"/w/{returned.token}", data={"kode": returned.pin})
    said = words(client.get(f"/w/{returned.token}/berkas").text)
    missing, there = said.split("Sudah difoto, bawa aslinya")
    assert "Surat keterangan berobat/sakit" in missing
    assert "Kartu Keluarga (KK)" in there


def test_a_paper_past_its_months_is_missing_again(app: Flask, opened: Held, client: FlaskClient) -> None:
    needs = [{"paper": "kk", "member": None, "required": True, "later": False, "asked": False, "months": 3}]
    with app.app_context():
        opened.home.set_case(needs=needs)
        old = db.session.scalars(select(Document.id)).one()
        for held_since, there in (("2026-09-01", True), ("2026-08-01", False)):
            with turn(opened.home.desa) as this:
                this.write(old, Author.server(this.now), held_since=held_since)
            db.session.remove()
            said = words(client.get(f"/w/{opened.token}/berkas").text)
            assert ("Sudah lewat masa berlaku" in said) is not there
            assert ("Sudah difoto, bawa aslinya" in said) is there


def test_without_a_number_she_reads_the_next_day_and_whom_to_call(
    app: Flask, opened: Held, client: FlaskClient
) -> None:
    with app.app_context():
        db.session.execute(update(Person).values(phone=None))
        people = (("Pak Jajang", "004", "+6281100000001"), ("Bu Lilis", "009", "+6281100000002"))
        for name, area, phone in reversed(people):
            person = Person(id=name, desa=opened.home.desa, name=name, roles=["psm"], areas=[area], phone=phone)
            person.created_at = clock.now()
            db.session.add(person)
        db.session.commit()
    said = words(client.get(f"/w/{opened.token}").text)
    assert "Hari pelayanan berikutnya Rabu, 25 November, pukul 08.00 sampai 15.00" in said
    near, far, doctor = (said.index(who) for who in ("Telepon PSM Pak Jajang", "Telepon PSM Bu Lilis", "Telepon 119"))
    assert near < far < doctor
    assert re.search(r'<p id="pengingat-kader">Kader mengabari', client.get(f"/w/{opened.token}").text)
    schedule(app, opened)
    said = words(client.get(f"/w/{opened.token}").text)
    assert "Hari pelayanan berikutnya" not in said
    assert "Telepon PSM Pak Jajang" in said


def test_every_paper_of_the_catalogue_is_drawn_as_it_looks() -> None:
    book = (HOUSE / "server/catalogue/workbooks/katalog.md").read_text(encoding="utf-8")
    codes = set(re.findall(r"^[|]  [|] (\w+) [|]", book.split("## berkas")[1].split("## kebutuhan")[0], re.MULTILINE))
    drawn = set(re.findall(r'id="p-(\w+)"', (HOUSE / "server/citizen/templates/warga/_sprite.html").read_text()))
    assert PICTURES.keys() <= codes
    assert {*PICTURES.values(), LETTER} <= drawn
    assert (PICTURES["buku_kia"], PICTURES["kia"]) == ("kia", "ktp"), "the book is no card"
    assert {code for code, name in PICTURES.items() if name == "surat"} == {  # the drawing has a clinic's cross
        "surat_faskes", "surat_rujukan", "surat_rawat_inap", "surat_disabilitas"
    }  # fmt: skip


def test_a_scheduled_family_reads_when_to_come(app: Flask, opened: Held, client: FlaskClient) -> None:
    schedule(app, opened)
    said = words(client.get(f"/w/{opened.token}").text)
    assert "Datang hari Rabu, 25 November" in said
    assert "A-014" in said
    assert "09.20" in said
    assert "Kurang" not in said


def test_the_calendar_file_names_no_service(app: Flask, opened: Held, client: FlaskClient) -> None:
    schedule(app, opened)
    answer = client.get(f"/w/{opened.token}/rabu.ics")
    assert answer.mimetype == "text/calendar"
    assert "DTSTART:20261125T022000Z" in answer.text
    assert not [secret for secret in SECRETS if secret in answer.text]
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))


def test_a_card_opens_only_in_the_browser_where_the_code_was_given(
    app: Flask, opened: Held, client: FlaskClient
) -> None:
    cookie = next(cookie for cookie in client._cookies.values() if cookie.key.startswith("w-"))  # type: ignore[attr-defined]
    assert re.fullmatch(r"w-[0-9a-f]{8}", cookie.key)
    assert cookie.http_only
    assert cookie.path == "/w/"
    assert cookie.same_site == "Strict"
    assert cookie.max_age == 90 * 86400
    stranger = app.test_client()
    for path in ("", "/berkas", "/rabu.ics", "/tidak-bisa"):
        answer = stranger.get(f"/w/{opened.token}{path}", follow_redirects=True)
        assert not [secret for secret in SECRETS if secret in answer.text]
    assert stranger.get(f"/w/{cookie.key[2:]}").status_code == 303  # the address of a push, in another browser
    assert client.get(f"/w/{cookie.key[2:]}").status_code == 200


def test_ninety_days_later_the_code_is_asked_again(opened: Held, client: FlaskClient, hands: Clock) -> None:
    hands.later(days=91)
    assert "Ketik kode 4 angka" in client.get(f"/w/{opened.token}").text


def test_a_card_nobody_attached_and_one_that_does_not_exist_read_alike(held: Held, client: FlaskClient) -> None:
    answer = client.get(f"/w/{UNKNOWN}")
    assert answer.status_code == 404
    assert "Data belum sampai. Coba lagi besok ya." in answer.text


def test_six_letters_and_four_digits_open_the_page_without_a_camera(held: Held, client: FlaskClient) -> None:
    typed = f"{held.code[:3].lower()} {held.code[3:].lower()}"
    answer = client.post("/w/", data={"kartu": typed, "kode": held.pin}, follow_redirects=True)
    assert "CBD-2026-000123" in answer.text
    wrong = client.post("/w/", data={"kartu": "ZZZZZZ", "kode": held.pin})
    assert wrong.status_code == 404
    assert "belum bisa dibuka" in wrong.text


def test_guessing_letters_is_slowed_down(held: Held, client: FlaskClient) -> None:
    answers = [client.post("/w/", data={"kartu": "ZZZZZZ", "kode": "0000"}).status_code for _ in range(61)]
    assert answers.count(404) == 60
    assert answers[-1] == 429
    hit = client.post("/w/", data={"kartu": held.code, "kode": held.pin})
    assert hit.status_code == 429, "a right guess is not told from a wrong one"


@pytest.mark.parametrize(
    ("data", "kinds", "says"),
    [
        pytest.param(
            {"hari": NEXT_WEDNESDAY, "didatangi": "tidak"},
            {"jadwal": "Rabu, 2 Desember, sekitar pukul 08.00"},
            "Hari baru Bapak/Ibu Rabu, 2 Desember pukul 08.00, nomor antrean A-001.",
            id="the kader sends the new day",
        ),
        pytest.param(
            {"hari": NEXT_WEDNESDAY, "didatangi": "ya"},
            {"minta": "minta didatangi. Hari barunya Rabu, 2 Desember pukul 08.00, nomor antrean A-001."},
            "Hari baru Bapak/Ibu Rabu, 2 Desember",
            id="the kader comes by and says it",
        ),
        pytest.param(
            {"hari": "", "didatangi": "tidak"},
            {"minta": "belum tahu bisanya kapan"},
            "Kader menghubungi Bapak/Ibu",
            id="the kader asks for a day",
        ),
    ],
)
def test_who_cannot_come_frees_the_place_and_is_told_once(
    app: Flask, opened: Held, client: FlaskClient, data: dict[str, str], kinds: dict[str, str], says: str
) -> None:
    schedule(app, opened)
    assert NEXT_WEDNESDAY in client.get(f"/w/{opened.token}/tidak-bisa").text
    assert says in words(client.post(f"/w/{opened.token}/tidak-bisa", data=data).text)
    with app.app_context():
        tasks = {n.body["kind"]: n.body["text"] for n in opened.home.notices() if n.body["state"] == "tugas"}
        case = opened.home.record(opened.home.case).body
    assert tasks.keys() == kinds.keys(), "one task for one need"
    assert all(text in tasks[kind] for kind, text in kinds.items())
    assert case.get("service_day") == (data["hari"] or None)


def test_who_is_there_already_is_not_asked_whether_she_comes(app: Flask, opened: Held, client: FlaskClient) -> None:
    schedule(app, opened)
    with app.app_context():
        opened.home.set_case(status="hadir")
        db.session.remove()
    assert "A-014" in client.get(f"/w/{opened.token}").text
    assert "tidak-bisa" not in client.get(f"/w/{opened.token}").text
    for answer in (client.get(f"/w/{opened.token}/tidak-bisa"), client.post(f"/w/{opened.token}/tidak-bisa")):
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/w/{opened.token}")


def test_a_form_from_another_site_is_refused(app: Flask, held: Held) -> None:
    stranger = app.test_client()
    answer = stranger.post(f"/w/{held.token}", data={"kode": held.pin}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_pages_are_strict_about_what_may_run_on_them(opened: Held, client: FlaskClient) -> None:
    answer = client.get(f"/w/{opened.token}")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "style=" not in answer.text
    assert not re.search(r"<script(?![^>]*src=)", answer.text)


def test_a_browser_is_remembered_once_and_forgotten_when_asked(app: Flask, opened: Held, client: FlaskClient) -> None:
    data = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "keys": {"p256dh": "p" * 87, "auth": "a" * 22}}
    for _ in range(2):
        assert client.post(f"/w/{opened.token}/subscriptions", json=data).status_code == 204
    with app.app_context():
        assert len(notices.live_subscriptions(opened.home.desa, opened.home.family)) == 1
        db.session.remove()
    assert client.delete(f"/w/{opened.token}/subscriptions", json={"endpoint": data["endpoint"]}).status_code == 204
    with app.app_context():
        assert notices.live_subscriptions(opened.home.desa, opened.home.family) == []


@pytest.mark.parametrize(
    "data",
    [
        pytest.param({"endpoint": "https://example.org/x", "keys": {"p256dh": "p", "auth": "a"}}, id="another server"),
        pytest.param({"endpoint": "https://fcm.googleapis.com/x"}, id="no keys"),
        pytest.param({"endpoint": 1, "keys": {"p256dh": 2, "auth": 3}}, id="numbers"),
        pytest.param({"endpoint": FCM, "keys": {"p256dh": "p" * 999, "auth": "a"}}, id="long"),
        pytest.param([], id="a list"),
        pytest.param("x", id="a word"),
    ],
)
def test_a_subscription_that_is_none_is_refused(app: Flask, opened: Held, client: FlaskClient, data: object) -> None:
    assert client.post(f"/w/{opened.token}/subscriptions", json=data).status_code == 422
    with app.app_context():
        assert db.session.scalar(select(Subscription.id)) is None


def test_a_stranger_cannot_subscribe(app: Flask, held: Held, client: FlaskClient) -> None:
    data = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "keys": {"p256dh": "p" * 87, "auth": "a" * 22}}
    assert client.post(f"/w/{held.token}/subscriptions", json=data).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(Subscription.id)) is None


def test_opening_the_page_is_seeing_the_notice(
    app: Flask, opened: Held, client: FlaskClient, push_service: FakePush, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices.rules, "PUSH_HOSTS", ())
    monkeypatch.setattr(notices.rules, "allowed_endpoint", lambda url, extra=(): True)
    key = re.search(r'data-key="([^"]+)"', client.get(f"/w/{opened.token}").text)
    assert key
    client.post(f"/w/{opened.token}/subscriptions", json=push_service.subscribe(key[1]))
    with app.app_context():
        opened.home.send_back()
        jobs.run_due()
        assert [n.body["state"] for n in opened.home.notices()] == ["diterima_layanan"]
        db.session.remove()
    client.get(f"/w/{opened.token}")
    with app.app_context():
        assert [n.body["state"] for n in opened.home.notices()] == ["dilihat"]


@pytest.mark.parametrize("path", STRANGE)
def test_strange_addresses_get_a_helpful_page(held: Held, client: FlaskClient, path: str) -> None:
    answer = client.get(f"/w/{path}")
    assert answer.status_code in (303, 404)
    assert "Traceback" not in answer.text


def test_a_page_with_all_it_loads_is_thirty_kilobytes_at_most(opened: Held, client: FlaskClient) -> None:
    packed = {"Accept-Encoding": "gzip"}
    loaded = [
        client.get(path, headers=packed)
        for path in (f"/w/{opened.token}", f"/w/{opened.token}/berkas", "/w/ui.css", "/w/app.js", "/w/sw.js")
    ]
    assert sum(len(answer.data) for answer in loaded) <= 30_000
    again = client.get("/w/ui.css", headers=packed | {"If-None-Match": loaded[2].headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
