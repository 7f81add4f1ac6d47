"""Reads who imports whom, in Python and in JavaScript, without running either."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from server.settings import HOUSE

STATIC = re.compile(r"""^\s*(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*['"]([^'"]+)['"]""", re.MULTILINE)
DYNAMIC = re.compile(r"""\bimport\(\s*['"]([^'"]+)['"]""")
COMMENT = re.compile(r"/\*.*?\*/|^\s*//[^\n]*|(?<=[\s;,{(])//[^\n'\"`]*$", re.DOTALL | re.MULTILINE)


def python_files(*folders: str) -> list[Path]:
    """Every module below ``folders`` of the house, generated revisions left out."""
    found = [file for folder in folders for file in sorted((HOUSE / folder).rglob("*.py"))]
    return [file for file in found if "migrations" not in file.parts]


def python_imports(file: Path) -> Iterator[str]:
    """Full dotted names that ``file`` imports, wherever in it: ``flask.request``, ``server.cases.service``.

    What only the type checker sees (``if TYPE_CHECKING``) is left out: it makes nobody depend on anybody.
    """
    package = file.relative_to(HOUSE).parent.parts
    tree = ast.parse(file.read_text())
    for branch in ast.walk(tree):
        if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.unparse(branch.test):
            branch.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])
            origin = base if node.level else (node.module or "")
            yield from (f"{origin}.{name.name}" for name in node.names)


def script_files() -> list[Path]:
    """Our own modules of the application: what is vendored has rules of its own."""
    return [file for file in sorted((HOUSE / "pwa").rglob("*.js")) if "vendor" not in file.parts]


def code(file: Path) -> str:
    """The text of a module without its comments."""
    return COMMENT.sub("", file.read_text())


def script_imports(file: Path, pattern: re.Pattern[str] = STATIC) -> list[str]:
    """Paths below pwa/ of the modules that ``file`` imports."""
    here = file.parent
    return [_inside((here / name).resolve()) for name in pattern.findall(code(file)) if name.startswith(".")]


def bare_imports(file: Path) -> list[str]:
    """Imports that no browser can follow without a map: names instead of relative paths."""
    names = STATIC.findall(code(file)) + DYNAMIC.findall(code(file))
    return [name for name in names if not name.startswith(("./", "../"))]


def reachable(start: str) -> set[str]:
    """Modules loaded before the first screen: ``start`` and what it imports, statically, all the way down."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        path = ahead.pop()
        if path in seen:
            continue
        seen.add(path)
        ahead += script_imports(HOUSE / "pwa" / path)
    return seen


def _inside(path: Path) -> str:
    return path.relative_to(HOUSE / "pwa").as_posix()
