"""Who is called next, when their turn will be, what going first costs the others, who else may still come. Pure.

``pwa/queue/order.js`` is its twin, because counters go on without a network; ``tests/vectors/queue.json`` holds both
together. Times are minutes since midnight.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from server.servicedays.rules import Opening, sessions

LEAST_ROOM = 10  # minutes that must be left for somebody without an appointment to get a number today


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is here and has not been called.

    Attributes:
        came: when they checked in.
        appointment: the hour they were told; None: they came without.
        skipped: when their number was called and nobody came forward; None: it was not.
    """

    number: str
    came: float
    minutes: float
    appointment: float | None = None
    priority: bool = False
    skipped: float | None = None

    @property
    def goes_first(self) -> bool:
        """Whoever did not answer the call waits like all others from then on, else one number would stop the queue."""
        return self.priority and self.skipped is None

    @property
    def due(self) -> float:
        """From when their turn counts: their hour, or when they came if that was later; after a skip, that moment."""
        if self.skipped is not None:
            return self.skipped
        return self.came if self.appointment is None else max(self.came, self.appointment)


def calling_order(waiting: Iterable[Waiting]) -> list[Waiting]:
    """Who goes first goes first; all others, with or without an appointment, by the moment their turn counts from."""
    return sorted(waiting, key=lambda one: (not one.goes_first, one.due, one.number))


def turns(order: Iterable[Waiting], free: Iterable[float], opening: Opening) -> dict[str, float]:
    """When each number's turn will be, if nothing unforeseen happens.

    Args:
        free: when each counter that works will be free.
    """
    counters = sorted(free)
    found: dict[str, float] = {}
    for one in order:
        if not counters:
            break
        begins = _open_at(counters[0], opening)
        found[one.number] = begins
        counters[0] = begins + one.minutes
        counters.sort()
    return found


def delay(waiting: Iterable[Waiting], free: Iterable[float], opening: Opening) -> tuple[int, float]:
    """What going first costs: how many go first, and by how many minutes the one who loses most waits longer."""
    people, counters = list(waiting), list(free)
    first = [one for one in people if one.goes_first]
    if not first or len(first) == len(people):
        return len(first), 0.0
    now = turns(calling_order(people), counters, opening)
    alike = turns(calling_order(replace(one, priority=False) for one in people), counters, opening)
    return len(first), max(now[one.number] - alike[one.number] for one in people if not one.goes_first)


def room(now: float, free: Iterable[float], waiting: Iterable[Waiting], awaited: float, opening: Opening) -> float:
    """Minutes that the counters still have for people without an appointment until they close; never below nought.

    Args:
        awaited: promised minutes of those with a place who have not come yet; who is an hour late is not awaited.
    """
    left = sum(_left(max(now, at), opening) for at in free)
    return max(0.0, left - sum(one.minutes for one in waiting) - awaited * (1 - opening.absent))


def _open_at(moment: float, opening: Opening) -> float:
    """The first moment from ``moment`` on at which a counter is open; after closing, that moment itself."""
    for start, end in sessions(opening):
        if moment < end:
            return max(moment, start)
    return moment


def _left(moment: float, opening: Opening) -> float:
    """Minutes one counter is still open from ``moment`` on."""
    return float(sum(max(0.0, end - max(start, moment)) for start, end in sessions(opening)))
