"""What hangs on a family and goes with it wherever it goes, and all that says anything of it."""

from __future__ import annotations

from sqlalchemy import select

from server.exchange.models import OpenConflict, StoredRecord
from server.exchange.turns import Turn
from server.families.models import Identity, Member

SAME_AS = "same_as "


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

    The family and what hangs on it, what was given up for one of them as its twin, and the tickets of its service days.
    """
    from server.servicedays.models import Ticket

    desa, session = turn.desa, turn.session
    found = ahead = [family, *hanging(turn, family)]
    while ahead:
        twins = select(StoredRecord.id).where(StoredRecord.desa == desa)
        given_up = session.scalars(twins.where(StoredRecord.gone.in_([SAME_AS + which for which in ahead])))
        ahead = [which for which in given_up if which not in found]
        found = found + ahead
    tickets = select(Ticket.id).where(Ticket.desa == desa, Ticket.family.in_(found))
    return found + list(session.scalars(tickets))
