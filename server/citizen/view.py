"""What a family reads on its page after the four digits: put together from records, worded for people."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.cases.models import Case
from server.citizen.trail import Step, trail
from server.db import db
from server.documents.models import Document
from server.exchange.models import Desa, StoredRecord
from server.families.models import Member
from server.notices import service as notices
from server.servicedays.models import ServiceDay
from server.text import MONTHS, day_month, t, table, weekday

PICTURES = {"kk": "kk", "ktp_el": "ktp", "kis": "kis", "kia": "kia", "foto_rumah": "rumah"}
FRAMES = {
    "ktp": "0 0 96 62",
    "kis": "0 0 96 62",
    "kk": "0 0 96 68",
    "rumah": "0 0 96 72",
}  # of the drawings; else a page
ENDED = ("selesai", "dibatalkan")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper to bring: its name, whose it is, where one gets it, how it stands."""

    name: str
    owner: str | None
    issuer: str
    form: str
    picture: str
    state: str  # label
    there: bool
    later: bool

    @property
    def frame(self) -> str:
        """The drawing's ``viewBox``."""
        return FRAMES.get(self.picture, "0 0 68 90")


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
    before: str | None  # until when what is missing is wanted, "Selasa pukul 12.00"
    reminders: bool  # the family allowed reminders


def bodies(desa: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Bodies of those records that are still here, by id, in the order of ``ids``."""
    wanted = list(ids)
    query = select(StoredRecord.id, StoredRecord.body).where(
        StoredRecord.desa == desa, StoredRecord.id.in_(wanted), StoredRecord.gone.is_(None)
    )
    found = {row.id: json.loads(row.body) for row in db.session.execute(query)}
    return {name: found[name] for name in wanted if name in found}


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
    papers = _papers(desa, family_id, list(cases.values()), {paper["code"]: paper for paper in book.get("papers", ())})
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
        _before(desa, now, zone),
        family.get("notice_consent") == "ya",
    )


def coming(desa: str, now: datetime) -> ServiceDay | None:
    """The next service day whose cut-off has not passed."""
    days = select(ServiceDay).where(ServiceDay.desa == desa, ServiceDay.state == "buka", ServiceDay.cutoff > now)
    return db.session.scalar(days.order_by(ServiceDay.date).limit(1))


def _before(desa: str, now: datetime, zone: ZoneInfo) -> str | None:
    day = coming(desa, now)
    if day is None:
        return None
    cutoff = day.cutoff.astimezone(zone)
    return f"{weekday(cutoff.date())}, {day_month(cutoff.date())} {t('warga.pukul', jam=cutoff.strftime('%H.%M'))}"


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
            return Ticket(
                day, weekday(day), case.get("queue_number") or "", case.get("arrival") or "", hours or "15.00"
            )
    return None


def _papers(desa: str, family: str, cases: list[dict[str, Any]], book: dict[str, Any]) -> list[Paper]:
    """Every paper the open cases need, each once, with how it stands: rejected and blurred ones are not there."""
    ids = db.session.scalars(select(Document.id).where(Document.desa == desa, Document.family == family)).all()
    documents = list(bodies(desa, ids).values())
    names = _first_names(desa, family)
    named: dict[tuple[str, str | None], Paper] = {}
    for case in cases:
        returned = case.get("missing") if case.get("status") == "perlu_dilengkapi" else []
        wanted = [(need, None) for need in case.get("needs") or () if need.get("required") and not need.get("asked")]
        checked = case.get("status") not in ("terkirim", "perlu_dilengkapi")  # an officer found all that is needed
        for need, reason in [(item, item.get("reason") or "belum") for item in returned or ()] + wanted:
            key = (need["paper"], need.get("member"))
            if key not in named:
                entry = book.get(need["paper"], {})
                named[key] = _paper(
                    need, "ada" if checked and not need.get("later") else reason, documents, names, entry
                )
    return sorted(named.values(), key=lambda paper: (paper.there, paper.later))


def _paper(
    need: dict[str, Any],
    reason: str | None,
    documents: list[dict[str, Any]],
    names: dict[str, str],
    entry: dict[str, Any],
) -> Paper:
    member = need.get("member")
    mine = [d for d in documents if d.get("paper") == need["paper"] and (member is None or d.get("member") == member)]
    kept = any(d.get("state") == "ada" and d.get("verdict") != "ditolak" for d in mine)
    there = reason == "ada" or (reason is None and kept)
    later = (
        not there and reason is None and (bool(need.get("later")) or any(d.get("state") == "menyusul" for d in mine))
    )
    state = reason or (
        "ada" if there else "menyusul" if later else next((str(d["state"]) for d in mine if d.get("state")), "belum")
    )
    if state == "ada" and not there:
        state = "tidak_cocok"
    return Paper(
        entry.get("name") or need["paper"],
        names.get(member or ""),
        entry.get("issuer") or "",
        entry.get("form") or "",
        PICTURES.get(need["paper"], "surat"),
        table().get(f"berkas.{state}") or t("berkas.belum"),
        there,
        later,
    )


def _first_names(desa: str, family: str) -> dict[str, str]:
    rows = db.session.execute(select(Member.id, Member.full_name).where(Member.desa == desa, Member.family == family))
    return {row.id: str(row.full_name).split()[0] for row in rows if row.full_name}
