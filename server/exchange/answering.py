"""One exchange: what a device brings is taken, then it is told what is new for it."""

from __future__ import annotations

from typing import Any

from server import clock
from server.accounts import service as accounts
from server.db import db
from server.documents import service as documents
from server.errors import OutOfScope
from server.exchange import repairing
from server.exchange.delivery import deliver, standing
from server.exchange.pulling import Reader, pull
from server.exchange.turns import dump
from server.regions import service as regions
from server.surveys import service as surveys
from sync.cursor import Cursor
from sync.scope import OFFICE


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
    accounts.seen(sender, now, body["app"], body["storage"].get("persistent"))
    here = now.astimezone(regions.zone(desa))
    receipts = deliver(sender, body["changes"], now) if body["changes"] else []
    if body["asks"]:
        told = {receipt["id"] for receipt in receipts}
        receipts += [receipt for receipt in standing(sender, body["asks"]) if receipt["id"] not in told]
    answer = {
        "now": here.isoformat(),
        "receipts": receipts,
        "publications": [held.wire() for held in surveys.holding(desa, here.date())],
        "photos": documents.photos(desa, sender.id),
        "orders": [],
        "signed_out": sender.revoked_at is not None,
        "min_version": None,
    }
    desas = "{}"
    if reading:
        me = accounts.me(sender)
        if me["hash"] != body["me"]:
            answer["me"] = me
        cursor = Cursor.read(body["cursors"].get(desa, {}))
        if not OFFICE.isdisjoint(me["roles"]):
            answer["quarantine"] = repairing.count(desa)
        reader = Reader(me["person"], tuple(me["roles"]), tuple(me["areas"]))
        desas = f'{{"{desa}":{pull(desa, reader, cursor, body["limit"])}}}'
    db.session.commit()  # nothing is pending; but a rollback would make psycopg forget the statements it has prepared
    return f'{dump(answer)[:-1]},"desas":{desas}}}'
