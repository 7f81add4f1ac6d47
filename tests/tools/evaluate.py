"""Evaluates expressions given as JSON lines on standard input; one line of answer each: ``python -m
tests.tools.evaluate``.

In: ``{"expression", "answers", "today"?, "now"?, "context"?, "self"?}``. ``answers`` are questions by name: a JSON
number is a decimal question, a text a text question, ``{"date": "2026-11-21"}`` a date question, ``{"select": "a b",
"of": ["a", "b"]}`` a select_multiple (its choice list bears its name), a list of objects a repeat whose rows have
questions in turn, any other object a group, ``null`` no answer. ``context`` is where the expression stands,
``"anggota[0]/umur"``; ``self`` the value of ``.``.

Out: ``{"type": "number" | "string" | "boolean", "value"}``, where NaN and the infinities are texts, or ``{"error",
"position"}``: the place in the expression, from 1; 0 for none. Dates are the string they are written as, a set of
answers its first. ``--kinds`` tells dates, sets and limits apart: what our own tests compare; it also counts, in
``calls``, how often each function came to a value that is neither NaN nor a failure. With ``--trees`` the line goes out
again with its ``tree``, a ``key`` for its answers and, the first time they come, ``survey`` and ``nested``: what the
JavaScript driver runs.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from server.surveys.date_functions import read_day
from server.surveys.evaluate import Row, Run, Trees
from server.surveys.functions import Env, moment
from server.surveys.parse import ExpressionError
from server.surveys.scheme import Scheme, scheme_of
from server.surveys.signatures import FUNCTIONS
from server.surveys.trees import Context, compile_expression
from server.surveys.values import Day, LimitReached, Nodes, first, number_text, to_text

_told: dict[int, Scheme] = {}
UNREADABLE = 'Baris ini bukan {"expression": "…", "answers": {…}}.'
LIMIT = "Rumus ini melewati batas: 20.000 langkah atau 10.000 huruf."


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
                    merge(asked, row)
                children, _ = nodes(asked, path)
                node |= {"kind": "repeat", "type": "repeat", "children": children}
                plain[name] = [nodes(row, path)[1] for row in value]
            elif isinstance(value, dict) and set(value) == {"date"}:
                node["type"], plain[name] = "date", value["date"]
            elif isinstance(value, dict) and set(value) == {"select", "of"}:
                node |= {"type": "select_multiple", "list": name}
                choices[name] = [{"name": code, "label": f"Label {code}"} for code in value["of"]]
                plain[name] = value["select"]
            elif isinstance(value, dict):
                children, plain[name] = nodes(value, path)
                node |= {"kind": "group", "type": "group", "children": children}
            else:
                node["type"] = "decimal" if type(value) in (int, float) else "text"
                plain[name] = to_text(value) if isinstance(value, bool) else "" if value is None else value
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
        if isinstance(value, dict):
            rows(scheme, value, row, path)
        elif isinstance(value, list):
            made = row.repeats[path] = [Row(row, at) for at in range(len(value))]
            for inner, one in zip(made, value, strict=True):
                rows(scheme, one, inner, path)
        elif value != "":
            kind = scheme.slots[path].node["type"]
            row.values[path] = (
                (read_day(value) or value) if kind == "date" else value if isinstance(value, str) else float(value)
            )
    return row


def merge(asked: dict[str, Any], row: dict[str, Any]) -> None:
    """All that the rows of a repeat answer; a number in one of them makes it a question of numbers."""
    for name, value in row.items():
        if isinstance(value, dict) and isinstance(asked.get(name), dict):
            merge(asked[name], value)
        elif asked.get(name) in ("", None):
            asked[name] = json.loads(json.dumps(value))


class Counting(Trees):
    """Trees that count how often each function came to a value."""

    def __init__(self, scheme: Scheme, calls: Counter[str]) -> None:
        super().__init__(scheme)
        self.calls = calls

    def run(self, tree: list[Any], depth: int) -> Run:
        head, inner, calls = tree[0], super().run(tree, depth), self.calls
        if head not in FUNCTIONS and head != "item":
            return inner

        def counted(row: Row, me: Any, env: Env) -> Any:
            value = inner(row, me, env)
            if value == value:  # not NaN
                calls[head] += 1
            return value

        return counted


@lru_cache(maxsize=64)
def scheme_for(answers: str) -> tuple[dict[str, Any], dict[str, Any], Scheme, Row]:
    survey, plain = survey_of(json.loads(answers))
    scheme = scheme_of(survey)
    return survey, plain, scheme, rows(scheme, plain, Row(None, 0), "/data")


def evaluate(line: dict[str, Any], mode: str) -> dict[str, Any]:
    survey, plain, scheme, row = scheme_for(json.dumps(line.get("answers") or {}))
    context = line.get("context") or ""
    template = "/data/" + re.sub(r"\[[0-9]+\]", "", context) if context else "/data"
    try:
        tree = compile_expression(line["expression"], Context(scheme.places, template, impure=True))
    except ExpressionError as error:
        return {"error": error.message, "position": error.position}
    if mode == "--trees":
        key = id(scheme)
        told = {} if key in _told else {"survey": survey, "nested": plain}
        _told[key] = scheme
        return {name: value for name, value in line.items() if name != "answers"} | {"tree": tree, "key": key} | told
    depth = len(scheme.places.levels(template))
    for name, index in re.findall(r"([A-Za-z_]\w*)\[([0-9]+)\]", context):
        path = next(p for p in row.repeats if p.endswith(f"/{name}"))
        row = row.repeats[path][int(index)]
    me = line.get("self", "")
    env = moment(line.get("now") or f"{line.get('today') or '2026-11-21'}T10:00:00.000+07:00", scheme.labels)
    calls: Counter[str] = Counter()
    trees = Counting(scheme, calls) if mode == "--kinds" else Trees(scheme)
    try:
        value = trees.run(tree, depth)(row, float(me) if isinstance(me, int | float) else me, env)
    except LimitReached:
        return {"type": "error", "value": "limit"} if mode == "--kinds" else {"error": LIMIT, "position": 0}
    return kinds(value) | {"calls": calls} if mode == "--kinds" else said(value)


def said(value: Any) -> dict[str, Any]:
    """A value as XPath has it: number, string or boolean."""
    one = first(value)
    if isinstance(one, bool):
        return {"type": "boolean", "value": one}
    if isinstance(one, float):
        if not math.isfinite(one):
            return {"type": "number", "value": number_text(one)}
        return {"type": "number", "value": int(one) if one.is_integer() and abs(one) < 2**53 else one}
    return {"type": "string", "value": to_text(one)}


def written(answer: dict[str, Any]) -> str:
    """An answer as a line; a number as the other language writes it: with an exponent from 1e21 on and below 1e-6."""
    number = answer.get("value")
    if not isinstance(number, float):
        return json.dumps(answer, separators=(",", ":"))
    digits, _, power = repr(number).partition("e")
    exponent = int(power or 0)
    text = f"{digits}e{exponent:+d}" if exponent >= 21 or exponent < -6 else number_text(number)
    return json.dumps(answer | {"value": None}, separators=(",", ":")).replace('"value":null', f'"value":{text}')


def kinds(value: Any) -> dict[str, Any]:
    """A value with its kind; numbers as their text."""
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
    mode = next((argument for argument in sys.argv[1:] if argument in ("--trees", "--kinds")), "")
    for text in sys.stdin:
        if text.strip():
            line = asked(text)
            print(written(evaluate(line, mode) if line else {"error": UNREADABLE, "position": 0}), flush=True)


def asked(text: str) -> dict[str, Any] | None:
    """The line, if it is one."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return None
    well = isinstance(line, dict) and isinstance(line.get("expression"), str)
    return line if well and isinstance(line.get("answers") or {}, dict) else None


if __name__ == "__main__":
    main()
