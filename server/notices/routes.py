"""HTTP for officers: sheets of cards. Notices themselves travel by the exchange."""

from __future__ import annotations

from flask import Response
from flask_smorest import Blueprint

from server.accounts.service import OFFICE, require_reader, role_required
from server.citizen import service as citizen

bp = Blueprint("notices", __name__, description="Kabar untuk warga dan kartunya")

SHEET = 24


@bp.post("/cards/sheet")
@bp.response(200, content_type="text/html", description="Selembar A4 dengan 24 kartu baru")
@role_required(*OFFICE)
def sheet() -> Response:
    """Make a new sheet of cards to print. Shown once: what stands on a card is kept here as a hash only."""
    return citizen.sheet(require_reader().desa, SHEET)
