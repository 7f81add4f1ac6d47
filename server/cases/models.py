"""What officers query of cases; a projection of the records that travel."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.cases.rules import CaseStatus as CaseStatus
from server.db import Base, Projected


class Case(Projected, Base):
    """A permohonan: one service asked for by one family."""

    __tablename__ = "case"
    __table_args__ = (
        Index("ix_case_family", "desa", "family"),
        Index("ix_case_visit", "desa", "visit"),
        Index("ix_case_status", "desa", "status"),
        Index("ix_case_day", "desa", "service_day"),
    )

    area: Mapped[str] = mapped_column(String(80), default="")
    family: Mapped[str] = mapped_column(String(36))
    member: Mapped[str | None] = mapped_column(String(36))
    visit: Mapped[str | None] = mapped_column(String(36))
    service: Mapped[str] = mapped_column(String(40))  # code in the catalogue
    status: Mapped[str] = mapped_column(String(20), default=CaseStatus.TERKIRIM)
    number: Mapped[str | None] = mapped_column(String(24))  # CBD-2026-000123
    urgency: Mapped[str | None] = mapped_column(String(20))
    due: Mapped[str | None] = mapped_column(String(32))
    service_day: Mapped[str | None] = mapped_column(String(10))
    queue_number: Mapped[str | None] = mapped_column(String(8))
    arrival: Mapped[str | None] = mapped_column(String(5))
    person: Mapped[str | None] = mapped_column(String(36))  # who sent it


class Note(Projected, Base):
    """What an officer wrote beside a case, for the other officers; its words are in the record alone."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_family", "desa", "family"),)

    family: Mapped[str] = mapped_column(String(36))
    case: Mapped[str] = mapped_column(String(36))


class Lease(Base):
    """An officer has a case open, until then; a screen that stays open renews it."""

    __tablename__ = "case_lease"

    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    case: Mapped[str] = mapped_column(String(36), primary_key=True)
    person: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(100))
    since: Mapped[datetime]
    until: Mapped[datetime]


class CaseCounter(Base):
    """The last serial given in a year of a desa; counted in the turn, so no number is given twice or left out."""

    __tablename__ = "case_counter"

    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
