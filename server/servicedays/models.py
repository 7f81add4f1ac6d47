"""The days PUSKESOS serves people; a projection of the records ``service_day``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Moment, Projected


class ServiceDay(Projected, Base):
    """One day on which the office is open, or would have been. Who comes is told by the cases of that day."""

    __tablename__ = "service_day"
    __table_args__ = (UniqueConstraint("desa", "date"),)

    date: Mapped[str] = mapped_column(String(10))
    opens: Mapped[str] = mapped_column(String(5))
    closes: Mapped[str] = mapped_column(String(5))
    state: Mapped[str] = mapped_column(String(10), default="buka")
    reason: Mapped[str | None] = mapped_column(String(120))
    moved_from: Mapped[str | None] = mapped_column(String(10))
    cutoff: Mapped[datetime] = mapped_column(Moment)  # until when a case may become ``siap`` for it
