"""Taking a row out of a subject's table when its record is gone; writing one is ``turn.upsert``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from server.db import Projected

if TYPE_CHECKING:
    from server.exchange.turns import Turn
    from sync.record import Record


def drop(turn: Turn, model: type[Projected], record: Record) -> None:
    """Forget the row of ``record``; none there is fine."""
    turn.session.execute(delete(model).where(model.desa == record.desa, model.id == record.id))
