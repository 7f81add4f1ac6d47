"""What we told families, and how: a projection of the notices that travel, and the pushes that wait to be seen."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Moment, Projected


class Notice(Projected, Base):
    """One message for one need of a family, and how far down the ladder it went."""

    __tablename__ = "notice"
    __table_args__ = (Index("notice_family", "desa", "family"),)
    family: Mapped[str] = mapped_column(String(36))
    case: Mapped[str | None] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(
        String(10)
    )  # kurang | jadwal | besok | hasil; minta | dicabut | libur (for the kader alone)
    channel: Mapped[str] = mapped_column(String(10))  # push | wa | kader
    state: Mapped[str] = mapped_column(String(20))
    due: Mapped[str | None] = mapped_column(String(40))


class Delivery(Base):
    """One try to push a notice to one browser. Whoever reports its token has shown it, opened it or put it away."""

    __tablename__ = "delivery"
    __table_args__ = (Index("delivery_notice", "desa", "notice"), Index("delivery_seen", "seen_hash", unique=True))
    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    notice: Mapped[str] = mapped_column(String(36))
    seen_hash: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str] = mapped_column(String(10), default="accepted")  # accepted | gone | refused | busy
    expires_at: Mapped[datetime | None] = mapped_column(Moment)  # until then a push service that took it keeps it
    shown_at: Mapped[datetime | None] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)  # tapped or put away
    tapped: Mapped[bool | None]
