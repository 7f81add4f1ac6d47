"""The people all tests know, and how one of them comes in over HTTP. Fixtures: ``desa`` and ``enrol``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.accounts import service as accounts
from server.db import db
from server.demo import people
from server.demo.load import found_desa
from server.demo.people import ANI, DEDI, DESA, ENTIN, EVERYBODY, KADES, SRI, UJANG, YETI

__all__ = ["ANI", "DEDI", "DESA", "ENTIN", "EVERYBODY", "KADES", "SRI", "UJANG", "YETI"]


@dataclass
class Phone:
    """A browser that was let in: calls carry its header, cookie and (unless ``locked``) bearer token."""

    client: FlaskClient
    enrolment: str
    bearer: str
    me: dict[str, Any]
    locked: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a call; a locked phone has no bearer."""
        known = {"X-Enrolment": self.enrolment}
        return known if self.locked else known | {"Authorization": f"Bearer {self.bearer}"}

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        """Ask the server; ``path`` begins after ``/api``."""
        headers = self.headers | more.pop("headers", {})
        return self.client.open(f"/api{path}", method=method, json=body, headers=headers, **more)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.call("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.call("POST", path, {} if body is None else body, **more)

    def patch(self, path: str, body: Any) -> TestResponse:
        return self.call("PATCH", path, body)


def browser(app: Flask) -> FlaskClient:
    """A browser with cookies of its own, showing a page of ours."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


Enrol = Callable[..., Phone]


@pytest.fixture
def desa(app: Flask) -> str:
    """Cibadak with its RT and its seven people, and no families yet; gives its code."""
    with app.app_context():
        found_desa()
        db.session.remove()
    return DESA


@pytest.fixture
def enrol(app: Flask, desa: str) -> Enrol:
    """``enrol(ANI)``: a new phone of hers, let in by an invitation over HTTP."""

    def let_in(who: people.Someone) -> Phone:
        with app.app_context():
            ticket = accounts.invite(accounts.person(desa, who.id), "server")
            db.session.remove()
        client = browser(app)
        answer = client.post("/api/enrolments", json={"secret": ticket.secret})
        assert answer.status_code == 201, answer.text
        entry = json.loads(answer.text)
        return Phone(client, entry["enrolment"], entry["bearer"], entry["me"])

    return let_in
