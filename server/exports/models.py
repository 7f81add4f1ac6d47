"""Who took answers out of the house, when, and which."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class Export(Base):
    """One file of answers that was handed out. Never changed."""

    __tablename__ = "export"

    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)  # UUIDv7: in the order of handing out
    at: Mapped[datetime]
    person: Mapped[str] = mapped_column(String(36))
    person_name: Mapped[str] = mapped_column(String(100))
    enrolment: Mapped[str] = mapped_column(String(36))
    survey: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(4))
    labels: Mapped[bool]
    since: Mapped[str | None] = mapped_column(String(10))
    until: Mapped[str | None] = mapped_column(String(10))
    visits: Mapped[int]
