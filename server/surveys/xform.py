"""What pyxform resolved: the binds, defaults, triggers and choice filters of an XForm, by path."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET  # the XML is pyxform's own output, made a moment ago

XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
SELECTS = (f"{XF}select", f"{XF}select1")
ITEMS = re.compile(r"instance\('([^']+)'\)/root/item(?:\[(.*)\])?", re.DOTALL)
RANDOM = re.compile(r"randomize\((instance\('[^']+'\)/root/item(?:\[.*\])?)(?:,(.*))?\)", re.DOTALL)


@dataclass
class XForm:
    """Expressions by the path of the node they belong to.

    Attributes:
        binds: path to ``relevant``, ``required``, ``constraint``, ``calculate``, ``readonly``.
        counts: repeat to its ``repeat_count``.
        filters: select to its choice filter.
        defaults: path to an expression taken once.
        triggered: path to (expression, the paths whose change makes it run).
        static: path to the default text that stands in the instance.
        entities: list name to the path of the group or repeat it is made in ("/data" for the form).
        sources: select to an itemset that is no list of choices.
        seeds: select whose choices come in a random order, to the seed of it; empty if there is none.
        columns: select to the columns of its list that hold code and label.
        files: name to the address of a file that the form declares.
    """

    binds: dict[str, dict[str, str]] = field(default_factory=dict)
    counts: dict[str, str] = field(default_factory=dict)
    filters: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    triggered: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    static: dict[str, str] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    seeds: dict[str, str] = field(default_factory=dict)
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def read_xform(text: str) -> XForm:
    root = ET.fromstring(text)  # noqa: S314 - see above
    form = XForm()
    for bind in root.iter(f"{XF}bind"):
        form.binds[bind.get("nodeset", "")] = dict(bind.attrib)
    for instance in root.iter(f"{XF}instance"):
        if instance.get("src"):
            form.files[instance.get("id", "")] = instance.get("src", "")
    _read_instance(root, form)
    for element in root.iter():
        _read_body(element, form)
    return form


def _read_instance(root: ET.Element, form: XForm) -> None:
    instance = next(root.iter(f"{XF}instance"))

    def visit(element: ET.Element, path: str) -> None:
        for child in element:
            name = child.tag.partition("}")[2] or child.tag
            if name == "entity" and child.get("dataset"):
                form.entities[child.get("dataset", "")] = path.removesuffix("/meta")
            elif len(child):
                visit(child, f"{path}/{name}")
            elif child.text:
                form.static[f"{path}/{name}"] = child.text

    visit(instance[0], f"/{instance[0].tag.partition('}')[2]}")


def _read_body(element: ET.Element, form: XForm) -> None:
    path = element.get("ref") or element.get("nodeset") or ""
    if element.tag == f"{XF}setvalue" and "odk" in element.get("event", ""):
        form.defaults[path] = element.get("value", "")
    elif element.tag == f"{XF}repeat" and element.get(f"{JR}count"):
        form.counts[path] = element.get(f"{JR}count", "")
    for child in element:
        if child.tag == f"{XF}setvalue" and child.get("event") == "xforms-value-changed":
            target = child.get("ref", "")
            form.triggered.setdefault(target, (child.get("value", ""), []))[1].append(path)
        if child.tag == f"{XF}itemset":
            _read_items(child, path, form)


def _read_items(itemset: ET.Element, path: str, form: XForm) -> None:
    nodeset = itemset.get("nodeset", "")
    if mixed := RANDOM.fullmatch(nodeset):
        nodeset, form.seeds[path] = mixed[1], (mixed[2] or "").strip()
    items = ITEMS.fullmatch(nodeset)
    if not items:
        form.sources[path] = nodeset
    elif items[2]:
        form.filters[path] = items[2]
    value, label = itemset.find(f"{XF}value"), itemset.find(f"{XF}label")
    if value is not None and label is not None:
        form.columns[path] = (value.get("ref", ""), label.get("ref", ""))
