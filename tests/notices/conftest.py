"""Fixtures: a family in an app context, the clock on Monday morning, and a push service the server may call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from server.settings import Settings
from tests.fakepush import FakePush
from tests.notices.home import Clock, Home, turned_clock, use_book


@pytest.fixture
def settings(settings: Settings, push_service: FakePush) -> Settings:
    return replace(settings, push_hosts=(push_service.host,))


@pytest.fixture
def hands() -> Iterator[Clock]:
    with turned_clock() as hands:
        yield hands


@pytest.fixture
def home(hands: Clock, context: None, monkeypatch: pytest.MonkeyPatch) -> Home:
    use_book(monkeypatch)
    made = Home()
    made.open_days()
    return made
