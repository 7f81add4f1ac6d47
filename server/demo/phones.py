"""The demo's own phones and desks: what they write goes through the exchange as everybody's does."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

from server import clock
from server.accounts import service as accounts
from server.accounts.models import Enrolment
from server.db import db, head
from server.demo.families import SEED
from server.demo.people import DESA, Someone
from server.exchange import service as exchange
from server.ids import uuid7

BATCH = 100  # changes in one exchange, as a phone sends them

_chance = Random(SEED)  # noqa: S311


class NotTaken(RuntimeError):
    """The demo wrote something the server does not take: a mistake in the demo."""


class Phone:
    """One enrolment that gathers changes and delivers them."""

    def __init__(self, who: Someone) -> None:
        entry = accounts.enrol(accounts.person(DESA, who.id), "contoh")
        db.session.commit()
        self.enrolment = entry.enrolment.id
        self.who = who
        self._n = 0
        self._waiting: list[dict[str, Any]] = []

    def set(self, collection: str, record: str, fields: dict[str, Any], area: str | None = None) -> None:
        """Begin a record."""
        wishes = {"exists": True} | {name: value for name, value in fields.items() if value is not None}
        change: dict[str, Any] = {
            "collection": collection,
            "set": {name: {"to": value, "seen": 0} for name, value in wishes.items()},
        }
        self._add(record, change if area is None else change | {"area": area})

    def act(self, do: str, record: str, **args: Any) -> None:
        """Do something to a record, having seen all there is of it."""
        if any(change["record"] == record for change in self._waiting):
            self.deliver()
        self._add(record, {"do": do, "seen": head(DESA), "args": args})

    def deliver(self) -> None:
        """Send what was gathered.

        Raises:
            NotTaken: the server did not accept all of it.
        """
        self._seen()  # also where nothing waits: it asks for news all the same
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            for receipt in exchange.deliver(self._seen(), batch, clock.now()):
                if receipt["status"] not in ("accepted", "merged"):
                    raise NotTaken(f"{self.who.name}: {receipt}")

    def _seen(self) -> Enrolment:
        """It speaks to the server."""
        enrolment = db.session.get(Enrolment, self.enrolment)
        assert enrolment is not None
        accounts.seen(enrolment, clock.now(), None, True)
        return enrolment

    def _add(self, record: str, change: dict[str, Any]) -> None:
        self._n += 1
        now = clock.now()
        head_of_it = {"id": new_id(now), "n": self._n, "record": record, "desa": DESA}
        self._waiting.append(head_of_it | {"made_at": now.astimezone(clock.WIB).isoformat(timespec="seconds")} | change)


def new_pin() -> str:
    """Four digits for a card, the same in every demo: nothing real opens with them."""
    return f"{_chance.randrange(10_000):04d}"


def new_id(now: datetime) -> str:
    """The next id of the demo: its time is true, its chance the same in every demo."""
    return uuid7(now, _chance.getrandbits(74))
