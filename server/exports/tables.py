"""Answers as tables, in the shape that ODK Central exports: one for the survey, one for each repeat. Pure.

Columns are ``group-question``. ``KEY`` names a row, ``PARENT_KEY`` the row it belongs to: ``uuid:<visit>`` and
``uuid:<visit>/anggota[1]``. Questions of older versions of the survey stand after those of the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Node = dict[str, Any]
Cell = str | int | float | None
PLACE = ("Latitude", "Longitude", "Altitude", "Accuracy")
SILENT = ("note",)  # asks nothing
BEFORE = ("SubmissionDate",)
AFTER = ("KEY", "SubmitterID", "SubmitterName", "ReviewState", "FormVersion", "Family", "Area", "Marks")
KEYS = ("PARENT_KEY", "KEY")


@dataclass(slots=True)
class Column:
    """One question of a table.

    Attributes:
        steps: names from the table's row to the answer.
        choices: codes to labels in the survey's default language; None if it is no choice.
    """

    head: str
    steps: tuple[str, ...]
    type: str
    choices: dict[str, str] | None = None


@dataclass(slots=True)
class Table:
    """The answers of the survey, or of the rows of one repeat.

    Attributes:
        steps: names from the row of the table around it to the list of rows.
        inner: the repeats in it.
    """

    name: str
    steps: tuple[str, ...] = ()
    columns: list[Column] = field(default_factory=list)
    inner: list[Table] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Style:
    """``labels``: what a choice reads instead of its code; ``split``: a column of 1 and 0 a choice besides."""

    labels: bool = False
    split: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit and what is known about it beside its answers."""

    id: str
    answers: dict[str, Any]
    before: tuple[Cell, ...]
    after: tuple[Cell, ...]  # AFTER without KEY


def tables_of(surveys: Iterable[dict[str, Any]]) -> Table:
    """The tables of a survey's versions, the newest first."""
    root: Table | None = None
    for survey in surveys:
        root = root or Table(survey["id"])
        _add(root, survey["nodes"], (), survey)
    assert root is not None, "no survey"
    return root


def every(table: Table) -> Iterator[Table]:
    """``table`` and the repeats in it, outer ones first."""
    yield table
    for inner in table.inner:
        yield from every(inner)


def heads(table: Table, style: Style, root: bool) -> list[str]:
    """What stands above the columns."""
    asked = [head for column in table.columns for head in _heads(column, style)]
    return [*BEFORE, *asked, *AFTER] if root else [*asked, *KEYS]


def rows(root: Table, visit: Visit, style: Style) -> Iterator[tuple[Table, list[Cell]]]:
    """The rows of one visit, each with its table."""
    key = f"uuid:{visit.id}"
    yield root, [*visit.before, *_cells(root, visit.answers, style), key, *visit.after]
    yield from _inner(root, visit.answers, key, style)


def _inner(table: Table, answers: dict[str, Any], parent: str, style: Style) -> Iterator[tuple[Table, list[Cell]]]:
    for inner in table.inner:
        found = _at(answers, inner.steps)
        for at, row in enumerate(found if isinstance(found, list) else [], 1):
            if not isinstance(row, dict):
                continue
            key = f"{parent}/{inner.steps[-1]}[{at}]"
            yield inner, [*_cells(inner, row, style), parent, key]
            yield from _inner(inner, row, key, style)


def _add(table: Table, nodes: list[Node], steps: tuple[str, ...], survey: dict[str, Any]) -> None:
    known = {column.head for column in table.columns}
    for node in nodes:
        here = (*steps, node["name"])
        if node["kind"] == "group":
            _add(table, node["children"], here, survey)
        elif node["kind"] == "repeat":
            inner = next((one for one in table.inner if one.steps == here), None)
            if inner is None:
                inner = Table(f"{table.name}-{node['name']}", here)
                table.inner.append(inner)
            _add(inner, node["children"], (), survey)
        elif node["type"] not in SILENT and "-".join(here) not in known:
            table.columns.append(Column("-".join(here), here, node["type"], _choices(node, survey)))


def _choices(node: Node, survey: dict[str, Any]) -> dict[str, str] | None:
    listed = survey["choices"].get(node.get("list") or "")
    if listed is None:
        return None
    return {choice["name"]: _plain(choice.get("label"), survey["default_language"]) for choice in listed}


def _plain(text: Any, language: str) -> str:
    if isinstance(text, dict):
        text = text.get(language) or next(iter(text.values()), "")
    return "".join(part for part in text if isinstance(part, str)) if isinstance(text, list) else str(text or "")


def _heads(column: Column, style: Style) -> list[str]:
    if column.type == "geopoint":
        return [f"{column.head}-{part}" for part in PLACE]
    return [column.head, *(f"{column.head}/{code}" for code in _split(column, style))]


def _split(column: Column, style: Style) -> Iterable[str]:
    return column.choices or () if style.split and column.type == "select_multiple" else ()


def _cells(table: Table, answers: dict[str, Any], style: Style) -> list[Cell]:
    return [cell for column in table.columns for cell in _cells_of(column, _at(answers, column.steps), style)]


def _cells_of(column: Column, value: Any, style: Style) -> list[Cell]:
    if isinstance(value, dict | list):  # another version had a group of this name
        value = None
    if column.type == "geopoint":
        parts = str(value).split() if value else []
        return [_number(part) for part in [*parts, "", "", "", ""][:4]]
    codes = str(value).split(" ") if column.choices and value not in (None, "") else []
    shown = value
    if style.labels and column.choices and codes:
        shown = "; ".join(column.choices.get(code) or code for code in codes)
    return [shown, *((int(code in codes) if codes else None) for code in _split(column, style))]


def _number(text: str) -> Cell:
    try:
        return float(text)
    except ValueError:
        return text or None


def _at(answers: Any, steps: tuple[str, ...]) -> Any:
    for step in steps:
        answers = answers.get(step) if isinstance(answers, dict) else None
    return answers
