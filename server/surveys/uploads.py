"""A workbook that an officer or the command line hands in: compiled whole and published, or refused whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from server.db import db
from server.errors import NotYourRole
from server.surveys import publications
from server.surveys.files import BUNDLE, refuse_bundle, refuse_file
from server.surveys.remarks import remarks
from sync.scope import OFFICE

PUBLISHERS = frozenset({"koordinator", "dinsos", "admin"})  # who may change what every kader of a desa is asked
READERS = tuple(sorted(PUBLISHERS | OFFICE))  # who may have a workbook back


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of a workbook; after a mere check ``hash`` is None and ``body`` what would be published."""

    hash: str | None
    code: str
    version: str
    scope: str
    in_force: date
    title: str = ""
    remarks: list[str] = field(default_factory=list)
    body: dict[str, Any] | None = None


def compiled_survey(source: bytes, file_name: str) -> tuple[dict[str, Any], list[str]]:
    """An XLSForm, or a .zip of one with its files, compiled, and the remarks; nothing is asked of the database.

    Raises:
        NotCompiled: with every mistake found; TooLarge.
    """
    refuse_bundle(source, file_name) if file_name.lower().endswith(BUNDLE) else refuse_file(source, file_name)
    compiled: dict[str, Any] = import_module("server.surveys.compile").compile_survey(source, file_name)
    return compiled, remarks(compiled, compiled.pop("remarks", []))


def survey_workbook(
    source: bytes, file_name: str, scope: str, in_force: date, by: str, *, check: bool = False
) -> Uploaded:
    """Compile an XLSForm and publish it, unless only ``check`` is asked.

    Raises:
        NotCompiled: with every mistake found; TooLarge.
        VersionTaken: this version stands there for other content; a check says so too.
    """
    compiled, worth_a_look = compiled_survey(source, file_name)
    code, version = str(compiled["id"]), str(compiled["version"])
    title = str(compiled["title"])
    if check:
        publications.refuse_taken_version("survey", code, version, scope, compiled)
        return Uploaded(None, code, version, scope, in_force, title, worth_a_look, compiled)
    name = publications.publish("survey", code, version, scope, in_force, compiled, source, by, file_name=file_name)
    db.session.commit()
    return Uploaded(name, code, version, scope, in_force, title, worth_a_look)


def refuse_publisher(roles: Iterable[str], desa: str, scope: str | None = None) -> None:
    """Refuse who may not publish for ``scope``: everybody her own desa only, Dinas Sosial also its kabupaten."""
    mine = PUBLISHERS.intersection(roles)
    widest = desa[:5] if "dinsos" in mine else desa
    if not mine or not f"{desa if scope is None else scope}.".startswith(f"{widest}."):
        raise NotYourRole()
