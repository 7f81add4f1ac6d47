"""Who may decide about families at the desk."""

from __future__ import annotations

from server.errors import NotYourRole
from sync.record import Author
from sync.scope import OFFICE


def office_only(by: Author) -> None:
    """Pass if ``by`` is an officer.

    Raises:
        NotYourRole: she is not.
    """
    if OFFICE.isdisjoint(by.roles):
        raise NotYourRole
