"""Families get their place, keep it, and get another one when the day moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import select

from server.clock import WIB
from server.db import db, turn
from server.demo.people import DESA
from server.notices.models import Notice
from server.notices.words import push_body
from server.servicedays import service
from server.servicedays.models import ServiceDay
from sync.record import Author
from tests.field import MONDAY, NEXT_WEDNESDAY, TUESDAY_NOON, WEDNESDAY, Field, at, new_id


@pytest.fixture
def field(context: None) -> Iterator[Field]:
    with at(MONDAY):
        yield Field()


def day(on: str) -> ServiceDay:
    db.session.expire_all()
    return db.session.scalars(select(ServiceDay).where(ServiceDay.desa == DESA, ServiceDay.date == on)).one()


def place(field: Field, case: str) -> tuple[str | None, str | None, str | None]:
    body = field.body(case)
    return body.get("service_day"), body.get("queue_number"), body.get("arrival")


def notices(family: str, state: str) -> list[str]:
    """The family's notices in this state."""
    db.session.expire_all()
    return list(db.session.scalars(select(Notice.id).where(Notice.family == family, Notice.state == state)))


def fill(field: Field, families: int) -> list[str]:
    """Give ``families`` a place; return their cases."""
    cases = [new_id() for _ in range(families)]
    changes = []
    for n, case in enumerate(cases):
        family = new_id()
        changes.append(field.ani.sets("family", family, "004/002", exists=True, head_name=f"Keluarga {n}"))
        changes.append(field.ani.sets("case", case, exists=True, family=family, service="sembako"))
    assert {receipt["status"] for receipt in field.ani.send(*changes)} == {"accepted"}
    with turn(DESA) as now:
        for case in cases:
            now.write(case, Author.server(now.now), status="siap")
        service.assign_waiting(now)
    return cases


def test_days_are_made_eight_weeks_ahead_once(field: Field) -> None:
    for _ in range(2):
        with turn(DESA) as now:
            service.ensure_days(now)
    days = service.days_ahead(DESA, MONDAY.date(), 20)
    assert days[0] == date(2026, 11, 25)
    assert len(days) == len(set(days)) == 8
    assert {on.weekday() for on in days} == {2}


def test_no_day_is_made_on_a_holiday(context: None) -> None:
    with at(datetime(2026, 5, 21, 9, 0, tzinfo=WIB)):
        Field()
        with turn(DESA) as now:
            service.ensure_days(now)
    assert service.days_ahead(DESA, date(2026, 5, 21), 2) == [date(2026, 6, 3), date(2026, 6, 10)]  # 27 May: Iduladha


def test_two_families_have_two_numbers(field: Field) -> None:
    _, first = field.ready("Suryati")
    _, second = field.ready("Udin")
    assert place(field, first) == (WEDNESDAY, "A-001", "08.00")
    assert place(field, second) == (WEDNESDAY, "A-004", "08.10")


def test_all_cases_of_a_family_share_number_and_hour(field: Field) -> None:
    family, first = field.ready("Suryati")
    field.ready("Udin")
    later = field.case(family, "pkh")
    assert field.dedi.does("case.accept", later)["status"] == "accepted"
    assert place(field, later) == place(field, first)


def test_what_becomes_ready_after_cut_off_waits_a_week(context: None) -> None:
    with at(TUESDAY_NOON):
        field = Field()
        _, case = field.ready()
        assert place(field, case)[0] == NEXT_WEDNESDAY


def test_the_elderly_go_first(field: Field) -> None:
    family = field.family()
    case = field.case(family)
    new = new_id()
    with turn(DESA) as now:
        by = Author.server(now.now)
        answers = {"roster": {"anggota": [{"usia": {"umur": 74}}]}}
        now.create("visit", new, by, area="004/002", family=family, answers=answers)
        now.write(case, by, visit=new)
    assert field.dedi.does("case.accept", case)["status"] == "accepted"
    assert place(field, case)[1] == "P-001"


