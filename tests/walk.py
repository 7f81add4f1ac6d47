"""The way of one answer as a person walks it in a real browser, for the end-to-end test and the README's pictures.

Every step looks at what the screen shows and touches what a finger would touch.
"""

from __future__ import annotations

import logging
import re
from io import BytesIO
from pathlib import Path

import zxingcpp
from flask import Flask
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Locator, Page, expect

from server.accounts import service as accounts
from server.db import db
from server.demo.people import DESA, Someone
from tests.browser import until
from tests.serving import Server


def question(page: Page, label: str) -> Locator:
    """The fieldset or field block of the question called ``label``."""
    return page.locator(".q").filter(has=page.locator("legend, label", has_text=re.compile(re.escape(label)))).first


def choose(page: Page, label: str, *choices: str) -> None:
    """Tap the rows ``choices`` of the question ``label``, or choose from its folded list."""
    block = question(page, label)
    block.scroll_into_view_if_needed()
    for choice in choices:
        if block.locator("select").count():
            option = block.locator("option").filter(has_text=re.compile(rf"^{re.escape(choice)}")).first
            block.locator("select").select_option(option.get_attribute("value"))
            continue
        row = question(page, label).locator("label.choice").filter(has_text=re.compile(rf"^{re.escape(choice)}"))
        row.first.scroll_into_view_if_needed()
        row.first.locator("input").check(force=True)


def write(page: Page, label: str, text: str) -> None:
    """Type ``text`` into the question ``label`` and leave it."""
    field = question(page, label).locator("input.in, textarea").first
    field.fill(text)
    field.blur()


def date(page: Page, label: str, day: str, month: str, year: str) -> None:
    """Type a date into its three fields."""
    fields = question(page, label).locator("input")
    for index, text in enumerate((day, month, year)):
        fields.nth(index).fill(text)
    fields.nth(2).blur()


def onward(page: Page, heading: str) -> None:
    """Press *Lanjut* and wait for the page called ``heading``."""
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.locator("h1")).to_contain_text(heading)


def paper_photo(folder: Path, name: str, size: tuple[int, int] = (1600, 1010)) -> Path:
    """A drawn paper of an invented person, as a camera would give it."""
    path = folder / f"{name}.jpg"
    picture = Image.new("RGB", size, "#BFDDF2")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 40, size[0] - 40, size[1] - 40), outline="#1B3C73", width=8)
    for line in range(8):
        draw.text((120, 120 + line * 90), f"CONTOH {name.upper()} BARIS {line}", fill="#182330", font_size=52)
    picture.save(path, "JPEG", quality=90)
    return path


PIN = "246810"


def make_pin(page: Page, pin: str = PIN) -> None:
    """Choose a PIN: six digits, twice."""
    expect(page.get_by_role("heading", name="Buat PIN 6 angka")).to_be_visible()
    type_pin(page, pin)
    expect(page.get_by_role("heading", name="Ketik PIN sekali lagi")).to_be_visible()
    type_pin(page, pin)


def type_pin(page: Page, pin: str = PIN) -> None:
    """Tap the digits."""
    pad = page.get_by_role("group", name="Tombol angka")
    for digit in pin:
        pad.get_by_role("button", name=digit, exact=True).click()


def keep_unlocked(page: Page, pin: str = PIN) -> None:
    """Enter the PIN by itself, wherever ``page`` is locked from now on."""
    page.add_locator_handler(page.get_by_role("heading", name="PIN 6 angka", exact=True), lambda: type_pin(page, pin))


def open_up(page: Page) -> None:
    """Enter the PIN if a page that has just come asks for it."""
    page.locator(".keys, .tabs").first.wait_for()
    if page.locator(".keys").count():
        type_pin(page)


def accept(page: Page, link: str, unlocking: bool = True) -> None:
    """Open an invitation's link, accept it, choose a PIN, and begin once everything is downloaded.

    ``unlocking``: where it is locked later, the PIN is entered by itself.
    """
    page.goto(link)
    page.get_by_role("button", name="Lihat undangan").click()
    page.get_by_role("button", name="Terima undangan").click()
    make_pin(page)
    if unlocking:
        keep_unlocked(page)
    page.get_by_role("button", name="Mulai bekerja").click(timeout=60_000)


