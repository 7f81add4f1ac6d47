"""What does not fit together in what is known of a family: numbers, roster, head, ages.

pwa/families/household.js is the twin. Each is a question to somebody, never an obstacle: a card may be wrong and a
family unusual. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from server.families.names import ALIKE, OTHER, alike

HERE = frozenset({"", "tinggal", "baru"})  # who counts as living there
SCHOOL_AGES = {"paud": (2, 8), "sd": (5, 16), "smp": (10, 19), "sma": (13, 23), "smk": (13, 23)}
SCHOOL = (7, 18)  # years in which a child is expected at school
PREGNANT = (11, 55)
GENERATION = 12  # years at least between parent and child

Person = Mapping[str, Any]


class Doubt(NamedTuple):
    """One question: whose (None: the family's), which property to look at, and what it is compared with."""

    kind: str
    member: str | None
    property: str
    about: str


def doubts(family: Person, members: Sequence[Person], today: date) -> list[Doubt]:
    """What to ask about ``family`` and ``members`` (properties; of members with ``id``), in the order of the roster."""
    here = [one for one in members if _text(one, "presence") in HERE]
    return [*_numbers(family, members), *_heads(family, here), *_count(family, here), *_ages(here, today)]


def _numbers(family: Person, members: Sequence[Person]) -> Iterator[Doubt]:
    card = _text(family, "kk_number")
    if len(card) == 16 and card.isdigit() and "41" <= card[6:8] <= "71":
        yield Doubt("kk_seperti_nik", None, "kk_number", "")  # only a NIK adds forty to the day
    seen: dict[str, str] = {}
    for one in members:
        nik = _text(one, "nik")
        if not nik:
            continue
        if nik == card:
            yield Doubt("kk_sama_nik", one["id"], "nik", _text(one, "full_name"))
        if nik in seen:
            yield Doubt("nik_ganda", one["id"], "nik", seen[nik])
        seen.setdefault(nik, _text(one, "full_name"))


def _heads(family: Person, here: Sequence[Person]) -> Iterator[Doubt]:
    heads = [one for one in here if one.get("relation") == "kepala"]
    said = _text(family, "head_name")
    if here and any(one.get("relation") for one in here) and len(heads) != 1:
        yield Doubt(
            "kepala_tidak_ada" if not heads else "kepala_lebih", heads[1]["id"] if heads else None, "relation", ""
        )
    if len(heads) == 1 and said and _text(heads[0], "full_name"):
        how = alike(said, heads[0]["full_name"])
        if how in (ALIKE, OTHER):
            yield Doubt("kepala_ejaan" if how == ALIKE else "kepala_beda", heads[0]["id"], "full_name", said)


def _count(family: Person, here: Sequence[Person]) -> Iterator[Doubt]:
    said = family.get("member_count")
    if isinstance(said, int) and here and said != len(here):
        yield Doubt("jumlah_beda", None, "member_count", str(len(here)))


def _ages(here: Sequence[Person], today: date) -> Iterator[Doubt]:
    heads = [one for one in here if one.get("relation") == "kepala"]
    born = _year(heads[0]) if len(heads) == 1 else None
    for one in here:
        year, age = _year(one), _age(one, today)
        relation = _text(one, "relation")
        if born is not None and year is not None:
            if relation == "anak" and year - born < GENERATION:
                yield Doubt("umur_anak", one["id"], "birth_date", _text(heads[0], "full_name"))
            if relation == "ortu_mertua" and born - year < GENERATION:
                yield Doubt("umur_orang_tua", one["id"], "birth_date", _text(heads[0], "full_name"))
        if age is None:
            continue
        school, level = _text(one, "school_status"), _text(one, "school_level")
        low, high = SCHOOL_AGES.get(level, (0, 200))
        if school == "masih" and not low <= age <= high:
            yield Doubt("umur_sekolah", one["id"], "school_level", str(age))
        if school in ("belum", "tidak_lagi") and SCHOOL[0] <= age <= SCHOOL[1]:
            yield Doubt("tidak_sekolah", one["id"], "school_status", str(age))
        if one.get("pregnant") and (one.get("sex") == "l" or not PREGNANT[0] <= age <= PREGNANT[1]):
            yield Doubt("umur_hamil", one["id"], "sex" if one.get("sex") == "l" else "birth_date", str(age))


def _text(person: Person, name: str) -> str:
    value = person.get(name)
    return value.strip() if isinstance(value, str) else ""


def _year(person: Person) -> int | None:
    if _text(person, "birth_date"):
        return int(person["birth_date"][:4])
    for name in ("birth_year", "birth_year_estimate"):
        if isinstance(person.get(name), int):
            return int(person[name])
    return None


def _age(person: Person, today: date) -> int | None:
    year, day = _year(person), _text(person, "birth_date")
    if year is None:
        return None
    return today.year - year - (1 if day and today.isoformat()[5:] < day[5:] else 0)
