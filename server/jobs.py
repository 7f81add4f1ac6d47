"""Work that is due at a time: one table, taken under a lease, by as many processes as run.

A job is enqueued in the transaction that causes it, so it exists if and only if that was kept. Whoever takes it first
holds a lease; a process that dies loses it and another goes on. A job may therefore run twice after a crash, never at
once: what it does must bear that. Times come from ``server.clock``.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from sqlalchemy import JSON, Connection, Index, String, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column, scoped_session

from server import clock
from server.db import Base, Moment, db

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
PAUSE = 15.0  # seconds between two looks at the table, unless woken
MAX_TRIES = 12

Args = dict[str, Any]
Handler = Callable[[str, Args], datetime | None]
"""Does the work for (desa, args); a moment returned means: not now, come again then."""

_handlers: dict[str, Handler] = {}
_daily: dict[str, time] = {}
_woken = threading.Event()


class Job(Base):
    """One piece of work. ``key`` makes enqueuing it twice the same as once."""

    __tablename__ = "job"
    __table_args__ = (Index("job_due", "done_at", "due"),)
    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    due: Mapped[datetime] = mapped_column(Moment)
    args: Mapped[Args] = mapped_column(JSON)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(String(200))


@dataclass(frozen=True, slots=True)
class Taken:
    """A job this thread holds the lease of."""

    desa: str
    key: str
    kind: str
    args: Args
    tries: int


def job(kind: str) -> Callable[[Handler], Handler]:
    """Make a function the one that does jobs of ``kind``."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def daily(kind: str, at: time) -> Callable[[Handler], Handler]:
    """Like ``job``, and one of it a day falls due for every desa, at ``at`` on its own clock."""
    _daily[kind] = at
    return job(kind)


def enqueue(
    session: Session | scoped_session[Session] | Connection,
    desa: str,
    due: datetime,
    kind: str,
    key: str,
    args: Args | None = None,
) -> None:
    """Have ``kind`` done at ``due``, in the caller's transaction; a ``key`` that is already there stays as it is."""
    bind = session if isinstance(session, Connection) else session.get_bind()
    upsert = postgresql.insert if bind.dialect.name == "postgresql" else sqlite.insert
    row = {"desa": desa, "due": due, "kind": kind, "key": key, "args": args or {}, "tries": 0}
    session.execute(upsert(Job).values(row).on_conflict_do_nothing())


def wake() -> None:
    """Let this process look at the table now; for ``Turn.after_commit``."""
    _woken.set()


def run_due(now: datetime | None = None) -> int:
    """Do everything that is due, oldest first, and return how many jobs were done or put off.

    Args:
        now: fixes the moment for the whole run; without it the clock is read for each job.
    """
    _plan_daily(now or clock.now())
    count = 0
    while taken := _take(now or clock.now()):
        _run(taken, now)
        count += 1
    return count


def run_forever(stop: threading.Event | None = None) -> None:
    """Do due jobs until ``stop`` is set; inside an application context."""
    stop = stop or threading.Event()
    while not stop.is_set():
        _woken.clear()
        try:
            run_due()
        except Exception:  # the database may be away for a while: this thread outlives that
            log.exception("jobs: the table could not be read; trying again")
        finally:
            db.session.remove()
        _woken.wait(PAUSE)


def start(app: Flask) -> threading.Event:
    """Run jobs in a thread of this process; setting the returned event ends it."""
    stop = threading.Event()

    def work() -> None:
        with app.app_context():
            run_forever(stop)

    threading.Thread(target=work, name="jobs", daemon=True).start()
    return stop


def _take(now: datetime) -> Taken | None:
    """Lease the oldest due job. One statement, so that two processes cannot both read it as free."""
    free = (
        select(Job.desa, Job.key)
        .where(Job.done_at.is_(None), Job.due <= now, or_(Job.lease_until.is_(None), Job.lease_until <= now))
        .order_by(Job.due)
        .limit(1)
        .with_for_update(skip_locked=True)  # dropped on SQLite, where a writing statement is alone anyway
        .scalar_subquery()
    )
    lease = (
        update(Job)
        .where(tuple_(Job.desa, Job.key) == free)
        .values(lease_until=now + LEASE, tries=Job.tries + 1)
        .returning(Job.desa, Job.key, Job.kind, Job.args, Job.tries)
        .execution_options(synchronize_session=False)
    )
    with db.engine.begin() as connection:
        row = connection.execute(lease).one_or_none()
    return Taken(*row) if row else None


def _run(taken: Taken, now: datetime | None) -> None:
    handler = _handlers.get(taken.kind)
    try:
        if handler is None:
            raise LookupError(f"nobody does {taken.kind}")
        again = handler(taken.desa, taken.args)
    except Exception as failure:
        db.session.rollback()
        log.warning("jobs: %s failed (%s), try %d", taken.kind, type(failure).__name__, taken.tries)
        _fail(taken, failure, now or clock.now())
    else:
        done = {"done_at": now or clock.now(), "error": None} if again is None else {"due": again, "tries": 0}
        _settle(taken, lease_until=None, **done)
    finally:
        db.session.remove()


def _fail(taken: Taken, failure: Exception, now: datetime) -> None:
    """Put a failed job off: 1, 2, 4 … minutes, at most six hours; after ``MAX_TRIES`` it is closed with its error."""
    error = type(failure).__name__[:200]  # the class only: a message may quote somebody's data
    if taken.tries >= MAX_TRIES:
        _settle(taken, lease_until=None, done_at=now, error=error)
        return
    wait = min(timedelta(minutes=2 ** (taken.tries - 1)), timedelta(hours=6))
    _settle(taken, lease_until=None, due=now + wait, error=error)


def _settle(taken: Taken, **values: Any) -> None:
    mine = (Job.desa == taken.desa) & (Job.key == taken.key) & (Job.tries == taken.tries)
    with db.engine.begin() as connection:  # who took it over after our lease ran out has counted one try more
        connection.execute(update(Job).where(mine).values(**values).execution_options(synchronize_session=False))


def _plan_daily(now: datetime) -> None:
    """Enqueue the daily jobs of every desa by its own clock, once a day and process.

    The keys make a second process harmless, and a desa whose day had begun already.
    """
    from server.exchange.models import Desa  # not above: these subjects enqueue jobs themselves
    from server.regions.clocks import ZONES

    planned: dict[str, str] = current_app.extensions.setdefault("jobs.planned", {})
    days = " ".join(now.astimezone(ZoneInfo(zone)).date().isoformat() for zone in ZONES)
    if not _daily or planned.get("days") == days:
        return
    with db.engine.connect() as connection:
        desas = connection.execute(select(Desa.code, Desa.timezone)).all()
    with db.engine.begin() as connection:  # another transaction: on SQLite one that has read may not begin to write
        for desa, zone in desas:
            today = now.astimezone(ZoneInfo(zone)).date()
            for kind, at in _daily.items():
                due = datetime.combine(today, at, ZoneInfo(zone))
                enqueue(connection, desa, due, kind, f"{kind}:{today.isoformat()}")
    planned["days"] = days
