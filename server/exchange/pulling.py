"""What is new in a person's scope. The head first, then every query says ``cursor < seq <= head``.

Bodies are stored as the JSON they travel as, so an answer is joined from texts and nothing is parsed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Table, and_, bindparam, exists, false, func, or_, select, text, true

from server.db import db
from server.db import head as head_of
from server.errors import NotFound
from server.exchange.models import ERASED, Log, Moved, OpenConflict, StoredRecord
from server.exchange.turns import dump
from server.exchange.upserts import table_of
from sync.cursor import Cursor, scope_hash
from sync.scope import ABOUT, ALL, OWN, WHOLE_DESA, reach, readable
from sync.versions import lengthened

log = logging.getLogger(__name__)
RECORD, MOVED, LOG, CONFLICT = (table_of(model) for model in (StoredRecord, Moved, Log, OpenConflict))
BEFORE = MOVED.alias("before")
TOLD_OF = RECORD.alias()
_CONTESTED = (
    select(CONFLICT.c.id)
    .join(TOLD_OF, and_(TOLD_OF.c.desa == CONFLICT.c.desa, TOLD_OF.c.id == CONFLICT.c.record))
    .where(CONFLICT.c.desa == RECORD.c.desa, CONFLICT.c.id == RECORD.c.id)
    .correlate(RECORD)
)
"""The record that a conflict is about, beside the conflict."""
MOST = 1000
READERS = 2000  # whose queries are kept: building one takes longer than running it
TRAVELS = ("id", "collection", "seq", "area", "gone", "body", "versions")
_HEAD = text(
    "SELECT desa.seq, desa.epoch, coalesce(log.tag, 0), "
    "coalesce((SELECT top.tag FROM log AS top WHERE top.desa = :desa AND top.seq = desa.seq), 0), "
    "EXISTS (SELECT 1 FROM moved WHERE moved.desa = :desa AND moved.seq > :seq) FROM desa "
    "LEFT JOIN log ON log.desa = desa.code AND log.seq = :seq WHERE desa.code = :desa"
)
"""A desa's head, the tags of the number that is quoted and of the head, and whether anything left an area since."""
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
        return _scope(self)


@lru_cache(maxsize=READERS)
def _scope(reader: Reader) -> str:
    return scope_hash(reader.person, reader.roles, reader.areas)


def pull(desa: str, reader: Reader, cursor: Cursor, limit: int, *, short: bool = False) -> str:
    """Return the answer for one desa, as JSON text: ``{head, records, cursor, more, restart}``.

    A cursor from another life of the database, or from other rights, starts again from nothing: the phone is told, and
    drops what it is not sent again. ``short``: it reads versions as they are stored (``sync.versions``).
    """
    standing = db.session.connection().execute(_HEAD, {"desa": desa, "seq": cursor.seq}).first()
    if standing is None:
        raise NotFound("Desa ini belum dikenal server.")
    head, epoch, tag, tag_of_head, moved = standing
    scope = reader.scope
    restart = cursor.seq != 0 and cursor != Cursor(epoch, cursor.seq, tag, scope)
    if restart and cursor.epoch == epoch and cursor.tag != tag:
        log.error(
            "a phone read %d of %s, which this database has not: was it put back? flask new-life", cursor.seq, desa
        )
    since = 0 if restart else cursor.seq
    limit = max(1, min(limit, MOST))
    rows = _records(desa, reader, since, head, limit + 1) if since < head else []
    more = len(rows) > limit
    end = rows[limit - 1].seq if more else head
    parts = [render(row, short) for row in rows[:limit]]
    heard = cursor.seq if cursor.epoch == epoch else 0  # her rights may be others since: what was erased, she is told
    if heard and moved and heard < end:
        parts += [_gone(row) for row in _departed(desa, reader, heard, end)]
    here = Cursor(epoch, end, tag_of_head if end == head else _tag(desa, end), scope)
    return (
        f'{{"head":{head},"records":[{",".join(parts)}],"cursor":{dump(here.to_dict())},'
        f'"more":{json.dumps(more)},"restart":{json.dumps(restart)}}}'
    )


def postponed(desa: str, cursor: Cursor) -> str:
    """The answer where there is no room to read now: nothing, and that there is more. The phone's place stays."""
    here = dump(cursor.to_dict()) if cursor.seq > 0 else "null"
    return f'{{"head":{head_of(desa)},"records":[],"cursor":{here},"more":true,"restart":false}}'


def render(row: Row[Any], short: bool) -> str:
    """A stored record as it travels; with every field's version for a phone that does not know the short form."""
    versions = row.versions if short else dump(lengthened(json.loads(row.versions), json.loads(row.body)))
    gone = f'"{row.gone}"' if row.gone else "null"
    return (
        f'{{"id":"{row.id}","collection":"{row.collection}","seq":{row.seq},"area":"{row.area}","gone":{gone},'
        f'"body":{row.body},"versions":{versions}}}'
    )


