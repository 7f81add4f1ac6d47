"""What making two families one left in the log of either: it is said of both, and goes with whichever is erased.

They came apart again, or both were erased as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, select

from server.exchange.models import Log
from server.exchange.turns import Turn
from sync.merge import value_of
from sync.record import EXISTS
from sync.scope import REFERENCES

UNITED = ("family.same_as", "family.apart")
NEAR = 10_000  # numbers: what one turn writes
NAMING = frozenset(name for names in REFERENCES.values() for name in names) | {EXISTS, "record", "collection", "field"}


def left_by_unions(turn: Turn, families: Iterable[str]) -> Iterator[tuple[Log, frozenset[str]]]:
    """What was logged of others when one of these was made one with another or came apart from it, and what was
    written over since of the values that came with it; of each step the fields that may stay.
    """
    names = sorted(families)
    came: dict[str, dict[str, Any]] = {}
    for row in _steps(turn, names):
        values = {name: value for name, value in json.loads(row.after).items() if name not in NAMING}
        came.setdefault(row.record, {}).update({name: value for name, value in values.items() if value is not None})
        yield row, NAMING
    for which, values in came.items():
        record = turn.record(which)
        theirs = {name: value for name, value in values.items() if record and value_of(record, name) != value}
        for row in turn.session.scalars(select(Log).where(Log.desa == turn.desa, Log.record == which)).all():
            before, after = json.loads(row.before), json.loads(row.after)
            said = {name for name, value in theirs.items() if value in (before.get(name), after.get(name))}
            if said:
                yield row, frozenset(before.keys() | after.keys()) - said


def _steps(turn: Turn, names: list[str]) -> Iterator[Log]:
    own = (Log.desa == turn.desa, Log.record.in_(names), Log.do.in_(UNITED))
    acts = select(Log.change, func.min(Log.seq), func.max(Log.seq)).where(*own).group_by(Log.change)
    for change, first, last in turn.session.execute(acts).all():
        near = (Log.desa == turn.desa, Log.seq.between(first - NEAR, last + NEAR), Log.change == change)
        yield from turn.session.scalars(select(Log).where(*near, Log.record.not_in(names))).all()
