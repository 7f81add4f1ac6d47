"""The demo desa: whole, made up, and written through the doors of real work."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from server import clock, create_app, demo, jobs
from server.accounts.models import Enrolment, Person
from server.cases.models import Case
from server.db import Base, db, head
from server.documents.models import Blob
from server.exchange.models import Log, Quarantine, Receipt, StoredRecord
from server.exchange.rebuilding import projections, rebuild
from server.preparing import furnish
from server.regions import service as regions
from server.servicedays.models import ServiceDay
from server.settings import Settings
from tests.people import ANI, DESA, ENTIN, EVERYBODY, YETI

pytestmark = pytest.mark.slow

STATUSES = {
    "terkirim",
    "perlu_dilengkapi",
    "siap",
    "terjadwal",
    "hadir",
    "dipanggil",
    "dilayani",
    "diproses",
    "musdes",
    "dirujuk",
    "menunggu_hasil",
    "disetujui",
    "belum_disetujui",
    "selesai",
    "dibatalkan",
    "tidak_hadir",
}


@pytest.fixture(scope="module")
def loaded(all_databases: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, float, str]]:
    """A demo server made once for these tests: the app, the seconds that loading took, and what was printed."""
    folder: Path = tmp_path_factory.mktemp("demo")
    url = all_databases.fresh(folder)
    app = create_app(Settings(instance=folder, database_url=url, demo=True, jobs=False))
    app.testing = True
    runner = app.test_cli_runner()
    start = time.process_time()
    printed = runner.invoke(args=["prepare"], catch_exceptions=False).output
    taken = time.process_time() - start
    yield app, taken, printed
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def inside(loaded: tuple[Flask, float, str]) -> Iterator[None]:
    """Inside the demo server."""
    with loaded[0].app_context():
        yield
        db.session.remove()


def bodies(collection: str) -> list[dict[str, Any]]:
    """What the server keeps of a collection."""
    rows = db.session.execute(select(StoredRecord.body).where(StoredRecord.collection == collection))
    return [json.loads(body) for (body,) in rows]


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    tables = Base.metadata.sorted_tables
    return {t.name: sorted(tuple(row) for row in db.session.execute(select(t))) for t in tables if t.name != "job"}


def test_it_loads_within_ten_seconds(loaded: tuple[Flask, float, str]) -> None:
    assert loaded[1] < 10


def test_there_are_sixty_families_of_three_to_five(inside: None) -> None:
    assert len(bodies("family")) == 60
    sizes = Counter(member["family"] for member in bodies("member"))
    assert len(sizes) == 60
    assert set(sizes.values()) == {3, 4, 5}


def test_nobody_in_it_exists(inside: None) -> None:
    identities, families = bodies("identity"), bodies("family")
    numbers = [identity[key] for identity in identities for key in ("nik", "kk_number") if identity.get(key)]
    assert len(numbers) > 150
    assert all(number.startswith("320199") and len(number) == 16 for number in numbers)
    phones = [family["phone"] for family in families if family.get("phone")]
    assert phones
    assert all(phone.startswith("+6280000") for phone in phones), "0800-0: no operator has it"
    assert all(who.phone.startswith("+620000") for who in EVERYBODY)


def test_names_are_as_they_are_here(inside: None) -> None:
    names = {member["full_name"] for member in bodies("member")}
    assert any(" " not in name for name in names)
    assert any("'" in name for name in names)
    assert any(len(name) > 35 for name in names)
    assert any("." in name for name in names)


def test_there_is_a_case_in_every_status(inside: None) -> None:
    there = set(db.session.scalars(select(Case.status)))
    assert {str(status) for status in there} == STATUSES


def test_every_kader_has_work_and_the_inbox_too(inside: None) -> None:
    for who, area in ((ANI, "004/"), (YETI, "002/"), (ENTIN, "006/002/")):
        query = select(func.count()).select_from(Case).where(Case.area.startswith(area), Case.person == who.id)
        assert db.session.scalar(query.where(Case.status == "perlu_dilengkapi")), who.name
        assert db.session.scalar(query.where(Case.status == "terkirim")), who.name


def test_all_of_it_was_accepted(inside: None) -> None:
    assert set(db.session.scalars(select(Receipt.status))) == {"accepted"}
    assert db.session.scalar(select(func.count()).select_from(Quarantine)) == 0


def test_its_log_has_every_number_once(inside: None) -> None:
    numbers = list(db.session.scalars(select(Log.seq).where(Log.desa == DESA).order_by(Log.seq)))
    assert numbers == list(range(1, head(DESA) + 1))


def test_the_server_agrees_with_every_visit(inside: None) -> None:
    visits = [visit for visit in bodies("visit") if visit.get("family")]
    assert len(visits) > 40
    assert [visit["marks"] for visit in visits if visit["marks"]] == []
    assert all(visit["answers"]["indikator"]["jml_terpenuhi"] is not None for visit in visits)


def test_a_closed_door_leaves_no_name(inside: None) -> None:
    doors = [visit for visit in bodies("visit") if not visit.get("family")]
    assert {door["result"] for door in doors} == {"menolak", "tidak_bertemu"}
    for door in doors:
        assert set(door["answers"]) <= {"kunjungan", "rw", "rt", "id_kunjungan"}
        assert "nama" not in json.dumps(door["answers"])


def test_every_photo_that_is_named_is_there(inside: None) -> None:
    assert set(db.session.scalars(select(Blob.state))) == {"kept"}
    named = [photo for paper in bodies("document") for photo in paper.get("photos") or []]
    assert len(named) > 50
    houses = [visit["answers"].get("rumah", {}).get("foto_rumah", {}).get("foto_depan") for visit in bodies("visit")]
    assert len([house for house in houses if house]) > 25
    assert set(named) | {house for house in houses if house} == set(db.session.scalars(select(Blob.id)))


def test_who_is_scheduled_comes_on_an_open_wednesday(inside: None) -> None:
    days = {day.date: day for day in db.session.scalars(select(ServiceDay))}
    scheduled = db.session.scalars(select(Case).where(Case.status == "terjadwal")).all()
    assert scheduled
    for case in scheduled:
        assert case.service_day in days
        assert case.queue_number
        assert case.arrival
        day = date.fromisoformat(case.service_day)
        assert day.weekday() == 2
        assert regions.is_closed(day) is None


def test_the_tables_of_the_subjects_are_what_the_records_say(inside: None) -> None:
    kept = [model.__tablename__ for model in projections()]
    before = {name: rows for name, rows in contents().items() if name in kept}
    rebuild()
    after = {name: rows for name, rows in contents().items() if name in kept}
    assert before == after
    assert all(before[name] for name in ("family", "member", "visit", "case", "document", "service_day"))


def test_the_links_are_printed_the_first_time_only(loaded: tuple[Flask, float, str]) -> None:
    app, _, printed = loaded
    assert printed.count("/#undang=") == len(EVERYBODY)
    for who in EVERYBODY:
        assert who.name in printed
    assert "undang" not in app.test_cli_runner().invoke(args=["prepare"]).output


def test_a_second_start_changes_nothing_and_is_quick(loaded: tuple[Flask, float, str]) -> None:
    app = loaded[0]
    with app.app_context():
        before = contents()
        start = time.process_time()
        furnish(app)
        taken = time.process_time() - start
        assert contents() == before
        assert taken < 1
        assert demo.is_loaded()
        db.session.remove()


def test_a_printed_link_lets_its_person_in(loaded: tuple[Flask, float, str]) -> None:
    app, _, printed = loaded
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    line = next(line for line in printed.splitlines() if "#undang=" in line)
    answer = client.post("/api/enrolments", json={"secret": line.split("#undang=")[1].split()[0]})
    assert answer.status_code == 201


def test_no_old_reminder_is_left_as_a_task(inside: None) -> None:
    today = clock.now().astimezone(clock.WIB).date().isoformat()
    open_ones = [notice for notice in bodies("notice") if notice["state"] == "tugas"]
    assert open_ones
    assert all(notice.get("due") is None or notice["due"] >= today for notice in open_ones)


def test_a_printed_card_opens_its_familys_page(loaded: tuple[Flask, float, str]) -> None:
    app, _, printed = loaded
    lines = [line for line in printed.splitlines() if "empat angka" in line]
    assert len(lines) == 3
    address = lines[0].split("http://")[1].split()[0]
    page = app.test_client().get("/" + address.partition("/")[2])
    assert page.status_code == 200
    name = lines[0].split("http")[0].strip()
    assert name not in page.text, "no name before the four digits"
    assert len(printed.rpartition("saat kunjungan: ")[2].split(", ")) == 9


def test_two_demos_have_the_same_families(inside: None) -> None:
    from server.demo.families import families

    assert families(date(2026, 11, 21)) == families(date(2026, 11, 21))
    for rw in ("001", "004"):
        heads = [family.head.name for family in families(date(2026, 11, 21)) if family.rw == rw]
        assert len(heads) == len(set(heads)) == 12
    ids = {family.id for family in families(date(2027, 3, 1))}
    assert ids == set(db.session.scalars(select(StoredRecord.id).where(StoredRecord.collection == "family")))


def test_its_phones_belong_to_its_people(inside: None) -> None:
    owners = set(db.session.scalars(select(Enrolment.person_id).where(Enrolment.agent == "contoh")))
    assert owners <= set(db.session.scalars(select(Person.id)))
    assert len(owners) == len(EVERYBODY) - 1
    oldest = min(db.session.scalars(select(Enrolment.last_seen)))
    assert clock.now() - oldest < timedelta(hours=6), "or the desk says that a phone has been silent for weeks"


def test_no_table_holds_a_secret_in_the_clear(loaded: tuple[Flask, float, str], inside: None) -> None:
    secrets = [part.split()[0] for part in loaded[2].split("#undang=")[1:]]
    codes = [part.split()[0] for part in loaded[2].split("kode ")[1:]]
    rows = str([tuple(row) for row in db.session.execute(text("select * from invitation"))])  # a row alone is cut short
    assert len(secrets) == len(codes) == len(EVERYBODY)
    assert not [secret for secret in secrets + codes if secret in rows]


def test_an_interrupted_loading_is_begun_anew(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(settings)
    with app.app_context():

        def power_cut(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr("server.demo.cases.serve", power_cut)
            with pytest.raises(KeyboardInterrupt):
                demo.load()
        db.session.rollback()
        assert not demo.is_loaded()
        assert len(bodies("visit")) > 10
        monkeypatch.setattr("server.demo.story.is_visited", lambda family: False)  # the rest is told elsewhere
        demo.load()
        assert demo.is_loaded()
        assert len(bodies("visit")) == 2, "the closed doors"
        assert len(bodies("family")) == 60
        numbers = list(db.session.scalars(select(Log.seq).order_by(Log.seq)))
        assert numbers == list(range(1, head(DESA) + 1))
        db.session.remove()
        db.engine.dispose()


def test_a_real_desa_of_that_code_is_left_alone(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        regions.open_desa(DESA, "CBD")
        db.session.commit()
        before = contents()
        with pytest.raises(demo.RealDesa):
            demo.load()
        assert contents() == before
        app.config["SETTINGS"] = replace(settings, demo=True)
        with pytest.raises(SystemExit, match="DEMO=0"):
            furnish(app)
        db.session.remove()
        db.engine.dispose()


@pytest.mark.slow
def test_after_a_week_whose_wednesday_was_a_holiday_it_has_every_status_and_keeps_it(settings: Settings) -> None:
    tuesday = datetime(2026, 6, 2, 6, tzinfo=clock.WIB)
    app = create_app(settings)
    with app.app_context(), clock.turned(lambda: tuesday):
        demo.load()
        assert set(db.session.scalars(select(Case.status))) == STATUSES
        assert not [visit for visit in bodies("visit") if visit["marks"]]
        days = set(db.session.scalars(select(Case.service_day).where(Case.service_day.is_not(None))))
        assert "2026-05-27" not in days, "Iduladha"
        for later in (timedelta(hours=1), timedelta(days=1), timedelta(days=9)):
            with clock.turned(lambda later=later: tuesday + later):
                jobs.run_due()
            db.session.expire_all()
            assert set(db.session.scalars(select(Case.status))) == STATUSES, "and stays so, whatever comes due"
        db.session.remove()
        db.engine.dispose()