def visible(reader: Reader) -> ColumnElement[bool]:
    """The condition under which ``reader`` may see a row of the record table: ``sync.scope.may_read`` in SQL."""
    rights = readable(reader.roles)
    here = in_areas(RECORD.c.area, reach(reader.roles, reader.areas))
    kind = RECORD.c.collection
    whole = [name for name, how_far in rights.items() if how_far == ALL and name not in WHOLE_DESA]
    own = [name for name, how_far in rights.items() if how_far == OWN]
    everywhere = [name for name in rights if name in WHOLE_DESA]
    ways = [and_(one_of(kind, whole), here), one_of(kind, everywhere)]
    mine = [and_(one_of(kind, own), here), RECORD.c.unreviewed]
    about = [name for name, how_far in rights.items() if how_far == ABOUT]
    if about:
        made = TOLD_OF.c.author == reader.person
        theirs = or_(one_of(TOLD_OF.c.collection, whole), and_(one_of(TOLD_OF.c.collection, own), made))
        ways.append(and_(one_of(kind, about), here, or_(RECORD.c.gone.is_not(None), _CONTESTED.where(theirs).exists())))
    return or_(*ways, and_(RECORD.c.author == reader.person, or_(*mine)))


def one_of(column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
    """``IN`` for a few values that are the same each time: rendered once, where ``in_`` is rendered at every call."""
    return or_(false(), *(column == value for value in values))


def in_areas(column: ColumnElement[str], areas: Iterable[str]) -> ColumnElement[bool]:
    """Whether the path in ``column`` lies in one of ``areas``."""
    ways: list[ColumnElement[bool]] = []
    for area in areas:
        if not area:
            return true()
        ways.append(or_(column == area, column.startswith(area + "/", autoescape=True)))
    return or_(*ways) if ways else false()


def _tag(desa: str, seq: int) -> int:
    return db.session.connection().execute(_TAG, {"desa": desa, "seq": seq}).scalar() or 0


def _records(desa: str, reader: Reader, since: int, head: int, limit: int) -> list[Row[Any]]:
    named = {"in_desa": desa, "since": since, "until": head, "most": limit}
    return list(db.session.connection().execute(_new_ones(reader), named))


@lru_cache(maxsize=READERS)
def _new_ones(reader: Reader) -> Select[Any]:
    return (
        select(*(RECORD.c[name] for name in TRAVELS))
        .where(*_between(RECORD), visible(reader))
        .order_by(RECORD.c.seq)
        .limit(bindparam("most"))
    )


def _departed(desa: str, reader: Reader, since: int, end: int) -> list[Row[Any]]:
    """Records that left an area of hers, or were reviewed, and that she cannot see where they are now.

    Those that were erased also where they had left her long before, or she wrote on them: her phone forgets them too.
    """
    named = {"in_desa": desa, "since": since, "until": end}
    return list(db.session.connection().execute(_left_ones(reader), named))


@lru_cache(maxsize=READERS)
def _left_ones(reader: Reader) -> Select[Any]:
    areas = reach(reader.roles, reader.areas)
    hers, earlier = (and_(one.c.from_area.is_not(None), in_areas(one.c.from_area, areas)) for one in (MOVED, BEFORE))
    left = or_(hers, MOVED.c.author == reader.person)
    lay = exists().where(BEFORE.c.desa == MOVED.c.desa, BEFORE.c.id == MOVED.c.id, earlier)
    wrote = exists().where(LOG.c.desa == MOVED.c.desa, LOG.c.record == MOVED.c.id, LOG.c.person == reader.person)
    left = or_(left, and_(RECORD.c.gone == ERASED, or_(lay, wrote)))
    return (
        select(RECORD.c.id, RECORD.c.collection, RECORD.c.gone, func.max(MOVED.c.seq).label("seq"))
        .join(RECORD, and_(RECORD.c.desa == MOVED.c.desa, RECORD.c.id == MOVED.c.id))
        .where(*_between(MOVED), left, ~visible(reader))
        .group_by(RECORD.c.id, RECORD.c.collection, RECORD.c.gone)
    )


def _between(table: Table) -> tuple[ColumnElement[bool], ...]:
    here = table.c.desa == bindparam("in_desa")
    return here, table.c.seq > bindparam("since"), table.c.seq <= bindparam("until")


def _gone(row: Row[Any]) -> str:
    """What a phone is told of a record that left its scope: that, and not where it went."""
    why = ERASED if row.gone == ERASED else "moved"
    return (
        f'{{"id":"{row.id}","collection":"{row.collection}","seq":{row.seq},"area":"","gone":"{why}",'
        '"body":{},"versions":{}}'
    )
