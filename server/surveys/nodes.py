"""The nodes of a compiled survey, before their expressions: names, types, texts, choices, marks."""

from __future__ import annotations

import re
from typing import Any

from server.surveys import looks
from server.surveys.attachments import PICTURES, Files, picture
from server.surveys.lines import Line
from server.surveys.mistakes import Mistake
from server.surveys.places import Node
from server.surveys.xform import XForm

TYPES = {
    "text": "text", "string": "text", "integer": "integer", "int": "integer", "decimal": "decimal", "range": "range",
    "date": "date", "dateTime": "datetime", "datetime": "datetime", "time": "time", "note": "note",
    "calculate": "calculate", "hidden": "hidden",
    "select one": "select_one", "select all that apply": "select_multiple", "rank": "rank",
    "acknowledge": "acknowledge", "trigger": "acknowledge", "barcode": "barcode",
    "image": "image", "photo": "image", "audio": "audio", "file": "file",
    "geopoint": "geopoint", "start": "start", "end": "end", "today": "today",
    "deviceid": "deviceid", "username": "username",
}  # fmt: skip
UNASKED = frozenset({"calculate", "hidden", "start", "end", "today", "deviceid", "username"})
LISTED = frozenset({"select_one", "select_multiple", "rank"})
TABLE = "csv-external"
"""A row that only declares a file of the form."""
YES = frozenset({"yes", "true", "true()", "ya", "1"})
NO = frozenset({"no", "false", "false()", "tidak", "0"})


class Cells:
    """The rows of the survey sheet by the path of their question."""

    def __init__(self, lines: list[Line]) -> None:
        self.by_path: dict[str, Line] = {}
        trail = ["/data"]
        for line in lines:
            kind = line.cells.get("type", "").strip().replace(" ", "_")
            if kind.startswith("begin"):
                trail.append(f"{trail[-1]}/{line.cells.get('name', '')}")
                self.by_path[trail[-1]] = line
            elif kind.startswith("end_") or kind in ("endgroup", "endrepeat"):
                trail = trail[:-1] or ["/data"]
            elif line.cells.get("name"):
                self.by_path[f"{trail[-1]}/{line.cells['name']}"] = line

    def line(self, path: str) -> Line:
        """The row of a question; for what pyxform added (``x_count``) an empty one."""
        return self.by_path.get(path) or Line(0, {})

    def said(self, path: str, column: str) -> str:
        """What its author wrote in a cell, not what pyxform made of it for itself."""
        cells = self.line(path).cells
        heads = (column, f"control::{column}", f"body::{column}")
        return next((cells[head] for head in heads if head in cells), "")


def build_nodes(
    raw: dict[str, Any], form: XForm, cells: Cells, mistakes: list[Mistake], pictures: Pictures
) -> tuple[list[Node], list[str]]:
    """The nested nodes of a survey and its languages."""
    languages = _languages(raw)
    builder = _Builder(form, cells, mistakes, languages, pictures)
    nodes = builder.nodes(raw["children"], "/data", False)
    return nodes, [code_of(name) for name in languages]


