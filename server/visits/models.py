"""What officers query of visits; the answers stay in the record."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Projected


class Visit(Projected, Base):
    """One finished visit: whole, by one author, never edited in place. A correction is a revision of its own."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_family", "desa", "family"),
        Index("ix_visit_supersedes", "desa", "supersedes"),
        Index("ix_visit_date", "desa", "date"),
    )

    area: Mapped[str] = mapped_column(String(80), default="")
    family: Mapped[str | None] = mapped_column(String(36))  # None: refused, or nobody met
    building: Mapped[str | None] = mapped_column(String(36))
    date: Mapped[str | None] = mapped_column(String(10))
    survey_id: Mapped[str | None] = mapped_column(String(60))
    result: Mapped[str | None] = mapped_column(String(20))  # hasil_akhir
    mode: Mapped[str | None] = mapped_column(String(20))  # lengkap or cepat
    supersedes: Mapped[str | None] = mapped_column(String(36))
    superseded: Mapped[bool] = mapped_column(default=False)  # a later revision counts instead
    marks: Mapped[int] = mapped_column(default=0)  # how many answers the server sees differently
    reviewed: Mapped[bool] = mapped_column(default=False)
    person: Mapped[str | None] = mapped_column(String(36))
