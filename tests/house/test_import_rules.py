"""Who may import whom, in both languages. The rules are the shape of the house; a wrong import is a crack in it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from server.settings import HOUSE
from tests.house.imports import (
    DYNAMIC,
    bare_imports,
    code,
    python_files,
    python_imports,
    reachable,
    script_files,
    script_imports,
)

SUBJECTS = sorted(
    f.name for f in (HOUSE / "server").iterdir() if (f / "__init__.py").exists() and f.name != "migrations"
)
DOORS = ("service", "models")  # how one subject reaches another
HANGERS = (
    "registry",
    "turns",
    "upserts",
)  # of exchange: where subjects hang their part on it, and what they write with
SHARED = ("shell", "store", "sync", "text", "vendor", "icons")  # what every subject of the application may use
DATABASE = ("sqlalchemy", "flask_sqlalchemy", "psycopg", "sqlite3", "server.db")
BEFORE_FIRST_SCREEN = 40
ENGINE = "survey/engine/"  # pure; the catalogue runs the same expressions, the desk reads what labels mark


def name(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


def begins(imported: str, *modules: str) -> bool:
    return any(imported == module or imported.startswith(f"{module}.") for module in modules)


def breaches(files, allowed) -> list[str]:
    """``file -> import`` for every import of ``files`` that ``allowed(file, import)`` refuses."""
    return [f"{name(file)} -> {one}" for file in files for one in python_imports(file) if not allowed(file, one)]


def test_the_protocol_stands_on_the_standard_library_alone() -> None:
    def allowed(_: Path, one: str) -> bool:
        return begins(one, "sync") or one.split(".")[0] in sys.stdlib_module_names

    assert not breaches(python_files("sync"), allowed)


@pytest.mark.parametrize("kind", ["rules.py", "schemas.py"])
def test_rules_and_shapes_know_neither_request_nor_database(kind: str) -> None:
    files = [file for file in python_files("server") if file.name == kind]
    assert files
    asking = ("flask.request", "flask.current_app", "flask.g", "flask.session")

    def allowed(_: Path, one: str) -> bool:
        return not begins(one, *DATABASE, *asking) and one.split(".")[-1] not in ("models", "service", "routes")

    assert not breaches(files, allowed)


def test_routes_leave_the_database_to_services() -> None:
    files = [file for file in python_files("server") if file.name == "routes.py"]
    assert not breaches(files, lambda _, one: not begins(one, *DATABASE))


def test_nothing_below_a_route_knows_routes() -> None:
    files = [f for f in python_files("server") if f.name in ("service.py", "models.py", "rules.py", "schemas.py")]
    assert not breaches(files, lambda _, one: not re.match(r"server\.\w+\.routes", one))


def test_models_do_not_know_what_happens_to_them() -> None:
    files = [file for file in python_files("server") if file.name == "models.py"]
    assert not breaches(files, lambda _, one: not re.match(r"server\.\w+\.(service|routes)", one))


def test_a_subject_is_reached_through_its_service_and_models() -> None:
    def allowed(file: Path, one: str) -> bool:
        parts = one.split(".")
        here = file.relative_to(HOUSE / "server").parts
        if len(here) == 1 or parts[0] != "server" or len(parts) < 3 or parts[1] not in SUBJECTS or parts[1] == here[0]:
            return True
        return parts[2] in DOORS or here[0] == "demo" or (parts[1] == "exchange" and parts[2] in HANGERS)

    assert not breaches(python_files("server"), allowed)


def test_only_notices_push() -> None:
    files = [file for file in python_files("server", "sync") if "notices" not in file.parts]
    assert not breaches(files, lambda _, one: not begins(one, "pywebpush", "py_vapid"))


def test_the_server_does_not_know_its_tests() -> None:
    assert not breaches(python_files("server", "sync"), lambda _, one: not begins(one, "tests"))


def test_subjects_of_the_application_do_not_import_each_other() -> None:
    wrong = []
    for file in script_files():
        here = file.relative_to(HOUSE / "pwa").parts
        if len(here) == 1:  # main.js composes; sw.js imports nothing
            continue
        may = {here[0], *SHARED}
        if here[0] in ("store", "sync", "text"):
            may = {"store", "sync", "text", "vendor"}
        imports = script_imports(file) + script_imports(file, DYNAMIC)
        if here[0] in ("catalogue", "cases"):
            imports = [one for one in imports if not one.startswith(ENGINE)]
        wrong += [f"{name(file)} -> {one}" for one in imports if one.split("/")[0] not in may]
    assert not wrong


def test_every_import_of_the_application_is_a_file() -> None:
    wrong = []
    for file in [*script_files(), *sorted((HOUSE / "pwa" / "vendor").glob("*.js"))]:
        wrong += [f"{name(file)} -> {one}" for one in bare_imports(file)]
        for one in script_imports(file) + script_imports(file, DYNAMIC):
            if not (HOUSE / "pwa" / one).is_file():
                wrong.append(f"{name(file)} -> {one} (no such file)")
    assert not wrong


def test_the_engine_is_pure() -> None:
    wrong = [
        f"{name(file)} -> {one}"
        for file in (HOUSE / "pwa" / "survey" / "engine").glob("*.js")
        for one in script_imports(file) + script_imports(file, DYNAMIC)
        if not one.startswith("survey/")
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("word", "allowed"),
    [
        pytest.param(
            r"\bindexedDB\b|vendor/idb\.js", {"pwa/store/db.js", "pwa/sw.js"}, id="the database of the browser"
        ),
        pytest.param(
            r"(?<![.\w])fetch\(|\bXMLHttpRequest\b|\bsendBeacon\b", {"pwa/sync/api.js", "pwa/sw.js"}, id="the network"
        ),
        pytest.param(r"\blocalStorage\b|\bsessionStorage\b", set(), id="storage that nothing seals"),
        pytest.param(r"\.(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(", set(), id="text as HTML"),
    ],
)
def test_one_place_in_the_application_touches(word: str, allowed: set[str]) -> None:
    found = {name(file) for file in script_files() if "citizen" not in file.parts and re.search(word, code(file))}
    assert found <= allowed


def test_few_modules_come_before_the_first_screen() -> None:
    modules = reachable("main.js")
    assert len(modules) > 5, "main.js imports next to nothing: is it read at all?"
    assert len(modules) <= BEFORE_FIRST_SCREEN, sorted(modules)


def test_the_worker_is_a_classic_script() -> None:
    text = code(HOUSE / "pwa" / "sw.js")
    assert not re.search(r"^\s*(import|export)\b|importScripts", text, re.MULTILINE)
    assert "__FILES__" in text
    assert "__VERSION__" in text


def test_a_breach_would_be_seen(tmp_path) -> None:
    script = tmp_path / "x.js"
    script.write_text(
        "import {\n  a,\n  b\n} from './one.js'\nimport './two.js'\nexport * from './three.js'\n// import './no.js'\n"
    )
    from tests.house.imports import STATIC

    assert STATIC.findall(code(script)) == ["./one.js", "./two.js", "./three.js"]
    assert "flask.request" in set(python_imports(HOUSE / "server" / "guard.py"))
