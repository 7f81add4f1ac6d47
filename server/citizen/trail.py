"""The way of one case as its family reads it: what was done, by whom, and what comes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.db import db
from server.exchange.models import Log
from server.text import clock_time, day_month, t, weekday

SERVED = ("diproses", "musdes", "dirujuk", "menunggu_hasil", "disetujui", "belum_disetujui", "selesai")
READY = ("siap", "terjadwal", "hadir", "dipanggil", "dilayani")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``done`` behind us, ``now`` here (``warn``: something is asked of the family), ``next`` ahead."""

    state: Literal["done", "now", "next"]
    title: str
    detail: str
    warn: bool = False


def trail(desa: str, case_id: str, case: dict[str, Any], service: dict[str, Any], zone: ZoneInfo) -> list[Step]:
    """The steps of a case. Names and times come from its log; what lies ahead from its day and its service.

    Args:
        case: its body.
        service: of the catalogue: ``agency`` says who answers in the end.
    """
    rows = db.session.execute(
        select(Log.person_name, Log.received_at, Log.after)
        .where(Log.desa == desa, Log.record == case_id)
        .order_by(Log.seq)
    ).all()
    status = case.get("status") or "terkirim"
    begun = rows[0] if rows else None
    moved = next((row for row in reversed(rows) if json.loads(row.after).get("status") == status), begun)
    who, when = (moved.person_name, _day(moved.received_at, zone)) if moved else ("", "")
    steps = [Step("done", t("warga.langkah_didata"), _by((case.get("by") or {}).get("name"), begun, zone))]
    if begun:
        arrived = f"{_day(begun.received_at, zone)} {t('warga.pukul', jam=clock_time(begun.received_at, zone))}"
        steps.append(Step("done", t("warga.langkah_sampai"), arrived))
    if status == "perlu_dilengkapi":
        steps.append(Step("now", t("status.perlu_dilengkapi"), t("warga.diperiksa_oleh", nama=who, tanggal=when), True))
    elif status in READY or status in SERVED:
        steps.append(Step("done", t("berkas.lengkap"), ""))
    elif status == "terkirim":
        steps.append(Step("now", t("status.terkirim"), ""))
    else:
        return [*steps, Step("now", t(f"status.{status}"), when)]
    return steps + _ahead(status, case, service)


def _ahead(status: str, case: dict[str, Any], service: dict[str, Any]) -> list[Step]:
    day = case.get("service_day")
    when = (
        f"{weekday(date.fromisoformat(day))}, {day_month(date.fromisoformat(day))}" if day else t("warga.hari_menyusul")
    )
    served: Literal["done", "now", "next"] = "done" if status in SERVED else "now" if status in READY else "next"
    agency = service.get("agency") or t("warga.instansi")
    ended = status in ("disetujui", "belum_disetujui", "selesai")
    title = t(f"status.{status}") if ended else t("status.menunggu_hasil", instansi=agency)
    last: Literal["now", "next"] = "now" if status in SERVED else "next"
    detail = "" if ended else t("warga.kami_kabari")
    return [Step(served, t("warga.langkah_dilayani"), when), Step(last, title, detail)]


def _by(name: str | None, begun: Any, zone: ZoneInfo) -> str:
    return ", ".join(part for part in (name, _day(begun.received_at, zone) if begun else None) if part)


def _day(moment: datetime, zone: ZoneInfo) -> str:
    day = moment.astimezone(zone).date()
    return f"{weekday(day)}, {day_month(day)}"
