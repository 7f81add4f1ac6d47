"""What only officers may do."""

from __future__ import annotations

from server.errors import NotYourRole
from sync.record import Author
from sync.scope import OFFICE


def office_only(by: Author, *why: str) -> None:
    """Pass if ``by`` is an officer.

    Args:
        why: what she is told besides, in one sentence.
    Raises:
        NotYourRole: she is not.
    """
    if OFFICE.isdisjoint(by.roles):
        raise NotYourRole(*why)
