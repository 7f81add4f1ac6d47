"""The API does what its description says, whatever is sent: schemathesis makes requests up from /api/openapi.json."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS

from server import create_app
from server.settings import Settings
from tests.people import SRI, Enrol

EXAMPLES = int(os.environ.get("SOAK", "25"))  # requests a route; make soak takes 2,000
LEFT_OUT = (
    "positive_data_acceptance",  # a well-formed id of nobody is a 404, a well-formed step out of turn a 409
    "negative_data_rejection",  # unknown members are ignored, so that older servers take newer phones
    "missing_required_header",
    "ignored_auth",  # who may pass is tested door by door in test_scope_at_every_door
)


def described() -> list[str]:
    """``METHOD path`` of every operation in the description; making it touches no database."""
    app = create_app(Settings(database_url="sqlite://", jobs=False))
    paths = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()["paths"]
    methods = ("get", "head", "post", "put", "patch", "delete")
    return [f"{method.upper()} {path}" for path, ways in paths.items() for method in ways if method in methods]


@pytest.fixture
def officer(enrol: Enrol) -> dict[str, str]:
    """What an officer's browser sends along."""
    phone = enrol(SRI)
    name = f"e-{phone.enrolment[-8:]}"
    cookie = phone.client.get_cookie(name)
    assert cookie is not None
    # the client that asks does not unpack what it asked to be packed
    asked = {"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "identity"}
    return phone.headers | asked | {"Cookie": f"{name}={cookie.value}"}


@pytest.mark.chance
@pytest.mark.slow
@pytest.mark.parametrize("operation", described())
def test_every_answer_is_as_described(app: Flask, officer: dict[str, str], operation: str) -> None:
    app.testing = False  # a crash shall be the answer people get
    method, _, path = operation.partition(" ")
    door = schemathesis.openapi.from_wsgi("/api/openapi.json", app)[path][method]
    left_out: list[Any] = CHECKS.get_by_names(LEFT_OUT)

    @given(case=door.as_strategy())
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), derandomize="SOAK" not in os.environ)
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=officer, excluded_checks=left_out)

    ask()