def test_a_full_wednesday_sends_the_next_family_to_the_week_after(field: Field) -> None:
    cases = fill(field, 58)
    assert {place(field, case)[0] for case in cases[:57]} == {WEDNESDAY}
    assert place(field, cases[57]) == (NEXT_WEDNESDAY, "A-001", "08.00")


def test_without_any_room_a_case_stays_ready_and_says_why(field: Field) -> None:
    with turn(DESA) as now:
        service.ensure_days(now)
    for on in service.days_ahead(DESA, MONDAY.date(), 20):
        receipt = field.dedi.does("day.close", day(on.isoformat()).id, reason="Pilkades")
        assert receipt["status"] == "accepted", receipt
    _, case = field.ready()
    body = field.body(case)
    assert (body["status"], body["service_day"], body["waiting"]) == ("siap", None, "belum_ada_tempat")


def test_who_waited_gets_a_place_when_a_day_opens_again(field: Field) -> None:
    with turn(DESA) as now:
        service.ensure_days(now)
    for on in service.days_ahead(DESA, MONDAY.date(), 20):
        field.dedi.does("day.close", day(on.isoformat()).id, reason="Pilkades")
    _, case = field.ready()
    field.dedi.does("day.open", day(WEDNESDAY).id)
    assert place(field, case) == (WEDNESDAY, "A-001", "08.00")


def test_who_lost_a_day_while_there_is_no_other_is_told_so_and_then_of_the_change(field: Field) -> None:
    family, case = field.ready()
    days = service.days_ahead(DESA, MONDAY.date(), 20)
    for on in reversed(days):
        assert field.dedi.does("day.close", day(on.isoformat()).id, reason="Banjir")["status"] == "accepted"
    body = field.body(case)
    assert (body["status"], body["waiting"], body["moved_from"]) == ("siap", "belum_ada_tempat", WEDNESDAY)
    (task,) = notices(family, "tugas")
    assert field.body(task)["kind"] == "libur"
    assert "Rabu, 25 November" in field.body(task)["text"]
    field.dedi.does("day.open", day(NEXT_WEDNESDAY).id)
    assert place(field, case)[0] == NEXT_WEDNESDAY
    assert field.body(case)["moved_from"] == WEDNESDAY
    (told,) = notices(family, "tugas")
    assert (field.body(told)["kind"], field.body(told)["due"]) == ("jadwal", NEXT_WEDNESDAY)


def test_a_closed_day_sends_its_families_to_the_next_in_their_order(field: Field) -> None:
    cases = [field.ready(name)[1] for name in ("Suryati", "Udin")]
    receipt = field.dedi.does("day.close", day(WEDNESDAY).id, reason="Banjir")
    assert receipt["status"] == "accepted", receipt
    assert [place(field, case)[:2] for case in cases] == [(NEXT_WEDNESDAY, "A-001"), (NEXT_WEDNESDAY, "A-004")]
    assert push_body(DESA, "jadwal", field.body(cases[0]), date(2026, 12, 2)) == (
        "Jadwal Rabu 25 November tidak jadi. Bapak/Ibu ditunggu Rabu 2 Desember pukul 08.00."
    )
    assert (day(WEDNESDAY).state, day(WEDNESDAY).reason) == ("tutup", "Banjir")


def test_a_day_that_moves_takes_everybody_along(field: Field) -> None:
    _, case = field.ready()
    receipt = field.dedi.does("day.move", day(WEDNESDAY).id, date="2026-11-26", reason="Rapat kabupaten")
    assert receipt["status"] == "accepted", receipt
    assert place(field, case) == ("2026-11-26", "A-001", "08.00")
    assert "ditunggu Kamis 26 November pukul 08.00" in push_body(DESA, "jadwal", field.body(case), date(2026, 11, 26))
    with turn(DESA) as now:
        service.ensure_days(now)
    assert service.days_ahead(DESA, MONDAY.date(), 2) == [date(2026, 11, 26), date(2026, 12, 2)]


