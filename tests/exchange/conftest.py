"""Phones that talk to the exchange: as the application does, without a browser."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.accounts import tokens
from server.accounts.enrolments import cookie_name
from server.accounts.models import Enrolment, Person
from server.db import db
from server.exchange.models import Desa
from server.ids import uuid7

DESA = "32.01.15.2008"
NOW = "2026-11-21T10:00:00+07:00"


def new_id() -> str:
    return uuid7(datetime.now(UTC))


def wish(to: Any, seen: int = 0) -> dict[str, Any]:
    return {"to": to, "seen": seen}


class Phone:
    """One enrolment: numbers its changes, remembers its cursor and what it was told."""

    def __init__(self, client: FlaskClient, person: str, enrolment: str, cookie: str, bearer: str) -> None:
        self.client = client
        self.person = person
        self.enrolment = enrolment
        self.bearer = bearer
        self.n = 0
        self.cursor: dict[str, Any] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self.answer: dict[str, Any] = {}
        client.set_cookie(cookie_name(enrolment, False), cookie)

    def set(self, collection: str, record: str, area: str | None = None, **fields: Any) -> dict[str, Any]:
        """A set; a value may be ``wish(to, seen)``."""
        self.n += 1
        wishes = {k: v if isinstance(v, dict) and v.keys() == {"to", "seen"} else wish(v) for k, v in fields.items()}
        change = {"id": new_id(), "n": self.n, "collection": collection, "record": record, "desa": DESA}
        change |= {"set": wishes, "made_at": NOW}
        return change | ({"area": area} if area else {})

    def begin(
        self, collection: str, area: str | None = None, record: str | None = None, **fields: Any
    ) -> dict[str, Any]:
        return self.set(collection, record or new_id(), area, exists=True, **fields)

    def do(self, do: str, record: str, seen: int, **args: Any) -> dict[str, Any]:
        self.n += 1
        change = {"id": new_id(), "n": self.n, "do": do, "record": record, "desa": DESA, "seen": seen}
        return change | {"args": args, "made_at": NOW}

    def post(self, body: Any, locked: bool = False, raw: bytes | None = None, **headers: str) -> Any:
        headers = {"X-Enrolment": self.enrolment, "Content-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"} | headers
        if not locked:
            headers["Authorization"] = f"Bearer {self.bearer}"
        data = gzip.compress(json.dumps(body).encode()) if raw is None else raw
        return self.client.post("/api/exchange", data=data, headers=headers)

    def envelope(self, *changes: Any, limit: int = 500) -> dict[str, Any]:
        cursors = {DESA: self.cursor} if self.cursor else {}
        return {
            "v": 1,
            "app": "t",
            "desa": DESA,
            "now": NOW,
            "changes": list(changes),
            "cursors": cursors,
            "limit": limit,
        }

    def exchange(self, *changes: Any, limit: int = 500, locked: bool = False) -> dict[str, Any]:
        """One exchange; keeps what it is told."""
        response = self.post(self.envelope(*changes, limit=limit), locked)
        assert response.status_code == 200, response.get_data(as_text=True)
        self.answer = response.get_json()
        mine = self.answer["desas"].get(DESA)
        if mine:
            if mine["restart"]:
                self.records.clear()
            for record in mine["records"]:
                self.records[record["id"]] = record
            self.cursor = mine["cursor"]
        return self.answer

    def send(self, *changes: Any) -> list[dict[str, Any]]:
        """The receipts of an exchange."""
        receipts: list[dict[str, Any]] = self.exchange(*changes)["receipts"]
        return receipts

    def statuses(self, *changes: Any) -> list[str]:
        return [receipt["status"] for receipt in self.send(*changes)]

    def pull(self) -> list[dict[str, Any]]:
        """What is new, all pages of it."""
        new = self.exchange()["desas"][DESA]["records"]
        while self.answer["desas"][DESA]["more"]:
            new += self.exchange()["desas"][DESA]["records"]
        return new


@pytest.fixture
def desa(app: Flask) -> str:
    """A desa without records."""
    with app.app_context():
        db.session.add(
            Desa(
                code=DESA,
                name="Cibadak",
                kecamatan="Ciampea",
                kabupaten="Bogor",
                short="CBD",
                seq=0,
                epoch=new_id(),
                timezone="Asia/Jakarta",
            )
        )
        db.session.commit()
    return DESA


@pytest.fixture
def phone(app: Flask, desa: str) -> Callable[..., Phone]:
    """``phone("Icih", "kader_pkk", "004")``: somebody with roles and areas, and the phone she was let in with."""

    def let_in(name: str, roles: str = "kader_pkk", *areas: str) -> Phone:
        now, cookie, bearer = datetime.now(UTC), tokens.new_token(), tokens.new_token()
        with app.app_context():
            person = Person(
                id=new_id(), desa=desa, name=name, roles=roles.split(), areas=list(areas), active=True, created_at=now
            )
            enrolment = Enrolment(
                id=new_id(),
                desa=desa,
                person=person,
                cookie_hash=tokens.hashed(cookie),
                bearer_hash=tokens.hashed(bearer),
                created_at=now,
                last_seen=now,
                agent="test",
            )
            db.session.add(enrolment)
            db.session.commit()
            return Phone(app.test_client(), person.id, enrolment.id, cookie, bearer)

    return let_in


@pytest.fixture
def icih(phone: Callable[..., Phone]) -> Phone:
    """The kader of RW 004."""
    return phone("Icih", "kader_pkk", "004")


@pytest.fixture
def dedi(phone: Callable[..., Phone]) -> Phone:
    """The PSM, who sees RW 004 too."""
    return phone("Dedi", "psm", "004")


@pytest.fixture
def wati(phone: Callable[..., Phone]) -> Phone:
    """An officer."""
    return phone("Wati", "petugas_fo petugas_bo koordinator")
