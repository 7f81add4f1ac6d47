"""HTTP of accounts: coming in by an invitation, and the desk's administration of people and phones."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint

from server import keys
from server.accounts import schemas, service
from server.accounts.enrolments import Entry
from server.accounts.models import Enrolment, Person, Recovery
from server.errors import NotFound
from server.regions import service as regions

bp = Blueprint("accounts", __name__, description="Orang, undangan, dan HP yang tersambung")

LOOPBACK = ("127.0.0.1", "::1", "localhost")
desk_only = service.role_required(*service.MANAGERS)


@bp.post("/invitations/open")
@bp.arguments(schemas.TicketSchema)
@bp.response(200, schemas.InvitedSchema)
def open_invitation(ticket: dict[str, str]) -> dict[str, Any]:
    """Tell whom an invitation is for. A POST after a tap, so that no preview of a link uses up a try."""
    invitation = service.open_invitation(ticket.get("secret"), ticket.get("code"))
    them = invitation.person
    left = service.TRIES - invitation.tries
    return {"name": them.name, "roles": them.roles, "areas": them.areas, "desa": regions.desa(them.desa), "left": left}


@bp.post("/enrolments")
@bp.arguments(schemas.TicketSchema)
@bp.alt_response(201, schema=schemas.EntrySchema)
def enrol(ticket: dict[str, str]) -> Response:
    """Use an invitation up and let this browser in."""
    return _welcome(service.accept(ticket.get("secret"), ticket.get("code")))


@bp.get("/keys")
@bp.response(200, schemas.KeysSchema)
def public_keys() -> dict[str, str]:
    """What a phone seals for this server with, and knows its orders by. A phone asks once."""
    return keys.told(current_app.config["SETTINGS"])


@bp.get("/me")
@bp.response(200, schemas.MeSchema)
def me() -> dict[str, Any]:
    """Who uses this browser."""
    return service.me(service.require_reader())


@bp.get("/people")
@bp.response(200, schemas.PeopleSchema)
@desk_only
def people() -> dict[str, list[Person]]:
    """Everybody with a task in the desa."""
    return {"people": service.people(_reader().desa)}


@bp.post("/people")
@bp.arguments(schemas.PersonSchema)
@bp.response(201, schemas.PersonSchema)
@desk_only
def add_person(new: dict[str, Any]) -> Person:
    """Note a new kader or officer; an invitation lets them in."""
    return service.new_person(_reader(), new)


@bp.patch("/people/<person_id>")
@bp.arguments(schemas.PersonChangeSchema)
@bp.response(200, schemas.PersonSchema)
@desk_only
def change_person(changes: dict[str, Any], person_id: str) -> Person:
    """Change tasks or areas, or let somebody stop."""
    return service.change_person(_reader(), person_id, changes)


@bp.post("/people/<person_id>/invitations")
@bp.response(201, schemas.InvitationSchema)
@desk_only
def invite(person_id: str) -> dict[str, Any]:
    """Make a link, a QR and eight letters that let one browser in as this person."""
    by = _reader()
    ticket = service.invite(service.managed_person(by, person_id), by.person.id)
    base = current_app.config["SETTINGS"].public_url or request.host_url
    return {
        "id": ticket.id,
        "link": ticket.link(base),
        "code": ticket.code,
        "qr": ticket.qr(base),
        "expires_at": ticket.expires_at,
    }


@bp.post("/invitations/<invitation_id>/revoke")
@bp.response(204)
@desk_only
def revoke_invitation(invitation_id: str) -> None:
    """Take an invitation back before it is used."""
    service.revoke_invitation(_reader().desa, invitation_id)


@bp.get("/enrolments")
@bp.response(200, schemas.PhonesSchema)
@desk_only
def enrolments() -> dict[str, list[Enrolment]]:
    """The phones and laptops of the desa: whose, and when each was last heard of."""
    return {"enrolments": service.enrolments(_reader().desa)}


@bp.post("/enrolments/<enrolment_id>/revoke")
@bp.arguments(schemas.RevokeSchema)
@bp.response(200, schemas.PhoneSchema)
@desk_only
def revoke(why: dict[str, str], enrolment_id: str) -> Enrolment:
    """Shut a phone out. What lies on it stays there; what it still sends waits in quarantine for an officer."""
    by = _reader()
    service.managed_person(by, service.enrolment(by.desa, enrolment_id).person_id)
    return service.revoke(by.desa, enrolment_id, by.person.id, why["reason"])


@bp.post("/enrolments/<enrolment_id>/order")
@bp.arguments(schemas.OrderSchema)
@bp.response(200, schemas.PhoneSchema)
@desk_only
def order(wish: dict[str, str], enrolment_id: str) -> Enrolment:
    """Have a phone empty itself: a lost one at once, one that stops once all that was finished has come."""
    by = _reader()
    service.managed_person(by, service.enrolment(by.desa, enrolment_id).person_id)
    return service.give_order(by.desa, enrolment_id, wish["order"], by.person.id, wish["reason"])


@bp.post("/orders/done")
@bp.response(204)
def order_done() -> None:
    """A phone says that it is empty. It has nothing left but its cookie."""
    service.order_done(service.current_enrolment(allow_revoked=True))


@bp.post("/recoveries")
@bp.arguments(schemas.RecoveryAskedSchema)
@bp.response(201, schemas.RecoverySchema)
def ask_recovery(asked: dict[str, str]) -> Recovery:
    """A locked phone whose PIN was forgotten asks to be opened."""
    return service.ask_recovery(service.current_enrolment(), asked["public"])


@bp.get("/recoveries")
@bp.response(200, schemas.RecoveriesSchema)
@desk_only
def recoveries() -> dict[str, list[Recovery]]:
    """Phones that wait for somebody at the desk."""
    return {"recoveries": service.recoveries_waiting(_reader().desa)}


@bp.post("/recoveries/<recovery_id>/approve")
@bp.arguments(schemas.ApprovalSchema)
@bp.response(204)
@desk_only
def approve_recovery(said: dict[str, str], recovery_id: str) -> None:
    """Let a phone be opened whose owner stands here; never one's own."""
    service.approve_recovery(_reader(), recovery_id, said["code"], said["reason"])


