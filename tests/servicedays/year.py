"""A year of Wednesdays, played through with the rules of the house and, beside it, first come, first served.

Stated before anything was run, so that the outcome chose nothing:

- 52 Wednesdays, 08.00 to 12.00 and 13.00 to 15.00, two officers: 720 officer-minutes. Nobody new is begun after 15.30.
- Load: the minutes of work of the people who really come, beside those 720. Four fifths of it come by appointment with
  complete papers (mean 10 minutes), one fifth without (mean 25). Minutes are lognormal with a coefficient of variation
  of 0.6. Numbers of people are Poisson.
- Of those with an appointment 10, 20 or 30 % stay away; they are asked for on top of the load. A quarter go first.
- With an appointment people come at their hour give or take 20 minutes (normal, standard deviation), without one
  between 07.45 and 13.00, all moments alike.
- First come, first served gets the same people with the same minutes, who come without a given hour as they do today:
  normal about 08.30, standard deviation 45 minutes, none before 07.30. Nobody goes first. Who is turned away there does
  not come again; here who finds no place before the day is told another day, and comes then.
- Waiting counts from arriving, before eight from eight, until a counter begins.
- The house learns its absentees and its minutes from the weeks before, and knows nothing in the first.
"""

from __future__ import annotations

import heapq
import math
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from server.servicedays.counters import LEAST_ROOM, Waiting, calling_order, room
from server.servicedays.rules import (
    CASE_MINUTES,
    WALK_IN_MINUTES,
    WALK_INS,
    Booking,
    Opening,
    absent_share,
    clock,
    learnt,
    place,
    sessions,
)

WEEKS = 52
OFFICERS = 2
MINUTES = 720.0
VARIATION = 0.6
PUNCTUALITY = 20.0
GOES_FIRST = 0.25
GRACE = 30.0
AWAITED = 60.0  # minutes after their hour in which people are still expected
SEED = 20261125


@dataclass
class Guest:
    """One family that needs the office once."""

    name: str
    minutes: float
    comes: bool = True
    first: bool = False
    appointment: float | None = None
    number: str = ""
    came: float = 0.0
    asked_in: int = 0


@dataclass
class Outcome:
    """What a year came to."""

    waits: list[float] = field(default_factory=list)
    waits_first: list[float] = field(default_factory=list)
    idle: float = 0.0
    overtime: list[float] = field(default_factory=list)
    turned_away: int = 0
    served: int = 0
    told_later: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.waits)

    @property
    def p90(self) -> float:
        return statistics.quantiles(self.waits, n=10)[-1]

    @property
    def idle_share(self) -> float:
        """Of the officers' open minutes, how many nobody was served in, per cent."""
        return 100 * self.idle / (WEEKS * MINUTES)

    @property
    def overtime_a_day(self) -> float:
        return statistics.mean(self.overtime)

    @property
    def turned_away_a_day(self) -> float:
        return self.turned_away / WEEKS


def year(load: float, absent: float = 0.2, seed: int = SEED) -> tuple[Outcome, Outcome]:
    """Play a year at ``load`` (0.9: 90 %); return how it went with the rules, and first come first served."""
    chance = Random(seed)
    ours, theirs = Outcome(), Outcome()
    waiting_for_a_place: list[Guest] = []
    came = missed = measured = 0
    minutes = 0.0
    for week in range(WEEKS):
        wanting = list(_wanting(chance, load, absent, week))
        walkers = list(_walkers(chance, load, week))
        opening = Opening(absent=absent_share(came, missed), minutes=learnt({"x": (measured, minutes)}))
        seated, waiting_for_a_place = _seat([*waiting_for_a_place, *wanting], opening)
        ours.told_later += sum(guest.asked_in == week for guest in waiting_for_a_place)
        for guest in seated:
            assert guest.appointment is not None
            guest.came = guest.appointment + chance.gauss(0, PUNCTUALITY)
        present = [guest for guest in seated if guest.comes]
        came, missed = came + len(present), missed + len(seated) - len(present)
        measured, minutes = measured + len(present), minutes + sum(guest.minutes for guest in present)
        early = {guest.name: max(450.0, chance.gauss(510, 45)) for guest in [*wanting, *walkers]}
        _play(ours, [*present, *walkers], seated, opening)
        same = [guest for guest in [*wanting, *walkers] if guest.comes]
        _play(theirs, [Guest(g.name, g.minutes, number=g.name, came=early[g.name]) for g in same], None, opening)
    return ours, theirs


