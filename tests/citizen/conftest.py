"""A family whose card hangs on its wall, and a browser that opens it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.db import db
from tests.notices.home import Clock, Home, turned_clock, use_book


@dataclass
class Held:
    """What the family holds and knows: the card's two names and its digits."""

    home: Home
    token: str
    code: str
    pin: str = "4821"


@pytest.fixture
def hands() -> Iterator[Clock]:
    with turned_clock() as hands:
        yield hands


@pytest.fixture
def held(app: Flask, hands: Clock, monkeypatch: pytest.MonkeyPatch) -> Held:
    """Made in an app context of its own, so that the client's requests each have theirs."""
    use_book(monkeypatch)
    with app.app_context():
        home = Home()
        home.open_days()
        _, printed = home.card()
        db.session.remove()
    return Held(home, printed.token, printed.code)


@pytest.fixture
def opened(held: Held, client: FlaskClient) -> Held:
    """The four digits were given in ``client``."""
    assert client.post(f"/w/{held.token}", data={"kode": held.pin}).status_code == 303
    return held
