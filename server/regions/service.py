"""Where things are: the desa, its RW and RT, and which of them somebody's areas reach."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from server import clock
from server.db import db
from server.errors import NotFound
from server.exchange.models import Desa
from server.ids import uuid7
from server.regions.clocks import timezone_of as timezone_of
from server.regions.clocks import today as today
from server.regions.clocks import zone as zone
from server.regions.models import Region
from server.regions.working_days import closed as closed
from server.regions.working_days import is_closed as is_closed
from server.regions.working_days import wednesdays as wednesdays

LISTED = 20  # desas in one answer; more are asked for by name
WILAYAH = Path(__file__).with_name("wilayah.csv")


@cache
def names() -> dict[str, str]:
    """Code → name of the provinces, kabupaten, kecamatan and desa we ship (docs/third-party.md says from where)."""
    with WILAYAH.open(encoding="utf-8", newline="") as file:
        return {row["kode"]: row["nama"] for row in csv.DictReader(file)}


def desa(code: str) -> dict[str, str]:
    """A desa as people need it named: three in Kabupaten Bogor are called Cibadak, so the kecamatan always goes along.

    ``short`` is the letters its case numbers begin with.
    """
    from server.exchange.models import Desa

    found = db.session.get(Desa, code)
    if found is None:
        kecamatan = names().get(code.rpartition(".")[0], "")
        return {"code": code, "name": names().get(code, code), "kecamatan": kecamatan, "short": ""}
    return {"code": code, "name": found.name, "kecamatan": found.kecamatan, "short": found.short}


def regions_for(desa: str, areas: list[str]) -> list[dict[str, Any]]:
    """The RW and RT that ``areas`` (path prefixes) reach, as a picker shows them: ``[{dusun, rw, rts}]``."""
    found: dict[str, dict[str, Any]] = {}
    for region in _all(desa):
        if any(_touches(area, region) for area in areas):
            found.setdefault(region.rw, {"dusun": region.dusun, "rw": region.rw, "rts": []})["rts"].append(region.rt)
    return list(found.values())


def is_area(desa: str, area: str) -> bool:
    """Whether ``area`` begins with an RW or RT of the desa's list; "" is the desa itself."""
    return area == "" or any(_touches(area, region) for region in _all(desa))


def is_open(code: str) -> bool:
    """Whether this server serves a desa of that code."""
    return db.session.get(Desa, code) is not None


def others(desa: str, name: str) -> dict[str, Any]:
    """Other desas of this server whose name begins so, the nearest first, ``LISTED`` at most; ``more``: there are."""
    found = select(Desa.code, Desa.name, Desa.kecamatan, Desa.kabupaten).where(Desa.code != desa)
    found = found.where(func.lower(Desa.name).startswith(name.strip().lower(), autoescape=True))
    near = (Desa.code.startswith(desa[:8]), Desa.code.startswith(desa[:5]))
    rows = db.session.execute(found.order_by(*(one.desc() for one in near), Desa.name, Desa.code).limit(LISTED + 1))
    listed = [dict(row) for row in rows.mappings()]
    return {"desas": listed[:LISTED], "more": len(listed) > LISTED}


def open_desa(code: str, short: str) -> None:
    """Begin to serve a desa of the wilayah list; one that is open already stays as it is. The caller commits.

    Args:
        short: letters its case numbers begin with (CBD).
    Raises:
        NotFound: the list has no such code.
    """
    if db.session.get(Desa, code) is not None:
        return
    kecamatan = code.rpartition(".")[0]
    if code.count(".") != 3 or code not in names():
        raise NotFound(f"Kode desa {code} tidak ada di daftar wilayah.")
    db.session.add(
        Desa(
            code=code,
            name=names()[code],
            kecamatan=names()[kecamatan],
            kabupaten=names()[kecamatan.rpartition(".")[0]],
            short=short,
            seq=0,
            epoch=uuid7(clock.now()),
            timezone=timezone_of(code),
        )
    )


def add_regions(desa: str, rows: Iterable[tuple[str | None, str, str]]) -> None:
    """Put RT (dusun, rw, rt) on a desa's list; those already there keep their place. The caller commits."""
    known = {(region.rw, region.rt): region for region in _all(desa)}
    for dusun, rw, rt in rows:
        if (rw, rt) in known:
            known[rw, rt].dusun = dusun
        else:
            known[rw, rt] = Region(desa=desa, rw=rw, rt=rt, dusun=dusun)
            db.session.add(known[rw, rt])


def _all(desa: str) -> list[Region]:
    return list(db.session.scalars(select(Region).where(Region.desa == desa).order_by(Region.rw, Region.rt)))


def _touches(area: str, region: Region) -> bool:
    rw, _, rest = area.partition("/")
    rt = rest.partition("/")[0]
    return area == "" or (rw == region.rw and rt in ("", region.rt))
