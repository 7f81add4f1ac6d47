"""What a catalogue would change before it holds: services, papers, and the families of the desa whom it would touch."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from server.cases.models import Case
from server.catalogue.assess import Assessor
from server.catalogue.service import current
from server.db import db
from server.exchange.models import StoredRecord
from server.families.models import Family
from server.regions import service as regions
from server.surveys import service as surveys
from server.visits.models import Visit

Data = dict[str, Any]

SECONDS = 6.0  # what is not looked at by then is counted, not guessed
TOLD = 100  # families
OVER = ("selesai", "dibatalkan", "disetujui", "belum_disetujui")
NOT_RULES = frozenset({"scope"})  # of a service: where it was written changes nobody's checklist


@dataclass(slots=True)
class Effects:
    """The difference to the catalogue that holds.

    Attributes:
        looked: families looked at, of all ``families`` with a visit that this catalogue reads.
        checklists: of those looked at, families with an open case whose papers would change; ``touched`` says which.
        advice: families for whom what is said about a service would change.
    """

    services: Data
    papers: Data
    looked: int = 0
    families: int = 0
    checklists: int = 0
    advice: int = 0
    touched: list[Data] = field(default_factory=list)


def effects(desa: str, body: Data, named: bool) -> Effects:
    """Compare ``body`` with what holds in ``desa`` today, and look at each family's latest visit with both.

    Args:
        named: whether the reader may know which families.
    """
    today = regions.today(desa)
    name = current(desa, today)
    old = surveys.document(name) if name else {"services": [], "papers": [], "unknown": [], "survey": body["survey"]}
    found = Effects(_compared(old["services"], body["services"]), _compared(old["papers"], body["papers"]))
    changed = {one["code"] for kind in ("added", "removed", "changed") for one in found.services[kind]}
    if old["unknown"] != body["unknown"]:
        changed |= {service["code"] for service in body["services"]}
    if old["survey"] != body["survey"] or not changed:
        return found
    pairs = _Pairs(old, body)
    open_cases = _open_cases(desa)
    until = time.monotonic() + SECONDS
    visits = _latest(desa, body["survey"])
    found.families = len(visits)
    for family, record in visits:
        if time.monotonic() > until:
            break
        found.looked += 1
        _look(found, pairs, family, _visit(desa, record), changed, open_cases.get(family, set()), today.isoformat())
    names = _names(desa, [one["family"] for one in found.touched]) if named else {}
    found.touched = [{**one, "name": names.get(one["family"], "")} for one in found.touched] if named else []
    return found


def _look(found: Effects, pairs: _Pairs, family: str, visit: Data, codes: set[str], asked: set[str], day: str) -> None:
    before, after = pairs.assess(visit, codes, day)
    advice = {code: service["advice"] for code, service in before.items()}
    if any(advice.get(code) != service["advice"] for code, service in after.items()) or advice.keys() - after.keys():
        found.advice += 1
    services = [one for code in sorted(codes & asked) if (one := _papers(code, before, after))]
    if services:
        found.checklists += 1
        if len(found.touched) < TOLD:
            found.touched.append({"family": family, "services": services})


def _papers(code: str, before: Data, after: Data) -> Data | None:
    """The papers one service would ask for besides, or no longer."""
    old, new = ({_paper(p) for p in side.get(code, {"papers": []})["papers"]} for side in (before, after))
    if old == new:
        return None
    return {"service": code, "more": sorted({p for p, *_ in new - old}), "less": sorted({p for p, *_ in old - new})}


def _paper(paper: Data) -> tuple[str, int, bool, bool, str]:
    member = -1 if paper["member"] is None else paper["member"]
    return paper["paper"], member, paper["required"], paper["later"], paper["outcome"]


class _Pairs:
    """The old and the new catalogue, read against each survey version that visits followed."""

    def __init__(self, old: Data, new: Data) -> None:
        self.old, self.new = old, new
        self.known: dict[str, tuple[Assessor, Assessor]] = {}

    def assess(self, visit: Data, codes: set[str], day: str) -> tuple[Data, Data]:
        name = str(visit.get("survey"))
        if name not in self.known:
            survey = surveys.survey(name)
            self.known[name] = (Assessor(self.old, survey), Assessor(self.new, survey))
        answers = visit.get("answers") or {}
        before, after = (one.assess(answers, day, codes)["services"] for one in self.known[name])
        return before, after


def _compared(old: list[Data], new: list[Data]) -> Data:
    """What is new, what is gone, what reads differently; by code and name."""
    before, after = ({thing["code"]: thing for thing in side} for side in (old, new))

    def named(thing: Data) -> Data:
        return {"code": thing["code"], "name": thing["name"]}

    return {
        "added": [named(thing) for code, thing in after.items() if code not in before],
        "removed": [named(thing) for code, thing in before.items() if code not in after],
        "changed": [
            {**named(thing), "what": sorted(_differing(before[code], thing))}
            for code, thing in after.items()
            if code in before and _differing(before[code], thing)
        ],
    }


def _differing(old: Data, new: Data) -> set[str]:
    return {key for key in (old.keys() | new.keys()) - NOT_RULES if old.get(key) != new.get(key)}


def _latest(desa: str, survey: str) -> list[tuple[str, str]]:
    """Each family and its latest visit, those with an open case first."""
    rows = db.session.execute(
        select(Visit.family, Visit.id)
        .where(Visit.desa == desa, Visit.survey_id == survey, Visit.superseded.is_(False), Visit.family.is_not(None))
        .order_by(Visit.date, Visit.id)
    ).all()
    latest = {str(family): visit for family, visit in rows}
    asked = _open_cases(desa)
    return sorted(latest.items(), key=lambda one: one[0] not in asked)


def _open_cases(desa: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for family, service in _cases(desa):
        found.setdefault(family, set()).add(service)
    return found


def _cases(desa: str) -> Iterator[tuple[str, str]]:
    rows = db.session.execute(select(Case.family, Case.service).where(Case.desa == desa, Case.status.not_in(OVER)))
    return ((row.family, row.service) for row in rows)


def _visit(desa: str, record: str) -> Data:
    text = db.session.scalar(select(StoredRecord.body).where(StoredRecord.desa == desa, StoredRecord.id == record))
    visit: Data = json.loads(text or "{}")
    return visit


def _names(desa: str, families: list[str]) -> dict[str, str]:
    rows = db.session.execute(select(Family.id, Family.head_name).where(Family.desa == desa, Family.id.in_(families)))
    return {row.id: row.head_name or "" for row in rows}
