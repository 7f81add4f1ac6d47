"""What travels: records, the changes that devices make to them, and who made a change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

EXISTS = "exists"
"""Existence is a field like any other, so that deleting and editing can meet in a conflict."""


@dataclass(slots=True)
class Record:
    """One thing that travels, as the server keeps it and a phone receives it.

    Attributes:
        seq: the number of the desa's counter at which it was last written.
        area: where it lies, a path: ``""`` the desa, ``"004"`` an RW, ``"004/002"`` an RT, ``"004/002/<building>"``.
        gone: None, or why it is no longer here: ``deleted``, ``erased``, ``same_as <id>``.
        body: its fields; those outside the white list lie under ``extra``.
        versions: for each field the ``seq`` at which it was last written.
        author: the person who made it.
    """

    desa: str
    id: str
    collection: str
    seq: int
    area: str
    gone: str | None = None
    body: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who made a change, on which enrolment, as its how-many-th, and when by two clocks.

    ``made_at`` is what the phone's clock said: evidence, it orders nothing. ``received_at`` is the server's.
    """

    person: str
    enrolment: str
    n: int
    change: str
    name: str
    roles: frozenset[str]
    areas: tuple[str, ...]
    made_at: str | None
    received_at: datetime

    @classmethod
    def server(cls, now: datetime) -> Self:
        """The server itself, for what nobody asked for: a due date, a slot, a status that follows from others."""
        return cls("server", "server", 0, "", "PUSKESOS", frozenset({"server"}), ("",), None, now)


@dataclass(slots=True)
class To:
    """The value a field should have, and the version of that field its author had before her eyes (0: none).

    Never changed; not ``frozen``: there is one for each field of each change, and that would make it cost four times.
    """

    to: Any
    seen: int


@dataclass(frozen=True, slots=True)
class SetChange:
    """Fields of one record written by a person. ``area`` stands only where a building, family or visit begins."""

    id: str
    n: int
    collection: str
    record: str
    desa: str
    set: dict[str, To]
    made_at: str | None = None
    area: str | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The fields as they should be, without what was seen."""
        return {name: wish.to for name, wish in self.set.items()}


@dataclass(frozen=True, slots=True)
class ActionChange:
    """Something done to a record whose outcome the server decides, such as ``case.send_back``."""

    id: str
    n: int
    do: str
    record: str
    desa: str
    seen: int
    args: dict[str, Any]
    made_at: str | None = None


Change = SetChange | ActionChange
