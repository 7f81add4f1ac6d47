"""The rows of a desa whose column is one of many given texts, by a statement that is the same however many they are.

SQLAlchemy's own ``in_`` writes a mark for each value, so every length is another text to render, parse and plan. Here
they are one parameter: an array on PostgreSQL; on SQLite JSON that is walked through, each looked up by the index on
``(desa, column)``. The CROSS JOIN says that order: left to choose, its planner walks through all rows of the desa.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Select,
    String,
    Table,
    TypeDecorator,
    bindparam,
    func,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import Join
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeEngine


def among(table: Table, column: str, *wanted: str) -> Select[Any]:
    """Rows of ``table``, executed with ``desa`` and ``ids``: those whose ``column`` is one of the ids.

    Args:
        wanted: names of the columns to get; none: all.
    """
    columns = [table.c[name] for name in wanted] or list(table.c)
    here = table.c.desa == bindparam("desa", type_=String())
    return select(*columns).select_from(_Given(table)).where(here, table.c[column] == _OneOfThem())


class _Texts(TypeDecorator[Sequence[str]]):
    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(String()) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        return list(value or ()) if dialect.name == "postgresql" else json.dumps(list(value or ()))


def _ids() -> Any:
    return bindparam("ids", type_=_Texts())


class _Given(Join):
    """The ids, and for each what the table has."""

    inherit_cache = True

    def __init__(self, table: Table) -> None:
        super().__init__(func.json_each(_ids()).table_valued("value", name="given"), table, true())


class _OneOfThem(ColumnElement[str]):
    """What the column is compared with."""

    inherit_cache = True
    _traverse_internals = [("ids", InternalTraversal.dp_clauseelement)]

    def __init__(self) -> None:
        self.ids = _ids()
        self.type = String()


@compiles(_Given)
def _cross_join(element: _Given, compiler: SQLCompiler, **kw: Any) -> str:
    kw |= {"asfrom": True, "from_linter": None}  # it would warn that nothing joins the two
    return f"{compiler.process(element.left, **kw)} CROSS JOIN {compiler.process(element.right, **kw)}"


@compiles(_Given, "postgresql")
def _table_alone(element: _Given, compiler: SQLCompiler, **kw: Any) -> str:
    kw |= {"asfrom": True}
    return str(compiler.process(element.right, **kw))


@compiles(_OneOfThem)
def _value(element: _OneOfThem, compiler: SQLCompiler, **kw: Any) -> str:
    return "given.value"


@compiles(_OneOfThem, "postgresql")
def _any(element: _OneOfThem, compiler: SQLCompiler, **kw: Any) -> str:
    return f"ANY ({compiler.process(element.ids, **kw)})"
