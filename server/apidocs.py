"""/api/docs: the specification as a page, made here, so that it opens without a network and under our own policy.

It is for who writes programs, and in English throughout, as the names it speaks of are. All other pages are Indonesian.
"""

from __future__ import annotations

from html import escape
from typing import Any

from flask import Flask, Response, current_app

VERBS = ("get", "head", "post", "put", "patch", "delete")


def init_app(app: Flask) -> None:
    """Hang the page on ``app``."""
    app.add_url_rule("/api/docs", view_func=docs)


def docs() -> Response:
    """Every door of the API: what it is for, what it takes, what it answers."""
    spec: dict[str, Any] = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    doors = [(path, verb, ways[verb]) for path, ways in spec["paths"].items() for verb in VERBS if verb in ways]
    schemas = spec.get("components", {}).get("schemas", {})
    title = escape(f"{spec['info']['title']}: API {spec['info']['version']}")
    body = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{title}</title><link rel="stylesheet" href="/ui.css"><main class="page"><h1>{title}</h1>'
        '<p>Everything a device does in the field goes through <a href="#post-/api/exchange">one exchange</a>. '
        'The same for programs: <a href="/api/openapi.json">openapi.json</a>. '
        "Failures are problem documents (RFC 9457); their slugs are promises.</p>"
        f"<ul>{''.join(_entry(path, method, door) for path, method, door in doors)}</ul>"
        f"{''.join(_door(path, method, door) for path, method, door in doors)}"
        f"<h2>Shapes</h2>{''.join(_shape(name, schema) for name, schema in sorted(schemas.items()))}</main></html>"
    )
    return Response(body, content_type="text/html; charset=utf-8")


def _entry(path: str, method: str, door: dict[str, Any]) -> str:
    name = escape(f"{method.upper()} {path}")
    return f'<li><a href="#{escape(f"{method}-{path}")}"><code>{name}</code></a> {escape(door.get("summary", ""))}</li>'


def _door(path: str, method: str, door: dict[str, Any]) -> str:
    words = "".join(f"<p>{escape(door[key])}</p>" for key in ("summary", "description") if door.get(key))
    named = [one for one in door.get("parameters", []) if "name" in one]
    takes = [(one["name"], f"in {one['in']}", _kind(one.get("schema", {})), "") for one in named]
    takes += [("body", kind, _kind(way.get("schema", {})), "") for kind, way in _content(door.get("requestBody"))]
    answers = [
        (status, kind, _kind(content.get("schema", {})), answer.get("description", ""))
        for status, answer in door.get("responses", {}).items()
        for kind, content in _content(answer) or [("", {})]
    ]
    heading = escape(f"{method.upper()} {path}")
    return (
        f'<section id="{escape(f"{method}-{path}")}"><h2><code>{heading}</code></h2>{words}'
        f"{_table('Takes', takes)}{_table('Answers', answers)}</section>"
    )


def _content(holder: dict[str, Any] | None) -> list[tuple[str, dict[str, Any]]]:
    return list((holder or {}).get("content", {}).items())


def _kind(schema: dict[str, Any]) -> str:
    """A type in words; a shape of its own as a link. Safe HTML."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[1])
        return f'<a href="#shape-{name}">{name}</a>'
    if "items" in schema:
        return f"list of {_kind(schema['items'])}"
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return " or ".join(_kind(one) for one in schema[key])
    kind = schema.get("type", "anything")
    words = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return escape(f"{words} ({schema['format']})" if "format" in schema else words)


def _shape(name: str, schema: dict[str, Any]) -> str:
    needed = schema.get("required", [])
    rows = [
        (key, "required" if key in needed else "", _kind(value), value.get("description", ""))
        for key, value in schema.get("properties", {}).items()
    ]
    return f'<section id="shape-{escape(name)}"><h3>{escape(name)}</h3>{_table("", rows)}</section>'


def _table(title: str, rows: list[tuple[str, str, str, str]]) -> str:
    if not rows:
        return ""
    cells = "".join(
        f"<tr><th><code>{escape(name)}</code></th><td>{escape(what)}</td><td>{kind}</td><td>{escape(words)}</td></tr>"
        for name, what, kind, words in rows
    )
    return f"<table><caption>{title}</caption>{cells}</table>"
