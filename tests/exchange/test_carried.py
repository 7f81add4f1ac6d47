"""A file of unsent work, made by the phone's own code and handed in at the desk: as if the phone had sent it."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server import keys
from server.db import db
from server.documents.models import Blob
from server.exchange import service as exchange
from server.exchange.models import Quarantine
from tests.documents.test_uploads import PHOTO
from tests.field import new_id
from tests.people import ANI, DESA, SRI, Enrol, Phone
from tests.people import desa as desa  # with its people

DRIVER = Path(__file__).with_name("carry.mjs")


@dataclass
class File:
    """What the phone made, taken apart as the desk does."""

    body: dict[str, Any]
    photos: bytes
    changes: list[dict[str, Any]]


def house(number: str) -> dict[str, Any]:
    begun = {"id": new_id(), "collection": "building", "record": new_id(), "desa": DESA, "area": "004/002"}
    return begun | {"made_at": "2026-11-21T10:00:00+07:00", "set": wishes(exists=True, number=number)}


def work(photo: str | None = None) -> dict[str, Any]:
    """Two houses; and a family's paper with its photo, if one is named."""
    changes = [house("1"), house("2")]
    if photo is None:
        return {"changes": changes, "photo": None}
    family, paper = new_id(), new_id()
    begun = changes[0] | {"id": new_id(), "collection": "family", "record": family}
    named = changes[0] | {"id": new_id(), "collection": "document", "record": paper}
    del named["area"]
    named["set"] = wishes(exists=True, family=family, paper="kk", state="ada", photos=[photo])
    changes += [begun | {"set": wishes(exists=True, head_name="Suryati")}, named]
    return {"changes": changes, "photo": {"id": photo, "record": paper, "data": base64.b64encode(PHOTO).decode()}}


def saved(app: Flask, phone: Phone, *asked: dict[str, Any]) -> list[File]:
    """Files of the phone, each of some ``work``, with whatever else is said of it."""
    told = {"keys": keys.told(app.config["SETTINGS"]), "enrolment": phone.enrolment, "bearer": phone.bearer}
    asked = tuple(told | {"desa": DESA} | one for one in asked)
    done = subprocess.run(["node", DRIVER], input=json.dumps(asked), capture_output=True, text=True, check=True)
    return [
        _taken_apart(base64.b64decode(made), one["changes"])
        for made, one in zip(json.loads(done.stdout), asked, strict=True)
    ]


def _taken_apart(made: bytes, changes: list[dict[str, Any]]) -> File:
    _, line, rest = made.split(b"\n", 2)
    said = json.loads(line)
    body = {"head": rest[: said["head"]].decode(), "mac": said["mac"], "warrant": said["warrant"]}
    return File(body, rest[said["head"] :], [change | {"n": n} for n, change in enumerate(changes, 1)])


def wishes(**values: Any) -> dict[str, Any]:
    return {name: {"to": value, "seen": 0} for name, value in values.items()}


@pytest.fixture
def ani(enrol: Enrol) -> Phone:
    return enrol(ANI)


@pytest.fixture
def sri(enrol: Enrol) -> Phone:
    return enrol(SRI)


def counts(answer: Any) -> tuple[int, int, int]:
    assert answer.status_code == 200, answer.text
    said = answer.get_json()
    return said["taken"], said["known"], said["attention"]


