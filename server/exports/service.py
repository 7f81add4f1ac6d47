"""The answers of a desa as a file, for who may read them anyway; each file handed out is noted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from sqlalchemy import func, select

from server import clock
from server.db import db
from server.errors import NotFound, NotYourRole
from server.exchange.models import Log, StoredRecord
from server.exports.files import WRITERS
from server.exports.models import Export
from server.exports.tables import Style, every, heads, rows, tables_of
from server.exports.tables import Visit as Row
from server.ids import uuid7
from server.regions import service as regions
from server.surveys import service as surveys
from server.visits.models import Visit
from sync.scope import ALL, reach, readable, within

NEEDED = ("visit", "identity")  # answers hold numbers and birth days too
LISTED = 200


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: the part of an enrolment this needs."""

    desa: str
    person: str
    name: str
    enrolment: str
    roles: tuple[str, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which answers, and how."""

    survey: str
    format: str
    labels: bool
    split: bool
    since: date | None
    until: date | None


def export(reader: Reader, asked: Asked) -> IO[bytes]:
    """The visits of one survey, the latest revision of each, oldest first.

    Raises:
        NotYourRole: who asks may not read all of what is in it.
        NotFound: no such survey was ever published here, and nobody answered one.
    """
    may = readable(reader.roles)
    if any(may.get(one) != ALL for one in NEEDED):
        raise NotYourRole
    style = Style(asked.labels, asked.split)
    names = _versions(reader.desa, asked)
    root = tables_of(surveys.survey(name) for name in names)
    writer = WRITERS[asked.format]()
    for table in every(root):
        writer.table(table.name, heads(table, style, table is root))
    count = 0
    for visit in _visits(reader, asked):
        count += 1
        for table, cells in rows(root, visit, style):
            writer.row(table.name, cells)
    _note(reader, asked, count)
    return writer.done()


def listed(desa: str) -> list[Export]:
    """What was handed out, the latest first."""
    newest = select(Export).where(Export.desa == desa).order_by(Export.id.desc()).limit(LISTED)
    return list(db.session.scalars(newest))


def _versions(desa: str, asked: Asked) -> list[str]:
    """The hashes of the versions in use, what holds now first, then from the newest back."""
    held = [
        one.hash
        for one in surveys.holding(desa, regions.today(desa))
        if (one.kind, one.code) == ("survey", asked.survey)
    ]
    used = {str(body.get("survey")): str(body.get("date")) for _, _, body in _bodies(desa, asked)}
    older = sorted(used.keys() - set(held), key=lambda name: used[name], reverse=True)
    names = [*held, *older]
    if not names:
        raise NotFound(f"survey {asked.survey}")
    return names


def _visits(reader: Reader, asked: Asked) -> Iterator[Row]:
    received = _received(reader.desa)
    where = reach(reader.roles, reader.areas)
    for name, area, body in _bodies(reader.desa, asked):
        if not within(area, where):
            continue
        by = body.get("by") or {}
        yield Row(
            name,
            body.get("answers") or {},
            (received.get(name, ""),),
            (
                by.get("person") or "",
                by.get("name") or "",
                "approved" if body.get("reviewed") else "received",
                str(surveys.survey(str(body["survey"]))["version"]),
                body.get("family") or "",
                area,
                len(body.get("marks") or []),
            ),
        )


def _bodies(desa: str, asked: Asked) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Visits that count, by their day."""
    wanted = (
        select(StoredRecord.id, StoredRecord.area, StoredRecord.body)
        .join(Visit, (Visit.desa == StoredRecord.desa) & (Visit.id == StoredRecord.id))
        .where(StoredRecord.desa == desa, StoredRecord.gone.is_(None), Visit.desa == desa)
        .where(Visit.survey_id == asked.survey, Visit.superseded.is_(False))
        .order_by(Visit.date, Visit.id)
    )
    if asked.since:
        wanted = wanted.where(Visit.date >= asked.since.isoformat())
    if asked.until:
        wanted = wanted.where(Visit.date <= asked.until.isoformat())
    for name, area, body in db.session.execute(wanted.execution_options(yield_per=200)):
        yield name, area, json.loads(body)


def _received(desa: str) -> dict[str, str]:
    """When each visit reached the server, in the desa's own time."""
    first = select(Log.record, func.min(Log.received_at).label("at")).where(Log.desa == desa, Log.collection == "visit")
    zone = regions.zone(desa)
    rows_ = db.session.execute(first.group_by(Log.record))
    return {row.record: row.at.astimezone(zone).isoformat(timespec="seconds") for row in rows_}


def _note(reader: Reader, asked: Asked, visits: int) -> None:
    now = clock.now()
    db.session.add(
        Export(
            desa=reader.desa, id=uuid7(now), at=now, person=reader.person, person_name=reader.name,
            enrolment=reader.enrolment, survey=asked.survey, format=asked.format, labels=asked.labels, visits=visits,
            since=asked.since and asked.since.isoformat(), until=asked.until and asked.until.isoformat(),
        )
    )  # fmt: skip
    db.session.commit()
