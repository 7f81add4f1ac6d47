"""Browsers that were let in: the cookie delivers, the bearer reads, and a revoked phone does neither."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import select

from server import clock
from server.accounts import marks
from server.accounts import service as accounts
from server.accounts.enrolments import agent_family, cookie_name
from server.accounts.models import Enrolment
from server.db import db
from server.errors import NotSignedIn
from server.ids import uuid7
from tests.people import ANI, DEDI, DESA, SRI, UJANG, Enrol, Phone, browser


@contextmanager
def asking(app: Flask, phone: Phone, bearer: str | None = None, cookie: bool = True) -> Iterator[None]:
    """A request of ``phone`` as the server sees it."""
    headers = {"X-Enrolment": phone.enrolment}
    if bearer is not None:
        headers["Authorization"] = f"Bearer {bearer}"
    name = cookie_name(phone.enrolment, secure=False)
    value = phone.client.get_cookie(name)
    assert value is not None
    if cookie:
        headers["Cookie"] = f"{name}={value.value}"
    with app.test_request_context("/api/exchange", method="POST", headers=headers):
        yield


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, enrol: Enrol) -> None:
    ani = enrol(ANI)
    cookie = ani.client.get_cookie(f"e-{ani.enrolment[-8:]}")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path, cookie.secure) == (True, "Strict", "/", False)


def test_over_https_the_cookie_is_bound_to_this_host(app: Flask, enrol: Enrol) -> None:
    enrol(ANI)
    with app.app_context():
        ticket = accounts.invite(accounts.person(DESA, UJANG.id), "server")
        db.session.remove()
    secret = {"secret": ticket.secret}
    answer = browser(app).post("/api/enrolments", json=secret, base_url="https://siaga.example")
    header = answer.headers["Set-Cookie"]
    assert header.startswith(f"__Host-e-{answer.json['enrolment'][-8:]}=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(header.split("; "))
    assert "Domain" not in header
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_cookie_alone_delivers_but_does_not_read(app: Flask, enrol: Enrol) -> None:
    ani = enrol(ANI)
    with asking(app, ani):
        assert accounts.current_enrolment().person.name == "Bu Ani"
        assert not accounts.may_read(accounts.current_enrolment())
        with pytest.raises(NotSignedIn):
            accounts.require_reader()
    with asking(app, ani, ani.bearer):
        assert accounts.require_reader().id == ani.enrolment


@pytest.mark.parametrize("bearer", ["", "x", "of another"])
def test_a_wrong_bearer_does_not_read(app: Flask, enrol: Enrol, bearer: str) -> None:
    ani = enrol(ANI)
    if bearer == "of another":
        bearer = enrol(UJANG).bearer
    with asking(app, ani, bearer), pytest.raises(NotSignedIn):
        accounts.require_reader()


def test_a_wrong_bearer_without_the_cookie_is_nobody(app: Flask, enrol: Enrol) -> None:
    ani = enrol(ANI)
    with asking(app, ani, ani.bearer + "x", cookie=False), pytest.raises(NotSignedIn):
        accounts.require_reader()


def test_a_locked_phone_is_told_nothing_about_anybody(enrol: Enrol) -> None:
    ani = enrol(ANI)
    assert ani.get("/me").json["name"] == "Bu Ani"
    ani.locked = True
    refused = ani.get("/me")
    assert refused.status_code == 401
    assert refused.json["type"] == "/problems/not-signed-in"


def test_two_people_share_one_browser(app: Flask, enrol: Enrol) -> None:
    ani = enrol(ANI)
    with app.app_context():
        ticket = accounts.invite(accounts.person(DESA, DEDI.id), "server")
        db.session.remove()
    entry = ani.client.post("/api/enrolments", json={"secret": ticket.secret}).json
    dedi = Phone(ani.client, entry["enrolment"], entry["bearer"], entry["me"])
    assert ani.get("/me").json["name"] == "Bu Ani"
    assert dedi.get("/me").json["name"] == "Pak Dedi"
    sri = enrol(SRI)
    marks = {phone["id"]: phone["browser"] for phone in sri.get("/enrolments").json["enrolments"]}
    assert marks[ani.enrolment] == marks[dedi.enrolment] is not None, "who has one emptied is told of the other"
    assert marks[sri.enrolment] is None


def test_a_revoked_phone_reads_nothing_but_is_still_known(app: Flask, enrol: Enrol) -> None:
    ani, dedi = enrol(ANI), enrol(DEDI)
    shut = dedi.post(f"/enrolments/{ani.enrolment}/revoke", {"reason": "HP hilang di pasar"})
    assert shut.status_code == 200
    assert shut.json["revoked_reason"] == "HP hilang di pasar"
    assert ani.get("/me").status_code == 401
    with asking(app, ani, ani.bearer):
        with pytest.raises(NotSignedIn):
            accounts.current_enrolment()
        known = accounts.current_enrolment(allow_revoked=True)
        assert known.revoked_at is not None
        assert not accounts.may_read(known)


def test_a_phone_can_be_revoked_twice_and_keeps_the_first_reason(enrol: Enrol) -> None:
    ani, dedi = enrol(ANI), enrol(DEDI)
    dedi.post(f"/enrolments/{ani.enrolment}/revoke", {"reason": "hilang"})
    again = dedi.post(f"/enrolments/{ani.enrolment}/revoke", {"reason": "berhenti"})
    assert again.json["revoked_reason"] == "hilang"


def test_who_stops_is_shut_out_on_every_phone(enrol: Enrol) -> None:
    first, second, dedi = enrol(ANI), enrol(ANI), enrol(DEDI)
    assert first.get("/me").status_code == second.get("/me").status_code == 200
    dedi.patch(f"/people/{ANI.id}", {"active": False})
    assert first.get("/me").status_code == second.get("/me").status_code == 401


def test_officers_see_whose_phone_was_heard_of_when(enrol: Enrol) -> None:
    enrol(ANI)
    phones = enrol(DEDI).get("/enrolments").json["enrolments"]
    assert sorted(phone["name"] for phone in phones) == ["Bu Ani", "Pak Dedi"]
    assert not any("hash" in key or "bearer" in key for phone in phones for key in phone)


def test_no_two_devices_of_a_desa_have_the_same_letters(
    app: Flask, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(uuid7(clock.now(), randomness) for randomness in (1, 1 + 576, 1 + 2 * 576, 2, 3))
    monkeypatch.setattr(marks, "uuid7", lambda now: next(ids))
    assert [marks.mark(enrol(who).enrolment) for who in (DEDI, SRI)] == ["AB", "AC"]


def test_secrets_are_kept_as_hashes(app: Flask, enrol: Enrol) -> None:
    ani = enrol(ANI)
    cookie = ani.client.get_cookie(f"e-{ani.enrolment[-8:]}")
    assert cookie is not None
    with app.app_context():
        stored = db.session.scalars(select(Enrolment)).one()
        kept = {str(value) for value in vars(stored).values()}
    assert not {ani.bearer, cookie.value} & kept


def test_a_phone_in_another_enrolments_name_is_nobody(enrol: Enrol) -> None:
    ani, sri = enrol(ANI), enrol(SRI)
    assert ani.get("/people", headers={"X-Enrolment": sri.enrolment}).status_code == 401


@pytest.mark.parametrize(
    ("header", "family"),
    [
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36",
            "Chrome 120, Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Mobile/15E148 Safari/604.1", "Safari 17, iPhone"),
        ("", "peramban lain"),
    ],
)
def test_only_the_family_of_a_browser_is_kept(header: str, family: str) -> None:
    assert agent_family(header) == family
