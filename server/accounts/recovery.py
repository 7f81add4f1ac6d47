"""A forgotten PIN, undone by two: the phone asks, another person at the desk sees its owner and approves with a reason.

The vault's key lies on the phone alone, sealed for the server's recovery key. It passes through here once, from that
seal into one that only the asking phone opens; nothing of it is kept.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from server import clock, keys, sealing
from server.accounts.models import Enrolment, Recovery
from server.accounts.people import managed_person
from server.db import db
from server.errors import Malformed, NotFound, NotYourRole
from server.ids import uuid7

LIVES = timedelta(hours=24)


def ask(phone: Enrolment, public: str) -> Recovery:
    """Note that a phone's PIN was forgotten; an earlier asking of the same phone ends with it.

    Args:
        public: the phone's one-time public key, base64.
    """
    point = _point(public)
    now = clock.now()
    asking = Recovery(
        id=uuid7(now), desa=phone.desa, enrolment_id=phone.id, public=public, code=code(point), asked_at=now
    )
    earlier = (Recovery.enrolment_id == phone.id, Recovery.ended_at.is_(None))
    db.session.commit()
    db.session.execute(update(Recovery).where(*earlier).values(ended_at=now))
    db.session.add(asking)
    db.session.commit()
    return asking


def waiting(desa: str) -> list[Recovery]:
    """Those that nobody has approved yet, the oldest first."""
    since = clock.now() - LIVES
    open_ones = (Recovery.desa == desa, Recovery.ended_at.is_(None), Recovery.approved_at.is_(None))
    rows = select(Recovery).where(*open_ones, Recovery.asked_at > since).order_by(Recovery.asked_at)
    return list(db.session.scalars(rows))


def approve(by: Enrolment, recovery_id: str, typed: str, reason: str) -> Recovery:
    """Let a phone be opened, on the word of somebody who has its owner before them.

    Args:
        typed: the four digits that the phone shows.
    Raises:
        NotFound: there is no such asking, or its day is over.
        NotYourRole: nobody approves for themselves; for an officer a koordinator does.
        Malformed: the digits are those of another phone.
    """
    asking = db.session.get(Recovery, recovery_id)
    if asking is None or asking.desa != by.desa or _over(asking, clock.now()):
        raise NotFound
    managed_person(by, asking.enrolment.person_id)
    if asking.enrolment.person_id == by.person_id:
        raise NotYourRole("PIN sendiri dibuka oleh petugas lain.")
    if typed.strip() != asking.code:
        raise Malformed("Empat angkanya tidak sama dengan yang tampil di HP itu.", field="code")
    asking.approved_at, asking.approved_by, asking.reason = clock.now(), by.person_id, reason
    db.session.commit()
    return asking


def collect(phone: Enrolment, recovery_id: str, box: Any) -> dict[str, Any] | None:
    """Give the phone its key back, once; None as long as nobody has approved.

    Raises:
        NotFound: no such asking of this phone, or it is over.
        Malformed: the box is none of this server's.
    """
    asking = db.session.get(Recovery, recovery_id)
    if asking is None or asking.enrolment_id != phone.id or _over(asking, clock.now()):
        raise NotFound
    if asking.approved_at is None:
        return None
    try:
        key = sealing.open_parcel(
            keys.private(current_app.config["SETTINGS"], "recovery.pem"), "recovery", box, "vault"
        )
    except sealing.Unsealable:
        raise Malformed("Kotak kunci HP ini bukan untuk server ini.", field="box") from None
    asking.ended_at = clock.now()
    db.session.commit()
    return sealing.seal(_point(asking.public), "answer", key, asking.id)


def code(point: bytes) -> str:
    """Four digits of a one-time key, by which people see that they speak of the same phone."""
    return f"{int.from_bytes(hashlib.sha256(point).digest()[:4]) % 10000:04}"


def _over(asking: Recovery, now: datetime) -> bool:
    gone = asking.enrolment.revoked_at is not None or asking.enrolment.ordered is not None
    return gone or asking.ended_at is not None or asking.asked_at <= now - LIVES


def _point(public: str) -> bytes:
    try:
        point = base64.b64decode(public, validate=True)
        sealing.seal(point, "answer", b"", "")  # is it a point of the curve?
    except (ValueError, binascii.Error):
        raise Malformed(field="public") from None
    return point
