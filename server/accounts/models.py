"""People, the invitations made for them, and the browsers they use."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.db import Base
from server.ids import new_stamp


class Person(Base):
    """Somebody with a task in a desa. Roles combine: in a small office two people hold all of them.

    ``areas`` are path prefixes: "" the whole desa, "004" an RW, "004/002" an RT, "004/002/<building>" a house.
    """

    __tablename__ = "person"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desa: Mapped[str] = mapped_column(String(13), index=True)
    name: Mapped[str] = mapped_column(String(100))
    roles: Mapped[list[str]] = mapped_column(JSON)
    areas: Mapped[list[str]] = mapped_column(JSON)
    phone: Mapped[str | None] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    stamp: Mapped[int] = mapped_column(BigInteger, default=new_stamp, onupdate=new_stamp)


class Invitation(Base):
    """A way in for one person, once. Kept as hashes: neither link nor code can be read back."""

    __tablename__ = "invitation"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desa: Mapped[str] = mapped_column(String(13), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(36))
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(lazy="joined")


class Enrolment(Base):
    """One person in one browser profile. The cookie may deliver; to read, the bearer token is needed as well."""

    __tablename__ = "enrolment"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desa: Mapped[str] = mapped_column(String(13), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    cookie_hash: Mapped[str] = mapped_column(String(64))
    bearer_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    last_n: Mapped[int] = mapped_column(default=0)
    app_version: Mapped[str | None] = mapped_column(String(20))
    storage_persisted: Mapped[bool | None]
    unsent: Mapped[str | None] = mapped_column(String(60))  # what stays on it, as it says: items/photos/drafts/since
    unsent_since: Mapped[datetime | None]  # of the oldest of it, by this server's clock
    unsent_at: Mapped[datetime | None]  # when it first said so
    agent: Mapped[str] = mapped_column(String(40))  # family only ("Chrome 120 Android"), never the whole header
    browser: Mapped[str | None] = mapped_column(String(36))  # the same for all that were let in by one; None: alone
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(36))
    revoked_reason: Mapped[str | None] = mapped_column(String(200))
    ordered: Mapped[str | None] = mapped_column(String(10))  # hilang, berhenti: it is to empty itself
    ordered_at: Mapped[datetime | None]
    ordered_by: Mapped[str | None] = mapped_column(String(36))
    order_done_at: Mapped[datetime | None]  # by its own word
    person: Mapped[Person] = relationship(lazy="joined")


class Returning(Base):
    """A phone that this server does not know any more, and that waits for an officer to confirm it."""

    __tablename__ = "returning_phone"
    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    enrolment: Mapped[str] = mapped_column(String(36), primary_key=True)
    cookie_hash: Mapped[str] = mapped_column(String(64))
    bearer_hash: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(100))  # as the phone says; the officer looks who stands there
    agent: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime]


class Recovery(Base):
    """A phone whose PIN was forgotten asks to be opened; nothing here opens it. What was approved stays as evidence."""

    __tablename__ = "recovery"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desa: Mapped[str] = mapped_column(String(13), index=True)
    enrolment_id: Mapped[str] = mapped_column(ForeignKey("enrolment.id"), index=True)
    public: Mapped[str] = mapped_column(String(100))  # the phone's key for this once, base64
    code: Mapped[str] = mapped_column(String(4))  # what phone and desk both show
    asked_at: Mapped[datetime]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(String(36))
    reason: Mapped[str | None] = mapped_column(String(200))
    ended_at: Mapped[datetime | None]  # opened, or asked anew
    enrolment: Mapped[Enrolment] = relationship(lazy="joined")


class Attempt(Base):
    """How often something guessable was tried in one stretch of time. ``key`` is a hash, never an address or a code."""

    __tablename__ = "attempt"
    __table_args__ = (Index("attempt_ends", "ends_at"),)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    stretch: Mapped[int] = mapped_column(primary_key=True)  # number of the stretch since 1970
    count: Mapped[int]
    ends_at: Mapped[datetime]
