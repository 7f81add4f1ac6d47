"""The day itself: people come, two counters serve them, one of them without a network for a while; then it closes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.clock import WIB
from server.db import db, head, turn
from server.demo.people import DESA, SRI
from server.servicedays import service
from server.servicedays.models import ServiceDay, Ticket
from tests.field import MONDAY, NEXT_WEDNESDAY, WEDNESDAY, Field, Hand, at, new_id

EIGHT = datetime(2026, 11, 25, 8, 0, tzinfo=WIB)
EVENING = EIGHT + timedelta(hours=7)


class Day:
    """Wednesday at the counters: Pak Dedi at the first, Bu Sri at the second."""

    def __init__(self) -> None:
        self.field = Field()
        self.sri = Hand(SRI)

    @property
    def record(self) -> str:
        query = select(ServiceDay.id).where(ServiceDay.desa == DESA, ServiceDay.date == WEDNESDAY)
        return db.session.scalars(query).one()

    def does(self, verb: str, ticket: str, minute: int, counter: int = 1, **args: Any) -> dict[str, Any]:
        """A step taken so many minutes after eight; the receipt."""
        moment = (EIGHT + timedelta(minutes=minute)).isoformat()
        hand = self.field.dedi if counter == 1 else self.sri
        told = {"ticket": ticket, "at": moment, "counter": counter} | args
        return hand.does(f"queue.{verb}", self.record, **told)

    def arrive(self, family: str, minute: int, counter: int = 1) -> str:
        ticket = service.ticket_of(family, EIGHT.date())
        receipt = self.does("arrive", ticket, minute, counter, family=family)
        assert receipt["status"] == "accepted", receipt
        return ticket

    def served(self, family: str, minute: int, minutes: int = 10, counter: int = 1, **said: Any) -> str:
        ticket = self.arrive(family, minute, counter)
        for verb, after, args in (("call", 1, {}), ("serve", 2, {}), ("finish", 2 + minutes, said)):
            receipt = self.does(verb, ticket, minute + after, counter, **args)
            assert receipt["status"] == "accepted", receipt
        return ticket

    def close(self) -> dict[str, Any]:
        with at(EVENING):
            return self.field.dedi.does("day.finish", self.record)


@pytest.fixture
def day(context: None) -> Iterator[Day]:
    with at(MONDAY):
        made = Day()
        with turn(DESA) as now:
            service.ensure_days(now)
        yield made


def place(day: Day, case: str) -> tuple[str | None, str | None, str | None]:
    body = day.field.body(case)
    return body["status"], body.get("service_day"), body.get("queue_number")


def notices_of(family: str, kind: str = "jadwal") -> list[Any]:
    from server.notices.models import Notice

    db.session.expire_all()
    return list(db.session.scalars(select(Notice).where(Notice.family == family, Notice.kind == kind)))


@pytest.mark.parametrize("verb", ["day.move", "day.close"])
def test_a_day_is_not_taken_away_from_who_has_come(day: Day, verb: str) -> None:
    family, _ = day.field.ready()
    with at(EIGHT + timedelta(minutes=30)):
        ticket = day.arrive(family, 5)
        args = {"date": "2026-11-26"} if verb == "day.move" else {}
        refused = day.field.dedi.does(verb, day.record, reason="Listrik mati", **args)
        assert refused["problem"]["type"] == "/problems/day-begun"
        assert day.does("call", ticket, 31)["status"] == "accepted"


def test_a_family_is_served_and_its_cases_go_along(day: Day) -> None:
    family, case = day.field.ready()
    with at(EIGHT + timedelta(hours=1)):
        ticket = day.arrive(family, 5)
        assert place(day, case)[0] == "hadir"
        for verb, status in (("call", "dipanggil"), ("serve", "dilayani"), ("finish", "diproses")):
            receipt = day.does(verb, ticket, 10)
            assert receipt["status"] == "accepted", receipt
            assert place(day, case)[0] == status
    body = day.field.body(ticket)
    assert (body["number"], body["counter"], body["calls"]) == ("A-001", 1, 1)
    assert body["came_at"] == "2026-11-25T08:05:00+07:00"


def test_who_comes_without_a_place_gets_the_counters_own_number(day: Day) -> None:
    ticket = new_id()
    with at(EIGHT + timedelta(minutes=30)):
        receipt = day.does("register", ticket, 20, 2, number="B2-001", name="Wiwin", wish="tanya", priority=["balita"])
    assert receipt["status"] == "accepted", receipt
    body = day.field.body(ticket)
    assert (body["number"], body["name"], body["status"], body["walk_in"]) == ("B2-001", "Wiwin", "hadir", True)
    row = db.session.scalars(select(Ticket)).one()
    assert (row.day, row.family, row.complete) == (WEDNESDAY, None, False)


def test_one_counter_taken_by_two_keeps_who_was_first_and_names_who_came(day: Day) -> None:
    seats = []
    with at(EIGHT):
        for hand in (day.field.dedi, day.sri, day.field.dedi):
            assert hand.does("queue.sit", day.record, counter=1, at=EIGHT.isoformat())["status"] == "accepted"
            seats.append(day.field.body(day.record)["counters"]["1"])
    assert [seat["name"] for seat in seats] == ["Pak Dedi", "Bu Sri", "Pak Dedi"]
    assert {seat["first"] for seat in seats} == {seats[0]["enrolment"]} != {seats[1]["enrolment"]}


def test_a_case_that_was_ready_is_served_with_who_came_without_a_place(day: Day) -> None:
    family, case = day.field.ready()
    day.field.server_writes(case, status="siap", service_day=None, queue_number=None, arrival=None)
    ticket = new_id()
    with at(EIGHT + timedelta(minutes=30)):
        day.does("register", ticket, 20, number="B1-001", family=family, wish="sembako", cases=[case])
        day.does("serve", ticket, 25)
    assert place(day, case) == ("dilayani", WEDNESDAY, "B1-001")
    _, theirs = day.field.ready("Suryati")
    ticket = new_id()  # another family's case is not taken along
    with at(EIGHT + timedelta(minutes=30)):
        day.does("register", ticket, 20, number="B1-002", family=day.field.family("Udin"), wish="x", cases=[theirs])
    assert place(day, theirs)[0] == "terjadwal"


def test_who_was_served_twice_without_a_network_is_shown(day: Day) -> None:
    family, case = day.field.ready()
    with at(EIGHT + timedelta(hours=1)):
        ticket = day.served(family, 5)
    with at(EIGHT + timedelta(hours=2)):  # the second counter tells of its hour
        assert day.served(family, 20, counter=2) == ticket
    body = day.field.body(ticket)
    assert (body["counter"], body["status"]) == (1, "selesai")
    assert [(entry["counter"], entry["name"], entry["did"]) for entry in body["twice"]] == [(2, "Bu Sri", "selesai")]
    assert place(day, case)[0] == "diproses"


def test_what_a_counter_did_is_taken_whatever_came_between(day: Day) -> None:
    family, case = day.field.ready()
    seen = head(DESA)
    day.close()
    assert place(day, case)[1] == NEXT_WEDNESDAY
    told = {"ticket": service.ticket_of(family, EIGHT.date()), "at": EIGHT.isoformat(), "counter": 2}
    steps = [("arrive", {"family": family}), ("serve", {}), ("finish", {"note": "Selesai tanpa jaringan"})]
    with at(EVENING + timedelta(hours=1)):
        changes = [
            day.sri._change(day.record) | {"do": f"queue.{verb}", "seen": seen, "args": told | args}
            for verb, args in steps
        ]
        assert [receipt["status"] for receipt in day.sri.send(*changes)] == ["accepted"] * 3
    assert place(day, case)[:2] == ("diproses", WEDNESDAY)
    assert day.field.body(case)["office_note"] == "Selesai tanpa jaringan"
    assert db.session.scalars(select(Ticket)).one().status == "selesai"


def test_who_did_not_come_gets_another_day_once_and_is_told(day: Day) -> None:
    family, case = day.field.ready()
    before = len(notices_of(family))
    assert day.close()["status"] == "accepted"
    assert place(day, case) == ("terjadwal", NEXT_WEDNESDAY, "A-001")
    assert len(notices_of(family)) == before + 1
    ticket = db.session.scalars(select(Ticket)).one()
    assert (ticket.number, ticket.status) == ("A-001", "tidak_hadir")
    moved = place(day, case)
    assert day.close()["status"] == "accepted"
    assert place(day, case) == moved
    assert day.field.body(day.record)["state"] == "selesai"
    assert WEDNESDAY not in [on.isoformat() for on in service.days_ahead(DESA, EIGHT.date(), 3)]


def test_who_waited_in_vain_goes_first_the_next_time(day: Day) -> None:
    family, case = day.field.ready()
    with at(EVENING - timedelta(minutes=5)):
        ticket = day.arrive(family, 5)
    day.close()
    assert place(day, case) == ("terjadwal", NEXT_WEDNESDAY, "P-001")
    assert day.field.body(ticket)["status"] == "belum_dilayani"


def test_a_day_on_which_people_worked_and_that_nobody_closed_closes_in_the_morning(day: Day) -> None:
    _, case = day.field.ready()
    with at(EIGHT):
        day.field.dedi.does("queue.sit", day.record, counter=1, at=EIGHT.isoformat())
    with at(EIGHT + timedelta(hours=21)):
        service.every_morning(DESA, {})
    assert day.field.body(day.record)["state"] == "selesai"
    assert place(day, case)[1] == NEXT_WEDNESDAY


def test_the_days_ahead_learn_from_the_day_that_was(day: Day) -> None:
    families = [day.field.ready(f"Keluarga {n}") for n in range(12)]
    for family, _ in families[:10]:
        with at(EVENING - timedelta(minutes=10)):
            day.served(family, 10, minutes=20)
    day.close()
    with at(EIGHT + timedelta(hours=21)):
        service.every_morning(DESA, {})
    next_day = db.session.scalars(select(ServiceDay).where(ServiceDay.date == NEXT_WEDNESDAY)).one()
    assert next_day.plan["minutes"] == {"sembako": 15}  # ten times ten minutes and ten times twenty
    assert next_day.plan["absent"] == pytest.approx(0.08, abs=0.01)


def test_a_referral_says_where_to(day: Day) -> None:
    family, case = day.field.ready()
    with at(EIGHT + timedelta(hours=1)):
        ticket = day.arrive(family, 5)
        day.does("serve", ticket, 6)
        receipt = day.does("refer", ticket, 20, agency="Dinas Sosial", note="Surat pengantar dibawa")
    assert receipt["status"] == "accepted", receipt
    body = day.field.body(case)
    assert (body["agency"], body["office_note"]) == ("Dinas Sosial", "Surat pengantar dibawa")
    assert body["status"] == ("dirujuk" if "koordinator" in day.field.dedi.who.roles else "diproses")


def test_a_slip_of_the_hand_is_taken_back_and_no_time_is_still_to_come(day: Day) -> None:
    family, case = day.field.ready()
    with at(EIGHT + timedelta(hours=1)):
        ticket = day.arrive(family, 5)
        day.does("back", ticket, 6)
    assert day.field.body(ticket)["status"] == "batal"
    assert place(day, case)[:2] == ("terjadwal", WEDNESDAY)
    family, _ = day.field.ready("Udin")
    with at(EIGHT):
        ticket = day.arrive(family, 300)
    assert day.field.body(ticket)["came_at"] == "2026-11-25T08:00:00+07:00"


def test_a_kader_takes_no_step_and_nobody_closes_a_day_before_it_came(day: Day) -> None:
    family, _ = day.field.ready()
    ticket = service.ticket_of(family, EIGHT.date())
    told = {"ticket": ticket, "at": EIGHT.isoformat(), "counter": 1, "family": family}
    receipt = day.field.ani.does("queue.arrive", day.record, **told)
    assert receipt["status"] == "refused"
    assert db.session.scalars(select(Ticket)).all() == []
    receipt = day.field.dedi.does("day.finish", day.record)
    assert receipt["problem"]["type"] == "/problems/day-ahead"


def test_a_day_is_added_once_and_filled(day: Day) -> None:
    receipt = day.field.dedi.does("day.add", day.record, date="2026-11-27", opens="08.00", closes="11.00", officers=1)
    assert receipt["status"] == "accepted", receipt
    added = db.session.scalars(select(ServiceDay).where(ServiceDay.date == "2026-11-27")).one()
    assert (added.opens, added.closes, added.plan["officers"]) == ("08.00", "11.00", 1)
    receipt = day.field.dedi.does("day.close", day.record, reason="Banjir")
    _, case = day.field.ready()
    assert place(day, case)[1] == "2026-11-27"
    receipt = day.field.dedi.does("day.add", day.record, date=NEXT_WEDNESDAY)
    assert receipt["problem"]["type"] == "/problems/day-taken"


def test_hours_of_a_day_are_changed_and_must_make_sense(day: Day) -> None:
    receipt = day.field.dedi.does("day.plan", day.record, opens="09.00", closes="12.00", officers=3)
    assert receipt["status"] == "accepted", receipt
    shown = next(one for one in service.calendar(DESA) if one["date"] == WEDNESDAY)
    assert (shown["officers"], shown["capacity"]) == (3, 432)
    receipt = day.field.dedi.does("day.plan", day.record, opens="15.00", closes="09.00", officers=2)
    assert receipt["status"] == "refused"
