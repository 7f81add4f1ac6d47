"""The jobs that climb the ladder: the day before, sending, and looking whether it was seen."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app
from sqlalchemy import update

from server import clock, jobs, keys
from server.citizen.models import Card, Subscription
from server.db import turn
from server.ids import uuid7
from server.notices import push, rules, service, words
from server.notices.models import Delivery
from server.settings import Settings
from server.text import t
from sync.record import Author

if TYPE_CHECKING:
    from server.exchange.turns import Turn

CONTACT = "mailto:petugas@puskesos-siaga.invalid"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One push, ready to go: to whom, what, and the hash by which its being seen is known again."""

    subscription: str
    info: dict[str, Any]
    message: dict[str, Any]
    seen_hash: str


@jobs.job("notice.day_before")
def day_before(desa: str, args: jobs.Args) -> datetime | None:
    """Remind a family the day before, if it is still expected that day."""
    day = date.fromisoformat(args["day"])
    with turn(desa) as this:
        if this.now.astimezone(words.place(desa).zone).date() >= day:
            return None  # the server was away over the day itself
        case = service.case_of(this, args["family"], "terjadwal", args["day"])
        family = this.record(args["family"])
        if case is not None and family is not None and not family.gone:
            service.plan_reminder(this, family, case, day)
    return None


@jobs.job("notice.send")
def send(desa: str, args: jobs.Args) -> datetime | None:
    """Push a notice to the family's browsers; what none of them took becomes the kader's task.

    Nothing is locked while a push service is spoken to: the notice is read in one turn and settled in the next.
    """
    now = clock.now()
    kind, parcels = None, []
    with turn(desa) as this:
        later = words.after_quiet(now, words.place(desa).zone)
        notice = this.record(args["notice"])
        if notice is None or notice.body.get("state") != "direncanakan":
            return None
        if not service.still_needed(this, notice):
            this.write(notice, Author.server(this.now), state="batal")
            return None
        in_vain = rules.too_late(later, service.arrival_of(this, notice))
        if in_vain or (later > now and notice.body["kind"] == "besok"):  # in the morning it would come too late
            service.hand_over(this, notice)
            return None
        if later > now:
            return later
        kind, parcels = notice.body["kind"], _pack(this, notice.body)
    answers = [(parcel, _send(parcel, kind, args["notice"], now)) for parcel in parcels]
    with turn(desa) as this:
        _bury(this, [parcel.subscription for parcel, sent in answers if sent.outcome == "gone"])
        _note(this, args["notice"], kind, answers, now)
        taken = any(sent.outcome == "accepted" for _, sent in answers)
        busy = [sent.retry_at for _, sent in answers if sent.retry_at]
        if not taken and busy and not service.sent_before(args, now, rules.GIVE_UP_AFTER):
            return min(busy)
        _settle(this, args["notice"], taken)
    return None


@jobs.job("notice.unseen")
def unseen(desa: str, args: jobs.Args) -> datetime | None:
    """What a push service took and nobody opened is told by the kader after all."""
    with turn(desa) as this:
        notice = this.record(args["notice"])
        if notice is None or notice.body.get("state") != "diterima_layanan":
            return None
        expected = service.arrival_of(this, notice)
        if service.still_needed(this, notice) and (expected is None or this.now < expected):
            service.hand_over(this, notice)
        else:
            this.write(notice, Author.server(this.now), state="batal")
    return None


def unseen_at(kind: str, due: str, sent_at: datetime, desa: str) -> datetime:
    """When to look whether a push was seen: after a day; for tomorrow's reminder at seven; soon if the day is today."""
    zone = words.place(desa).zone
    today = sent_at.astimezone(zone).date()
    if kind == "jadwal" and due == today.isoformat():
        return sent_at + rules.SEEN_TODAY
    if kind != "besok":
        return sent_at + rules.SEEN_WITHIN
    return max(datetime.combine(today, time(19), zone), sent_at + timedelta(minutes=30))


def _pack(this: Turn, notice: dict[str, Any]) -> list[Parcel]:
    case = this.record(notice["case"])
    assert case is not None
    day = date.fromisoformat(notice["due"])
    body = words.push_body(
        this.desa, notice["kind"], case.body, day, words.until(words.place(this.desa), case.body, day, this.now)
    )
    parcels = []
    for subscription in service.live_subscriptions(this.desa, notice["family"]):
        token = secrets.token_urlsafe(16)
        card = this.session.get_one(Card, (this.desa, subscription.card))
        page = f"{words.base_url()}/w/{card.handle}"
        message = rules.payload(t("app.nama"), body, page, token, tag=_topic(notice["family"], notice["kind"]))
        keys_ = {"p256dh": subscription.p256dh, "auth": subscription.auth}
        info = {"endpoint": subscription.endpoint, "keys": keys_}
        parcels.append(Parcel(subscription.id, info, message, hashlib.sha256(token.encode()).hexdigest()))
    return parcels


def _send(parcel: Parcel, kind: str, notice: str, now: datetime) -> push.Sent:
    settings: Settings = current_app.config["SETTINGS"]
    if not rules.allowed_endpoint(parcel.info["endpoint"], settings.push_hosts):
        return push.Sent("refused")
    how = rules.PUSHES[kind]
    return push.send(
        parcel.info,
        parcel.message,
        pem=keys.path(settings, "vapid.pem"),
        contact=CONTACT,
        ttl=how.ttl,
        urgency=how.urgency,
        topic=parcel.message["notification"]["tag"],
        now=now,
    )


def _note(this: Turn, notice_id: str, kind: str, answers: list[tuple[Parcel, push.Sent]], now: datetime) -> None:
    for parcel, sent in answers:
        row = Delivery(
            desa=this.desa,
            id=uuid7(this.now),
            notice=notice_id,
            seen_hash=parcel.seen_hash,
            sent_at=now,
            outcome=sent.outcome,
            expires_at=now + rules.PUSHES[kind].ttl if sent.outcome == "accepted" else None,
        )
        this.session.add(row)


def _settle(this: Turn, notice_id: str, taken: bool) -> None:
    notice = this.record(notice_id)
    if notice is None or notice.body.get("state") != "direncanakan":
        return  # taken back, or closed by a kader, while we spoke to the push service
    if not taken:
        service.hand_over(this, notice)
        return
    this.write(notice, Author.server(this.now), state="diterima_layanan")
    due = unseen_at(notice.body["kind"], notice.body["due"], this.now, this.desa)
    jobs.enqueue(this.session, this.desa, due, "notice.unseen", f"notice.unseen:{notice_id}", {"notice": notice_id})


def _bury(this: Turn, subscriptions: list[str]) -> None:
    mine = (Subscription.desa == this.desa) & Subscription.id.in_(subscriptions)
    if subscriptions:
        this.session.execute(update(Subscription).where(mine).values(dead_at=this.now))


def _topic(family: str, kind: str) -> str:
    """At most 32 letters that say nothing to the push service, the same for one family and kind."""
    return hashlib.sha256(f"{family}:{kind}".encode()).hexdigest()[:24]
