"""What making two families one left with either: it is said of both, and goes with whichever is erased.

They came apart again, or both were erased as one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import func, select

from server.exchange.models import Log, OpenConflict
from server.exchange.turns import Turn
from sync.merge import value_of
from sync.record import EXISTS, Author, Record
from sync.scope import REFERENCES

UNITED = ("family.same_as", "family.apart")
NEAR = 10_000  # numbers: what one turn writes
NAMING = frozenset(name for names in REFERENCES.values() for name in names) | {EXISTS, "record", "collection", "field"}
SIDES = ("standing", "other", "chosen")  # of a conflict

Wipe = Callable[[Turn, Log, frozenset[str]], None]
"""Takes the values out of a step of the log, save of those fields."""


def forget_unions(turn: Turn, families: Iterable[str], by: Author, wipe: Wipe) -> None:
    """Take out of others what came to them when one of these was made one with them, and does not stand there now.

    It lies in the steps of that union, in what was written over it since, and in conflicts about it.
    """
    steps = list(_steps(turn, sorted(families)))
    said: dict[str, dict[str, Any]] = {}  # by record, values by the field where they may lie
    for row in steps:
        for name, value in json.loads(row.after).items():
            record = turn.record(row.record)
            if name in NAMING or value is None or record is None or value_of(record, name) == value:
                continue
            said.setdefault(row.record, {})[name] = value
            for conflict in _conflicts(turn, row.record, name):
                said.setdefault(conflict.id, {}).update(dict.fromkeys(SIDES, value))
                sides = [side for side in SIDES if conflict.body.get(side) == value]
                if sides:
                    turn.write(conflict, by, **dict.fromkeys(sides, value_of(record, name)))
    turn.flush()
    for which, (first, last) in _while_they_hung(steps).items():
        mine = (Log.desa == turn.desa, Log.record == which, Log.seq.between(first, last))
        for row in turn.session.scalars(select(Log).where(*mine)).all():
            names = json.loads(row.before).keys() | json.loads(row.after).keys()
            wipe(turn, row, frozenset(names) - {*SIDES, "title"})
    for row in steps:
        wipe(turn, row, NAMING)
    for which, values in said.items():
        for row in turn.session.scalars(select(Log).where(Log.desa == turn.desa, Log.record == which)).all():
            before, after = json.loads(row.before), json.loads(row.after)
            found = {name for name, value in values.items() if value in (before.get(name), after.get(name))}
            if found:
                wipe(turn, row, frozenset(before.keys() | after.keys()) - found)


def _while_they_hung(steps: list[Log]) -> dict[str, tuple[int, int]]:
    """Conflicts that went over to the other family and came back, and from which number to which they were about it."""
    spans: dict[str, tuple[int, int]] = {}
    for row in steps:
        if row.collection == "conflict":
            first, last = spans.get(row.record, (row.seq, row.seq))
            spans[row.record] = min(first, row.seq), max(last, row.seq)
    return spans


def _conflicts(turn: Turn, record: str, field: str) -> list[Record]:
    mine = (OpenConflict.desa == turn.desa, OpenConflict.record == record, OpenConflict.field == field)
    ids = turn.session.scalars(select(OpenConflict.id).where(*mine)).all()
    return [conflict for which in ids if (conflict := turn.record(which)) is not None and not conflict.gone]


def _steps(turn: Turn, names: list[str]) -> Iterator[Log]:
    own = (Log.desa == turn.desa, Log.record.in_(names), Log.do.in_(UNITED))
    acts = select(Log.change, func.min(Log.seq), func.max(Log.seq)).where(*own).group_by(Log.change)
    for change, first, last in turn.session.execute(acts).all():
        near = (Log.desa == turn.desa, Log.seq.between(first - NEAR, last + NEAR), Log.change == change)
        yield from turn.session.scalars(select(Log).where(*near, Log.record.not_in(names))).all()
