"""A family that leaves for another desa of this server: its package goes once, is nobody else's, and can go wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server import create_app, jobs
from server.accounts import service as accounts
from server.accounts.models import Enrolment
from server.backups import service as backups
from server.backups.restoring import restore
from server.clock import now
from server.db import Base, db
from server.demo.people import DESA, OFFICE, Someone
from server.documents.models import Blob
from server.errors import NotFound
from server.exchange import service as exchange
from server.exchange.models import Log, Quarantine
from server.exchange.pulling import Reader, pull
from server.families import arrivals, packages
from server.families.models import Family, Package
from server.regions import service as regions
from server.settings import Settings
from sync.cursor import Cursor
from sync.ids import identity_id
from tests.databases import Databases
from tests.field import MONDAY, Field, Hand, at, new_id

THERE = "32.01.15.2009"  # Bojongrangkas, of the same kecamatan
WATI = Someone(31, "Bu Wati", OFFICE, ("",))
LILIS = Someone(32, "Bu Lilis", ("psm",), ("",))
NIK, KK = "3201994507850002", "3201990101900001"
DAY = timedelta(days=1)


@contextmanager
def restored(app: Flask, all_databases: Databases, folder: Path) -> Iterator[None]:
    """The server on another database, from the backup that was ``kept``."""
    db.session.remove()
    url = all_databases.fresh(folder)
    settings: Settings = app.config["SETTINGS"]
    elsewhere = create_app(Settings(instance=settings.instance, database_url=url, jobs=False))
    with elsewhere.app_context():
        restore(folder / "kept", settings.instance, now())
        yield
        db.session.remove()
        db.engine.dispose()
    all_databases.give_back(url)


class Two(Field):
    """Cibadak, and Bojongrangkas beside it: ``wati`` at its desk, ``lilis`` a kader of the whole desa."""

    def __init__(self) -> None:
        super().__init__()
        regions.open_desa(THERE, "BJR")
        db.session.flush()
        regions.add_regions(THERE, [(None, "001", "001"), (None, "001", "002")])
        for who in (WATI, LILIS):
            accounts.add_person(THERE, who.name, list(who.roles), list(who.areas), who.phone, person_id=who.id)
        db.session.commit()
        self.wati, self.lilis = Hand(WATI, THERE), Hand(LILIS, THERE)

    def leaving(self) -> str:
        """Suryati's family with a member, their numbers, a paper with its photo, a case: closed as moved."""
        family = self.family("Suryati", landmark="Belakang masjid", phone="+620000000099", data_consent="ya")
        member = self.member(family, "Ujang", relation="anak")
        for subject, number in ((family, {"kk_number": KK}), (member, {"nik": NIK, "nik_status": "ada"})):
            self.ani.set("identity", identity_id(subject), exists=True, subject=subject, **number)
        self.document(family, "ktp", member=member, photos=[new_id()])
        self.case(family)
        assert self.dedi.does("family.close", family, reason="pindah")["status"] == "accepted"
        return family

    def released(self) -> tuple[str, str]:
        """A family that left and its package, which the other desk knows of."""
        family = self.leaving()
        package = self.release(family)
        jobs.run_due()
        return family, package

    def release(self, family: str) -> str:
        receipt = self.dedi.does("family.release", family, to_desa=THERE, agreed_by="Suryati")
        assert receipt["status"] == "accepted", receipt
        return str(receipt["id"])


@pytest.fixture
def field(context: None) -> Iterator[Two]:
    with at(MONDAY):
        yield Two()


def there(which: str) -> dict[str, Any]:
    """The body of a record of the other desa."""
    record = exchange.record(THERE, which)
    assert record is not None
    return record.body


def said_there() -> str:
    """Every row of the other desa."""
    db.session.remove()
    with db.engine.connect() as connection:
        tables = [table for table in Base.metadata.sorted_tables if "desa" in table.c]
        rows = (row for table in tables for row in connection.execute(table.select().where(table.c.desa == THERE)))
        return "\n".join(repr(tuple(row)) for row in rows)


def families_there() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Family.id).where(Family.desa == THERE)))


def contents() -> list[str | None]:
    db.session.rollback()
    return list(db.session.scalars(select(Package.content)))


def slug(receipt: dict[str, Any]) -> str:
    return str(receipt["problem"]["type"]).rpartition("/")[2] if receipt["problem"] else str(receipt["status"])


