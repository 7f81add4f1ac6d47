"""What happens on the pages a family opens. ``attach`` and ``make_cards`` are for the other subjects."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import select, update
from werkzeug.datastructures import ImmutableMultiDict

from server import clock
from server.citizen import rules, view
from server.citizen.cards import Printed as Printed
from server.citizen.cards import attach as attach
from server.citizen.cards import detach as detach
from server.citizen.cards import find, secret
from server.citizen.cards import hand_over as hand_over
from server.citizen.cards import has_card as has_card
from server.citizen.cards import holder as holder
from server.citizen.cards import make_cards as make_cards
from server.citizen.models import Card, Subscription
from server.citizen.sheet import sheet as sheet
from server.citizen.withdrawal import withdraw
from server.db import db, turn
from server.errors import Malformed
from server.ids import uuid7
from server.notices import service as notices
from server.servicedays import service as servicedays
from server.text import day_month, t, weekday
from sync.record import Author, Record

MAX_SUBSCRIPTIONS = 10  # browsers a family; the oldest make room


@dataclass(frozen=True, slots=True)
class Opening:
    """What a reference leads to: no card, one whose code is still asked, one that is locked, or an open page."""

    state: Literal["unknown", "closed", "locked", "open"]
    card: Card | None = None

    @property
    def desa(self) -> str:
        """The desa of the card."""
        assert self.card is not None
        return self.card.desa

    @property
    def family(self) -> str:
        """The family the card hangs on."""
        assert self.card is not None
        assert self.card.family is not None
        return self.card.family


def cookie_name(card: Card) -> str:
    """The name of the cookie that says a card's code was given in this browser."""
    return f"w-{rules.handle(card.id)}"


def new_cookie(card: Card) -> str:
    """Its value."""
    return rules.new_cookie(secret(), card.id, card.pin_hash or "", clock.now())


def opening(reference: str, cookies: ImmutableMultiDict[str, str]) -> Opening:
    """Find the card of a token, or of a handle, which counts only beside the cookie of that card."""
    if rules.is_token(reference):
        card = find(reference)
    elif rules.is_handle(reference) and f"w-{reference}" in cookies:
        ending = select(Card).where(Card.handle == reference, Card.revoked_at.is_(None), Card.family.is_not(None))
        card = next((c for c in db.session.scalars(ending) if _holds(c, cookies)), None)
    else:
        card = None
    if card is None or card.family is None:
        return Opening("unknown")
    if _holds(card, cookies):
        return Opening("open", card)
    return Opening("locked" if card.locked_at else "closed", card)


def subscribe(card: Card, data: Any) -> None:
    """Keep a browser's push subscription; the same endpoint again is renewed.

    Raises:
        Malformed: it is none, or lies at no push service we know.
    """
    keys = data.get("keys") if isinstance(data, dict) else None
    if not isinstance(keys, dict):
        raise Malformed
    endpoint, p256dh, auth = data.get("endpoint"), keys.get("p256dh"), keys.get("auth")
    if not (isinstance(endpoint, str) and isinstance(p256dh, str) and isinstance(auth, str)):
        raise Malformed
    if len(p256dh) > 120 or len(auth) > 40 or not notices.endpoint_allowed(endpoint):
        raise Malformed(field="endpoint")
    now, desa, card_id = clock.now(), card.desa, card.id
    db.session.commit()  # begin anew: a write after a read can lose to another writer
    hashed = _endpoint_hash(endpoint)
    values = {"card": card_id, "p256dh": p256dh, "auth": auth, "created_at": now, "dead_at": None}
    mine = (Subscription.desa == desa) & (Subscription.endpoint_hash == hashed)
    if not db.session.execute(update(Subscription).where(mine).values(values).returning(Subscription.id)).scalar():
        db.session.add(Subscription(desa=desa, id=uuid7(now), endpoint=endpoint, endpoint_hash=hashed, **values))
    _make_room(desa, card_id, now)
    db.session.commit()


def unsubscribe(card: Card, endpoint: object) -> None:
    """Forget a browser; one we do not know is forgotten already."""
    desa, card_id = card.desa, card.id
    db.session.commit()
    mine = (Subscription.desa == desa) & (Subscription.card == card_id)
    hashed = Subscription.endpoint_hash == _endpoint_hash(str(endpoint))
    db.session.execute(update(Subscription).where(mine, hashed).values(dead_at=clock.now()))
    db.session.commit()


def other_days(desa: str, day: date) -> list[date]:
    """The next two open service days after ``day``."""
    return [later for later in servicedays.days_ahead(desa, day, 3) if later > day][:2]


def cannot_come(desa: str, family_id: str, day: date, other: date | None, visit: bool) -> bool:
    """Give the family's place to others; False: it has none to give, or is there already.

    With a place on another day it is told that day like any family. Its kader is asked to call where it knows no day,
    and to come by where it wants that; she is told the new day then, and it is told by her alone.

    Args:
        day: the service day it cannot come; if that is no longer its day, nothing happens.
        other: the day it would rather come; None: it does not know yet.
        visit: it asks a kader to come by.
    """
    with turn(desa) as this:
        family = this.record(family_id)
        cases = [this.record(case) for case in view.cases_of(desa, family_id)]
        mine = [
            case
            for case in cases
            if case and case.body.get("service_day") == day.isoformat() and case.body.get("status") == "terjadwal"
        ]
        if family is None or not mine:
            return False
        seated = servicedays.release(this, family_id, Author.server(this.now), not_before=other)
        notices.withdraw(this, mine[0])
        if visit or other is None:
            if seated:
                notices.told_by_page(this, family_id)
            notices.tell_kader(this, "minta", family, mine[0], _asked(family, mine[0], day, seated, visit))
    return True


def _asked(family: Record, case: Record, day: date, seated: bool, visit: bool) -> str:
    """What the kader reads when a family cannot come on ``day``."""
    new = date.fromisoformat(case.body["service_day"]) if seated else day
    key = "warga.tugas_tanya_hari" if not visit else "warga.tugas_didatangi_baru" if seated else "warga.tugas_didatangi"
    return t(
        key,
        nama=family.body.get("head_name") or t("warga.tanpa_nama"),
        hari=f"{weekday(day)}, {day_month(day)}",
        baru=f"{weekday(new)}, {day_month(new)} {t('warga.pukul', jam=case.body.get('arrival') or '')}",
        nomor=case.body.get("queue_number") or "",
    )


def withdraw_consent(desa: str, family_id: str) -> None:
    """The family takes its consent back on its own page."""
    with turn(desa) as this:
        family = this.record(family_id)
        if family is not None and not family.gone:
            withdraw(this, family, Author.server(this.now))


def _holds(card: Card, cookies: ImmutableMultiDict[str, str]) -> bool:
    value = cookies.get(cookie_name(card), "")
    return rules.cookie_holds(value, secret(), card.id, card.pin_hash or "", clock.now())


def _make_room(desa: str, card: str, now: Any) -> None:
    mine = (Subscription.desa == desa) & (Subscription.card == card) & Subscription.dead_at.is_(None)
    alive = db.session.scalars(select(Subscription.id).where(mine).order_by(Subscription.created_at.desc())).all()
    if len(alive) > MAX_SUBSCRIPTIONS:
        too_many = Subscription.id.in_(alive[MAX_SUBSCRIPTIONS:])
        db.session.execute(update(Subscription).where(mine, too_many).values(dead_at=now))


def _endpoint_hash(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()
