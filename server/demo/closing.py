"""What is done last: old tasks are closed, and some families hold cards."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from server.citizen import service as citizen
from server.db import db
from server.demo.families import Family
from server.demo.people import DESA
from server.demo.phones import Phone, new_pin
from server.exchange.models import StoredRecord

WITH_CARD = (30, 32, 12)
"""Families that hold a card: one that misses a paper, one that has a place, one that waits."""
SHEET = 12


@dataclass(frozen=True, slots=True)
class Held:
    """A family's card as the kader told it at the door; known nowhere else."""

    name: str
    token: str
    pin: str


@dataclass(frozen=True, slots=True)
class Cards:
    """What is printed once of the demo's cards: those that families hold, and the letters of free ones."""

    held: list[Held]
    free: list[str]


def close_old_tasks(phone: Phone, areas: tuple[str, ...], today: date) -> None:
    """Say of reminders for days that are over that their families were told."""
    rows = select(StoredRecord.id, StoredRecord.area, StoredRecord.body).where(
        StoredRecord.desa == DESA, StoredRecord.collection == "notice"
    )
    for notice, area, text in db.session.execute(rows).all():
        body = json.loads(text)
        over = body.get("state") == "tugas" and (body.get("due") or "9999") < today.isoformat()
        if over and any(area.startswith(prefix) for prefix in areas):
            phone.act("notice.done", notice)
    phone.deliver()


def hand_out_cards(families: list[tuple[Phone, Family]]) -> Cards:
    """Make a sheet of cards and attach one to each of these families."""
    sheet = citizen.make_cards(DESA, SHEET)
    db.session.commit()
    held = []
    for (phone, family), card in zip(families, sheet, strict=False):
        held.append(Held(family.head.name, card.token, new_pin()))
        phone.act("family.attach_card", family.id, card=card.token, pin=held[-1].pin)
        phone.deliver()
    return Cards(held, [card.code for card in sheet[len(families) :]])