def come_in(page: Page, app: Flask, who: Someone) -> Page:
    """Have ``who`` invited, and accept it; the page, where work has begun."""
    with app.app_context():
        link = accounts.invite(accounts.person(DESA, who.id), "server").link(app.config["SETTINGS"].public_url)
        db.session.commit()
        db.session.remove()
    accept(page, link)
    return page


class Kader:
    """A kader with her phone, who knows her PIN."""

    def __init__(self, page: Page) -> None:
        self.page = page
        keep_unlocked(page)

    def enrol(self, link: str) -> None:
        """Open the invitation and wait until Beranda is there and everything is downloaded."""
        accept(self.page, link)
        expect(self.page.locator("h1")).to_contain_text("Bu Ani", timeout=30_000)
        until(self.page, self.ready_offline, 60, "surveys, catalogue and records on the phone")

    def ready_offline(self) -> bool:
        """Whether the worker holds the application and the store what a visit needs."""
        return bool(
            self.page.evaluate(
                """async () => {
                  if (!navigator.serviceWorker.controller) return false
                  const names = (await indexedDB.databases()).map(d => d.name).filter(n => /^siaga-/.test(n))
                  if (!names.length) return false
                  const done = request => new Promise((yes, no) => {
                    request.onsuccess = () => yes(request.result)
                    request.onerror = no
                  })
                  const db = await done(indexedDB.open(names[0]))
                  const count = store => done(db.transaction(store).objectStore(store).count())
                  const enough = await count('publications') >= 2 && await count('records') > 0
                  db.close()
                  return enough
                }"""
            )
        )

    def begin(self, rt: str) -> None:
        """Start a visit to a new family in a new house of ``rt``."""
        page = self.page
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/mulai")
        choose(page, "Pilih RT rumah ini", f"RT {rt}")
        choose(page, "Pilih rumah", "Rumah baru")
        page.get_by_role("button", name="Mulai kunjungan").click()
        expect(page.locator("h1")).to_contain_text("A. Kunjungan dan persetujuan")

    def consent(self, *, place: bool = False) -> None:
        """The household agrees and signs; ``place``: the phone says where the house stands (it may be skipped)."""
        page = self.page
        write(page, "Nomor rumah", "12A")
        choose(page, "Hasil kunjungan", "Bertemu, diisi lengkap")
        choose(page, "setuju data keluarga dicatat", "Ya")
        onward(page, "B. Rincian persetujuan")
        choose(page, "Persetujuan diberikan dengan cara", "Tanda tangan di layar")
        write(page, "Nama yang memberi persetujuan", "Suryati")
        choose(page, "Hubungan dengan kepala keluarga", "Suami/istri")
        choose(page, "Setuju rumah dan berkas difoto", "Ya")
        choose(page, "diteruskan ke Dinas Sosial", "Ya")
        choose(page, "dikirimi pengingat", "Ya")
        self.sign()
        choose(page, "Saya bertugas sebagai", "Kader PKK")
        choose(page, "Hubungan saya dengan keluarga ini", "Bukan siapa-siapa")
        if place:
            page.get_by_role("button", name="Ambil titik lokasi").click()
            expect(question(page, "Titik lokasi rumah")).to_contain_text("Titik lokasi tersimpan")
        onward(page, "C. Identitas keluarga")

    def sign(self) -> None:
        """Draw on the signature field, in two strokes; it is kept by itself."""
        field = self.page.locator("canvas.sign")
        field.scroll_into_view_if_needed()
        box = field.bounding_box()
        assert box
        kept = self.page.get_by_text("Tanda tangan sudah tersimpan")
        for stroke in (60, 110):
            self.page.mouse.move(box["x"] + 30, box["y"] + stroke)
            self.page.mouse.down()
            for step in range(1, 8):
                self.page.mouse.move(box["x"] + 30 + step * 25, box["y"] + stroke - 20 + (step % 2) * 40)
            self.page.mouse.up()
            expect(kept).to_be_visible()

    def family(self, head: str) -> None:
        page = self.page
        choose(page, "Kartu Keluarga (KK)", "Punya, data sesuai")
        write(page, "Nomor KK", "3201 9901 0120 0021")
        write(page, "Nama kepala keluarga", head)
        choose(page, "alamat di KK sama", "Sama")
        write(page, "Alamat tempat tinggal sekarang", "Kp. Babakan")
        write(page, "Patokan rumah", "Sebelah mushola")
        choose(page, "Sudah berapa lama tinggal", "Lebih dari 1 tahun")
        write(page, "Berapa keluarga (KK) tinggal", "1")
        write(page, "Berapa orang anggota keluarga", "2")
        choose(page, "Nomor HP yang bisa dihubungi", "Punya sendiri")
        write(page, "Nomor HP/WhatsApp", "0800 0000 0021")
        choose(page, "Paling mudah dikabari", "WhatsApp", "Notifikasi aplikasi")

    def house(self, photo: Path) -> None:
        page = self.page
        choose(page, "punya tempat berteduh", "Ya")
        choose(page, "Status rumah yang ditempati", "Kontrak/sewa")
        write(page, "Luas lantai", "36")
        choose(page, "Lantai paling luas", "Semen")
        choose(page, "Dinding paling luas", "Tembok diplester")
        choose(page, "Atap paling luas", "Genteng")
        choose(page, "Kondisi bangunan", "Baik")
        choose(page, "Sumber air minum", "Sumur bor")
        choose(page, "Sumber penerangan", "Listrik PLN dengan meteran")
        choose(page, "Daya listrik", "450 VA")
        choose(page, "Bahan bakar utama", "Gas elpiji 3 kg")
        choose(page, "Tempat buang air besar", "Jamban sendiri")
        choose(page, "Pembuangan akhir tinja", "Tangki septik")
        field = question(page, "Foto rumah tampak depan")
        field.locator("input[type=file]").last.set_input_files(photo)
        expect(field.locator(".photo img")).to_be_visible()

    def economy(self) -> None:
        page = self.page
        choose(page, "kepala keluarga (atau pengurusnya) bekerja", "Ya")
        choose(page, "penghasilan seluruh keluarga", "Rp1 juta sampai")
        write(page, "Pengeluaran makan sebulan", "900000")
        write(page, "Seluruh pengeluaran sebulan", "1500000")
        choose(page, "khawatir tidak makan", "Ya")
        choose(page, "pernah membeli pakaian", "Ya")
        choose(page, "Barang yang dimiliki", "Sepeda motor")
        choose(page, "Punya sawah", "Tidak")
        choose(page, "Punya rumah di tempat lain", "Tidak")
        write(page, "Jumlah sapi", "0")

    def member(
        self, name: str, relation: str, born: tuple[str, str, str], nik: str, sex: str, *, child: bool = False
    ) -> None:
        """Add one row of the roster and come back to the list."""
        page = self.page
        page.get_by_role("button", name="Tambah Anggota keluarga").click()
        write(page, "Nama lengkap", name)
        choose(page, "Keberadaan sekarang", "Tinggal bersama keluarga")
        choose(page, "Hubungan dengan kepala keluarga", relation)
        choose(page, "tanggal lahir diketahui", "Tahu tanggal")
        date(page, "Tanggal lahir", *born)
        choose(page, "NIK", "Ada")
        write(page, "NIK (16 angka)", nik)
        choose(page, "Jenis kelamin", sex)
        if not child:
            choose(page, "Status perkawinan", "Kawin")
        choose(page, "Dokumen identitas", "Akta kelahiran" if child else "KTP-el")
        if not child and sex == "Perempuan":
            choose(page, "sedang hamil", "Tidak")
        if child:
            choose(page, "Catatan gizi terakhir", "Tidak ada masalah")
        else:
            choose(page, "Partisipasi sekolah", "Tidak bersekolah lagi")
            choose(page, "Jenjang yang sedang", "SMP")
            choose(page, "Ijazah tertinggi", "SMP")
            choose(page, "Bekerja dalam seminggu", "Tidak")
        choose(page, "disabilitas/kesulitan", "Tidak ada")
        choose(page, "Penyakit kronis", "Tidak ada")
        choose(page, "Jaminan kesehatan", "Tidak punya")
        page.get_by_role("button", name="Simpan, ke daftar anggota").click()
        expect(page.locator(".list .t", has_text=name)).to_be_visible()

    def member_mended(self, name: str, label: str, choice: str) -> None:
        """Open a row of the roster again, answer one question otherwise, and come back to the list."""
        self.page.locator(".list a.go").filter(has_text=name).click()
        choose(self.page, label, choice)
        self.page.get_by_role("button", name="Simpan, ke daftar anggota").click()
        expect(self.page.locator(".list .t", has_text=name)).to_be_visible()

    def member_removed(self, name: str) -> None:
        """Add a person, who turns out not to live here, and take the row away again."""
        page = self.page
        rows = page.locator(".list a.go")
        before = rows.count()
        page.get_by_role("button", name="Tambah Anggota keluarga").click()
        write(page, "Nama lengkap", name)
        page.get_by_role("button", name="Hapus anggota ini").click()
        page.get_by_role("dialog").get_by_role("button", name="Hapus").click()
        expect(rows).to_have_count(before)
        expect(page.locator(".list .t", has_text=name)).to_have_count(0)

    def requests(self) -> None:
        page = self.page
        choose(page, "Bantuan yang diterima keluarga", "Tidak ada")
        choose(page, "Desil menurut hasil", "Belum tahu")
        onward(page, "H. Layanan yang dibutuhkan")
        choose(page, "Layanan apa yang dibutuhkan", "Bantuan untuk balita")
        choose(page, "Seberapa mendesak", "Biasa")
        write(page, "Ceritakan kebutuhan", "Anak sering sakit, ingin bantuan gizi")
        onward(page, "J. Ringkasan")
        choose(page, "Pengamatan kader", "Menurut kader: perlu dicek")
        write(page, "Apa yang dilihat", "Rumah bersih, anak kurus")
        choose(page, "Langkah berikutnya", "Warga melengkapi berkas dulu")

    def photograph(self, paper: str, photo: Path) -> None:
        """Photograph the paper called ``paper`` from the checklist, with a file."""
        page = self.page
        row = page.locator("li.paper").filter(has=page.locator(".b", has_text=paper)).first
        row.get_by_role("button", name=re.compile("Ambil foto|Foto ulang")).click()
        page.locator(".shoot input[type=file]").last.set_input_files(photo)
        page.get_by_role("button", name="Pakai foto ini").click()

    def task(self, title: str, name: str) -> Locator:
        """The row of Beranda that says ``title`` for the family of ``name``."""
        return self.page.locator("a.go").filter(has_text=name).filter(has_text=title)

    def retake(self, photo: Path) -> None:
        """On a case that came back: photograph the first paper anew, and see it sent: the desk looks now and then."""
        self.page.get_by_role("button", name=re.compile("^Foto (ulang )?[A-Z]")).first.click()
        self.page.locator(".shoot input[type=file]").last.set_input_files(photo)
        self.page.get_by_role("button", name="Pakai foto ini").click()
        expect(self.page.locator(".chip").filter(has_text="Menunggu diperiksa")).to_be_visible(timeout=60_000)

    def attach_card(self, code: str) -> str:
        """Type the family's card; the four digits the phone made for it."""
        page = self.page
        page.get_by_label(re.compile("Ketik 6 huruf")).fill(code)
        page.get_by_role("button", name="Pasang kartu").click()
        digits = page.locator(".big-no").inner_text()
        assert re.fullmatch(r"[0-9]{4}", digits)
        return digits


