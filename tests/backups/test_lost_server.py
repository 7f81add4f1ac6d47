"""The server is lost with everything since last night, and comes back elsewhere: the phones bring the rest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import MetaData, delete, select

from server import clock, create_app
from server.accounts.models import Person
from server.backups import dumping, restoring, service
from server.backups.restoring import A_LIFE, NotRestorable, restore
from server.cases.models import CaseCounter
from server.clock import now
from server.db import db
from server.documents.models import Blob, BlobState
from server.documents.store import Folder
from server.exchange.models import Desa, StoredRecord
from server.settings import Settings
from tests.databases import Databases
from tests.exchange.conftest import DESA, Phone, dedi, desa, icih, phone, wati, wish

__all__ = ["dedi", "desa", "icih", "phone", "wati"]

PHOTO = "0193f2a0-0000-7000-8000-00000000000a"


@pytest.fixture
def elsewhere(all_databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """Another machine: an empty database, an empty folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    url = all_databases.fresh(folder)
    app = create_app(Settings(instance=folder, database_url=url, jobs=False))
    app.testing = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    all_databases.give_back(url)


class Keeping(Phone):
    """A phone that keeps what was acknowledged and sends it again to another life of the server, as ours do."""

    journal: list[dict[str, Any]]

    def keeps(self, *changes: dict[str, Any]) -> list[str]:
        self.journal = [*getattr(self, "journal", []), *changes]
        return self.statuses(*changes)

    def moves_to(self, app: Flask) -> None:
        cookies = self.client._cookies
        self.client = app.test_client()
        self.client._cookies = cookies

    def comes_back(self) -> list[str]:
        """Meet the new life: everything is read anew, everything kept is sent again."""
        before = self.cursor["epoch"]
        answer = self.exchange()["desas"][DESA]
        assert answer["restart"]
        assert answer["cursor"]["epoch"] != before
        return self.statuses(*sorted(self.journal, key=lambda change: change["n"]))


def bodies(app: Flask) -> dict[str, Any]:
    """Every record's fields, by id."""
    with app.app_context():
        rows = db.session.execute(
            select(StoredRecord.id, StoredRecord.body).where(StoredRecord.collection != "conflict")
        )
        return {row.id: json.loads(row.body) for row in rows}


def test_what_was_lost_since_the_backup_comes_back_from_the_phones(
    app: Flask, elsewhere: Flask, settings: Settings, tmp_path: Path, icih: Phone, dedi: Phone, wati: Phone
) -> None:
    for hand in (icih, dedi, wati):
        hand.__class__ = Keeping
    family = icih.begin("family", "004/002", head_name="Suryati", landmark="warung")
    assert icih.keeps(family) == ["accepted"]
    for hand in (dedi, wati):
        hand.pull()
    kept = settings.instance / "photos" / DESA / PHOTO[-2:] / f"{PHOTO}.jpg"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a photo")
    with app.app_context():
        blob = {"desa": DESA, "enrolment": icih.enrolment, "state": BlobState.KEPT, "created": now(), "settled": now()}
        lost = "0193f2a0-0000-7000-8000-00000000000b"
        db.session.add_all([Blob(id=PHOTO, **blob), Blob(id=lost, **blob)])
        db.session.commit()
        said = service.now(tmp_path / "backup")
        assert (said["photos"], service.last()["late"]) == (1, False)
        assert service.now(tmp_path / "backup")["photos"] == 0, "photos are copied once"

    seen = icih.records[family["record"]]["versions"]["landmark"]
    member = icih.begin("member", family=family["record"], full_name="Suryati", order=1)
    assert icih.keeps(member, icih.set("family", family["record"], landmark=wish("masjid", seen))) == ["accepted"] * 2
    dedi.pull()
    case = dedi.begin("case", family=family["record"], member=member["record"], service="sembako", urgency="biasa")
    assert dedi.keeps(case) == ["accepted"]
    wati.pull()
    told = wati.records[case["record"]]["body"]["number"]
    assert wati.keeps(wati.do("case.cancel", case["record"], wati.records[case["record"]]["seq"], reason="dobel")) == [
        "accepted"
    ]
    before, head = bodies(app), wati.answer["desas"][DESA]["head"]

    with elsewhere.app_context():
        back = restore(tmp_path / "backup", Path(elsewhere.config["SETTINGS"].instance), now())
        db.session.remove()
    assert (back["photos"], back["lost"]) == (1, 1)
    assert (Path(elsewhere.config["SETTINGS"].instance) / "photos" / DESA / PHOTO[-2:] / kept.name).exists()
    for hand in (icih, dedi, wati):
        hand.moves_to(elsewhere)
    assert wati.comes_back() == ["refused"], "what her decision is about has not come back yet"
    assert dedi.comes_back() == ["refused"], "his case names a member that only Icih has"
    assert icih.comes_back() == ["duplicate", "accepted", "accepted"]
    for hand, change in ((dedi, case), (wati, wati.journal[-1])):
        body = hand.envelope() | {"asks": [change["id"]]}
        assert [receipt["status"] for receipt in hand.post(body).get_json()["receipts"]] == ["accepted"]
    after = bodies(elsewhere)
    assert after.keys() == before.keys()
    assert after[family["record"]]["landmark"] == "masjid"
    assert after[case["record"]]["status"] == before[case["record"]]["status"] == "dibatalkan"
    assert after[case["record"]]["number"] != told, "a number told at a door is never another family's"
    wati.pull()
    assert wati.answer["desas"][DESA]["head"] > A_LIFE > head


