"""What a notice says: the neutral push, and the ready text for a kader to pass on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from server.catalogue import service as catalogue
from server.db import db
from server.exchange.models import Desa
from server.notices import rules
from server.servicedays.models import ServiceDay
from server.settings import Settings
from server.surveys import service as surveys
from server.text import day_month, t, weekday

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


def book(desa: str, day: date) -> dict[str, Any]:
    """The catalogue that holds in ``desa`` on ``day``; empty while none is published."""
    held = catalogue.current(desa, day)
    return surveys.survey(held) if held else {}


def push_body(kind: str, case: Mapping[str, Any], day: date) -> str:
    """The text of a push: no name, no service, no paper.

    Args:
        case: body of the case: its number in the queue and arrival time; ``moved_from``, where its day was moved.
        day: the service day it is about.
    """
    if kind == "jadwal" and case.get("moved_from"):
        old = date.fromisoformat(case["moved_from"])
        before = {"hari": weekday(old), "tanggal": day_month(old), "jam": case.get("arrival") or ""}
        return t("push.libur", **before, hari_ganti=weekday(day), tanggal_ganti=day_month(day))
    return t(rules.PUSHES[kind].text, **_values(case, day))


def task(kind: str, family: Mapping[str, Any], case: Mapping[str, Any], day: date, where: Place) -> rules.Task:
    """What a kader is asked to do when no push reached the family.

    Without consent to reminders, or without a phone that gets messages, she calls in and gets nothing to send.
    """
    phone = rules.mobile(family)
    if phone is None or not rules.may_remind(family):
        return rules.Task("kader", None, None)
    papers, service = _names(where.code, case, day)
    key = rules.text_key(kind, family, named=bool(papers and service))
    values = _values(case, day) | {
        "sapaan": t("wa.sapaan"),
        "nama": family.get("head_name") or "",
        "kader": (case.get("by") or {}).get("name") or t("wa.kader_desa"),
        "desa": where.name,
        "tautan": f"{base_url()}/w/",
        "layanan": service,
        "daftar": ", ".join(papers),
    }
    return rules.Task("wa", t(key, **values), phone)


def samples(desa: str, now: datetime) -> list[dict[str, str]]:
    """Every message a family may get, as it would read for an invented one: kind, way, text."""
    where = place(desa)
    day = coming_day(desa, now, where.zone)
    held = book(desa, day)
    papers = [{"paper": paper["code"]} for paper in held.get("papers", ())[:2]]
    service = next((one["code"] for one in held.get("services", ())), "")
    case = {"queue_number": "A-007", "arrival": "09.20", "missing": papers, "service": service}
    moved = case | {"moved_from": (day - timedelta(days=7)).isoformat()}
    family = {"head_name": "Suryati", "phone": "+6280000000000", "notice_consent": "ya", "phone_owner": "sendiri"}
    ways = {
        "wa": family,
        "sms": family | {"notice_channels": "sms"},
        "wa_orang_lain": family | {"phone_owner": "tetangga"},
        "sms_orang_lain": family | {"phone_owner": "tetangga", "notice_channels": "sms"},
    }
    found = []
    for kind in rules.PUSHES:
        found.append({"kind": kind, "way": "push", "text": push_body(kind, case, day)})
        if kind == "jadwal":
            found.append({"kind": kind, "way": "push_pindah", "text": push_body(kind, moved, day)})
        for way, body in ways.items():
            found.append({"kind": kind, "way": way, "text": task(kind, body, case, day, where).text or ""})
    return found


def _values(case: Mapping[str, Any], day: date) -> dict[str, Any]:
    return {
        "hari": weekday(day),
        "tanggal": day_month(day),
        "nomor": case.get("queue_number") or "",
        "jam": case.get("arrival") or "",
    }


def _names(desa: str, case: Mapping[str, Any], day: date) -> tuple[list[str], str]:
    """Names of the missing papers and of the service, as the catalogue of that day has them."""
    held = book(desa, day)
    papers = {paper["code"]: paper["name"] for paper in held.get("papers", ())}
    services = {service["code"]: service["name"] for service in held.get("services", ())}
    missing = dict.fromkeys(papers.get(item["paper"], item["paper"]) for item in case.get("missing") or ())
    return list(missing), services.get(case.get("service") or "", "")
