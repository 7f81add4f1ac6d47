"""What hangs on a family and goes with it wherever it goes, and all that says anything of it."""

from __future__ import annotations

import json

from sqlalchemy import select

from server.exchange.models import OpenConflict, StoredRecord
from server.exchange.turns import Turn
from server.families.models import Identity, Member

SAME_AS = "same_as "
DELETED = "deleted"


def hanging(turn: Turn, family: str) -> list[str]:
    """Ids of every record that lies where the family lies."""
    from server.cases.models import Case, Note
    from server.documents.models import Document
    from server.notices.models import Notice
    from server.visits.models import Visit

    session, desa = turn.session, turn.desa
    found = list(session.scalars(select(Member.id).where(Member.desa == desa, Member.family == family)))
    numbers = select(Identity.id).where(Identity.desa == desa, Identity.subject.in_([family, *found]))
    found += session.scalars(numbers)
    for model in (Visit, Document, Case, Note, Notice):
        found += session.scalars(select(model.id).where(model.desa == desa, model.family == family))
    about = select(OpenConflict.id).where(OpenConflict.desa == desa, OpenConflict.record.in_([family, *found]))
    return found + list(session.scalars(about))


def everything(turn: Turn, family: str) -> list[str]:
    """Ids of every record that says anything of a family.

    The family and what hangs on it, what was given up for one of them as its twin, what was deleted there before, and
    the tickets of its service days.
    """
    from server.servicedays.models import Ticket

    desa, session = turn.desa, turn.session
    found = ahead = [family, *hanging(turn, family)]
    while ahead:
        twins = select(StoredRecord.id).where(StoredRecord.desa == desa)
        given_up = session.scalars(twins.where(StoredRecord.gone.in_([SAME_AS + which for which in ahead])))
        ahead = [which for which in given_up if which not in found]
        found = found + ahead
    found += _ended(turn, found)
    tickets = select(Ticket.id).where(Ticket.desa == desa, Ticket.family.in_(found))
    return found + list(session.scalars(tickets))


def _ended(turn: Turn, about: list[str]) -> list[str]:
    """Ids of records that somebody deleted and that name one of these, and of what says something of those in turn."""
    desa, session = turn.desa, turn.session
    deleted = select(StoredRecord.id, StoredRecord.body).where(StoredRecord.desa == desa, StoredRecord.gone == DELETED)
    named = {which: _named(body) for which, body in session.execute(deleted) if which not in about}
    found = list[str]()
    ahead = about
    while ahead:
        ahead = [which for which, names in named.items() if which not in found and not names.isdisjoint(ahead)]
        found += ahead
    numbers = session.scalars(select(Identity.id).where(Identity.desa == desa, Identity.subject.in_(found)))
    found += [which for which in numbers if which not in found]
    conflicts = select(OpenConflict.id).where(OpenConflict.desa == desa, OpenConflict.record.in_(found))
    return found + [which for which in session.scalars(conflicts) if which not in about]


def _named(body: str) -> set[str]:
    """What the fields of a record name. A list of others, such as whose twin a family is not, hangs it on none."""
    return {value for value in json.loads(body).values() if isinstance(value, str)}
