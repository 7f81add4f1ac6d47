"""A family that comes from another desa of this server, as its desk sees it: told, taken in, or declined."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from server.errors import Problem
from server.exchange import service as exchange
from server.exchange.registry import action
from server.exchange.turns import Turn
from server.families.contents import unpacked
from server.families.models import Package
from server.families.packages import DECLINED, ERASED, TAKEN, WAITING, settle
from server.families.places import chosen
from server.families.schemas import Decline, Take
from server.jobs import Args, job
from server.office import office_only
from server.regions import service as regions
from sync.record import Author, Record
from sync.scope import within

STAYS = frozenset({"exists", "from_desa", "from_name", "from_kecamatan", "at", "until", "state", "reason", "family"})
"""Fields of an arrival that is over: who it was is told no longer."""


class ArrivalOver(Problem):
    status, slug, title = 409, "arrival-over", "Kiriman keluarga ini sudah tidak menunggu. Lihat lagi daftarnya."


@action("arrival.take", Take)
def take(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Make the family one of this desa's, in the RT it lives in now, as the old desa knew it."""
    office_only(by)
    area, state = chosen(turn, args["area"], args["building"]), record.body.get("state")
    if state == TAKEN:
        family = turn.record(record.body["family"])
        if family is not None and within(family.area, (area,)):
            return  # the same twice
    contents = settle(turn, record.body["from_desa"], record.id, TAKEN) if state == WAITING else None
    if contents is None:
        raise ArrivalOver
    came = {name: record.body[f"from_{name}"] for name in ("desa", "name", "kecamatan")}
    came |= {"package": record.id, "at": turn.now.isoformat(), "by": by.name}
    begun = unpacked(turn, contents, by=by, area=area, building=args["building"], came=came)
    turn.awaited += begun  # phones may have sent something about them before this, after a restore
    _close(turn, record, by, state=TAKEN, family=begun[0])


@action("arrival.decline", Decline)
def decline(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Say that it is not one of this desa's, and why: the old desa is told, and what was in the package goes."""
    office_only(by)
    state, from_desa = record.body.get("state"), record.body["from_desa"]
    if state != WAITING or settle(turn, from_desa, record.id, DECLINED, **args) is None:
        raise ArrivalOver
    _close(turn, record, by, state=DECLINED, reason=args["reason"])


@job("package.arrives")
def arrives(desa: str, args: Args) -> datetime | None:
    """Tell the desk of a package that waits for it, or that it does not wait any more. Twice is as once."""
    exchange.begin(desa, lambda turn: _align(turn, args["from"], args["package"]))
    return None


def _align(turn: Turn, from_desa: str, package: str) -> list[str]:
    row, by = turn.session.get(Package, (from_desa, package)), Author.server(turn.now)
    known = turn.record(package)
    if row is None or row.to_desa != turn.desa:
        return []
    if known is None and row.state == WAITING:
        turn.create("arrival", row.id, by, area="", **_told(row))
        return [row.id]
    if known is not None and known.gone and row.state == WAITING:
        settle(turn, from_desa, package, ERASED)  # who came with it was erased here, in a life before a restore
    elif known is not None and not known.gone and known.body["state"] == WAITING and row.state != WAITING:
        _close(turn, known, by, state=row.state)
    return []


def _told(row: Package) -> dict[str, Any]:
    contents, home = json.loads(row.content or "{}"), regions.desa(row.desa)
    return {
        "from_desa": row.desa,
        "from_name": home["name"],
        "from_kecamatan": home["kecamatan"],
        "from_area": contents["area"],
        "head_name": contents["family"].get("head_name"),
        "people": len(contents["members"]),
        "papers": len(contents["papers"]),
        "at": row.released_at.isoformat(),
        "until": row.until.isoformat(),
        "state": WAITING,
    }


def _close(turn: Turn, record: Record, by: Author, **said: Any) -> None:
    turn.write(record, by, **said)
    exchange.erase(turn, [record.id], by, f"paket_{said['state']}", {"arrival": STAYS})
