"""Where changes lie that could not be taken: whole, with the reason, until a person or another change settles it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, union_all, update

from server.accounts import service as accounts
from server.among import among
from server.exchange import registry
from server.exchange.erasing import ended
from server.exchange.models import Quarantine
from server.exchange.parcels import Parcel, may_begin, read
from server.exchange.turns import Turn, dump
from server.exchange.upserts import insert, table_of

QUARANTINE = table_of(Quarantine)
_CONCERNED = union_all(
    *(among(QUARANTINE, column).where(QUARANTINE.c.settled.is_(None)) for column in ("record", "waits_for"))
)  # two searches: of one with OR, SQLite makes a walk through all that ever lay here


def keepable(parcel: Parcel) -> str:
    """The text of a change as it may be kept: without what is secret in it."""
    sent = json.loads(parcel.text)
    kept = without_secrets(sent)
    return parcel.text if kept is sent else dump(kept)


def without_secrets(sent: Any) -> Any:
    """A change without the arguments that its action wants stored nowhere; itself where there are none."""
    action = registry.actions().get(str(sent.get("do"))) if isinstance(sent, dict) else None
    args = sent.get("args") if action else None
    if action is None or not isinstance(args, dict) or not action.secret & args.keys():
        return sent
    return sent | {"args": {name: value for name, value in args.items() if name not in action.secret}}


class Ward:
    """The part of the quarantine that one delivery can touch."""

    def __init__(self, turn: Turn, named: Iterable[str]) -> None:
        self._turn = turn
        self._records: set[str] = set()  # those of which some change lies here
        self._begun: set[str] = set()  # of them, those that one of these changes may begin
        self._waiting: dict[str, dict[str, Parcel]] = {}
        self._new: dict[str, dict[str, Any]] = {}
        self._free: set[str] = set()
        self.look(list(named))

    def holds(self, record: str) -> bool:
        """Whether ``record`` may begin with a change that lies here, or another change waits here for it."""
        return record in self._records

    def begins(self, record: str) -> bool:
        """Whether a change that may begin ``record`` lies here."""
        return record in self._begun

    def admit(self, parcel: Parcel, problem: dict[str, Any], waits_for: str | None) -> None:
        """Lay a change down."""
        self._new[parcel.id] = {
            "desa": self._turn.desa,
            "change": parcel.id,
            "enrolment": parcel.by.enrolment,
            "n": parcel.n,
            "record": parcel.record,
            "body": keepable(parcel),
            "problem": dump(problem),
            "waits_for": waits_for,
            "at": self._turn.now,
            "settled": None,
            "outcome": None,
            "repaired": None,
        } | ended(self._turn, parcel.text, problem)
        self._note(parcel, waits_for)

    def keep(self, parcel: Parcel, problem: dict[str, Any], waits_for: str | None) -> None:
        """Leave a change here that was tried again, with what is in its way now."""
        self._set(parcel, problem=dump(problem), waits_for=waits_for, **ended(self._turn, parcel.text, problem))
        self._note(parcel, waits_for)

    def discharge(self, parcel: Parcel) -> None:
        """Settle a change that was taken after all."""
        self._set(parcel, settled=self._turn.now)
        self._free.add(parcel.id)

    def is_free(self, parcel: Parcel) -> bool:
        """Whether a change was taken after all in this delivery, by whatever set it free."""
        return parcel.id in self._free

    def waiting_for(self, record: str) -> list[Parcel]:
        """Take out what waited for ``record``, in the order in which it was made."""
        if record not in self._records:
            return []
        self._records.discard(record)
        if record not in self._waiting:
            self.look([record])
        return sorted(self._waiting.pop(record, {}).values(), key=lambda parcel: parcel.n)

    def close(self) -> None:
        """Write down what was laid here."""
        if self._new:
            insert(self._turn.connection, QUARANTINE, list(self._new.values()))

    def look(self, named: list[str]) -> None:
        """Open what lies here about these records, or waits for them."""
        for found in self._turn.connection.execute(_CONCERNED, {"desa": self._turn.desa, "ids": named}):
            self._records.add(found.record)
            if may_begin(json.loads(found.body)):
                self._begun.add(found.record)
            if found.waits_for is not None:
                self._records.add(found.waits_for)
                self._waiting.setdefault(found.waits_for, {})[found.change] = self._opened(found)

    def _opened(self, row: Row[Any]) -> Parcel:
        at: datetime = row.at
        return read(accounts.enrolment(row.desa, row.enrolment), json.loads(row.body), at).named(row.change)

    def _note(self, parcel: Parcel, waits_for: str | None) -> None:
        self._records.add(parcel.record)
        if may_begin(json.loads(parcel.text)):
            self._begun.add(parcel.record)
        if waits_for is not None:
            self._records.add(waits_for)
            self._waiting.setdefault(waits_for, {})[parcel.id] = parcel

    def _set(self, parcel: Parcel, **values: Any) -> None:
        if parcel.id in self._new:
            self._new[parcel.id] |= values
        else:
            mine = (Quarantine.desa == self._turn.desa, Quarantine.change == parcel.id)
            self._turn.session.execute(update(Quarantine).where(*mine).values(**values))