@bp.post("/recoveries/<recovery_id>/collect")
@bp.arguments(schemas.BoxSchema)
@bp.response(200, schemas.KeySchema)
def collect_recovery(sent: dict[str, Any], recovery_id: str) -> dict[str, Any]:
    """Give a phone its own key back once it was approved. Nothing of it is kept here."""
    return {"key": service.collect_recovery(service.current_enrolment(), recovery_id, sent["box"])}


@bp.get("/demo")
def demo() -> Response:
    """The people a visitor of the demo desa may be. Anywhere but on the demo's own machine: 404."""
    _demo_only()
    return jsonify(people=[service.contact(p) for p in service.demo_people()])


@bp.post("/demo/enrolments")
@bp.arguments(schemas.TryoutSchema)
@bp.alt_response(201, schema=schemas.EntrySchema)
def try_out(wish: dict[str, str]) -> Response:
    """Let this browser in as a demo person, without an invitation."""
    _demo_only()
    return _welcome(service.try_out(wish["person"]))


def _reader() -> Enrolment:
    return service.require_reader()


def _welcome(entry: Entry) -> Response:
    """Answer with what the browser keeps: the bearer for a script to seal, the cookie where no script sees it."""
    told = keys.told(current_app.config["SETTINGS"])
    response = jsonify(enrolment=entry.enrolment.id, bearer=entry.bearer, me=service.me(entry.enrolment), keys=told)
    response.status_code = 201
    response.headers["Cache-Control"] = "no-store"
    service.set_cookie(response, entry.enrolment, entry.cookie)
    return response


def _demo_only() -> None:
    """404 unless this is the demo, listening on this machine alone, asked by this machine under its own name.

    The name counts too: behind a proxy on the same machine every visitor of the world has a loopback address.
    """
    settings = current_app.config["SETTINGS"]
    asked = urlsplit(request.host_url).hostname
    if not (settings.demo and settings.host in LOOPBACK and asked in LOOPBACK and request.remote_addr in LOOPBACK):
        raise NotFound


@bp.post("/enrolments/return")
@bp.arguments(schemas.ReturnSchema)
@bp.response(200, schemas.CodeSchema)
def ask_to_return(body: dict[str, str]) -> dict[str, Any]:
    """Ask to be known again, as a phone that was let in after the backup this server was restored from."""
    agent = service.agent_family(request.headers.get("User-Agent", ""))
    return {"code": service.ask_to_return(body["desa"], body["name"], agent)}


@bp.get("/enrolments/returning")
@bp.response(200, schemas.ReturningListSchema)
@desk_only
def returning() -> dict[str, Any]:
    """Phones that wait for somebody to confirm them."""
    return {"returning": service.asking_to_return(service.require_reader().desa)}


@bp.post("/enrolments/<enrolment_id>/confirm")
@bp.arguments(schemas.ConfirmSchema)
@bp.response(204)
@desk_only
def confirm(body: dict[str, str], enrolment_id: str) -> None:
    """Let a phone in again whose owner stands here and says its code."""
    officer = service.require_reader()
    them = service.managed_person(officer, body["person"])
    service.confirm_return(officer.desa, enrolment_id, them, body["code"])