def test_a_machine_put_back_by_other_means_begins_a_new_life_by_command(
    app: Flask,
    elsewhere: Flask,
    tmp_path: Path,
    icih: Phone,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As by a snapshot of the whole machine: the epoch is the same, and numbers would be given a second time."""
    icih.__class__ = Keeping
    family = icih.begin("family", "004/002", head_name="Suryati", landmark="warung")
    assert icih.keeps(family) == ["accepted"]
    with app.app_context():
        service.now(tmp_path / "backup")
    icih.pull()
    seen = icih.records[family["record"]]["versions"]["landmark"]
    assert icih.keeps(icih.set("family", family["record"], landmark=wish("masjid", seen))) == ["accepted"]
    icih.pull()
    with elsewhere.app_context(), monkeypatch.context() as put_back:
        put_back.setattr(restoring, "begin_life", lambda *_: (0, 0))
        restore(tmp_path / "backup", Path(elsewhere.config["SETTINGS"].instance), now())
        db.session.remove()
    icih.moves_to(elsewhere)
    assert icih.exchange()["desas"][DESA]["restart"]
    assert "was it put back?" in caplog.text
    said = elsewhere.test_cli_runner().invoke(args=["new-life"])
    assert said.exit_code == 0, said.output
    assert icih.comes_back() == ["duplicate", "accepted"]
    assert bodies(elsewhere)[family["record"]]["landmark"] == "masjid"


def test_a_photo_damaged_in_the_backup_is_told_as_lost_and_one_let_go_leaves_with_the_last_that_names_it(
    elsewhere: Flask, tmp_path: Path, app: Flask, icih: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumping, "KEPT", 2)
    whole, damaged, later = (PHOTO[:-1] + digit for digit in "cde")
    copies, monday = Folder(tmp_path / "backup" / "photos"), now()
    kept = {"desa": DESA, "enrolment": icih.enrolment, "state": BlobState.KEPT, "created": monday, "settled": monday}

    def lives_on(*photos: str) -> None:
        with app.app_context():
            db.session.execute(delete(Blob))
            for which in photos:
                content = which.encode()
                Folder(app.config["SETTINGS"].instance / "photos").write(DESA, which, content, b"small")
                db.session.add(Blob(id=which, sha256_kept=hashlib.sha256(content).hexdigest(), **kept))
            db.session.commit()

    def night(count: int) -> None:
        with app.app_context(), clock.turned(lambda: monday + timedelta(days=count)):
            service.now(tmp_path / "backup")

    lives_on(whole, damaged, later)
    night(0)
    lives_on(whole, damaged)
    night(1)
    assert copies.read(DESA, later) is not None, "the database of Monday names it"
    night(2)
    night(3)
    assert copies.read(DESA, later) is None
    copies.write(DESA, damaged, b"bits that fell over", b"small")
    instance = Path(elsewhere.config["SETTINGS"].instance)
    with elsewhere.app_context():
        back = restore(tmp_path / "backup", instance, now())
        db.session.remove()
        assert (back["photos"], back["lost"]) == (1, 1)
        assert dict(db.session.execute(select(Blob.id, Blob.state)).all()) == {whole: "kept", damaged: "awaited"}  # type: ignore[arg-type]
        assert Folder(instance / "photos").read(DESA, damaged) is None
        assert Folder(instance / "photos").read(DESA, whole, thumb=True) == b"small"
        db.session.remove()


def test_one_backup_restored_twice_gives_no_number_twice(
    elsewhere: Flask, tmp_path: Path, app: Flask, icih: Phone
) -> None:
    """What was read in the first of the two lives is no version of the second: nothing unseen is written over by it."""
    icih.statuses(icih.begin("family", "004/002", head_name="Suryati"))
    with app.app_context():
        service.now(tmp_path / "backup")
    instance = Path(elsewhere.config["SETTINGS"].instance)
    monday, numbers = now(), list[tuple[int, int]]()
    for minutes in (1, 2):
        with elsewhere.app_context():
            empty_again()
            restore(tmp_path / "backup", instance, monday + timedelta(minutes=minutes))
            db.session.remove()
            counter = db.session.scalars(select(CaseCounter.last)).one()
            numbers.append((db.session.scalars(select(Desa.seq)).one(), counter))
            db.session.remove()
    (first, serial), (second, later) = numbers
    assert second - first == 60 * 2**20, "more than a life of a minute can give"
    assert second < 2**53, "a phone counts with these"
    assert later > serial


def empty_again() -> None:
    """Take all tables away: the machine is lost too."""
    tables = MetaData()
    tables.reflect(db.engine)
    tables.drop_all(db.engine)


def test_a_phone_let_in_after_the_backup_keeps_all_and_is_confirmed_by_its_code(
    app: Flask, elsewhere: Flask, tmp_path: Path, wati: Phone, phone: Callable[..., Phone]
) -> None:
    with app.app_context():
        db.session.add(
            Person(id=wati.enrolment, desa=DESA, name="Icih", roles=["kader_pkk"], areas=["004"], created_at=now())
        )
        db.session.commit()
        service.now(tmp_path / "backup")
    late = phone("Icih", "kader_pkk", "004")
    family = late.begin("family", "004/002", head_name="Suryati")
    assert late.statuses(family) == ["accepted"]
    with elsewhere.app_context():
        restore(tmp_path / "backup", Path(elsewhere.config["SETTINGS"].instance), now())
        db.session.remove()
    for hand in (late, wati):
        hand.__class__ = Keeping
        hand.moves_to(elsewhere)  # type: ignore[attr-defined]
    assert late.post(late.envelope(family)).status_code == 401

    def ask(hand: Phone, method: str, path: str, body: Any = None) -> Any:
        headers = {
            "X-Enrolment": hand.enrolment,
            "Authorization": f"Bearer {hand.bearer}",
            "Sec-Fetch-Site": "same-origin",
        }
        return hand.client.open(f"/api/enrolments{path}", method=method, json=body, headers=headers)

    code = ask(late, "POST", "/return", {"desa": DESA, "name": "Icih"}).get_json()["code"]
    assert late.post(late.envelope(family)).status_code == 401, "asking opens nothing"
    (waiting,) = ask(wati, "GET", "/returning").get_json()["returning"]
    assert (waiting["name"], waiting.keys() & {"code", "bearer_hash"}) == ("Icih", set())
    confirm = f"/{waiting['enrolment']}/confirm"
    wrong = {"person": wati.enrolment, "code": f"{(int(code) + 1) % 1000000:06d}"}
    assert ask(wati, "POST", confirm, wrong).get_json()["type"] == "/problems/wrong-code"
    assert ask(wati, "POST", confirm, wrong | {"code": code}).status_code == 204
    assert late.statuses(family) == ["accepted"]
    assert late.records[family["record"]]["body"]["head_name"] == "Suryati"
    assert ask(late, "POST", "/return", {"desa": DESA, "name": "Icih"}).status_code == 404, "known again"


def test_a_house_in_use_is_never_restored_over_nor_half_a_backup_taken(
    app: Flask, elsewhere: Flask, tmp_path: Path, icih: Phone
) -> None:
    icih.send(icih.begin("family", "004/002", head_name="Suryati"))
    with app.app_context():
        said = service.now(tmp_path / "backup")
        with pytest.raises(NotRestorable, match="kosong"):
            restore(tmp_path / "backup", tmp_path, now())
        db.session.remove()
    file = tmp_path / "backup" / "databases" / said["file"]
    file.write_bytes(file.read_bytes()[:-40])
    with elsewhere.app_context(), pytest.raises(NotRestorable, match="rusak"):
        restore(tmp_path / "backup", tmp_path, now())
    (tmp_path / "backup" / "latest.json").unlink()
    with elsewhere.app_context(), pytest.raises(NotRestorable, match="tidak utuh"):
        restore(tmp_path / "backup", tmp_path, now())
