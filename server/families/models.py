"""What officers query of families: projections of the records ``building``, ``family``, ``member`` and ``identity``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, Projected

AKTIF = "aktif"  # a family that may be visited; any other state says why it was closed


class Building(Projected, Base):
    """A house, in which several families may live."""

    __tablename__ = "building"

    area: Mapped[str] = mapped_column(String(80), default="")
    rw: Mapped[str | None] = mapped_column(String(3))
    rt: Mapped[str | None] = mapped_column(String(3))
    number: Mapped[str | None] = mapped_column(String(20))


class Family(Projected, Base):
    """A family as the desa knows it, which may differ from its Kartu Keluarga."""

    __tablename__ = "family"
    __table_args__ = (Index("ix_family_area", "desa", "area"), Index("ix_family_building", "desa", "building"))

    area: Mapped[str] = mapped_column(String(80), default="")
    building: Mapped[str | None] = mapped_column(String(36))
    rw: Mapped[str | None] = mapped_column(String(3))
    rt: Mapped[str | None] = mapped_column(String(3))
    head_name: Mapped[str | None] = mapped_column(String(100))
    address: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), default=AKTIF)
    card: Mapped[bool] = mapped_column(default=False)


class Member(Projected, Base):
    """A person of a family, also one who is away."""

    __tablename__ = "member"
    __table_args__ = (Index("ix_member_family", "desa", "family"),)

    area: Mapped[str] = mapped_column(String(80), default="")
    family: Mapped[str] = mapped_column(String(36))
    position: Mapped[int] = mapped_column(default=0)  # the record's ``order``
    full_name: Mapped[str | None] = mapped_column(String(100))
    relation: Mapped[str | None] = mapped_column(String(40))
    presence: Mapped[str | None] = mapped_column(String(40))


class Identity(Projected, Base):
    """The numbers of a family (``kk_number``) or a member (``nik``). Expected once in a desa, never forced."""

    __tablename__ = "identity"
    __table_args__ = (
        Index("ix_identity_nik", "desa", "nik"),
        Index("ix_identity_kk", "desa", "kk_number"),
        Index("ix_identity_subject", "desa", "subject"),
        Index("ix_identity_birth", "desa", "birth_date", "area"),
    )

    area: Mapped[str] = mapped_column(String(80), default="")
    subject: Mapped[str] = mapped_column(String(36))  # family or member
    nik: Mapped[str | None] = mapped_column(String(20))
    kk_number: Mapped[str | None] = mapped_column(String(20))
    birth_date: Mapped[str | None] = mapped_column(String(10))


class Package(Base):
    """What is known of a family on its way to another desa. ``content`` is there only while ``state`` is ``menunggu``.

    The only row that two desas write: which of them ends it is decided by ``packages.settle``.
    """

    __tablename__ = "package"
    __table_args__ = (Index("ix_package_family", "desa", "family"),)

    desa: Mapped[str] = mapped_column(String(13), ForeignKey("desa.code"), primary_key=True)  # which the family left
    id: Mapped[str] = mapped_column(String(36), primary_key=True)  # of the change that released it
    family: Mapped[str] = mapped_column(String(36))  # there
    to_desa: Mapped[str] = mapped_column(String(13))
    state: Mapped[str] = mapped_column(String(10))
    content: Mapped[str | None] = mapped_column(Text)  # JSON, see ``contents``
    released_at: Mapped[datetime]
    until: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(String(300))
