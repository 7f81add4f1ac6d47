"""Who may send what and who is sent what: areas, roles, moves."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.accounts.models import Person
from server.db import db, turn
from server.exchange.models import Log, Quarantine
from server.exchange.turns import Turn
from sync.cursor import scope_hash
from sync.record import Author
from tests.exchange.conftest import DESA, NOW, new_id, wish

WEDNESDAY = {
    "date": "2026-11-25",
    "opens": "08.00",
    "closes": "15.00",
    "state": "buka",
    "cutoff": f"{NOW[:10]}T15:00:00+07:00",
}


def author(turn: Turn, phone: Any = None) -> Author:
    by = Author.server(turn.now)
    if phone is None:
        return by
    return Author(phone.person, phone.enrolment, 1, new_id(), "x", frozenset({"kader_pkk"}), ("004",), None, turn.now)


def family_in(phone: Any, area: str, **fields: Any) -> str:
    change = phone.begin("family", area, head_name="Suryati", **fields)
    assert phone.statuses(change) == ["accepted"]
    record: str = change["record"]
    return record


def test_a_set_outside_her_areas_is_refused(icih):
    (receipt,) = icih.send(icih.begin("family", "005/001", head_name="Suryati"))
    assert receipt["problem"]["type"] == "/problems/out-of-scope"


def test_the_area_of_a_child_is_its_familys_whatever_the_phone_thinks(app, icih, wati):
    family = family_in(icih, "004/002")
    with app.app_context(), turn(DESA) as this:
        this.move(family, author(this), area="005/001")
    (receipt,) = icih.send(icih.begin("member", family=family, full_name="Ujang"))
    assert receipt["problem"]["type"] == "/problems/out-of-scope"
    member = wati.begin("member", family=family, full_name="Ujang")
    wati.send(member)
    assert wati.records[member["record"]]["area"] == "005/001"


def test_an_edit_of_a_family_that_has_left_says_so(app, icih):
    family = family_in(icih, "004/002")
    with app.app_context(), turn(DESA) as this:
        this.move(family, author(this), area="005/001")
    (receipt,) = icih.send(icih.set("family", family, landmark=wish("masjid")))
    assert receipt["problem"]["type"] == "/problems/moved-away"


def test_a_family_that_moved_is_gone_from_the_first_phone_and_comes_to_the_second(app, phone, icih):
    asep = phone("Asep", "kader_pkk", "005")
    family = family_in(icih, "004/002")
    icih.pull(), asep.pull()
    with app.app_context(), turn(DESA) as this:
        this.move(family, author(this), area="005/001")
    (told,) = icih.pull()
    assert (told["id"], told["gone"], told["body"]) == (family, "moved", {})
    (came,) = asep.pull()
    assert (came["id"], came["area"], came["gone"]) == (family, "005/001", None)


def test_a_move_within_her_areas_is_no_goodbye(app, icih):
    family = family_in(icih, "004/002")
    icih.pull()
    with app.app_context(), turn(DESA) as this:
        this.move(family, author(this), area="004/003")
    (told,) = icih.pull()
    assert (told["area"], told["gone"]) == ("004/003", None)


def test_an_area_is_no_prefix_of_a_text_but_of_a_path(phone, wati):
    ati = phone("Ati", "kader_pkk", "004/00")
    family_in(wati, "004/002")
    assert ati.pull() == []


@pytest.mark.parametrize(
    ("roles", "collections"),
    [
        pytest.param("kader_pkk", {"family", "member", "identity", "service_day"}, id="a kader reads her area"),
        pytest.param("kader_posyandu", {"family", "member", "service_day"}, id="Posyandu reads nobody's numbers"),
        pytest.param("ketua_rw", {"family", "service_day"}, id="a ketua reads addresses and status"),
        pytest.param("kades", {"service_day"}, id="a kades pulls no case"),
        pytest.param("admin", {"service_day"}, id="an admin pulls no case"),
        pytest.param("kades petugas_fo", {"family", "member", "identity", "service_day"}, id="roles combine"),
    ],
)
def test_what_a_role_is_sent(app, phone, wati, roles, collections):
    family = family_in(wati, "004/002")
    wati.send(wati.begin("member", family=family, full_name="Ujang"))
    wati.send(wati.begin("identity", record=family[:14] + "8" + family[15:], subject=family, kk_number="1"))
    with app.app_context(), turn(DESA) as this:
        this.create("service_day", new_id(), author(this), area="", **WEDNESDAY)
    reader = phone("Neni", roles, "004")
    assert {record["collection"] for record in reader.pull()} == collections


def test_posyandu_reads_what_she_wrote_herself(phone, wati):
    nur = phone("Nur", "kader_posyandu", "004")
    family = family_in(wati, "004/002")
    mine = nur.begin("identity", record=family[:14] + "8" + family[15:], subject=family, kk_number="1")
    nur.send(mine)
    assert mine["record"] in nur.records


def test_an_author_goes_on_seeing_her_visit_until_it_is_reviewed(app, icih):
    with app.app_context(), turn(DESA) as this:
        visit = this.create("visit", new_id(), author(this, icih), area="004/002", date="2026-11-21").id
    assert [record["id"] for record in icih.pull()] == [visit]
    with app.app_context(), turn(DESA) as this:
        this.move(visit, author(this), area="005/001")
    (told,) = icih.pull()
    assert told["gone"] is None
    with app.app_context(), turn(DESA) as this:
        this.write(visit, author(this), reviewed=True)
    (told,) = icih.pull()
    assert told["gone"] == "moved"


def test_a_changed_scope_starts_again(app, phone, icih):
    family_in(icih, "004/002")
    icih.pull()
    assert icih.cursor["scope"] == scope_hash(icih.person, ["kader_pkk"], ["004"])
    icih.cursor["scope"] = scope_hash(icih.person, ["kader_pkk"], ["005"])
    answer = icih.exchange()["desas"][DESA]
    assert (answer["restart"], len(answer["records"])) == (True, 1)


def test_a_kader_with_another_area_loses_nothing_and_holds_what_her_new_one_holds(app, icih, wati):
    old, new = family_in(icih, "004/002"), family_in(wati, "005/001")
    icih.pull()
    typed = icih.set("family", old, landmark=wish("masjid"))
    made = icih.begin("member", family=old, full_name="Ujang")
    with app.app_context():
        db.session.get_one(Person, icih.person).areas = ["005"]
        db.session.commit()
    assert icih.send(typed, made)
    with app.app_context():
        kept = {row.change for row in db.session.scalars(select(Quarantine))}
        logged = {row.change for row in db.session.scalars(select(Log))}
        db.session.remove()
    assert {typed["id"], made["id"]} <= kept | logged, "what she typed lies somewhere"
    assert icih.answer["desas"][DESA]["restart"]
    icih.pull()
    wati.pull()
    theirs = {name for name, record in wati.records.items() if record["area"].startswith("005")}
    assert set(icih.records) == {new} == theirs, "phone and server count the same"


def test_another_desas_changes_are_refused_one_by_one(icih):
    change = icih.begin("family", "004/002", head_name="x") | {"desa": "32.01.15.2009"}
    (receipt,) = icih.send(change)
    assert receipt["problem"]["field"] == "desa"


def test_a_revoked_phone_delivers_into_quarantine_and_reads_nothing(app: Flask, icih):
    from server.accounts import service as accounts

    with app.app_context():
        accounts.revoke(DESA, icih.enrolment, "x", "hilang")
    answer = icih.exchange(icih.begin("family", "004/002", head_name="Suryati"))
    assert answer["receipts"][0]["problem"]["type"] == "/problems/revoked"
    assert answer["signed_out"] is True, "so that the phone can say whom to see"
    assert answer["desas"] == {}


def test_history_is_not_told_to_who_may_not_see_the_record(phone, icih):
    family = family_in(icih, "004/002")
    asep = phone("Asep", "kader_pkk", "005")
    headers = {"X-Enrolment": asep.enrolment, "Authorization": f"Bearer {asep.bearer}"}
    assert asep.client.get(f"/api/records/{family}/history", headers=headers).status_code == 404
    del headers["Authorization"]
    assert asep.client.get(f"/api/records/{family}/history", headers=headers).status_code == 401


@pytest.mark.parametrize("collection", ["member", "document", "case"])
def test_nothing_new_is_hung_on_a_family_of_another_area(icih, wati, collection):
    theirs = family_in(wati, "005/001")
    fields = {"paper": "kk", "state": "belum", "photos": []} if collection == "document" else {"service": "pkh"}
    (receipt,) = icih.send(icih.begin(collection, family=theirs, **(fields if collection != "member" else {})))
    assert receipt["problem"]["type"] == "/problems/out-of-scope"


def test_a_family_is_not_put_into_a_house_of_another_area(icih, wati):
    house = wati.begin("building", "005/001", rw="005", rt="001")
    wati.send(house)
    (receipt,) = icih.send(icih.begin("family", "004/002", head_name="Suryati", building=house["record"]))
    assert (receipt["problem"]["type"], receipt["problem"]["field"]) == ("/problems/out-of-scope", "set.building")


@pytest.mark.parametrize(("collection", "field"), [("member", "family"), ("case", "family"), ("case", "service")])
def test_what_a_record_is_does_not_change_once_it_is_made(icih, collection, field):
    family, other = family_in(icih, "004/002"), family_in(icih, "004/002")
    made = icih.begin(collection, family=family, **({"service": "pkh"} if collection == "case" else {}))
    assert icih.statuses(made) == ["accepted"]
    value = other if field == "family" else "pip"
    seen = icih.records[made["record"]]["versions"][field]
    (receipt,) = icih.send(icih.set(collection, made["record"], **{field: wish(value, seen)}))
    assert (receipt["problem"]["type"], receipt["problem"]["field"]) == ("/problems/fixed-field", f"set.{field}")
    assert icih.records[made["record"]]["body"][field] != value


def test_saying_the_same_again_of_a_fixed_field_is_agreement(icih):
    family = family_in(icih, "004/002")
    member = icih.begin("member", family=family, full_name="Ujang")
    icih.send(member)
    assert icih.statuses(icih.set("member", member["record"], family=wish(family))) == ["merged"]


def test_a_kader_deletes_no_family(icih):
    family = family_in(icih, "004/002")
    seen = icih.records[family]["seq"]
    (receipt,) = icih.send(icih.set("family", family, exists=wish(False, seen)))
    assert receipt["problem"]["type"] == "/problems/not-your-role"
