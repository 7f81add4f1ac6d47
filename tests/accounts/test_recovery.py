"""A forgotten PIN: the phone asks, another person approves, the phone alone gets its key; and orders to phones."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from flask import Flask

from server import clock, keys, sealing
from server.accounts.models import Recovery
from server.db import db
from tests.people import ANI, DEDI, DESA, SRI, Enrol, Phone

KEY = bytes(range(32))


class Locked:
    """A phone whose PIN is forgotten: it has its cookie, its box, and a key for this once."""

    def __init__(self, app: Flask, phone: Phone) -> None:
        phone.locked = True
        self.phone, self.once = phone, ec.generate_private_key(ec.SECP256R1())
        recovery = base64.b64decode(keys.told(app.config["SETTINGS"])["recovery"])
        self.box = sealing.seal(recovery, "recovery", KEY, "vault")

    def ask(self) -> dict[str, Any]:
        public = base64.b64encode(sealing.point(self.once)).decode()
        asked: dict[str, Any] = self.phone.post("/recoveries", {"public": public}).get_json()
        return asked

    def collect(self, asking: str, box: Any = None) -> Any:
        return self.phone.post(f"/recoveries/{asking}/collect", {"box": box or self.box})


def approve(officer: Phone, asked: dict[str, Any], **other: str) -> int:
    said = {"code": asked["code"], "reason": "lupa PIN, orangnya di sini"} | other
    return officer.post(f"/recoveries/{asked['id']}/approve", said).status_code


def test_a_second_person_gives_a_phone_its_key_back_once(app: Flask, enrol: Enrol) -> None:
    dedi, locked = enrol(DEDI), Locked(app, enrol(ANI))
    asked = locked.ask()
    assert locked.collect(asked["id"]).get_json() == {"key": None}
    (waiting,) = dedi.get("/recoveries").get_json()["recoveries"]
    assert (waiting["id"], waiting["name"]) == (asked["id"], "Bu Ani")
    assert "code" not in waiting, "the desk types what the phone shows"
    assert approve(dedi, asked, code="9999" if asked["code"] != "9999" else "0000") == 422
    assert approve(dedi, asked) == 204
    assert dedi.get("/recoveries").get_json()["recoveries"] == []
    sealed = locked.collect(asked["id"]).get_json()["key"]
    assert sealing.open_parcel(locked.once, "answer", sealed, asked["id"]) == KEY
    assert locked.collect(asked["id"]).status_code == 404, "once"
    with app.app_context():
        (row,) = db.session.query(Recovery).all()
        assert (row.approved_by, row.reason) == (DEDI.id, "lupa PIN, orangnya di sini")
        stored = json.dumps({column.name: str(getattr(row, column.name)) for column in Recovery.__table__.columns})
        assert base64.b64encode(KEY).decode() not in stored
        assert str(locked.box["d"]) not in stored


def test_nobody_approves_for_themselves(app: Flask, enrol: Enrol) -> None:
    own = Locked(app, enrol(DEDI))
    assert approve(enrol(DEDI), own.ask()) == 403
    assert approve(enrol(SRI), own.ask()) == 204


def test_an_asking_ends_with_its_day_with_a_newer_one_and_with_the_phone(app: Flask, enrol: Enrol) -> None:
    dedi, locked = enrol(DEDI), Locked(app, enrol(ANI))
    first = locked.ask()
    second = locked.ask()
    assert approve(dedi, first) == 404
    later = clock.now() + timedelta(hours=25)
    with clock.turned(lambda: later):
        assert dedi.get("/recoveries").get_json()["recoveries"] == []
        assert approve(dedi, second) == 404
    assert approve(dedi, second) == 204
    other = Locked(app, enrol(ANI))
    assert other.collect(second["id"]).status_code == 404, "another phone's asking"
    assert locked.collect(second["id"], {"k": "x"}).status_code == 422
    dedi.post(f"/enrolments/{locked.phone.enrolment}/order", {"order": "hilang", "reason": "hilang di pasar"})
    assert locked.collect(second["id"]).status_code in (401, 404)


EMPTY = {"v": 1, "app": "1", "desa": DESA, "now": "2026-11-21T10:00:00+07:00", "changes": [], "cursors": {}}


@pytest.mark.parametrize(("order", "delivers"), [("hilang", False), ("berhenti", True)])
def test_an_order_is_signed_by_the_server_told_until_it_is_done_and_reading_ends(
    app: Flask, enrol: Enrol, order: str, delivers: bool
) -> None:
    dedi, ani = enrol(DEDI), enrol(ANI)
    path = f"/enrolments/{ani.enrolment}/order"
    assert dedi.post(path, {"order": order, "reason": "ganti HP"}).get_json()["ordered"] == order
    answer = ani.post("/exchange", EMPTY).get_json()
    assert answer["signed_out"] is True
    assert answer["desas"] == {}
    assert ani.get("/me").status_code == 401
    (told,) = answer["orders"]
    assert json.loads(told["text"]) == {"enrolment": ani.enrolment, "order": order}
    signature = base64.b64decode(told["signature"])
    numbers = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    signing = base64.b64decode(keys.told(app.config["SETTINGS"])["signing"])
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), signing).verify(
        encode_dss_signature(*numbers), told["text"].encode(), ec.ECDSA(hashes.SHA256())
    )
    change = {"id": "019b8be1-f500-7000-8000-0000000000aa", "n": 1, "collection": "building", "area": "004/002"}
    change |= {"record": "019b8be1-f500-7000-8000-0000000000ab", "desa": DESA, "made_at": EMPTY["now"]}
    change |= {"set": {"exists": {"to": True, "seen": 0}, "number": {"to": "7", "seen": 0}}}
    (receipt,) = ani.post("/exchange", EMPTY | {"changes": [change]}).get_json()["receipts"]
    assert (receipt["status"] == "accepted") is delivers, "what a lost phone sends waits in quarantine"
    assert ani.post("/orders/done").status_code == 204
    (phone,) = [one for one in dedi.get("/enrolments").get_json()["enrolments"] if one["id"] == ani.enrolment]
    assert phone["order_done_at"] is not None
    assert phone["revoked_at"] is not None
    assert dedi.post(path, {"order": order, "reason": "sekali lagi"}).status_code == 409


def test_who_stops_may_still_deliver_from_every_phone(enrol: Enrol) -> None:
    dedi, phones = enrol(DEDI), [enrol(ANI), enrol(ANI)]
    dedi.patch(f"/people/{ANI.id}", {"active": False})
    for phone in phones:
        answer = phone.post("/exchange", EMPTY).get_json()
        assert json.loads(answer["orders"][0]["text"])["order"] == "berhenti"
        assert phone.get("/me").status_code == 401


def test_without_an_order_nothing_is_ordered(enrol: Enrol) -> None:
    assert enrol(ANI).post("/exchange", EMPTY).get_json()["orders"] == []
