"""What every test may ask for. ``TEST_DATABASE`` chooses the database: ``sqlite`` (default) or ``postgresql``."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from server import create_app
from server.db import db
from server.settings import Settings
from tests.browser import ARGUMENTS, CHROMIUM, PHONE
from tests.chaos import Chaos
from tests.databases import KIND, Databases, databases
from tests.fakepush import FakePush
from tests.javascript import JavaScriptFile
from tests.people import desa as desa  # the desa and its people, and how they come in
from tests.people import enrol as enrol
from tests.serving import Server, WarmServer

hypothesis_settings.register_profile(
    "siaga", deadline=None, print_blob=True, max_examples=int(os.environ.get("SOAK", "50"))
)
hypothesis_settings.load_profile("siaga")
expect.set_options(timeout=15_000)  # two browsers and a server share two processors


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """Let each ``*.test.mjs`` be a test."""
    if file_path.name.endswith(".test.mjs"):
        collector: pytest.Collector = JavaScriptFile.from_parent(parent, path=file_path)
        return collector
    return None


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    """Mark what needs a browser, a server process (slow) or a database, so that ``make check`` can leave it out."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if "playwright" in asked:
            item.add_marker("browser")
        if asked & {"serve", "server", "playwright"}:
            item.add_marker("slow")
        if "database_url" in asked:
            item.add_marker("database")
        if "playwright" in asked and item.path.parent.name in ("pwa", "screens"):
            item.add_marker("screen")
    yield  # what was not asked for is left out
    items[:] = dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def dealt(items: list[pytest.Item], hands: int) -> list[pytest.Item]:
    """The tests in an order of which each of ``hands`` workers, given one part in a row, begins with its long ones.

    Folders with a browser come first, then those with processes, in each its long files; quick folders fill the parts
    up, so that no long test runs alone at the end. A folder stays together: its tests may share a server.
    """
    files = _grouped(items, lambda item: item.path)
    folders = _grouped([test for tests in files for test in tests], lambda item: item.path.parent)
    parts: list[list[pytest.Item]] = [[] for _ in range(hands)]
    for at, tests in enumerate(folder for folder in folders if _weight(folder)):
        parts[at % hands] += tests
    quick = [test for folder in folders if not _weight(folder) for test in folder]
    for at, part in enumerate(parts):
        missing = max(0, len(items) * (at + 1) // hands - len(items) * at // hands - len(part))
        part += quick[:missing]
        del quick[:missing]
    return [test for part in parts for test in part] + quick


def _grouped(items: list[pytest.Item], of: Callable[[pytest.Item], Path]) -> list[list[pytest.Item]]:
    """The tests by ``of``, heavy groups first."""
    groups: dict[Path, list[pytest.Item]] = {}
    for item in items:
        groups.setdefault(of(item), []).append(item)
    return sorted(groups.values(), key=_weight, reverse=True)


def _weight(tests: list[pytest.Item]) -> int:
    """0: all are quick; 1: one starts a process; 2: one drives a browser."""
    return max(2 * bool(t.get_closest_marker("browser")) or bool(t.get_closest_marker("slow")) for t in tests)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests with chance in them report: seeds, counts, what was found."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, said in getattr(report, "user_properties", ()):
                if name == "report" and report.when == "call":
                    terminalreporter.write_line(f"{report.nodeid.rpartition('::')[2]}: {said}")


def pytest_report_header() -> str:
    """Say at the top which database this run is about."""
    return f"database: {KIND}"


@pytest.fixture(scope="session")
def all_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    with databases(tmp_path_factory.mktemp("databases")) as source:
        yield source


@pytest.fixture
def database_url(all_databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of a database of this test's own: all tables, no rows."""
    url = all_databases.fresh(tmp_path)
    yield url
    all_databases.give_back(url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a server of this test's own: temporary instance folder, jobs off (call ``run_due`` yourself)."""
    instance = tmp_path / "instance"
    instance.mkdir()
    return Settings(instance=instance, database_url=database_url, jobs=False)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The server without a socket. Code that reads or writes the database: ``with app.app_context(): ...``."""
    app = create_app(settings)
    app.testing = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """An app context over the whole test. Not together with ``client``: its requests would share one session."""
    with app.app_context():
        yield


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of our own origin, without a screen."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Calls ``flask`` commands."""
    return app.test_cli_runner()


@pytest.fixture
def serve(settings: Settings) -> Iterator[Callable[..., Server]]:
    """``serve(DEMO="1", JOBS="1", …)``: a server process on this test's database, started, ended with the test.

    ``serve(Server)`` starts it as people do, which takes longer.
    """
    started: list[Server] = []

    def start(kind: type[Server] = WarmServer, **environment: str) -> Server:
        server = kind(settings.instance, settings.database_url, None, **{"JOBS": "0", **environment})
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    """A server process on this test's database: ``.url``, ``.stop()``, ``.kill()``, ``.start()``."""
    return serve()


@pytest.fixture
def beside(server: Server, settings: Settings) -> Iterator[Flask]:
    """An app on the same database and instance folder as ``server``, to prepare and to look."""
    app = create_app(replace(settings, public_url=server.url))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def chaos(server: Server) -> Iterator[Chaos]:
    """A proxy before ``server`` that breaks where told: ``chaos.mode = lambda number, head: "lose_reply"``."""
    proxy = Chaos(server.port)
    yield proxy
    proxy.close()


@pytest.fixture
def push_service() -> Iterator[FakePush]:
    """A push service that decrypts what it gets, made independently of pywebpush."""
    service = FakePush()
    yield service
    service.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def launch(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[..., BrowserContext]]:
    """``launch("kader", **PHONE)``: a browser with a profile of that name; the same name again is the same phone.

    A persistent profile: worker, database, notifications behave as in a normal window. ``extra_args``: more flags.
    """
    opened: list[BrowserContext] = []

    def start(profile: str = "phone", extra_args: list[str] | None = None, **options: Any) -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / "profiles" / profile),
            executable_path=CHROMIUM,
            headless=True,
            args=[*ARGUMENTS, *(extra_args or [])],
            **{**PHONE, **options},
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield start
    for context in opened:
        try:
            context.close()
        except Exception:  # closed by the test, or killed by it
            continue


@pytest.fixture
def page(launch: Callable[..., BrowserContext]) -> Page:
    """A page on a phone that was never here before."""
    return launch().new_page()
