"""Counting tries of what can be guessed: in our database, so that a restart or a second process forgets nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from server import clock, keys
from server.accounts.models import Attempt
from server.accounts.tokens import keyed
from server.db import db
from server.errors import TooManyTries


def count_try(key: str, limit: int, window: timedelta) -> int:
    """Count one try of ``key`` and return how many are left in this window.

    Commits at once, so that a try counts although the request then fails; call it before a turn.

    Args:
        key: what is being guessed and by whom, e.g. ``"kartu:<id>"``; stored as a keyed hash.
        limit: tries allowed in one ``window``.
    Raises:
        TooManyTries: this one was over the limit; ``retry_after`` says in how many seconds the window ends.
    """
    now = clock.now()
    stretch, ends_at = _stretch(now, window)
    db.session.commit()  # begin anew: a write after a read can lose to another writer
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = insert(Attempt).values(key=_hash(key), stretch=stretch, count=1, ends_at=ends_at)
    row = row.on_conflict_do_update(index_elements=["key", "stretch"], set_={"count": Attempt.count + 1})
    count: int = db.session.execute(row.returning(Attempt.count)).scalar_one()
    db.session.execute(delete(Attempt).where(Attempt.ends_at < now))
    db.session.commit()
    if count > limit:
        raise _too_many(now, ends_at)
    return limit - count


def mind_tries(key: str, limit: int, window: timedelta) -> None:
    """Look, without counting, whether ``key`` may still be tried: where only wrong tries count.

    Raises:
        TooManyTries: ``limit`` of them were counted in this window already.
    """
    now = clock.now()
    stretch, ends_at = _stretch(now, window)
    counted = select(Attempt.count).where(Attempt.key == _hash(key), Attempt.stretch == stretch)
    if (db.session.scalar(counted) or 0) >= limit:
        raise _too_many(now, ends_at)


def forget_tries(key: str) -> None:
    """Start ``key`` afresh, after it was told right or given anew."""
    db.session.commit()
    db.session.execute(delete(Attempt).where(Attempt.key == _hash(key)))
    db.session.commit()


def _stretch(now: datetime, window: timedelta) -> tuple[int, datetime]:
    """The number of the window that ``now`` lies in, and when it ends."""
    stretch = int(now.timestamp() // window.total_seconds())
    return stretch, datetime.fromtimestamp((stretch + 1) * window.total_seconds(), UTC)


def _too_many(now: datetime, ends_at: datetime) -> TooManyTries:
    return TooManyTries(retry_after=int((ends_at - now).total_seconds()) + 1)


def _hash(key: str) -> str:
    return keyed(keys.secret(current_app.config["SETTINGS"]), "try", key)
