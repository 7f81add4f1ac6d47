"""The pages a warga opens with her card. Plain forms; only reminders need a script."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from werkzeug.wrappers import Response as AnyResponse

from server import clock
from server.citizen import cards, pages, rules, service, view
from server.citizen.calendar import calendar
from server.citizen.models import Card
from server.citizen.pages import file, page
from server.errors import TooManyTries
from server.notices import service as notices
from server.regions import service as regions
from server.text import day_month, t, weekday

bp = Blueprint("citizen", __name__, template_folder="templates")
FILES = Path(__file__).parent / "files"


@bp.get("/")
def start() -> ResponseReturnValue:
    """Six letters and four digits, for who has no camera or came by a link without a card."""
    return page("mulai")


@bp.post("/")
def start_with_code() -> ResponseReturnValue:
    """Open the card of six letters."""
    typed = rules.read_card(request.form.get("kartu", ""))
    try:
        cards.mind_unknown_codes()
        card = cards.find(typed[1]) if typed and typed[0] == "code" else None
        if card is None or card.family is None:
            cards.count_unknown_code()
    except TooManyTries as problem:
        return page("mulai", 429, error=problem.title)
    if card is None or card.family is None:
        return page("mulai", 404, error=t("warga.kartu_belum"), typed=request.form.get("kartu", "")[:20])
    return _try(card, rules.handle(card.id))


@bp.get("/<reference>")
def status(reference: str) -> ResponseReturnValue:
    """The page of a card: the question for four digits, or after them the family's status."""
    opening = service.opening(reference, request.cookies)
    if opening.state != "open":
        return _shut(opening, reference)
    notices.page_was_opened(opening.desa, opening.family)
    family = view.compose(opening.desa, opening.family, clock.now())
    if family is None:
        return page("belum", 404)
    return page("status", family=family, reference=reference, key=notices.server_key())


@bp.post("/<reference>")
def unlock(reference: str) -> ResponseReturnValue:
    """Try the four digits."""
    opening = service.opening(reference, request.cookies)
    if opening.card is None or opening.state != "closed":
        return redirect(url_for(".status", reference=reference), 303) if opening.card else _shut(opening, reference)
    return _try(opening.card, reference)


@bp.get("/<reference>/berkas")
def papers(reference: str) -> ResponseReturnValue:
    """Every paper, there or not."""
    opening = service.opening(reference, request.cookies)
    family = view.compose(opening.desa, opening.family, clock.now()) if opening.state == "open" else None
    return page("berkas", family=family, reference=reference) if family else _shut(opening, reference)


@bp.get("/<reference>/rabu.ics")
def ics(reference: str) -> ResponseReturnValue:
    """The day as a calendar entry; it names no service."""
    opening = service.opening(reference, request.cookies)
    family = view.compose(opening.desa, opening.family, clock.now()) if opening.state == "open" else None
    if family is None or family.ticket is None:
        return _shut(opening, reference)
    text = calendar(
        family.ticket, opening.family, f"{family.desa}, {family.kecamatan}", clock.now(), regions.zone(opening.desa)
    )
    return file(text, "text/calendar", **{"Content-Disposition": 'attachment; filename="rabu.ics"'})


@bp.route("/<reference>/tidak-bisa", methods=["GET", "POST"])
def cannot_come(reference: str) -> ResponseReturnValue:
    """Another day, or none yet; the place goes to somebody else."""
    opening = service.opening(reference, request.cookies)
    family = view.compose(opening.desa, opening.family, clock.now()) if opening.state == "open" else None
    if family is None or family.ticket is None or not family.ticket.waits:
        return redirect(url_for(".status", reference=reference), 303) if family else _shut(opening, reference)
    days = service.other_days(opening.desa, family.ticket.day)
    if request.method == "GET":
        choices = [(day.isoformat(), f"{weekday(day)}, {day_month(day)}") for day in days]
        return page("tidak_bisa", family=family, reference=reference, choices=choices)
    other = next((day for day in days if day.isoformat() == request.form.get("hari")), None)
    visit = request.form.get("didatangi") == "ya"
    desa, home = opening.desa, opening.family
    if not service.cannot_come(desa, home, family.ticket.day, other, visit):
        return redirect(url_for(".status", reference=reference), 303)
    after = view.compose(desa, home, clock.now())
    return page("terima_kasih", reference=reference, ticket=after and after.ticket, asked=other is None)


