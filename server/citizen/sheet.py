"""The printed sheet: cards with a QR that leads to a page, and six letters for who cannot scan."""

from __future__ import annotations

from typing import Any

import segno
from flask import render_template
from flask.wrappers import Response
from markupsafe import Markup

from server.citizen.cards import make_cards
from server.citizen.pages import file, public_base
from server.db import db
from server.notices import service as notices
from server.text import t


def sheet(desa: str, n: int) -> Response:
    """Make ``n`` cards and return the page that prints them, A4, three beside each other."""
    base = public_base()
    cards: list[dict[str, Any]] = [
        {"code": card.code, "qr": _qr(f"{base}/w/{card.token}")} for card in make_cards(desa, n)
    ]
    db.session.commit()
    short = base.split("://", 1)[-1] + "/w/"
    values = {"cards": cards, "base": base, "short": short, "desa": notices.place(desa).name, "t": t}
    return file(render_template("warga/lembar.html", **values), "text/html", **{"Cache-Control": "no-store"})


def _qr(address: str) -> Markup:
    """An SVG without its own size: the style sheet gives it one. Level M bears a thumb mark."""
    code = segno.make(address, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=2))  # noqa: S704  (made of a token of ours)
