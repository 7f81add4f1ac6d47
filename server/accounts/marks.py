"""The two letters of a device, by which devices of one desa number apart while they cannot ask anybody.

They follow from the last digits of its enrolment's id, so that the device knows them by itself; ids are made so that no
two devices of a desa have the same. ``pwa/queue/marks.js`` is the twin of ``mark``; ``tests/vectors/tickets.json``
holds both together.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from server.accounts.models import Enrolment
from server.db import db
from server.ids import uuid7

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which read like digits
TRIES = 200


def mark(enrolment: str) -> str:
    """The letters of a device: ``KM``."""
    high, low = divmod(int(enrolment[-4:], 16) % len(LETTERS) ** 2, len(LETTERS))
    return LETTERS[high] + LETTERS[low]


def new_enrolment_id(desa: str, now: datetime) -> str:
    """An id whose letters no device in use has in ``desa``; a shared pair only where all 576 are taken."""
    query = select(Enrolment.id).where(Enrolment.desa == desa, Enrolment.revoked_at.is_(None))
    taken = {mark(known) for known in db.session.scalars(query)}
    made = uuid7(now)
    for _ in range(TRIES):
        if mark(made) not in taken:
            break
        made = uuid7(now)
    return made
