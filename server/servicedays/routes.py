"""Service days over HTTP, for the desk and the printer."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_smorest import Blueprint

from server.accounts.service import OFFICE, require_reader, role_required
from server.citizen import service as citizen
from server.errors import NotFound
from server.servicedays import service
from server.servicedays.schemas import CardAsked, CardHeld, DayList, Days, Moved, PlanAsked

bp = Blueprint("servicedays", __name__, description="Hari pelayanan")


@bp.get("/servicedays")
@bp.response(200, Days)
@role_required(*OFFICE)
def days() -> dict[str, Any]:
    """The days ahead and how full each is."""
    return {"days": service.calendar(require_reader().desa)}


@bp.get("/servicedays/<string:day>/list")
@bp.response(200, DayList)
@role_required(*OFFICE)
def day_list(day: str) -> dict[str, Any]:
    """Who comes on a day: number, arrival and initials to print; the cases behind them for the desk."""
    return service.day_list(require_reader().desa, _date(day))


@bp.get("/servicedays/<string:day>/moved")
@bp.arguments(PlanAsked, location="query")
@bp.response(200, Moved)
@role_required(*OFFICE)
def moved(asked: dict[str, Any], day: str) -> dict[str, Any]:
    """How many families would get another hour or day if a day opened at other hours or with other officers."""
    return {"families": service.would_move(require_reader().desa, _date(day), **asked)}


@bp.post("/servicedays/card")
@bp.arguments(CardAsked)
@bp.response(200, CardHeld)
@role_required(*OFFICE)
def card(asked: dict[str, Any]) -> dict[str, Any]:
    """The family whose card was held out at the desk: its QR, or the six letters."""
    return {"family": citizen.holder(require_reader().desa, asked["card"])}


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise NotFound("Tulis tanggalnya sebagai 2026-11-25.") from None
