"""The tables of what travels. Every key begins with the desa."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Projected

CODE, UUID = String(13), String(36)
ERASED = "erased"  # why a record is gone that the law asked to have forgotten


class Desa(Base):
    """A desa and its counter: a record's version, a field's version and a cursor are numbers of it."""

    __tablename__ = "desa"

    code: Mapped[str] = mapped_column(CODE, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kecamatan: Mapped[str] = mapped_column(String(80))
    kabupaten: Mapped[str] = mapped_column(String(80))
    short: Mapped[str] = mapped_column(String(8))  # begins the case numbers: CBD-2026-000123
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    epoch: Mapped[str] = mapped_column(UUID)  # which life of the database; a restored one has another
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Jakarta")


class StoredRecord(Base):
    """A record as it travels. ``body`` and ``versions`` (short, or whole) are JSON text: answers are joined texts."""

    __tablename__ = "record"
    __table_args__ = (Index("record_by_seq", "desa", "seq"),)

    desa: Mapped[str] = mapped_column(CODE, ForeignKey("desa.code"), primary_key=True)
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    collection: Mapped[str] = mapped_column(String(20))
    seq: Mapped[int] = mapped_column(BigInteger)
    area: Mapped[str] = mapped_column(String(60))
    gone: Mapped[str | None] = mapped_column(String(60))
    author: Mapped[str | None] = mapped_column(UUID)
    unreviewed: Mapped[bool]  # its author sees it wherever it is
    body: Mapped[str] = mapped_column(Text)
    versions: Mapped[str] = mapped_column(Text)


class Log(Base):
    """The audit trail: one row a record a change, with what stood before and after. Never changed, save by erasure."""

    __tablename__ = "log"
    __table_args__ = (Index("log_by_record", "desa", "record", "seq"),)

    desa: Mapped[str] = mapped_column(CODE, ForeignKey("desa.code"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    record: Mapped[str] = mapped_column(UUID)
    collection: Mapped[str] = mapped_column(String(20))
    change: Mapped[str] = mapped_column(UUID)
    enrolment: Mapped[str] = mapped_column(UUID)
    n: Mapped[int] = mapped_column(BigInteger)
    person: Mapped[str] = mapped_column(UUID)
    person_name: Mapped[str] = mapped_column(String(120))
    do: Mapped[str | None] = mapped_column(String(40))
    made_at: Mapped[str | None] = mapped_column(String(40))  # as the phone's clock said it, offset and all
    received_at: Mapped[datetime]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    tag: Mapped[int] = mapped_column(BigInteger)  # random; a cursor that quotes it was given out by this life


class Moved(Base):
    """A record that left an area, or its author when reviewed, or ended: phones that had it are told it is gone."""

    __tablename__ = "moved"

    desa: Mapped[str] = mapped_column(CODE, ForeignKey("desa.code"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    id: Mapped[str] = mapped_column(UUID, primary_key=True)
    from_area: Mapped[str | None] = mapped_column(String(60))
    author: Mapped[str | None] = mapped_column(UUID)


class Receipt(Base):
    """The server's word about one change, for ever. ``content`` tells a repeated change from a changed one."""

    __tablename__ = "receipt"

    desa: Mapped[str] = mapped_column(CODE, ForeignKey("desa.code"), primary_key=True)
    change: Mapped[str] = mapped_column(UUID, primary_key=True)
    enrolment: Mapped[str] = mapped_column(UUID)
    n: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str] = mapped_column(String(64))  # SHA-256 of the change as sent, hex
    status: Mapped[str] = mapped_column(String(10))
    seq: Mapped[int | None] = mapped_column(BigInteger)
    problem: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime]


class Quarantine(Base):
    """A change the server could not take, whole, until a person settles it."""

    __tablename__ = "quarantine"
    __table_args__ = (
        Index("quarantine_by_record", "desa", "record"),
        Index("quarantine_by_wait", "desa", "waits_for"),
        Index("quarantine_open", "desa", "settled"),
    )

    desa: Mapped[str] = mapped_column(CODE, ForeignKey("desa.code"), primary_key=True)
    change: Mapped[str] = mapped_column(UUID, primary_key=True)
    enrolment: Mapped[str] = mapped_column(UUID)
    n: Mapped[int] = mapped_column(BigInteger)
    record: Mapped[str] = mapped_column(UUID)
    body: Mapped[str] = mapped_column(Text)
    problem: Mapped[str | None] = mapped_column(Text)
    waits_for: Mapped[str | None] = mapped_column(UUID)  # a record that has to be accepted first
    at: Mapped[datetime]
    settled: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(120))  # the officer; None: it was freed by another change
    outcome: Mapped[str | None] = mapped_column(String(10))  # accepted, discarded
    repaired: Mapped[str | None] = mapped_column(Text)  # as an officer corrected it; ``body`` stays as it came


class OpenConflict(Projected, Base):
    """A field with two values, looked up when somebody writes it again. Projection of ``conflict`` records."""

    __tablename__ = "conflict"
    __table_args__ = (Index("conflict_by_record", "desa", "record"),)

    record: Mapped[str] = mapped_column(UUID)
    field: Mapped[str] = mapped_column(String(40))
    enrolment: Mapped[str] = mapped_column(UUID)
    closed: Mapped[bool]
