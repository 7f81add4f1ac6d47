"""Who was visited, who asked for what, and how far each case has come: at least one in every status there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from server import clock
from server.demo.families import Family
from server.demo.people import ANI, ENTIN, UJANG, YETI, Someone
from server.regions import service as regions

ENDS: dict[int, str] = {
    # RW 001
    0: "terkirim",
    1: "terkirim",
    2: "siap",
    4: "dibatalkan",
    5: "terjadwal",
    6: "menunggu_hasil",
    8: "dirujuk",
    9: "musdes",
    10: "belum_disetujui",
    # RW 002, Bu Yeti
    12: "terkirim",
    13: "terjadwal",
    15: "perlu_dilengkapi",
    16: "disetujui",
    17: "terkirim",
    19: "hadir",
    # RW 003
    21: "terjadwal",
    22: "terkirim",
    23: "diproses",
    25: "dipanggil",
    26: "dilayani",
    28: "selesai",
    # RW 004, Bu Ani
    30: "perlu_dilengkapi",
    31: "terkirim",
    32: "terjadwal",
    34: "perlu_dilengkapi",
    35: "selesai",
    36: "terkirim",
    37: "tidak_hadir",
    40: "diproses",
    # RW 005
    42: "terkirim",
    45: "selesai",
    47: "terjadwal",
    49: "terjadwal",
    # RW 006, RT 002 Bu Entin
    51: "terkirim",
    54: "terkirim",
    55: "perlu_dilengkapi",
    57: "terjadwal",
}
"""How far the cases of a family have come, by its number."""

VISITED_WITHOUT_A_WISH = frozenset({3, 7, 14, 20, 24, 27, 38, 44, 46, 50, 53, 58})
NO_PHOTOS = 11  # every eleventh family does not want its house photographed
CLOSED_DOORS = (("004", "003", "menolak", "tidak_bersedia"), ("001", "002", "tidak_bertemu", "rumah_kosong"))
"""Houses where nobody agreed or nobody was: RW, RT, result, reason. Nothing else is kept of them."""

LONG_SERVED = frozenset({"menunggu_hasil", "dirujuk", "musdes", "belum_disetujui", "disetujui", "selesai"})
SERVED = frozenset({"hadir", "dipanggil", "dilayani", "diproses", "tidak_hadir"})
LATER_STEPS: dict[str, tuple[tuple[str, str], ...]] = {
    "diproses": (),
    "musdes": (("musdes", "Dibahas dalam musdes berikutnya."),),
    "dirujuk": (("dirujuk", "Dirujuk ke Dinas Sosial Kabupaten Bogor."),),
    "menunggu_hasil": (("menunggu_hasil", "Usulan sudah dikirim, menunggu jawaban."),),
    "disetujui": (("menunggu_hasil", ""), ("disetujui", "Surat contoh nomor 400/CONTOH/2026.")),
    "belum_disetujui": (("menunggu_hasil", ""), ("belum_disetujui", "Jawaban contoh: kuota tahun ini sudah penuh.")),
    "selesai": (
        ("menunggu_hasil", ""),
        ("disetujui", "Kartu contoh sudah aktif."),
        ("selesai", "Warga sudah diberi tahu."),
    ),
}
"""What the office does after a family was served: (status, note)."""


@dataclass(frozen=True)
class Calendar:
    """The days the story happens on, counted back from the moment it is told."""

    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(clock.WIB).date()

    def wednesday(self, weeks_ago: int) -> date:
        """The last open Wednesday before today, or the open one before that."""
        days = (self.today - timedelta(days=n) for n in range(1, 120))
        open_ones = [day for day in days if day.weekday() == 2 and not regions.is_closed(day)]
        return open_ones[weeks_ago]

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A moment of that day, but never one that is still to come."""
        return min(datetime.combine(day, time(hour, minute), clock.WIB), self.now)

    def visit(self, family: Family) -> datetime:
        """When a family was visited."""
        end = ENDS.get(family.number)
        ahead = timedelta(days=3 + family.number % 3)
        if end in LONG_SERVED:
            day = self.wednesday(1) - ahead
        elif end in SERVED:
            day = self.wednesday(0) - ahead
        elif end is None:
            day = self.today - timedelta(days=9 + family.number % 9)
        else:
            day = self.today - timedelta(days=2 + family.number % 3)
        return self.at(day, 9 + family.number % 3, family.number % 60)

    def review(self, end: str) -> datetime:
        """When the office looked at a case that has come this far."""
        if end in LONG_SERVED | SERVED:
            return self.at(self.wednesday(1 if end in LONG_SERVED else 0) - timedelta(days=2), 10)
        return self.at(self.today - timedelta(days=1), 15)

    def service(self, end: str) -> datetime:
        """When its family came, or should have."""
        return self.at(self.wednesday(1 if end in LONG_SERVED else 0), 9, 30)


def is_visited(family: Family) -> bool:
    """Whether a kader has filled in the survey with them."""
    return family.number in ENDS or family.number in VISITED_WITHOUT_A_WISH


def has_photo(family: Family) -> bool:
    """Whether the kader photographed the house: with consent, and where the office will look at it."""
    return family.number in ENDS and family.number % NO_PHOTOS != 0


def kader_of(family: Family) -> Someone:
    """Who visits them."""
    if family.rw == "004":
        return ANI
    if family.rw == "002":
        return YETI
    return ENTIN if family.area in ENTIN.areas else UJANG


def wishes(family: Family, day: date) -> list[str]:
    """The services they ask for; none if the story gives them no case."""
    if family.number not in ENDS:
        return []
    ages = [member.age(day) for member in family.members]
    if any(age < 5 for age in ages) and family.need >= 1:
        return ["balita", "sembako"] if family.need == 3 else ["balita"]
    wanted = {
        0: ["pip"] if any(7 <= age <= 18 for age in ages) else ["dtsen"],
        1: ["uhc"],
        2: ["reaktivasi_pbi", "sembako"] if family.number % 2 else ["reaktivasi_pbi"],
        3: ["sembako", "pbi_jk"] if family.number % 2 else ["sembako"],
    }
    return wanted[family.need]
