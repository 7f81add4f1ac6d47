"""What is new in a person's scope. The head first, then every query says ``cursor < seq <= head``.

Bodies are stored as the JSON they travel as, so an answer is joined from texts and nothing is parsed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, func, or_, select, text, true

from server.db import db
from server.errors import NotFound
from server.exchange.models import Moved, StoredRecord
from server.exchange.turns import dump
from server.exchange.upserts import table_of
from sync.cursor import Cursor, scope_hash
from sync.scope import ALL, OWN, WHOLE_DESA, reach, readable

RECORD, MOVED = table_of(StoredRecord), table_of(Moved)
MOST = 1000
_HEAD = text(
    "SELECT desa.seq, desa.epoch, coalesce(log.tag, 0) FROM desa "
    "LEFT JOIN log ON log.desa = desa.code AND log.seq = :seq WHERE desa.code = :desa"
)
_TAG = text("SELECT tag FROM log WHERE desa = :desa AND seq = :seq")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose pull it is: what she may read follows from roles and areas."""

    person: str
    roles: tuple[str, ...]
    areas: tuple[str, ...]

    @property
    def scope(self) -> str:
        """The name of her rights, as a cursor quotes it."""
        return scope_hash(self.person, self.roles, self.areas)


def pull(desa: str, reader: Reader, cursor: Cursor, limit: int) -> str:
    """Return the answer for one desa, as JSON text: ``{head, records, cursor, more, restart}``.

    A cursor from another life of the database, or from other rights, starts again from nothing: the phone is told, and
    drops what it is not sent again.
    """
    standing = db.session.execute(_HEAD, {"desa": desa, "seq": cursor.seq}).first()
    if standing is None:
        raise NotFound("Desa ini belum dikenal server.")
    head, epoch, tag = standing
    scope = reader.scope
    restart = cursor.seq != 0 and cursor != Cursor(epoch, cursor.seq, tag, scope)
    since = 0 if restart else cursor.seq
    limit = max(1, min(limit, MOST))
    rows = _records(desa, reader, since, head, limit + 1) if since < head else []
    more = len(rows) > limit
    end = rows[limit - 1].seq if more else head
    parts = [render(row) for row in rows[:limit]]
    if since and since < end:
        parts += [_gone(row) for row in _departed(desa, reader, since, end)]
    here = replace(cursor, epoch=epoch, seq=end, scope=scope, tag=cursor.tag if end == since else _tag(desa, end))
    return (
        f'{{"head":{head},"records":[{",".join(parts)}],"cursor":{dump(here.to_dict())},'
        f'"more":{json.dumps(more)},"restart":{json.dumps(restart)}}}'
    )


def render(row: Row[Any]) -> str:
    """A stored record as it travels."""
    gone = f'"{row.gone}"' if row.gone else "null"
    return (
        f'{{"id":"{row.id}","collection":"{row.collection}","seq":{row.seq},"area":"{row.area}","gone":{gone},'
        f'"body":{row.body},"versions":{row.versions}}}'
    )


def visible(reader: Reader) -> ColumnElement[bool]:
    """The condition under which ``reader`` may see a row of the record table: ``sync.scope.may_read`` in SQL."""
    rights = readable(reader.roles)
    here = in_areas(RECORD.c.area, reach(reader.roles, reader.areas))
    whole = [name for name, how_far in rights.items() if how_far == ALL and name not in WHOLE_DESA]
    own = [name for name, how_far in rights.items() if how_far == OWN]
    everywhere = [name for name in rights if name in WHOLE_DESA]
    ways = [and_(RECORD.c.collection.in_(whole), here), RECORD.c.collection.in_(everywhere)]
    mine = [and_(RECORD.c.collection.in_(own), here), RECORD.c.unreviewed]
    return or_(*ways, and_(RECORD.c.author == reader.person, or_(*mine)))


def in_areas(column: ColumnElement[str], areas: Iterable[str]) -> ColumnElement[bool]:
    """Whether the path in ``column`` lies in one of ``areas``."""
    ways: list[ColumnElement[bool]] = []
    for area in areas:
        if not area:
            return true()
        ways.append(or_(column == area, column.startswith(area + "/", autoescape=True)))
    return or_(*ways) if ways else false()


def _tag(desa: str, seq: int) -> int:
    return db.session.execute(_TAG, {"desa": desa, "seq": seq}).scalar() or 0


def _records(desa: str, reader: Reader, since: int, head: int, limit: int) -> list[Row[Any]]:
    query = (
        select(RECORD)
        .where(RECORD.c.desa == desa, RECORD.c.seq > since, RECORD.c.seq <= head, visible(reader))
        .order_by(RECORD.c.seq)
        .limit(limit)
    )
    return list(db.session.execute(query))


def _departed(desa: str, reader: Reader, since: int, end: int) -> list[Row[Any]]:
    """Records that left an area of hers, or were reviewed, and that she cannot see where they are now."""
    hers = in_areas(MOVED.c.from_area, reach(reader.roles, reader.areas))
    left = or_(and_(MOVED.c.from_area.is_not(None), hers), MOVED.c.author == reader.person)
    query = (
        select(RECORD.c.id, RECORD.c.collection, func.max(MOVED.c.seq).label("seq"))
        .join(RECORD, and_(RECORD.c.desa == MOVED.c.desa, RECORD.c.id == MOVED.c.id))
        .where(MOVED.c.desa == desa, MOVED.c.seq > since, MOVED.c.seq <= end, left, ~visible(reader))
        .group_by(RECORD.c.id, RECORD.c.collection)
    )
    return list(db.session.execute(query))


def _gone(row: Row[Any]) -> str:
    """What a phone is told of a record that left its scope: that, and not where it went."""
    return (
        f'{{"id":"{row.id}","collection":"{row.collection}","seq":{row.seq},"area":"","gone":"moved",'
        '"body":{},"versions":{}}'
    )
