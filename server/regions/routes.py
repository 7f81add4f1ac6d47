"""HTTP of regions: the desk's list of RW and RT. Phones get theirs with ``me``."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from server.accounts import service as accounts
from server.regions import schemas, service

bp = Blueprint("regions", __name__, description="Wilayah: dusun, RW, RT")


@bp.get("/regions")
@bp.response(200, schemas.RegionsSchema)
def regions() -> dict[str, Any]:
    """The RW and RT this person's areas reach, to choose from."""
    reader = accounts.require_reader()
    return {"desa": service.desa(reader.desa), "regions": service.regions_for(reader.desa, reader.person.areas)}


@bp.get("/desas")
@bp.arguments(schemas.OthersQuery, location="query")
@bp.response(200, schemas.OthersSchema)
@accounts.role_required(*accounts.OFFICE)
def others(asked: dict[str, str]) -> dict[str, Any]:
    """Other desas that this server serves: where a family that leaves can be released to."""
    return service.others(accounts.require_reader().desa, asked["name"])
