"""Reading: pages, cursors, other lives of the database, who may not read."""

from __future__ import annotations

import gzip
import json
import threading
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update

from server.db import db
from server.exchange import answering
from server.exchange.models import Desa
from sync.versions import lengthened
from tests.exchange.conftest import DESA, wish


def families(phone, count: int) -> set[str]:
    changes = [phone.begin("family", "004/002", head_name=f"Ibu {i}") for i in range(count)]
    assert set(phone.statuses(*changes)) == {"accepted"}
    return {change["record"] for change in changes}


def test_pages_come_one_after_another_without_gap_or_double(icih, dedi):
    made = families(icih, 25)
    pages = []
    while True:
        answer = dedi.exchange(limit=10)["desas"][DESA]
        pages.append([record["id"] for record in answer["records"]])
        if not answer["more"]:
            break
    assert [len(page) for page in pages] == [10, 10, 5]
    assert {name for page in pages for name in page} == made


def test_nothing_new_is_nothing(icih):
    families(icih, 3)
    icih.pull()
    assert (
        icih.exchange()["desas"][DESA] | {"records": [], "more": False, "restart": False} == icih.answer["desas"][DESA]
    )


def test_a_record_written_twice_arrives_once_as_it_is(icih, dedi):
    (family,) = families(icih, 1)
    seen = icih.records[family]["versions"]["head_name"]
    icih.send(icih.set("family", family, head_name=wish("Yati", seen)))
    (record,) = dedi.pull()
    assert record["body"]["head_name"] == "Yati"
    assert record["seq"] == 2


def test_versions_are_said_shortly_to_who_asks_so(icih, dedi):
    (family,) = families(icih, 1)
    icih.send(icih.set("family", family, head_name=wish("Yati", icih.records[family]["versions"]["head_name"])))
    (whole,) = dedi.pull()
    asked = dedi.envelope() | {"cursors": {}, "short": True}
    (short,) = dedi.post(asked).get_json()["desas"][DESA]["records"]
    assert short["versions"] == {"": 1, "head_name": 2}
    assert whole["versions"] == lengthened(short["versions"], short["body"])
    assert whole["versions"].keys() == whole["body"].keys()


@pytest.mark.parametrize(
    "broken", [{"tag": 1}, {"epoch": "another"}, {"seq": 99}, {"seq": "x"}, {"seq": 10**40}, {"scope": "?"}]
)
def test_a_cursor_this_database_never_gave_starts_again(icih, broken):
    families(icih, 3)
    icih.pull()
    icih.cursor |= broken
    answer = icih.exchange()["desas"][DESA]
    assert (answer["restart"], len(answer["records"])) == (True, 3)
    assert icih.exchange()["desas"][DESA]["restart"] is False


def test_after_a_restore_versions_are_never_those_of_the_other_life(app: Flask, icih):
    families(icih, 3)
    icih.pull()
    with app.app_context():
        db.session.execute(update(Desa).values(epoch="after", seq=Desa.seq + 2**32))
        db.session.commit()
    assert icih.exchange()["desas"][DESA]["restart"] is True
    assert icih.exchange()["desas"][DESA]["restart"] is False
    families(icih, 1)
    assert icih.answer["desas"][DESA]["head"] == 2**32 + 4


def test_a_locked_phone_delivers_and_reads_nothing(icih):
    answer = icih.exchange(icih.begin("family", "004/002", head_name="Suryati"), locked=True)
    assert answer["receipts"][0]["status"] == "accepted"
    assert answer["desas"] == {}
    assert "me" not in answer


def test_a_locked_phone_is_told_no_word_of_what_became_of_its_changes(icih, wati):
    family = icih.begin("family", "004/002", head_name="Suryati")
    case = icih.begin("case", family=family["record"], service="sembako")
    bad = icih.begin("family", "004/002", head_name="Enok", landmark={"a": 1})
    assert icih.statuses(family, case, bad) == ["accepted", "accepted", "refused"]
    headers = {"X-Enrolment": wati.enrolment, "Authorization": f"Bearer {wati.bearer}", "Sec-Fetch-Site": "same-origin"}
    reason = {"reason": "Bu Suryati sudah dirawat"}
    assert wati.client.post(f"/api/quarantine/{bad['id']}/discard", json=reason, headers=headers).status_code == 204
    wati.send(wati.do("case.accept", case["record"], 2))
    late = icih.do("case.cancel", case["record"], 2, reason="dobel")
    body = icih.envelope(family, case, late) | {"asks": [bad["id"]]}
    told = icih.post(body, locked=True).get_json()["receipts"]
    assert [(one["status"], (one["problem"] or {}).get("type")) for one in told] == [
        ("duplicate", None),
        ("duplicate", None),
        ("refused", "/problems/changed-meanwhile"),
        ("refused", "/problems/discarded"),
    ]
    assert {name for one in told for name in one} == {"id", "status", "seq", "problem"}
    assert {name for one in told for name in one["problem"] or {}} == {"type", "title", "status"}
    read = icih.post(body).get_json()["receipts"]
    assert (read[1]["number"], read[2]["problem"]["by"], read[3]["problem"]["detail"]) == (
        "CBD-2026-000001",
        "Wati",
        reason["reason"],
    )


