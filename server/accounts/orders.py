"""Orders to a phone: ``hilang`` empties it at once, ``berhenti`` once all that was finished has come.

Signed by the server's own key, which the phone knows since it was let in: no other word, and no status of a request,
makes a phone forget anything.
"""

from __future__ import annotations

import base64
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from flask import current_app
from sqlalchemy import select

from server import clock, keys
from server.accounts.enrolments import enrolment
from server.accounts.models import Enrolment
from server.db import db
from server.errors import WrongStep
from server.settings import Settings


def give(desa: str, enrolment_id: str, kind: str, by: str, reason: str) -> Enrolment:
    """Order a phone to empty itself. A lost one is shut out at once; one that stops may deliver, and no longer read.

    Raises:
        WrongStep: it has done an order already; or a lost phone is said to stop only.
    """
    phone = enrolment(desa, enrolment_id)
    if phone.order_done_at is not None or (phone.ordered == "hilang" and kind != "hilang"):
        raise WrongStep("HP ini sudah diperintah mengosongkan diri.")
    phone.ordered, phone.ordered_at, phone.ordered_by = kind, clock.now(), by
    if phone.revoked_reason is None:
        phone.revoked_by, phone.revoked_reason = by, reason
    if kind == "hilang" and phone.revoked_at is None:
        phone.revoked_at = clock.now()
    db.session.commit()
    return phone


def orders(enrolment_id: str, kind: str | None) -> list[dict[str, str]]:
    """What an exchange tells a phone that was ordered something: the order as text, and its signature."""
    if kind is None:
        return []
    text = json.dumps({"enrolment": enrolment_id, "order": kind}, separators=(",", ":"), sort_keys=True)
    settings: Settings = current_app.config["SETTINGS"]
    return [{"text": text, "signature": base64.b64encode(_signed(settings, text.encode())).decode()}]


def done(phone: Enrolment) -> None:
    """The phone says that it is empty: it is shut out for good."""
    if phone.ordered is None:
        raise WrongStep
    now = clock.now()
    phone.order_done_at = phone.order_done_at or now
    phone.revoked_at = phone.revoked_at or now
    db.session.commit()


def let_go(person_id: str, by: str, reason: str) -> None:
    """Somebody stops: every phone of theirs delivers what was finished, then empties itself. The caller commits."""
    theirs = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.revoked_at.is_(None))
    for phone in db.session.scalars(theirs):
        phone.ordered, phone.ordered_at, phone.ordered_by = phone.ordered or "berhenti", clock.now(), by
        phone.revoked_by, phone.revoked_reason = by, reason


def _signed(settings: Settings, data: bytes) -> bytes:
    """ECDSA as browsers check it: the two numbers, 32 bytes each."""
    signature = keys.private(settings, "signing.pem").sign(data, ec.ECDSA(hashes.SHA256()))
    return b"".join(number.to_bytes(32) for number in decode_dss_signature(signature))
