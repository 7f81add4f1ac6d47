"""The one place that reads the time, so that tests can turn it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")


def _machine() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _machine


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source()


@contextmanager
def turned(source: Callable[[], datetime]) -> Iterator[None]:
    """Let ``now`` be what ``source`` says, until the block ends."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