def test_what_was_carried_stands_as_if_the_phone_had_sent_it_and_twice_changes_nothing(
    app: Flask, ani: Phone, sri: Phone
) -> None:
    photo = new_id()
    (file,) = saved(app, ani, work(photo))
    first = sri.post("/carried", file.body)
    assert counts(first) == (4, 0, 0)
    assert first.get_json()["name"] == "Bu Ani"
    assert first.get_json()["photos"] == [{"id": photo, "state": "awaited"}]
    wrong = sri.call("PUT", f"/blobs/{photo}", data=b"x" * len(file.photos))
    assert wrong.status_code == 460
    assert sri.call("PUT", f"/blobs/{photo}", data=file.photos).get_json() == {"state": "kept"}
    with app.app_context():
        record = exchange.record(DESA, file.changes[0]["record"])
        assert record is not None
        before = record.seq
        steps = db.session.execute(db.text("SELECT DISTINCT enrolment, person_name FROM log")).all()
        assert [tuple(step) for step in steps] == [(ani.enrolment, "Bu Ani")], "it is hers, whoever handed it in"
        db.session.remove()
    assert counts(again := sri.post("/carried", file.body)) == (0, 4, 0)
    assert again.get_json()["photos"] == [{"id": photo, "state": "kept"}]
    assert sri.call("PUT", f"/blobs/{photo}", data=file.photos).get_json() == {"state": "kept"}
    # the phone hears of it by its receipts, and of its photo
    envelope = {"v": 1, "app": "t", "desa": DESA, "now": "2026-11-21T10:00:00+07:00", "cursors": {}, "limit": 1}
    said = ani.post("/exchange", envelope | {"changes": file.changes}).get_json()
    assert {receipt["status"] for receipt in said["receipts"]} == {"duplicate"}
    assert said["photos"]["kept"] == [photo]
    with app.app_context():
        record = exchange.record(DESA, file.changes[0]["record"])
        assert record is not None
        assert record.seq == before


def test_a_file_of_another_house_or_that_was_changed_is_refused_whole(app: Flask, ani: Phone, sri: Phone) -> None:
    another = {"desa": "32.01.15.2009"}, {"bearer": "x" * 43}, {"enrolment": new_id()}
    file, foreign, forged, nobody = saved(app, ani, work(), *(work() | one for one in another))
    elsewhere = json.loads(json.dumps(file.body))
    elsewhere["warrant"]["k"] = "00000000"
    other = json.loads(file.body["head"])
    other["changes"] = other["changes"][:1]
    altered = file.body | {"head": json.dumps(other)}
    said = {
        name: sri.post("/carried", body).get_json()["type"].removeprefix("/problems/")
        for name, body in {
            "another desa": foreign.body,
            "another server": elsewhere,
            "somebody who is not that phone": forged.body,
            "a phone nobody knows": nobody.body,
            "a change left out": altered,
            "the head cut": file.body | {"head": file.body["head"][:-1]},
            "another file's code": file.body | {"mac": nobody.body["mac"]},
            "no warrant": file.body | {"warrant": file.body["warrant"] | {"d": "AAAA"}},
        }.items()
    }
    assert said == {
        "another desa": "carried-elsewhere",
        "another server": "carried-elsewhere",
        "somebody who is not that phone": "carried-by-nobody",
        "a phone nobody knows": "carried-by-nobody",
        "a change left out": "carried-broken",
        "the head cut": "carried-broken",
        "another file's code": "carried-broken",
        "no warrant": "carried-broken",
    }
    with app.app_context():
        assert exchange.record(DESA, file.changes[0]["record"]) is None


def test_of_a_phone_that_was_shut_out_it_lies_in_quarantine_and_its_photos_wait(
    app: Flask, ani: Phone, sri: Phone
) -> None:
    photo = new_id()
    (file,) = saved(app, ani, work(photo))
    assert sri.post(f"/enrolments/{ani.enrolment}/revoke", {"reason": "hilang"}).status_code == 200
    answer = sri.post("/carried", file.body)
    assert counts(answer) == (0, 0, 4)
    assert answer.get_json()["photos"] == [{"id": photo, "state": "later"}]
    assert sri.call("PUT", f"/blobs/{photo}", data=file.photos).status_code == 404
    with app.app_context():
        waiting = [row.change for row in db.session.query(Quarantine).order_by(Quarantine.n)]
        assert waiting == [change["id"] for change in file.changes]
        assert db.session.query(Blob).count() == 0
        db.session.remove()
    for change in waiting:
        assert sri.post(f"/quarantine/{change}/accept", {}).get_json()["status"] == "accepted"
    assert sri.post("/carried", file.body).get_json()["photos"] == [{"id": photo, "state": "awaited"}]
    assert sri.call("PUT", f"/blobs/{photo}", data=file.photos).get_json() == {"state": "kept"}
