"""What hangs on a family and goes with it wherever it goes."""

from __future__ import annotations

from sqlalchemy import select

from server.exchange.models import OpenConflict
from server.exchange.turns import Turn
from server.families.models import Identity, Member


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
