"""When other rules come into force, every family is looked at again, and the desk is told whose advice changed."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from server import clock, jobs
from server.catalogue import readvise
from server.catalogue.models import AdviceRun
from server.db import db, turn
from server.surveys import service as surveys
from tests.catalogue.test_effects import WORKBOOK, family, surveys_version
from tests.people import DEDI, DESA, Enrol, Phone

__all__ = ["family"]  # a fixture
RULES = [line for line in WORKBOOK.splitlines() if line.startswith("|  | sktm | ") and " syarat " in line]


def other_rules(version: str = "2026112299") -> str:
    """The workbook of the desa itself: nothing is a condition of a SKTM any more, and it needs one paper less."""
    own = WORKBOOK.replace("|  | cakupan | 32 |", f"|  | cakupan | {DESA} |")
    own = "\n".join(f"|  | versi | {version} |" if "|  | versi |" in line else line for line in own.splitlines())
    for line in RULES:
        own = own.replace(line + "\n", "")
    need = next(
        line
        for line in own.splitlines()
        if line.startswith("|  | sktm | ") and "| keluarga |" in line and "| yes |" in line
    )
    return own.replace(need + "\n", "", 1)


def publish(officer: Phone, text: str, **form: Any) -> None:
    answer = officer.client.post(
        "/api/catalogues",
        data={"file": (BytesIO(text.encode()), "katalog.md"), **form},
        headers=officer.headers,
        content_type="multipart/form-data",
    )
    assert answer.status_code == 201, answer.text


def ask(officer: Phone, path: str) -> Any:
    answer = officer.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_desk_is_told_whose_advice_changed(family: str, enrol: Enrol, app: Flask) -> None:
    assert RULES
    assert surveys_version()
    officer = enrol(DEDI)
    assert ask(officer, "/advice") == {"runs": []}
    publish(officer, other_rules())
    with app.app_context():
        jobs.run_due()
        db.session.remove()
    (run,) = ask(officer, "/advice")["runs"]
    assert (run["families"], run["looked"], run["changed"]) == (1, 1, 1)
    assert run["version"].startswith("2026112299")
    assert run["finished"]
    (change,) = ask(officer, f"/advice/changes?catalogue={run['catalogue']}")["changes"]
    assert (change["family"], change["service"], change["name"], change["after"]) == (
        family,
        "sktm",
        "Suryati",
        "mungkin",
    )
    assert change["before"] != "mungkin"
    with app.app_context(), turn(DESA) as now:
        from server.cases.models import Case

        (case,) = (now.record(one) for one in now.session.scalars(db.select(Case.id).where(Case.desa == DESA)))
        assert case is not None
        assert case.body["advice"]["advice"] == "mungkin"
        assert case.body["advice"]["catalogue"] == run["catalogue"]


def test_rules_of_later_are_looked_at_when_they_hold(family: str, enrol: Enrol, app: Flask) -> None:
    moment = clock.now() + timedelta(days=10)
    publish(enrol(DEDI), other_rules(), in_force=(moment - timedelta(days=1)).date().isoformat())
    with app.app_context():
        jobs.run_due()
        assert readvise.runs(DESA) == []
        with clock.turned(lambda: moment):
            jobs.run_due()
            assert [run["looked"] for run in readvise.runs(DESA)] == [1]


def test_a_run_that_was_stopped_goes_on_where_it_was(
    family: str, enrol: Enrol, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readvise, "SECONDS", 0.0)
    publish(enrol(DEDI), other_rules())
    with app.app_context():
        args = {"catalogue": surveys.newest_per_scope("catalogue", "layanan_puskesos")[DESA], "before": None}
        args["before"] = surveys.newest_per_scope("catalogue", "layanan_puskesos")["32"]
        assert readvise.again(DESA, args) is not None, "no time: it comes again"
        monkeypatch.setattr(readvise, "SECONDS", 20.0)
        assert readvise.again(DESA, args) is None
        assert readvise.again(DESA, args) is None
        (run,) = db.session.scalars(db.select(AdviceRun))
        assert (run.looked, run.changed) == (1, 1)