def test_a_family_is_told_to_the_other_desk_and_taken_in_there(field: Two) -> None:
    family, package = field.leaving(), ""
    before = said_there()
    package = field.release(family)
    assert "Suryati" not in said_there(), "no turn of one desa writes in the other"
    assert before.count("\n") + 1 == said_there().count("\n"), "but for the job that will tell it"
    jobs.run_due()
    told = there(package)
    assert (told["from_name"], told["from_area"], told["head_name"], told["people"], told["papers"]) == (
        "Cibadak",
        "004/002",
        "Suryati",
        1,
        1,
    )
    assert not any(secret in said_there() for secret in (NIK, KK, "Ujang")), "what is in it is read by taking it"
    assert field.wati.does("arrival.take", package, area="001/002")["status"] == "accepted"
    (home,) = families_there()
    body = there(home)
    assert (body["head_name"], body["phone"], body["state"]) == ("Suryati", "+620000000099", "aktif")
    assert not {"landmark", "data_consent", "card_at", "released"} & body.keys(), "of the house, and agreed there"
    assert (body["came"]["name"], body["came"]["by"], there(package)["family"]) == ("Cibadak", "Bu Wati", home)
    rows = db.session.scalars(select(Log).where(Log.desa == THERE, Log.do == "arrival.take")).all()
    kinds = {row.collection: row.record for row in rows}
    assert {row.person_name for row in rows} == {"Bu Wati"}
    assert there(kinds["document"]) | {"by": None, "held_since": None} == {
        "exists": True,
        "paper": "ktp",
        "state": "ada",
        "family": home,
        "member": kinds["member"],
        "held_since": None,
        "by": None,
    }
    assert (there(identity_id(home))["kk_number"], there(identity_id(kinds["member"]))["nik"]) == (KK, NIK)
    assert "case" not in kinds
    assert db.session.scalars(select(Blob.desa)).all() == [DESA], "photos stay where they were sent"
    assert exchange.record(THERE, home).area == "001/002"  # type: ignore[union-attr]
    assert contents() == [None]
    jobs.run_due()
    assert field.body(family)["released"]["state"] == "diterima"


def test_only_an_office_releases_and_only_of_a_family_that_left(field: Two) -> None:
    family = field.family()
    asked = {"to_desa": THERE, "agreed_by": "Suryati"}
    assert slug(field.dedi.does("family.release", family, **asked)) == "not-leaving"
    family = field.leaving()
    assert slug(field.ani.does("family.release", family, **asked)) == "not-your-role"
    assert slug(field.dedi.does("family.release", family, to_desa=THERE, agreed_by="")) == "malformed"
    for desa in (DESA, "32.01.15.2001"):
        assert slug(field.dedi.does("family.release", family, to_desa=desa, agreed_by="Suryati")) == "no-such-desa"
    field.release(family)
    assert slug(field.dedi.does("family.release", family, **asked)) == "already-released"
    assert [one["code"] for one in regions.others(DESA, "bojongr")["desas"]] == [THERE], "found by its name"
    assert regions.others(DESA, "%") == {"desas": [], "more": False}
    assert [one["code"] for one in regions.others(THERE, "")["desas"]] == [DESA], "never one's own"


def test_who_is_not_at_that_desk_reads_nothing_of_it(field: Two) -> None:
    _, package = field.released()
    assert slug(field.lilis.does("arrival.take", package, area="001/001")) == "not-your-role"
    assert slug(field.dedi.does("arrival.take", package, area="001/001")) == "unknown-record"
    for hand, sees in ((field.wati, True), (field.lilis, False), (field.dedi, False)):
        reader = Reader(hand.who.id, hand.who.roles, hand.who.areas)
        assert (f'"{package}","collection":"arrival"' in pull(hand.desa, reader, Cursor.read({}), 100)) is sees
        enrolment = db.session.get_one(Enrolment, hand.enrolment)
        if not sees:
            with pytest.raises(NotFound):
                exchange.history(enrolment, package)


def test_taken_twice_it_is_one_family(field: Two) -> None:
    _, package = field.released()
    take = field.wati._change(package) | {"do": "arrival.take", "seen": 99, "args": {"area": "001/001"}}
    assert [receipt["status"] for receipt in (*field.wati.send(take), *field.wati.send(take))] == [
        "accepted",
        "duplicate",
    ]
    jobs.run_due()
    assert field.wati.does("arrival.take", package, area="001/001")["status"] == "accepted", "the same again"
    assert slug(field.wati.does("arrival.take", package, area="001/002")) == "arrival-over"
    assert slug(field.wati.does("arrival.decline", package, reason="lain")) == "arrival-over"
    assert len(families_there()) == 1


