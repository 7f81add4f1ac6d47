"""Jobs: due at a time, once, whoever runs them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from server import clock, create_app, jobs
from server.db import db, turn
from server.demo.people import DESA
from server.settings import HOUSE, Settings
from tests.fakepush import FakePush
from tests.notices.home import MONDAY, Clock, Home, turned_clock, use_book


@pytest.fixture
def hands() -> Iterator[Clock]:
    with turned_clock() as hands:
        yield hands


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done by the kind ``note``, in order."""
    did: list[str] = []
    monkeypatch.setitem(jobs._handlers, "note", lambda desa, args: did.append(args["word"]))
    monkeypatch.setattr(jobs, "_daily", {})
    return did


def put(word: str, due: datetime = MONDAY, kind: str = "note") -> None:
    jobs.enqueue(db.session(), DESA, due, kind, f"{kind}:{word}", {"word": word})
    db.session.commit()


def row(word: str, kind: str = "note") -> jobs.Job:
    db.session.expire_all()
    return db.session.get_one(jobs.Job, (DESA, f"{kind}:{word}"))


def test_a_job_waits_for_its_time_and_the_oldest_is_first(hands: Clock, context: None, done: list[str]) -> None:
    put("late", MONDAY + timedelta(hours=1))
    put("first", MONDAY - timedelta(hours=1))
    put("second")
    assert jobs.run_due() == 2
    assert done == ["first", "second"]
    hands.later(hours=1)
    jobs.run_due()
    assert done == ["first", "second", "late"]


def test_the_same_key_twice_is_one_job(hands: Clock, context: None, done: list[str]) -> None:
    put("once")
    put("once")
    jobs.run_due()
    put("once")
    jobs.run_due()
    assert done == ["once"]


def test_a_job_is_there_only_if_its_turn_was_kept(
    hands: Clock, context: None, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_book(monkeypatch)
    Home()

    def enqueue_and_fail() -> None:
        with turn(DESA) as this:
            jobs.enqueue(this.session, DESA, MONDAY, "note", "note:undone", {"word": "undone"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        enqueue_and_fail()
    with turn(DESA) as this:
        jobs.enqueue(this.session, DESA, MONDAY, "note", "note:kept", {"word": "kept"})
    jobs.run_due()
    assert done == ["kept"]


def test_a_failing_job_is_put_off_longer_each_time_and_names_no_data(
    hands: Clock, context: None, monkeypatch: pytest.MonkeyPatch, done: list[str]
) -> None:
    def fail(desa: str, args: jobs.Args) -> None:
        raise ValueError("Suryati 3201990101900001")

    monkeypatch.setitem(jobs._handlers, "fails", fail)
    put("it", kind="fails")
    put("neighbour")
    waits = []
    for _ in range(4):
        jobs.run_due()
        waits.append((row("it", "fails").due - clock.now()).total_seconds() / 60)
        hands.at(row("it", "fails").due)
    assert waits == [1, 2, 4, 8]
    assert row("it", "fails").error == "ValueError"
    assert done == ["neighbour"]


def test_a_job_that_never_works_is_closed_with_its_error(
    hands: Clock, context: None, monkeypatch: pytest.MonkeyPatch, done: list[str]
) -> None:
    put("it", kind="nobody")
    for _ in range(jobs.MAX_TRIES + 2):
        jobs.run_due()
        hands.later(hours=7)
    assert row("it", "nobody").tries == jobs.MAX_TRIES
    assert row("it", "nobody").done_at is not None


def test_a_job_may_ask_to_come_again(hands: Clock, context: None, monkeypatch: pytest.MonkeyPatch) -> None:
    came: list[datetime] = []

    def come(desa: str, args: jobs.Args) -> datetime | None:
        came.append(clock.now())
        return MONDAY + timedelta(minutes=5) if len(came) == 1 else None

    monkeypatch.setitem(jobs._handlers, "comes", come)
    put("it", kind="comes")
    jobs.run_due()
    assert len(came) == 1
    hands.later(minutes=5)
    jobs.run_due()
    jobs.run_due()
    assert len(came) == 2


def test_what_a_dead_process_held_is_taken_over_when_its_lease_ends(
    hands: Clock, context: None, done: list[str]
) -> None:
    put("it")
    assert jobs._take(clock.now()) is not None  # and then its process was killed
    jobs.run_due()
    assert done == []
    hands.later(seconds=jobs.LEASE.total_seconds())
    jobs.run_due()
    assert done == ["it"]


def test_eight_threads_do_a_hundred_jobs_once_each(hands: Clock, app: Flask, done: list[str]) -> None:
    with app.app_context():
        for n in range(100):
            jobs.enqueue(db.session(), DESA, MONDAY, "note", f"note:{n}", {"word": str(n)})
        db.session.commit()

    def work() -> None:
        with app.app_context():
            jobs.run_due()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done, key=int) == [str(n) for n in range(100)]


def test_a_daily_job_falls_due_once_a_day_for_every_desa(
    hands: Clock, context: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_book(monkeypatch)
    Home()
    did: list[str] = []
    monkeypatch.setitem(jobs._handlers, "every.day", lambda desa, args: did.append(desa))
    monkeypatch.setattr(jobs, "_daily", {"every.day": datetime(2026, 1, 1, 5).time()})
    for hours in (0, 1, 24):
        hands.at(MONDAY + timedelta(hours=hours))
        jobs.run_due()
    assert did == [DESA, DESA]


TWO_PROCESSES = """
import sys
from datetime import datetime
from pathlib import Path
from server import clock, create_app, jobs
from server.settings import Settings

instance, url, host, moment = sys.argv[1:]
app = create_app(Settings(instance=Path(instance), database_url=url, push_hosts=(host,), jobs=False))
with app.app_context(), clock.turned(lambda: datetime.fromisoformat(moment)):
    print("ready", flush=True)
    sys.stdin.readline()
    jobs.run_due()
"""


@pytest.mark.slow
def test_two_processes_send_one_notice(settings: Settings, push_service: FakePush, monkeypatch) -> None:
    from dataclasses import replace

    from server.citizen import service as citizen
    from server.notices import service as notices

    app = create_app(replace(settings, push_hosts=(push_service.host,)))
    use_book(monkeypatch)
    with app.app_context(), turned_clock():
        home = Home()
        home.open_days()
        card, _ = home.card()
        citizen.subscribe(card, push_service.subscribe(notices.server_key()))
        home.send_back()
        db.session.remove()
    command = [sys.executable, "-c", TWO_PROCESSES, str(settings.instance), settings.database_url, push_service.host]
    workers = [
        subprocess.Popen(
            [*command, MONDAY.isoformat()], cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        worker.communicate(timeout=60)
        assert worker.returncode == 0
    assert len(push_service.messages()) == 1
    with app.app_context():
        assert db.session.scalar(select(jobs.Job.tries).where(jobs.Job.kind == "notice.send")) == 1
        db.session.remove()
        db.engine.dispose()
