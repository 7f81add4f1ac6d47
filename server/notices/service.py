"""Telling families what is missing and when to come, one message a need, planned in the turn that causes it.

The ladder: Web Push where the family allowed it in a browser; else, or when it was not seen within a day, a task for
the kader with a ready text. A task is never lost: it travels like every record and stays until somebody closes it.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from server import jobs, keys
from server.cases.models import Case
from server.citizen.models import Card, Subscription
from server.db import db, turn
from server.errors import NotYourRole, WrongStep
from server.exchange.registry import action, projects
from server.ids import uuid7
from server.notices import deliveries, push, rules, words
from server.notices.models import Delivery, Notice
from server.notices.schemas import DoneSchema
from server.notices.words import book as book
from server.notices.words import place as place
from server.settings import Settings
from server.text import day_month, t, weekday
from sync.record import Author, Record

if TYPE_CHECKING:
    from server.exchange.turns import Turn

WORKERS = frozenset(
    {"kader_dasawisma", "kader_pkk", "kader_posyandu", "psm", "petugas_fo", "petugas_bo", "koordinator", "kesra"}
)


def plan(turn: Turn, kind: rules.Kind, case: Record) -> None:
    """Have the family of ``case`` told, if and only if this turn is kept.

    A second need of the same kind joins a message that nobody has sent or passed on yet. (A kader's task ends where the
    family can now be reached by push.) For ``jadwal`` the reminder of the day before is planned as well, and what said
    another day, number or hour is taken back; a day that comes back after another one was planned is told again.

    Args:
        kind: ``kurang`` papers are missing, ``jadwal`` there is a day, ``hasil`` there is news.
        case: its body says the service day, number and arrival, and what is missing.
    """
    family = turn.record(str(case.body.get("family") or ""))
    if family is None or family.gone:
        return
    where = words.place(turn.desa)
    day = _day(case) or words.coming_day(turn.desa, turn.now, where.zone)
    if kind == "jadwal":
        notice_id, told = _telling(turn, family.id, f"{day}|{case.body.get('queue_number')}|{case.body.get('arrival')}")
        _take_back(turn, family.id, ("jadwal",) if told else ("jadwal", "besok"), but=notice_id)
        _plan_day_before(turn, family.id, day, where)
        take_back_asked(turn, family.id, "libur")
    elif _joins(turn, family, kind):
        return
    else:
        notice_id = uuid7(turn.now)
    create(turn, notice_id, kind, family, case, day)


def withdraw(turn: Turn, case: Record) -> None:
    """Close what is no longer so after something happened to ``case``: papers came, it was ended, its day was freed."""
    for notice in _open(turn, str(case.body.get("family")), ("kurang", "jadwal", "besok"), tuple(rules.OPEN)):
        if not still_needed(turn, notice):
            turn.write(notice, Author.server(turn.now), state="batal")
    if case_of(turn, str(case.body.get("family")), "siap") is None:
        take_back_asked(turn, str(case.body.get("family")), "libur")


def create(turn: Turn, notice_id: str, kind: str, family: Record, case: Record, day: date) -> None:
    """Write a notice and the job that sends it, or, where no push can reach the family in time, its task at once."""
    if turn.record(notice_id) is not None:
        return
    by = Author.server(turn.now)
    notice = turn.create(
        "notice",
        notice_id,
        by,
        area=family.area,
        family=family.id,
        case=case.id,
        kind=kind,
        channel="push",
        state="direncanakan",
        text=None,
        wa=None,
        due=day.isoformat(),
    )
    if not reachable(turn.desa, family):
        hand_over(turn, notice)
        return
    due = words.after_quiet(turn.now, words.place(turn.desa).zone)
    if rules.too_late(due, arrival_of(turn, notice)):
        hand_over(turn, notice)
        return
    args = {"notice": notice_id, "since": due.isoformat()}
    jobs.enqueue(turn.session, turn.desa, due, "notice.send", f"notice.send:{notice_id}", args)
    turn.after_commit(jobs.wake)


def hand_over(turn: Turn, notice: Record) -> None:
    """Make a notice the kader's task: a text to pass on, or a visit."""
    family, case = turn.record(notice.body["family"]), turn.record(notice.body["case"])
    assert family is not None
    assert case is not None
    day = date.fromisoformat(notice.body["due"])
    task = words.task(notice.body["kind"], family.body, case.body, day, words.place(turn.desa), turn.now)
    by = Author.server(turn.now)
    turn.write(notice, by, state="tugas", channel=task.channel, text=task.text, wa=task.phone)


def still_needed(turn: Turn, notice: Record) -> bool:
    """Whether what the notice says is still so: papers still missing, the day still that one and not over."""
    family, kind, due = notice.body["family"], notice.body["kind"], notice.body["due"]
    home = turn.record(family)
    if home is None or home.gone:
        return False
    if kind == "kurang":
        return case_of(turn, family, "perlu_dilengkapi") is not None
    if kind in ("jadwal", "besok"):
        today = turn.now.astimezone(words.place(turn.desa).zone).date().isoformat()
        to_come = due > today if kind == "besok" else due >= today  # who was moved to today is told this morning
        return bool(to_come and case_of(turn, family, "terjadwal", due))
    return True