def _wanting(chance: Random, load: float, absent: float, week: int) -> Iterator[Guest]:
    expected = load * MINUTES * (1 - WALK_INS) / CASE_MINUTES / (1 - absent)
    for n in range(_poisson(chance, expected)):
        comes, first = chance.random() >= absent, chance.random() < GOES_FIRST
        yield Guest(f"{week}-{n}", _minutes(chance, CASE_MINUTES), comes, first, asked_in=week)


def _walkers(chance: Random, load: float, week: int) -> Iterator[Guest]:
    for n in range(_poisson(chance, load * MINUTES * WALK_INS / WALK_IN_MINUTES)):
        minutes, first = _minutes(chance, WALK_IN_MINUTES), chance.random() < GOES_FIRST
        yield Guest(f"{week}-w{n}", minutes, True, first, number=f"B1-{n:03d}", came=chance.uniform(465, 780))


def _seat(wanting: list[Guest], opening: Opening) -> tuple[list[Guest], list[Guest]]:
    """Give places in the order of asking; who finds none waits for the week after."""
    bookings: list[Booking] = []
    seated, left = [], []
    for guest in wanting:
        found = place(bookings, guest.name, opening.takes("x"), guest.first, opening)
        if found is None:
            left.append(guest)
            continue
        bookings.append(Booking(guest.name, found.number, found.arrival, opening.takes("x")))
        guest.number, guest.appointment = found.number, float(clock(found.arrival))
        seated.append(guest)
    return seated, left


def _play(outcome: Outcome, guests: list[Guest], seated: list[Guest] | None, opening: Opening) -> None:
    """One day at two counters. ``seated``: who has a place, here or not; None: nobody, and walk-ins are not asked."""
    parts = sessions(opening)
    start, end = parts[0][0], parts[-1][1]
    coming = sorted(guests, key=lambda guest: (guest.came, guest.name))
    free = [float(start)] * OFFICERS
    heapq.heapify(free)
    here: list[Guest] = []
    busy = 0.0
    while coming or here:
        now = _next_open(free[0], parts)
        if not here and coming and coming[0].came > now:
            now = _next_open(coming[0].came, parts)
        while coming and coming[0].came <= now:
            guest = coming.pop(0)
            if seated is not None and guest.appointment is None and not _fits(guest, here, free, seated, opening):
                outcome.turned_away += 1
                continue
            here.append(guest)
        if not here:
            continue
        if now > end + GRACE:
            outcome.turned_away += len(here) + len(coming)
            break
        guest = _next(here, ordered=seated is not None)
        here.remove(guest)
        wait = max(0.0, now - max(guest.came, start))
        outcome.waits.append(wait)
        if guest.first:
            outcome.waits_first.append(wait)
        outcome.served += 1
        heapq.heapreplace(free, now + guest.minutes)
        busy += _inside(now, now + guest.minutes, parts)
    outcome.idle += MINUTES - busy
    outcome.overtime.append(sum(max(0.0, at - end) for at in free))


def _next(here: list[Guest], ordered: bool) -> Guest:
    if not ordered:
        return here[0]
    by_number = {guest.number: guest for guest in here}
    return by_number[calling_order(map(_waiting, here))[0].number]


def _waiting(guest: Guest) -> Waiting:
    expected = WALK_IN_MINUTES if guest.appointment is None else CASE_MINUTES
    return Waiting(guest.number, guest.came, expected, guest.appointment, guest.first)


def _fits(guest: Guest, here: list[Guest], free: list[float], seated: list[Guest], opening: Opening) -> bool:
    """Whether the desk gives a number to somebody without an appointment, by what it knows at that moment."""
    missing = (one for one in seated if not (one.comes and one.came <= guest.came))
    awaited = sum(CASE_MINUTES for one in missing if (one.appointment or 0) > guest.came - AWAITED)
    return room(guest.came, free, map(_waiting, here), awaited, opening) >= LEAST_ROOM


def _next_open(moment: float, parts: list[tuple[int, int]]) -> float:
    for start, end in parts:
        if moment < end:
            return max(moment, float(start))
    return moment


def _inside(start: float, end: float, parts: list[tuple[int, int]]) -> float:
    return sum(max(0.0, min(end, b) - max(start, a)) for a, b in parts)


def _minutes(chance: Random, mean: float) -> float:
    sigma = math.sqrt(math.log(1 + VARIATION**2))
    return chance.lognormvariate(math.log(mean) - sigma**2 / 2, sigma)


def _poisson(chance: Random, expected: float) -> int:
    limit, count, product = math.exp(-expected), 0, chance.random()
    while product > limit:
        count, product = count + 1, product * chance.random()
    return count
