"""The days PUSKESOS serves people and who came; projections of the records ``service_day`` and ``ticket``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Moment, Projected


class ServiceDay(Projected, Base):
    """One day on which the office is open, or would have been. Who has a place is told by the cases of that day."""

    __tablename__ = "service_day"
    __table_args__ = (UniqueConstraint("desa", "date"),)

    date: Mapped[str] = mapped_column(String(10))
    opens: Mapped[str] = mapped_column(String(5))
    closes: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10), default="buka")
    reason: Mapped[str | None] = mapped_column(String(120))
    moved_from: Mapped[str | None] = mapped_column(String(10))
    cutoff: Mapped[datetime] = mapped_column(Moment)  # until when a case may become ``siap`` for it
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # officers, absent, minutes by service, numbers spent


class Ticket(Projected, Base):
    """One family, or one person, on one service day: when they came and what became of it."""

    __tablename__ = "ticket"
    __table_args__ = (Index("ix_ticket_day", "desa", "day"), Index("ix_ticket_family", "desa", "family"))

    day: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(8))
    family: Mapped[str | None] = mapped_column(String(36))
    status: Mapped[str] = mapped_column(String(16))
    walk_in: Mapped[bool]
    complete: Mapped[bool]  # everything was there when they came
    service: Mapped[str | None] = mapped_column(String(40))  # where it was one alone: its minutes can be learnt from
    minutes: Mapped[float | None]  # at the counter
