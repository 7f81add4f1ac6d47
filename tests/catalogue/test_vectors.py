"""Sentences about families, and what the catalogue says to them, on the server and on the phone."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from tests.catalogue.twins import catalogue, family, in_javascript, in_python, today, vectors

CONDITIONS = vectors("conditions.json")["rows"]
PAPERS = vectors("papers.json")["rows"]
MERGED = vectors("papers.json")["merged"]
ROWS = [*CONDITIONS, *PAPERS, *MERGED]


@cache
def results(language: str) -> list[dict[str, Any]]:
    jobs = [
        {
            "answers": family(row["family"], row.get("set")),
            "today": today(),
            "services": [row["service"]] if "service" in row else row["services"],
            "merge": row.get("services"),
        }
        for row in ROWS
    ]
    return (in_python if language == "python" else in_javascript)(jobs)


def result(language: str, row: dict[str, Any]) -> dict[str, Any]:
    return results(language)[next(at for at, one in enumerate(ROWS) if one is row)]


def sentences(rows: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(row, id=f"{row.get('service', 'merged')}: {row['says']}") for row in rows]


@pytest.mark.parametrize("language", ["python", "javascript"])
@pytest.mark.parametrize("row", sentences(CONDITIONS))
def test_conditions(row: dict[str, Any], language: str) -> None:
    said = result(language, row)["assessment"]["services"][row["service"]]
    if "advice" in row:
        assert said["advice"] == row["advice"]
    by_code = {one["code"]: one for one in said["conditions"]}
    outcomes = row.get("conditions", {})
    assert {code: by_code[code]["outcome"] for code in outcomes} == outcomes
    for code, questions in row.get("because", {}).items():
        named = [_question(key) for key in by_code[code]["because"]]
        if row.get("unordered"):
            assert sorted(named) == sorted(questions)
        else:
            assert named == questions


@pytest.mark.parametrize("language", ["python", "javascript"])
@pytest.mark.parametrize("row", sentences(PAPERS))
def test_papers(row: dict[str, Any], language: str) -> None:
    said = result(language, row)["assessment"]["services"][row["service"]]["papers"]
    found = {code: [_paper(one) for one in said if one["paper"] == code] for code in row["papers"]}
    assert found == row["papers"]


@pytest.mark.parametrize("language", ["python", "javascript"])
@pytest.mark.parametrize("row", sentences(MERGED))
def test_papers_of_several_services(row: dict[str, Any], language: str) -> None:
    merged = result(language, row)["merged"]
    assert [f"{_paper(one)}: {' '.join(one['services'])}" for one in merged if one["paper"] == row["paper"]] == row[
        "is"
    ]


def test_every_service_has_a_sentence() -> None:
    assert {row["service"] for row in CONDITIONS} == {service["code"] for service in catalogue()["services"]}


def _question(key: dict[str, Any]) -> str:
    name = key["path"].rpartition("/")[2]
    return name if key["row"] is None else f"{name}#{key['row']}"


def _paper(one: dict[str, Any]) -> str:
    words = ["-" if one["member"] is None else str(one["member"]), one["outcome"]]
    return " ".join(words + ["wajib"] * one["required"] + ["menyusul"] * one["later"])
