"""A demo desa that all tests of the screens share, and phones that enter it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import PERMISSIONS
from tests.databases import Databases
from tests.screens.phone import enter
from tests.serving import Server, WarmServer


@pytest.fixture(scope="package")
def desa_server(all_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the demo desa; the tests here leave nothing in it that another would trip over."""
    folder = tmp_path_factory.mktemp("screens")
    url = all_databases.fresh(folder)
    server = WarmServer(folder / "instance", url, None, JOBS="0", DEMO="1").start(90)
    yield server
    server.stop()
    all_databases.give_back(url)


@pytest.fixture
def kader(desa_server: Server, launch: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """``kader()``: Bu Ani's phone with everything downloaded; options go to ``launch``."""

    def come(name: str = "ani", person: str = "Bu Ani", **options: Any) -> Page:
        page = launch(name, permissions=PERMISSIONS, **options).new_page()
        enter(page, desa_server, person)
        return page

    return come
