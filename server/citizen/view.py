"""What a family reads on its page after the four digits: put together from records, worded for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.cases.models import Case
from server.citizen.help import Helper, helpers
from server.citizen.papers import Paper, bodies, papers_of
from server.citizen.trail import Step, trail
from server.db import db
from server.exchange.models import Desa
from server.notices import service as notices
from server.servicedays.models import ServiceDay
from server.text import MONTHS, day_month, moment, t, table, weekday

ENDED = ("selesai", "dibatalkan")


@dataclass(frozen=True, slots=True)
class CaseView:
    """One service asked for."""

    number: str
    service: str
    status: str
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Ticket:
    """When to come."""

    day: date
    weekday: str
    number: str
    arrival: str
    closes: str
    waits: bool = True  # it is not there yet, and may still say that it cannot come

    @property
    def month(self) -> str:
        """``November``."""
        return MONTHS[self.day.month - 1]

    @property
    def words(self) -> str:
        """``Rabu, 25 November pukul 09.20``."""
        return f"{self.weekday}, {day_month(self.day)} {t('warga.pukul', jam=self.arrival)}"


@dataclass(frozen=True, slots=True)
class FamilyView:
    """The page of a family."""

    name: str
    desa: str
    kecamatan: str
    headline: str
    cases: list[CaseView]
    missing: list[Paper]
    papers: list[Paper]
    ticket: Ticket | None
    before: str | None  # until when what is missing is wanted, "Selasa, 24 November, pukul 12.00"
    reminders: bool  # the family allowed reminders
    next_day: str | None  # the next service day and its hours, "Rabu, 25 November, pukul 08.00 sampai 15.00"
    helpers: list[Helper]  # whom it calls in an emergency
    withdrawn: str | None  # until when the office answers for it, if the consent was taken back


def cases_of(desa: str, family: str) -> dict[str, dict[str, Any]]:
    """Bodies of the family's cases, oldest first."""
    return bodies(
        desa, db.session.scalars(select(Case.id).where(Case.desa == desa, Case.family == family).order_by(Case.id))
    )


def something_missing(desa: str, family: str) -> bool:
    """Whether the neutral sentence before the code applies."""
    returned = select(Case.id).where(Case.desa == desa, Case.family == family, Case.status == "perlu_dilengkapi")
    return db.session.scalar(returned.limit(1)) is not None


def compose(desa: str, family_id: str, now: datetime) -> FamilyView | None:
    """Everything the page of one family says; None: the family is no longer here."""
    family = bodies(desa, [family_id]).get(family_id)
    if family is None:
        return None
    home = db.session.execute(select(Desa.name, Desa.kecamatan, Desa.timezone).where(Desa.code == desa)).one()
    zone = ZoneInfo(home.timezone)
    today = now.astimezone(zone).date()
    book = notices.book(desa, today)
    services = {service["code"]: service for service in book.get("services", ())}
    every = cases_of(desa, family_id)
    cases = {name: case for name, case in every.items() if case.get("status") not in ENDED} or every
    papers = papers_of(
        desa, family_id, list(cases.values()), {paper["code"]: paper for paper in book.get("papers", ())}, today
    )
    ticket = _ticket(desa, cases.values(), today)
    missing = [paper for paper in papers if not paper.there and not paper.later]
    views = [
        CaseView(
            case.get("number") or "",
            services.get(case.get("service", ""), {}).get("name", ""),
            _status(case, services),
            trail(desa, name, case, services.get(case.get("service", ""), {}), zone),
        )
        for name, case in cases.items()
    ]
    return FamilyView(
        family.get("head_name") or t("wa.sapaan"),
        home.name,
        home.kecamatan,
        _headline(views, missing, ticket),
        views,
        missing,
        papers,
        ticket,
        _before(desa, cases.values(), now, zone),
        family.get("notice_consent") == "ya",
        _next_day(desa, now),
        helpers(desa, family_id),
        _said(family.get("withdrawn_due"), zone),
    )


def coming(desa: str, now: datetime) -> ServiceDay | None:
    """The next service day whose cut-off has not passed."""
    days = select(ServiceDay).where(ServiceDay.desa == desa, ServiceDay.state == "buka", ServiceDay.cutoff > now)
    return db.session.scalar(days.order_by(ServiceDay.date).limit(1))


def wanted_by(desa: str, family: str, now: datetime) -> str | None:
    """Until when the family's missing papers are wanted, for the sentence before the code; None: no day is planned."""
    zone = ZoneInfo(db.session.execute(select(Desa.timezone).where(Desa.code == desa)).scalar_one())
    return _before(desa, cases_of(desa, family).values(), now, zone)


def _before(desa: str, cases: Iterable[dict[str, Any]], now: datetime, zone: ZoneInfo) -> str | None:
    """Until when papers are wanted: what an officer wrote on a returned case, else the next cut-off."""
    asked = [case["due"] for case in cases if case.get("status") == "perlu_dilengkapi" and case.get("due")]
    due = min((datetime.fromisoformat(text) for text in asked), default=None)
    day = coming(desa, now)
    if due is None and day is None:
        return None
    return moment((due or (day.cutoff if day else now)).astimezone(zone))


def _next_day(desa: str, now: datetime) -> str | None:
    day = coming(desa, now)
    if day is None:
        return None
    on = date.fromisoformat(day.date)
    return t("warga.hari_buka", hari=f"{weekday(on)}, {day_month(on)}", dari=day.opens, sampai=day.closes)


def _said(iso: str | None, zone: ZoneInfo) -> str | None:
    return moment(datetime.fromisoformat(iso).astimezone(zone)) if iso else None


def _headline(cases: list[CaseView], missing: list[Paper], ticket: Ticket | None) -> str:
    if missing:
        return t("berkas.kurang", n=len(missing))
    if ticket:
        return t("warga.datang", hari=f"{ticket.weekday}, {day_month(ticket.day)}")
    return cases[0].status if cases else t("warga.belum_ada_permohonan")


def _status(case: dict[str, Any], services: dict[str, Any]) -> str:
    status, day = case.get("status") or "terkirim", case.get("service_day")
    agency = services.get(case.get("service", ""), {}).get("agency") or t("warga.instansi")
    if status == "terjadwal" and day:
        return t("warga.terjadwal", hari=f"{weekday(date.fromisoformat(day))}, {day_month(date.fromisoformat(day))}")
    return table()[f"status.{status}"].format(tanggal=t("warga.depan"), instansi=agency)


def _ticket(desa: str, cases: Iterable[dict[str, Any]], today: date) -> Ticket | None:
    for case in cases:
        day = date.fromisoformat(case["service_day"]) if case.get("service_day") else None
        if day and day >= today and case.get("status") in ("terjadwal", "hadir", "dipanggil"):
            hours = db.session.scalar(
                select(ServiceDay.closes).where(ServiceDay.desa == desa, ServiceDay.date == day.isoformat())
            )
            number, arrival = case.get("queue_number") or "", case.get("arrival") or ""
            return Ticket(day, weekday(day), number, arrival, hours or "15.00", case["status"] == "terjadwal")
    return None
