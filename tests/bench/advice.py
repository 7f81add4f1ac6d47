"""The row of a changed rule: every family of a large desa looked at again."""

from __future__ import annotations

import copy
import json
import time
from datetime import date
from typing import Any

from sqlalchemy import insert

from server import clock, jobs
from server.catalogue import readvise
from server.catalogue import service as catalogue
from server.db import db
from server.demo.people import DESA
from server.exchange.models import StoredRecord
from server.families.models import Family
from server.ids import uuid7
from server.regions import service as regions
from server.surveys import service as surveys
from server.visits.models import Visit
from tests.bench.house import bench
from tests.bench.row import Result
from tests.bench.wire import home_visit

FAMILIES = 10_000


def all_again() -> Result:
    """Seconds of processor time until 10,000 families of four were looked at with both catalogues, in the job."""
    with bench("sqlite") as house, house.app.app_context():
        sent = next(change for change in home_visit(4)[1] if change.get("collection") == "visit")
        body = {name: wish["to"] for name, wish in sent["set"].items()}
        _fill(body)
        today = regions.today(DESA)
        before = catalogue.current(DESA, today)
        assert before
        after = _other(surveys.document(before), today)
        readvise.plan({DESA: before}, today)
        db.session.commit()
        begun, wall = time.process_time(), time.monotonic()
        jobs.run_due()
        spent, lasted = time.process_time() - begun, time.monotonic() - wall
        (run,) = readvise.runs(DESA)
    if run["catalogue"] != after or run["looked"] < FAMILIES or not run["finished"]:
        raise RuntimeError(f"not through: {run}")
    return Result([spent], f"{run['looked']} keluarga, 19 layanan, semua aturan lain; {lasted:.0f} s di jam dinding, "
                           f"{run['changed']} keluarga sarannya berubah")  # fmt: skip


def _fill(body: dict[str, Any]) -> None:
    families, visits, records = [], [], []
    for n in range(FAMILIES):
        family, visit = str(uuid7(clock.now())), str(uuid7(clock.now()))
        where = {"desa": DESA, "area": "004/002", "seq": n + 1}
        families.append({**where, "id": family, "head_name": f"Keluarga {n}", "state": "aktif", "card": False})
        visits.append(
            {
                **where,
                "id": visit,
                "family": family,
                "date": "2026-11-20",
                "survey_id": body["survey_id"],
                "result": "terisi",
                "superseded": False,
                "marks": 0,
                "reviewed": True,
            }
        )
        text = json.dumps({**body, "family": family})
        kept = {
            "collection": "visit",
            "gone": None,
            "author": None,
            "unreviewed": False,
            "body": text,
            "versions": "{}",
        }
        records.append({**where, **kept, "id": visit})
    for model, rows in ((Family, families), (Visit, visits), (StoredRecord, records)):
        for at in range(0, FAMILIES, 500):
            db.session.execute(insert(model), rows[at : at + 500])
    db.session.commit()


def _other(body: dict[str, Any], today: date) -> str:
    """The same catalogue with one condition less in every service, published for the desa."""
    other = copy.deepcopy(body) | {"scope": DESA, "version": "bench"}
    for service in other["services"]:
        service["conditions"] = service["conditions"][1:]
    name = surveys.publish("catalogue", other["id"], "bench", DESA, today, other, b"", "server", file_name="")
    return str(name)
