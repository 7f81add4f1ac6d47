"""What could not be taken: read at the desk with its reason, repaired and taken, or put away alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from server.db import turn
from sync.record import Author
from tests.exchange.conftest import DESA, Phone, new_id


def ask(officer: Phone, method: str, path: str, body: Any = None) -> Any:
    """An officer's request beside the exchange."""
    headers = {"X-Enrolment": officer.enrolment, "Authorization": f"Bearer {officer.bearer}"}
    headers["Sec-Fetch-Site"] = "same-origin"
    return officer.client.open(f"/api/quarantine{path}", method=method, json=body, headers=headers)


def listed(officer: Phone) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ask(officer, "GET", "").get_json()["quarantine"]
    return rows


def accept(officer: Phone, change: dict[str, Any], **repairs: Any) -> Any:
    return ask(officer, "POST", f"/{change['id']}/accept", repairs)


def hear(phone: Phone, *changes: dict[str, Any]) -> list[str]:
    """What a phone is told that asks what became of ``changes``."""
    body = phone.envelope() | {"asks": [change["id"] for change in changes]}
    told = {receipt["id"]: receipt["status"] for receipt in phone.post(body).get_json()["receipts"]}
    return [told[change["id"]] for change in changes if change["id"] in told]


def test_an_officer_repairs_a_field_and_what_waited_follows(icih: Phone, wati: Phone) -> None:
    family = icih.begin("family", "004/002", head_name="Suryati", landmark={"a": 1})
    member = icih.begin("member", family=family["record"], full_name="Suryati", order=1)
    assert icih.statuses(family, member) == ["refused", "held"]
    bad, held = listed(wati)
    assert (bad["by"], bad["problem"]["field"], bad["sent"]["id"]) == ("Icih", "set.landmark", family["id"])
    assert (held["status"], held["waits_for"]) == ("held", family["record"])
    assert wati.exchange()["quarantine"] == 2
    assert accept(wati, family).get_json()["status"] == "refused", "as it is, it still cannot be read"
    assert accept(wati, family, set={"landmark": "warung"}).get_json()["status"] == "accepted"
    assert listed(wati) == []
    assert hear(icih, family, member) == ["accepted", "accepted"]
    assert icih.statuses(family) == ["duplicate"], "the phone may still send what it once wrote"
    icih.pull()
    assert icih.records[family["record"]]["body"]["landmark"] == "warung"
    assert icih.records[member["record"]]["body"]["full_name"] == "Suryati"


def test_the_desk_reads_that_a_sender_has_said_it_anew(icih: Phone, wati: Phone) -> None:
    family = icih.begin("family", "004/002", head_name="Suryati", landmark={"a": 1})
    member = icih.begin("member", family=family["record"], full_name="Suryati")
    assert icih.statuses(family, member) == ["refused", "held"]
    begun = icih.begin("family", "004/002", family["record"], head_name="Suryati")
    assert icih.statuses(begun) == ["accepted", "accepted"], "what waited for it is taken too"
    assert [row["again"] for row in listed(wati)] == [False], "its landmark has not been said"
    again = icih.set("family", family["record"], head_name="Suryati N.", landmark="warung")
    assert icih.statuses(again) == ["accepted"]
    assert [(row["change"], row["again"]) for row in listed(wati)] == [(family["id"], True)]


def test_what_is_accepted_stays_its_authors(icih: Phone, wati: Phone) -> None:
    family = icih.begin("family", "007/001", head_name="Suryati")
    assert icih.statuses(family) == ["refused"]
    assert accept(wati, family).get_json()["status"] == "accepted"
    wati.pull()
    headers = {"X-Enrolment": wati.enrolment, "Authorization": f"Bearer {wati.bearer}"}
    told = wati.client.get(f"/api/records/{family['record']}/history", headers=headers).get_json()["history"]
    assert [(step["name"], step["accepted_by"]) for step in told] == [("Icih", "Wati")]


def test_one_poisoned_change_is_put_away_alone_and_its_sender_reads_why(icih: Phone, wati: Phone) -> None:
    poison, good = {"nonsense": "x" * 50}, icih.begin("family", "004/002", head_name="Suryati")
    refused, accepted = icih.send(poison, good)
    assert (refused["status"], accepted["status"]) == ("refused", "accepted")
    (row,) = listed(wati)
    assert row["sent"] == poison, "it can be carried away whole"
    assert ask(wati, "POST", f"/{row['change']}/discard", {"reason": "Isinya kosong"}).status_code == 204
    assert listed(wati) == []
    assert accept(wati, {"id": row["change"]}).status_code == 404
    body = icih.envelope() | {"asks": [row["change"]]}
    (told,) = icih.post(body).get_json()["receipts"]
    assert (told["problem"]["type"], told["problem"]["by"]) == ("/problems/discarded", "Wati")
    assert told["problem"]["detail"] == "Isinya kosong"
    assert icih.records[good["record"]]["body"]["head_name"] == "Suryati"


