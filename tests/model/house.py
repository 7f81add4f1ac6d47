"""The server of the model: the whole of it, called by WSGI in this process, on a database that can be put back.

No socket: a request is handed over as the WSGI server would hand it over, so that a step takes milliseconds. Killing is
an error that nothing catches, raised before one of its statements; the database then does what it does with a client
that is no more. Sockets, waitress and SIGKILL are the business of the tests in tests/screens and tests/pwa.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text, update

from server import clock, create_app, jobs
from server.accounts import people as known_people
from server.accounts import service as accounts
from server.accounts.enrolments import cookie_name
from server.backups import restoring
from server.backups import service as backing_up
from server.db import db
from server.demo.load import found_desa
from server.demo.people import DESA, OFFICE, Someone
from server.exchange.models import Desa
from server.regions import service as regions
from server.settings import Settings
from tests.field import Hand, new_id
from tests.model.phones import Asked

BEGINNING = datetime(2026, 11, 23, 9, 0, tzinfo=clock.WIB)
NEXT = "32.01.15.2009"  # Bojongrangkas, of the same kecamatan
WATI = Someone(31, "Bu Wati", OFFICE, ("",))
AHEAD = 1_000_000


class PowerCut(BaseException):
    """The server's process is no more."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Key:
    """How somebody's browser comes in."""

    who: str
    enrolment: str
    cookie: str
    bearer: str
    me: dict[str, Any]


