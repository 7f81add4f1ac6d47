"""A family with a case, and a clock tests turn. Used by the tests of notices and of the pages for warga."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from server import clock
from server.catalogue import service as catalogue
from server.citizen import service as citizen
from server.citizen.models import Card
from server.db import db, turn
from server.demo.load import found_desa
from server.demo.people import DESA
from server.exchange.models import Desa
from server.ids import uuid7
from server.notices.models import Notice
from server.surveys import service as surveys
from sync.record import Author, Record

WIB = ZoneInfo("Asia/Jakarta")
SATURDAY = datetime(2026, 11, 21, 10, tzinfo=WIB)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=WIB)
WEDNESDAY, NEXT_WEDNESDAY = "2026-11-25", "2026-12-02"
SURYATI: dict[str, Any] = {
    "head_name": "Suryati",
    "phone": "+6281200000000",
    "phone_owner": "sendiri",
    "notice_consent": "ya",
    "notice_channels": "wa push",
}
SECRETS = ("Suryati", "Icih", "Sembako", "sembako", "Surat", "BPJS", "3201")
"""What nobody may read on a lock screen or before the four digits."""

BOOK: dict[str, Any] = {
    "services": [{"code": "sembako", "name": "Bantuan Sembako", "agency": "Dinas Sosial"}],
    "papers": [
        {
            "code": "kk",
            "name": "Kartu Keluarga (KK)",
            "issuer": "Disdukcapil",
            "form": "asli atau fotokopi",
            "told": True,
        },
        {"code": "surat_sakit", "name": "Surat keterangan berobat/sakit", "issuer": "Puskesmas", "form": "asli"},
    ],
}


class Clock:
    """The server's clock, where a test puts it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment.astimezone(ZoneInfo("UTC"))

    def at(self, moment: datetime) -> None:
        self.moment = moment

    def later(self, **by: float) -> None:
        self.moment += timedelta(**by)


@contextmanager
def turned_clock(moment: datetime = MONDAY) -> Iterator[Clock]:
    hands = Clock(moment)
    with clock.turned(hands):
        yield hands


def use_book(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small catalogue instead of the published one."""
    monkeypatch.setattr(catalogue, "current", lambda desa, day: "book", raising=False)
    monkeypatch.setattr(surveys, "survey", lambda name: BOOK, raising=False)


class Home:
    """A family in the demo desa, and what happens to it. Everything runs in the caller's app context."""

    desa = DESA

    def __init__(self, **family: Any) -> None:
        if db.session.scalar(select(Desa.code)) is None:
            found_desa()
        now = clock.now()
        self.family, self.member, self.case = (uuid7(now) for _ in range(3))
        by = Author.server(now)
        with turn(DESA) as this:
            this.create("family", self.family, by, area="004/002", **(SURYATI | family))
            this.create("member", self.member, by, area="004/002", family=self.family, full_name="Icih", order=1)
            needs = [
                {"paper": "kk", "member": None, "required": True, "later": False, "asked": False, "reason": ""},
                {"paper": "surat_sakit", "member": self.member, "required": True, "later": False, "asked": False},
            ]
            fields = {"visit": uuid7(now), "service": "sembako", "status": "terkirim", "number": "CBD-2026-000123"}
            maker = {"person": "ani", "name": "Bu Ani", "role": "kader_pkk"}
            this.create(
                "case", self.case, by, area="004/002", family=self.family, member=None, needs=needs, by=maker, **fields
            )
            this.create(
                "document", uuid7(now), by, area="004/002", family=self.family, member=None, paper="kk", state="ada"
            )

    def open_days(self, *days: str) -> None:
        with turn(DESA) as this:
            for day in days or (WEDNESDAY, NEXT_WEDNESDAY):
                cutoff = datetime.fromisoformat(f"{day}T12:00:00+07:00") - timedelta(days=1)
                fields = {
                    "date": day,
                    "opens": "08.00",
                    "closes": "15.00",
                    "state": "buka",
                    "cutoff": cutoff.isoformat(),
                }
                this.create("service_day", uuid7(this.now), Author.server(this.now), area="", **fields)

    def send_back(self, *papers: str) -> None:
        """An officer misses papers; one that tells an illness, unless others are named."""
        missing = [
            {"paper": paper, "member": self.member, "document": None, "reason": "belum"}
            for paper in papers or ("surat_sakit",)
        ]
        self._case("kurang", status="perlu_dilengkapi", missing=missing)

    def schedule(self, day: str = WEDNESDAY, number: str = "A-014", arrival: str = "09.20") -> None:
        """The family gets its day."""
        self._case("jadwal", status="terjadwal", missing=[], service_day=day, queue_number=number, arrival=arrival)

    def set_case(self, **fields: Any) -> None:
        with turn(DESA) as this:
            this.write(self.case, Author.server(this.now), **fields)

    def card(self, pin: str = "4821") -> tuple[Card, citizen.Printed]:
        """A card hung on the family, as its kader would."""
        printed = citizen.make_cards(DESA, 1)[0]
        db.session.commit()
        with turn(DESA) as this:
            family = this.record(self.family)
            assert family is not None
            citizen.attach(this, family, printed.token, pin, Author.server(this.now))
        card = db.session.scalar(select(Card).where(Card.family == self.family, Card.revoked_at.is_(None)))
        assert card is not None
        return card, printed

    def record(self, name: str) -> Record:
        """A record as it stands."""
        with turn(DESA) as this:
            found = this.record(name)
        assert found is not None
        return found

    def notices(self, kind: str | None = None) -> list[Record]:
        """Every notice of the family, oldest first."""
        with turn(DESA) as this:
            ids = this.session.scalars(select(Notice.id).where(Notice.desa == DESA, Notice.family == self.family)).all()
            found = [this.record(name) for name in ids]
        mine = [notice for notice in found if notice and kind in (None, notice.body["kind"])]
        return sorted(mine, key=lambda notice: notice.seq)

    def _case(self, kind: Any, **fields: Any) -> None:
        from server.notices import service as notices

        with turn(DESA) as this:
            case = this.write(self.case, Author.server(this.now), **fields)
            notices.plan(this, kind, case)
