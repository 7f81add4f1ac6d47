"""Who is asking and what they may do: the door other subjects use.

The names below are all there is; each is explained where it is made.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from server.accounts.enrolments import (
    agent_family,
    current_enrolment,
    enrol,
    enrolment,
    enrolments,
    has_bearer,
    may_read,
    require_reader,
    revoke,
    role_required,
    seen,
    set_cookie,
)
from server.accounts.invitations import TRIES, accept, invite, open_invitation, revoke_invitation
from server.accounts.left import Left
from server.accounts.models import Enrolment
from server.accounts.orders import done as order_done
from server.accounts.orders import give as give_order
from server.accounts.orders import orders
from server.accounts.people import (
    add_person,
    change_person,
    contact,
    demo_people,
    managed_person,
    me,
    names,
    new_person,
    people,
    person,
    try_out,
)
from server.accounts.recovery import approve as approve_recovery
from server.accounts.recovery import ask as ask_recovery
from server.accounts.recovery import collect as collect_recovery
from server.accounts.recovery import waiting as recoveries_waiting
from server.accounts.returning import ask as ask_to_return
from server.accounts.returning import asking as asking_to_return
from server.accounts.returning import confirm as confirm_return
from server.accounts.roles import KADER, MANAGERS, OFFICE, ROLES, is_office
from server.accounts.senders import Sender, sender
from server.accounts.tries import count_try, forget_tries, mind_tries

if TYPE_CHECKING:
    from sync.record import Author

__all__ = [
    "KADER",
    "MANAGERS",
    "OFFICE",
    "ROLES",
    "TRIES",
    "Left",
    "Sender",
    "accept",
    "add_person",
    "agent_family",
    "approve_recovery",
    "ask_recovery",
    "ask_to_return",
    "asking_to_return",
    "author",
    "change_person",
    "collect_recovery",
    "confirm_return",
    "contact",
    "count_try",
    "current_enrolment",
    "demo_people",
    "enrol",
    "enrolment",
    "enrolments",
    "forget_tries",
    "give_order",
    "has_bearer",
    "invite",
    "is_office",
    "managed_person",
    "may_read",
    "me",
    "mind_tries",
    "names",
    "new_person",
    "open_invitation",
    "order_done",
    "orders",
    "people",
    "person",
    "recoveries_waiting",
    "require_reader",
    "revoke",
    "revoke_invitation",
    "role_required",
    "seen",
    "sender",
    "set_cookie",
    "try_out",
]


def author(writer: Enrolment | Sender, n: int, change_id: str, made_at: str | None, now: datetime) -> Author:
    """Name who made a change, as it will stand in the log: the person and browser, with the rights they have now."""
    from sync.record import Author

    them = writer.person
    return Author(
        person=them.id,
        enrolment=writer.id,
        n=n,
        change=change_id,
        name=them.name,
        roles=frozenset(them.roles),
        areas=tuple(them.areas),
        made_at=made_at,
        received_at=now,
    )
