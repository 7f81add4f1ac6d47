"""What happens to families: their tables, their move with all that hangs on them, their card, their end."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, update

from server.catalogue.models import AdviceChange
from server.citizen import service as citizen
from server.errors import Malformed, OutOfScope, WrongStep
from server.exchange import service as exchange
from server.exchange.registry import Lookup, action, checks, projects
from server.exchange.turns import Turn
from server.families.desil import CODES
from server.families.hanging import everything as everything
from server.families.hanging import hanging
from server.families.likeness import doubts_of as doubts_of
from server.families.likeness import twins as twins
from server.families.models import AKTIF, Building, Family, Identity, Member
from server.families.packages import arrivals_of as arrivals_of
from server.families.packages import forget_packages as forget_packages
from server.families.packages import take_back as take_back
from server.families.places import chosen
from server.families.schemas import AttachCard, Close, Erase, Move, Nothing
from server.families.unions import forget_unions as forget_unions
from server.office import office_only
from sync.record import EXISTS, Author, Record, SetChange
from sync.scope import may_write, within


@checks("family")
def check_family(change: SetChange, by: Author, lookup: Lookup) -> dict[str, Any]:
    """A family that begins is ``aktif``; what ends it is an action."""
    if change.values.get(EXISTS) is False:
        office_only(by, "Keluarga yang pindah atau salah catat ditutup oleh petugas.")
    new = EXISTS in change.set and lookup(change.record) is None
    return {"state": AKTIF, "card": False} if new else {}


@checks("identity")
def check_identity(change: SetChange, by: Author, lookup: Lookup) -> dict[str, Any]:
    """A desil is read from the list of DTSEN at the desk; a kader's survey has a question of its own."""
    wanted = change.values.get("desil")
    if {"desil", "desil_list"} & change.set.keys():
        office_only(by, "Desil dari DTSEN diisi petugas.")
        if wanted is not None and wanted not in CODES:
            raise Malformed("Desil 1 sampai 10, atau tidak terdaftar.", field="desil")
    return {}


@projects("building", Building)
def project_building(record: Record) -> dict[str, Any]:
    """A house, as officers look it up."""
    body = record.body
    return {
        "area": record.area,
        "rw": _rw(record),
        "rt": _rt(record),
        "number": _text(body.get("number"), 20),
    }


@projects("family", Family)
def project_family(record: Record) -> dict[str, Any]:
    """A family, as officers look it up. RW and RT are those of its area."""
    body = record.body
    return {
        "area": record.area,
        "building": body.get("building"),
        "rw": _rw(record),
        "rt": _rt(record),
        "head_name": _text(body.get("head_name"), 100),
        "address": _text(body.get("address"), 200),
        "state": body.get("state") or AKTIF,
        "card": bool(body.get("card")),
    }


@projects("member", Member)
def project_member(record: Record) -> dict[str, Any]:
    """A person of a family."""
    body = record.body
    order = body.get("order")
    return {
        "area": record.area,
        "family": body.get("family") or "",
        "position": order if isinstance(order, int) else 0,
        "full_name": _text(body.get("full_name"), 100),
        "relation": _text(body.get("relation"), 40),
        "presence": _text(body.get("presence"), 40),
    }


@projects("identity", Identity)
def project_identity(record: Record) -> dict[str, Any]:
    """The numbers by which twins are found."""
    body = record.body
    return {
        "area": record.area,
        "subject": body.get("subject") or "",
        "nik": _text(body.get("nik"), 20),
        "kk_number": _text(body.get("kk_number"), 20),
        "birth_date": _text(body.get("birth_date"), 10),
    }


@action("family.move", Move)
def move(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Carry a family to another RT of the desa, with every record that hangs on it: who sees it there, sees all."""
    office_only(by)
    area = chosen(turn, args["area"], args["building"])
    if not args["building"] and within(record.area, (area,)):
        return
    moved = {"from": record.area, "at": turn.now.isoformat(), "by": by.name}  # who gets the family is told whence
    turn.write(record, by, building=args["building"], moved=moved)
    theirs = hanging(turn, record.id)
    turn.load(theirs)
    for one in [record.id, *theirs]:
        turn.move(one, by, area)
    _move_photos(turn, record.id, area)


@action("family.attach_card", AttachCard, secret=frozenset({"pin"}))
def attach_card(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Make a card of the sheet this family's: from now on it opens their page, with the digits they were told."""
    if not may_write(by.roles, by.areas, "family", record.area):
        raise OutOfScope
    citizen.attach(turn, record, args["card"], args["pin"], by)


@action("family.close", Close)
def close(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """There is no such family here any more. Its records stay; officers decide what becomes of its cases."""
    office_only(by)
    if args["reason"] != "pindah":
        take_back(turn, record, by)
    turn.write(record, by, state=args["reason"], closed_note=args["note"])


@action("family.reopen", Nothing)
def reopen(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """It lives here after all, or has come back: it may be visited again, and is not erased for having been closed."""
    office_only(by)
    if (record.body.get("state") or AKTIF) == AKTIF:
        raise WrongStep
    taken_back = take_back(turn, record, by)
    over = {"released": None} if record.body.get("released") and not taken_back else {}  # where it had gone is past
    turn.write(record, by, state=AKTIF, closed_note=None, **over)


@action("family.erase", Erase)
def erase(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Erase a family with all that hangs on it: a right of theirs, within 3 × 24 hours of asking."""
    office_only(by)
    forget(turn, record.id, by, args["reason"])


def forget(turn: Turn, family: str, by: Author, reason: str, keep: dict[str, frozenset[str]] | None = None) -> None:
    """Erase a family, all that says anything of it, its card, and the browsers that follow its page."""
    theirs = everything(turn, family)
    exchange.erase(turn, theirs, by, reason, keep)
    turn.session.execute(delete(AdviceChange).where(AdviceChange.desa == turn.desa, AdviceChange.family.in_(theirs)))
    citizen.detach(turn, family)


def _move_photos(turn: Turn, family: str, area: str) -> None:
    from server.documents.models import Blob

    turn.session.execute(update(Blob).where(Blob.desa == turn.desa, Blob.family == family).values(area=area))


def _rw(record: Record) -> str | None:
    return record.area.split("/")[0] or None


def _rt(record: Record) -> str | None:
    parts = record.area.split("/")
    return parts[1] if len(parts) > 1 else None


def _text(value: Any, length: int) -> str | None:
    """A value for a column that is looked through; the record keeps it whole."""
    return str(value)[:length] if value not in (None, "") else None
