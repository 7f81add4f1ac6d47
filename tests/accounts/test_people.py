"""People: who may manage them, what each is told about the others, and the demo's open door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from server import create_app
from server.accounts import service as accounts
from server.accounts.roles import may_give
from server.db import db
from server.demo.load import found_desa
from server.settings import Settings
from tests.people import ANI, DEDI, DESA, ENTIN, EVERYBODY, KADES, UJANG, YETI, Enrol, browser


@pytest.mark.parametrize("who", [ANI, YETI, ENTIN, UJANG, KADES])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/people"),
        ("POST", "/people"),
        ("PATCH", f"/people/{ANI.id}"),
        ("POST", f"/people/{ANI.id}/invitations"),
        ("GET", "/enrolments"),
        ("POST", "/enrolments/01a1ffd3-7b0a-7037-8b99-811d76c14b9a/revoke"),
        ("POST", "/invitations/01a1ffd3-7b0a-7037-8b99-811d76c14b9a/revoke"),
    ],
)
def test_only_officers_manage_people(enrol: Enrol, who: Any, method: str, path: str) -> None:
    body = {"POST": {"reason": "hilang", "name": "X", "roles": ["psm"]}, "PATCH": {"name": "X"}}.get(method)
    if path == "/people" and method == "POST":
        body = {"name": "X", "roles": ["psm"]}
    elif path.endswith("/revoke"):
        body = {"reason": "hilang"}
    assert enrol(who).call(method, path, body).status_code == 403


def test_an_officer_adds_a_kader_who_then_comes_in(enrol: Enrol, app: Flask) -> None:
    dedi = enrol(DEDI)
    new = {"name": "Bu Lilis", "roles": ["kader_pkk"], "areas": ["003/001", "003/002"], "phone": "+620000000099"}
    added = dedi.post("/people", new)
    assert added.status_code == 201
    assert added.json | new == added.json
    made = dedi.post(f"/people/{added.json['id']}/invitations").json
    entry = browser(app).post("/api/enrolments", json={"code": made["code"]}).json
    assert entry["me"]["areas"] == ["003/001", "003/002"]
    assert entry["me"]["regions"] == [{"dusun": "II", "rw": "003", "rts": ["001", "002"]}]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"areas": ["009"]}, "areas"),
        ({"areas": ["4"]}, "areas"),
        ({"areas": ["004/9"]}, "areas"),
        ({"areas": ["004/099"]}, "areas"),
        ({"areas": ["004/001/rumah"]}, "areas"),
        ({"roles": ["presiden"]}, "roles"),
        ({"roles": []}, "roles"),
        ({"phone": "08-12"}, "phone"),
        ({"name": ""}, "name"),
    ],
)
def test_what_nobody_could_mean_is_refused_with_its_field(enrol: Enrol, change: dict[str, Any], field: str) -> None:
    refused = enrol(DEDI).patch(f"/people/{ANI.id}", change)
    assert refused.status_code == 422
    assert field in refused.text


def test_changed_areas_show_at_the_kaders_next_call(enrol: Enrol) -> None:
    ani, dedi = enrol(ANI), enrol(DEDI)
    before = ani.get("/me").json
    dedi.patch(f"/people/{ANI.id}", {"areas": ["005"]})
    after = ani.get("/me").json
    assert (before["areas"], after["areas"]) == (["004"], ["005"])
    assert before["hash"] != after["hash"]
    assert after["hash"] == ani.get("/me").json["hash"], "and stays the same until something changes"


def test_a_kader_knows_the_desk_and_the_psm_but_no_other_kader(enrol: Enrol) -> None:
    known = {p["name"]: p["phone"] for p in enrol(ANI).me["people"]}
    assert known == {"Pak Dedi": None, "Bu Sri": None, "Pak Ujang": UJANG.phone}


def test_an_officer_knows_everybody(enrol: Enrol) -> None:
    assert {p["name"]: p["phone"] for p in enrol(DEDI).me["people"]} == {who.name: who.phone for who in EVERYBODY}


@pytest.mark.parametrize(
    ("who", "regions"),
    [
        (ANI, [{"dusun": "II", "rw": "004", "rts": ["001", "002", "003", "004"]}]),
        (ENTIN, [{"dusun": "III", "rw": "006", "rts": ["002"]}]),
    ],
)
def test_the_picker_offers_ones_own_rt_only(enrol: Enrol, who: Any, regions: list[dict[str, Any]]) -> None:
    phone = enrol(who)
    assert phone.me["regions"] == regions
    assert phone.get("/regions").json["regions"] == regions


def test_the_desas_people_are_nobodys_in_another_desa(app: Flask, enrol: Enrol) -> None:
    dedi = enrol(DEDI)
    with app.app_context():
        from server.regions import service as regions

        regions.open_desa("32.11.16.2007", "RCK")
        db.session.flush()
        other = accounts.add_person("32.11.16.2007", "Pak Asep", ["psm"], [""], None)
        db.session.commit()
        other_id = other.id
        db.session.remove()
    assert dedi.patch(f"/people/{other_id}", {"name": "X"}).status_code == 404
    assert dedi.post(f"/people/{other_id}/invitations").status_code == 404
    assert "Pak Asep" not in dedi.get("/people").text


@pytest.mark.parametrize(
    ("giver", "given", "may"),
    [
        (["petugas_fo"], ["kader_pkk"], True),
        (["petugas_bo"], ["psm", "ketua_rt"], True),
        (["petugas_fo"], ["koordinator"], False),
        (["petugas_bo"], ["petugas_fo"], False),
        (["koordinator"], ["petugas_fo"], True),
        (["admin"], ["dinsos"], True),
        (["kesra"], ["kader_pkk"], False),
        (["psm"], ["kader_pkk"], False),
    ],
)
def test_only_a_koordinator_gives_an_office(giver: list[str], given: list[str], may: bool) -> None:
    assert may_give(giver, given) is may


def test_a_front_office_clerk_cannot_make_herself_a_door_to_the_koordinator(app: Flask, enrol: Enrol) -> None:
    clerk = enrol(DEDI)
    with app.app_context():
        accounts.person(DESA, DEDI.id).roles = ["petugas_fo"]
        db.session.commit()
        db.session.remove()
    assert clerk.post(f"/people/{ANI.id}/invitations").status_code == 201
    for path, body in (
        (f"/people/{KADES.id}/invitations", {}),
        ("/people", {"name": "Saya", "roles": ["koordinator"]}),
    ):
        assert clerk.post(path, body).status_code == 403
    assert clerk.patch(f"/people/{DEDI.id}", {"roles": ["koordinator"]}).status_code == 403


@pytest.fixture
def demo_app(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """``demo_app(host=…)``: a demo server with its people."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        app = create_app(replace(settings, demo=True, **changes))
        app.testing = True
        made.append(app)
        with app.app_context():
            found_desa()
            db.session.remove()
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def test_the_demo_lets_its_own_machine_be_anybody(demo_app: Callable[..., Flask]) -> None:
    client = browser(demo_app())
    offered = client.get("/api/demo").json["people"]
    assert {p["name"] for p in offered} == {who.name for who in EVERYBODY}
    assert all(p["phone"] is None for p in offered)
    entry = client.post("/api/demo/enrolments", json={"person": ANI.id})
    assert entry.status_code == 201
    assert entry.json["me"]["name"] == "Bu Ani"


@pytest.mark.parametrize(
    ("host", "remote", "name"),
    [
        pytest.param("0.0.0.0", "127.0.0.1", "127.0.0.1", id="a demo that listens to everybody"),
        pytest.param("127.0.0.1", "192.168.1.9", "127.0.0.1", id="somebody else's machine"),
        pytest.param("127.0.0.1", "127.0.0.1", "siaga.example", id="a proxy on this machine"),
    ],
)
def test_the_demo_lets_nobody_else_in(demo_app: Callable[..., Flask], host: str, remote: str, name: str) -> None:
    client = browser(demo_app(host=host))
    client.environ_base["REMOTE_ADDR"] = remote
    offered = client.get("/api/demo", base_url=f"http://{name}")
    entered = client.post("/api/demo/enrolments", json={"person": ANI.id}, base_url=f"http://{name}")
    refusal = 404 if name == "127.0.0.1" else 400  # a name that is not ours is refused before anything is looked at
    assert (offered.status_code, entered.status_code) == (refusal, refusal)


def test_a_real_instance_has_no_demo(client: Any, desa: str) -> None:
    assert client.get("/api/demo").status_code == 404
    assert client.post("/api/demo/enrolments", json={"person": ANI.id}).status_code == 404