def of_a_refused_family(icih: Phone) -> list[dict[str, Any]]:
    """A family that cannot be taken, and what was sent of it: a person, her paper, and that she is called otherwise."""
    family = icih.begin("family", "004/002", head_name="Suryati", landmark={"a": 1})
    member = icih.begin("member", family=family["record"], full_name="Suryati", order=1)
    paper = icih.begin("document", family=family["record"], member=member["record"], paper="ktp", state="ada")
    renamed = icih.set("member", member["record"], full_name="Sri Suryati")
    assert icih.statuses(family, member, paper, renamed) == ["refused", "held", "held", "held"]
    return [family, member, paper, renamed]


def kinds(officer: Phone) -> list[str]:
    return [row["problem"]["type"].split("/")[-1] for row in listed(officer)]


def test_what_waited_for_something_that_is_put_away_waits_no_longer(icih: Phone, wati: Phone) -> None:
    sent = of_a_refused_family(icih)
    family, member = sent[:2]
    other = icih.begin("family", "004/002", family["record"], head_name="Enok", landmark={"a": 2})
    assert icih.statuses(other) == ["refused"]
    assert ask(wati, "POST", f"/{family['id']}/discard", {"reason": "dobel"}).status_code == 204
    assert kinds(wati) == ["waiting", "waiting", "waiting", "malformed"], "the other one may still begin it"
    assert ask(wati, "POST", f"/{other['id']}/discard", {"reason": "dobel"}).status_code == 204
    assert kinds(wati) == ["unknown-record", "unknown-record", "waiting"], "her other name waits for her, who lies here"
    assert hear(icih, *sent) == ["refused", "refused", "refused", "held"]
    assert accept(wati, member).get_json()["problem"]["type"] == "/problems/unknown-record"
    assert ask(wati, "POST", f"/{member['id']}/discard", {"reason": "dobel"}).status_code == 204
    assert kinds(wati) == ["unknown-record", "unknown-record"]
    began = icih.statuses(icih.begin("family", "004/002", family["record"], head_name="Suryati"))
    assert began == ["accepted", "refused"], "the family comes after all; the paper is hers whom nobody knows"
    assert icih.statuses(
        icih.begin("member", record=member["record"], family=family["record"], full_name="Suryati")
    ) == [
        "accepted",
        "accepted",
        "conflict",
    ]
    assert listed(wati) == []


def test_what_waits_can_be_put_away_with_what_it_waits_for(icih: Phone, wati: Phone) -> None:
    family, *hers = of_a_refused_family(icih)
    apart = icih.begin("member", family=new_id(), full_name="Enok", order=1)
    icih.send(apart)
    reason = {"reason": "dobel", "waiting": True}
    assert ask(wati, "POST", f"/{family['id']}/discard", reason).status_code == 204
    assert [row["sent"]["id"] for row in listed(wati)] == [apart["id"]]
    told = icih.post(icih.envelope() | {"asks": [change["id"] for change in hers]}).get_json()["receipts"]
    assert [(one["status"], one["problem"]["detail"]) for one in told] == [("refused", "dobel")] * 3


def test_what_is_set_free_is_taken_once(icih: Phone, wati: Phone) -> None:
    """One of those that wait is still refused; the next, taken, sets free what the one before it would have."""
    family = icih.begin("family", "004/002", head_name="Suryati")
    wati.statuses(wati.do("family.move", family["record"], 0, area="099/001", building=None))
    icih.send(*(icih.set("family", family["record"], seen=0, landmark=word) for word in ("masjid", "sawah", "kali")))
    told = icih.send(family)
    assert [one["status"] for one in told] == ["accepted", "accepted", "merged", "merged"]
    assert len({one["id"] for one in told}) == len(told)
    assert [row["status"] for row in listed(wati)] == ["refused"]


