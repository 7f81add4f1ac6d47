"""The field in miniature: people of Cibadak who write records as their phones do, at a moment the test says.

``Field`` needs an app context (fixture ``context``). All NIK are of kecamatan 320199, which does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from server import clock
from server.accounts import service as accounts
from server.accounts.models import Enrolment
from server.db import db, head, turn
from server.demo.load import found_desa
from server.demo.people import ANI, DEDI, DESA, Someone
from server.exchange import service as exchange
from server.ids import uuid7
from sync.record import Author, Record

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=clock.WIB)
TUESDAY_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=clock.WIB)
WEDNESDAY = "2026-11-25"
NEXT_WEDNESDAY = "2026-12-02"
RT = "004/002"
ANSWERS = {"kunjungan": {"setuju_data": "ya", "hasil_kunjungan": "terisi", "hasil_akhir": "terisi"}}


def new_id() -> str:
    """An id as a phone makes them."""
    return uuid7(clock.now())


class Hand:
    """One person at one phone or desk."""

    def __init__(self, who: Someone, desa: str = DESA) -> None:
        entry = accounts.enrol(accounts.person(desa, who.id), "tes")
        db.session.commit()
        self.desa = desa
        self.who, self.enrolment, self.n = who, entry.enrolment.id, 0

    def sets(
        self, collection: str, record: str, area: str | None = None, seen: int = 0, **fields: Any
    ) -> dict[str, Any]:
        """A set as it travels; not sent yet."""
        place = {} if area is None else {"area": area}
        return self._change(record) | {
            "collection": collection,
            "set": {name: {"to": value, "seen": seen} for name, value in fields.items()},
            **place,
        }

    def send(self, *changes: dict[str, Any]) -> list[dict[str, Any]]:
        """Deliver changes; return their receipts."""
        enrolment = db.session.get(Enrolment, self.enrolment)
        assert enrolment is not None
        return exchange.deliver(enrolment, list(changes), clock.now())

    def set(self, collection: str, record: str, area: str | None = None, **fields: Any) -> dict[str, Any]:
        """Write a new record (or, with ``seen``, fields of one); return the receipt."""
        return self.send(self.sets(collection, record, area, **fields))[0]

    def does(self, do: str, record: str, **args: Any) -> dict[str, Any]:
        """Do something having seen everything; return the receipt."""
        return self.send(self._change(record) | {"do": do, "seen": head(self.desa), "args": args})[0]

    def _change(self, record: str) -> dict[str, Any]:
        self.n += 1
        made = clock.now().astimezone(clock.WIB).isoformat(timespec="seconds")
        return {"id": new_id(), "n": self.n, "record": record, "desa": self.desa, "made_at": made}


class Field:
    """Cibadak with its people; ``ani`` (kader of RW 004) and ``dedi`` (officer) have their phone and desk."""

    def __init__(self) -> None:
        found_desa()
        self.ani, self.dedi = Hand(ANI), Hand(DEDI)

    def family(self, head_name: str = "Suryati", area: str = RT, hand: Hand | None = None, **more: Any) -> str:
        """A family in ``area``."""
        family = new_id()
        receipt = (hand or self.ani).set("family", family, area, exists=True, head_name=head_name, **more)
        assert receipt["status"] == "accepted", receipt
        return family

    def member(self, family: str, full_name: str, **more: Any) -> str:
        """A person of ``family``."""
        member = new_id()
        receipt = self.ani.set("member", member, exists=True, family=family, order=1, full_name=full_name, **more)
        assert receipt["status"] == "accepted", receipt
        return member

    def case(self, family: str, service: str = "sembako", needs: Any = None, **more: Any) -> str:
        """A case of ``family``, with the needs a test wants it to have."""
        case = new_id()
        receipt = self.ani.set("case", case, exists=True, family=family, service=service, **more)
        assert receipt["status"] == "accepted", receipt
        if needs is not None:
            self.server_writes(case, needs=needs)
        return case

    def document(self, family: str, paper: str = "kk", state: str = "ada", **more: Any) -> str:
        """A paper of ``family``."""
        document = new_id()
        receipt = self.ani.set("document", document, exists=True, family=family, paper=paper, state=state, **more)
        assert receipt["status"] == "accepted", receipt
        return document

    def ready(self, head_name: str = "Suryati", **more: Any) -> tuple[str, str]:
        """A family with a case that an officer has accepted; (family, case)."""
        family = self.family(head_name)
        case = self.case(family, **more)
        receipt = self.dedi.does("case.accept", case)
        assert receipt["status"] == "accepted", receipt
        return family, case

    def record(self, name: str) -> Record:
        """A record as it stands."""
        with turn(DESA) as now:
            record = now.record(name)
        assert record is not None
        return record

    def body(self, name: str) -> dict[str, Any]:
        """The fields of a record."""
        return self.record(name).body

    def server_writes(self, name: str, **fields: Any) -> None:
        """Put a test's record into the state it wants."""
        with turn(DESA) as now:
            now.write(name, Author.server(now.now), **fields)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be ``moment``, a little later at each look, so that ids sort."""
    ticks = iter(range(10**9))
    with clock.turned(lambda: moment + timedelta(milliseconds=next(ticks))):
        yield


def need(paper: str, member: str | None = None, required: bool = True, later: bool = False) -> dict[str, Any]:
    """One need as the server writes it into a case."""
    return {"paper": paper, "member": member, "required": required, "later": later, "asked": False, "reason": None}
