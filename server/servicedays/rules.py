"""When PUSKESOS opens, how many a day holds, who comes when. Pure: clock, holidays, bookings are handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEDNESDAY = 2
OFFICERS = 2
OPENS, CLOSES = "08.00", "15.00"
SESSIONS = ((time(8), time(12)), (time(13), time(15)))  # officers rest between them
CUTOFF = time(12)  # of the day before; what is complete by then has a guaranteed place
CASE_MINUTES = 10  # a complete case; an incomplete one takes 25, which is why this house exists
WALK_INS = 0.2  # share of the day kept free for who comes without a phone
STEP = 10  # arrival times are whole tens of minutes: easier to say and to keep
NORMAL, PRIORITY = "A", "P"

Closed = Callable[[date], str | None]
"""Why the office is closed on a day (name of the holiday), or None."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One family on one service day."""

    family: str
    number: str
    arrival: str
    minutes: int
    counts: bool = True  # False: cancelled or absent; its number is not given again, its minutes are free


@dataclass(frozen=True, slots=True)
class Place:
    """What a family is told: its number and when to come, ``08.20``."""

    number: str
    arrival: str


def weekdays(today: date, weeks: int, closed: Closed, weekday: int = WEDNESDAY) -> Iterator[tuple[date, str | None]]:
    """Yield the service days of the coming ``weeks``, today included, each with why it is closed (None: open)."""
    first = today + timedelta(days=(weekday - today.weekday()) % 7)
    for week in range(weeks):
        day = first + timedelta(weeks=week)
        yield day, closed(day)


def cutoff(day: date, zone: ZoneInfo) -> datetime:
    """Until when a case may become ``siap`` for ``day``: noon of the day before, local time."""
    return datetime.combine(day - timedelta(days=1), CUTOFF, zone)


def capacity(officers: int = OFFICERS) -> int:
    """Minutes of a day that may be promised: officers times hours, without the share of walk-ins."""
    return int(officers * _open_minutes() * (1 - WALK_INS))


def used(bookings: Iterable[Booking]) -> int:
    """Minutes of a day already promised."""
    return sum(booking.minutes for booking in bookings if booking.counts)


def place(bookings: list[Booking], family: str, minutes: int, priority: bool) -> Place | None:
    """Return the place of ``family`` on a day with ``bookings``, or None where its ``minutes`` find no room.

    A family that has a place there keeps it: its further cases join, one number and one arrival time for all.
    """
    for booking in bookings:
        if booking.family == family and booking.counts:
            return Place(booking.number, booking.arrival)
    taken = used(bookings)
    if taken + minutes > capacity():
        return None
    return Place(_next_number(bookings, PRIORITY if priority else NORMAL), _arrival(taken))


def priority_reason(answers: Mapping[str, Any]) -> str | None:
    """Why this family goes first: ``lansia``, ``ibu_hamil``, ``disabilitas``, ``balita``; None: it waits like others.

    Args:
        answers: of the visit; the members are read from the roster.
    """
    rows = (answers.get("roster") or {}).get("anggota") or []
    found = {reason for row in rows if isinstance(row, Mapping) for reason in _reasons(row)}
    return next((reason for reason in ("lansia", "ibu_hamil", "disabilitas", "balita") if reason in found), None)


def initials(name: str) -> str:
    """``Nur Hasanah`` -> ``N.H.``: all that a list on the desa's board may show of a name."""
    return "".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())[:8] or "-"


def _reasons(row: Mapping[str, Any]) -> Iterator[str]:
    age = (row.get("usia") or {}).get("umur")
    if isinstance(age, int | float) and not isinstance(age, bool):
        if age >= 60:
            yield "lansia"
        elif age < 5:
            yield "balita"
    if (row.get("ibu_hamil") or {}).get("hamil") == "ya":
        yield "ibu_hamil"
    if (row.get("kesehatan") or {}).get("disabilitas", "tidak_ada") not in ("tidak_ada", "", None):
        yield "disabilitas"


def _next_number(bookings: Iterable[Booking], series: str) -> str:
    serials = [int(booking.number[2:]) for booking in bookings if booking.number.startswith(f"{series}-")]
    return f"{series}-{max(serials, default=0) + 1:03d}"


def _arrival(taken: int) -> str:
    """Spread arrivals over the whole day, so that walk-ins find gaps in it and nobody comes at eight for noon."""
    offset = taken * _open_minutes() // capacity() // STEP * STEP
    for start, end in SESSIONS:
        length = _minutes(end) - _minutes(start)
        if offset < length:
            at = _minutes(start) + offset
            return f"{at // 60:02d}.{at % 60:02d}"
        offset -= length
    last = _minutes(SESSIONS[-1][1]) - STEP
    return f"{last // 60:02d}.{last % 60:02d}"


def _open_minutes() -> int:
    return sum(_minutes(end) - _minutes(start) for start, end in SESSIONS)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
