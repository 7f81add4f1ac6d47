"""HTTP for officers: sheets of cards, what messages say. Notices themselves travel by the exchange."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server import clock
from server.accounts.service import OFFICE, require_reader, role_required
from server.citizen import service as citizen
from server.notices import deliveries, limits, wording, words
from server.notices.schemas import MessagesSchema, SheetSchema, TrialSchema, TriedSchema

bp = Blueprint("notices", __name__, description="Kabar untuk warga dan kartunya")

SHEET = 24


@bp.post("/cards/sheet")
@bp.response(200, SheetSchema)
@role_required(*OFFICE)
def sheet() -> dict[str, Any]:
    """Make a new sheet of cards to print. Told once: what stands on a card is kept here as a hash only."""
    return citizen.sheet(require_reader().desa, SHEET)


@bp.get("/notices/messages")
@bp.response(200, MessagesSchema)
@role_required(*OFFICE)
def messages() -> dict[str, Any]:
    """Every message a family may get, as it would read for an invented one."""
    desa, now = require_reader().desa, clock.now()
    return {"messages": words.samples(desa, now), "pushes": deliveries.lately(desa, now)}


@bp.post("/notices/messages/preview")
@bp.arguments(TrialSchema)
@bp.response(200, TriedSchema)
@role_required(*OFFICE)
def preview(trial: dict[str, Any]) -> dict[str, Any]:
    """Other words for a message, as they would read, and why they may not be used. Nothing is kept."""
    desa, now = require_reader().desa, clock.now()
    key, text = trial["key"], limits.tidy(trial["text"])
    wrong = wording.faults(desa, key, text, now.date())
    shown = next(one["text"] for one in words.samples(desa, now, {key: text}) if one["key"] == key)
    return {"id": wording.begin(desa, key), "text": shown, "faults": wrong}
