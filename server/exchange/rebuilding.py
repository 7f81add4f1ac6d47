"""Making the subjects' tables anew from the records: after a change of their shape, or when one is in doubt."""

from __future__ import annotations

from sqlalchemy import delete, select

from server.db import Base, Projected, db, turn
from server.exchange.models import Desa, StoredRecord
from server.exchange.turns import from_row

AT_ONCE = 500  # records read into memory together


def rebuild(desa: str | None = None) -> int:
    """Write every projection anew, of one desa or of all; return how many records were gone through."""
    codes = [desa] if desa else list(db.session.scalars(select(Desa.code).order_by(Desa.code)))
    return sum(_rebuild(code) for code in codes)


def _rebuild(desa: str) -> int:
    count, after = 0, ""
    record = StoredRecord.__table__.c
    with turn(desa) as this:
        for table in projections():
            this.session.execute(delete(table).where(table.desa == desa))
        while True:
            page = select(StoredRecord.__table__).where(record.desa == desa, record.id > after)
            rows = this.session.execute(page.order_by(record.id).limit(AT_ONCE)).all()
            if not rows:
                return count
            for row in rows:
                this.project(from_row(row))
            count, after = count + len(rows), rows[-1].id


def projections() -> list[type[Projected]]:
    """The models that are projections and nothing else."""
    return [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Projected)]
