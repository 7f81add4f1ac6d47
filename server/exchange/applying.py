"""Applying one change under the lock: whose it may be, what it does to its record, who is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import and_, not_, select

from server.errors import (
    ChangedMeanwhile,
    Erased,
    FixedField,
    Malformed,
    MovedAway,
    OutOfScope,
    Problem,
    UnknownRecord,
    VisitIsFinal,
)
from server.exchange import registry
from server.exchange.conflicts import Contests
from server.exchange.models import Log, Moved
from server.exchange.turns import Turn
from sync.canonical import canonical
from sync.merge import merge
from sync.receipts import ACCEPTED
from sync.record import EXISTS, ActionChange, Author, Record, SetChange, To
from sync.scope import AREA_GIVEN, FIELDS, FIXED, PARENT, REFERENCES, SERVER_FIELDS, may_write, reach, within

SAME_AS = "same_as "


class Undo(Exception):
    """A subject refused a change after something of it may have been written: its turn must not be kept."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.slug)
        self.problem = problem


def apply_set(
    turn: Turn, change: SetChange, additions: dict[str, Any], by: Author, contests: Contests
) -> tuple[str, Record]:
    """Write a person's set: the status its receipt gets, and the record as it stands then.

    Raises:
        Problem: it may not be hers to write, or cannot be written; nothing was.
    """
    known, wishes = survivor(turn, change.record), _repointed(turn, change)
    if known is not None and known.id != change.record:
        wishes = {name: To(wish.to, 0) for name, wish in wishes.items()}
    if known is None:
        record = _begin(turn, change, wishes, additions, by)
        status, written = ACCEPTED, frozenset(wishes)
    else:
        record = known
        status, written = _change(turn, record, change, wishes, additions, by, contests)
    if written:
        with _all_or_nothing():
            for tell in registry.arrivals_of(record.collection):
                tell(turn, record, written, known is None, by)
    return status, record


def apply_action(turn: Turn, change: ActionChange, by: Author) -> Record:
    """Do what a person asks to be done to a record, if the subject's rules let her.

    Raises:
        ChangedMeanwhile: an action came between that she had not seen; says whose and which.
    """
    action = registry.actions().get(change.do)
    if action is None:
        raise Malformed(f"Tindakan {change.do} tidak dikenal.", field="do")
    record = survivor(turn, change.record)
    if record is None:
        raise UnknownRecord(field="record")
    if record.gone == "erased":
        raise Erased
    if record.author != by.person and not within(record.area, reach(by.roles, by.areas)):
        raise _outside(turn, record, by)
    _is_a(action.of, record)
    try:
        args = action.schema.load(change.args)
    except ValidationError as wrong:
        name = next(iter(wrong.messages_dict), "")
        raise Malformed(f"Isian args.{name} belum benar.", field=f"args.{name}") from wrong
    if not action.meanwhile:
        _unseen(turn, record, change, by)
    turn.do = change.do
    with _all_or_nothing():
        action.deed(turn, record, args, by)
    turn.do = None
    return record


def _is_a(collection: str, record: Record, field: str = "record") -> None:
    if record.collection != collection:
        raise Malformed(f"Data ini bukan {collection}.", field=field)


def survivor(turn: Turn, which: str) -> Record | None:
    """The record called ``which``, or the one it turned out to be the same as."""
    record = turn.record(which)
    for _ in range(8):  # a chain of twins is short; a ring would be a mistake of ours
        if record is None or not (record.gone or "").startswith(SAME_AS):
            break
        record = turn.record((record.gone or "").removeprefix(SAME_AS))
    return record


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    try:
        yield
    except Problem as problem:
        raise Undo(problem) from problem


def _begin(turn: Turn, change: SetChange, wishes: dict[str, To], additions: dict[str, Any], by: Author) -> Record:
    if EXISTS not in wishes or not wishes[EXISTS].to:
        raise UnknownRecord(field="record")
    area = _area(turn, change, wishes)
    if not may_write(by.roles, by.areas, change.collection, area):
        raise OutOfScope(field="area")
    _refers_within_reach(turn, change.collection, wishes, by)
    fields, extra = _sorted_out(change.collection, {name: canonical(wish.to) for name, wish in wishes.items()})
    return turn.create(change.collection, change.record, by, area=area, **fields, **additions, **extra)


