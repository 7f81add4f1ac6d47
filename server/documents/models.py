"""What officers query of papers, and where each photo of one is."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Moment, Projected


class Document(Projected, Base):
    """A paper of a family or member, for all services that need it."""

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_family", "desa", "family"),)

    area: Mapped[str] = mapped_column(String(80), default="")
    family: Mapped[str] = mapped_column(String(36))
    member: Mapped[str | None] = mapped_column(String(36))
    paper: Mapped[str] = mapped_column(String(40))  # code in the catalogue
    state: Mapped[str] = mapped_column(String(20), default="belum")
    copy: Mapped[str | None] = mapped_column(String(10))
    photos: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[str | None] = mapped_column(String(10))


class BlobState(StrEnum):
    """Where a photo is on its way."""

    AWAITED = "awaited"  # a record names it; nothing has come
    ARRIVING = "arriving"  # some of it has come, or nothing names it yet
    KEPT = "kept"
    REFUSED = "refused"  # complete, but no picture we can read


class Blob(Base):
    """A photo, known from the moment a record names it or its sender announces it.

    It belongs to the enrolment that sends it. A hash is checked and never grants access.
    """

    __tablename__ = "blob"
    __table_args__ = (
        Index("ix_blob_enrolment", "desa", "enrolment", "state"),
        Index("ix_blob_family", "desa", "family"),
        Index("ix_blob_record", "desa", "record"),
        Index("ix_blob_state", "state", "created"),
    )

    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    enrolment: Mapped[str] = mapped_column(String(36))
    person: Mapped[str | None] = mapped_column(String(36))
    record: Mapped[str | None] = mapped_column(String(36))  # the document or visit that names it; None: not yet
    collection: Mapped[str | None] = mapped_column(String(20))
    family: Mapped[str | None] = mapped_column(String(36))
    area: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(10), default=BlobState.AWAITED)
    length: Mapped[int | None] = mapped_column()  # bytes announced; what has come is the size of its part file
    type: Mapped[str | None] = mapped_column(String(40))
    sealed: Mapped[str | None] = mapped_column(Text)  # its own key, sealed for this server (JSON); None: sent open
    sha256_sent: Mapped[str | None] = mapped_column(String(64))
    sha256_kept: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(String(40))  # why it was refused
    created: Mapped[datetime] = mapped_column(Moment)
    settled: Mapped[datetime | None] = mapped_column(Moment)
    announced_at: Mapped[datetime | None] = mapped_column(Moment)  # by its sender: from then on it counts to the quota
    let_go_at: Mapped[datetime | None] = mapped_column(Moment)  # since when ``record`` names it no longer, or has ended