def arrival_of(turn: Turn, notice: Record) -> datetime | None:
    """When the family is to be there by what the notice says; None: it names no hour."""
    if notice.body["kind"] != "jadwal":
        return None
    case, day = turn.record(notice.body["case"]), date.fromisoformat(notice.body["due"])
    return rules.arrival(day, case.body.get("arrival") if case else None, words.place(turn.desa).zone)


def case_of(turn: Turn, family: str, status: str, day: str | None = None) -> Record | None:
    """The family's oldest case with this status, on ``day`` if one is named."""
    mine = (Case.desa == turn.desa) & (Case.family == family) & (Case.status == status)
    query = select(Case.id).where(mine, *([Case.service_day == day] if day else []))
    found = turn.session.scalar(query.order_by(Case.id).limit(1))
    return turn.record(found) if found else None


def reachable(desa: str, family: Record) -> bool:
    """Whether a push may be sent to this family, and there is a browser to send it to."""
    return rules.may_remind(family.body) and bool(live_subscriptions(desa, family.id))


def live_subscriptions(desa: str, family: str) -> list[Subscription]:
    """The browsers that asked to be reminded of this family's days and may still be."""
    mine = (Card.desa == Subscription.desa) & (Card.id == Subscription.card)
    query = select(Subscription).join(Card, mine).where(Subscription.desa == desa, Card.family == family)
    return list(db.session.scalars(query.where(Card.revoked_at.is_(None), Subscription.dead_at.is_(None))))


def seen(token_hash: str, how: deliveries.How = "buka") -> bool:
    """Note that a push was shown, tapped or put away; False: no push has that token. Shown is not seen."""
    delivery = db.session.scalar(select(Delivery).where(Delivery.seen_hash == token_hash))
    if delivery is None:
        return False
    desa, which, notice = delivery.desa, delivery.id, delivery.notice
    with turn(desa) as this:
        deliveries.mark(this.session, desa, which, how, this.now)
        if how != "tampil":
            _mark_seen(this, [notice])
    return True


def page_was_opened(desa: str, family: str) -> None:
    """The family's page says all that its notices say: those sent are seen now."""
    sent = (Notice.desa == desa) & (Notice.family == family) & (Notice.state == "diterima_layanan")
    ids = list(db.session.scalars(select(Notice.id).where(sent)))
    if ids:
        with turn(desa) as this:
            _mark_seen(this, ids)


def told_by_page(turn: Turn, family: str) -> None:
    """The family has just read its day on its own page: nobody need tell it again."""
    for notice in _open(turn, family, ("jadwal",), tuple(rules.OPEN)):
        turn.write(notice, Author.server(turn.now), state="dilihat")


def tell_kader(turn: Turn, kind: rules.Asked, family: Record, case: Record | None, text: str) -> None:
    """Give the kader (and the officers) a task in words of our own: a sentence for her, not to be passed on.

    Args:
        kind: ``minta`` the family wants another day or a visit, ``dicabut`` it took its consent back, ``libur`` its day
            is off and there is no other one yet.
    """
    by, day = Author.server(turn.now), (_day(case) if case else None) or turn.now.date()
    turn.create(
        "notice",
        uuid7(turn.now),
        by,
        area=family.area,
        family=family.id,
        case=case.id if case else None,
        kind=kind,
        channel="kader",
        state="tugas",
        text=text,
        wa=None,
        due=day.isoformat(),
    )


def tell_day_off(turn: Turn, case: Record, day: date) -> None:
    """Have the kader tell the family of ``case`` that ``day`` is off and another one follows: there is none yet."""
    family = turn.record(str(case.body.get("family") or ""))
    if family is None or family.gone:
        return
    take_back_asked(turn, family.id, "libur")
    name = family.body.get("head_name") or t("warga.tanpa_nama")
    text = t("warga.tugas_libur", nama=name, hari=f"{weekday(day)}, {day_month(day)}")
    tell_kader(turn, "libur", family, case, text)


def server_key() -> str:
    """The public key browsers subscribe with (VAPID), base64url."""
    settings: Settings = current_app.config["SETTINGS"]
    return push.application_server_key(keys.path(settings, "vapid.pem"))


def endpoint_allowed(url: str) -> bool:
    """Whether this server may be made to call ``url``."""
    settings: Settings = current_app.config["SETTINGS"]
    return rules.allowed_endpoint(url, settings.push_hosts)