def test_a_day_that_moves_back_is_told_again(field: Field) -> None:
    family, case = field.ready()
    told = []
    for to in (None, "2026-11-26", WEDNESDAY):
        if to:
            on = place(field, case)[0]
            assert field.dedi.does("day.move", day(on or "").id, date=to, reason="Rapat")["status"] == "accepted"
        (task,) = notices(family, "tugas")
        told.append(field.body(task)["due"])
        assert field.ani.does("notice.done", task)["status"] == "accepted"
    assert told == [WEDNESDAY, "2026-11-26", WEDNESDAY]


def test_a_day_does_not_move_onto_another(field: Field) -> None:
    field.ready()
    for slug in ("day-taken", "day-shut"):
        receipt = field.dedi.does("day.move", day(WEDNESDAY).id, date=NEXT_WEDNESDAY, reason="x")
        assert receipt["problem"]["type"] == f"/problems/{slug}"
        field.dedi.does("day.close", day(NEXT_WEDNESDAY).id, reason="Libur")


def test_who_does_not_fit_into_a_shorter_day_gets_another_and_is_told(field: Field) -> None:
    cases = fill(field, 7)
    assert service.would_move(DESA, date.fromisoformat(WEDNESDAY), "08.00", "09.00", 1) == 3
    receipt = field.dedi.does("day.plan", day(WEDNESDAY).id, opens="08.00", closes="09.00", officers=1)
    assert receipt["status"] == "accepted", receipt
    places = [place(field, case) for case in cases]
    assert [on for on, _, _ in places].count(WEDNESDAY) == 4, "48 minutes may be promised of an hour"
    assert {on for on, _, _ in places} == {WEDNESDAY, NEXT_WEDNESDAY}
    moved = next(case for case, (on, _, _) in zip(cases, places, strict=True) if on == NEXT_WEDNESDAY)
    assert field.body(moved)["moved_from"] == WEDNESDAY
    (task,) = notices(field.body(moved)["family"], "tugas")
    assert field.body(task)["due"] == NEXT_WEDNESDAY


def test_who_has_an_hour_outside_a_changed_day_gets_another_hour_of_it(field: Field) -> None:
    cases = fill(field, 2)
    for hours in ({"opens": "08.00", "closes": "16.00"}, {"opens": "10.00", "closes": "15.00"}):
        before = [place(field, case) for case in cases]
        field.dedi.does("day.plan", day(WEDNESDAY).id, officers=2, **hours)
        if hours["opens"] == "08.00":
            assert [place(field, case) for case in cases] == before, "nobody moves for a longer day"
    after = [place(field, case) for case in cases]
    assert [(on, hour) for on, _, hour in after] == [(WEDNESDAY, "10.00"), (WEDNESDAY, "10.10")]
    assert not {number for _, number, _ in after} & {number for _, number, _ in before}, "a number told is not reused"


def test_a_kader_moves_no_day(field: Field) -> None:
    field.ready()
    receipt = field.ani.does("day.close", day(WEDNESDAY).id, reason="x")
    assert receipt["status"] == "refused"
    assert day(WEDNESDAY).state == "buka"


def test_a_family_that_does_not_know_when_it_can_come_is_asked_and_given_no_day(field: Field) -> None:
    family, case = field.ready("Suryati")
    with turn(DESA) as now:
        service.release(now, family, Author.server(now.now), not_before=None)
    later = field.case(family, "pkh")
    field.dedi.does("case.accept", later, note=None)
    with turn(DESA) as now:
        service.assign_waiting(now)
    for one in (case, later):
        assert place(field, one) == (None, None, None)
        assert field.body(one)["status"] == "siap"
        assert (field.body(one)["waiting"], field.body(one)["not_on"]) == ("minta_ditunda", WEDNESDAY)
    assert field.dedi.does("case.schedule", case, day=NEXT_WEDNESDAY)["status"] == "accepted"
    assert place(field, case) == place(field, later) == (NEXT_WEDNESDAY, "A-001", "08.00")
    assert field.body(case)["waiting"] is field.body(case)["not_on"] is None


