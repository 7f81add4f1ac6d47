"""When PUSKESOS opens, how many a day holds, who comes when. Pure: clock, holidays, bookings are handed in.

Who is called next, and what happens at a counter, is in ``counters.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

WEDNESDAY = 2
OFFICERS = 2
OPENS, CLOSES = "08.00", "15.00"
REST = ("12.00", "13.00")  # officers rest; nobody is asked to come then
CUTOFF = time(12)  # of the day before; what is complete by then has a guaranteed place
CASE_MINUTES = 10  # a complete case, until there are measurements
WALK_IN_MINUTES = 25  # who comes without an appointment, and mostly without all papers
WALK_INS = 0.2  # share of the day kept free for who comes without a phone
STEP = 10  # arrival times are whole tens of minutes: easier to say and to keep
BUFFER = (
    20  # the last minutes before a rest and before closing are promised to nobody: who is late is served all the same
)
PATIENCE = 20  # minutes of promised work that may lie before the counters at any hour because a gap was filled
LEVELS = (0.5, 0.75, 1.0)  # how full a day is made, everywhere alike, before it is made fuller
NUMBERS = 3  # numbers of each series that belong to a step; where more come the next ones are taken
NORMAL, PRIORITY = "A", "P"
MOST_ABSENT = 0.3  # over-booking never counts on more than that many staying away
Z = 1.28  # how sure the measured share of absentees must be: nine times in ten it is at least what is counted on
KNOWN_BEFORE = 10  # how many measurements the minutes we began with are worth
SHORTEST, LONGEST = 1.0, 120.0  # minutes at a counter; what lies outside is a button forgotten or touched twice

Closed = Callable[[date], str | None]
"""Why the office is closed on a day (name of the holiday), or None."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One service day as it is planned.

    Attributes:
        absent: share of those with a place that is counted on not to come; they are over-booked by it.
        minutes: measured minutes of a service by its code; the others take ``CASE_MINUTES``.
    """

    opens: str = OPENS
    closes: str = CLOSES
    officers: int = OFFICERS
    absent: float = 0.0
    minutes: Mapping[str, int] | None = None

    def takes(self, service: str) -> int:
        """Minutes of a complete case of ``service``."""
        return (self.minutes or {}).get(service, CASE_MINUTES)


@dataclass(frozen=True, slots=True)
class Booking:
    """One family on one service day."""

    family: str
    number: str
    arrival: str
    minutes: int
    counts: bool = True  # False: cancelled, absent or elsewhere; its number is not given again, its time is free


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


def sessions(opening: Opening) -> list[tuple[int, int]]:
    """When the counters are open, in minutes since midnight: the day without the officers' rest."""
    start, end = clock(opening.opens), clock(opening.closes)
    rest, back = clock(REST[0]), clock(REST[1])
    parts = [(start, min(end, rest)), (max(start, back), end)]
    return [(begin, until) for begin, until in parts if begin < until]


def capacity(opening: Opening = Opening()) -> int:
    """Minutes of a day that may be promised: officers times hours, without the share of walk-ins.

    Where people stay away more are promised a place, so that those who come fill the day.
    """
    whole = opening.officers * sum(end - start for start, end in sessions(opening))
    return int(whole * (1 - WALK_INS) / (1 - min(opening.absent, MOST_ABSENT)))


def used(bookings: Iterable[Booking]) -> int:
    """Minutes of a day already promised."""
    return sum(booking.minutes for booking in bookings if booking.counts)


def place(
    bookings: list[Booking], family: str, minutes: int, priority: bool, opening: Opening = Opening()
) -> Place | None:
    """Return the place of ``family`` on a day with ``bookings``, or None where its ``minutes`` find no room.

    A family that has a place there keeps it: its further cases join, one number and one arrival time for all.
    """
    for booking in bookings:
        if booking.family == family and booking.counts:
            return Place(booking.number, booking.arrival)
    if used(bookings) + minutes > capacity(opening):
        return None
    index, arrival = _arrival(bookings, minutes, opening)
    return Place(_number(bookings, PRIORITY if priority else NORMAL, index), arrival)


def misfits(bookings: Iterable[Booking], fixed: Collection[str], before: Opening, after: Opening) -> list[Booking]:
    """Who has a place on a day and finds none at that hour once it opens as ``after``, in the order of arrival.

    Kept are, one by one, those who go first, then the others by their hour: while the counters are open then, the day
    is not full, and nobody after them would wait longer than ``PATIENCE``. Where nothing is taken away nobody moves.

    Args:
        fixed: families that keep their place whatever happens: they are there already.
    """
    booked = sorted((b for b in bookings if b.counts and b.arrival), key=lambda b: (b.arrival, b.number))
    if capacity(after) >= capacity(before) and all(_open_at(b, after) for b in booked):
        return []
    shares = _shares(after)
    steps, share = list(shares), list(shares.values())
    kept = [b for b in booked if b.family in fixed]
    for one in sorted((b for b in booked if b.family not in fixed), key=lambda b: not b.number.startswith(PRIORITY)):
        trial = [*kept, one]
        late = max(left - part for left, part in zip(_ahead(_by_step(trial, steps), share), share, strict=True))
        if _open_at(one, after) and used(trial) <= capacity(after) and late <= max(PATIENCE, one.minutes):
            kept.append(one)
    return [b for b in booked if b not in kept]