class House:
    """A server, its clock, and its database by the names under which it was saved."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.backups = folder / "cadangan"
        self.settings = Settings(instance=folder, database_url=url, jobs=False, backup=self.backups)
        self.now = BEGINNING
        self.saved: dict[str, datetime] = {}
        self.app: Flask = create_app(self.settings)
        self.browsers: dict[str, FlaskClient] = {}

    def restart(self) -> None:
        """What starting the process anew does to a server: no connection is left, and nothing is remembered."""
        self.close()
        known_people._told.clear()
        self.app.extensions.pop("jobs.planned", None)

    def close(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Work in the server's own context, at its time."""
        with clock.turned(lambda: self.now), self.app.app_context():
            try:
                yield
            finally:
                db.session.remove()

    def found(self, *people: Someone) -> None:
        """Make the desa with these people, and an older one beside it, whose numbers are ahead of ours."""
        with self.inside():
            found_desa(people)
            regions.open_desa(NEXT, "BJR")
            db.session.flush()
            regions.add_regions(NEXT, [(None, "001", "001")])
            accounts.add_person(NEXT, WATI.name, list(WATI.roles), list(WATI.areas), None, person_id=WATI.id)
            db.session.execute(update(Desa).where(Desa.code == NEXT).values(seq=AHEAD))
            db.session.commit()

    def release_next_door(self) -> str:
        """Let a family of the desa beside leave for ours, and our desk be told; the id of its package."""
        with self.inside():
            wati, family = Hand(WATI, NEXT), new_id()
            said = [
                wati.set("family", family, "001/001", exists=True, head_name="Pendatang", landmark="dekat sawah"),
                wati.does("family.close", family, reason="pindah"),
                wati.does("family.release", family, to_desa=DESA, agreed_by="Pendatang"),
            ]
            assert all(receipt["status"] == "accepted" for receipt in said), said
            jobs.run_due(clock.now())
            return str(said[-1]["id"])

    def enrol(self, who: str) -> Key:
        """Let a browser in as somebody."""
        with self.inside():
            entry = accounts.enrol(accounts.person(DESA, who), "model")
            db.session.commit()
            enrolment = entry.enrolment
            me = json.loads(json.dumps(accounts.me(enrolment), default=str))
            return Key(who, enrolment.id, entry.cookie, entry.bearer, me)

    def browser(self, device: str) -> FlaskClient:
        """The cookie jar of a device."""
        if device not in self.browsers:
            browser = self.browsers[device] = self.app.test_client()
            browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return self.browsers[device]

    def let_in(self, device: str, key: Key) -> None:
        """Put the cookie of an enrolment into a device's jar."""
        self.browser(device).set_cookie(cookie_name(key.enrolment, False), key.cookie)

    def serve(self, asked: Asked, cut_at: int = 0, meanwhile: tuple[int, Callable[[], None]] | None = None) -> Answer:
        """Answer a request.

        Args:
            cut_at: lose power before the statement with this number (commits count too); 0: do not.
            meanwhile: after that many statements, let something else happen beside it.
        Raises:
            PowerCut: it lost power; ``restart`` it.
        """
        with clock.turned(lambda: self.now), self._watched(cut_at, meanwhile):
            client = self.browser(asked.device)
            given = client.open(asked.path, method=asked.method, headers=asked.headers, data=asked.body)
            return Answer(given.status_code, {k: v for k, v in given.headers if k != "Set-Cookie"}, given.data)

    @contextmanager
    def _watched(self, cut_at: int, meanwhile: tuple[int, Callable[[], None]] | None) -> Iterator[None]:
        if not cut_at and not meanwhile:
            yield
            return
        done = 0
        here = threading.get_ident()
        beside: list[threading.Thread] = []

        def count(*_: Any) -> None:
            nonlocal done
            if threading.get_ident() != here:
                return
            done += 1
            if done == cut_at:
                raise PowerCut
            if meanwhile and done == meanwhile[0]:
                beside.append(threading.Thread(target=meanwhile[1]))
                beside[0].start()
                beside[0].join(0.1)  # it may have to wait until we are done

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", count)
        event.listen(engine, "commit", count)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", count)
            event.remove(engine, "commit", count)
            for thread in beside:
                thread.join()
        if meanwhile and not beside:
            meanwhile[1]()

    def ask(self, device: str, key: Key, path: str, sent: dict[str, Any] | None = None) -> Any:
        """What a screen asks beside the exchange: GET, or POST of what is ``sent``."""
        headers = {"X-Enrolment": key.enrolment, "Authorization": f"Bearer {key.bearer}"}
        with clock.turned(lambda: self.now):
            method = "GET" if sent is None else "POST"
            given = self.browser(device).open(path, method=method, headers=headers, json=sent)
        assert given.status_code < 300, f"{path}: {given.status_code} {given.text}"
        return given.json if given.data else None

    def work(self) -> None:
        """Do what is due."""
        with self.inside():
            jobs.run_due(clock.now())

    def fresh(self) -> None:
        """A new run: the desa with its people and nothing else, on the first day; nothing is left of the run before."""
        self.now = BEGINNING
        shutil.rmtree(self.backups, ignore_errors=True)
        self._lose_files()
        self.load("empty")

    def back_up(self) -> str:
        """Back up as ``flask backup`` does; the name of the file."""
        with self.inside():
            return str(backing_up.now(self.backups)["file"])

    def restore(self, file: str) -> None:
        """Lose database, photos and all else but the keys; restore from the backups as ``flask restore`` does."""
        self.close()
        self._lose_files()
        if self._sqlite:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self._sqlite}{suffix}").unlink(missing_ok=True)
        else:
            self._admin(f"drop database {self._database} with (force)")
            self._admin(f"create database {self._database}")
        with self.inside():
            restoring.restore(self.backups, self.folder, clock.now(), file)
        self.restart()

    def _lose_files(self) -> None:
        for name in ("photos", "uploads"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for name in ("erased.jsonl", "backup.json"):
            (self.folder / name).unlink(missing_ok=True)

    def save(self, name: str) -> None:
        """Keep a copy of the database as it is."""
        self.close()
        self.saved[name] = self.now
        if self._sqlite:
            source, copy = sqlite3.connect(self._sqlite), sqlite3.connect(self.folder / f"{name}.copy")
            source.backup(copy)
            source.close()
            copy.close()
        else:
            self._admin(f"drop database if exists {self._database}_{name}")
            self._admin(f"create database {self._database}_{name} template {self._database}")

    def load(self, name: str) -> None:
        """Put the database back to a copy; the process starts anew."""
        self.close()
        if self._sqlite:
            for suffix in ("-wal", "-shm"):
                Path(f"{self._sqlite}{suffix}").unlink(missing_ok=True)
            shutil.copyfile(self.folder / f"{name}.copy", self._sqlite)
        else:
            self._admin(f"drop database {self._database} with (force)")
            self._admin(f"create database {self._database} template {self._database}_{name}")
        self.restart()

    def rows(self, statement: str, **named: Any) -> list[Any]:
        """What a query finds, read beside every request."""
        with self.app.app_context(), db.engine.connect() as connection:
            return list(connection.execute(text(statement), named))

    @property
    def _sqlite(self) -> str:
        return self.url.removeprefix("sqlite:///") if self.url.startswith("sqlite") else ""

    @property
    def _database(self) -> str:
        return self.url.split("@/")[1].split("?")[0]

    def _admin(self, statement: str) -> None:
        host = self.url.split("?")[1]
        with psycopg.connect(f"postgresql://postgres@/postgres?{host}", autocommit=True) as connection:
            connection.execute(statement.encode())

    def new_life(self, name: str) -> None:
        """What restoring the copy called ``name`` does besides putting its rows back."""
        with self.inside():
            restoring.begin_life(self.backups, self.folder, self.now, self.saved[name])
