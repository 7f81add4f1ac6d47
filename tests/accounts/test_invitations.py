"""Coming in: an invitation works once, for its person, for a while, and leaves no trace anybody could use."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from server import clock
from server.accounts import service as accounts
from server.accounts import tokens
from server.accounts.invitations import LIVES, Ticket
from server.accounts.models import Attempt, Invitation
from server.db import db
from tests.people import ANI, DEDI, DESA, KADES, Enrol, Phone, browser


@pytest.fixture
def ticket(app: Flask, desa: str) -> Ticket:
    """A fresh invitation of Bu Ani's."""
    with app.app_context():
        made = accounts.invite(accounts.person(DESA, ANI.id), "server")
        db.session.remove()
    return made


def test_opening_says_whom_it_is_for_and_uses_nothing_up(client: FlaskClient, ticket: Ticket) -> None:
    opened = client.post("/api/invitations/open", json={"secret": ticket.secret})
    assert opened.status_code == 200
    assert opened.json == {
        "name": "Bu Ani",
        "roles": ["kader_pkk"],
        "areas": ["004"],
        "desa": {"code": DESA, "name": "Cibadak", "kecamatan": "Ciampea", "short": "CBD"},
        "left": 4,
    }
    assert client.post("/api/enrolments", json={"secret": ticket.secret}).status_code == 201


def test_a_preview_of_the_link_finds_nothing_to_open(client: FlaskClient, ticket: Ticket) -> None:
    assert client.get("/api/invitations/open", query_string={"secret": ticket.secret}).status_code in (404, 405)
    assert client.post("/api/enrolments", json={"secret": ticket.secret}).status_code == 201


def test_an_invitation_works_once(client: FlaskClient, ticket: Ticket) -> None:
    assert client.post("/api/enrolments", json={"secret": ticket.secret}).status_code == 201
    for again in ({"secret": ticket.secret}, {"code": ticket.code}):
        refused = client.post("/api/enrolments", json=again)
        assert refused.status_code == 410
        assert refused.json["type"] == "/problems/invitation-over"


def test_an_invitation_ends_after_72_hours(client: FlaskClient, ticket: Ticket) -> None:
    late = clock.now() + LIVES + timedelta(seconds=1)
    with clock.turned(lambda: late):
        assert client.post("/api/invitations/open", json={"secret": ticket.secret}).status_code == 410
        assert client.post("/api/enrolments", json={"secret": ticket.secret}).status_code == 410


def test_the_sixth_opening_ends_it(client: FlaskClient, ticket: Ticket) -> None:
    for _ in range(5):
        assert client.post("/api/invitations/open", json={"secret": ticket.secret}).status_code == 200
    assert client.post("/api/invitations/open", json={"secret": ticket.secret}).status_code == 410
    assert client.post("/api/enrolments", json={"secret": ticket.secret}).status_code == 410


def test_after_the_fifth_opening_it_can_still_be_accepted(client: FlaskClient, ticket: Ticket) -> None:
    for _ in range(5):
        client.post("/api/invitations/open", json={"secret": ticket.secret})
    assert client.post("/api/enrolments", json={"secret": ticket.secret}).status_code == 201


def test_an_officer_takes_an_invitation_back(enrol: Enrol, client: FlaskClient) -> None:
    dedi = enrol(DEDI)
    made = dedi.post(f"/people/{ANI.id}/invitations").json
    assert dedi.post(f"/invitations/{made['id']}/revoke").status_code == 204
    assert client.post("/api/enrolments", json={"code": made["code"]}).status_code == 410


def test_a_new_invitation_ends_the_one_before(enrol: Enrol, client: FlaskClient, ticket: Ticket) -> None:
    newer = enrol(DEDI).post(f"/people/{ANI.id}/invitations").json
    assert client.post("/api/enrolments", json={"secret": ticket.secret}).status_code == 410
    assert client.post("/api/enrolments", json={"code": newer["code"]}).status_code == 201


def test_eight_letters_may_be_typed_as_people_type(client: FlaskClient, ticket: Ticket) -> None:
    typed = f" {ticket.code[:4].lower()} - {ticket.code[4:].lower()}"
    assert client.post("/api/enrolments", json={"code": typed}).status_code == 201


def test_wrong_codes_are_counted_and_then_not_looked_at(client: FlaskClient, ticket: Ticket) -> None:
    left = [client.post("/api/invitations/open", json={"code": "AAAAAAAA"}).json["left"] for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    refused = client.post("/api/invitations/open", json={"code": ticket.code})
    assert refused.status_code == 429
    assert refused.json["retry_after"] <= 15 * 60
    assert client.post("/api/enrolments", json={"secret": ticket.secret}).status_code == 201, "a link is no guess"


def test_wrong_codes_are_forgotten_after_a_while(client: FlaskClient, ticket: Ticket) -> None:
    for _ in range(6):
        client.post("/api/invitations/open", json={"code": "AAAAAAAA"})
    later = clock.now() + timedelta(minutes=16)
    with clock.turned(lambda: later):
        assert client.post("/api/invitations/open", json={"code": ticket.code}).status_code == 200


@pytest.mark.parametrize("body", [{}, {"secret": "x"}, {"secret": "a" * 22, "code": "AAAAAAAA"}, {"code": ""}, []])
def test_a_ticket_that_cannot_be_read_is_refused(client: FlaskClient, desa: str, body: object) -> None:
    assert client.post("/api/invitations/open", json=body).status_code == 422


def test_link_and_qr_hold_the_secret_behind_the_hash_only(enrol: Enrol) -> None:
    made = enrol(DEDI).post(f"/people/{ANI.id}/invitations").json
    address, secret = made["link"].split("/#undang=")
    assert address == "http://localhost"
    assert len(secret) == 22, "128 bits"
    assert made["qr"].startswith("<svg")
    assert set(made["code"]) <= set(tokens.LETTERS)
    assert len(made["code"]) == 8


def test_neither_secret_nor_code_nor_address_lies_in_the_database(
    app: Flask, client: FlaskClient, ticket: Ticket
) -> None:
    client.post("/api/invitations/open", json={"code": ticket.code})
    client.post("/api/invitations/open", json={"code": "AAAAAAAA"})
    with app.app_context():
        rows = [*db.session.scalars(select(Invitation)), *db.session.scalars(select(Attempt))]
        stored = " ".join(str(value) for row in rows for value in vars(row).values())
    assert rows
    for secret in (ticket.secret, ticket.code, tokens.hashed(ticket.code), "127.0.0.1"):
        assert secret not in stored


def test_somebody_who_stopped_cannot_come_in(enrol: Enrol, client: FlaskClient, ticket: Ticket) -> None:
    assert enrol(DEDI).patch(f"/people/{ANI.id}", {"active": False}).status_code == 200
    assert client.post("/api/enrolments", json={"secret": ticket.secret}).status_code == 410


def test_two_browsers_with_one_link_make_one_enrolment(app: Flask, ticket: Ticket) -> None:
    answers = [browser(app).post("/api/enrolments", json={"secret": ticket.secret}) for _ in range(2)]
    assert sorted(answer.status_code for answer in answers) == [201, 410]


def test_a_kader_invites_nobody(enrol: Enrol) -> None:
    ani: Phone = enrol(ANI)
    assert ani.post(f"/people/{KADES.id}/invitations").status_code == 403
