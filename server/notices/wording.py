"""The words a desa uses for its messages: records of its log, read by every sender and by the preview."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from server.catalogue import service as catalogue
from server.db import db, turn
from server.errors import NotFound, NotYourRole, Problem
from server.exchange.models import StoredRecord
from server.exchange.registry import action
from server.exchange.turns import Turn
from server.notices import limits
from server.notices.schemas import WordSchema
from server.surveys import service as surveys
from server.text import t, table
from sync.record import Author, Record

WRITERS = frozenset({"koordinator"})


class WordsRefused(Problem):
    status, slug, title = 409, "words-refused", "Kata-kata itu belum boleh dipakai."


def worded(desa: str, key: str, /, **values: Any) -> str:
    """The text ``key`` in the words of ``desa``, filled."""
    own = of_desa(desa, [key]).get(key, {}).get("text")
    return limits.fill(own, values) if own else t(key, **values)


def of_desa(desa: str, keys: list[str] | None = None) -> dict[str, dict[str, Any]]:
    """What the desa has written itself: by key the text, who wrote it and when."""
    ids = [wording_id(desa, key) for key in keys or limits.EDITABLE]
    rows = db.session.scalars(
        select(StoredRecord.body).where(
            StoredRecord.desa == desa, StoredRecord.id.in_(ids), StoredRecord.gone.is_(None)
        )
    )
    bodies = [json.loads(row) for row in rows]
    return {body["key"]: body for body in bodies if body.get("text")}


def wording_id(desa: str, key: str) -> str:
    """The record that holds the wording of ``key`` (UUID version 8)."""
    digest = bytearray(hashlib.sha256(f"{desa}|wording|{key}".encode()).digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x80, digest[8] & 0x3F | 0x80
    return str(UUID(bytes=bytes(digest)))


def begin(desa: str, key: str) -> str:
    """See that there is a record to write the wording of ``key`` into; return its id.

    Raises:
        NotFound: it is no text that a desa may word.
    """
    if key not in limits.EDITABLE:
        raise NotFound
    which = wording_id(desa, key)
    here = (StoredRecord.desa == desa) & (StoredRecord.id == which)
    if db.session.scalar(select(StoredRecord.id).where(here)) is None:
        with turn(desa) as this:
            if this.record(which) is None:
                this.create("wording", which, Author.server(this.now), area="", key=key, text=None)
    return which


@action("message.word", WordSchema, of="wording")
def word(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Say a message in other words, or (``text`` null) in the standard ones again."""
    if WRITERS.isdisjoint(by.roles):
        raise NotYourRole
    text, key = args["text"], record.body["key"]
    if text is not None:
        text = limits.tidy(text)
        wrong = faults(turn.desa, key, text, turn.now.date())
        if wrong:
            raise WordsRefused(" ".join(wrong), field="args.text")
    turn.write(record, by, text=text, by_name=by.name, at=turn.now.isoformat(timespec="seconds"))


def faults(desa: str, key: str, text: str, day: date) -> list[str]:
    """Why ``text`` may not be the wording of ``key``, in sentences; none: it may.

    Raises:
        NotFound: ``key`` is no text that a desa may word.
    """
    if key not in limits.EDITABLE:
        raise NotFound
    held = book(desa, day)
    secret = [service["name"] for service in held.get("services", ())]
    secret += [paper["name"] for paper in held.get("papers", ()) if not paper.get("told")]
    return [t(f"pesan.salah_{code}") for code in limits.faults(key, table()[key], text, secret)]


def book(desa: str, day: date) -> dict[str, Any]:
    """The catalogue that holds in ``desa`` on ``day``; empty while none is published."""
    held = catalogue.current(desa, day)
    return surveys.survey(held) if held else {}
