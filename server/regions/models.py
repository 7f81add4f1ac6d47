"""The RT of a desa, in their RW and dusun. Chosen from this list on every phone, never typed."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base
from server.ids import new_stamp


class Region(Base):
    """One RT. RW numbers are unique in a desa, RT numbers only in their RW; both are texts of three digits."""

    __tablename__ = "region"
    desa: Mapped[str] = mapped_column(String(13), primary_key=True)
    rw: Mapped[str] = mapped_column(String(3), primary_key=True)
    rt: Mapped[str] = mapped_column(String(3), primary_key=True)
    dusun: Mapped[str | None] = mapped_column(String(40))  # optional: a kelurahan has none
    stamp: Mapped[int] = mapped_column(BigInteger, default=new_stamp, onupdate=new_stamp)
