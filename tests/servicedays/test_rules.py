"""The rules of service days, without a database."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from server.clock import WIB
from server.servicedays.rules import (
    Booking,
    capacity,
    cutoff,
    initials,
    place,
    priority_reason,
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


def test_the_first_family_comes_when_the_office_opens() -> None:
    found = place([], "suryati", 10, priority=False)
    assert (found.number, found.arrival) == ("A-001", "08.00")


def test_who_goes_first_has_a_series_of_numbers_of_its_own() -> None:
    assert place(booked(3), "icih", 10, priority=True).number == "P-001"


def test_arrivals_are_spread_over_the_day_and_nobody_comes_at_lunch() -> None:
    taken: list[Booking] = []
    for n in range(57):
        seat = place(taken, f"family {n}", 10, priority=False)
        assert seat is not None
        taken.append(Booking(f"family {n}", seat.number, seat.arrival, 10))
    arrivals = [booking.arrival for booking in taken]
    assert arrivals == sorted(arrivals)
    assert arrivals[-1] >= "14.00"
    assert not [arrival for arrival in arrivals if "12.00" <= arrival < "13.00"]
    assert {arrival[-1] for arrival in arrivals} == {"0"}


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
    assert found.number == "A-003"
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
