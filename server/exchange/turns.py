"""A turn: the one place where records are written, each with its number, its row in the log and its projection."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, bindparam, delete, event, func, select, text, update
from sqlalchemy.orm import ORMExecuteState, Session

from server.among import among
from server.db import advance
from server.exchange import registry
from server.exchange.models import Log, Moved, StoredRecord
from server.exchange.upserts import insert, table_of, upsert
from sync.merge import value_of
from sync.record import EXISTS, Author, Record
from sync.scope import AUTHORED, KEPT_BY_AUTHOR, role_shown
from sync.versions import lengthened, shortened

RECORD, LOG, MOVED = table_of(StoredRecord), table_of(Log), table_of(Moved)
_REWRITE = (
    update(StoredRecord)
    .where(StoredRecord.desa == bindparam("in_desa"), StoredRecord.id == bindparam("which"))
    .values({name: bindparam(name) for name in ("seq", "area", "gone", "unreviewed", "body", "versions")})
)
NAMED = among(RECORD, "id")
"""The records of a desa by their ids."""
_GIVE_BACK = text("UPDATE desa SET seq = :last WHERE code = :desa")
_WRITER = select(Log.enrolment, Log.n, Log.person, Log.person_name, Log.made_at, Log.received_at).where(
    Log.desa == bindparam("desa"), Log.seq == bindparam("seq")
)
_LAST_BEFORE = select(func.max(Log.seq)).where(Log.desa == bindparam("desa"), Log.seq <= bindparam("seq"))
LIVES_APART = 2**20  # numbers, at least, between the last that one life of the database gave and the next one's first


class Writer(NamedTuple):
    """Who wrote a version: by which enrolment, as its how-many-th change, and when by the phone's clock."""

    enrolment: str
    n: int
    person: str
    name: str
    at: str


dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
"""JSON as it is stored and sent: no spaces, letters as they are."""


