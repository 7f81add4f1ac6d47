"""What a notice says: the neutral push, and the ready text for a kader to pass on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from server.db import db
from server.exchange.models import Desa
from server.notices import limits, rules
from server.notices.wording import book as book
from server.notices.wording import of_desa, worded, wording_id
from server.servicedays.models import ServiceDay
from server.settings import Settings
from server.text import day_month, t, table, weekday
from server.text import moment as said

WEDNESDAY = 2


@dataclass(frozen=True, slots=True)
class Place:
    """The desa a notice speaks for."""

    code: str
    name: str
    zone: ZoneInfo


def place(desa: str) -> Place:
    """Name and clock of ``desa``."""
    row = db.session.execute(select(Desa.code, Desa.name, Desa.timezone).where(Desa.code == desa)).one()
    return Place(row.code, row.name, ZoneInfo(row.timezone))


def base_url() -> str:
    """Where families reach this server, without a trailing slash."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.address


def after_quiet(now: datetime, zone: ZoneInfo) -> datetime:
    """``now``, or when the quiet hours of this server end."""
    settings: Settings = current_app.config["SETTINGS"]
    return rules.after_quiet(now, zone, settings.quiet_hours)


def coming_day(desa: str, now: datetime, zone: ZoneInfo) -> date:
    """The next service day whose cut-off has not passed; the next Wednesday while none is planned."""
    open_days = select(ServiceDay.date).where(
        ServiceDay.desa == desa, ServiceDay.state == "buka", ServiceDay.cutoff > now
    )
    planned = db.session.scalar(open_days.order_by(ServiceDay.date).limit(1))
    if planned:
        return date.fromisoformat(planned)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return tomorrow + timedelta(days=(WEDNESDAY - tomorrow.weekday()) % 7)


def until(where: Place, case: Mapping[str, Any], day: date, now: datetime) -> str:
    """Until when missing papers are wanted: ``paling lambat Selasa, 24 November, pukul 12.00``.

    That is what an officer wrote on the returned case, else the cut-off of service day ``day``; where that has passed,
    the cut-off of the next one. A day that nobody has planned yet has no cut-off: ``sebelum Rabu, 25 November``.
    """
    of_day = select(ServiceDay.cutoff).where(ServiceDay.desa == where.code, ServiceDay.state == "buka")
    coming = of_day.where(ServiceDay.cutoff > now).order_by(ServiceDay.cutoff).limit(1)
    asked = datetime.fromisoformat(case["due"]) if case.get("due") else None
    for moment in (
        asked,
        db.session.scalar(of_day.where(ServiceDay.date == day.isoformat())),
        db.session.scalar(coming),
    ):
        if moment is not None and moment > now:
            return t("wa.paling_lambat", kapan=said(moment.astimezone(where.zone)))
    return t("wa.sebelum_hari", hari=f"{weekday(day)}, {day_month(day)}")


def push_body(desa: str, kind: str, case: Mapping[str, Any], day: date, by: str = "") -> str:
    """The text of a push: no name, no service, no paper.

    Args:
        case: body of the case: its number in the queue and arrival time; ``moved_from``, where its place was moved.
        day: the service day it is about.
        by: for missing papers, what ``until`` said.
    """
    return worded(desa, rules.push_key(kind, rules.change(kind, case)), **_values(case, day), batas=by)


def task(
    kind: str, family: Mapping[str, Any], case: Mapping[str, Any], day: date, where: Place, now: datetime
) -> rules.Task:
    """What a kader is asked to do when no push reached the family.

    Without consent to reminders, or without a phone that gets messages, she calls in and gets nothing to send.
    """
    phone = rules.mobile(family)
    if phone is None or not rules.may_remind(family):
        return rules.Task("kader", None, None)
    key, values = _to_send(kind, family, case, day, where, now)
    return rules.Task("wa", worded(where.code, key, **values), phone)


def _to_send(
    kind: str, family: Mapping[str, Any], case: Mapping[str, Any], day: date, where: Place, now: datetime
) -> tuple[str, dict[str, Any]]:
    """The key of the text that fits, and what is put into it."""
    papers = _papers(where.code, case, day)
    before = t("wa.sebelum_hari", hari=f"{weekday(day)}, {day_month(day)}")
    values = _values(case, day) | {
        "sapaan": t("wa.sapaan"),
        "nama": family.get("head_name") or "",
        "kader": (case.get("by") or {}).get("name") or t("wa.kader_desa"),
        "desa": where.name,
        "tautan": f"{base_url()}/w/",
        "batas": until(where, case, day, now) if kind == "kurang" else before,
        "daftar": papers,
    }
    return rules.text_key(kind, family, named=bool(papers), changed=rules.change(kind, case)), values


