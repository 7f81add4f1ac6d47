"""The cards families hold, and the browsers that asked to be reminded."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Moment


class Card(Base):
    """A printed card: a random token as QR and six letters, both kept as hashes; ``family`` once a kader attached it.

    The four digits (``pin_hash``) are told by the kader and stand nowhere. Five wrong tries lock until new ones are
    given.
    """

    __tablename__ = "card"
    __table_args__ = (
        Index("card_token", "token_hash", unique=True),
        Index("card_code", "code_hash", unique=True),
        Index("card_handle", "handle"),
        Index("card_family", "desa", "family"),
    )
    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    handle: Mapped[str] = mapped_column(String(8))  # names it in addresses and cookies once it was opened
    token_hash: Mapped[str] = mapped_column(String(64))
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment)
    family: Mapped[str | None] = mapped_column(String(36))
    pin_hash: Mapped[str | None] = mapped_column(String(64))
    attached_at: Mapped[datetime | None] = mapped_column(Moment)
    attached_by: Mapped[str | None] = mapped_column(String(36))
    tries: Mapped[int] = mapped_column(default=0)
    locked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class Subscription(Base):
    """A browser in which somebody opened a family's page and allowed reminders (Push API)."""

    __tablename__ = "subscription"
    __table_args__ = (
        Index("subscription_card", "desa", "card"),
        Index("subscription_endpoint", "desa", "endpoint_hash", unique=True),
    )
    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    card: Mapped[str] = mapped_column(String(36))
    endpoint: Mapped[str] = mapped_column(String(1000))
    endpoint_hash: Mapped[str] = mapped_column(String(64))
    p256dh: Mapped[str] = mapped_column(String(120))
    auth: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(Moment)
    dead_at: Mapped[datetime | None] = mapped_column(Moment)
