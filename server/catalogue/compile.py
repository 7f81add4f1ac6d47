"""A catalogue's workbook to the compiled catalogue that phones and server read; refused whole with every mistake."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from server.catalogue.expressions import Reader
from server.catalogue.workbook import Row, Sheet, placed, read
from server.surveys.service import ExpressionError, Mistake, NotCompiled, known_scope

Data = dict[str, Any]
FindSurvey = Callable[[str, str], Data | None]

SHEETS: dict[str, tuple[str, ...]] = {
    "pengaturan": ("nama", "isi"),
    "layanan": (
        "kode",
        "nama",
        "bidang",
        "instansi",
        "tujuan",
        "rujuk_ke",
        "perkiraan_waktu",
        "biaya",
        "sumber",
        "berlaku_sejak",
        "perlu_cek_lokal",
    ),
    "syarat": ("layanan", "kode", "sifat", "kelompok", "teks", "untuk", "ekspresi", "sumber"),
    "berkas": ("kode", "nama", "keterangan", "penerbit", "bentuk", "masa_berlaku_bulan", "ciri", "perlu_cek"),
    "kebutuhan": ("layanan", "berkas", "wajib", "menyusul", "untuk", "ekspresi", "alasan"),
}
SETTINGS = ("katalog_id", "versi", "survei", "survei_versi", "cakupan", "jawaban_tidak_tahu")
FOR = {"keluarga": "keluarga", "setiap anggota": "setiap", "salah satu anggota yang": "salah_satu"}
KINDS = ("syarat", "prioritas", "proses", "catatan")
YES_NO = {"yes": True, "no": False, "ya": True, "tidak": False}
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
SINCE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


def compile_catalogue(source: bytes, file_name: str, find_survey: FindSurvey) -> Data:
    """Compile a workbook.

    Args:
        find_survey: gives the compiled survey of a form id and version, None if it is not published.
    Raises:
        NotCompiled: with every mistake, each with its sheet, row, column and position.
    """
    sheets = read(source, file_name)
    try:
        return _Compiler(sheets, find_survey).compiled()
    except NotCompiled as wrong:
        raise NotCompiled(placed(wrong.mistakes, sheets, file_name)) from None


class _Compiler:
    def __init__(self, sheets: dict[str, Sheet], find_survey: FindSurvey) -> None:
        self.sheets = sheets
        self.find_survey = find_survey
        self.mistakes: list[Mistake] = []
        self.reader: Reader | None = None

    def compiled(self) -> Data:
        self._heads()
        settings = self._settings()
        papers = [self._paper(row) for row in self._rows("berkas")]
        services = [self._service(row) for row in self._rows("layanan")]
        by_code = {service["code"]: service for service in services}
        self._once("berkas", [(row, row["kode"]) for row in self._rows("berkas")])
        self._once("layanan", [(row, row["kode"]) for row in self._rows("layanan")])
        self._once("syarat", [(row, f"{row['layanan']}/{row['kode']}") for row in self._rows("syarat")])
        for row in self._rows("syarat"):
            condition = self._condition(row)
            if self._known("syarat", row, "layanan", by_code):
                by_code[row["layanan"]]["conditions"].append(condition)
        codes = {paper["code"]: paper for paper in papers}
        for row in self._rows("kebutuhan"):
            need = self._need(row)
            if self._known("kebutuhan", row, "berkas", codes) & self._known("kebutuhan", row, "layanan", by_code):
                by_code[row["layanan"]]["needs"].append(need)
        if self.mistakes:
            raise NotCompiled(sorted(self.mistakes, key=lambda m: (list(SHEETS).index(m.sheet), m.row)))
        return {"format": 1, **settings, "services": services, "papers": papers}

    # --- sheets ---

    def _heads(self) -> None:
        for name, heads in SHEETS.items():
            if name not in self.sheets:
                self.wrong(name, 0, "", "Lembar ini tidak ada.")
                continue
            for head in heads:
                if head not in self.sheets[name].heads:
                    self.wrong(name, self.sheets[name].number, head, "Kolom ini tidak ada.")
        if self.mistakes:
            raise NotCompiled(self.mistakes)

    def _settings(self) -> Data:
        rows = {row["nama"]: row for row in self._rows("pengaturan")}
        for name in SETTINGS:
            if name not in rows or (not rows[name]["isi"] and name not in ("jawaban_tidak_tahu", "cakupan")):
                self.wrong("pengaturan", rows[name].number if name in rows else 0, "isi", f"{name} belum diisi.")
        if self.mistakes:
            raise NotCompiled(self.mistakes)
        said = {name: rows[name]["isi"] for name in SETTINGS}
        if not known_scope(said["cakupan"]):
            self.wrong("pengaturan", rows["cakupan"].number, "isi", "Tulis kode wilayah, misalnya 32.01.")
        survey = self.find_survey(said["survei"], said["survei_versi"])
        if survey is None:
            text = f"Survei {said['survei']} versi {said['survei_versi']} belum diterbitkan."
            raise NotCompiled([*self.mistakes, Mistake("pengaturan", rows["survei_versi"].number, "isi", 0, text)])
        self.reader = Reader(survey)
        return {
            "id": said["katalog_id"],
            "version": said["versi"],
            "survey": said["survei"],
            "survey_version": said["survei_versi"],
            "scope": said["cakupan"],
            "unknown": said["jawaban_tidak_tahu"].split(),
        }

    def _service(self, row: Row) -> Data:
        self._code("layanan", row)
        self._filled("layanan", row, "nama")
        if row["berlaku_sejak"] and not SINCE.fullmatch(row["berlaku_sejak"]):
            self.wrong("layanan", row.number, "berlaku_sejak", "Tulis tahun, tahun-bulan, atau tanggal: 2026-02-10.")
        return {
            "code": row["kode"],
            "name": row["nama"],
            "sector": row["bidang"],
            "agency": row["instansi"],
            "purpose": row["tujuan"],
            "refer": row["rujuk_ke"],
            "duration": row["perkiraan_waktu"],
            "cost": row["biaya"],
            "source": row["sumber"],
            "since": row["berlaku_sejak"],
            "check": self._yes("layanan", row, "perlu_cek_lokal"),
            "conditions": [],
            "needs": [],
        }

    def _paper(self, row: Row) -> Data:
        self._code("berkas", row)
        self._filled("berkas", row, "nama")
        months = row["masa_berlaku_bulan"]
        if months and not re.fullmatch(r"[1-9][0-9]{0,2}", months):
            self.wrong("berkas", row.number, "masa_berlaku_bulan", "Tulis jumlah bulan dengan angka.")
            months = ""
        return {
            "code": row["kode"],
            "name": row["nama"],
            "about": row["keterangan"],
            "issuer": row["penerbit"],
            "form": row["bentuk"],
            "months": int(months) if months else None,
            "marks": row["ciri"],
            "check": self._yes("berkas", row, "perlu_cek"),
            **({"told": True} if row["sebut_di_pesan"] and self._yes("berkas", row, "sebut_di_pesan") else {}),
        }

    def _condition(self, row: Row) -> Data:
        self._code("syarat", row)
        self._filled("syarat", row, "teks")
        if row["sifat"] not in KINDS:
            self.wrong("syarat", row.number, "sifat", f"Pilih salah satu: {', '.join(KINDS)}.")
        elif row["sifat"] in ("proses", "catatan") and row["ekspresi"]:
            self.wrong("syarat", row.number, "ekspresi", f"Baris bersifat {row['sifat']} tidak punya ekspresi.")
        if row["kelompok"] and not re.fullmatch(r"[a-z]", row["kelompok"]):
            self.wrong("syarat", row.number, "kelompok", "Tulis satu huruf kecil.")
        return {
            "code": row["kode"],
            "kind": row["sifat"],
            "group": row["kelompok"],
            "text": row["teks"],
            "for": self._for("syarat", row),
            "expr": self._expression("syarat", row),
            "source": row["sumber"],
        }

    def _need(self, row: Row) -> Data:
        return {
            "paper": row["berkas"],
            "required": self._yes("kebutuhan", row, "wajib"),
            "later": self._yes("kebutuhan", row, "menyusul"),
            "for": self._for("kebutuhan", row),
            "expr": self._expression("kebutuhan", row),
            "reason": row["alasan"],
        }

    # --- cells ---

    def wrong(self, sheet: str, row: int, column: str, message: str, position: int = 0) -> None:
        self.mistakes.append(Mistake(sheet, row, column, position, message))

    def _rows(self, sheet: str) -> list[Row]:
        return self.sheets[sheet].rows

    def _code(self, sheet: str, row: Row) -> None:
        if not CODE.fullmatch(row["kode"]):
            self.wrong(sheet, row.number, "kode", "Kode: huruf kecil, angka, garis bawah; paling panjang 40.")

    def _filled(self, sheet: str, row: Row, column: str) -> None:
        if not row[column]:
            self.wrong(sheet, row.number, column, "Belum diisi.")

    def _yes(self, sheet: str, row: Row, column: str) -> bool:
        if row[column] not in YES_NO:
            self.wrong(sheet, row.number, column, "Isi yes atau no.")
        return YES_NO.get(row[column], False)

    def _for(self, sheet: str, row: Row) -> str:
        if row["untuk"] not in FOR:
            self.wrong(sheet, row.number, "untuk", f"Pilih salah satu: {', '.join(FOR)}.")
        return FOR.get(row["untuk"], "keluarga")

    def _expression(self, sheet: str, row: Row) -> list[Any] | None:
        if not row["ekspresi"] or row["untuk"] not in FOR or self.reader is None:
            return None
        try:
            return self.reader.read(row["ekspresi"], FOR[row["untuk"]])
        except ExpressionError as error:
            self.wrong(sheet, row.number, "ekspresi", error.message, error.position)
            return None

    def _known(self, sheet: str, row: Row, column: str, there: Data) -> bool:
        if row[column] not in there:
            self.wrong(sheet, row.number, column, f"{row[column] or '(kosong)'} tidak ada di lembar {column}.")
        return row[column] in there

    def _once(self, sheet: str, keys: list[tuple[Row, str]]) -> None:
        seen: set[str] = set()
        for row, key in keys:
            if key in seen:
                self.wrong(sheet, row.number, "kode", f"{row['kode']} sudah ada di baris lain.")
            seen.add(key)
