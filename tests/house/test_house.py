"""What must hold for the house as a whole: lock files, paths, texts, sizes of files, tables."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib

import pytest
from flask import Flask
from flask_migrate import check

from server.__main__ import MIGRATIONS
from server.settings import HOUSE

LOCKS = ("requirements.lock", "requirements-dev.lock", "tests/tools/package-lock.json")
ADDRESS = re.compile(r"https?://|git\+|\bfile:|@ ")
# Folders of one machine, not of every machine. /tmp, /usr and /dev are everybody's.
FOREIGN_PATH = re.compile(r"(?<![\w./])/(?:home|root(?!/item)|work|Users|mnt|srv|opt)/[\w.-]+")
TEXT = {
    ".py",
    ".js",
    ".mjs",
    ".json",
    ".md",
    ".toml",
    ".css",
    ".html",
    ".mako",
    ".ini",
    ".ts",
    ".csv",
    ".webmanifest",
    "",
}
SOURCES = ("sync", "server", "pwa")
KEY = re.compile(r"""(?<![\w.$])t\(\s*'([^'$]+)'\s*[,)]""")


def tracked() -> list[str]:
    """Files of the repository (or, in an export without git, of the tree)."""
    done = subprocess.run(["git", "ls-files"], cwd=HOUSE, capture_output=True, text=True, check=False)
    names = done.stdout.split("\n") if done.returncode == 0 else [str(p.relative_to(HOUSE)) for p in HOUSE.rglob("*")]
    return [
        name
        for name in names
        if name and (HOUSE / name).is_file() and "node_modules" not in name and ".venv" not in name
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_packages_not_places(lock: str) -> None:
    lines = (HOUSE / lock).read_text().splitlines()
    assert len(lines) > 50
    assert not [line for line in lines if ADDRESS.search(line)]


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_every_locked_package_has_a_version_and_a_hash(lock: str) -> None:
    packages = re.split(r"\n(?=\S)", (HOUSE / lock).read_text().strip())
    loose = [
        one.split("\n")[0] for one in packages if not re.match(r"[\w.\[\]-]+==\S+", one) or "--hash=sha256:" not in one
    ]
    assert not loose


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    for lock, asked in (
        ("requirements.lock", project["project"]["dependencies"]),
        ("requirements-dev.lock", project["project"]["dependencies"] + project["dependency-groups"]["dev"]),
    ):
        locked = {re.split(r"[=\[]", line)[0] for line in (HOUSE / lock).read_text().splitlines() if "==" in line}
        wanted = {re.split(r"[<>=\[]", one)[0] for one in asked}
        assert not wanted - locked, lock


def test_no_path_of_one_machine_is_written_anywhere() -> None:
    found = []
    for name in tracked():
        file = HOUSE / name
        if file.suffix in TEXT and "vendor" not in file.parts:
            found += [f"{name}: {match[0]}" for match in FOREIGN_PATH.finditer(file.read_text(errors="ignore"))]
    assert not found


def test_no_source_file_is_longer_than_350_lines() -> None:
    long = {}
    for name in tracked():
        if (
            name.startswith(SOURCES)
            and name.endswith((".py", ".js"))
            and "/vendor/" not in name
            and "/versions/" not in name
        ):
            lines = len((HOUSE / name).read_text().splitlines())
            if lines > 350:
                long[name] = lines
    assert not long


def test_every_text_that_is_asked_for_exists() -> None:
    texts = json.loads((HOUSE / "pwa" / "text" / "id.json").read_text())
    asked = {
        f"{file.relative_to(HOUSE)}: {key}"
        for file in [*(HOUSE / "pwa").rglob("*.js"), *(HOUSE / "server").rglob("*.py")]
        if "vendor" not in file.parts
        for key in KEY.findall(file.read_text())
        if key not in texts
    }
    assert not asked


def test_texts_stand_in_the_text_file_and_not_in_screens() -> None:
    """Words between tags of a template would be a text outside pwa/text/id.json."""
    loose = []
    for file in (HOUSE / "pwa").rglob("*.js"):
        if "vendor" in file.parts or file.name == "sprite.svg.js":
            continue
        for match in re.finditer(r">\s*([A-Za-z][a-z]+(?: [A-Za-z]+)+)[^<>{}`$=;]*<", file.read_text()):
            loose.append(f"{file.relative_to(HOUSE)}: {match[1]}")
    assert not loose


def test_no_style_asks_for_any_element_after_another() -> None:
    """``* + *`` has every element of a page looked at again when one comes: on a survey, at each answer."""
    sheet = re.sub(r"/\*.*?\*/", "", (HOUSE / "pwa" / "ui.css").read_text(), flags=re.DOTALL)
    assert ".stack > *" in sheet
    assert not re.findall(r"[+~]\s*\*\s*[,{]", sheet)


def test_what_tests_are_told_to_be_is_written_in_one_place() -> None:
    assert not [
        name for name in tracked() if name.endswith(("setup.cfg", "tox.ini", "pytest.ini", "mypy.ini", ".flake8"))
    ]


@pytest.mark.usefixtures("context")
def test_revisions_make_the_tables_that_models_describe(app: Flask) -> None:
    check(directory=str(MIGRATIONS))