class Turn:
    """Writing in one desa, alone, until the transaction ends. Made by ``server.db.turn`` only.

    Rows are gathered and written together before anything is queried through ``session`` and at the end, so a hundred
    changes cost few statements; who reads through the session sees what was written all the same.

    Attributes:
        session: the database as it is under the lock. ``connection`` is what it runs on: to read past what is gathered.
        now: one moment for all that happens in this turn.
        do: the name of the action that runs, None while sets are applied.
        awaited: records an action has begun of which something may lie in quarantine that was sent before.
    """

    def __init__(self, desa: str, now: datetime, session: Session, reserve: int) -> None:
        self.desa = desa
        self.now = now
        self.session = session
        self.connection = session.connection()
        self.do: str | None = None
        self.afterwards: list[Callable[[], None]] = []
        self.awaited: list[str] = []
        self._reserve = max(reserve, 1)
        self._top = advance(self.connection, desa, self._reserve)
        self._last = self._top - self._reserve
        self._known: dict[str, Record | None] = {}
        self._stored: set[str] = set()
        self._fresh: dict[str, tuple[int, str]] = {}  # bodies as the log has just written them
        self._writers: dict[int, Writer | None] = {}
        self._dirty: set[str] = set()
        self._logged: list[dict[str, Any]] = []
        self._left: list[dict[str, Any]] = []
        self._projected: dict[Table, dict[str, dict[str, Any]]] = {}

    def next(self) -> int:
        """The next number of the desa's counter."""
        if self._last == self._top:
            self._top = advance(self.connection, self.desa, self._reserve)
        self._last += 1
        return self._last

    def record(self, which: str, /) -> Record | None:
        """The record called ``which`` as it stands in this turn."""
        if which not in self._known:
            self.load([which])
        return self._known[which]

    def writer(self, version: int) -> Writer | None:
        """Who wrote the version with this number."""
        if version not in self._writers:
            row = self.connection.execute(_WRITER, {"desa": self.desa, "seq": version}).first()
            self._writers[version] = row and Writer(
                row.enrolment, row.n, row.person, row.person_name, row.made_at or row.received_at.isoformat()
            )
        return self._writers[version]

    def is_another_lifes(self, number: int) -> bool:
        """Whether a number was given by a life of the database that this one does not go on from.

        One of a life that this one goes on from follows its last here; where that life had said nothing yet when it was
        backed up, what it said later counts as another's too.
        """
        last = self.connection.execute(_LAST_BEFORE, {"desa": self.desa, "seq": number}).scalar()
        return number - (last or 0) > LIVES_APART

    def load(self, ids: Iterable[str], /) -> None:
        """Fetch many records by one query; ``record`` then answers from memory."""
        wanted = [which for which in ids if which not in self._known]
        if not wanted:
            return
        self._known |= dict.fromkeys(wanted)
        for row in self.connection.execute(NAMED, {"desa": self.desa, "ids": wanted}):
            self._known[row.id] = from_row(row)
            self._stored.add(row.id)

    def create(self, collection: str, which: str, by: Author, /, *, area: str, **fields: Any) -> Record:
        """Begin a record. Visits, papers and cases get a field ``by`` that says who made them."""
        if self.record(which) is not None:
            raise ValueError(f"{collection} {which} is there already")
        record = self._known[which] = Record(self.desa, which, collection, 0, area, author=by.person)
        if collection in AUTHORED:
            fields.setdefault("by", {"person": by.person, "name": by.name, "role": role_shown(by.roles)})
        extra = fields.pop("extra", None)
        return self.put(record, by, {EXISTS: True} | fields, extra)

    def write(self, record: Record | str, by: Author, /, **fields: Any) -> Record:
        """Set fields of a record, server-owned ones too: one number for the whole call, one row in the log."""
        return self.put(self._here(record), by, fields)

    def gone(self, record: Record | str, by: Author, /, reason: str) -> Record:
        """Take a record away for everybody; ``reason`` is what phones are told (``same_as <id>``, ``erased``)."""
        record = self._here(record)
        record.gone = reason
        self.put(record, by, {EXISTS: False})
        self._leave(record)
        return record

    def absent(self, collection: str, which: str, by: Author, /, reason: str) -> Record:
        """Write that there was a record of which nothing is known any more, so that it does not come again."""
        record = self._known[which] = Record(self.desa, which, collection, 0, "", author=by.person)
        return self.gone(record, by, reason)

    def move(self, record: Record | str, by: Author, /, area: str) -> Record:
        """Carry a record to another area. Phones that see only the old one are told it is gone."""
        record = self._here(record)
        before, record.area = record.area, area
        self.put(record, by, {}, moved_from=before)
        self._leave(record, from_area=before)
        return record

    def put(
        self,
        record: Record,
        by: Author,
        fields: dict[str, Any],
        extra: dict[str, Any] | None = None,
        moved_from: str | None = None,
    ) -> Record:
        """Write ``fields`` into the body, those of ``extra`` under its ``extra``: the step that all writing ends in."""
        new = record.seq == 0
        seq = record.seq = self.next()
        body, after = record.body, fields
        before = {} if new else {name: body[name] for name in fields if name in body}
        body.update(fields)
        if extra:
            kept = body.get("extra", {})
            before |= {name: kept[name] for name in extra if name in kept}
            body["extra"] = kept | extra
            after = fields | extra
        if moved_from is not None:
            before, after = {"area": moved_from}, {"area": record.area}
        else:
            record.versions.update(dict.fromkeys(after, seq))
        if record.collection in KEPT_BY_AUTHOR and fields.get("reviewed"):
            self._leave(record, author=record.author)
        self._dirty.add(record.id)
        self._note(record, by, seq, before, after)
        if new and not extra:
            self._fresh[record.id] = (seq, self._logged[-1]["after"])
        self.project(record)
        return record

    def vouch(self, record: Record, by: Author, fields: Iterable[str]) -> None:
        """Log that somebody else said the same as what stands. The record does not change, nor its versions."""
        said = {name: value_of(record, name) for name in fields}
        self._note(record, by, self.next(), said, said)

    def vouched(self, record: Record, field: str, version: int, writer: str) -> bool:
        """Whether an enrolment other than its writer has said the same as this version of a field."""
        query = select(Log.after).where(Log.desa == self.desa, Log.record == record.id)
        later = query.where(Log.seq > version, Log.enrolment != writer)
        return any(field in json.loads(after) for after in self.session.scalars(later))

    def project(self, record: Record) -> None:
        """Have the tables of its subject say what ``record`` says; a record that is gone has no row."""
        for table, columns in registry.projections_of(record.collection):
            if record.gone:
                self.session.execute(delete(table).where(table.c.desa == record.desa, table.c.id == record.id))
                continue
            row = {"desa": record.desa, "id": record.id, "seq": record.seq} | columns(record)
            rows = self._projected.setdefault(table, {})
            rows[record.id] = rows.get(record.id, {}) | row

    def after_commit(self, tell: Callable[[], None], /) -> None:
        """Call ``tell`` once the turn is kept, and not at all if it is undone."""
        self.afterwards.append(tell)

    def flush(self) -> None:
        """Send what was gathered to the database."""
        connection = self.connection
        if self._dirty:
            self._flush_records(connection)
        if self._logged:
            rows, self._logged = self._logged, []
            insert(connection, LOG, rows)
        if self._left:
            rows, self._left = self._left, []
            insert(connection, MOVED, rows)
        if self._projected:
            tables, self._projected = self._projected, {}
            for table, by_id in tables.items():
                upsert(connection, table, list(by_id.values()))

    def close(self) -> None:
        """Write what is left and give back the numbers nobody took: the counter has no holes."""
        self.flush()
        if self._last != self._top:
            self.connection.execute(_GIVE_BACK, {"last": self._last, "desa": self.desa})

    def _note(self, record: Record, by: Author, seq: int, before: dict[str, Any], after: dict[str, Any]) -> None:
        self._writers[seq] = Writer(by.enrolment, by.n, by.person, by.name, by.made_at or by.received_at.isoformat())
        self._logged.append(
            {
                "desa": self.desa,
                "seq": seq,
                "record": record.id,
                "collection": record.collection,
                "change": by.change,
                "enrolment": by.enrolment,
                "n": by.n,
                "person": by.person,
                "person_name": by.name,
                "do": self.do,
                "made_at": by.made_at,
                "received_at": by.received_at,
                "before": dump(before),
                "after": dump(after),
                "tag": secrets.randbits(52) + 1,
            }
        )

    def _leave(self, record: Record, from_area: str | None = None, author: str | None = None) -> None:
        left = {"desa": self.desa, "seq": record.seq, "id": record.id, "from_area": from_area, "author": author}
        self._left.append(left)

    def _here(self, record: Record | str) -> Record:
        which = record if isinstance(record, str) else record.id
        known = self.record(which)
        if known is None:
            raise ValueError(f"there is no record {which}")
        return known

    def _flush_records(self, connection: Connection) -> None:
        dirty, self._dirty = self._dirty, set()
        new, old = [], []
        for which in dirty:
            record = self._known[which]
            assert record is not None
            seq, body = self._fresh.pop(which, (0, ""))
            row = {
                "seq": record.seq,
                "area": record.area,
                "gone": record.gone,
                "unreviewed": record.collection in KEPT_BY_AUTHOR and not record.body.get("reviewed"),
                "body": body if seq == record.seq else dump(record.body),
                "versions": dump(shortened(record.versions, record.body)),
            }
            if which in self._stored:
                old.append(row | {"in_desa": record.desa, "which": which})
            else:
                mine = {"desa": record.desa, "id": which, "collection": record.collection, "author": record.author}
                new.append(row | mine)
                self._stored.add(which)
        if new:
            insert(connection, RECORD, new)
        if old:
            connection.execute(_REWRITE, old)


def from_row(row: Any) -> Record:
    """A stored row as the record it is."""
    body = json.loads(row.body)
    return Record(
        row.desa,
        row.id,
        row.collection,
        row.seq,
        row.area,
        row.gone,
        body,
        lengthened(json.loads(row.versions), body),
        row.author,
    )


@event.listens_for(Session, "do_orm_execute")
def _write_before_reading(state: ORMExecuteState) -> None:
    turn = state.session.info.get("turn")
    if turn is not None:
        turn.flush()