def test_me_travels_when_it_changed(icih):
    me = icih.exchange()["me"]
    assert me["name"] == "Icih"
    body = icih.envelope() | {"me": me["hash"]}
    assert "me" not in icih.post(body).get_json()


def test_a_stranger_is_not_let_in(icih):
    icih.client.set_cookie(f"e-{icih.enrolment[-8:]}", "wrong")
    assert icih.post(icih.envelope(), locked=True).status_code == 401


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"v": 2}, "v"),
        ({"changes": {}}, "changes"),
        ({"now": "10:00"}, "now"),
        ({"limit": 0}, "limit"),
        ({"app": 1}, "app"),
        ({"app": "a\x00"}, "app"),
    ],
)
def test_an_envelope_that_cannot_be_read_names_its_field(icih, wrong, field):
    response = icih.post(icih.envelope() | wrong)
    assert response.status_code == 422
    assert response.mimetype == "application/problem+json"
    assert response.get_json()["field"] == field


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"plain", id="not packed"),
        pytest.param(gzip.compress(b"{"), id="half an object"),
        pytest.param(gzip.compress(b"[]"), id="a list"),
        pytest.param(gzip.compress(b"{}" * 99)[:-9], id="cut off"),
        pytest.param(gzip.compress(b"[" * 99_999), id="bottomless"),
        pytest.param(gzip.compress(b"\xff\xfe"), id="no text"),
    ],
)
def test_what_is_no_envelope_is_422(icih, raw):
    assert icih.post(None, raw=raw).status_code == 422


def test_a_gzip_bomb_is_refused_unopened(icih):
    bomb = gzip.compress(b'{"v":1,"app":"' + b"a" * 300_000_000)
    assert len(bomb) < 500_000
    assert icih.post(None, raw=bomb).status_code == 413


def test_more_than_a_batch_is_asked_for_in_parts(icih):
    long = [icih.begin("family", "004/002", address="x" * 3900) for _ in range(90)]
    assert icih.post(icih.envelope(*long)).status_code == 413
    many = [icih.begin("family", "004/002") for _ in range(101)]
    assert icih.post(icih.envelope(*many)).status_code == 422


def test_an_unpacked_body_is_read_too(icih):
    raw = json.dumps(icih.envelope()).encode()
    assert icih.post(None, raw=raw, **{"Content-Encoding": "identity"}).status_code == 200


def test_reading_uses_the_index_that_begins_with_the_desa(app: Flask, icih):
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            plan = "EXPLAIN SELECT * FROM record WHERE desa = 'x' AND seq > 1 AND seq <= 9 ORDER BY seq"
            db.session.execute(text("SET enable_seqscan = off"))
        else:
            plan = "EXPLAIN QUERY PLAN SELECT * FROM record WHERE desa = 'x' AND seq > 1 AND seq <= 9 ORDER BY seq"
        assert "record_by_seq" in str(db.session.execute(text(plan)).all())


def test_an_application_that_is_too_old_still_delivers_and_is_told(app, icih):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], min_version="2026.12.1")
    change = icih.begin("family", "004/002", head_name="Suryati")
    old = icih.post(icih.envelope(change) | {"app": "2026.11.21"}).get_json()
    assert [receipt["status"] for receipt in old["receipts"]] == ["accepted"]
    assert (old["min_version"], old["desas"]) == ("2026.12.1", {})
    new = icih.post(icih.envelope() | {"app": "2026.12.10"}).get_json()
    assert new["min_version"] is None
    assert len(new["desas"]["32.01.15.2008"]["records"]) == 1


def test_while_too_many_read_one_waits_and_what_she_brings_is_taken(icih, monkeypatch):
    icih.pull()
    monkeypatch.setattr(answering, "PATIENCE", 0.01)
    for _ in range(answering.AT_ONCE):
        answering._READERS.acquire()
    try:
        before = icih.cursor
        said = icih.exchange(icih.begin("family", "004/002", head_name="Suryati"))
        part = said["desas"]["32.01.15.2008"]
        assert (said["receipts"][0]["status"], said["retry_after"], part["more"]) == ("accepted", 4, True)
        assert (part["records"], part["cursor"] or {}) == ([], before if before.get("seq") else {})
    finally:
        for _ in range(answering.AT_ONCE):
            answering._READERS.release()
    assert len(icih.pull()) == 1


def test_who_reads_everything_gives_way_after_each_page(icih, dedi, monkeypatch):
    families(icih, 60)
    monkeypatch.setattr(answering, "_READERS", threading.BoundedSemaphore(1))
    begun = threading.Event()
    pages: list[dict[str, Any]] = []

    def everything():
        while not pages or pages[-1]["more"]:
            pages.append(dedi.exchange(limit=1)["desas"][DESA])
            begun.set()

    heavy = threading.Thread(target=everything)
    heavy.start()
    begun.wait(30)
    icih.cursor = None  # she too begins anew
    answer = icih.exchange(limit=5)
    behind = len(pages)
    heavy.join(60)
    assert (len(answer["desas"][DESA]["records"]), answer.get("retry_after")) == (5, None)
    assert behind < len(pages) == 60
