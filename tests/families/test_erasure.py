"""What the law lets a family ask for: everything about them goes, everywhere, and stays gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import inspect, select, text, update

from server import create_app
from server.accounts import service as accounts
from server.accounts.models import Enrolment
from server.backups import service as backups
from server.backups.restoring import restore
from server.clock import now
from server.db import db
from server.demo.people import ANI, DESA
from server.documents.models import Blob, BlobState
from server.documents.store import Folder
from server.exchange import repairing
from server.exchange import service as exchange
from server.exchange.delivery import standing
from server.exchange.models import Quarantine, Receipt
from server.exchange.pulling import Reader, pull
from server.families import service as families
from server.families.retention import tonight
from server.jobs import run_due
from server.settings import Settings
from sync.cursor import Cursor
from sync.ids import identity_id
from tests.databases import Databases
from tests.field import MONDAY, Field, at, new_id

SECRETS = ("Suryati", "3201994507850002", "Belakang masjid", "Suriati", "Rahasia")


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


@pytest.fixture
def family(field: Field, app: Flask) -> dict[str, str]:
    """Suryati's family with a member, her number, a case, a paper with its photo, a conflict and a refused change."""
    family = field.family("Suryati", landmark="Belakang masjid")
    member = field.member(family, "Suryati")
    field.ani.set("identity", identity_id(member), exists=True, subject=member, nik="3201994507850002")
    paper = field.document(family, member=member)
    case = field.case(family, note="Rahasia")
    assert field.dedi.set("family", family, seen=0, head_name="Suriati")["status"] == "conflict"
    bad = field.ani.sets("member", member, seen=0, full_name={"x": "Suryati"})
    assert field.ani.send(bad)[0]["status"] == "refused"
    photo = new_id()
    blob = {"enrolment": field.ani.enrolment, "record": paper, "family": family, "created": MONDAY}
    db.session.add(Blob(desa=DESA, id=photo, state=BlobState.KEPT, **blob))
    db.session.commit()
    folder = app.config["SETTINGS"].instance / "photos" / DESA / photo[-2:]
    folder.mkdir(parents=True)
    (folder / f"{photo}.jpg").write_bytes(b"her KK")
    return {"family": family, "member": member, "paper": paper, "case": case, "photo": photo}


def all_that_is_stored() -> str:
    """Every row of every table, as one text."""
    db.session.remove()
    with db.engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        quote = db.engine.dialect.identifier_preparer.quote
        return "\n".join(
            repr(tuple(row)) for table in tables for row in connection.execute(text(f"SELECT * FROM {quote(table)}"))
        )


def test_no_value_of_theirs_is_left_anywhere(field: Field, family: dict[str, str], app: Flask) -> None:
    stored = all_that_is_stored()
    assert [secret for secret in SECRETS if secret not in stored] == []
    assert field.ani.does("family.erase", family["family"], reason="permintaan")["status"] == "refused"
    assert field.dedi.does("family.erase", family["family"], reason="permintaan")["status"] == "accepted"
    stored = all_that_is_stored()
    assert [secret for secret in SECRETS if secret in stored] == []
    assert list(app.config["SETTINGS"].instance.glob("photos/*/*/*.jpg")) == []
    assert {field.record(family[which]).gone for which in ("family", "member", "paper", "case")} == {"erased"}
    assert set(db.session.scalars(select(Quarantine.outcome))) == {"erased"}
    refused = select(Receipt.problem).where(Receipt.change.in_(select(Quarantine.change)))
    assert all("/problems/erased" in (problem or "") for problem in db.session.scalars(refused))


def test_who_was_taken_off_the_family_before_is_forgotten_too(field: Field, family: dict[str, str]) -> None:
    for collection in ("document", "member"):
        record = field.record(family["paper" if collection == "document" else "member"])
        assert field.dedi.set(collection, record.id, seen=record.seq, exists=False)["status"] == "accepted"
    stored = all_that_is_stored()
    assert [secret for secret in SECRETS if secret not in stored] == []
    field.dedi.does("family.erase", family["family"], reason="permintaan")
    stored = all_that_is_stored()
    assert [secret for secret in SECRETS if secret in stored] == []
    assert {field.record(family[which]).gone for which in ("member", "paper")} == {"erased"}


def test_what_comes_later_is_refused_and_not_kept(field: Field, family: dict[str, str]) -> None:
    field.dedi.does("family.erase", family["family"], reason="tarik_persetujuan")
    late = field.ani.sets("family", family["family"], seen=1, landmark="Rahasia")
    paper = field.ani.sets("document", new_id(), exists=True, family=family["family"], paper="kk", state="ada")
    assert [receipt["problem"]["type"] for receipt in field.ani.send(late, paper)] == ["/problems/erased"] * 2
    assert field.dedi.does("case.cancel", family["case"], reason="x")["problem"]["type"] == "/problems/erased"
    assert "Rahasia" not in all_that_is_stored()


