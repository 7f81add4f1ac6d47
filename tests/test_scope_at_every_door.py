"""Every door of the server, every role, one table. A new route without a row fails; so does a row without its route.

This is about who gets in at all. What they then see and may write of the field's data is the scope table of the
protocol, tested with the exchange.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from server.accounts import service as accounts
from server.db import db
from tests.people import Phone, browser

KADER = {"kader_dasawisma", "kader_pkk", "kader_posyandu", "psm"}
OFFICE = {"petugas_fo", "petugas_bo", "koordinator", "kesra", "operator_siks"}
DESK = {"koordinator", "petugas_fo", "petugas_bo", "admin"}
WATCHERS = {"kades", "supervisor_kec", "dinsos"}  # numbers, no names
PUBLISHERS = {"koordinator", "admin", "dinsos"}
EVERYBODY = KADER | OFFICE | {"ketua_rt", "ketua_rw", "kades", "supervisor_kec", "dinsos", "admin"}
PUBLIC = EVERYBODY | {"nobody", "locked"}  # no credentials needed
DELIVERY = EVERYBODY | {"locked"}  # the cookie is enough: a locked phone may send
NOBODY_HERE: set[str] = set()  # only on the demo's own machine

ID = "0193f2a0-0000-7000-8000-000000000001"
FILE = (BytesIO(b"| survey |"), "form.md")


@dataclass(frozen=True)
class Row:
    """Who may pass a door, and something to ask there that can be read."""

    who: set[str]
    body: Any = None
    data: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    query: str = ""


PERSON = {"name": "Bu Baru", "roles": ["kader_pkk"], "areas": ["004"]}
EXCHANGE = {"v": 1, "app": "1", "desa": "32.01.15.2008", "changes": [], "cursors": {}, "limit": 10}
TUS = {"Tus-Resumable": "1.0.0"}
CHUNK = {**TUS, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}

DOORS: dict[str, Row] = {
    "GET /health": Row(PUBLIC),
    "GET /": Row(PUBLIC),
    "GET /<outside:path>": Row(PUBLIC),
    "GET /api/openapi.json": Row(PUBLIC),
    "GET /api/docs": Row(PUBLIC),
    "GET /api/demo": Row(NOBODY_HERE),
    "POST /api/demo/enrolments": Row(NOBODY_HERE, {"person": ID}),
    "POST /api/invitations/open": Row(PUBLIC, {"code": "ABCDEFGH"}),
    "POST /api/enrolments": Row(PUBLIC, {"code": "ABCDEFGH"}),
    "GET /api/keys": Row(PUBLIC),
    "GET /api/me": Row(EVERYBODY),
    "GET /api/regions": Row(EVERYBODY),
    "GET /api/desas": Row(OFFICE),
    "GET /api/publications": Row(EVERYBODY),
    "GET /api/publications/<string:name>": Row(DELIVERY),
    "GET /api/publications/<string:name>/source": Row(OFFICE | PUBLISHERS),
    "GET /api/catalogues/<string:name>/workbook": Row(OFFICE | PUBLISHERS),
    "POST /api/exports": Row(OFFICE, {"survey": "kelayakan"}),
    "GET /api/advice": Row(OFFICE),
    "GET /api/advice/changes": Row(OFFICE, query="?catalogue=" + 64 * "0"),
    "GET /api/exports": Row(OFFICE),
    "POST /api/exchange": Row(DELIVERY, EXCHANGE),
    "GET /api/records/<record>/history": Row(EVERYBODY),
    "GET /api/quarantine": Row(OFFICE),
    "POST /api/carried": Row(DESK, {"head": "", "mac": "", "warrant": {}}),
    "PUT /api/blobs/<uuid:blob>": Row(DESK),
    "GET /api/backup": Row(OFFICE),
    "GET /api/retention": Row(OFFICE),
    "GET /api/kader": Row(OFFICE | DESK),
    "POST /api/enrolments/return": Row(PUBLIC, {"desa": "32.01.15.2008", "name": "Bu Ani"}),
    "GET /api/enrolments/returning": Row(DESK),
    "POST /api/enrolments/<enrolment_id>/confirm": Row(DESK, {"person": ID, "code": "123456"}),
    "POST /api/cases/<uuid:case>/lease": Row(OFFICE),
    "DELETE /api/cases/<uuid:case>/lease": Row(OFFICE),
    "GET /api/twins": Row(OFFICE),
    "GET /api/notices/messages": Row(OFFICE),
    "POST /api/notices/messages/preview": Row(OFFICE, {"key": "sms.hasil", "text": "Ada kabar."}),
    "POST /api/desil": Row(OFFICE, data={"file": (BytesIO(b"NIK,Desil"), "dtsen.csv")}),
    "POST /api/quarantine/<uuid:change>/accept": Row(OFFICE, {}),
    "POST /api/quarantine/<uuid:change>/discard": Row(OFFICE, {"reason": "uji coba"}),
    "POST /api/blobs": Row(DELIVERY, headers={**TUS, "Upload-Length": "10"}),
    "PATCH /api/blobs/<uuid:blob>": Row(DELIVERY, headers=CHUNK),
    "POST /api/blobs/<uuid:blob>": Row(DELIVERY, headers={**CHUNK, "X-HTTP-Method-Override": "PATCH"}),
    "DELETE /api/blobs/<uuid:blob>": Row(DELIVERY, headers=TUS),
    "GET /api/blobs/<uuid:blob>": Row(EVERYBODY),
    "GET /api/photos": Row(OFFICE, query=f"?family={ID}"),
    "GET /api/families/<uuid:family>/twins": Row(OFFICE),
    "GET /api/cases/numbers": Row(WATCHERS),
    "GET /api/servicedays": Row(OFFICE),
    "GET /api/servicedays/<string:day>/list": Row(OFFICE),
    "GET /api/servicedays/<string:day>/moved": Row(OFFICE, query="?opens=08.00&closes=15.00&officers=2"),
    "POST /api/servicedays/card": Row(OFFICE, {"card": "ABCDEF"}),
    "POST /api/cards/sheet": Row(OFFICE, {"count": 4}),
    "POST /api/surveys": Row(PUBLISHERS, data={"file": FILE}),
    "POST /api/catalogues": Row(PUBLISHERS, data={"file": FILE}),
    "GET /api/people": Row(DESK),
    "POST /api/people": Row(DESK, PERSON),
    "PATCH /api/people/<person_id>": Row(DESK, {"name": "Bu Lain"}),
    "POST /api/people/<person_id>/invitations": Row(DESK),
    "POST /api/invitations/<invitation_id>/revoke": Row(DESK),
    "GET /api/enrolments": Row(DESK),
    "POST /api/enrolments/<enrolment_id>/revoke": Row(DESK, {"reason": "hilang"}),
    "POST /api/enrolments/<enrolment_id>/order": Row(DESK, {"reason": "hilang", "order": "hilang"}),
    "POST /api/orders/done": Row(DELIVERY),
    "POST /api/recoveries": Row(DELIVERY, {"public": "BA=="}),
    "GET /api/recoveries": Row(DESK),
    "POST /api/recoveries/<recovery_id>/approve": Row(DESK, {"reason": "lupa PIN", "code": "1234"}),
    "POST /api/recoveries/<recovery_id>/collect": Row(DELIVERY, {"box": {}}),
}

CITIZEN = {  # no account opens these: a card does, and its four digits (tests/citizen)
    "GET /w/",
    "POST /w/",
    "GET /w/<reference>",
    "POST /w/<reference>",
    "GET /w/<reference>/berkas",
    "GET /w/<reference>/rabu.ics",
    "GET /w/<reference>/tidak-bisa",
    "POST /w/<reference>/tidak-bisa",
    "GET /w/<reference>/cabut",
    "POST /w/<reference>/cabut",
    "POST /w/<reference>/subscriptions",
    "DELETE /w/<reference>/subscriptions",
    "POST /w/seen",
    "GET /w/sw.js",
    "GET /w/app.js",
    "GET /w/ui.css",
}


def doors(app: Flask) -> set[str]:
    """``METHOD rule`` of everything the server answers."""
    rules = app.url_map.iter_rules()
    return {f"{method} {rule}" for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}


@pytest.fixture
def phones(app: Flask, desa: str) -> dict[str, Phone]:
    """A phone for each role, one that is locked, and one that was never let in."""
    found: dict[str, Phone] = {}
    with app.app_context():
        tickets = {}
        for role in sorted(EVERYBODY):
            who = accounts.add_person(desa, f"Orang {role}", [role], [""], None)
            db.session.flush()
            tickets[role] = accounts.invite(who, "server").secret
        db.session.commit()
        db.session.remove()
    for role, secret in tickets.items():
        client = browser(app)
        entry = client.post("/api/enrolments", json={"secret": secret}).get_json()
        found[role] = Phone(client, entry["enrolment"], entry["bearer"], entry["me"])
    office = found["petugas_bo"]
    found["locked"] = Phone(office.client, office.enrolment, office.bearer, office.me, locked=True)
    found["nobody"] = Phone(browser(app), ID, "x" * 43, {})
    return found


def knock(phone: Phone, door: str) -> int:
    """Ask at ``door`` with ``phone``: the status."""
    row = DOORS[door]
    method, _, rule = door.partition(" ")
    path = "/".join(ID if part.startswith("<") else part for part in rule.split("/")) + row.query
    headers = phone.headers | row.headers
    how: dict[str, Any] = {"json": row.body} if row.body is not None else {}
    if row.data:
        how = {"data": {name: (BytesIO(b"| survey |"), value[1]) for name, value in row.data.items()}}
    return phone.client.open(path, method=method, headers=headers, **how).status_code


def test_every_door_has_a_row_and_every_row_a_door(app: Flask) -> None:
    known = set(DOORS) | CITIZEN
    assert doors(app) - known == set(), "a route without a row: say who may pass"
    assert known - doors(app) == set(), "a row without its route"


def test_only_who_may_passes(app: Flask, phones: dict[str, Phone]) -> None:
    wrong = {}
    for door in sorted(set(DOORS) & doors(app)):
        statuses = {name: knock(phone, door) for name, phone in phones.items()}
        who = DOORS[door].who
        passed = {name for name, status in statuses.items() if status not in (401, 403)}
        if who is NOBODY_HERE:
            right = set(statuses.values()) == {404}
        else:
            strangers = {statuses[name] for name in ("nobody", "locked") if name not in who}
            right = passed == who and strangers <= {401} and max(statuses.values()) < 500
        if not right:
            wrong[door] = {
                name: status for name, status in statuses.items() if (name in passed) != (name in who)
            } or statuses
    assert not wrong


def test_no_task_opens_the_pages_for_warga(app: Flask, phones: dict[str, Phone]) -> None:
    """An officer's browser sees there what a stranger's sees."""
    wrong = {}
    for door in sorted(CITIZEN & doors(app)):
        method, _, rule = door.partition(" ")
        path = "/".join("ABCDEF" if part.startswith("<") else part for part in rule.split("/"))
        asked = [(phones[name].client, phones[name].headers) for name in ("nobody", "petugas_bo")]
        stranger, officer = (client.open(path, method=method, headers=headers) for client, headers in asked)
        same = (stranger.status_code, stranger.data) == (officer.status_code, officer.data)
        if not same or stranger.status_code >= 500:
            wrong[door] = (stranger.status_code, officer.status_code)
    assert not wrong
