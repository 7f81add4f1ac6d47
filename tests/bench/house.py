"""A server of its own to measure: a real process, a real socket, a phone that was let in, and its processor time."""

from __future__ import annotations

import gzip
import http.client
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from flask import Flask

from server import create_app
from server.__main__ import make_tables
from server.accounts import service as accounts
from server.db import db
from server.demo.load import found_desa
from server.demo.people import ANI, DESA, SRI, Someone
from server.settings import Settings
from server.surveys import seeding
from tests.postgres import Postgres
from tests.serving import Server


def processor_time(pids: list[int]) -> float:
    """Seconds of processor that the trees of ``pids`` have used, to the nanosecond (all threads, all children)."""
    total = 0
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            parent = psutil.Process(pid)
            for process in [parent, *parent.children(recursive=True)]:
                for thread in Path(f"/proc/{process.pid}/task").glob("*/schedstat"):
                    with suppress(OSError):
                        total += int(thread.read_text().split()[0])
    return total / 1e9


def envelope(cursor: dict[str, Any], me: str | None) -> dict[str, Any]:
    """What a request carries beside its changes."""
    return {
        "v": 1,
        "app": "2026.11.21",
        "desa": DESA,
        "now": datetime.now(UTC).isoformat(),
        "storage": {"persistent": True},
        "cursors": {DESA: cursor},
        "me": me,
        "short": True,
        "left": {"items": 0, "photos": 2, "drafts": 1, "since": "2026-11-22T12:00:00.000Z"},
    }


@dataclass
class Line:
    """One phone's connection, kept open as a browser's is."""

    connection: http.client.HTTPConnection
    headers: dict[str, str]
    bearer: str
    cursor: dict[str, Any] = field(default_factory=dict)
    me: str | None = None
    n: int = 0

    def exchange(self, changes: list[dict[str, Any]], reading: bool = True, limit: int = 500) -> dict[str, Any]:
        """One exchange, gzip both ways; changes get their numbers here. ``reading``: with the bearer (unlocked)."""
        for change in changes:
            self.n += 1
            change["n"] = self.n
        headers = self.headers | ({"Authorization": f"Bearer {self.bearer}"} if reading else {})
        body = envelope(self.cursor, self.me) | {"changes": changes, "limit": limit}
        answer = self.ask(
            "POST", "/api/exchange", gzip.compress(packed(body), 6), headers | {"Content-Encoding": "gzip"}
        )
        told: dict[str, Any] = json.loads(answer)
        if reading:
            self.cursor = told["desas"][DESA]["cursor"]
            self.me = told["me"]["hash"] if "me" in told else self.me
        return told

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        """Ask; the answer unpacked. Raises on anything but success."""
        self.connection.request(method, path, body, {"Accept-Encoding": "gzip", **headers})
        answer = self.connection.getresponse()
        read = answer.read()
        plain = gzip.decompress(read) if answer.headers.get("Content-Encoding") == "gzip" else read
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {plain[:300]!r}")
        return plain


@dataclass
class Bench:
    """What a measurement works with."""

    app: Flask
    server: Server
    pids: list[int]

    def phone(self, who: Someone = ANI) -> Line:
        """A new phone of ``who``, let in by an invitation over the socket."""
        with self.app.app_context():
            secret = accounts.invite(accounts.person(DESA, who.id), "server").secret
            db.session.remove()
        line = Line(http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120), {}, "")
        headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        line.connection.request("POST", "/api/enrolments", json.dumps({"secret": secret}), headers)
        answer = line.connection.getresponse()
        entry = json.loads(answer.read())
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        line.headers = headers | {"X-Enrolment": entry["enrolment"], "Cookie": cookie}
        line.bearer = entry["bearer"]
        return line

    def officer(self) -> Line:
        """An officer's browser, which sees the whole desa."""
        return self.phone(SRI)

    def used(self) -> float:
        """Processor seconds of the server so far, the database's with it."""
        return processor_time(self.pids)


@contextmanager
def bench(kind: str) -> Iterator[Bench]:
    """A server on an empty desa with its people and publications; PostgreSQL is durable (fsync on), as in an office."""
    with tempfile.TemporaryDirectory(prefix="siaga-bench-") as folder:
        postgres = Postgres(options="") if kind == "postgresql" else None
        instance = Path(folder)
        settings = Settings(instance=instance, database_url=postgres.dsn if postgres else "", jobs=False)
        app = create_app(settings)
        with app.app_context():
            make_tables()
            found_desa()
            seeding.seed()
            db.session.remove()
        server = Server(instance, postgres.dsn if postgres else "", None, JOBS="0").start()
        assert server.process is not None
        try:
            yield Bench(app, server, [server.process.pid, *([postgres.pid] if postgres else [])])
        finally:
            server.stop()
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
            if postgres:
                postgres.stop()


def packed(value: Any) -> bytes:
    """Compact JSON, as phones send it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
