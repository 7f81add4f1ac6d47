"""A change as it came, opened and checked before any lock is taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import current_app

from server import keys, sealing
from server.accounts import service as accounts
from server.accounts.models import Enrolment
from server.db import db
from server.errors import Malformed, OutOfScope, Problem, Revoked
from server.exchange import registry
from server.exchange.turns import NAMED, from_row
from sync.changes import Misshapen, read_change
from sync.ids import is_identity_id, is_uuid7
from sync.record import EXISTS, Author, Change, Record, SetChange
from sync.scope import REFERENCES

_sorted = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True
).encode  # what was read from JSON holds no ring


@dataclass(slots=True)
class Parcel:
    """One change on its way in.

    Attributes:
        id: its own, or one made from its content if it has none that can be used.
        text: as it came, compact JSON with sorted names; ``content`` is its SHA-256.
        change: what it says, None if that cannot be read.
        problem: why it cannot be taken, known before the turn.
        additions: server-owned fields that the checks want written with it.
    """

    id: str
    n: int
    record: str
    text: str
    content: str
    by: Author
    change: Change | None = None
    problem: Problem | None = None
    additions: dict[str, Any] = field(default_factory=dict)

    def names(self) -> set[str]:
        """The ids of all records it speaks of."""
        named = {self.record}
        if isinstance(self.change, SetChange):
            for reference in REFERENCES.get(self.change.collection, ()):
                if reference in self.change.set and isinstance(value := self.change.set[reference].to, str):
                    named.add(value)
        elif self.change is None:
            named |= named_in(json.loads(self.text))
        return named

    def named(self, name: str) -> Parcel:
        """The same change under another id: that under which it lies in quarantine."""
        return replace(self, id=name, by=replace(self.by, change=name))

    def renamed(self) -> Parcel:
        """The same change under an id made from its content and sender, where its own is another's."""
        own = hashlib.sha256(f"{self.by.enrolment} {self.content}".encode()).hexdigest()
        return self.named(str(UUID(own[:32])))


def named_in(sent: Any) -> set[str]:
    """The ids of all records that a change speaks of, as it came: also of one that cannot be read."""
    fields = sent if isinstance(sent, dict) else {}
    said, wishes = [fields.get("record")], fields.get("set")
    if isinstance(wishes, dict):
        named = (wishes.get(name) for name in REFERENCES.get(str(fields.get("collection")), ()))
        said += [wish.get("to") for wish in named if isinstance(wish, dict)]
    return {which for which in said if isinstance(which, str) and (is_uuid7(which) or is_identity_id(which))}


def may_begin(sent: Any) -> bool:
    """Whether a change, as it came, may begin its record: all but actions, deletions and sets of what is there."""
    if not isinstance(sent, dict):
        return True
    wishes = sent.get("set")
    if not isinstance(wishes, dict):
        return "do" not in sent
    wish = wishes.get(EXISTS)
    return EXISTS in wishes and not (isinstance(wish, dict) and wish.get("to") is False)


def unpack(enrolment: Enrolment | accounts.Sender, sent: list[Any], now: datetime) -> list[Parcel]:
    """Open what a device sent, in the order of its numbers, and run the subjects' checks on it."""
    parcels = sorted((read(enrolment, one, now) for one in sent), key=lambda parcel: parcel.n)
    before = Before(enrolment.desa)
    before.fetch({name for parcel in parcels for name in parcel.names()})
    for parcel in parcels:
        check(parcel, before)
        before.overlay(parcel)
    return parcels


def read(enrolment: Enrolment | accounts.Sender, sent: Any, now: datetime) -> Parcel:
    """Open one change. What is wrong with it goes into its ``problem``: the others are not to suffer."""
    sent = unsealed(sent)
    text = _sorted(sent)
    try:
        raw = text.encode()
    except UnicodeEncodeError:  # half a letter: kept as its escape, refused below
        text = json.dumps(sent, sort_keys=True)
        raw = text.encode()
    content = hashlib.sha256(raw).hexdigest()
    fields = sent if isinstance(sent, dict) else {}
    name, n, record = fields.get("id"), fields.get("n"), fields.get("record")
    parcel_id = name if is_uuid7(name) else str(UUID(content[:32]))
    parcel = Parcel(
        id=str(parcel_id),
        n=n if type(n) is int and 0 < n < 2**53 else 0,
        record=str(record) if is_uuid7(record) or is_identity_id(record) else "",
        text=text,
        content=content,
        by=accounts.author(enrolment, 0, str(parcel_id), None, now),
    )
    try:
        change = parcel.change = read_change(sent, len(raw))
    except Misshapen as wrong:
        parcel.problem = Malformed(f"Isian {wrong.field or 'kiriman'} {wrong.reason}.", field=wrong.field)
        return parcel
    parcel.by = accounts.author(enrolment, change.n, change.id, change.made_at, now)
    if enrolment.revoked_at is not None:
        parcel.problem = Revoked()
    elif change.desa != enrolment.desa:
        parcel.problem = OutOfScope("Kiriman ini untuk desa lain.", field="desa")
    return parcel


def unsealed(sent: Any) -> Any:
    """A change that a locked phone sent, as it was before it was sealed: the same content, whichever way it came.

    One that this server cannot open goes on as it is; without fields it is refused, and lies in quarantine whole.
    """
    if not isinstance(sent, dict) or "sealed" not in sent:
        return sent
    try:
        key = keys.private(current_app.config["SETTINGS"], "delivery.pem")
        change = json.loads(sealing.open_parcel(key, "delivery", sent["sealed"], str(sent.get("id"))))
    except ValueError:
        return sent
    return change | {"n": sent.get("n")} if isinstance(change, dict) else sent


def check(parcel: Parcel, lookup: registry.Lookup) -> None:
    """Run the subjects' checks on a set; what they refuse becomes the parcel's problem."""
    change = parcel.change
    if parcel.problem is not None or not isinstance(change, SetChange):
        return
    try:
        for one in registry.checks_of(change.collection):
            parcel.additions |= one(change, parcel.by, lookup)
    except Problem as problem:
        parcel.problem = problem


class Before:
    """Records as they stood before the turn, overlaid by the earlier sets of the same delivery."""

    def __init__(self, desa: str, find: Callable[[str], Record | None] | None = None) -> None:
        self._desa = desa
        self._find = find or self._stored
        self._sets: dict[str, list[SetChange]] = {}
        self._rows: dict[str, Any] = {}

    def overlay(self, parcel: Parcel) -> None:
        """Let later checks see what this set will write, if it is taken."""
        if parcel.problem is None and isinstance(parcel.change, SetChange):
            self._sets.setdefault(parcel.record, []).append(parcel.change)

    def __call__(self, which: str) -> Record | None:
        """The record called ``which``; None if there is none and none is about to begin."""
        record = self._find(which)
        for change in self._sets.get(which, ()):
            if record is None and EXISTS in change.set:
                record = Record(self._desa, which, change.collection, 0, change.area or "")
            if record is not None:
                record.body.update(change.values)
        return record

    def fetch(self, ids: set[str]) -> None:
        """Get many records by one query, for they will be asked for one by one."""
        wanted = sorted(ids - self._rows.keys() - {""})
        found = db.session.connection().execute(NAMED, {"desa": self._desa, "ids": wanted})
        self._rows |= dict.fromkeys(wanted)
        self._rows |= {row.id: row for row in found}

    def _stored(self, which: str) -> Record | None:
        if which not in self._rows:
            self.fetch({which})
        row = self._rows.get(which)
        return from_row(row) if row is not None else None  # read anew each time: what is overlaid is the caller's
