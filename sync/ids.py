"""Names of what travels: UUIDv7 made by who begins it, and the names that follow from another."""

from __future__ import annotations

import re
from typing import Any

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
VERSION = 14  # the place of the version digit in a UUID's text


def is_uuid7(name: Any) -> bool:
    """Whether ``name`` is a UUID of version 7, in lower case."""
    return isinstance(name, str) and _UUID7.fullmatch(name) is not None


def identity_id(subject: str) -> str:
    """The id of the identity of a family or member: the same on every phone, so two of them meet in one record."""
    return subject[:VERSION] + "8" + subject[VERSION + 1 :]


def is_identity_id(name: Any) -> bool:
    """Whether ``name`` can be the id of somebody's identity."""
    return isinstance(name, str) and name[VERSION : VERSION + 1] == "8" and is_uuid7(subject_of(name))


def subject_of(identity: str) -> str:
    """Whose identity it is."""
    return identity[:VERSION] + "7" + identity[VERSION + 1 :]
