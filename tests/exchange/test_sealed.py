"""What a locked phone sends: sealed by the phone's own code, opened by the server, and taken as if it had come open."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask

from server import keys, sealing
from server.db import db
from server.exchange.models import Quarantine
from tests.sealing import phone_seals


def test_what_a_phone_seals_this_server_opens_and_no_other() -> None:
    ours, theirs = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    texts = {"a": "pendek", "b": "panjang " * 5000}
    short, long = phone_seals(sealing.point(ours), texts)["parcels"]
    assert sealing.open_parcel(ours, "delivery", short, "a").decode() == texts["a"]
    assert sealing.open_parcel(ours, "delivery", long, "b").decode() == texts["b"]
    assert len(long["d"]) < 1000, "long texts are packed before they are sealed"
    for key, purpose, parcel, what in [
        (theirs, "delivery", short, "a"),
        (ours, "recovery", short, "a"),
        (ours, "delivery", short, "b"),
        (ours, "delivery", short | {"d": long["d"]}, "a"),
        (ours, "delivery", short | {"d": "%"}, "a"),
        (ours, "delivery", {}, "a"),
        (ours, "delivery", None, "a"),
    ]:
        with pytest.raises(sealing.Unsealable):
            sealing.open_parcel(key, purpose, parcel, what)


def test_a_parcel_that_unfolds_without_end_is_refused() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    (bomb,) = phone_seals(sealing.point(key), {"a": "0" * 3_000_000})["parcels"]
    with pytest.raises(sealing.Unsealable):
        sealing.open_parcel(key, "delivery", bomb, "a")


@pytest.fixture
def delivery(app: Flask) -> ec.EllipticCurvePrivateKey:
    return keys.private(app.config["SETTINGS"], "delivery.pem")


def test_a_locked_phone_delivers_and_is_told_no_name(icih, app: Flask, delivery: ec.EllipticCurvePrivateKey) -> None:
    change = icih.begin("building", "004/002", number="12")
    plain = {name: value for name, value in change.items() if name != "n"}
    (parcel,) = phone_seals(sealing.point(delivery), {change["id"]: json.dumps(plain)})["parcels"]
    locked = {"id": change["id"], "n": change["n"], "sealed": parcel}
    answer = icih.post(icih.envelope(locked), locked=True).get_json()
    assert [receipt["status"] for receipt in answer["receipts"]] == ["accepted"]
    assert answer["desas"] == {}
    assert "me" not in answer
    (again,) = icih.send(change)  # unlocked, the phone sends the same once more, open
    assert (again["status"], again["seq"]) == ("duplicate", answer["receipts"][0]["seq"])


def test_what_cannot_be_opened_is_refused_alone_and_kept(
    icih, app: Flask, delivery: ec.EllipticCurvePrivateKey
) -> None:
    good, bad = (icih.begin("building", "004/002", number=number) for number in ("1", "2"))
    another = ec.generate_private_key(ec.SECP256R1())
    (parcel,) = phone_seals(sealing.point(another), {bad["id"]: json.dumps(bad)})["parcels"]
    sealed = {"id": bad["id"], "n": bad["n"], "sealed": parcel}
    answer = icih.post(icih.envelope(good, sealed), locked=True).get_json()
    assert {receipt["id"]: receipt["status"] for receipt in answer["receipts"]} == {
        good["id"]: "accepted",
        bad["id"]: "refused",
    }
    with app.app_context():
        (kept,) = db.session.query(Quarantine).all()
        assert json.loads(kept.body)["sealed"] == parcel
