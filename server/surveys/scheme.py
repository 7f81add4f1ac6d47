"""A compiled survey prepared for running: what is known of each question before any answer is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from server.surveys.places import Node, Places, walk


@dataclass(slots=True)
class Slot:
    """One node of the survey.

    Attributes:
        levels: repeats around it, outermost first; a repeat does not count itself.
        gate: the nearest node, itself included, within the same row that has a ``relevant``; None if none has.
    """

    node: Node
    path: str
    levels: tuple[str, ...]
    gate: str | None
    parent: str

    @property
    def depth(self) -> int:
        return len(self.levels)


@dataclass(slots=True)
class Scheme:
    """All slots by path, and the choices as expressions see them: list to code to label, and table to rows of text."""

    survey: dict[str, Any]
    places: Places
    slots: dict[str, Slot] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    tables: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)


def scheme_of(survey: dict[str, Any]) -> Scheme:
    places = Places(survey["nodes"], survey.get("choices"))
    scheme = Scheme(survey, places)
    for node in walk(survey["nodes"]):
        path = node["path"]
        parent = path.rpartition("/")[0]
        above = scheme.slots.get(parent)
        inside = above is not None and above.node["kind"] == "repeat"
        levels = () if above is None else (*above.levels, parent) if inside else above.levels
        gate = path if "relevant" in node else None if above is None or inside else above.gate
        scheme.slots[path] = Slot(node, path, levels, gate, parent)
    language = survey.get("default_language", "")
    for name, choices in survey.get("choices", {}).items():
        scheme.labels[name] = {choice["name"]: plain(choice.get("label", ""), language) for choice in choices}
    scheme.tables = {
        name: [
            {key: plain(value, language) if key == "label" else str(value) for key, value in row.items()}
            for row in rows
        ]
        for name, rows in (survey.get("choices", {}) | survey.get("tables", {})).items()
    }
    scheme.order = {path: at for at, path in enumerate(survey.get("order", ()))}
    return scheme


def plain(text: Any, language: str) -> str:
    """A text as one string: the default language's, references left out."""
    if isinstance(text, dict):
        text = text.get(language) or next(iter(text.values()), "")
    if isinstance(text, list):
        return "".join(part for part in text if isinstance(part, str))
    return str(text)