def test_a_declined_family_is_known_there_no_longer(field: Two) -> None:
    family, package = field.released()
    assert field.wati.does("arrival.decline", package, reason="bukan_warga", note="Rumahnya kosong")["seq"]
    assert ("Suryati" in said_there(), contents(), families_there()) == (False, [None], [])
    assert there(package)["reason"] == "bukan_warga"
    jobs.run_due()
    told = field.body(family)["released"]
    assert (told["state"], told["reason"], told["note"]) == ("ditolak", "bukan_warga", "Rumahnya kosong")
    assert field.release(family) != package, "it may be released again"


def test_what_waits_is_taken_back_and_then_nobody_takes_it(field: Two) -> None:
    family, package = field.released()
    assert field.dedi.does("family.recall", family)["status"] == "accepted"
    assert slug(field.wati.does("arrival.take", package, area="001/001")) == "arrival-over", (
        "not told yet, and too late"
    )
    jobs.run_due()
    assert ("Suryati" in said_there(), contents(), there(package)["state"]) == (False, [None], "ditarik")
    assert slug(field.dedi.does("family.recall", family)) == "nothing-waits"
    package = field.release(family)
    into = field.family("Enok")
    assert slug(field.dedi.does("family.same_as", family, into=into)) == "already-released"
    field.dedi.does("family.close", family, reason="meninggal")
    assert field.body(family)["released"]["state"] == "ditarik", "it did not move after all"
    field.dedi.does("family.close", family, reason="pindah")
    field.release(family)
    field.dedi.does("family.reopen", family)
    assert field.body(family)["released"]["state"] == "ditarik", "it lives here again"
    field.dedi.does("family.close", family, reason="pindah")
    field.release(family)
    field.dedi.does("family.withdraw_consent", family, reason="diminta")
    assert field.body(family)["released"]["state"] == "ditarik", "nothing is done with its data any more"
    assert slug(field.dedi.does("family.release", family, to_desa=THERE, agreed_by="Suryati")) == "not-leaving"


def test_who_went_and_came_back_may_go_again(field: Two) -> None:
    family, package = field.released()
    assert field.wati.does("arrival.take", package, area="001/001")["status"] == "accepted"
    jobs.run_due()
    db.session.expire_all()
    assert field.body(family)["released"]["state"] == "diterima"
    assert field.dedi.does("family.reopen", family)["status"] == "accepted"
    assert field.body(family)["released"] is None, "it lives here: where it had gone is past"
    field.dedi.does("family.close", family, reason="pindah")
    assert field.release(family) != package


def test_who_stays_after_all_may_go_again_though_the_other_desa_was_faster(field: Two) -> None:
    family, package = field.released()
    assert field.wati.does("arrival.take", package, area="001/001")["status"] == "accepted"
    assert field.dedi.does("family.reopen", family)["status"] == "accepted", "the answer is not told yet"
    jobs.run_due()
    db.session.expire_all()
    assert field.body(family)["released"] is None
    field.dedi.does("family.close", family, reason="pindah")
    assert field.release(family) != package


def test_what_nobody_takes_runs_out(field: Two) -> None:
    family, package = field.released()
    with at(MONDAY + packages.WAITS - DAY):
        jobs.run_due()
        assert there(package)["state"] == "menunggu"
    with at(MONDAY + packages.WAITS + DAY):
        jobs.run_due()
        assert ("Suryati" in said_there(), contents(), there(package)["state"]) == (False, [None], "lewat")
        assert field.body(family)["released"]["state"] == "lewat"


def test_erasure_in_the_desa_it_left_ends_what_waits(field: Two) -> None:
    family, package = field.released()
    assert field.dedi.does("family.erase", family, reason="permintaan")["status"] == "accepted"
    assert contents() == [None]
    jobs.run_due()
    assert ("Suryati" in said_there(), there(package)["state"]) == (False, "dihapus")