def test_a_second_change_under_one_id_lies_here_as_a_change_of_its_own(icih: Phone, dedi: Phone, wati: Phone) -> None:
    first = icih.begin("family", "004/002", head_name="Suryati")
    second = first | {"set": first["set"] | {"head_name": {"to": "Enok", "seen": 0}}}
    told, again = icih.send(first)[0], icih.send(second, second)
    assert (told["status"], [one["status"] for one in again]) == ("accepted", ["refused", "refused"])
    assert {(one["id"], one["problem"]["type"]) for one in again} == {(first["id"], "/problems/change-reused")}
    assert dedi.statuses(first) == ["refused"], "nor can another phone's word disappear behind it"
    mine, theirs = sorted(listed(wati), key=lambda row: str(row["by"]), reverse=True)
    assert (mine["change"], mine["by"], mine["sent"]) == (again[0]["problem"]["change"], "Icih", second)
    assert (theirs["by"], theirs["sent"], theirs["change"] != mine["change"]) == ("Dedi", first, True)
    assert hear(icih, first) == ["accepted"], "what was taken stays taken"
    lies_as = {"id": mine["change"]}
    assert hear(icih, lies_as) == ["refused"]
    assert accept(wati, lies_as).get_json()["status"] == "conflict", "two names, and a person decides"
    assert hear(icih, lies_as) == ["conflict"]
    assert icih.statuses(second, first) == ["duplicate", "duplicate"]
    wati.pull()
    (conflict,) = (one["body"] for one in wati.records.values() if one["collection"] == "conflict")
    assert (conflict["standing"], conflict["other"], conflict["other_by"]) == ("Suryati", "Enok", "Icih")


def test_what_names_a_record_of_another_phone_is_taken_once_that_has_come(icih: Phone, dedi: Phone) -> None:
    """As after a restore, when phones send again in whatever order they wake."""
    family = icih.begin("family", "004/002", head_name="Suryati")
    member = dedi.begin("member", family=family["record"], full_name="Suryati", order=1)
    paper = dedi.begin("document", family=family["record"], paper="kk", state="ada")
    assert dedi.statuses(member, paper) == ["refused", "held"]
    assert icih.statuses(family) == ["accepted"]
    assert hear(dedi, member, paper) == ["accepted", "accepted"]


def test_what_cannot_be_taken_when_it_is_set_free_does_not_hold_up_what_freed_it(icih: Phone, wati: Phone) -> None:
    family = icih.begin("family", "004/002", head_name="Suryati")
    nowhere, closed = (
        wati.do("family.move", family["record"], 0, area="099/001", building=None),
        wati.do("family.close", family["record"], 0, reason="pindah", note=None),
    )
    assert wati.statuses(nowhere, closed) == ["refused", "held"]
    assert icih.statuses(family) == ["accepted"], "the officer's mistake is not hers"
    assert wati.statuses(nowhere, closed) == ["refused", "duplicate"]
    (left,) = listed(wati)
    assert (left["sent"]["id"], left["problem"]["type"]) == (nowhere["id"], "/problems/no-such-area")
    wati.pull()
    assert wati.records[family["record"]]["body"]["state"] == "pindah"
    elsewhere = icih.begin("family", "007/001", head_name="Suryati")
    assert icih.statuses(elsewhere) == ["refused"]
    assert wati.statuses(wati.do("family.move", elsewhere["record"], 0, area="099/001", building=None)) == ["held"]
    assert accept(wati, elsewhere).get_json()["status"] == "accepted", "nor what an officer takes"


def test_nobody_hears_of_anothers_changes(icih: Phone, dedi: Phone) -> None:
    change = icih.begin("family", "007/001", head_name="Suryati")
    icih.send(change)
    assert hear(dedi, change) == []
    assert hear(icih, change) == ["refused"]


def test_only_the_desk_reads_the_quarantine(icih: Phone, phone: Callable[..., Phone]) -> None:
    change = icih.begin("family", "007/001", head_name="Suryati")
    icih.send(change)
    assert "quarantine" not in icih.answer
    for role in ("kader_pkk", "psm", "ketua_rw", "kades", "admin"):
        somebody = phone(role.title(), role, "004")
        assert ask(somebody, "GET", "").status_code == 403
        assert accept(somebody, change).status_code == 403
    assert accept(icih, {"id": new_id()}).status_code == 403


def test_what_was_typed_about_a_family_that_moved_meanwhile_is_taken_at_the_desk(
    app: Flask, icih: Phone, wati: Phone, phone: Callable[..., Phone]
) -> None:
    """Nothing of the first kader's is lost, she is rid of the family, and the second one has all of it."""
    entin = phone("Entin", "kader_pkk", "005")
    begun = icih.begin("family", "004/002", head_name="Suryati")
    icih.send(begun)
    family = begun["record"]
    edit = icih.set("family", family, landmark="masjid")
    with app.app_context(), turn(DESA) as this:
        this.move(family, Author.server(this.now), "005/001")
    assert icih.statuses(edit) == ["refused"]
    assert icih.answer["receipts"][0]["problem"]["type"] == "/problems/moved-away"
    assert icih.records[family]["gone"] == "moved"
    assert accept(wati, edit).get_json()["status"] == "accepted"
    entin.pull()
    assert entin.records[family]["body"]["landmark"] == "masjid"
    assert hear(icih, edit) == ["accepted"]
    assert [record for record in icih.pull() if record["body"]] == [], "and she is told no more of it"