class Pictures:
    """The pictures that labels name, by name, as ``data:`` addresses."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.taken: dict[str, str] = {}

    def take(self, named: Any, languages: list[str]) -> Any:
        """The name of a picture, or one a language.

        Raises:
            ValueError: with what to do, in Indonesian.
        """
        names = texts_of(named, languages)
        for name in names.values() if isinstance(names, dict) else [names]:
            self.taken[name] = picture(name, self.files)
            if sum(map(len, self.taken.values())) > PICTURES:
                raise ValueError(f"Semua gambar bersama lebih dari {PICTURES // 1000} KB. Kecilkan dulu.")
        return names


class _Builder:
    def __init__(
        self, form: XForm, cells: Cells, mistakes: list[Mistake], languages: list[str], pictures: Pictures
    ) -> None:
        self.form = form
        self.cells = cells
        self.mistakes = mistakes
        self.languages = [code_of(name) for name in languages]
        self.pictures = pictures

    def mistake(self, path: str, column: str, message: str) -> None:
        self.mistakes.append(Mistake("survey", self.cells.line(path).number, column, 0, message))

    def nodes(self, children: list[dict[str, Any]], parent: str, quick: bool) -> list[Node]:
        made = (self.node(child, f"{parent}/{child['name']}", quick) for child in children if child["name"] != "meta")
        return [node for node in made if node]

    def node(self, raw: dict[str, Any], path: str, quick: bool) -> Node | None:
        quick = self.quick(path, quick)
        if raw["type"] in ("group", "repeat"):
            node: Node = {"name": raw["name"], "path": path, "kind": raw["type"], "type": raw["type"]}
            children = self.nodes(raw.get("children", []), path, quick)
            node["quick"] = any(child["quick"] for child in children)
            self.texts(node, raw)
            self.appearance(node, raw, node["kind"])
            node["children"] = children
            return node
        kind = TYPES.get(raw["type"])
        if raw["type"] == TABLE:
            return None
        if kind is None:
            self.mistake(path, "type", f"Jenis pertanyaan “{raw['type']}” tidak didukung.")
            return None
        node = {"name": raw["name"], "path": path, "kind": "question", "type": kind}
        node["quick"] = quick and kind not in UNASKED
        self.parameters(node, raw)
        if kind == "range":
            whole = all(re.fullmatch(r"-?[0-9]+", v) for v in node.get("parameters", {}).values())
            node["type"] = "integer" if whole else "decimal"
            given = node.get("parameters", {})
            try:
                node["range"] = [
                    float(given.get(key, usual)) for key, usual in (("start", 1), ("end", 10), ("step", 1))
                ]
            except ValueError:
                self.mistake(path, "parameters", "start, end, dan step harus angka.")
        self.texts(node, raw)
        self.choice_list(node, raw)
        self.appearance(node, raw, kind)
        if (default := self.form.static.get(path)) is not None:
            node["default"] = default
        self.save(node, raw)
        return node

    def quick(self, path: str, inherited: bool) -> bool:
        """The column ``cepat``; the nearer mark wins."""
        written = self.cells.line(path).cells.get("cepat", "").strip().lower()
        if written and written not in YES | NO:
            self.mistake(path, "cepat", "Isi yes atau no.")
        return written in YES if written in YES | NO else inherited

    def texts(self, node: Node, raw: dict[str, Any]) -> None:
        bind = raw.get("bind", {})
        for key, value in (
            ("label", raw.get("label")),
            ("hint", raw.get("hint")),
            ("guidance", raw.get("guidance_hint")),
            ("constraint_message", bind.get("jr:constraintMsg")),
            ("required_message", bind.get("jr:requiredMsg")),
        ):
            if value:
                node[key] = texts_of(value, self.languages)
        image = (raw.get("media") or {}).get("image")
        if image:
            try:
                node["image"] = self.pictures.take(image, self.languages)
            except ValueError as error:
                self.mistake(node["path"], "media::image", str(error))
        asked, _, other = node["path"].rpartition("_")
        if other == "other" and "or_other" in self.cells.line(asked).cells.get("type", ""):
            node["label"] = "Sebutkan lainnya"

    def choice_list(self, node: Node, raw: dict[str, Any]) -> None:
        if node["type"] not in LISTED:
            return
        path, items = node["path"], str(raw.get("itemset") or raw.get("list_name") or "")
        if path in self.form.sources or not items or items.endswith((".xml", ".geojson")):
            self.mistake(path, "type", "Pilihan harus dari lembar choices atau dari berkas .csv.")
        if items.endswith(".csv"):
            value, label = self.form.columns.get(path, ("name", "label"))
            items = " ".join([items, *([value, label] if (value, label) != ("name", "label") else [])])
        node["list"] = items
        if self.form.seeds.get(path) == "":
            self.mistake(path, "parameters", "Urutan acak perlu seed=…, supaya urutannya tetap sama.")

    def appearance(self, node: Node, raw: dict[str, Any], kind: str) -> None:
        written = (raw.get("control") or {}).get("appearance", "")
        unknown = looks.refused_appearance(kind, self.cells.said(node["path"], "appearance"))
        if unknown:
            self.mistake(node["path"], "appearance", f"Tampilan “{unknown}” tidak didukung.")
        if written:
            node["appearance"] = written

    def parameters(self, node: Node, raw: dict[str, Any]) -> None:
        written = raw.get("parameters") or {}
        given = dict(re.findall(r"([\w-]+)=([^ ;,]+)", written)) if isinstance(written, str) else dict(written)
        bind = raw.get("bind", {})
        given |= {name.removeprefix("orx:"): value for name, value in bind.items() if name.startswith("orx:")}
        if rows := (raw.get("control") or {}).get("rows"):
            given |= {"rows": rows}
        if given:
            node["parameters"] = {name: str(value) for name, value in given.items()}

    def save(self, node: Node, raw: dict[str, Any]) -> None:
        """``save_to``: ``list#property``, or the property alone when the form has one list."""
        written = self.cells.line(node["path"]).cells.get("save_to", "") or raw.get("bind", {}).get(
            "entities:saveto", ""
        )
        if not written:
            return
        name, _, field = written.rpartition("#")
        if not name and len(self.form.entities) == 1:
            name = next(iter(self.form.entities))
        if name not in self.form.entities:
            self.mistake(node["path"], "save_to", "Tulis daftar#isian, dengan daftar dari lembar entities.")
            return
        node["save"] = [name, field]


def hand_down(nodes: list[Node], outer: list[Any] | None = None) -> None:
    """``read_only`` of a group or repeat holds for all that is in it; its tree means the same there."""
    for node in nodes:
        own = node.pop("read_only", None)
        both = own if outer is None else outer if own is None else ["or", outer, own]
        if node["kind"] != "question":
            hand_down(node["children"], both)
        elif both is not None and node["type"] != "note" and node["type"] not in UNASKED:
            node["read_only"] = both


def texts_of(value: Any, languages: list[str]) -> Any:
    """A text, or one a language by its code; a single language is a plain text."""
    if not isinstance(value, dict):
        return str(value)
    texts = {code_of(name): str(text) for name, text in value.items()}
    return next(iter(texts.values())) if len(languages) <= 1 and len(texts) == 1 else texts


def code_of(name: str) -> str:
    found = re.search(r"\(([\w-]+)\)\s*$", name)
    return found[1] if found else name


def _languages(raw: dict[str, Any]) -> list[str]:
    """All languages that stand in the texts, in the order they are met."""
    found: dict[str, None] = {}

    def look(value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in ("label", "hint", "guidance_hint", "jr:constraintMsg", "jr:requiredMsg") and isinstance(
                    inner, dict
                ):
                    found.update(dict.fromkeys(inner))
                look(inner)
        elif isinstance(value, list):
            for inner in value:
                look(inner)

    look(raw.get("children"))
    return list(found)