@action("notice.done", DoneSchema)
def done(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """A kader or officer told the family: the task is closed."""
    if WORKERS.isdisjoint(by.roles):
        raise NotYourRole
    if record.body.get("state") not in rules.OPEN:
        raise WrongStep
    turn.write(record, by, state="selesai")


@projects("notice", Notice)
def project(record: Record) -> dict[str, Any]:
    """Write the row officers query."""
    return {name: record.body.get(name) for name in ("family", "case", "kind", "channel", "state", "due")}


def plan_reminder(turn: Turn, family: Record, case: Record, day: date) -> None:
    """Write the notice of the day before; once for a family and day."""
    create(turn, _derived(turn.desa, family.id, "besok", day.isoformat()), "besok", family, case, day)


def _joins(turn: Turn, family: Record, kind: str) -> bool:
    """Whether a message that still waits will tell this need too."""
    waiting = _open(turn, family.id, (kind,), ("direncanakan", "tugas"))
    if reachable(turn.desa, family):
        for task in (notice for notice in waiting if notice.body["state"] == "tugas"):
            turn.write(task, Author.server(turn.now), state="batal")
        return any(notice.body["state"] == "direncanakan" for notice in waiting)
    for notice in waiting:
        if notice.body["state"] == "tugas":
            hand_over(turn, notice)  # words it anew, with all that is missing now
    return bool(waiting)


def _plan_day_before(turn: Turn, family: str, day: date, where: words.Place) -> None:
    due = rules.day_before(day, where.zone)
    if due <= turn.now:
        return  # told today that it is tomorrow: that is the reminder
    key = f"notice.day_before:{family}:{day}"
    jobs.enqueue(turn.session, turn.desa, due, "notice.day_before", key, {"family": family, "day": day.isoformat()})


def _telling(turn: Turn, family: str, need: str) -> tuple[str, bool]:
    """The notice that tells ``need`` (a day, number and hour), and whether it is the last that was told and stands.

    Its id is made of the need, so that two cases of a family are told once; of the need and a count where that was
    told before, but something else after it.
    """
    query = select(Notice.id).where(Notice.desa == turn.desa, Notice.family == family, Notice.kind == "jadwal")
    known = [notice for one in turn.session.scalars(query).all() if (notice := turn.record(one)) is not None]
    latest = max((notice.versions.get("kind", 0) for notice in known if not _in_our_words(notice)), default=0)
    notice_id, count = _derived(turn.desa, family, "jadwal", need), 0
    while notice := turn.record(notice_id):
        if notice.body.get("state") != "batal" and notice.versions.get("kind", 0) == latest:
            return notice_id, True
        count += 1
        notice_id = _derived(turn.desa, family, "jadwal", f"{need}|{count}")
    return notice_id, False


def _take_back(turn: Turn, family: str, kinds: tuple[str, ...], but: str) -> None:
    for notice in _open(turn, family, kinds, tuple(rules.OPEN)):
        if notice.id != but:
            turn.write(notice, Author.server(turn.now), state="batal")


def take_back_asked(turn: Turn, family: str, *kinds: rules.Asked) -> None:
    """End what ``tell_kader`` asked for the family: it is no longer so."""
    mine = (Notice.desa == turn.desa) & (Notice.family == family) & Notice.kind.in_(kinds) & (Notice.state == "tugas")
    for one in turn.session.scalars(select(Notice.id).where(mine)).all():
        if notice := turn.record(one):
            turn.write(notice, Author.server(turn.now), state="batal")


def _open(turn: Turn, family: str, kinds: tuple[str, ...], states: tuple[str, ...]) -> list[Record]:
    query = select(Notice.id).where(
        Notice.desa == turn.desa, Notice.family == family, Notice.kind.in_(kinds), Notice.state.in_(states)
    )
    found = (turn.record(notice) for notice in turn.session.scalars(query).all())
    return [record for record in found if record is not None and not _in_our_words(record)]


def _in_our_words(notice: Record) -> bool:
    """Whether this is a request to the kader (``tell_kader``), which only a person closes."""
    return bool(notice.body.get("channel") == "kader" and notice.body.get("text"))


def _mark_seen(turn: Turn, ids: list[str]) -> None:
    for notice_id in ids:
        notice = turn.record(notice_id)
        if notice is not None and notice.body.get("state") in ("diterima_layanan", "tugas"):
            turn.write(notice, Author.server(turn.now), state="dilihat")


def _day(case: Record) -> date | None:
    day = case.body.get("service_day")
    return date.fromisoformat(day) if day else None


def _derived(desa: str, family: str, kind: str, need: str) -> str:
    """An id made of the need itself (UUID version 8), so that the same need told twice is one notice."""
    digest = bytearray(hashlib.sha256(f"{desa}|{family}|{kind}|{need}".encode()).digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x80, digest[8] & 0x3F | 0x80
    return str(UUID(bytes=bytes(digest)))


def sent_before(args: dict[str, Any], now: datetime, longest: timedelta) -> bool:
    """Whether sending has been tried for longer than ``longest``."""
    return now - datetime.fromisoformat(args["since"]) >= longest


from server.notices import ladder as ladder  # noqa: E402  (registers the jobs, which stand on what is above)
