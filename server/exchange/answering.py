"""One exchange: what a device brings is taken, then it is told what is new for it."""

from __future__ import annotations

import threading
from typing import Any

from flask import current_app

from server import clock
from server.accounts import service as accounts
from server.db import db
from server.documents import service as documents
from server.errors import OutOfScope
from server.exchange import repairing
from server.exchange.delivery import Answer, deliver, standing
from server.exchange.pulling import Reader, postponed, pull
from server.exchange.turns import dump
from server.regions import service as regions
from server.surveys import service as surveys
from sync.cursor import Cursor


def exchange(body: dict[str, Any], sender: accounts.Sender, reading: bool) -> str:
    """Take a device's changes and answer with receipts and, if it may read, with what is new: JSON text.

    Delivering comes first and is kept whatever happens after it; a phone that hears nothing sends the same again.

    Args:
        body: the envelope (``schemas.ExchangeSchema``).
        reading: the request also proved that the phone is unlocked.
    """
    now, desa = clock.now(), sender.desa
    if body["desa"] != desa:
        raise OutOfScope("HP ini terdaftar di desa lain.", field="desa")
    left = accounts.Left.read(body["left"], body["now"], now)
    accounts.seen(sender, now, body["app"], body["storage"].get("persistent"), left)
    oldest = current_app.config["SETTINGS"].min_version
    outdated = oldest is not None and version_of(body["app"]) < version_of(oldest)
    here = now.astimezone(regions.zone(desa))
    receipts = deliver(sender, body["changes"], now) if body["changes"] else []
    if body["asks"]:
        told = {receipt["id"] for receipt in receipts}
        receipts += [receipt for receipt in standing(sender, body["asks"]) if receipt["id"] not in told]
    answer = {
        "now": here.isoformat(),
        "receipts": receipts if reading else [_bare(receipt) for receipt in receipts],
        "publications": [held.wire() for held in surveys.holding(desa, here.date())],
        "photos": documents.photos(desa, sender.id),
        "orders": accounts.orders(sender.id, sender.ordered),
        "signed_out": sender.revoked_at is not None or sender.ordered is not None,
        "min_version": oldest if outdated else None,
    }
    desas = "{}"
    if reading and not outdated:
        me = accounts.me(sender)
        if me["hash"] != body["me"]:
            answer["me"] = me
        cursor = Cursor.read(body["cursors"].get(desa, {}))
        if accounts.is_office(me["roles"]):
            answer["quarantine"] = repairing.count(desa)
        reader = Reader(me["person"], tuple(me["roles"]), tuple(me["areas"]))
        desas, wait = _pulled(desa, reader, cursor, body["limit"], short=body["short"])
        if wait:
            answer["retry_after"] = wait
    db.session.commit()  # nothing is pending; but a rollback would make psycopg forget the statements it has prepared
    return f'{dump(answer)[:-1]},"desas":{desas}}}'


def _bare(receipt: Answer) -> Answer:
    """A receipt as who has only the cookie may be told: what became of a change, and no word anybody wrote about it."""
    problem = receipt["problem"]
    told = problem and {name: problem[name] for name in ("type", "title", "status")}
    return {"id": receipt["id"], "status": receipt["status"], "seq": receipt["seq"], "problem": told}


def version_of(app: str) -> tuple[int, ...]:
    """``2026.11.21`` as numbers; what is no such version is older than all."""
    return tuple(int(part) if part.isdigit() else 0 for part in app.split("."))


def _pulled(desa: str, reader: Reader, cursor: Cursor, limit: int, *, short: bool) -> tuple[str, int]:
    """The desas of the answer, and after how many seconds to ask again where there was no room for this pull.

    Delivering is never turned away; of those who read at the same moment some wait, so that none holds up delivery.
    """
    if not _READERS.acquire(timeout=PATIENCE):
        return f'{{"{desa}":{postponed(desa, cursor)}}}', ASK_AGAIN
    try:
        return f'{{"{desa}":{pull(desa, reader, cursor, limit, short=short)}}}', 0
    finally:
        _READERS.release()


AT_ONCE = 4  # who read in one process; waitress has eight threads
PATIENCE = 1.0  # seconds
ASK_AGAIN = 4  # seconds, which phones vary
_READERS = threading.BoundedSemaphore(AT_ONCE)
