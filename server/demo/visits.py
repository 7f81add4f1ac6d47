"""Writing families and their visits, as a kader's phone would have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from server import clock
from server.catalogue import service as catalogue
from server.demo import answers, cards, story
from server.demo.families import Family, Member
from server.demo.people import DESA
from server.demo.phones import Phone, new_id
from server.documents import service as documents
from server.surveys import service as surveys

IDENTITY = frozenset(
    {"kk_number", "nik", "nik_status", "birth_known", "birth_date", "birth_year", "birth_year_estimate"}
)
"""What a survey saves that goes to the identity record of a family or member."""

DUTY = {"kader_pkk": "pkk", "kader_posyandu": "posyandu", "kader_dasawisma": "dasawisma", "psm": "psm"}
Properties = dict[str, Any]


def identity_of(subject: str) -> str:
    """The id of somebody's identity record: that of the subject with another version digit."""
    return f"{subject[:14]}8{subject[15:]}"


def note_house(phone: Phone, building: str, rw: str, rt: str, number: str | None) -> None:
    """Begin a building."""
    phone.set("building", building, {"rw": rw, "rt": rt, "number": number}, f"{rw}/{rt}/{building}")


def note_unvisited(phone: Phone, family: Family) -> None:
    """Begin a family that is only known from the dasawisma's book: names, ages, no more."""
    note_house(phone, family.building, family.rw, family.rt, family.house)
    properties = {
        "head_name": family.head.name,
        "house_number": family.house,
        "address": family.address,
        "landmark": family.landmark,
        "member_count": len(family.members),
    }
    members = [_from_the_book(member) for member in family.members]
    _write_family(phone, family, properties, members)


def visit(phone: Phone, family: Family, survey_hash: str, at: datetime) -> str:
    """Fill the survey in with a family at ``at`` and send it with what it says of them; return the visit's id."""
    survey = surveys.survey(survey_hash)
    local = at.astimezone(clock.WIB)
    day = local.date()
    visit_id = new_id(at)
    duty = DUTY[phone.who.roles[0]]
    photo = new_id(at) if story.has_photo(family) else None
    facts = answers.of_family(family, day, story.wishes(family, day), duty, answers.next_wednesday(day))
    hidden = {
        "foto_depan": photo,
        "mulai": local.isoformat(timespec="seconds"),
        "selesai": local.isoformat(timespec="seconds"),
        "tanggal_sistem": day.isoformat(),
        "id_kunjungan": visit_id,
        "id_kader": phone.who.id,
        "jenis": "lengkap",
        "id_keluarga": family.id,
        "id_bangunan": family.building,
        "kode_desa": DESA,
        "dusun": family.dusun,
        "rw": family.rw,
        "rt": family.rt,
    }
    rows = [answers.of_member(family, member, day) for member in family.members]
    evaluated_at = local.isoformat(timespec="seconds")
    said = surveys.run(survey, answers.place(survey, facts | hidden, rows), evaluated_at).answers
    properties, members = answers.entities(survey, said)
    advised = catalogue.assess_visit(DESA, said, survey_hash, day)
    note_house(phone, family.building, family.rw, family.rt, family.house)
    _write_family(phone, family, properties, members)
    phone.set(
        "visit",
        visit_id,
        {
            "survey": survey_hash,
            "survey_id": survey["id"],
            "family": family.id,
            "building": family.building,
            "result": said["kunjungan"]["hasil_akhir"],
            "date": day.isoformat(),
            "mode": "lengkap",
            "answers": said,
            "evaluated_at": evaluated_at,
            "advice": {
                "catalogue": advised["catalogue"],
                "services": {code: {"advice": found["advice"]} for code, found in advised["services"].items()},
            },
        },
        family.area,
    )
    phone.deliver()
    if photo:
        documents.take(DESA, photo, cards.house(family.number))
    return visit_id


def closed_door(phone: Phone, survey_hash: str, rw: str, rt: str, result: str, reason: str, at: datetime) -> None:
    """Note a house where nobody agreed to be asked: its place, the day, result and reason."""
    survey = surveys.survey(survey_hash)
    local = at.astimezone(clock.WIB)
    building, visit_id = new_id(at), new_id(at)
    met = {"hasil_kunjungan": "terisi", "setuju_data": "tidak"} if result == "menolak" else {"hasil_kunjungan": result}
    facts = {"tgl_kunjungan": local.date().isoformat(), "id_kunjungan": visit_id, "rw": rw, "rt": rt, "alasan": reason}
    evaluated_at = local.isoformat(timespec="seconds")
    said = surveys.run(survey, answers.place(survey, facts | met, []), evaluated_at).answers
    note_house(phone, building, rw, rt, None)
    fields = {
        "survey": survey_hash,
        "survey_id": survey["id"],
        "building": building,
        "result": result,
        "reason": reason,
        "date": local.date().isoformat(),
        "mode": "lengkap",
        "answers": said,
        "evaluated_at": evaluated_at,
    }
    phone.set("visit", visit_id, fields, f"{rw}/{rt}/{building}")


def _write_family(phone: Phone, family: Family, properties: Properties, members: list[Properties]) -> None:
    open_, secret = _apart(properties)
    phone.set("family", family.id, {"building": family.building} | open_, family.area)
    if secret:
        phone.set("identity", identity_of(family.id), {"subject": family.id} | secret)
    for order, (member, known) in enumerate(zip(family.members, members, strict=True)):
        open_, secret = _apart(known)
        phone.set("member", member.id, {"family": family.id, "order": order} | open_)
        phone.set("identity", identity_of(member.id), {"subject": member.id} | secret)


def _apart(properties: Properties) -> tuple[Properties, Properties]:
    secret = {name: value for name, value in properties.items() if name in IDENTITY}
    return {name: value for name, value in properties.items() if name not in IDENTITY}, secret


def _from_the_book(member: Member) -> Properties:
    return {
        "full_name": member.name,
        "presence": "tinggal",
        "relation": member.relation,
        "sex": member.sex,
        "birth_known": "tahun",
        "birth_year": member.birth.year,
    }