def samples(desa: str, now: datetime, trial: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Every message a family may get, as it would read for an invented one, and whose words these are.

    Args:
        trial: wordings to be looked at before they are kept, by key.
    """
    own = of_desa(desa)
    texts = {key: (own.get(key) or {}).get("text") or table()[key] for key in limits.EDITABLE} | dict(trial or {})
    return [
        {
            "kind": kind,
            "way": way,
            "key": key,
            "text": limits.fill(texts[key], values),
            "id": wording_id(desa, key),
            "words": texts[key],
            "standard": table()[key],
            "longest": limits.LONGEST[key.partition(".")[0]],
            "by": (own.get(key) or {}).get("by_name"),
            "at": (own.get(key) or {}).get("at"),
        }
        for kind, way, key, values in _examples(desa, now)
    ]


def _examples(desa: str, now: datetime) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Kind, way, key and values of each message for a family that does not exist."""
    where = place(desa)
    day = coming_day(desa, now, where.zone)
    papers = [{"paper": paper["code"]} for paper in book(desa, day).get("papers", ())[:2]]
    case = {"queue_number": "A-007", "arrival": "09.20", "missing": papers}
    moved = {"pindah": case | {"moved_from": (day - timedelta(days=7)).isoformat()}}
    moved["jam"] = case | {"moved_from": day.isoformat(), "service_day": day.isoformat()}
    family = {"head_name": "Suryati", "phone": "+6280000000000", "notice_consent": "ya", "phone_owner": "sendiri"}
    ways = {
        "wa": family,
        "sms": family | {"notice_channels": "sms"},
        "wa_orang_lain": family | {"phone_owner": "tetangga"},
        "sms_orang_lain": family | {"phone_owner": "tetangga", "notice_channels": "sms"},
    }
    for kind in rules.PUSHES:
        by = until(where, case, day, now)
        yield kind, "push", rules.push_key(kind, ""), _values(case, day) | {"batas": by}
        for how, other in moved.items() if kind == "jadwal" else ():
            yield kind, f"push_{how}", rules.push_key(kind, rules.change(kind, other)), _values(other, day)
            for way in ("wa", "sms"):
                yield kind, f"{way}_{how}", *_to_send(kind, ways[way], other, day, where, now)
        for way, body in ways.items():
            yield kind, way, *_to_send(kind, body, case, day, where, now)
        if kind == "kurang" and not _papers(desa, case, day):  # the text that names papers, where none may be named
            named = _to_send(kind, family, case, day, where, now)[1] | {"daftar": limits.WIDEST["daftar"]}
            yield kind, "wa_berkas", "wa.kurang_sendiri", named
        elif kind == "kurang":
            without = case | {"missing": []}
            yield kind, "wa_tanpa_berkas", *_to_send(kind, family, without, day, where, now)


def _values(case: Mapping[str, Any], day: date) -> dict[str, Any]:
    old = date.fromisoformat(case.get("moved_from") or day.isoformat())
    return {
        "hari_lama": weekday(old),
        "tanggal_lama": day_month(old),
        "hari": weekday(day),
        "tanggal": day_month(day),
        "nomor": case.get("queue_number") or "",
        "jam": case.get("arrival") or "",
    }


def _papers(desa: str, case: Mapping[str, Any], day: date) -> str:
    """The missing papers whose names the catalogue of that day allows in a message, and how many others; else nothing.

    A letter from a clinic or the card of a programme would tell an illness or a programme to whoever sees the screen.
    """
    held = book(desa, day)
    names = {paper["code"]: paper["name"] for paper in held.get("papers", ()) if paper.get("told")}
    missing = dict.fromkeys(item["paper"] for item in case.get("missing") or ())
    told = [names[paper] for paper in missing if paper in names]
    if told and len(told) < len(missing):
        told.append(t("wa.berkas_lain", n=len(missing) - len(told)))
    return ", ".join(told)
