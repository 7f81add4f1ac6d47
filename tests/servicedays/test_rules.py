"""The rules of service days, without a database."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from server.clock import WIB
from server.servicedays.rules import (
    Booking,
    Opening,
    Place,
    absent_share,
    capacity,
    clock,
    cutoff,
    initials,
    learnt,
    misfits,
    place,
    priority_reason,
    sessions,
    used,
    weekdays,
)


def booked(count: int, series: str = "A", minutes: int = 10) -> list[Booking]:
    return [Booking(f"family {series}{n}", f"{series}-{n:03d}", "08.00", minutes) for n in range(1, count + 1)]


def test_service_days_are_wednesdays_from_today_on() -> None:
    days = list(weekdays(date(2026, 11, 25), 3, lambda _: None))
    assert days == [(date(2026, 11, 25), None), (date(2026, 12, 2), None), (date(2026, 12, 9), None)]


def test_a_holiday_on_a_wednesday_says_its_name() -> None:
    days = dict(weekdays(date(2026, 5, 21), 2, lambda day: "Iduladha" if day == date(2026, 5, 27) else None))
    assert days == {date(2026, 5, 27): "Iduladha", date(2026, 6, 3): None}


def test_cut_off_is_tuesday_noon_in_the_desa() -> None:
    assert cutoff(date(2026, 11, 25), WIB) == datetime(2026, 11, 24, 12, 0, tzinfo=WIB)


def test_a_fifth_of_the_day_stays_free_for_walk_ins() -> None:
    assert capacity() == 576  # two officers, six hours, without 20 %


def test_a_day_with_half_its_officers_keeps_who_goes_first_and_spreads_the_others() -> None:
    full: list[Booking] = []
    for n in range(57):
        found = place(full, f"family {n}", 10, n % 4 == 0)
        assert found is not None
        full.append(Booking(f"family {n}", found.number, found.arrival, 10))
    assert misfits(full, set(), Opening(), Opening()) == []
    gone = misfits(full, set(), Opening(), Opening(officers=1))
    assert used(full) - used(gone) <= capacity(Opening(officers=1)) < used(full) - used(gone) + 30
    assert not [one.number for one in gone if one.number.startswith("P")]
    kept = [clock(one.arrival) for one in full if one not in gone]
    assert max(kept) > clock("14.00"), "not only the morning"
    last = max(full, key=lambda one: one.arrival)
    assert last in misfits(full, set(), Opening(), Opening(closes="14.00"))
    assert last not in misfits(full, {last.family}, Opening(), Opening(closes="14.00")), "who is there stays"


def test_the_first_family_comes_when_the_office_opens() -> None:
    found = place([], "suryati", 10, priority=False)
    assert (found.number, found.arrival) == ("A-001", "08.00")


def test_who_goes_first_has_a_series_of_numbers_of_its_own() -> None:
    assert place([], "icih", 10, priority=True).number == "P-001"
    assert place(booked(1), "icih", 10, priority=True) == Place("P-004", "08.10")


def test_arrivals_are_spread_over_the_day_and_nobody_comes_at_lunch() -> None:
    taken: list[Booking] = []
    for n in range(57):
        seat = place(taken, f"family {n}", 10, priority=False)
        assert seat is not None
        taken.append(Booking(f"family {n}", seat.number, seat.arrival, 10))
    taken.sort(key=lambda booking: booking.number)
    arrivals = [booking.arrival for booking in taken]
    assert arrivals == sorted(arrivals)  # numbers follow the hours
    assert arrivals[-1] >= "14.00"
    assert max(arrivals.count(hour) for hour in arrivals) <= 3
    assert not [arrival for arrival in arrivals if "12.00" <= arrival < "13.00"]
    assert {arrival[-1] for arrival in arrivals} == {"0"}


def test_a_day_fills_evenly() -> None:
    taken: list[Booking] = []
    for n in range(28):  # half of a day
        seat = place(taken, f"family {n}", 10, priority=False)
        taken.append(Booking(f"family {n}", seat.number, seat.arrival, 10))
    arrivals = sorted(booking.arrival for booking in taken)
    assert arrivals[-1] >= "14.00"
    assert max(arrivals.count(hour) for hour in arrivals) <= 2
    assert len(set(arrivals)) >= 24


def test_mornings_keep_room_for_who_sets_out_without_a_phone() -> None:
    taken: list[Booking] = []
    while seat := place(taken, f"family {len(taken)}", 10, priority=False):
        taken.append(Booking(f"family {len(taken)}", seat.number, seat.arrival, 10))
    early = [booking.arrival for booking in taken if booking.arrival < "12.00"]
    late = [booking.arrival for booking in taken if booking.arrival > "12.00"]
    assert len(early) / len(set(early)) < 0.85 * len(late) / len(set(late))  # by the hours that are given at all


def test_nobody_is_asked_for_the_last_minutes_before_a_rest() -> None:
    taken: list[Booking] = []
    while seat := place(taken, f"family {len(taken)}", 10, priority=False):
        taken.append(Booking(f"family {len(taken)}", seat.number, seat.arrival, 10))
    hours = {booking.arrival for booking in taken}
    assert hours.isdisjoint({"11.40", "11.50", "14.40", "14.50"})


def test_another_day_has_other_hours_and_officers() -> None:
    friday = Opening("08.00", "11.00", officers=1)
    assert sessions(friday) == [(480, 660)]
    assert capacity(friday) == 144
    assert place(booked(14), "udin", 10, False, friday) is None


def test_where_people_stay_away_more_are_asked_to_come() -> None:
    assert capacity(Opening(absent=0.2)) == 720
    assert capacity(Opening(absent=0.9)) == capacity(Opening(absent=0.3))  # never more than that


@pytest.mark.parametrize(
    ("came", "missed", "share"),
    [
        pytest.param(0, 0, 0.0, id="nothing is known"),
        pytest.param(3, 1, 0.08, id="four people say little"),
        pytest.param(80, 20, 0.15, id="a hundred say more"),
        pytest.param(8000, 2000, 0.19, id="ten thousand say it"),
        pytest.param(0, 100, 0.3, id="nobody came, and still most of a day is meant"),
    ],
)
def test_absentees_are_counted_on_as_far_as_is_sure(came: int, missed: int, share: float) -> None:
    assert absent_share(came, missed) == pytest.approx(share, abs=0.01)


def test_minutes_are_learnt_slowly() -> None:
    assert learnt({"pkh": (1, 60.0), "sktm": (90, 450.0)}) == {"pkh": 15, "sktm": 6}
    assert Opening(minutes={"pkh": 15}).takes("pkh") == 15
    assert Opening(minutes={"pkh": 15}).takes("uhc") == 10


def test_a_full_day_has_no_place() -> None:
    assert place(booked(57), "udin", 10, priority=False) is None


def test_a_family_with_two_cases_needs_room_for_both() -> None:
    almost = [*booked(56), Booking("one more", "A-057", "14.50", 6)]
    assert place(almost, "udin", 10, priority=False) is not None
    assert place(almost, "udin", 20, priority=False) is None


def test_further_cases_of_a_family_join_its_place_even_on_a_full_day() -> None:
    assert place(booked(57), "family A7", 30, priority=True).number == "A-007"


def test_a_number_that_was_cancelled_is_not_given_again_but_its_minutes_are() -> None:
    cancelled = Booking("udin", "A-002", "08.00", 0, counts=False)
    found = place([*booked(1), cancelled], "suryati", 10, priority=False)
    assert (found.number, found.arrival) == ("A-004", "08.10")
    assert place([cancelled, *booked(1)][:1], "suryati", 10, priority=False) == Place("A-001", "08.00")
    assert place([Booking("udin", "A-001", "08.00", 0, counts=False)], "suryati", 10, priority=False).number == "A-002"
    assert used([*booked(1), cancelled]) == 10


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param({"usia": {"umur": 60}}, "lansia", id="sixty is old enough"),
        pytest.param({"usia": {"umur": 59}}, None, id="fifty-nine is not"),
        pytest.param({"usia": {"umur": 4}}, "balita", id="a small child"),
        pytest.param({"usia": {"umur": 5}}, None, id="five is no longer small"),
        pytest.param({"usia": {"umur": 30}, "ibu_hamil": {"hamil": "ya"}}, "ibu_hamil", id="pregnant"),
        pytest.param({"kesehatan": {"disabilitas": "netra fisik"}}, "disabilitas", id="disabled"),
        pytest.param({"kesehatan": {"disabilitas": "tidak_ada"}}, None, id="none said"),
        pytest.param({}, None, id="nothing said"),
        pytest.param({"usia": {"umur": "tujuh"}}, None, id="an age that is none"),
    ],
)
def test_who_goes_first(row: dict, reason: str | None) -> None:
    assert priority_reason({"roster": {"anggota": [{"usia": {"umur": 30}}, row]}}) == reason


@pytest.mark.parametrize(
    ("name", "letters"), [("Nur Hasanah", "N.H."), ("Suryati", "S."), ("siti nur'aeni", "S.N."), ("  ", "-")]
)
def test_a_list_on_the_board_shows_initials_only(name: str, letters: str) -> None:
    assert initials(name) == letters
