"""Both halves of the catalogue, run over the same answers."""

from __future__ import annotations

import copy
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from server.catalogue.assess import Assessor
from server.catalogue.compile import compile_catalogue
from server.catalogue.papers import papers_for
from server.surveys.compile import compile_survey

HERE = Path(__file__).parent
SERVER = HERE.parent.parent / "server"
VECTORS = HERE.parent / "vectors" / "catalogue"
Data = dict[str, Any]


@cache
def survey() -> Data:
    """The compiled survey ``kelayakan``."""
    file = SERVER / "surveys" / "forms" / "kelayakan.md"
    return compile_survey(file.read_bytes(), file.name)


@cache
def catalogue() -> Data:
    """The compiled catalogue that comes with the product."""
    file = SERVER / "catalogue" / "workbooks" / "katalog.md"
    return compile_catalogue(file.read_bytes(), file.name, lambda code, version: survey())


@cache
def assessor() -> Assessor:
    return Assessor(catalogue(), survey())


def in_python(jobs: list[Data]) -> list[Data]:
    """Each job's ``{assessment, merged}`` as the server computes it."""
    results = []
    for job in jobs:
        assessment = assessor().assess(job["answers"], job["today"], job.get("services"))
        merged = papers_for(assessment, job["merge"]) if job.get("merge") else None
        results.append({"assessment": assessment, "merged": merged})
    return results


def in_javascript(jobs: list[Data]) -> list[Data]:
    """The same as the phone computes it."""
    asked = json.dumps({"catalogue": catalogue(), "survey": survey(), "jobs": jobs})
    done = subprocess.run(
        ["node", str(HERE / "driver.mjs")], input=asked, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    results: list[Data] = json.loads(done.stdout)["results"]
    return results


def vectors(name: str) -> Data:
    data: Data = json.loads((VECTORS / name).read_text("utf-8"))
    return data


@cache
def _families() -> Data:
    return vectors("families.json")


def family(name: str, changes: Data | None = None) -> Data:
    """The answers of a named family with ``changes``: dotted paths, None takes away."""
    answers: Data = copy.deepcopy(_families()["families"][name])
    for path, value in (changes or {}).items():
        *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
        place: Any = answers
        for step in way:
            place = place[step] if isinstance(place, list) else place.setdefault(step, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = copy.deepcopy(value)
    return answers


def today() -> str:
    return str(_families()["today"])
