"""Forms filled in at random: by the phone's engine, run again by the server's; and as answers for expressions."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from server.surveys.compile import compile_survey
from tests.surveys.drivers import Driver

HERE = Path(__file__).parent
FORMS = HERE.parents[1] / "server" / "surveys" / "forms"
NAMES = ("kelayakan", "posyandu-balita", "keluhan", "skm")
WIDE = "segala"
"""A form with a question of every type; no survey of the field."""


@cache
def survey(name: str) -> dict[str, Any]:
    if name == WIDE:
        files = {"desa.csv": (HERE / "desa.csv").read_bytes()}
        return compile_survey((HERE / "segala.md").read_bytes(), "segala.md", files)
    return compile_survey((FORMS / f"{name}.md").read_bytes(), f"{name}.md")


def filled(phone: Driver, name: str, seeds: list[int]) -> list[dict[str, Any]]:
    """One filling for each seed, as ``fill.mjs`` gives it."""
    lines: list[dict[str, Any]] = [{"key": name, "steps": [["guess", seed]]} for seed in seeds]
    lines[0]["survey"] = survey(name)
    return list(phone.ask(lines, at_once=5))


def answers_of(nodes: list[dict[str, Any]], answers: dict[str, Any], choices: dict[str, Any]) -> dict[str, Any]:
    """The answers of a filling as the drivers of expressions take them; what is not answered is empty."""
    found: dict[str, Any] = {}
    for node in nodes:
        name, value = node["name"], answers.get(node["name"])
        if node["kind"] == "group":
            found[name] = answers_of(node["children"], value or {}, choices)
        elif node["kind"] == "repeat":
            rows = [answers_of(node["children"], row, choices) for row in value or []]
            found[name] = rows or [answers_of(node["children"], {}, choices)]
        elif node["type"] == "note":
            continue
        elif node["type"] in ("select_one", "select_multiple"):
            codes = [choice["name"] for choice in choices[node["list"]]]
            found[name] = {"select": value or "", "of": codes}
        elif node["type"] in ("date", "datetime", "start", "end", "today"):
            found[name] = {"date": str(value or "")}
        else:
            found[name] = "" if value is None else value
    return found
