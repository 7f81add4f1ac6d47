"""What making two families one left with either: it is said of both, and goes with whichever is erased.

They came apart again, or both were erased as one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from server.exchange.models import Log, OpenConflict
from server.exchange.service import about_record
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


@dataclass(slots=True)
class Brought:
    """What came with somebody: where it may lie, until when, and the steps in which a conflict was mended.

    Attributes:
        said: by record, the values by the field.
        parted: by record, the last number of the union: what was said later is of one of them alone.
    """

    said: dict[str, dict[str, list[Any]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    parted: dict[str, int] = field(default_factory=dict)
    mended: set[int] = field(default_factory=set)


def forget_unions(turn: Turn, families: Iterable[str], by: Author, wipe: Wipe) -> None:
    """Take out of others what came to them when one of these was made one with them, and does not stand there now.

    It lies in the steps of that union, in what was written over it since, and in conflicts about it.
    """
    names = set(families)
    steps = list(_steps(turn, sorted(names)))
    brought = _brought(turn, steps, _carried_on(turn, names, steps), by)
    spans = _while_they_hung(steps)
    given_back = {row.seq for row in steps if row.do == "family.apart"}
    for which, first, last in spans:
        _say_what_is_here(turn, which, range(first, last + 1), given_back, by, brought)
    turn.flush()
    for which, first, last in spans:
        for row in _rows(turn, which, Log.seq.between(first, last)):
            wipe(turn, row, _names(row) - {*SIDES, "title"})
    for which in {row.record for row in steps if row.collection == "family"}:
        for row in _rows(turn, which):
            if any(entry["family"] in names for entry in _twins(row)):
                wipe(turn, row, _names(row) - {"twins"})
    for row in steps:
        wipe(turn, row, NAMING)
    for which, values in brought.said.items():
        for row in _rows(turn, which, or_(Log.seq <= brought.parted.get(which, 0), Log.seq.in_(brought.mended))):
            before, after = json.loads(row.before), json.loads(row.after)
            found = {name for name, known in values.items() if before.get(name) in known or after.get(name) in known}
            if found:
                wipe(turn, row, _names(row) - found)


def _brought(turn: Turn, steps: list[Log], further: list[Log], by: Author) -> Brought:
    """What came by ``steps``, and by ``further`` ones of the same values; conflicts say what stands instead."""
    brought = Brought()
    said, parted = brought.said, brought.parted
    for row in [*steps, *further]:
        parted[row.record] = max(row.seq, parted.get(row.record, 0))
    first_hand = {row.seq for row in steps}
    known: dict[str, list[Any]] = defaultdict(list)
    for row in [*steps, *further]:
        for name, value in json.loads(row.after).items():
            record = turn.record(row.record)
            if name in NAMING or value is None or record is None or value_of(record, name) == value:
                continue
            if row.seq not in first_hand and value not in known[name]:
                continue
            known[name].append(value)
            said[row.record][name].append(value)
            for conflict in _conflicts(turn, row.record, name):
                parted[conflict.id] = max(parted[row.record], parted.get(conflict.id, 0))
                for side in SIDES:
                    said[conflict.id][side].append(value)
                stale = [side for side in SIDES if conflict.body.get(side) == value]
                sides = [side for side in stale if conflict.versions.get(side, 0) <= parted[row.record]]
                if sides:
                    here = dict.fromkeys(sides, value_of(record, name))
                    brought.mended.add(turn.write(conflict, by, **here).seq)
    return brought


def _rows(turn: Turn, record: str, *more: ColumnElement[bool]) -> Iterable[Log]:
    """The steps of a record."""
    return turn.session.scalars(select(Log).where(Log.desa == turn.desa, Log.record == record, *more)).all()


def _carried_on(turn: Turn, names: set[str], steps: list[Log]) -> list[Log]:
    """The steps by which what came from these went on to others, since it had come: the other was given up in turn."""
    found: dict[int, Log] = {}
    since = min((row.seq for row in steps), default=0)
    seen, ahead = set(names), {row.record for row in steps if row.collection == "family"} - names
    while ahead:
        rows = [row for row in _steps(turn, sorted(ahead)) if row.seq > since and row.record not in names]
        found |= {row.seq: row for row in rows}
        seen |= ahead
        ahead = {row.record for row in rows if row.collection == "family"} - seen
    return [found[seq] for seq in sorted(found.keys() - {row.seq for row in steps})]


def _names(row: Log) -> frozenset[str]:
    return frozenset(json.loads(row.before).keys() | json.loads(row.after).keys())


def _twins(row: Log) -> list[dict[str, Any]]:
    """The families named in a step as given up for its record."""
    lists = (json.loads(said).get("twins") for said in (row.before, row.after))
    return [entry for entries in lists if isinstance(entries, list) for entry in entries]


def _say_what_is_here(turn: Turn, which: str, there: range, given_back: set[int], by: Author, brought: Brought) -> None:
    """Let a conflict that came back say what it is about: what was written into it over there goes."""
    conflict = turn.record(which)
    record = turn.record(conflict.body["record"]) if conflict is not None and not conflict.gone else None
    if conflict is None or record is None:
        return
    standing, title = value_of(record, conflict.body["field"]), about_record(turn, record)["title"]
    ours: dict[str, Any] = {}
    for name, here in {**dict.fromkeys(SIDES, standing), "title": title}.items():
        known, version = conflict.body.get(name), conflict.versions.get(name, 0)
        if version in there and version not in given_back and known not in (None, here):
            brought.said[which][name].append(known)
            ours[name] = here if name in ("standing", "title") else None
    if ours:
        brought.mended.add(turn.write(conflict, by, **ours).seq)


def _while_they_hung(steps: list[Log]) -> list[tuple[str, int, int]]:
    """Conflicts that went over to the other family and came back: from which number to which they were about it."""
    spans: list[tuple[str, int, int]] = []
    last: dict[str, Log] = {}
    for row in sorted(steps, key=lambda row: row.seq):
        if row.collection != "conflict":
            continue
        before = last.get(row.record)
        begins = before is None or (before.do, row.do) == ("family.apart", "family.same_as")
        if begins:
            spans.append((row.record, row.seq, row.seq))
        else:
            at = max(index for index, span in enumerate(spans) if span[0] == row.record)
            spans[at] = (row.record, spans[at][1], row.seq)
        last[row.record] = row
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