def test_a_crash_between_the_two_turns_loses_and_doubles_nothing(field: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    family = field.leaving()
    package = field.release(family)
    with monkeypatch.context() as broken:
        broken.setattr(arrivals, "_align", lambda *_: 1 / 0)
        jobs.run_due()
        assert exchange.record(THERE, package) is None
    with at(MONDAY + timedelta(minutes=2)):
        jobs.run_due()
        seq = exchange.record(THERE, package).seq  # type: ignore[union-attr]
        arrivals.arrives(THERE, {"from": DESA, "package": package})  # killed before it was noted as done
        assert exchange.record(THERE, package).seq == seq  # type: ignore[union-attr]
        field.wati.does("arrival.take", package, area="001/001")
        for _ in range(2):
            packages.answered(DESA, {"from": DESA, "package": package})
            arrivals.arrives(THERE, {"from": DESA, "package": package})
            packages.run_out(DESA, {"package": package})
        assert (field.body(family)["released"]["state"], len(families_there())) == ("diterima", 1)


def test_taken_in_and_taken_back_at_one_moment_one_of_them_gets_it(field: Two, app: Flask) -> None:
    family, package = field.released()
    start, said = threading.Barrier(2), dict[str, str]()

    def act(hand: Hand, do: str, record: str, **args: Any) -> None:
        with app.app_context():
            start.wait(10)
            said[do] = hand.does(do, record, **args)["status"]
            db.session.remove()

    ways = [(field.wati, "arrival.take", package, "001/001"), (field.dedi, "family.recall", family, None)]
    threads = [
        threading.Thread(target=act, args=(hand, do, record), kwargs={"area": area} if area else {})
        for hand, do, record, area in ways
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(said.values()) == ["accepted", "refused"]
    assert len(families_there()) == (said["arrival.take"] == "accepted")


@pytest.mark.parametrize("when", ["before it was released", "while it waited"])
def test_after_a_restore_the_same_family_comes_once(
    field: Two, app: Flask, all_databases: Databases, tmp_path: Path, when: str
) -> None:
    family = field.leaving()
    if when == "before it was released":
        backups.now(tmp_path / "kept")
    release = field.dedi._change(family) | {
        "do": "family.release",
        "seen": 99,
        "args": {"to_desa": THERE, "agreed_by": "Suryati"},
    }
    package = str(release["id"])
    assert field.dedi.send(release)[0]["status"] == "accepted"
    jobs.run_due()
    if when == "while it waited":
        erased = field.family("Rahasia")
        assert field.dedi.does("family.close", erased, reason="pindah")["status"] == "accepted"
        field.release(erased)
        jobs.run_due()
        backups.now(tmp_path / "kept")
        field.dedi.does("family.erase", erased, reason="permintaan")
    take = field.wati._change(package) | {"do": "arrival.take", "seen": 99, "args": {"area": "001/001"}}
    assert field.wati.send(take)[0]["status"] == "accepted"
    (home,) = families_there()
    later = field.lilis.sets("family", home, seen=0, address="Kp. Sawah")
    assert field.lilis.send(later)[0]["status"] == "accepted"
    with restored(app, all_databases, tmp_path):
        for hand, change in ((field.lilis, later), (field.wati, take), (field.dedi, release), (field.dedi, release)):
            hand.send(change)
        jobs.run_due()
        assert families_there() == [home]
        assert (contents(), "Rahasia" in said_there()) == ([None] * len(contents()), False), "erased stays erased"
        assert there(home)["address"] == "Kp. Sawah", "what was written about it since follows"
        assert field.body(family)["released"]["state"] == "diterima"
        assert [row for row in db.session.scalars(select(Quarantine)) if row.settled is None] == []


def test_who_was_erased_after_coming_does_not_wait_again_after_a_restore(
    field: Two, app: Flask, all_databases: Databases, tmp_path: Path
) -> None:
    _, package = field.released()
    backups.now(tmp_path / "kept")
    take = field.wati._change(package) | {"do": "arrival.take", "seen": 99, "args": {"area": "001/001"}}
    assert field.wati.send(take)[0]["status"] == "accepted"
    (home,) = families_there()
    assert field.wati.does("family.erase", home, reason="permintaan")["status"] == "accepted"
    with restored(app, all_databases, tmp_path):
        row = db.session.get_one(Package, (DESA, package))
        assert (row.state, row.content) == (packages.ERASED, None)
        arrival = exchange.record(THERE, package)
        assert arrival is not None
        assert (arrival.gone, arrival.body) == ("erased", {"exists": False})
        (receipt,) = field.wati.send(take)
        assert receipt["problem"]["type"] == "/problems/erased"
        jobs.run_due()
        assert families_there() == []
