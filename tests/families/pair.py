"""What two families that are one are made of, and where to look for what was said of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from server.db import db
from server.demo.people import DEDI
from server.exchange.models import Log, OpenConflict, StoredRecord
from tests.field import Field, Hand

NIK = "3201994507850002"


def said() -> str:
    """All that stands in the records and in the log."""
    db.session.expire_all()
    logged = [before + after for before, after in db.session.execute(select(Log.before, Log.after))]
    return "\n".join([*logged, *db.session.scalars(select(StoredRecord.body))])


def conflicts(field: Field) -> dict[str, list[Any]]:
    """By the family that each is about: the name it is shown under, what stands and whose it is, the other value."""
    db.session.expire_all()
    bodies = [field.body(which) for which in db.session.scalars(select(OpenConflict.id))]
    return {body["record"]: [body[name] for name in ("title", "standing", "standing_by", "other")] for body in bodies}


def contest(family: str, name: str, word: str) -> Hand:
    """Somebody who has seen nothing of it says another word; on which phone."""
    late = Hand(DEDI)
    assert late.send(late.sets("family", family, **{name: word}))[0]["status"] == "conflict"
    return late
