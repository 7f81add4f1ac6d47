"""``desa = … AND column IN (these)`` as one statement however many these are: compiled once, planned once.

SQLAlchemy's own ``in_`` writes a mark for each value, so every length is another text to render, parse and plan. On
SQLite the pair is compared as a row: without statistics its planner would else walk through all rows of the desa.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Dialect, String, Table, TypeDecorator, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeEngine


class Texts(TypeDecorator[Sequence[str]]):
    """Many texts as one parameter: an array on PostgreSQL, JSON on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """What carries it."""
        return ARRAY(String()) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        """As the driver takes it."""
        return list(value or ()) if dialect.name == "postgresql" else json.dumps(list(value or ()))


class among(ColumnElement[bool]):  # noqa: N801  # read as an operator
    """Whether a row is of the desa given as ``desa`` and its ``column`` one of the texts given as ``name``.

    Both are handed over when the statement is executed.
    """

    inherit_cache = True
    _traverse_internals = [
        (part, InternalTraversal.dp_clauseelement) for part in ("desa", "column", "which_desa", "many")
    ]

    def __init__(self, table: Table, column: str, name: str) -> None:
        self.desa: Column[Any] = table.c.desa
        self.column: Column[Any] = table.c[column]
        self.which_desa = bindparam("desa", type_=String())
        self.many = bindparam(name, type_=Texts())
        self.type = Boolean()


def _parts(element: among, compiler: SQLCompiler, kw: dict[str, Any]) -> list[str]:
    parts = (element.desa, element.column, element.which_desa, element.many)
    return [compiler.process(part, **kw) for part in parts]


@compiles(among, "postgresql")
def _with_array(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    desa, column, which, many = _parts(element, compiler, kw)
    return f"({desa} = {which} AND {column} = ANY ({many}))"


@compiles(among)
def _with_json(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    desa, column, which, many = _parts(element, compiler, kw)
    return f"({desa}, {column}) IN (SELECT {which}, value FROM json_each({many}))"  # noqa: S608  # names and marks only