def _change(
    turn: Turn,
    record: Record,
    change: SetChange,
    wishes: dict[str, To],
    additions: dict[str, Any],
    by: Author,
    contests: Contests,
) -> tuple[str, frozenset[str]]:
    if record.gone == "erased":
        raise Erased
    _is_a(change.collection, record, field="collection")
    if not may_write(by.roles, by.areas, record.collection, record.area):
        raise _outside(turn, record, by)
    for field in FIXED.get(record.collection, frozenset()) & wishes.keys():
        if canonical(wishes[field].to) != record.body.get(field):
            raise FixedField(field=f"set.{field}")

    def writer(field: str, version: int) -> tuple[str, int] | None:
        known = turn.writer(version)
        alone = known is not None and not turn.vouched(record, field, version, known.enrolment)
        return (known.enrolment, known.n) if known is not None and alone else None

    if EXISTS in wishes and not wishes[EXISTS].to:
        wishes = wishes | {EXISTS: To(False, _seen_here(turn, record, wishes[EXISTS].seen))}
    outcome = merge(record, wishes, by.enrolment, by.n, writer, contests.of(record))
    if record.collection == "visit" and (outcome.taken or outcome.conflicts):
        raise VisitIsFinal
    if outcome.taken:
        if EXISTS in outcome.taken:
            record.gone = None if outcome.taken[EXISTS] else "deleted"
        fields, extra = _sorted_out(record.collection, outcome.taken)
        turn.put(record, by, fields | additions, extra.get("extra"))
    for field in outcome.taken:
        if field not in outcome.settled:
            contests.restand(record, field, by)
    if others := [name for name in outcome.agreed if _is_anothers(turn, record, name, by)]:
        turn.vouch(record, by, others)
    for conflict in outcome.conflicts:
        contests.add(record, conflict, by)
    for field in outcome.settled:
        contests.settle(record, field, by)
    return outcome.status, frozenset(outcome.taken)


def _refers_within_reach(turn: Turn, collection: str, wishes: dict[str, To], by: Author) -> None:
    """Pass if every record that a new one names lies where its author may write, or is her own.

    Raises:
        OutOfScope: names the field; else a person could hang papers and cases on families she may not see.
    """
    for field in REFERENCES.get(collection, ()):
        named = wishes[field].to if field in wishes else None
        other = turn.record(named) if isinstance(named, str) else None
        if other is not None and other.gone == "erased":
            raise Erased(field=f"set.{field}")
        if other is not None and other.author != by.person and not within(other.area, reach(by.roles, by.areas)):
            raise OutOfScope(field=f"set.{field}")


def _is_anothers(turn: Turn, record: Record, field: str, by: Author) -> bool:
    known = turn.writer(record.versions[field])
    return known is None or known.enrolment != by.enrolment


def _area(turn: Turn, change: SetChange, wishes: dict[str, To]) -> str:
    """Where a new record lies: where the change says, or where its parent lies."""
    if change.collection in AREA_GIVEN:
        if change.area is None:
            raise Malformed("Isian area belum ada.", field="area")
        return change.area
    for field in PARENT[change.collection]:
        parent = turn.record(wishes[field].to) if field in wishes and wishes[field].to else None
        if parent is not None:
            return parent.area
    field = PARENT[change.collection][0]
    raise Malformed(f"Isian set.{field} belum ada.", field=f"set.{field}")


def _repointed(turn: Turn, change: SetChange) -> dict[str, To]:
    """The wishes of a change, with references to a twin that was given up pointing to the one that stays."""
    wishes = dict(change.set)
    for field in REFERENCES.get(change.collection, ()):
        if field in wishes and wishes[field].to is not None:
            stays = survivor(turn, wishes[field].to)
            if stays is not None and stays.id != wishes[field].to:
                wishes[field] = To(stays.id, wishes[field].seen)
    return wishes


def _sorted_out(collection: str, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split values into those of known fields and ``{"extra": the others}``."""
    known = FIELDS[collection] | SERVER_FIELDS.get(collection, frozenset()) | {EXISTS}
    if values.keys() <= known:
        return values, {}
    extra = {name: value for name, value in values.items() if name not in known}
    return {name: value for name, value in values.items() if name in known}, {"extra": extra}


def _outside(turn: Turn, record: Record, by: Author) -> OutOfScope | MovedAway:
    """Why a record is out of reach: it never was in it, or it has left since she saw it."""
    query = select(Moved.from_area).where(Moved.desa == turn.desa, Moved.id == record.id)
    query = query.where(Moved.from_area.is_not(None))
    was_hers = any(within(area or "", reach(by.roles, by.areas)) for area in turn.session.scalars(query))
    return MovedAway() if was_hers else OutOfScope()


def _seen_here(turn: Turn, record: Record, seen: int) -> int:
    """What a number of the whole record says here: nothing, if it went another way in the life that gave it."""
    return 0 if seen != record.seq and turn.is_another_lifes(seen) else seen


def _unseen(turn: Turn, record: Record, change: ActionChange, by: Author) -> None:
    """Refuse an action if one by somebody else, or a later one of this enrolment, stands where she had not seen it."""
    own_earlier = and_(Log.enrolment == by.enrolment, Log.n < by.n)
    query = (
        select(Log.person_name, Log.do, Log.received_at)
        .where(Log.desa == turn.desa, Log.record == record.id, Log.seq > _seen_here(turn, record, change.seen))
        .where(Log.do.is_not(None), not_(own_earlier))
        .order_by(Log.seq.desc())
        .limit(1)
    )
    last = turn.session.execute(query).first()
    if last is not None:
        raise ChangedMeanwhile(by=last.person_name, do=last.do, at=last.received_at.isoformat())