@bp.route("/<reference>/cabut", methods=["GET", "POST"])
def withdraw(reference: str) -> ResponseReturnValue:
    """Take the consent back. The four digits are asked once more: phones are borrowed, and here is no way back."""
    opening = service.opening(reference, request.cookies)
    family = view.compose(opening.desa, opening.family, clock.now()) if opening.state == "open" else None
    if family is None or opening.card is None:
        return _shut(opening, reference)
    if family.withdrawn:
        return redirect(url_for(".status", reference=reference), 303)
    if request.method == "GET":
        return page("cabut", family=family, reference=reference)
    desa, home, pin = opening.desa, opening.family, request.form.get("kode", "").strip()
    left = cards.try_pin(opening.card, pin) if rules.is_pin(pin) else None
    if left == 0:
        service.withdraw_consent(desa, home)
        return redirect(url_for(".status", reference=reference), 303)
    if left is not None and left < 0:
        return page("terkunci", 403)
    error = t("warga.kode_empat") if left is None else t("warga.kode_salah", n=left)
    return page("cabut", 403, family=family, reference=reference, error=error)


@bp.route("/<reference>/subscriptions", methods=["POST", "DELETE"])
def subscriptions(reference: str) -> ResponseReturnValue:
    """Remember or forget a browser that wants to be reminded (the JSON of its PushSubscription)."""
    opening = service.opening(reference, request.cookies)
    if opening.state != "open" or opening.card is None:
        return _shut(opening, reference)
    data = request.get_json(silent=True)
    if request.method == "DELETE":
        service.unsubscribe(opening.card, data.get("endpoint") if isinstance(data, dict) else None)
    else:
        service.subscribe(opening.card, data)
    return "", 204


@bp.post("/seen")
def seen() -> ResponseReturnValue:
    """A browser says that a notification was shown, tapped or put away. An unknown token gets the same answer."""
    data = request.get_json(silent=True)
    token = data.get("seen") if isinstance(data, dict) else None
    how = data.get("how", "buka") if isinstance(data, dict) else None
    if isinstance(token, str) and how in ("tampil", "buka", "tutup"):
        notices.seen(hashlib.sha256(token.encode()).hexdigest(), how)
    return "", 204


@bp.get("/sw.js")
def worker() -> Response:
    """The worker that shows notifications; what it says when a message is empty is put in here."""
    words = json.dumps({"title": t("app.nama"), "body": t("push.hasil")}, ensure_ascii=False)
    script = (FILES / "sw.js").read_text(encoding="utf-8").replace("'__FALLBACK__'", words)
    return file(script, "text/javascript", **{"Service-Worker-Allowed": "/w/"})


@bp.get("/app.js")
def script() -> Response:
    """The reminder button."""
    return file((FILES / "app.js").read_bytes(), "text/javascript")


@bp.get("/ui.css")
def style() -> Response:
    """The application's style sheet: these pages may have a host of their own."""
    return file(pages.style(), "text/css")


def _try(card: Card, reference: str) -> ResponseReturnValue:
    pin = request.form.get("kode", "").strip()
    back = reference if rules.is_token(reference) else None
    if not rules.is_pin(pin):
        return _ask(card, back, t("warga.kode_empat"))
    left = cards.try_pin(card, pin)
    if left < 0:
        return page("terkunci", 403)
    if left:
        return _ask(card, back, t("warga.kode_salah", n=left))
    answer: AnyResponse = redirect(url_for(".status", reference=reference), 303)
    answer.set_cookie(
        service.cookie_name(card),
        service.new_cookie(card),
        max_age=rules.COOKIE_LIFE,
        path="/w/",
        secure=request.is_secure,
        httponly=True,
        samesite="Strict",
    )
    return answer


def _ask(card: Card, token: str | None, error: str) -> Response:
    if token is None:
        return page("mulai", 403, error=error, typed=request.form.get("kartu", "")[:20])
    return page("kode", 403, error=error, before=_neutral(card), desa=notices.place(card.desa).name)


def _neutral(card: Card) -> str | None:
    """The one sentence that may be said before the code."""
    assert card.family is not None
    if not view.something_missing(card.desa, card.family):
        return None
    until = view.wanted_by(card.desa, card.family, clock.now())
    return t("warga.sebelum_kode", kapan=until) if until else t("warga.sebelum_kode_tanpa")


def _shut(opening: service.Opening, reference: str) -> ResponseReturnValue:
    """What stands in place of a page that is not open."""
    if opening.state == "locked":
        return page("terkunci", 403)
    if opening.state == "closed" and opening.card is not None:
        if request.method != "GET" or request.path.count("/") > 2:
            return redirect(url_for(".status", reference=reference), 303)
        return page("kode", before=_neutral(opening.card), desa=notices.place(opening.desa).name)
    if rules.is_handle(reference):
        return redirect(url_for(".start"), 303)
    return page("belum", 404)
