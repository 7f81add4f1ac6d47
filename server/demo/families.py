"""Sixty families, made up from one seed: the same in every demo, save that ages follow the day it is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from server.demo import names
from server.demo.people import DUSUN, HOUSES_OF_ENTIN, MADE, RT_OF
from server.ids import uuid7

SEED = 32_01_15_2008
FAMILIES_PER_RT = 3
NO_KECAMATAN = "320199"  # there is no such kecamatan, so no number that begins with it is anybody's


@dataclass
class Member:
    """One person of a made-up family."""

    id: str
    name: str
    sex: str  # l or p
    relation: str  # as the survey codes it
    birth: date
    nik: str
    nik_status: str = "ada"
    knows_birthday: bool = True

    def age(self, today: date) -> int:
        """Whole years."""
        return today.year - self.birth.year - ((today.month, today.day) < (self.birth.month, self.birth.day))


@dataclass
class Family:
    """One made-up family in its house. ``need`` is how badly off it is: 0 not at all, 3 in every way."""

    number: int
    id: str
    building: str
    rw: str
    rt: str
    house: str
    landmark: str
    kk: str
    phone: str  # 0800-0…: the form of a number that the survey takes, in a range that no operator has
    need: int
    members: list[Member] = field(default_factory=list)

    @property
    def area(self) -> str:
        """Where its records lie."""
        return f"{self.rw}/{self.rt}/{self.building}"

    @property
    def dusun(self) -> str:
        return DUSUN[self.rw]

    @property
    def head(self) -> Member:
        return self.members[0]

    @property
    def address(self) -> str:
        """Kampung and house, as people say it."""
        return f"{names.KAMPUNG[self.rw]} No. {self.house}"


def families(today: date) -> list[Family]:
    """All of them, RT by RT."""
    chance = Random(SEED)  # noqa: S311 - the same every time is the point
    made: list[Family] = []
    grown: dict[str, set[str]] = {rw: set() for rw in RT_OF}  # names taken in an RW: two there would be confusing
    for rw, count in RT_OF.items():
        for rt in range(1, count + 1):
            for nth in range(FAMILIES_PER_RT):
                made.append(_family(chance, len(made), rw, f"{rt:03d}", nth, today, grown[rw]))
    return made


def _family(chance: Random, number: int, rw: str, rt: str, nth: int, today: date, grown: set[str]) -> Family:
    building = HOUSES_OF_ENTIN[nth] if (rw, rt) == ("006", "002") else _id(chance)
    issued = today - timedelta(days=chance.randrange(200, 3000))
    family = Family(
        number=number,
        id=_id(chance),
        building=building,
        rw=rw,
        rt=rt,
        house=f"{chance.randrange(1, 90)}{chance.choice(['', '', 'A', 'B'])}",
        landmark=chance.choice(names.LANDMARKS),
        kk=f"{NO_KECAMATAN}{issued:%d%m%y}{number + 1:04d}",
        phone=f"+62800000000{number:02d}",
        need=chance.choice([0, 1, 1, 2, 2, 3]),
    )
    make = (_young, _school, _school, _three_generations, _old)[number % 5]
    for relation, sex, age in make(chance):
        family.members.append(_member(chance, family, relation, sex, age, today, grown))
    return family


Person = tuple[str, str, int]  # relation, sex, age


def _young(chance: Random) -> list[Person]:
    """A couple, a baby, perhaps another on the way."""
    return [("kepala", "l", chance.randrange(22, 33)), ("pasangan", "p", chance.randrange(20, 31))] + [
        ("anak", chance.choice("lp"), age) for age in ([1], [0, 4], [3])[chance.randrange(3)]
    ]


def _school(chance: Random) -> list[Person]:
    """A couple with children at school."""
    ages = ([8], [7, 12], [6, 10, 16])[chance.randrange(3)]
    return [("kepala", "l", chance.randrange(33, 50)), ("pasangan", "p", chance.randrange(31, 48))] + [
        ("anak", chance.choice("lp"), age) for age in ages
    ]


def _three_generations(chance: Random) -> list[Person]:
    """A couple with a child and somebody's mother."""
    return [
        ("kepala", "l", chance.randrange(34, 48)),
        ("pasangan", "p", chance.randrange(32, 45)),
        ("anak", chance.choice("lp"), chance.randrange(2, 17)),
        ("ortu_mertua", "p", chance.randrange(66, 86)),
    ]


def _old(chance: Random) -> list[Person]:
    """A widow with a grown child and a grandchild."""
    return [
        ("kepala", "p", chance.randrange(61, 80)),
        ("anak", chance.choice("lp"), chance.randrange(30, 42)),
        ("cucu", chance.choice("lp"), chance.randrange(5, 15)),
    ]


def _member(chance: Random, family: Family, relation: str, sex: str, age: int, today: date, grown: set[str]) -> Member:
    birth = today - timedelta(days=age * 365 + age // 4 + chance.randrange(40, 350))  # born before any visit
    day = birth.day + (40 if sex == "p" else 0)
    serial = family.number * 10 + len(family.members) + 1
    member = Member(
        id=_id(chance),
        name=_name(chance, family, sex, age, grown),
        sex=sex,
        relation=relation,
        birth=birth,
        nik=f"{NO_KECAMATAN}{day:02d}{birth:%m%y}{serial:04d}",
    )
    if age >= 65:
        member.knows_birthday = chance.random() < 0.5
    if age > 16 and chance.random() < 0.08:
        member.nik_status = "tidak_online"
    if age == 0:
        member.nik_status = "belum_punya"
    return member


def _name(chance: Random, family: Family, sex: str, age: int, grown: set[str]) -> str:
    adult = age >= 20
    taken = grown if adult else {member.name for member in family.members}
    pool = (names.MEN if sex == "l" else names.WOMEN) if adult else (names.BOYS if sex == "l" else names.GIRLS)
    name = chance.choice([name for name in pool if name not in taken])
    if adult:
        grown.add(name)
    return name


def _id(chance: Random) -> str:
    return uuid7(MADE, chance.getrandbits(74))
