"""Two families that are one: Suryati's, known to Bu Ani and to the desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sync.ids import identity_id
from tests.families.pair import NIK
from tests.field import MONDAY, Field, at, new_id


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


@pytest.fixture
def twins(field: Field) -> dict[str, str]:
    """Suryati's family twice: known to Bu Ani with its KK number, to the desk with its landmark; both know her NIK."""
    one, other = field.family("Suryati", landmark="warung"), field.family("Suryati B", "005/001", field.dedi)
    members = {}
    for name, family, hand in (("one", one, field.ani), ("other", other, field.dedi)):
        members[name] = new_id()
        hand.set("member", members[name], exists=True, family=family, order=1, full_name="Suryati")
        nik = identity_id(members[name])
        hand.set("identity", nik, exists=True, subject=members[name], nik=NIK, nik_status="ada")
    field.ani.set("identity", identity_id(one), exists=True, subject=one, kk_number="3201990101900001")
    field.dedi.set("family", other, seen=0, address="Kp. Sawah")
    case = field.case(one)
    paper = field.document(one, member=members["one"])
    extra = field.member(one, "Ujang")
    return {
        "one": one,
        "other": other,
        "case": case,
        "paper": paper,
        "extra": extra,
        **{f"m_{k}": v for k, v in members.items()},
    }
