"""What comes with the product, compiled once in a process: a survey is read by a process of its own, which takes
longer than most tests. That reading, and ``seed`` itself, have tests of their own.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from server.catalogue.compile import FindSurvey, compile_catalogue
from server.surveys import seeding
from server.surveys.compile import compile_survey

CATALOGUE = seeding.SERVER / "catalogue" / "workbooks" / "katalog.md"


def seed() -> None:
    """Publish the surveys, the catalogue, the holidays and the directory of the product."""
    with known():
        seeding.seed()


@contextmanager
def known() -> Iterator[None]:
    """In here the product's own workbooks are not compiled again; every other one is."""
    with (
        mock.patch("server.surveys.compile.compile_survey", _survey),
        mock.patch("server.catalogue.service.compile_catalogue", _catalogue),
    ):
        yield


@functools.cache
def surveys() -> dict[tuple[bytes, str], str]:
    """The surveys of the product by their workbook and its name, as JSON: whoever gets one may change it."""
    files = sorted((seeding.SERVER / "surveys" / "forms").glob("*.md"))
    sources = [(file.read_bytes(), file.name) for file in files]
    return {source: json.dumps(compile_survey(*source)) for source in sources}


@functools.cache
def catalogue() -> dict[tuple[bytes, str], str]:
    """The same of the catalogue."""
    source = CATALOGUE.read_bytes(), CATALOGUE.name
    by_version = {(one["id"], one["version"]): one for one in map(json.loads, surveys().values())}
    return {source: json.dumps(compile_catalogue(*source, lambda code, version: by_version.get((code, version))))}


def _survey(source: bytes, file_name: str) -> Any:
    made = surveys().get((source, file_name))
    return json.loads(made) if made else compile_survey(source, file_name)


def _catalogue(source: bytes, file_name: str, find_survey: FindSurvey) -> Any:
    made = catalogue().get((source, file_name))
    return json.loads(made) if made else compile_catalogue(source, file_name, find_survey)