class Officer:
    """An officer at the desk."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        keep_unlocked(page)

    def enter(self, link: str) -> None:
        """Accept the invitation and see the inbox."""
        accept(self.page, link)
        expect(self.page.locator("h1")).to_contain_text("kasus menunggu", timeout=60_000)

    def open(self, path: str) -> None:
        """Look at the desk, at another address."""
        self.page.bring_to_front()
        self.page.goto(self.server.url + path)

    def print_cards(self) -> tuple[str, str]:
        """Make a sheet of cards; of one of them the six letters, and where a camera that sees its QR is led."""
        self.open("/kartu")
        self.page.get_by_role("button", name="Buat lembar 24 kartu").click()
        expect(self.page.locator(".kartu")).to_have_count(24)
        card = self.page.locator(".kartu").first
        seen = zxingcpp.read_barcodes(Image.open(BytesIO(card.screenshot())))
        return card.locator(".code").inner_text().replace(" ", ""), seen[0].text

    def open_case(self, name: str) -> None:
        """Open a case from the inbox; a page that does not follow the tap is loaded anew, and that is noted."""
        self.open("/masuk")
        row = self.page.locator("tr").filter(has_text=name)
        expect(row).to_be_visible(timeout=30_000)
        row.locator("a").click()
        try:
            expect(self.page.locator("h1")).to_contain_text(name)
        except AssertionError:
            logging.getLogger(__name__).error("%s stood still after a tap", self.page.url)
            self.page.reload()
            expect(self.page.locator("h1")).to_contain_text(name)

    def paper(self, name: str) -> Locator:
        """The paper called ``name``, opened with its photo."""
        slot = self.page.locator(".slot").filter(has_text=name)
        slot.click()
        expect(slot).to_have_attribute("aria-current", "true")
        expect(self.page.locator(".viewer img").first).to_be_visible(timeout=20_000)
        return slot

    def take(self, name: str) -> None:
        slot = self.paper(name)
        self.page.keyboard.press("t")
        expect(slot).to_contain_text("Diterima", timeout=20_000)

    def turn_down(self, name: str, reason: str, note: str = "") -> None:
        slot = self.paper(name)
        self.page.keyboard.press("x")
        dialog = self.page.get_by_role("dialog")
        dialog.locator("label.choice").filter(has_text=reason).click()
        dialog.locator("textarea").fill(note)
        dialog.get_by_role("button", name="Tolak berkas").click()
        expect(slot).to_contain_text("Ditolak", timeout=20_000)

    def send_back(self) -> None:
        self.page.keyboard.press("k")
        self.page.get_by_role("dialog").get_by_role("button", name=re.compile("^Kembalikan")).click()
        expect(self.page.get_by_text("Keputusan dicatat")).to_be_visible(timeout=15_000)
        self.delivered()

    def delivered(self) -> None:
        """Wait until what was decided has left: it stays for ten seconds, in which it can be taken back."""
        count = """async () => {
          const done = request => new Promise(yes => { request.onsuccess = () => yes(request.result) })
          const names = (await indexedDB.databases()).map(({ name }) => name).filter(name => /^siaga-/.test(name))
          const db = await done(indexedDB.open(names[0]))
          const waiting = await done(db.transaction('outbox').objectStore('outbox').count())
          db.close()
          return waiting
        }"""
        until(self.page, lambda: self.page.evaluate(count) == 0, 40, "an empty outbox")

    def accept_case(self) -> None:
        button = self.page.get_by_role("button", name=re.compile("Terima, siap"))
        expect(button).not_to_have_attribute("aria-disabled", "true", timeout=20_000)
        self.page.keyboard.press("s")
        expect(self.page.get_by_text("Keputusan dicatat")).to_be_visible(timeout=15_000)
        self.delivered()

    def on_the_day_list(self, name: str) -> Locator:
        """The family's line, on whichever coming day it got its place (after a cut-off that is the week after)."""
        self.open("/rabu")
        line = self.page.locator("tr").filter(has_text=name)
        days = self.page.get_by_label("Hari pelayanan")
        expect(days).to_be_visible()
        coming = days.locator("option:checked").evaluate("option => option.index")
        for index in range(coming, coming + 3):
            days.select_option(index=index)
            try:
                expect(line).to_be_visible(timeout=8_000)
            except AssertionError:
                continue
            return line
        raise AssertionError(f"{name} is on no list")

    def invite(self, name: str, area: str) -> str:
        """A new PKK kader for ``area`` ("RW 003"); the link of her invitation."""
        self.open("/orang")
        self.page.get_by_role("button", name="Undang orang baru").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Nama").fill(name)
        dialog.locator("label.choice").filter(has_text=re.compile(f"^{area}")).click()
        dialog.get_by_role("button", name="Simpan dan undang").click()
        link: str = self.page.get_by_label("Tautan undangan").input_value()
        self.page.keyboard.press("Escape")
        return link

    def revoke_phone(self, name: str, reason: str) -> None:
        self.open("/orang")
        self.page.locator("tr").filter(has_text=name).get_by_role("button", name="Putus HP ini").first.click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Alasan").fill(reason)
        dialog.get_by_role("button", name="Putus HP ini").click()
        expect(self.page.get_by_text("HP sudah diputus")).to_be_visible()


def open_family_page(context: BrowserContext, address: str, digits: str) -> Page:
    """A warga opens the ``address`` of her card and types the four digits she was told."""
    page = context.new_page()
    page.goto(address)
    page.locator("input[name=kode]").fill(digits)
    page.get_by_role("button").first.click()
    expect(page.locator("body")).to_contain_text("PUSKESOS")
    return page


def invitations(server: Server) -> dict[str, str]:
    """The links that the first run printed, by person."""
    return dict(re.findall(r"^  (\S.*?)\s{2,}\S.*\n\s+(http\S+#undang=\S+)", server.printed(), re.M))
