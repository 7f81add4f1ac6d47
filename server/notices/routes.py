"""HTTP for officers: sheets of cards. Notices themselves travel by the exchange."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.accounts.service import OFFICE, require_reader, role_required
from server.citizen import service as citizen
from server.notices.schemas import SheetSchema

bp = Blueprint("notices", __name__, description="Kabar untuk warga dan kartunya")

SHEET = 24


@bp.post("/cards/sheet")
@bp.response(200, SheetSchema)
@role_required(*OFFICE)
def sheet() -> dict[str, Any]:
    """Make a new sheet of cards to print. Told once: what stands on a card is kept here as a hash only."""
    return citizen.sheet(require_reader().desa, SHEET)
