"""Evaluates expressions given as JSON lines on standard input; one line of answer each.

In: ``{"expression", "answers", "today"?, "now"?, "context"?, "self"?}``. ``answers`` are questions by name: a JSON
number is a decimal question, a text a text question, ``{"date": "2026-11-21"}`` a date question, ``{"select": "a b",
"of": ["a", "b"]}`` a select_multiple, and a list of objects a repeat whose rows have questions in turn. ``context`` is
where the expression stands, ``"anggota[0]/umur"``; ``self`` the value of ``.``. Out: ``{"type", "value"}`` or
``{"error", "position"}``. With ``--trees`` the line goes out again with ``tree``, ``survey`` and ``nested`` answers
added: what the JavaScript driver runs.
"""

from __future__ import annotations

import json
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from server.surveys.date_functions import read_day
from server.surveys.evaluate import Row, Trees
from server.surveys.functions import moment
from server.surveys.parse import ExpressionError
from server.surveys.places import Places
from server.surveys.scheme import Scheme, scheme_of
from server.surveys.trees import Context, compile_expression
from server.surveys.values import Day, LimitReached, Nodes, number_text, to_text


def survey_of(answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """A survey that asks exactly these questions, and the answers as the survey's own."""
    choices: dict[str, Any] = {}

    def nodes(values: dict[str, Any], under: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        made, plain = [], {}
        for name, value in values.items():
            path = f"{under}/{name}"
            node: dict[str, Any] = {"name": name, "path": path, "kind": "question", "type": "text"}
            if isinstance(value, list):
                asked: dict[str, Any] = {}
                for row in value:
                    asked |= row
                children, _ = nodes(asked, path)
                node |= {"kind": "repeat", "type": "repeat", "children": children}
                plain[name] = [nodes(row, path)[1] for row in value]
            elif isinstance(value, dict) and "date" in value:
                node["type"], plain[name] = "date", value["date"]
            elif isinstance(value, dict):
                node |= {"type": "select_multiple", "list": name}
                choices[name] = [{"name": code, "label": f"Label {code}"} for code in value["of"]]
                plain[name] = value["select"]
            else:
                node["type"] = "text" if isinstance(value, str) else "decimal"
                plain[name] = value
            made.append(node)
        return made, plain

    made, plain = nodes(answers, "/data")
    survey = {
        "nodes": made, "choices": choices, "order": [], "entities": [], "impure": [], "title": "",
        "default_language": "id",
    }  # fmt: skip
    return survey, plain


def rows(scheme: Scheme, answers: dict[str, Any], row: Row, under: str) -> Row:
    for name, value in answers.items():
        path = f"{under}/{name}"
        if isinstance(value, list):
            made = row.repeats[path] = [Row(row, at) for at in range(len(value))]
            for inner, one in zip(made, value, strict=True):
                rows(scheme, one, inner, path)
        elif value != "":
            kind = scheme.slots[path].node["type"]
            row.values[path] = (
                (read_day(value) or value) if kind == "date" else value if isinstance(value, str) else float(value)
            )
    return row


@lru_cache(maxsize=64)
def scheme_for(answers: str) -> tuple[dict[str, Any], dict[str, Any], Scheme]:
    survey, plain = survey_of(json.loads(answers))
    return survey, plain, scheme_of(survey)


def evaluate(line: dict[str, Any], trees_only: bool) -> dict[str, Any]:
    survey, plain, scheme = scheme_for(json.dumps(line.get("answers", {})))
    context = line.get("context", "")
    template = "/data/" + re.sub(r"\[[0-9]+\]", "", context) if context else "/data"
    try:
        places = Places(survey["nodes"], survey["choices"])
        tree = compile_expression(line["expression"], Context(places, template, impure=True))
    except ExpressionError as error:
        return {"error": error.message, "position": error.position}
    if trees_only:
        return line | {"tree": tree, "survey": survey, "nested": plain}
    row = rows(scheme, plain, Row(None, 0), "/data")
    depth = len(scheme.places.levels(template))
    for name, index in re.findall(r"([A-Za-z_]\w*)\[([0-9]+)\]", context):
        path = next(p for p in row.repeats if p.endswith(f"/{name}"))
        row = row.repeats[path][int(index)]
    me = line.get("self", "")
    env = moment(line.get("now") or f"{line.get('today', '2026-11-21')}T10:00:00.000+07:00", scheme.labels)
    try:
        return said(Trees(scheme).run(tree, depth)(row, float(me) if isinstance(me, int | float) else me, env))
    except LimitReached:
        return {"type": "error", "value": "limit"}


def said(value: Any) -> dict[str, Any]:
    """A value with its kind; numbers as their text, so that NaN and Infinity travel."""
    if isinstance(value, Nodes):
        return {"type": "nodes", "value": [to_text(one) for one in value]}
    if isinstance(value, bool):
        return {"type": "boolean", "value": value}
    if isinstance(value, Day):
        return {"type": "date", "value": value.text}
    if isinstance(value, float):
        return {"type": "number", "value": number_text(value)}
    return {"type": "text", "value": value}


def main() -> None:
    trees_only = "--trees" in sys.argv
    for text in sys.stdin:
        print(json.dumps(evaluate(json.loads(text), trees_only)), flush=True)


if __name__ == "__main__":
    main()
