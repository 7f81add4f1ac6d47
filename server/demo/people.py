"""The demo desa's places and people: Cibadak in Ciampea exists, its RT here and everybody in them are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from server.accounts import service as accounts
from server.accounts.models import Person
from server.ids import uuid7

DESA = "32.01.15.2008"
SHORT = "CBD"
RT_OF = {"001": 4, "002": 3, "003": 3, "004": 4, "005": 3, "006": 3}
"""How many RT each RW has."""
DUSUN = {"001": "I", "002": "I", "003": "II", "004": "II", "005": "III", "006": "III"}
MADE = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
"""The moment in the ids of what is always the same in every demo."""

HOUSES_OF_ENTIN = tuple(uuid7(MADE, 0xDA5A_0000 + number) for number in range(3))
"""The buildings in RT 002 of RW 006 that Bu Entin's dasawisma looks after."""


@dataclass(frozen=True, slots=True)
class Someone:
    """A made-up person with a task. The numbers cannot ring: no operator has the prefix +620000."""

    number: int
    name: str
    roles: tuple[str, ...]
    areas: tuple[str, ...]

    @property
    def id(self) -> str:
        """The same in every demo."""
        return uuid7(MADE, 0xBEEF_0000 + self.number)

    @property
    def phone(self) -> str:
        """A number nobody has."""
        return f"+6200000000{self.number:02d}"


OFFICE = tuple(sorted(accounts.OFFICE))
ANI = Someone(1, "Bu Ani", ("kader_pkk",), ("004",))
YETI = Someone(2, "Bu Yeti", ("kader_posyandu",), ("002",))
ENTIN = Someone(3, "Bu Entin", ("kader_dasawisma",), tuple(f"006/002/{house}" for house in HOUSES_OF_ENTIN))
UJANG = Someone(4, "Pak Ujang", ("psm",), ("",))
DEDI = Someone(5, "Pak Dedi", OFFICE, ("",))
SRI = Someone(6, "Bu Sri", OFFICE, ("",))
KADES = Someone(7, "Pak Kades", ("kades",), ("",))
EVERYBODY: tuple[Someone, ...] = (ANI, YETI, ENTIN, UJANG, DEDI, SRI, KADES)


def places() -> list[tuple[str | None, str, str]]:
    """The RT of the demo desa as (dusun, rw, rt)."""
    return [(DUSUN[rw], rw, f"{rt:03d}") for rw, count in RT_OF.items() for rt in range(1, count + 1)]


def settle(who: Someone) -> Person:
    """Note one of them in the demo desa; the caller commits."""
    return accounts.add_person(DESA, who.name, list(who.roles), list(who.areas), who.phone, person_id=who.id)
