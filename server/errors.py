"""Failures people can meet: a class each, with a slug that is a promise; answered as problem documents (RFC 9457)."""

from __future__ import annotations

from typing import Any, ClassVar


class Problem(Exception):
    """A failure with a name. ``title`` says in Indonesian what to do next; ``extra`` members travel beside it."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "Permintaan belum bisa dibaca. Coba lagi ya."

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.extra = extra

    @classmethod
    def path(cls) -> str:
        """The type of its problem document."""
        return f"/problems/{cls.slug}"

    def to_dict(self) -> dict[str, Any]:
        """The problem document, without the status line's own words."""
        body: dict[str, Any] = {"type": self.path(), "title": self.title, "status": self.status}
        if self.detail:
            body["detail"] = self.detail
        return body | self.extra


class NotSignedIn(Problem):
    status, slug, title = 401, "not-signed-in", "HP perlu disambungkan lagi. Temui petugas; data di HP tidak hilang."


class NotYourRole(Problem):
    status, slug, title = 403, "not-your-role", "Ini bukan bagian tugas Bapak/Ibu. Minta bantuan petugas ya."


class ForeignOrigin(Problem):
    status, slug, title = 403, "foreign-origin", "Permintaan ini bukan dari aplikasi kita. Buka lagi aplikasinya."


class OutOfScope(Problem):
    status, slug, title = 403, "out-of-scope", "Data ini di luar wilayah tugas Bapak/Ibu."


class NotFound(Problem):
    status, slug, title = 404, "not-found", "Yang dicari tidak ada di sini. Periksa lagi alamatnya."


class Malformed(Problem):
    status, slug, title = 422, "malformed", "Isian belum bisa dibaca. Betulkan bagian yang disebut, lalu kirim lagi."


class ChangedMeanwhile(Problem):
    status, slug, title = 409, "changed-meanwhile", "Sudah diubah orang lain. Lihat yang baru dulu, lalu putuskan lagi."


class WrongStep(Problem):
    status, slug, title = 409, "wrong-step", "Permohonan ini tidak sedang di langkah itu. Muat ulang lalu lihat lagi."


class PapersMissing(Problem):
    status, slug, title = 409, "papers-missing", "Berkas wajib belum lengkap."


class TooManyTries(Problem):
    status, slug, title = 429, "too-many-tries", "Terlalu banyak percobaan. Tunggu sebentar ya."


class UnknownRecord(Problem):
    status, slug, title = 409, "unknown-record", "Data yang disebut belum ada di PUSKESOS. Petugas akan memeriksanya."


class MovedAway(Problem):
    status, slug, title = 409, "moved-away", "Keluarga ini sudah pindah dari wilayah Bapak/Ibu. Petugas memeriksanya."


class ChangeReused(Problem):
    status, slug, title = 409, "change-reused", "Kiriman ini bernomor sama dengan yang lain. Temui petugas ya."


class FixedField(Problem):
    status, slug, title = 409, "fixed-field", "Bagian ini tidak bisa diganti. Buat yang baru, atau tanya petugas."


class VisitIsFinal(Problem):
    status, slug, title = 409, "visit-is-final", "Kunjungan yang sudah dikirim tidak diubah. Kirim sebagai perbaikan."


class Erased(Problem):
    status, slug, title = 409, "erased", "Data ini sudah dihapus untuk selamanya."


class Waiting(Problem):
    status, slug, title = 409, "waiting", "Menunggu kiriman sebelumnya yang masih diperiksa petugas."


class Discarded(Problem):
    status, slug, title = 410, "discarded", "Petugas sudah melihat kiriman ini dan tidak memakainya."


class Revoked(Problem):
    status, slug, title = 403, "revoked", "HP ini sudah tidak terdaftar. Kirimannya disimpan untuk diperiksa petugas."


class ServerTrouble(Problem):
    status, slug, title = 500, "server-trouble", "Server belum bisa mengolah kiriman ini. Petugas akan memeriksanya."


class TooLarge(Problem):
    status, slug, title = 413, "too-large", "Kiriman terlalu besar. Kirim sebagian dulu ya."
