"""Conflicts: two values for one field, kept as a record of its own until somebody who saw both decides."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from server.among import among
from server.exchange.erasing import GONE_WORD
from server.exchange.models import Log, OpenConflict
from server.exchange.registry import action, projects
from server.exchange.schemas import Nothing
from server.exchange.turns import Turn, Writer
from server.exchange.upserts import table_of
from server.ids import uuid7
from sync.merge import Conflict, value_of
from sync.record import EXISTS, Author, Record

CONFLICT = table_of(OpenConflict)
OTHER = ("other", "other_by", "other_person", "other_at", "other_enrolment")
_OPEN = among(CONFLICT, "record", "id", "record", "field").where(CONFLICT.c.closed.is_(False))


class Contests:
    """The open conflicts of the records a delivery touches: ``seq`` by record and field, and whose value waits."""

    def __init__(self, turn: Turn, records: Iterable[str]) -> None:
        self._turn = turn
        self._open: dict[str, dict[str, list[str]]] = {}
        self._asked = set(records)
        # nobody contests what is not there
        self._ask([which for which in self._asked if turn.record(which) is not None])

    def _ask(self, records: list[str]) -> None:
        if records:
            for found in self._turn.connection.execute(_OPEN, {"desa": self._turn.desa, "ids": records}):
                self._open.setdefault(found.record, {}).setdefault(found.field, []).append(found.id)

    def _about(self, record: Record) -> dict[str, list[str]]:
        if record.id not in self._asked:  # it is named by one that was given up for it
            self._asked.add(record.id)
            self._turn.flush()
            self._ask([record.id])
        return self._open.setdefault(record.id, {})

    def look_again(self) -> None:
        """An action may have closed conflicts, or made them another record's."""
        self._open, self._asked = {}, set()

    def of(self, record: Record) -> dict[str, int]:
        """The contested fields of ``record``, each with the newest number of its conflicts: who quotes it saw both."""
        return {
            field: max(known.seq for name in names if (known := self._turn.record(name)) is not None)
            for field, names in self._about(record).items()
            if names
        }

    def add(self, record: Record, conflict: Conflict, by: Author) -> None:
        """Keep a second value. One phone has one value a field: its later one takes the place of its earlier one."""
        turn = self._turn
        names = self._about(record).setdefault(conflict.field, [])
        writer = turn.writer(record.versions.get(conflict.field, record.seq))
        fields = {
            **about(turn, record),
            "field": conflict.field,
            "standing": conflict.standing,
            **_standing(writer),
            "other": conflict.other,
            "other_by": by.name,
            "other_person": by.person,
            "other_at": by.made_at or by.received_at.isoformat(),
            "other_enrolment": by.enrolment,
            "closed": False,
        }
        for name in names:
            known = turn.record(name)
            if known is not None and known.body.get("other_enrolment") == by.enrolment:
                waited = known.body.get("other")
                if isinstance(waited, dict) and isinstance(conflict.other, dict) and conflict.field == EXISTS:
                    fields["other"] = waited | conflict.other  # edits of something deleted: all of them wait
                turn.write(known, by, **fields)
                return
        new = turn.create("conflict", uuid7(turn.now), by, area=record.area, **fields)
        names.append(new.id)

    def restand(self, record: Record, field: str, by: Author) -> None:
        """Show in a field's open conflicts what stands now: who saw only the value before has not seen both."""
        writer = self._turn.writer(record.versions[field])
        for name in self._about(record).get(field, []):
            self._turn.write(name, by, standing=value_of(record, field), **_standing(writer))

    def settle(self, record: Record, field: str, by: Author) -> None:
        """Close the conflicts of a field that somebody who was shown both values has written."""
        for name in self._about(record).pop(field, []):
            close(self._turn, name, value_of(record, field), by)


def about(turn: Turn, record: Record) -> dict[str, Any]:
    """Which record a conflict is about, and how people call it: it may be gone from the phones that are asked."""
    family = record.body.get("family") or (record.id if record.collection == "family" else None)
    if record.collection == "identity":
        subject = turn.record(record.body.get("subject") or "")
        return about(turn, subject or record) | {"record": record.id, "collection": "identity"}
    home = turn.record(family) if family else None
    name = record.body.get("full_name") or (home.body.get("head_name") if home else None)
    return {"record": record.id, "collection": record.collection, "family": family, "title": name}


def stand_again(turn: Turn, which: str, by: Author) -> None:
    """Show in a conflict what stands now, where the record it is about became another."""
    conflict = turn.record(which)
    record = turn.record(conflict.body["record"]) if conflict is not None and not conflict.body.get("closed") else None
    if conflict is None or record is None:
        return
    writer = turn.writer(record.versions.get(conflict.body["field"], record.seq))
    now = {**about(turn, record), "standing": value_of(record, conflict.body["field"]), **_standing(writer)}
    changed = {name: value for name, value in now.items() if conflict.body.get(name) != value}
    if changed:
        turn.write(conflict, by, **changed)


def leave_word(turn: Turn, conflict: Record, since: int, by: Author) -> None:
    """Let a conflict that goes back to its own record leave what was said since, where it hung, in one of its own.

    Its own other value is again that of before ``since``.
    """
    here = turn.record(conflict.body["record"])
    if here is None or conflict.body.get("closed") or conflict.versions.get("other", 0) <= since:
        return
    rows = select(Log.after).where(Log.desa == turn.desa, Log.record == conflict.id, Log.seq < since)
    words = [json.loads(after) for after in turn.session.scalars(rows.order_by(Log.seq))]
    whole = (word for word in reversed(words) if word.keys() >= set(OTHER) and GONE_WORD not in word.values())
    before = next(whole, None)
    if before is None or all(before[name] == conflict.body.get(name) for name in OTHER):
        return
    field, said = conflict.body["field"], {name: conflict.body.get(name) for name in OTHER}
    stands = {"standing": value_of(here, field), **_standing(turn.writer(here.versions.get(field, here.seq)))}
    more = {"field": field, **stands, **said, "closed": False}
    turn.create("conflict", uuid7(turn.now), by, area=here.area, **about(turn, here), **more)
    turn.write(conflict, by, **{name: before.get(name) for name in OTHER})


def close(turn: Turn, conflict: Record | str, chosen: Any, by: Author) -> None:
    """End a conflict, saying who chose what: both phones show it."""
    chosen_by = {"person": by.person, "name": by.name}
    turn.write(conflict, by, closed=True, chosen=chosen, chosen_by=chosen_by, chosen_at=turn.now.isoformat())


def _standing(writer: Writer | None) -> dict[str, Any]:
    return {
        "standing_by": writer.name if writer else "",
        "standing_person": writer.person if writer else None,
        "standing_at": writer.at if writer else None,
    }


@action("conflict.leave", Nothing)
def leave(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Somebody who was asked leaves the choice to the officers; what stands, stands meanwhile."""
    if not record.body.get("closed"):
        turn.write(record, by, left={"person": by.person, "name": by.name, "at": turn.now.isoformat()})


@projects("conflict", OpenConflict)
def project(record: Record) -> dict[str, Any]:
    """Keep which fields are contested where a delivery can look it up."""
    body = record.body
    return {
        "record": body["record"],
        "field": body["field"],
        "enrolment": body["other_enrolment"],
        "closed": body["closed"],
    }
