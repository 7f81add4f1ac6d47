"""A form that exists as an XForm only, written back as the XLSForm it could have come from.

What an application adds for itself (types, functions, tables of its own) is written as XForms have it; texts of other
languages, pictures and looks are left out: they change nothing that is compared.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import xlsxwriter

from server.surveys import looks

XF, JR = "{http://www.w3.org/2002/xforms}", "{http://openrosa.org/javarosa}"
ODK = "{http://www.opendatakit.org/xforms}"
TYPES = {
    "int": "integer", "decimal": "decimal", "date": "date", "dateTime": "datetime", "time": "time",
    "geopoint": "geopoint", "binary": "image", "barcode": "barcode",
}  # fmt: skip
MONTHS = "int((decimal-date-time({}) - decimal-date-time({})) div 30.4375)"
Sheets = dict[str, list[dict[str, str]]]


def workbook(sheets: Sheets) -> bytes:
    """The rows as an .xlsx; every cell a text."""
    stream = BytesIO()
    texts_only = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, texts_only) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            heads = list(dict.fromkeys(head for row in rows for head in row))
            for at, row in enumerate([{head: head for head in heads}, *rows]):
                for head, cell in row.items():
                    sheet.write_string(at, heads.index(head), cell)
    return stream.getvalue()


def without_looks(sheets: Sheets) -> Sheets:
    """The same workbook without what we refuse and what changes nothing that is compared: some appearances, and spaces
    in the codes of choices."""
    for row in sheets.get("choices", []):
        if "name" in row:
            row["name"] = "_".join(row["name"].split())
    for row in sheets.get("survey", []):
        kind = row.get("type", "").replace("begin ", "").replace("begin_", "").split(" ")[0]
        taken = looks.APPEARANCES.get(kind, frozenset()) | looks.ANY
        words = [word for word in row.pop("appearance", "").split() if word in taken]
        if words:
            row["appearance"] = " ".join(words)
    return sheets


class XFormSheets:
    """The rows of one XForm."""

    def __init__(self, text: str) -> None:
        self.root = ET.fromstring(text)  # from a package of a known hash
        model = next(self.root.iter(f"{XF}model"))
        self.instance = next(child for child in model if child.tag == f"{XF}instance")[0]
        self.name = self.instance.tag.removeprefix(XF)
        self.binds = {bind.get("nodeset", ""): bind for bind in self.root.iter(f"{XF}bind")}
        self.controls = {
            one.get("ref") or one.get("nodeset") or "": one
            for one in self.root.iter()
            if one.tag.startswith((XF, ODK)) and (one.get("ref") or one.get("nodeset"))
            and re.sub(r"\{.*\}", "", one.tag) not in ("bind", "label", "hint", "itemset", "value", "setvalue")
        }  # fmt: skip
        self.repeats = {one.get("nodeset", ""): one for one in self.root.iter(f"{XF}repeat")}
        self.texts = self._texts()
        self.survey: list[dict[str, str]] = []
        self.choices: list[dict[str, str]] = []
        self.lists: dict[str, str] = {}

    def sheets(self) -> Sheets:
        self._tables()
        self._rows(self.instance, f"/{self.name}")
        said = {"form_id": self.name, "form_title": self.name, "version": self.instance.get("version", "")}
        settings = said | {"allow_choice_duplicates": "yes"}
        return {"survey": self.survey, "choices": self.choices, "settings": [settings]}

    def _texts(self) -> dict[str, str]:
        """Plain texts by their id, in English if there is any."""
        found: dict[str, str] = {}
        for translation in sorted(self.root.iter(f"{XF}translation"), key=lambda one: one.get("lang") != "en"):
            for text in translation.iter(f"{XF}text"):
                value = next((one for one in text if not one.get("form")), None)
                if value is not None:
                    found.setdefault(text.get("id", ""), " ".join("".join(value.itertext()).split()))
        return found

    def _label(self, element: ET.Element | None) -> str:
        label = None if element is None else element.find(f"{XF}label")
        if label is None:
            return ""
        found = re.search(r"jr:itext\('([^']*)'\)", label.get("ref", ""))
        text = self.texts.get(found[1], "") if found else " ".join("".join(label.itertext()).split())
        return text.replace("${", "$ {")

    def _tables(self) -> None:
        """The choice lists that stand as instances of their own."""
        for instance in self.root.iter(f"{XF}instance"):
            name = instance.get("id")
            if name and len(instance):
                for item in instance[0]:
                    cells = {cell.tag.removeprefix(XF): cell.text or "" for cell in item}
                    label = cells.pop("label", "") or self.texts.get(cells.pop("itextId", ""), "") or cells["name"]
                    self.choices.append({"list_name": name, "label": label, **cells})

    def _rows(self, element: ET.Element, path: str) -> None:
        counts = {repeat.get(f"{JR}count", "").strip() for repeat in self.repeats.values()}
        for child in element:
            name = child.tag.removeprefix(XF)
            own = f"{path}/{name}"
            if own in counts and own.endswith("_count") and own not in self.controls:
                continue  # pyxform's own: made again from the repeat's count
            if child.tag.startswith(XF) and not (name == "meta" and element is self.instance):
                (self._group if len(child) else self._question)(child, "meta_" if name == "meta" else name, own)

    def _group(self, child: ET.Element, name: str, path: str) -> None:
        kind = "repeat" if path in self.repeats else "group"
        row = {"type": f"begin_{kind}", "name": name, "label": self._label(self.controls.get(path)) or name}
        count = (self.repeats[path].get(f"{JR}count") or "").strip() if kind == "repeat" else ""
        counted = self.binds.get(count) if count.endswith("_count") and count not in self.controls else None
        count = (counted.get("calculate") if counted is not None else None) or count
        bound = {key: said for key, said in self._bound(path).items() if not re.match(r"\./\w", said)}
        self.survey.append(row | bound | ({"repeat_count": self._said(count)} if count else {}))
        self._rows(child, path)
        self.survey.append({"type": f"end_{kind}"})

    def _question(self, child: ET.Element, name: str, path: str) -> None:
        control, bind = self.controls.get(path), self._bound(path)
        label = self._label(control) or name
        kind = self._type(path, control, bind)
        if kind in ("note", "calculate", "hidden"):
            bind = {key: value for key, value in bind.items() if key in ("relevant", "calculation")}
        row = {"type": kind, "name": name, **({} if kind in ("calculate", "hidden") else {"label": label}), **bind}
        if kind.startswith("select"):
            row |= self._chosen(control, path)
        if child.text and child.text.strip() and kind not in ("note", "calculate"):
            row["default"] = child.text.strip()
        self.survey.append(row)

    def _type(self, path: str, control: ET.Element | None, bind: dict[str, str]) -> str:
        bound = self.binds.get(path)
        if bound is not None and bound.get(f"{JR}preload") == "timestamp":
            return bound.get(f"{JR}preloadParams", "start")
        tag = "" if control is None else re.sub(r"\{.*\}", "", control.tag)
        if tag in ("select1", "select"):
            return "select_one" if tag == "select1" else "select_multiple"
        if control is None or "hidden" in control.get("appearance", ""):
            return "calculate" if "calculation" in bind else "hidden"
        if tag == "trigger":
            return "acknowledge"
        if bind.get("read_only") == "true()" and "calculation" not in bind:
            return "note"
        return TYPES.get("string" if bound is None else bound.get("type", "string"), "text")

    def _chosen(self, control: ET.Element | None, path: str) -> dict[str, str]:
        """The list of a question of choices: a table of the form, or the items that stand with it."""
        assert control is not None
        kind = "select_one" if control.tag == f"{XF}select1" else "select_multiple"
        itemset = control.find(f"{XF}itemset")
        if itemset is not None:
            found = re.match(r"instance\('([^']+)'\)/root/item(?:\[(.*)\])?$", itemset.get("nodeset", ""), re.DOTALL)
            assert found
            filtered = {"choice_filter": self._said(found[2])} if found[2] else {}
            return {"type": f"{kind} {found[1]}", **filtered}
        items = [(item.findtext(f"{XF}value") or "", self._label(item)) for item in control.iter(f"{XF}item")]
        name = self.lists.setdefault(repr(items), f"list_{len(self.lists) + 1}")
        if not any(row["list_name"] == name for row in self.choices):
            self.choices += [{"list_name": name, "name": code, "label": label or code} for code, label in items]
        return {"type": f"{kind} {name}"}

    def _bound(self, path: str) -> dict[str, str]:
        bind = self.binds.get(path)
        heads = {"relevant": "relevant", "required": "required", "constraint": "constraint", "calculate": "calculation"}
        heads["readonly"] = "read_only"
        if bind is None:
            return {}
        return {head: self._said(bind.get(key, "")) for key, head in heads.items() if bind.get(key)}

    def _said(self, expression: str | None) -> str:
        """An expression with the root that XLSForms have, and without what one application adds."""
        text = re.sub(rf"(?<![\w./])/{self.name}(?=/)", "/data", expression or "")
        text = re.sub(r"(?<=/)meta(?=/)", "meta_", text)
        text = re.sub(r"instance\('contact-summary'\)/context/[\w-]+", "''", text)
        while found := re.search(r"difference-in-months\(", text):
            first, second, end = _arguments(text, found.end())
            text = text[: found.start()] + MONTHS.format(second, first) + text[end:]
        return text


def _arguments(text: str, start: int) -> tuple[str, str, int]:
    """The two arguments of the call whose bracket opened at ``start``, and where it ends."""
    depth, comma = 1, -1
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if text[at] == "," and depth == 1:
            comma = at
        if depth == 0:
            return text[start:comma].strip(), text[comma + 1 : at].strip(), at + 1
    raise ValueError(text)


def from_workbook(definition: Any) -> Sheets:
    """The rows of a workbook as pyxform reads them."""
    names = ("survey", "choices", "settings")
    return {name: [dict(row) for row in getattr(definition, name) or []] for name in names}
