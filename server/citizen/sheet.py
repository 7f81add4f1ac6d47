"""A sheet of cards to print: each with a QR that leads to a page, and six letters for who cannot scan."""

from __future__ import annotations

import io
from typing import Any

import segno

from server.citizen.cards import make_cards
from server.citizen.pages import public_base
from server.db import db


def sheet(desa: str, n: int) -> dict[str, Any]:
    """Make ``n`` cards and tell, this once, what to print on them.

    Returns: ``cards``, each with ``code`` and ``qr`` (SVG text without a size of its own), and ``short``, the address
    to type beside the six letters.
    """
    base = public_base()
    cards = [{"code": card.code, "qr": _qr(f"{base}/w/{card.token}")} for card in make_cards(desa, n)]
    db.session.commit()
    return {"cards": cards, "short": base.split("://", 1)[-1] + "/w/"}


def _qr(address: str) -> str:
    """Error correction M bears a thumb mark."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", xmldecl=False, omitsize=True, border=2)
    return out.getvalue().decode().strip()