def test_a_number_somebody_was_told_is_not_told_to_another(field: Field) -> None:
    family, case = field.ready("Suryati")
    with turn(DESA) as now:
        service.release(now, family, Author.server(now.now), not_before=None)
    _, other = field.ready("Udin")
    assert place(field, case) == (None, None, None)
    assert place(field, other) == (WEDNESDAY, "A-002", "08.00")


def test_a_family_may_name_the_day_it_can_come(field: Field) -> None:
    family, case = field.ready("Suryati")
    with turn(DESA) as now:
        assert service.release(now, family, Author.server(now.now), not_before=date(2026, 12, 3))
    assert place(field, case)[0] == "2026-12-09"


def test_minutes_of_a_cancelled_case_are_free_again(field: Field) -> None:
    cases = fill(field, 57)
    _, number, hour = place(field, cases[3])
    field.dedi.does("case.cancel", cases[3], reason="Warga membatalkan.")
    _, case = field.ready("Terlambat")
    day, new_number, new_hour = place(field, case)
    assert (day, new_hour) == (WEDNESDAY, hour)  # her hour too, not the end of a full day
    assert new_number != number


def test_the_list_for_the_board_has_no_names(field: Field) -> None:
    family, case = field.ready("Nur Hasanah")
    shown = service.day_list(DESA, date(2026, 11, 25))
    assert shown["rows"] == [
        {
            "queue_number": "A-001",
            "arrival": "08.00",
            "initials": "N.H.",
            "family": family,
            "cases": [case],
            "status": "terjadwal",
        }
    ]
    assert (shown["used"], shown["capacity"]) == (10, 576)
    assert "Hasanah" not in str(shown)


def test_an_officer_chooses_the_day_with_the_family(field: Field) -> None:
    family, case = field.ready()
    other = field.case(family, "pkh")
    field.server_writes(other, status="siap", waiting="minta_ditunda", not_on=WEDNESDAY)
    receipt = field.dedi.does("case.schedule", other, day=WEDNESDAY)
    assert receipt["status"] == "accepted", receipt
    assert place(field, other) == place(field, case) == (WEDNESDAY, "A-001", "08.00")
    assert field.dedi.does("case.schedule", case, day=NEXT_WEDNESDAY)["status"] == "accepted"
    assert {place(field, one)[0] for one in (case, other)} == {NEXT_WEDNESDAY}, "one journey for all of it"
    db.session.expire_all()
    told = [row.state for row in db.session.scalars(select(Notice).where(Notice.family == family))]
    assert sorted(told) == ["batal", "tugas"], "they are told the new day, and not the old one"
    (later,) = fill(field, 1)
    assert place(field, later)[1] != "A-001", "the number that was told is nobody else's"


def test_a_day_without_room_changes_nothing_and_says_so(field: Field) -> None:
    _, case = field.ready()
    before = place(field, case)
    full = field.dedi.does("case.schedule", case, day="2026-11-26")
    assert full["problem"]["type"] == "/problems/no-room", "no service day"
    with at(TUESDAY_NOON):
        late = field.dedi.does("case.schedule", fill(field, 1)[0], day=WEDNESDAY)
    assert late["problem"]["type"] == "/problems/no-room", "past its cut-off"
    assert place(field, case) == before
    assert field.ani.does("case.schedule", case, day=NEXT_WEDNESDAY)["status"] == "refused"
    field.server_writes(case, status="terkirim")
    assert field.dedi.does("case.schedule", case, day=NEXT_WEDNESDAY)["problem"]["type"] == "/problems/wrong-step"
