"""What is published: surveys, catalogues, directories, holidays and texts, immutable, named by content hash."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Moment

KINDS = ("survey", "catalogue", "directory", "holidays", "texts")


class Publication(Base):
    """One published body. Never changed, never deleted: visits and advice name it by its hash for ever."""

    __tablename__ = "publication"
    __table_args__ = (Index("ix_publication_holding", "scope", "kind", "code", "in_force"),)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)  # sha256 of ``body``
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(64))  # the survey's form id, the catalogue's id
    version: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(13))  # wilayah code: "" nation, "32", "32.01", "32.01.15.2008"
    in_force: Mapped[date]
    published_by: Mapped[str] = mapped_column(String(36))  # a person's id, or "server"
    published_at: Mapped[datetime] = mapped_column(Moment)
    body: Mapped[str] = mapped_column(Text)  # canonical JSON, what the hash is of
    source: Mapped[bytes] = mapped_column(LargeBinary)  # the workbook as it was uploaded
    file_name: Mapped[str] = mapped_column(String(200))