def _open_at(booking: Booking, opening: Opening) -> bool:
    return any(start <= clock(booking.arrival) < end for start, end in sessions(opening))


def absent_share(came: int, missed: int) -> float:
    """The share of people with a place that surely enough stays away, from those counted so far.

    The lower end of Wilson's interval: with few measurements it is nearly nothing, and no day is over-booked by chance.
    """
    n = came + missed
    if n == 0:
        return 0.0
    share = missed / n
    middle = share + Z * Z / (2 * n)
    width = Z * math.sqrt((share * (1 - share) + Z * Z / (4 * n)) / n)
    return min(MOST_ABSENT, max(0.0, (middle - width) / (1 + Z * Z / n)))


def learnt(sums: Mapping[str, tuple[int, float]]) -> dict[str, int]:
    """Whole minutes a service takes, from how often it was measured and the sum of those minutes.

    What we began with counts as ``KNOWN_BEFORE`` measurements, so that one long talk moves nothing.
    """
    return {
        service: max(5, round((KNOWN_BEFORE * CASE_MINUTES + total) / (KNOWN_BEFORE + count)))
        for service, (count, total) in sorted(sums.items())
        if count > 0
    }


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


def clock(text: str) -> int:
    """``08.20`` in minutes since midnight."""
    hours, minutes = text.split(".")
    return int(hours) * 60 + int(minutes)


def spoken(minutes: float) -> str:
    """Minutes since midnight as ``08.20``."""
    whole = int(minutes)
    return f"{whole // 60:02d}.{whole % 60:02d}"


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


def _number(bookings: Iterable[Booking], series: str, index: int) -> str:
    """A number that was not given yet that day. Numbers follow the hours, so that nobody sees a later one go first."""
    given = {booking.number for booking in bookings}
    serial = index * NUMBERS + 1
    while (number := f"{series}-{serial:03d}") in given:
        serial += 1
    return number


def _arrival(bookings: list[Booking], minutes: int, opening: Opening) -> tuple[int, str]:
    """The step of the day in which a family is asked to come, and its hour.

    Arrivals are spread over the whole day, so that walk-ins find gaps in it and nobody comes at eight for noon. It
    fills evenly: first every hour to half of what may be promised there, then to three quarters, then whole. Within a
    level the first hour is taken that is not full, gaps of who cancelled included, unless that would make those after
    it wait longer than ``PATIENCE``.
    """
    shares = _shares(opening)
    steps = list(shares)
    booked = _by_step(bookings, steps)
    for level in LEVELS:
        share = [level * part for part in shares.values()]
        if used(bookings) + minutes > level * capacity(opening):
            continue
        ahead = _ahead(booked, share)
        patience = max(PATIENCE, minutes, max(left - part for left, part in zip(ahead, share, strict=True)))
        for index, step in enumerate(steps):
            before = max(0.0, ahead[index - 1] - share[index - 1]) if index else 0.0
            if before + booked[index] >= share[index]:
                continue
            more = _ahead([*booked[:index], booked[index] + minutes, *booked[index + 1 :]], share)
            if max(left - part for left, part in list(zip(more, share, strict=True))[index:]) <= patience:
                return index, spoken(step)
    index = min(reversed(range(len(steps))), key=lambda index: booked[index])
    return index, spoken(steps[index])


def _shares(opening: Opening) -> dict[int, float]:
    """Minutes that may be promised in each step of the day, by when it begins.

    What is kept for walk-ins is kept where they come: before the rest, for who has no phone sets out in the morning.
    """
    rest = clock(REST[0])
    early: list[int] = []
    late: list[int] = []
    for start, end in sessions(opening):
        (early if start < rest else late).extend(range(start, max(start + STEP, end - BUFFER), STEP))
    whole = capacity(opening) / (1 - WALK_INS)
    even = whole / (len(early) + len(late))
    kept = whole * WALK_INS / len(early or late)
    return dict.fromkeys(early, even - kept) | dict.fromkeys(late, even - (0.0 if early else kept))


def _by_step(bookings: Iterable[Booking], steps: list[int]) -> list[int]:
    """Promised minutes by the step they begin in."""
    booked = [0] * len(steps)
    for booking in bookings:
        if booking.counts and booking.arrival:
            at = clock(booking.arrival)
            booked[max((index for index, step in enumerate(steps) if step <= at), default=0)] += booking.minutes
    return booked


def _ahead(booked: list[int], share: list[float]) -> list[float]:
    """The promised work that lies before the counters at each step, if everybody comes on time."""
    found, left = [], 0.0
    for minutes, part in zip(booked, share, strict=True):
        left = max(0.0, left) + minutes
        found.append(left)
        left -= part
    return found