def test_erased_is_told_to_whom_the_family_left_before_and_to_who_wrote_on_it(field: Field) -> None:
    family = field.family("Suryati")
    member = field.member(family, "Suryati")
    field.dedi.set("family", family, seen=0, landmark="masjid")
    hers = ANI.id, ("kader_pkk",)
    first, heard = told(hers, ("004",), {})
    assert set(first) >= {family, member}
    field.dedi.does("family.move", family, area="005/001")
    moved, later = told(hers, ("004",), heard)
    assert moved == {family: "moved", member: "moved"}
    _, strangers = told((new_id(), ("kader_pkk",)), ("006",), {})
    assert field.dedi.does("family.erase", family, reason="permintaan")["status"] == "accepted"
    erased = {family: "erased", member: "erased"}
    assert told(hers, ("004",), later)[0] == erased, "her journal holds what she sent"
    assert told(hers, ("004",), heard)[0] == erased, "also where she hears of both at once"
    assert told(hers, ("006",), later)[0] == erased, "also where her area was taken meanwhile"
    assert told((new_id(), ("kader_pkk",)), ("004",), later)[0] == erased, "whose area it was may have a draft of it"
    assert told((new_id(), ("kader_pkk",)), ("006",), strangers)[0] == {}


def told(who: tuple[str, tuple[str, ...]], areas: tuple[str, ...], since: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """What a pull says of records, by id why they are gone; and the cursor that follows."""
    answer = json.loads(pull(DESA, Reader(*who, areas), Cursor.read(since), 500, short=True))
    return {record["id"]: record["gone"] for record in answer["records"]}, answer["cursor"]


@pytest.mark.parametrize("machine", ["the same", "another"])
def test_erased_stays_erased_when_yesterdays_backup_comes_back(
    machine: str, field: Field, family: dict[str, str], app: Flask, all_databases: Databases, tmp_path: Path
) -> None:
    settings: Settings = app.config["SETTINGS"]
    yesterday, away = tmp_path / "yesterday", tmp_path / "away"
    (away / "erased.jsonl").mkdir(parents=True)  # nothing can be written there
    app.config["SETTINGS"] = replace(settings, backup=yesterday if machine == "another" else away)
    backups.now(yesterday)
    assert field.dedi.does("family.erase", family["family"], reason="permintaan")["status"] == "accepted"
    instance = settings.instance if machine == "the same" else tmp_path / "new"
    instance.mkdir(exist_ok=True)
    db.session.remove()
    url = all_databases.fresh(tmp_path)
    elsewhere = create_app(Settings(instance=instance, database_url=url, jobs=False))
    with elsewhere.app_context():
        restore(yesterday, instance, now())
        stored = all_that_is_stored()
        assert [secret for secret in SECRETS if secret in stored] == []
        assert list(instance.glob("photos/*/*/*.jpg")) == []
        db.session.remove()
        db.engine.dispose()
    all_databases.give_back(url)


def test_what_a_backup_never_knew_stays_away_as_well(field: Field, family: dict[str, str]) -> None:
    """The backup is older than the family: of each of its records, of whatever kind, only the id is kept."""
    kinds = set(db.session.scalars(text("SELECT collection FROM record")))
    db.session.rollback()
    lines = [{"desa": DESA, "id": new_id(), "collection": kind, "reason": "permintaan"} for kind in sorted(kinds)]
    assert "conflict" in kinds
    exchange.erase_again(lines, families.everything)
    assert {field.record(line["id"]).gone for line in lines} == {"erased"}


def test_a_photo_erased_before_the_last_night_is_in_no_backup_and_comes_back_from_none(
    field: Field, family: dict[str, str], app: Flask, all_databases: Databases, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    settings: Settings = app.config["SETTINGS"]
    backups.now(backup)
    field.dedi.does("family.erase", family["family"], reason="permintaan")
    db.session.remove()
    assert list(backup.glob("photos/*/*/*.jpg")) != [], "nobody told this house of that folder"
    app.config["SETTINGS"] = replace(settings, backup=backup)
    with at(MONDAY + timedelta(days=1)):
        backups.now(backup)
        run_due()
    assert list(backup.glob("photos/*/*/*.jpg")) == []
    Folder(backup / "photos").write(DESA, family["photo"], b"her KK", b"")  # left by a version before this one
    new = tmp_path / "new"
    new.mkdir()
    url = all_databases.fresh(new)
    elsewhere = create_app(Settings(instance=new, database_url=url, jobs=False))
    with elsewhere.app_context():
        assert restore(backup, new, now())["photos"] == 0
        assert list(new.glob("photos/*/*/*.jpg")) == []
        db.session.remove()
        db.engine.dispose()
    all_databases.give_back(url)


def test_what_a_backup_knows_more_of_a_family_goes_too(field: Field, family: dict[str, str]) -> None:
    """The list names the family alone, as where the rest had not come to the server when it was erased."""
    line = {"desa": DESA, "id": family["family"], "collection": "family", "reason": "permintaan"}
    exchange.erase_again([line], families.everything)
    stored = all_that_is_stored()
    assert [secret for secret in SECRETS if secret in stored] == []


def test_a_photo_whose_row_a_restored_database_lost_ends_with_what_names_it(field: Field, app: Flask) -> None:
    """The folder stayed: one is named by a conflict, one by its history, one by what a phone sends afterwards."""
    folder = Folder(app.config["SETTINGS"].instance / "photos")
    family = field.family("Suryati")
    paper = field.document(family, photos=[new_id()])
    before, contested, late, anothers = (new_id() for _ in range(4))
    field.document(field.family("Tuti"), photos=[anothers])
    for photo in (before, contested, late, anothers):
        folder.write(DESA, photo, b"her KK", b"")
    assert field.dedi.set("document", paper, seen=0, photos=[before])["status"] == "conflict"
    assert field.dedi.set("document", paper, seen=0, photos=[contested])["status"] == "conflict"
    field.dedi.does("family.erase", family, reason="permintaan")
    assert {name for _, name, _ in folder.listing()} == {late, anothers}
    receipt = field.ani.set("document", paper, seen=0, photos=[late, anothers])
    assert receipt["problem"]["type"] == "/problems/erased"
    assert {name for _, name, _ in folder.listing()} == {anothers}


def read(file: Path) -> list[Any]:
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_the_list_of_the_erased_holds_no_values(field: Field, family: dict[str, str], app: Flask) -> None:
    field.dedi.does("family.erase", family["family"], reason="permintaan")
    lines = read(app.config["SETTINGS"].instance / "erased.jsonl")
    assert {line["id"] for line in lines} >= {family["family"], family["member"]}
    assert all(line.keys() == {"desa", "id", "collection", "at", "by", "reason"} for line in lines)


NUMBER = "3201994507850003"


@pytest.mark.parametrize("in_the_way", ["nothing", "she is shut out", "it cannot be read"])
def test_what_would_have_begun_there_is_refused_with_all_that_builds_on_it(
    field: Field, family: dict[str, str], app: Flask, in_the_way: str
) -> None:
    """A phone that has not heard of the erasure sends a new member of the family, and her number."""
    field.dedi.does("family.erase", family["family"], reason="tarik_persetujuan")
    member = new_id()
    if in_the_way == "she is shut out":
        accounts.revoke(DESA, field.ani.enrolment, "Dedi", "hilang")
    named = {"x": "Rahasia"} if in_the_way == "it cannot be read" else "Rahasia"
    born = field.ani.sets("member", member, exists=True, family=family["family"], full_name=named)
    number = field.ani.sets("identity", identity_id(member), exists=True, subject=member, nik=NUMBER)
    assert [receipt["problem"]["type"] for receipt in field.ani.send(born, number)] == ["/problems/erased"] * 2
    later = field.ani.sets("identity", identity_id(member), exists=True, subject=member, nik=NUMBER)
    assert field.ani.send(later)[0]["problem"]["type"] == "/problems/erased"
    stored = all_that_is_stored()
    assert [said for said in ("Rahasia", NUMBER) if said in stored] == []
    assert repairing.waiting(DESA)["quarantine"] == [], "there is nothing for an officer to do about it"
    known = {line["id"] for line in read(app.config["SETTINGS"].instance / "erased.jsonl")}
    assert {member, identity_id(member)} <= known, "a restored server refuses what comes about these"


def test_what_waits_for_a_refused_beginning_goes_with_the_family(field: Field, family: dict[str, str]) -> None:
    member = new_id()
    born = field.ani.sets("member", member, exists=True, family=family["family"], full_name={"x": "Rahasia"})
    number = field.ani.sets("identity", identity_id(member), exists=True, subject=member, nik=NUMBER)
    assert [receipt["status"] for receipt in field.ani.send(born, number)] == ["refused", "held"]
    field.dedi.does("family.erase", family["family"], reason="permintaan")
    stored = all_that_is_stored()
    assert [said for said in ("Rahasia", NUMBER) if said in stored] == []
    asked = standing(db.session.get_one(Enrolment, field.ani.enrolment), [born["id"], number["id"]])
    assert [receipt["problem"]["type"] for receipt in asked] == ["/problems/erased"] * 2
    again = field.ani.sets("identity", identity_id(member), exists=True, subject=member, nik=NUMBER)
    assert field.ani.send(again)[0]["problem"]["type"] == "/problems/erased"


def test_the_night_ends_what_lies_in_quarantine_about_something_erased(field: Field, family: dict[str, str]) -> None:
    """As an older version left it: the outline of what came late, and its number whole, waiting."""
    member = new_id()
    born = field.ani.sets("member", member, exists=True, family=family["family"], full_name={"x": "Rahasia"})
    number = field.ani.sets("identity", identity_id(member), exists=True, subject=member, nik=NUMBER)
    field.ani.send(born, number)
    outlined = {"id": born["id"], "collection": "member", "record": member, "set": {"exists": "dihapus"}}
    mine = update(Quarantine).where(Quarantine.change == born["id"])
    db.session.execute(mine.values(body=json.dumps(outlined)))
    db.session.commit()
    assert NUMBER in all_that_is_stored()
    with at(MONDAY + timedelta(days=1)):
        run_due()
    assert NUMBER not in all_that_is_stored()
    assert [row["sent"]["record"] for row in repairing.waiting(DESA)["quarantine"]] == [family["member"]]


@pytest.mark.parametrize(
    "garbage",
    [
        *({"set": said} for said in (5, [[1]], ["Rahasia"], {"Rahasia": {"to": 1}})),
        *({name: "Rahasia"} for name in ("collection", "do", "n", "desa")),
        {"do": ["Rahasia"]},
    ],
    ids=str,
)
def test_what_is_no_change_at_all_hinders_neither_its_neighbours_nor_the_erasure(
    field: Field, family: dict[str, str], garbage: dict[str, Any]
) -> None:
    before, after = (field.ani.sets("family", family["family"], landmark="Rahasia") | garbage for _ in range(2))
    assert field.ani.send(before)[0]["status"] == "refused"
    assert field.dedi.does("family.erase", family["family"], reason="permintaan")["status"] == "accepted"
    house = field.ani.sets("building", new_id(), area="004/002", exists=True, number="7")
    receipts = {receipt["id"]: receipt for receipt in field.ani.send(after, house)}
    assert receipts[after["id"]]["problem"]["type"] == "/problems/erased"
    assert receipts[house["id"]]["status"] == "accepted"
    with at(MONDAY + timedelta(days=1)):
        tonight(DESA, {})
    assert "Rahasia" not in all_that_is_stored()


def test_the_night_lists_every_place_of_the_erased_again(field: Field, family: dict[str, str], app: Flask) -> None:
    field.dedi.does("family.erase", family["family"], reason="permintaan")
    listed = app.config["SETTINGS"].instance / "erased.jsonl"
    listed.unlink()
    tonight(DESA, {})
    assert {line["id"] for line in read(listed)} >= {family["family"], family["member"]}


def test_the_night_looks_at_every_change_about_one_record(field: Field, family: dict[str, str]) -> None:
    """Two changes of one new member, as they would lie there had nobody told them of the erasure."""
    member = new_id()
    born = field.ani.sets("member", member, exists=True, family=family["family"], full_name={"x": "Rahasia"})
    later = field.ani.sets("member", member, full_name={"x": "Rahasiawati"})
    field.ani.send(born, later)
    lying = {row.change: row.body for row in db.session.scalars(select(Quarantine).where(Quarantine.record == member))}
    field.dedi.does("family.erase", family["family"], reason="permintaan")
    for change, body in lying.items():
        mine = update(Quarantine).where(Quarantine.change == change)
        db.session.execute(mine.values(body=body, settled=None))
    db.session.commit()
    assert "Rahasia" in all_that_is_stored()
    with at(MONDAY + timedelta(days=1)):
        tonight(DESA, {})
    assert "Rahasia" not in all_that_is_stored()


def test_who_was_told_apart_from_an_erased_family_is_not_erased_with_it(field: Field, family: dict[str, str]) -> None:
    other = field.family("Suryatin")
    field.server_writes(other, not_twins=[family["family"]])
    assert field.dedi.set("family", other, seen=field.record(other).seq, exists=False)["status"] == "accepted"
    field.dedi.does("family.erase", family["family"], reason="permintaan")
    assert field.record(other).gone == "deleted"
