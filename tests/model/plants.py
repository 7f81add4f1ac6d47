"""Bugs planted on purpose, each the way somebody might really have written it: the model has to find every one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, delete, text

from server.backups import restoring
from server.db import db, head
from server.exchange import answering, applying, delivery, pulling, turns
from server.exchange import service as exchange
from server.exchange.models import Quarantine
from server.exchange.pulling import Reader
from server.families import arrivals
from server.ids import kin
from sync import merge as merging
from sync.cursor import Cursor
from sync.merge import Conflict, Merge
from sync.record import EXISTS

Swap = tuple[Any, str, Any]
Lines = dict[str, list[list[str]]]


@dataclass(frozen=True)
class Plant:
    """One bug.

    Attributes:
        lines: what to change in the phone's modules.
        swaps: what to put in the place of what.
        postgres: SQLite cannot show it, because a turn is BEGIN IMMEDIATE there.
    """

    name: str
    lines: Lines = field(default_factory=dict)
    swaps: Callable[[dict[str, str]], list[Swap]] = lambda devices: []
    postgres: bool = False

    @contextmanager
    def planted(self, devices: dict[str, str]) -> Iterator[None]:
        """Let the server have the bug until the block ends. ``devices``: on which device each enrolment is."""
        changed = [patch.object(where, name, to) for where, name, to in self.swaps(devices)]
        for one in changed:
            one.start()
        try:
            yield
        finally:
            for one in changed:
                one.stop()


def _by_device(devices: dict[str, str]) -> list[Swap]:
    right = applying.merge

    def merge(record: Any, wishes: Any, enrolment: str, n: int, writer: Any, contested: Any = None) -> Merge:
        def device_of(name: str, version: int) -> tuple[str, int] | None:
            known = writer(name, version)
            return known and (devices.get(known[0], known[0]), 0)

        return right(record, wishes, devices.get(enrolment, enrolment), n, device_of, contested)

    return [(applying, "merge", merge)]


def _same_numbers(_: dict[str, str]) -> list[Swap]:
    return [(restoring, "A_LIFE", 0), (restoring, "IN_A_SECOND", 0)]


def _across_desas(_: dict[str, str]) -> list[Swap]:
    right = arrivals.unpacked

    def unpacked(this: turns.Turn, contents: dict[str, Any], **given: Any) -> list[str]:
        names = [one["id"] for one in (contents, *contents["members"], *contents["papers"])]
        there = {kin(which): exchange.record(given["came"]["desa"], which) for which in names}
        begun = right(this, contents, **given)
        for which, known in there.items():
            here = this.record(which)
            if known is not None and here is not None:
                here.seq = known.seq
                here.versions |= {name: known.versions[name] for name in here.versions if name in known.versions}
        return begun

    return [(arrivals, "unpacked", unpacked)]


def _deletion(_: dict[str, str]) -> list[Swap]:
    def existence(record: Any, wishes: Any, *_: Any) -> Merge | None:
        wish = wishes.get(EXISTS)
        return Merge(taken={EXISTS: False}) if wish is not None and not wish.to else None

    return [(merging, "_existence", existence)]


def _select_for_update(_: dict[str, str]) -> list[Swap]:
    def advance(connection: Connection, desa: str, by: int) -> int:
        stands = connection.execute(text("SELECT seq FROM desa WHERE code = :desa"), {"desa": desa}).scalar() or 0
        named = {"to": stands + by, "desa": desa}
        connection.execute(text("UPDATE desa SET seq = :to WHERE code = :desa"), named)
        return int(stands + by)

    return [(turns, "advance", advance)]


def _head_last(_: dict[str, str]) -> list[Swap]:
    right = pulling.pull

    def pull(desa: str, reader: Reader, cursor: Cursor, limit: int, *, short: bool = False) -> str:
        told = json.loads(right(desa, reader, cursor, limit, short=short))
        if not told["more"]:
            db.session.commit()
            told["cursor"]["seq"] = head(desa)
            told["cursor"]["tag"] = pulling._tag(desa, told["cursor"]["seq"])
        return json.dumps(told)

    return [(answering, "pull", pull)]


def _undone_by_what_it_frees(_: dict[str, str]) -> list[Swap]:
    def release(self: Any, record: str) -> None:
        for parcel in self._ward.waiting_for(record):
            self.retry(parcel)

    return [(delivery.Delivery, "_release", release)]


def _quarantine_is_emptied(_: dict[str, str]) -> list[Swap]:
    right = delivery.Delivery.__init__

    def begin(self: Any, this: turns.Turn, *given: Any) -> None:
        right(self, this, *given)
        this.session.execute(delete(Quarantine).where(Quarantine.desa == this.desa))

    return [(delivery.Delivery, "__init__", begin)]


def _last_wins(_: dict[str, str]) -> list[Swap]:
    right = applying.merge

    def merge(*given: Any) -> Merge:
        outcome = right(*given)
        for lost in list(outcome.conflicts):
            if isinstance(lost, Conflict) and lost.field != EXISTS:
                outcome.conflicts.remove(lost)
                outcome.taken[lost.field] = lost.other
        return outcome

    return [(applying, "merge", merge)]


SERVER: dict[str, Callable[[dict[str, str]], list[Swap]]] = {
    "the exemption by device instead of enrolment": _by_device,
    "versions compared across epochs": _same_numbers,
    "versions compared across desas": _across_desas,
    "deletion that is not a field": _deletion,
    "SELECT FOR UPDATE instead of the turn": _select_for_update,
    "pulls not capped by the head": _head_last,
    "the last write wins": _last_wins,
    "quarantine is emptied at the next delivery": _quarantine_is_emptied,
    "what is set free undoes what set it free": _undone_by_what_it_frees,
}
PHONE: dict[str, Lines] = json.loads(Path(__file__).with_suffix(".json").read_text())
PLANTS = [
    *(Plant(name, lines=lines) for name, lines in PHONE.items()),
    *(Plant(name, swaps=swaps, postgres=swaps is _select_for_update) for name, swaps in SERVER.items()),
]
