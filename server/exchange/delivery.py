"""Taking a delivery: every change gets its receipt, and one that cannot be taken never holds up its neighbours."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, update
from sqlalchemy.exc import OperationalError

from server.accounts import service as accounts
from server.accounts.models import Enrolment
from server.among import among
from server.db import db, turn
from server.errors import ChangeReused, Erased, Problem, ServerTrouble, UnknownRecord, Waiting
from server.exchange.applying import Undo, apply_action, apply_set
from server.exchange.conflicts import Contests
from server.exchange.erasing import bury, is_about_erased
from server.exchange.models import Receipt
from server.exchange.parcels import Parcel, check, unpack
from server.exchange.quarantine import Ward
from server.exchange.turns import Turn, dump
from server.exchange.upserts import insert, table_of
from sync.receipts import ACCEPTED, DUPLICATE, HELD, REFUSED, TAKEN
from sync.record import EXISTS, Record, SetChange
from sync.scope import REFERENCES

log = logging.getLogger(__name__)

RECEIPT, ENROLMENT = table_of(Receipt), table_of(Enrolment)
_GIVEN = among(RECEIPT, "change")
_LAST = (
    update(ENROLMENT)
    .where(ENROLMENT.c.id == bindparam("sender"), ENROLMENT.c.last_n < bindparam("last"))
    .values(last_n=bindparam("last"))
)

T = TypeVar("T")
Answer = dict[str, Any]
"""A receipt as it travels: ``{id, status, seq, problem}``, and ``number`` for a case."""


def deliver(enrolment: Enrolment | accounts.Sender, sent: list[Any], now: datetime) -> list[Answer]:
    """Take what a device sent and return its receipts: one a change, and those of held changes that it set free.

    All of it in one turn. If anything unforeseen happens there, nothing of that turn is kept and the changes are taken
    one by one, so that only the culprit goes into quarantine.
    """
    desa, parcels = enrolment.desa, unpack(enrolment, sent, now)
    try:
        return persistently(desa, lambda this, spoiled: Delivery(this, parcels, spoiled).take(), 2 * len(parcels))
    except OperationalError:
        raise  # the database is away, the changes are not at fault: the phone sends them again
    except Exception as trouble:
        if len(parcels) == 1:
            return _set_aside(desa, parcels[0], trouble)
    return [receipt for parcel in parcels for receipt in _alone(desa, parcel)]


def persistently(desa: str, work: Callable[[Turn, dict[str, Problem]], T], reserve: int = 16) -> T:
    """Do ``work`` in a turn; in a new one, knowing the problem, as often as a change that it set free would undo it."""
    spoiled: dict[str, Problem] = {}
    while True:
        try:
            with turn(desa, reserve) as this:
                return work(this, spoiled)
        except Spoiled as one:
            if one.change in spoiled:
                raise
            spoiled[one.change] = one.problem


def begin(desa: str, work: Callable[[Turn], list[str]]) -> None:
    """Do ``work``, which may begin records that no device sent, and take what waits for those it returns."""

    def whole(this: Turn, spoiled: dict[str, Problem]) -> None:
        if begun := work(this):
            Delivery(this, [], spoiled).free(begun)

    persistently(desa, whole)


def _alone(desa: str, parcel: Parcel) -> list[Answer]:
    try:
        return persistently(desa, lambda this, spoiled: Delivery(this, [parcel], spoiled).take())
    except OperationalError:
        raise
    except Exception as trouble:
        return _set_aside(desa, parcel, trouble)


def _set_aside(desa: str, parcel: Parcel, trouble: Exception) -> list[Answer]:
    """Refuse the change whose turn was undone."""
    refused = replace(parcel, problem=_problem(parcel, trouble))
    return persistently(desa, lambda this, spoiled: Delivery(this, [refused], spoiled).take())


def _problem(parcel: Parcel, trouble: Exception) -> Problem:
    """What its sender is told of ``trouble``. Of a mistake of ours its kind and place are logged, never values."""
    if isinstance(trouble, Undo):
        return trouble.problem
    where = "".join(traceback.format_tb(trouble.__traceback__)[-4:])
    log.error("change %s set aside: %s\n%s", parcel.id, type(trouble).__name__, where)
    return ServerTrouble()


class Spoiled(Exception):
    """A change that lay in quarantine and was set free would undo the turn of the one that freed it."""

    def __init__(self, change: str, problem: Problem) -> None:
        super().__init__(change)
        self.change = change
        self.problem = problem


class Delivery:
    """One delivery under the lock. What it will need is fetched at once: receipts, records, conflicts, quarantine.

    ``spoiled``: why changes in quarantine, should they be set free, cannot be taken (``persistently``).
    """

    def __init__(self, this: Turn, parcels: list[Parcel], spoiled: dict[str, Problem]) -> None:
        self._spoiled = spoiled
        self._turn = this
        self._parcels = parcels
        named = set[str]().union(*(parcel.names() for parcel in parcels))
        this.load(named)
        self._given = _receipts(this, [parcel.id for parcel in parcels])
        if others := [parcel.renamed().id for parcel in parcels if self._is_another(parcel)]:
            self._given |= _receipts(this, others)
        self._contests = Contests(this, named)
        self._ward = Ward(this, named)
        self._answers: dict[str, Answer] = {}
        self._rows: dict[str, dict[str, Any]] = {}
        self._freed: list[Answer] = []

    def take(self) -> list[Answer]:
        """Take every change in its order and write the receipts down."""
        answers = [self._one(parcel) for parcel in self._parcels]
        connection = self._turn.connection
        if self._rows:
            insert(connection, RECEIPT, list(self._rows.values()))
        self._ward.close()
        last = max(parcel.n for parcel in self._parcels)
        connection.execute(_LAST, {"sender": self._parcels[-1].by.enrolment, "last": last})
        return answers + self._freed

    def _one(self, parcel: Parcel) -> Answer:
        given = self._given.get(parcel.id)
        if given is not None:
            return self._again(parcel, given)
        answer, waits_for = self._try(parcel)
        self._given[parcel.id] = row = {
            "desa": self._turn.desa,
            "change": parcel.id,
            "enrolment": parcel.by.enrolment,
            "n": parcel.n,
            "content": parcel.content,
            "at": self._turn.now,
        } | _stored(answer)
        self._rows[parcel.id] = row
        self._answers[parcel.id] = answer
        if answer["status"] in (HELD, REFUSED):
            self._ward.admit(parcel, answer["problem"], waits_for)
            self._bury(parcel, answer)
        else:
            self.free([parcel.record])
        return answer

    def free(self, records: list[str]) -> None:
        """Take what waits for records that are there now, and for those that an action made beside them."""
        beside, self._turn.awaited = self._turn.awaited, []
        if beside or not self._parcels:
            self._ward.look([*records, *beside])
        for record in [*records, *beside]:
            self._release(record)

    def _bury(self, parcel: Parcel, answer: Answer) -> None:
        """What would have begun about what was erased is erased itself, and all that waits for it."""
        if answer["problem"]["type"] == Erased.path() and bury(self._turn, parcel.text):
            self.free([parcel.record])

    def _try(self, parcel: Parcel, patient: bool = True) -> tuple[Answer, str | None]:
        """Apply a change: its receipt, and for a held one the record it waits for.

        That it is about something erased goes before all else that is in its way, for then it is not kept.
        """
        answer, waits_for = self._apply(parcel, patient)
        if answer["status"] in (HELD, REFUSED) and is_about_erased(self._turn, parcel.names()):
            return _answer(parcel.id, REFUSED, None, Erased().to_dict()), None
        return answer, waits_for

    def _apply(self, parcel: Parcel, patient: bool) -> tuple[Answer, str | None]:
        try:
            if parcel.problem is not None:
                raise parcel.problem
            self._need(parcel, patient)
            change = parcel.change
            if isinstance(change, SetChange):
                status, record = apply_set(self._turn, change, parcel.additions, parcel.by, self._contests)
            else:
                assert change is not None
                status, record = ACCEPTED, apply_action(self._turn, change, parcel.by)
                self._contests.look_again()
            return _answer(parcel.id, status, record.seq, None, record), None
        except _Waits as wait:
            return _answer(parcel.id, HELD, None, Waiting().to_dict()), wait.record
        except _Unknown as unknown:
            return _answer(parcel.id, REFUSED, None, unknown.problem.to_dict()), unknown.record
        except Problem as problem:
            return _answer(parcel.id, REFUSED, None, problem.to_dict()), None

    def _again(self, parcel: Parcel, given: dict[str, Any]) -> Answer:
        """The answer to a change that was sent before: what became of it.

        One that only bears the id of another is no less somebody's words: it lies in quarantine under an id of its own.
        """
        if self._is_another(parcel):
            other = parcel.renamed()
            return self._one(replace(other, problem=ChangeReused(change=other.id))) | {"id": parcel.id}
        status = DUPLICATE if given["status"] in TAKEN else given["status"]
        problem = json.loads(given["problem"]) if given["problem"] else None
        return _answer(parcel.id, status, given["seq"], problem, self._turn.record(parcel.record))

    def _is_another(self, parcel: Parcel) -> bool:
        """Whether its id was given to a change of other content, or by another phone."""
        given = self._given.get(parcel.id)
        return given is not None and (given["content"], given["enrolment"]) != (parcel.content, parcel.by.enrolment)

    def _need(self, parcel: Parcel, patient: bool) -> None:
        """See that the records a change builds on are there, or wait with it for those that lie in quarantine.

        ``patient``: wait also beside another change that waits for a record which nobody has sent.
        """
        change = parcel.change
        needed: list[tuple[str, str]] = []
        if not isinstance(change, SetChange):
            needed = [("record", parcel.record)]
        else:
            if EXISTS not in change.set or not change.set[EXISTS].to:
                needed = [("record", change.record)]
            for name in REFERENCES.get(change.collection, ()):
                if name in change.set and change.set[name].to is not None:
                    needed.append((f"set.{name}", change.set[name].to))
        for field, which in needed:
            if self._turn.record(which) is None:
                if self._ward.begins(which) or (patient and self._ward.holds(which)):
                    raise _Waits(which)
                raise _Unknown(which, UnknownRecord(field=field))

    def retry(self, parcel: Parcel, patient: bool = True) -> Answer:
        """Try a change again that lies in quarantine; if it is taken, so is what waited for it.

        ``patient``: it may be told to wait for a record that others wait for and nobody has sent.
        """
        check(parcel, self._turn.record)
        answer, waits_for = self._try(parcel, patient)
        self._reissue(parcel, answer)
        if answer["status"] in (HELD, REFUSED):
            self._ward.keep(parcel, answer["problem"], waits_for)
            self._bury(parcel, answer)
        else:
            self._ward.discharge(parcel)
            self.free([parcel.record])
        return answer

    def _release(self, record: str) -> None:
        """Take what waited for ``record``, now that it is there; that may set free others in turn.

        Raises:
            Spoiled: one of them cannot be taken and left something half done.
        """
        for parcel in self._ward.waiting_for(record):
            if self._ward.is_free(parcel):  # by the one before it
                continue
            parcel.problem = self._spoiled.get(parcel.id, parcel.problem)
            try:
                self.retry(parcel)
            except (OperationalError, Spoiled):
                raise
            except Exception as trouble:
                raise Spoiled(parcel.id, _problem(parcel, trouble)) from trouble

    def _reissue(self, parcel: Parcel, answer: Answer) -> None:
        """Put a new receipt in the place of one that said ``held``, and tell the sender if she is the one who asks."""
        if parcel.id in self._rows:
            self._rows[parcel.id] |= _stored(answer)
            self._answers[parcel.id].update(answer)
            return
        mine = (Receipt.desa == self._turn.desa, Receipt.change == parcel.id)
        self._turn.session.execute(update(Receipt).where(*mine).values(**_stored(answer)))
        if self._parcels and parcel.by.enrolment == self._parcels[-1].by.enrolment:
            self._freed.append(answer)


class _Waits(Exception):
    """A change builds on a record that lies in quarantine."""

    def __init__(self, record: str) -> None:
        super().__init__(record)
        self.record = record


class _Unknown(Exception):
    """A change builds on a record nobody has sent. Should it come after all, from another phone, the change follows."""

    def __init__(self, record: str, problem: Problem) -> None:
        super().__init__(record)
        self.record = record
        self.problem = problem


_HERS = among(RECEIPT, "change").where(RECEIPT.c.enrolment == bindparam("sender"))


def standing(sender: Enrolment | accounts.Sender, asked: list[str]) -> list[Answer]:
    """What became of changes that were held or refused when their sender last heard of them."""
    named = {"desa": sender.desa, "ids": asked, "sender": sender.id}
    found = db.session.connection().execute(_HERS, named)
    return [_answer(row.change, row.status, row.seq, json.loads(row.problem) if row.problem else None) for row in found]


def _receipts(this: Turn, changes: Iterable[str]) -> dict[str, dict[str, Any]]:
    found = this.connection.execute(_GIVEN, {"desa": this.desa, "ids": list(changes)})
    return {row["change"]: dict(row) for row in found.mappings()}


def _answer(
    change: str, status: str, seq: int | None, problem: dict[str, Any] | None, record: Record | None = None
) -> Answer:
    answer: Answer = {"id": change, "status": status, "seq": seq, "problem": problem}
    if record is not None and record.collection == "case" and record.body.get("number"):
        answer["number"] = record.body["number"]
    return answer


def _stored(answer: Answer) -> dict[str, Any]:
    problem = answer["problem"]
    return {"status": answer["status"], "seq": answer["seq"], "problem": dump(problem) if problem else None}
