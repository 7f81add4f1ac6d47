"""When other rules come into force: every family of the desa looked at again, and a list of whose advice changed.

The work is a job. It goes through the families in the order of their ids, a slice at a time, and remembers how far it
came, so it can be watched, stopped and gone on with. Cases that nobody has decided about yet get the papers and the
advice of the new rules in the same step; what was decided stays decided.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select

from server import clock, jobs
from server.catalogue import service
from server.catalogue.assess import Assessor
from server.catalogue.models import AdviceChange, AdviceRun
from server.db import db, turn
from server.exchange.models import Desa, StoredRecord
from server.exchange.turns import Turn
from server.families.models import Family
from server.regions import service as regions
from server.surveys import service as surveys
from sync.record import Author

Data = dict[str, Any]

KIND = "catalogue.readvise"
SLICE = 100  # families between two notes of how far it is
SECONDS = 25.0  # of work in one go: well below a job's lease
TOLD = 500  # families in one answer
WAS = "was:"  # before the code of a service as the old catalogue has it
UNDECIDED = ("terkirim", "perlu_dilengkapi")


def holding_in(scope: str) -> dict[str, str | None]:
    """The catalogue that holds today in each desa that ``scope`` reaches; asked before another is published."""
    codes = db.session.scalars(select(Desa.code)).all()
    reached = [code for code in codes if not scope or code == scope or code.startswith(f"{scope}.")]
    return {code: service.current(code, regions.today(code)) for code in reached}


def plan(before: dict[str, str | None], in_force: date) -> None:
    """Have each desa looked at again that follows another catalogue from then on; the caller commits."""
    for desa, old in before.items():
        since = max(in_force, regions.today(desa))
        new = service.current(desa, since)
        if old and new and new != old:
            begins = datetime(since.year, since.month, since.day, tzinfo=regions.zone(desa))
            args = {"catalogue": new, "before": old}
            jobs.enqueue(db.session(), desa, max(clock.now(), begins), KIND, f"{KIND}:{new}", args)


@jobs.job(KIND)
def again(desa: str, args: Data) -> datetime | None:
    """Look at the families of ``desa`` until they are through, or for a while; then the job comes again."""
    if service.current(desa, regions.today(desa)) != args["catalogue"]:
        return None  # yet another one holds by now, and has a job of its own
    reached = _begun(desa, args)
    pairs = Pairs(args["before"], args["catalogue"])
    until = time.monotonic() + SECONDS
    while reached is not None and time.monotonic() < until:
        reached = _slice(desa, args["catalogue"], reached, pairs)
    return None if reached is None else clock.now()


class Pairs:
    """The old and the new catalogue, read against each survey version that visits followed.

    Where both take the same answers for unknown they are read as one: what stands in both is looked at once.
    """

    def __init__(self, before: str | None, after: str) -> None:
        self.new = surveys.document(after)
        self.old = surveys.document(before) if before else {**self.new, "services": []}
        self.codes = frozenset(one["code"] for one in self.new["services"] + self.old["services"]) - self._same()
        was = [{**one, "code": WAS + one["code"]} for one in self.old["services"]]
        alike = self.old["unknown"] == self.new["unknown"]
        both = {**self.new, "services": self.new["services"] + was}
        self.bodies = [both] if alike else [self.new, {**self.old, "services": was}]
        self.wanted = self.codes | {WAS + code for code in self.codes}
        self.known: dict[str, list[Assessor]] = {}

    def _same(self) -> frozenset[str]:
        """Services that read the same in both: nothing that is said about them can have changed."""
        if (self.old["unknown"], self.old["survey"]) != (self.new["unknown"], self.new["survey"]):
            return frozenset()
        old = {one["code"]: one for one in self.old["services"]}
        return frozenset(one["code"] for one in self.new["services"] if _rules(old.get(one["code"])) == _rules(one))

    def assess(self, visit: Data, day: date) -> tuple[Data, Data]:
        """What each says of a visit, service by service, about those that differ."""
        name = str(visit.get("survey"))
        if name not in self.known:
            self.known[name] = [Assessor(body, surveys.survey(name)) for body in self.bodies]
        said: Data = {}
        for assessor in self.known[name]:
            said |= assessor.assess(visit.get("answers") or {}, day.isoformat(), self.wanted)["services"]
        before = {code[len(WAS) :]: one for code, one in said.items() if code.startswith(WAS)}
        return before, {code: one for code, one in said.items() if not code.startswith(WAS)}


def _rules(one: Data | None) -> Any:
    return None if one is None else (one["conditions"], one["needs"])


def _begun(desa: str, args: Data) -> str | None:
    """The last family that was looked at; None when all were."""
    with turn(desa) as now:
        run = now.session.get(AdviceRun, (desa, args["catalogue"]))
        if run is None:
            count = now.session.scalar(select(func.count()).select_from(Family).where(Family.desa == desa)) or 0
            run = AdviceRun(desa=desa, catalogue=args["catalogue"], before=args["before"], started=now.now)
            run.families, run.looked, run.changed, run.reached = count, 0, 0, ""
            now.session.add(run)
        return None if run.finished is not None else run.reached


def _slice(desa: str, catalogue: str, reached: str, pairs: Pairs) -> str | None:
    """Look at the families after ``reached``; the last of them, or None. What is found is kept in one turn."""
    more = select(Family.id).where(Family.desa == desa, Family.id > reached).order_by(Family.id).limit(SLICE)
    families = list(db.session.scalars(more))
    found: list[Data] = []
    looked: dict[str, Data] = {}
    for family, which, visit in _visits(db.session, desa, families) if pairs.codes else ():
        if visit.get("survey_id") == pairs.new["survey"]:
            before, after = pairs.assess(visit, _day(visit, desa))
            found += _changes(desa, catalogue, family, before, after)
            looked[which] = {"after": after, "answers": visit.get("answers") or {}}
    db.session.rollback()  # what was read is let go before anything is written
    with turn(desa) as now:
        run = now.session.get_one(AdviceRun, (desa, catalogue))
        if run.reached != reached:
            return run.reached  # another process went on meanwhile
        if not families:
            run.finished = now.now
            return None
        if found:
            now.session.execute(insert(AdviceChange), found)
        run.looked += len(families)
        run.changed += len({one["family"] for one in found})
        run.reached = families[-1]
        _tell_cases(now, catalogue, looked)
    return families[-1]


def _changes(desa: str, catalogue: str, family: str, before: Data, after: Data) -> list[Data]:
    told = {code: (before.get(code, {}).get("advice"), after.get(code, {}).get("advice")) for code in {*before, *after}}
    key = {"desa": desa, "catalogue": catalogue, "family": family}
    return [{**key, "service": code, "before": old, "after": new} for code, (old, new) in told.items() if old != new]


def _visits(session: Any, desa: str, families: Sequence[str]) -> list[tuple[str, str, Data]]:
    """Of each family the latest visit that counts."""
    from server.visits.models import Visit

    rows = session.execute(
        select(Visit.family, Visit.id)
        .where(Visit.desa == desa, Visit.family.in_(families), Visit.superseded.is_(False))
        .where(Visit.result.in_(("terisi", "sebagian")))
        .order_by(Visit.date, Visit.id)
    )
    latest = {str(family): str(which) for family, which in rows}
    bodies = select(StoredRecord.id, StoredRecord.body).where(StoredRecord.desa == desa)
    known = dict(session.execute(bodies.where(StoredRecord.id.in_(latest.values()))).all())
    return [(family, which, json.loads(known[which])) for family, which in latest.items() if which in known]


def _day(visit: Data, desa: str) -> date:
    from server.visits.service import visit_day

    return visit_day(desa, visit)


def _tell_cases(now: Turn, catalogue: str, looked: dict[str, Data]) -> None:
    """Give undecided cases of these visits the papers and the advice of the new rules."""
    from server.cases.models import Case

    mine = select(Case.id, Case.visit, Case.service).where(Case.desa == now.desa, Case.visit.in_(looked))
    rows = now.session.execute(mine.where(Case.status.in_(UNDECIDED))).all()
    wanted = [row for row in rows if row.service in looked[str(row.visit)]["after"]]
    by = Author.server(now.now)
    now.load([row.id for row in wanted])
    for row in wanted:
        one, record = looked[str(row.visit)], now.record(row.id)
        told = one["after"][row.service]
        needs = service.needs({"services": one["after"], "catalogue": catalogue}, row.service, one["answers"])
        advice = {"catalogue": catalogue, "advice": told["advice"], "conditions": told["conditions"]}
        if record is not None and (
            needs != record.body.get("needs") or told["advice"] != (record.body.get("advice") or {}).get("advice")
        ):
            now.write(record, by, needs=needs, advice=advice)


def runs(desa: str) -> list[Data]:
    """What was looked at again, the latest first: the run's numbers and the catalogue's ``version``."""
    latest = select(AdviceRun).where(AdviceRun.desa == desa).order_by(AdviceRun.started.desc()).limit(12)
    names = ("catalogue", "started", "finished", "families", "looked", "changed")
    return [
        {**{name: getattr(run, name) for name in names}, "version": surveys.document(run.catalogue)["version"]}
        for run in db.session.scalars(latest)
    ]


def changes(desa: str, catalogue: str) -> list[Data]:
    """Whose advice changed with ``catalogue``: ``{family, name, area, service, before, after}``, by area and name."""
    one = AdviceChange
    rows = db.session.execute(
        select(one.family, one.service, one.before, one.after, Family.head_name.label("name"), Family.area)
        .join(Family, (Family.desa == one.desa) & (Family.id == one.family))
        .where(one.desa == desa, one.catalogue == catalogue)
        .order_by(Family.area, Family.head_name, one.family, one.service)
        .limit(TOLD)
    )
    return [dict(row) for row in rows.mappings()]
