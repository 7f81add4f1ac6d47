"""A workbook that an officer or the command line hands in: compiled whole and published, or refused whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from server.db import db
from server.errors import NotYourRole
from server.surveys import publications
from server.surveys.files import refuse_file

PUBLISHERS = frozenset({"koordinator", "dinsos", "admin"})  # who may change what every kader of a desa is asked


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of a workbook; ``hash`` is None after a mere check."""

    hash: str | None
    code: str
    version: str
    scope: str
    in_force: date


def survey_workbook(
    source: bytes, file_name: str, scope: str, in_force: date, by: str, *, check: bool = False
) -> Uploaded:
    """Compile an XLSForm and publish it, unless only ``check`` is asked.

    Raises:
        NotCompiled: with every mistake found; TooLarge.
    """
    refuse_file(source, file_name)
    compiled: dict[str, Any] = import_module("server.surveys.compile").compile_survey(source, file_name)
    code, version = str(compiled["id"]), str(compiled["version"])
    if check:
        return Uploaded(None, code, version, scope, in_force)
    name = publications.publish("survey", code, version, scope, in_force, compiled, source, by, file_name=file_name)
    db.session.commit()
    return Uploaded(name, code, version, scope, in_force)


def refuse_publisher(roles: Iterable[str], desa: str, scope: str | None = None) -> None:
    """Refuse who may not publish for ``scope``: everybody her own desa only, Dinas Sosial also its kabupaten."""
    mine = PUBLISHERS.intersection(roles)
    widest = desa[:5] if "dinsos" in mine else desa
    if not mine or not f"{desa if scope is None else scope}.".startswith(f"{widest}."):
        raise NotYourRole()
