"""A year of Wednesdays by the rules, beside first come, first served: what must hold whatever the chance."""

from __future__ import annotations

import pytest

from tests.servicedays.year import WEEKS, Outcome, year

pytestmark = pytest.mark.slow  # years of Wednesdays


@pytest.fixture(scope="module")
def usual() -> tuple[Outcome, Outcome]:
    return year(0.9, absent=0.2)


def test_people_wait_a_fraction_of_what_they_wait_today(usual: tuple[Outcome, Outcome]) -> None:
    ours, theirs = usual
    assert ours.median < 15 < 60 < theirs.median
    assert ours.p90 < 60 < 180 < theirs.p90


def test_the_officers_are_hardly_less_busy_for_it(usual: tuple[Outcome, Outcome]) -> None:
    ours, theirs = usual
    assert ours.served > 0.96 * theirs.served
    assert ours.idle_share < theirs.idle_share + 5
    assert ours.overtime_a_day < 30


def test_who_goes_first_hardly_waits(usual: tuple[Outcome, Outcome]) -> None:
    ours, _ = usual
    assert sum(ours.waits_first) / len(ours.waits_first) < 10


def test_few_without_a_place_are_sent_home(usual: tuple[Outcome, Outcome]) -> None:
    ours, _ = usual
    assert ours.turned_away_a_day < 2


def test_more_than_the_day_holds_is_told_before_and_not_at_the_door() -> None:
    ours, theirs = year(1.1, absent=0.2)
    assert ours.p90 < 60
    assert ours.turned_away_a_day < theirs.turned_away_a_day
    assert ours.told_later > WEEKS  # they come another week, with an hour of their own


def test_half_of_them_staying_away_does_not_overrun_the_day() -> None:
    """Over-booking counts on no more than a third, so even wrongly learnt it stays within the evening."""
    ours, _ = year(0.9, absent=0.5)
    assert ours.overtime_a_day < 60
