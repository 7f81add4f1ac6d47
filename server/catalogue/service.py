"""Which catalogue holds, what it says about a visit, and how a new one is published."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import Any

from server import jobs
from server.catalogue.assess import Assessor
from server.catalogue.compile import compile_catalogue
from server.catalogue.compose import completed, own_part
from server.catalogue.papers import papers_for as papers_for
from server.db import db
from server.surveys import service as surveys

Data = dict[str, Any]


def current(desa: str, day: date) -> str | None:
    """The hash of the catalogue that holds in ``desa`` on ``day``, None while none is published."""
    return next((held.hash for held in surveys.holding(desa, day) if held.kind == "catalogue"), None)


def assess_visit(
    desa: str, answers: Data, survey_hash: str, day: date, services: Collection[str] | None = None
) -> Data:
    """What the catalogue in force says about the answers of a visit made on ``day``.

    Args:
        services: only these; None: all.
    Returns:
        ``{catalogue: hash or None, services: {code: {advice, conditions, papers}}}``; no services if no catalogue
        holds, or the visit followed another survey than the catalogue reads.
    """
    name = current(desa, day)
    if name is None or surveys.document(name)["survey"] != surveys.survey(survey_hash)["id"]:
        return {"catalogue": name, "services": {}}
    return {"catalogue": name, **_assessor(name, survey_hash).assess(answers, day.isoformat(), services)}


@lru_cache(maxsize=8)
def _assessor(catalogue_hash: str, survey_hash: str) -> Assessor:
    return Assessor(surveys.document(catalogue_hash), surveys.survey(survey_hash))


def needs(assessment: Data, service: str, answers: Data) -> list[Data]:
    """The papers of one service as a case keeps them.

    Returns:
        ``{paper, member, required, later, asked, reason}``; ``member`` is a member's record id or None, ``asked`` says
        that the officer asks whether, or whose. ``months`` where the paper is valid no longer than that.
    """
    ids = member_ids(answers)
    months = _months(assessment["catalogue"]) if assessment.get("catalogue") else {}
    return [
        {
            "paper": paper["paper"],
            "member": None if paper["member"] is None or paper["member"] >= len(ids) else ids[paper["member"]],
            "required": paper["required"],
            "later": paper["later"],
            "asked": paper["outcome"] == "ditanyakan",
            "reason": paper["reason"],
            **({"months": months[paper["paper"]]} if paper["paper"] in months else {}),
        }
        for paper in assessment["services"].get(service, {"papers": []})["papers"]
    ]


@lru_cache(maxsize=8)
def _months(catalogue_hash: str) -> dict[str, int]:
    """How long each paper is valid that does not last."""
    papers = surveys.document(catalogue_hash)["papers"]
    return {paper["code"]: paper["months"] for paper in papers if paper.get("months")}


def member_ids(answers: Data) -> list[str | None]:
    """The record ids of the members, row by row, as the hidden field ``id_anggota`` of each row has them."""
    found: list[Data] = next((rows for group in answers.values() for rows in _rows(group)), [])
    return [row.get("id_anggota") or None for row in found]


def _rows(group: Any) -> list[list[Data]]:
    """The repeats in one group of the answers."""
    values = group.values() if isinstance(group, dict) else ()
    return [rows for rows in values if isinstance(rows, list) and all(isinstance(row, dict) for row in rows)]


def names(catalogue_hash: str) -> Data:
    """Labels: ``{services: {code: name}, papers: {code: name}, conditions: {"service/code": text}}``."""
    catalogue = surveys.document(catalogue_hash)
    return {
        "services": {service["code"]: service["name"] for service in catalogue["services"]},
        "papers": {paper["code"]: paper["name"] for paper in catalogue["papers"]},
        "conditions": {
            f"{service['code']}/{condition['code']}": condition["text"]
            for service in catalogue["services"]
            for condition in service["conditions"]
        },
    }


def compile_workbook(source: bytes, file_name: str) -> Data:
    """Compile a workbook against the published survey it names.

    Raises:
        NotCompiled: with every mistake found.
    """
    surveys.refuse_file(source, file_name)

    def find_survey(code: str, version: str) -> Data | None:
        name = surveys.find("survey", code, version)
        return surveys.survey(name) if name else None

    return compile_catalogue(source, file_name, find_survey)


def completed_body(compiled: Data) -> Data:
    """What would be published in the scope that ``compiled`` names: itself, and the rest from the broader ones.

    Raises:
        VersionTaken: this version stands there for other content.
    """
    scope, code = compiled["scope"], compiled["id"]
    bodies = {s: surveys.document(name) for s, name in surveys.newest_per_scope("catalogue", code).items()}
    body = completed(own_part(compiled, scope), _broader(bodies, scope))
    surveys.refuse_taken_version("catalogue", code, body["version"], scope, body)
    return body


def publish_workbook(compiled: Data, source: bytes, file_name: str, in_force: date, by: str) -> surveys.Uploaded:
    """Publish a compiled catalogue in the scope it names, and complete those of narrower scopes from it anew.

    The narrowest catalogue wins service by service: what a kabupaten or desa does not say itself is taken from the
    broader one, so that a phone needs one body.
    """
    from server.catalogue import readvise  # it looks at families, and asks here which catalogue holds

    scope, code = compiled["scope"], compiled["id"]
    before = readvise.holding_in(scope)
    bodies = {s: surveys.document(name) for s, name in surveys.newest_per_scope("catalogue", code).items()}
    done: str | None = None
    for narrow in sorted({scope, *bodies}, key=len):
        if not f"{narrow}.".startswith(f"{scope}.") and scope:
            continue
        own = own_part(compiled if narrow == scope else bodies[narrow], narrow)
        body = completed(own, _broader(bodies, narrow))
        since = in_force if narrow == scope else max(in_force, date.fromisoformat(bodies[narrow]["in_force"]))
        name = surveys.publish(
            "catalogue", code, body["version"], narrow, since, body, source if narrow == scope else b"", by,
            file_name=file_name if narrow == scope else "",
        )  # fmt: skip
        bodies[narrow] = surveys.document(name)
        done = name if narrow == scope else done
    readvise.plan(before, in_force)
    db.session.commit()
    jobs.wake()
    return surveys.Uploaded(done, code, bodies[scope]["version"], scope, in_force)


def _broader(bodies: dict[str, Data], scope: str) -> Data | None:
    """The body of the nearest scope around ``scope`` that has one."""
    around = [s for s in bodies if s != scope and (not s or scope.startswith(f"{s}."))]
    return bodies[max(around, key=len)] if around else None
