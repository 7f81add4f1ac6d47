"""Two officers see who has a case open; nobody is kept out by it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from server.cases.models import Case
from server.db import db
from tests.field import MONDAY, at, new_id
from tests.people import DEDI, SRI, Enrol


def test_the_first_one_holds_it_until_she_leaves_or_ten_minutes_have_gone(app: Flask, desa: str, enrol: Enrol) -> None:
    case = new_id()
    with app.app_context():
        db.session.add(Case(desa=desa, id=case, seq=1, family=new_id(), service="sembako"))
        db.session.commit()
        db.session.remove()
    dedi, sri = enrol(DEDI), enrol(SRI)
    path = f"/cases/{case}/lease"
    with at(MONDAY):
        assert dedi.post(path).get_json()["mine"]
    with at(MONDAY + timedelta(minutes=3)):
        assert sri.post(path).get_json() == {"mine": False, "name": "Pak Dedi", "minutes": 3}
        assert dedi.post(path).get_json()["minutes"] == 3, "renewed, not begun anew"
    with at(MONDAY + timedelta(minutes=12)):
        assert not sri.post(path).get_json()["mine"], "it was renewed at three minutes past"
    with at(MONDAY + timedelta(minutes=14)):
        assert sri.post(path).get_json()["mine"]
        assert dedi.post(path).get_json() == {"mine": False, "name": "Bu Sri", "minutes": 0}, "hers began now"
        assert sri.call("DELETE", path).status_code == 204
        assert dedi.post(path).get_json()["mine"]
        assert dedi.post("/cases/0193f2a0-0000-7000-8000-000000000001/lease").status_code == 404
