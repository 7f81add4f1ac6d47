"""XLSForm in, compiled survey out. pyxform checks the sheets; this checks every expression, and refuses a form whole.

The compiled survey is JSON: ``nodes`` (nested, document order), ``choices``, ``order``, ``entities``,
``instance_name`` and
``impure``; every expression is a tree (docs/expressions.md, The compiled form).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import ParseError

from server.surveys import attachments, looks, parse
from server.surveys.columns import lost_columns, refused_columns, unreadable_columns
from server.surveys.defaults import settle_default
from server.surveys.lines import Line
from server.surveys.mistakes import Mistake, NotCompiled
from server.surveys.nodes import Cells, Pictures, build_nodes, code_of, hand_down, texts_of
from server.surveys.order import Circle, order, references
from server.surveys.parse import ExpressionError
from server.surveys.places import Node, Places, walk
from server.surveys.reading import Workbook, read_workbook
from server.surveys.rows import RULES, idle_rules, wrong_rows
from server.surveys.signatures import IMPURE
from server.surveys.trees import Context
from server.surveys.trees import compile_expression as build
from server.surveys.values import STEPS_OF_ALL
from server.surveys.weight import heaviest
from server.surveys.xform import XForm, read_xform

FORMAT = 1
COLUMNS = {
    **{key: RULES[key] for key in ("relevant", "required", "constraint", "read_only")},
    "calculate": RULES["calculation"],
    "filter": RULES["choice_filter"],
    "count": RULES["repeat_count"],
    "default_expr": RULES["default"],
    "seed": ("parameters",),
}
"""Expressions of a node, and the heads under which an author may have written them."""
FORMULAS = 300_000
"""Characters of all expressions of a survey, as pyxform resolved them: three times those of the largest we know."""
SHOWN = 20
"""Names of a circle that are said."""
UNLESS_SAID = ("required", "read_only")
"""What is false where nothing is written; a ``relevant`` that is false hides for good."""


def compile_survey(source: bytes | str, file_name: str, files: attachments.Files | None = None) -> dict[str, Any]:
    """The compiled survey of an XLSForm (.xlsx, .csv or .md), or of a .zip of one with its tables and pictures.

    Args:
        files: CSV tables and pictures beside the form, by name.
    Returns:
        the survey; beside it, where there are any, ``remarks`` for its author, which are not published.
    Raises:
        NotCompiled: with every mistake found, each with sheet, row, column and position.
    """
    source = source.encode() if isinstance(source, str) else source
    if file_name.lower().endswith(".zip"):
        source, file_name, files = attachments.unpacked(source)
    workbook = read_workbook(source, file_name)
    try:
        return _Compiler(workbook, files or {}).survey()
    except NotCompiled as wrong:
        raise NotCompiled(workbook.placed(wrong.mistakes)) from None
    except ParseError:  # of pyxform's own XML, which took a head as it stands
        raise NotCompiled(workbook.placed(unreadable_columns(workbook.sheets, workbook.others))) from None


def compile_expression(text: str, survey: dict[str, Any], context_path: str = "/data") -> list[Any]:
    """The tree of an expression over the answers of a compiled survey, as it means at ``context_path``
    (``"/data/roster/anggota"``: for one row of that repeat).

    Raises:
        ExpressionError: with ``position`` and ``message``.
    """
    places = Places(survey["nodes"], survey["choices"], survey.get("tables"))
    return build(text, Context(places, context_path))


class _Compiler:
    def __init__(self, workbook: Workbook, files: attachments.Files) -> None:
        self.workbook = workbook
        self.files = files
        self.pictures = Pictures(files)
        self.form: XForm = read_xform(workbook.xform)
        self.mistakes: list[Mistake] = []
        self.cells = Cells(workbook.sheets.get("survey", []))

    def survey(self) -> dict[str, Any]:
        raw = self.workbook.survey
        self.refuse_too_many_formulas()
        self.mistakes += refused_columns(self.workbook.sheets, self.workbook.others)
        self.mistakes += wrong_rows(self.workbook.sheets.get("survey", []))
        nodes, languages = build_nodes(raw, self.form, self.cells, self.mistakes, self.pictures)
        choices = self.choices(raw, languages)
        tables = self.tables(nodes, choices)
        places = Places(nodes, choices, tables)
        for node in walk(nodes):
            self.expressions(node, places)
            if "default" in node and (wrong := settle_default(node, choices)):
                self.mistakes.append(Mistake("survey", self.cells.line(node["path"]).number, "default", 0, wrong))
        hand_down(nodes)
        if not self.mistakes and all(node["kind"] != "question" for node in walk(nodes)):
            self.mistakes.append(Mistake("survey", 0, "", 0, "Lembar survey belum berisi pertanyaan."))
        survey = {
            "format": FORMAT,
            "id": raw["id_string"],
            "version": str(raw.get("version", "")),
            "title": raw["title"],
            "language_names": self.language_names(languages),
            "languages": languages or [_language(raw.get("default_language"), [])],
            "default_language": _language(raw.get("default_language"), languages),
            "nodes": nodes,
            "choices": choices,
            "tables": tables,
            "pictures": self.pictures.taken,
            "order": self.order(places),
            "entities": self.entities(places),
            "impure": [node["path"] for node in walk(nodes) if _is_impure(node.get("calculate"))],
        }
        survey["tables"] = {name: rows for name, rows in tables.items() if name in places.used}
        survey["remarks"] = [
            *lost_columns(self.workbook.sheets, self.workbook.others, survey),
            *idle_rules(self.workbook.sheets.get("survey", [])),
            *looks.idle_looks(walk(nodes)),
        ]
        for name in ("tables", "pictures", "language_names", "remarks"):
            if not survey[name]:
                del survey[name]
        called = self.form.binds.get("/data/meta/instanceName", {}).get("calculate")
        if called:
            line = next(iter(self.workbook.sheets.get("settings", [])), Line(2, {}))
            survey["instance_name"] = self.tree(called, Context(places, "/data"), "settings", line, ("instance_name",))
        if self.mistakes:
            raise NotCompiled(sorted(self.mistakes, key=lambda mistake: (mistake.sheet, mistake.row, mistake.position)))
        self.refuse_too_heavy(survey)
        return survey

    def refuse_too_many_formulas(self) -> None:
        """Reading takes time by the letter: what is larger than any survey of the field is not begun."""
        binds = sum(len(text) for bind in self.form.binds.values() for text in bind.values())
        filters = sum(map(len, self.form.filters.values()))
        if binds + filters > FORMULAS:
            told = f"Semua rumus bersama lebih dari {FORMULAS // 1000}.000 huruf. Bagi menjadi dua survei."
            raise NotCompiled([Mistake("survey", 0, "", 0, told)])

    def refuse_too_heavy(self, survey: dict[str, Any]) -> None:
        steps, path = heaviest(survey)
        if steps > STEPS_OF_ALL:
            told = f"Terlalu berat untuk HP: sekali buka, rumusnya melihat lebih dari {STEPS_OF_ALL // 1000}.000 baris."
            way = "Kurangi rumus yang melihat seluruh tabel."
            raise NotCompiled([Mistake("survey", self.cells.line(path).number, "", 0, f"{told} {way}")])

    def language_names(self, languages: list[str]) -> dict[str, str]:
        """What each language calls itself, ``Bahasa Indonesia (id)``, when there is a choice."""
        heads = {column for line in self.workbook.sheets.get("survey", []) for column in line.cells}
        written = {head.rpartition("::")[2].strip() for head in heads if "::" in head}
        names = {code_of(name): re.sub(r"\s*\([\w-]+\)$", "", name) for name in written}
        return {code: names.get(code, code) for code in languages} if len(languages) > 1 else {}

    def tables(self, nodes: list[Node], choices: dict[str, Any]) -> dict[str, attachments.Table]:
        """The CSV files that the form names, and in ``choices`` those that are chosen from."""
        found: dict[str, attachments.Table] = {}
        for name, address in self.form.files.items():
            if name == "__last-saved":
                continue  # refused where it is read
            line = self.declaring(name)
            try:
                if not address.startswith("jr://file-csv/"):
                    raise ValueError("File luar harus .csv.")
                found[f"{name}.csv"] = attachments.table(f"{name}.csv", self.files)
            except ValueError as error:
                self.mistakes.append(Mistake("survey", line.number, "type", 0, str(error)))
        for node in walk(nodes):
            file, *columns = str(node.get("list", "")).split(" ")
            if file.endswith(".csv") and file in found and node["list"] not in choices:
                code, label = columns or ("name", "label")
                rows = found[file]
                if rows and not {code, label} <= rows[0].keys():
                    line = self.cells.line(node["path"])
                    self.mistakes.append(
                        Mistake("survey", line.number, "parameters", 0, f"{file} harus punya kolom {code} dan {label}.")
                    )
                choices[node["list"]] = [row | {"name": row.get(code, ""), "label": row.get(label, "")} for row in rows]
        return {name: rows for name, rows in found.items() if name not in choices}

    def declaring(self, name: str) -> Line:
        """The first row of the survey that speaks of a file."""
        lines = self.workbook.sheets.get("survey", [])
        return next((line for line in lines if any(name in cell for cell in line.cells.values())), Line(0, {}))

    def choices(self, raw: dict[str, Any], languages: list[str]) -> dict[str, list[dict[str, Any]]]:
        result: dict[str, list[dict[str, Any]]] = {}
        for name, choices in (raw.get("choices") or {}).items():
            for choice in choices:
                if re.search(r"[ \t\r\n]", str(choice["name"])):
                    self.mistakes.append(
                        self.choice_mistake(name, choice["name"], "Kode pilihan tidak boleh berisi spasi.")
                    )
            result[name] = [self.choice(name, choice, languages) for choice in choices]
        return result

    def choice(self, list_name: str, choice: dict[str, Any], languages: list[str]) -> dict[str, Any]:
        made = {key: value for key, value in choice.items() if key != "media"}
        if "label" in made:
            made["label"] = texts_of(made["label"], languages)
        if choice["name"] == "other" and not self.choice_line(list_name, "other"):
            made["label"] = "Lainnya"  # the one that or_other adds
        for kind, named in (choice.get("media") or {}).items():
            try:
                if kind != "image":
                    raise ValueError("Suara atau video di pilihan tidak didukung.")
                made["image"] = self.pictures.take(named, languages)
            except ValueError as error:
                mistake = self.choice_mistake(list_name, choice["name"], str(error))
                self.mistakes.append(replace(mistake, column=f"media::{kind}"))
        return made

    def choice_line(self, list_name: str, code: str) -> Line | None:
        named = (list_name, code)
        lines = self.workbook.sheets.get("choices", [])
        return next((line for line in lines if (line.cells.get("list_name"), line.cells.get("name")) == named), None)

    def choice_mistake(self, list_name: str, code: str, message: str) -> Mistake:
        line = self.choice_line(list_name, code)
        return Mistake("choices", line.number if line else 0, "name", 0, message)

    def expressions(self, node: dict[str, Any], places: Places) -> None:
        """Turn the expressions of one node into trees, and the ``${x}`` of its texts."""
        path = node["path"]
        bind = self.form.binds.get(path, {})
        line = self.cells.line(path)
        found = {
            "relevant": bind.get("relevant"),
            "required": bind.get("required"),
            "constraint": bind.get("constraint"),
            "calculate": self.form.triggered.get(path, (bind.get("calculate"), []))[0],
            "read_only": bind.get("readonly") if node["type"] != "note" else None,
            "count": self.form.counts.get(path),
            "filter": self.form.filters.get(path),
            "default_expr": self.form.defaults.get(path),
            "seed": self.form.seeds.get(path),
        }
        for key, text in found.items():
            if text is None or not text.strip() or (key in UNLESS_SAID and text.strip() == "false()"):
                continue
            columns = None
            if key == "filter":
                columns = columns_of(places.choices.get(node["list"], []))
            context = Context(places, path, columns, impure=key in ("calculate", "default_expr"))
            tree = self.tree(text, context, "survey", line, COLUMNS[key])
            if tree is not None:
                node[key] = tree
        if path in self.form.triggered and node["kind"] == "question":
            node["trigger"] = self.form.triggered[path][1]
            node.setdefault("calculate", ["t", ""])  # a trigger alone clears the answer
        for key in ("label", "hint", "guidance"):
            if key in node:
                node[key] = self.parts(node[key], places, path, line, key)

    def tree(
        self, resolved: str, context: Context, sheet: str, line: Line, columns: tuple[str, ...]
    ) -> list[Any] | None:
        """The tree of an expression as pyxform resolved it. What its author wrote is read first, for the position."""
        column = next((name for name in columns if name in line.cells), columns[0])
        written = line.cells.get(column, resolved)
        try:
            if column == "parameters":
                pass  # the seed stands among others there
            elif "${" in written and context.columns is None:
                build(written, context)
            else:
                parse.parse(written)
            return build(resolved, context)
        except ExpressionError as error:
            self.mistakes.append(Mistake(sheet, line.number, column, error.position, error.message))
            return None

    def parts(self, text: Any, places: Places, path: str, line: Line, column: str) -> Any:
        """A text as its author wrote it, or a list of pieces where ``${x}`` stands in it."""
        if isinstance(text, dict):
            return {language: self.parts(one, places, path, line, column) for language, one in text.items()}
        pieces = re.split(r"(\$\{[^{}]+\})", text)
        if len(pieces) == 1:
            return text
        context = Context(places, path)
        return [
            self.tree(piece, context, "survey", Line(line.number, {}), (column,)) if piece.startswith("${") else piece
            for piece in pieces
            if piece
        ]

    def order(self, places: Places) -> list[str]:
        try:
            return order(places)
        except Circle as circle:
            names = [places.nodes[path]["name"] for path in circle.paths]
            lines = (self.cells.line(path.removesuffix("_count")) for path in circle.paths)
            line = next((line for line in lines if line.number), Line(0, {}))
            if len(names) > SHOWN:
                names[SHOWN // 2 : -SHOWN // 2] = [f"… {len(names) - SHOWN} lainnya …"]
            message = f"Pertanyaan saling menunggu: {' → '.join(names)}."
            self.mistakes.append(Mistake("survey", line.number, "", 0, message))
            return []

    def entities(self, places: Places) -> list[dict[str, Any]]:
        result = []
        for line in self.workbook.sheets.get("entities", []):
            name = line.cells.get("list_name") or line.cells.get("dataset") or ""
            scope = self.form.entities.get(name, "/data")
            entity: dict[str, Any] = {"list": name, "repeat": None if scope == "/data" else scope}
            meta = f"{scope}/meta/entity"
            for key, bind in (("label", f"{meta}/label"), ("create_if", f"{meta}/@create")):
                text = self.form.binds.get(bind, {}).get("calculate")
                if text:
                    context_path = f"{meta}/label" if key == "label" else f"{meta}/@create"
                    entity[key] = self.tree(text, Context(places, context_path), "entities", line, (key,))
            result.append(entity)
        return result


def columns_of(choices: list[dict[str, Any]]) -> frozenset[str]:
    """What a choice filter may read: not a label that differs from language to language."""
    columns = frozenset(column for choice in choices for column in choice) | {"name"}
    return (
        columns - {"image"} - ({"label"} if any(isinstance(c.get("label"), (dict, list)) for c in choices) else set())
    )


def _is_impure(tree: Any) -> bool:
    if not isinstance(tree, list) or not tree or tree[0] in ("t", "n"):
        return False
    return tree[0] in IMPURE or any(_is_impure(part) for part in tree[1:])


def _language(name: str | None, languages: list[str]) -> str:
    """``Bahasa Indonesia (id)`` is ``id``."""
    found = re.search(r"\(([\w-]+)\)\s*$", name or "")
    code = found[1] if found else name or "default"
    return code if not languages or code in languages else languages[0]


__all__ = ["ExpressionError", "compile_expression", "compile_survey", "references"]
