"""What past service days teach the coming ones: how long services take, how many stay away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from server.exchange.turns import Turn
from server.servicedays import tickets
from server.servicedays.calendar import FINISHED
from server.servicedays.models import ServiceDay, Ticket
from server.servicedays.rules import absent_share, learnt

WEEKS = 26
"""How far back is looked: habits change, and a form that was rewritten takes other minutes."""


def learn(turn: Turn) -> dict[str, Any]:
    """Fields of a new service day: ``minutes`` of each measured service, and the share that stays ``absent``."""
    since = (turn.now - timedelta(weeks=WEEKS)).date().isoformat()
    until = turn.now.date().isoformat()
    mine = (Ticket.desa == turn.desa) & (Ticket.day >= since) & (Ticket.day <= until) & Ticket.walk_in.is_(False)
    measured = (
        select(Ticket.service, func.count(), func.sum(Ticket.minutes))
        .where(mine, Ticket.complete, Ticket.service.is_not(None), Ticket.minutes.is_not(None))
        .group_by(Ticket.service)
    )
    sums = {str(service): (count, float(total or 0)) for service, count, total in turn.session.execute(measured)}
    over = (ServiceDay.desa == Ticket.desa) & (ServiceDay.date == Ticket.day) & (ServiceDay.state == FINISHED)
    counted = select(Ticket.status, func.count()).join(ServiceDay, over).where(mine).group_by(Ticket.status)
    people = {row[0]: int(row[1]) for row in turn.session.execute(counted)}
    missed = people.pop(tickets.ABSENT, 0)
    return {"minutes": learnt(sums), "absent": round(absent_share(sum(people.values()), missed), 3)}
