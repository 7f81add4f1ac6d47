"""What the desk is told when rules changed: whose advice is another now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Moment


class AdviceRun(Base):
    """Looking again at every family of a desa after another catalogue came into force there."""

    __tablename__ = "advice_run"

    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    catalogue: Mapped[str] = mapped_column(String(64), primary_key=True)  # hash of the one that holds now
    before: Mapped[str | None] = mapped_column(String(64))  # of the one that held; None: none did
    started: Mapped[datetime] = mapped_column(Moment)
    finished: Mapped[datetime | None] = mapped_column(Moment)
    families: Mapped[int] = mapped_column(default=0)
    looked: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)  # families
    reached: Mapped[str] = mapped_column(String(36), default="")  # the last family that was looked at


class AdviceChange(Base):
    """One service about which a family is told something else than before."""

    __tablename__ = "advice_change"
    __table_args__ = (Index("ix_advice_change_family", "desa", "family"),)

    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    catalogue: Mapped[str] = mapped_column(String(64), primary_key=True)
    family: Mapped[str] = mapped_column(String(36), primary_key=True)
    service: Mapped[str] = mapped_column(String(40), primary_key=True)
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str | None] = mapped_column(String(20))  # None: the service is no longer in the catalogue
