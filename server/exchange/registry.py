"""Where the subjects say what they do with a change: each ``service.py`` fills these tables when it is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from marshmallow import Schema
from sqlalchemy import Table

from server.db import Base, Projected
from server.exchange.upserts import table_of
from sync.record import Author, Record, SetChange

if TYPE_CHECKING:
    from server.exchange.turns import Turn

F = TypeVar("F")

Lookup = Callable[[str], Record | None]
"""A record by its id as it stood before the turn, overlaid by the batch's own earlier sets."""

Check = Callable[[SetChange, Author, Lookup], dict[str, Any]]
Columns = Callable[[Record], dict[str, Any]]
Arrival = Callable[["Turn", Record, frozenset[str], bool, Author], None]
Deed = Callable[["Turn", Record, dict[str, Any], Author], None]


class Projection(NamedTuple):
    """A subject's table, and the columns of a record's row in it beside ``desa``, ``id`` and ``seq``."""

    table: Table
    columns: Columns


class Action(NamedTuple):
    """An action by its name: the shape of its ``args`` and what it does under the lock.

    ``of``: the collection of the records it is done to.
    ``meanwhile``: it tells what has happened rather than what should, so nothing that came between refuses it.
    ``secret``: arguments that are stored nowhere; one that could not be taken needs them anew.
    """

    schema: Schema
    deed: Deed
    of: str
    meanwhile: bool = False
    secret: frozenset[str] = frozenset()


_checks: dict[str, list[Check]] = {}
_projections: dict[str, list[Projection]] = {}
_arrivals: dict[str, list[Arrival]] = {}
_actions: dict[str, Action] = {}


def checks(collection: str) -> Callable[[Check], Check]:
    """Have sets of ``collection`` checked before the turn: by values, slowly if need be, never under the lock.

    The function returns server-owned fields to write with the change, or raises a ``Problem``: then it is refused.
    """
    return _append(_checks, collection)


def projects(collection: str, model: type[Base]) -> Callable[[Columns], Columns]:
    """Have ``model``'s table hold a row for each record of ``collection``, with the columns that the function returns.

    It is written in the turn that writes the record, and taken away in the turn that takes the record away.
    """

    if not issubclass(model, Projected):
        raise TypeError(f"{model.__name__} is no projection")

    def keep(columns: Columns) -> Columns:
        _projections.setdefault(collection, []).append(Projection(table_of(model), columns))
        return columns

    return keep


def arrived(collection: str) -> Callable[[Arrival], Arrival]:
    """Be told, in the turn, that a person's set changed a record: which fields, and whether it began with it."""
    return _append(_arrivals, collection)


def action(
    name: str, schema: type[Schema], of: str = "", meanwhile: bool = False, secret: frozenset[str] = frozenset()
) -> Callable[[Deed], Deed]:
    """Name what may be done to a record. Raising a ``Problem`` refuses it and undoes what it wrote.

    Args:
        of: to records of which collection; unless said, of the one before the dot of its name.
        meanwhile: it is a fact, taken whatever somebody else did to the record that its author had not seen.
        secret: arguments that lie nowhere in the clear, so not in quarantine either.
    """

    def keep(deed: Deed) -> Deed:
        if name in _actions:
            raise ValueError(f"two actions are called {name}")
        _actions[name] = Action(schema(), deed, of or name.partition(".")[0], meanwhile, secret)
        return deed

    return keep


def checks_of(collection: str) -> list[Check]:
    """The checks of ``collection``, in the order they were named."""
    return _checks.get(collection, [])


def projections_of(collection: str) -> list[Projection]:
    """The projections of ``collection``."""
    return _projections.get(collection, [])


def arrivals_of(collection: str) -> list[Arrival]:
    """Who wants to be told when a set of ``collection`` was applied."""
    return _arrivals.get(collection, [])


def actions() -> Mapping[str, Action]:
    """Every action by its name."""
    return _actions


def _append(table: dict[str, list[F]], collection: str) -> Callable[[F], F]:
    def keep(function: F) -> F:
        table.setdefault(collection, []).append(function)
        return function

    return keep
