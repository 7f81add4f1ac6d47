"""The table of steps at a counter, and the table of the queue, as the server reads them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from server.accounts.marks import mark
from server.servicedays.counters import Waiting, calling_order, delay, room, turns
from server.servicedays.rules import Opening
from server.servicedays.tickets import NUMBER, complete_on_arrival, step, ticket_of

VECTORS = Path(__file__).parents[1] / "vectors"
TICKETS = json.loads((VECTORS / "tickets.json").read_text())
QUEUE = json.loads((VECTORS / "queue.json").read_text())
OPENING = Opening(**QUEUE["opening"])


def named(rows: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(row, id=row["name"]) for row in rows]


def people(row: dict[str, Any]) -> list[Waiting]:
    return [Waiting(**one) for one in row["waiting"]]


@pytest.mark.parametrize("row", named(TICKETS["steps"]))
def test_a_step_changes_these_fields(row: dict[str, Any]) -> None:
    assert step(row["ticket"], row["do"], row["args"], row.get("who", "")) == row["then"]


@pytest.mark.parametrize("row", named(TICKETS["steps"]))
def test_a_step_taken_twice_is_taken_once(row: dict[str, Any]) -> None:
    if row["do"] in ("back", "call"):
        return  # calling again and taking back again are steps of their own
    after = row["ticket"] | step(row["ticket"], row["do"], row["args"], row.get("who", ""))
    assert after == after | step(after, row["do"], row["args"], row.get("who", ""))


def test_a_familys_ticket_is_the_same_at_every_counter() -> None:
    for row in TICKETS["ids"]:
        assert ticket_of(row["family"], date.fromisoformat(row["day"])) == row["ticket"]


def test_the_letters_of_a_device_follow_from_its_enrolment() -> None:
    for row in TICKETS["marks"]:
        assert mark(row["enrolment"]) == row["mark"]


def test_the_counter_knows_better_than_the_review_what_was_there() -> None:
    assert complete_on_arrival({"prepared": True})
    assert not complete_on_arrival({"prepared": True, "complete": False})
    assert complete_on_arrival({"prepared": False, "complete": True})
    assert not complete_on_arrival({})


def test_numbers_look_like_numbers() -> None:
    assert all(NUMBER.match(number) for number in ("A-001", "P-120", "B1-003", "P2-014", "B1-1000", "B1KM-001"))
    assert not any(NUMBER.match(number) for number in ("B-003", "A1-001", "A-1", "C1-001", "B1K-001", "B1KM-1000"))


@pytest.mark.parametrize("row", named(QUEUE["orders"]))
def test_who_is_called_next(row: dict[str, Any]) -> None:
    assert [one.number for one in calling_order(people(row))] == row["order"]


@pytest.mark.parametrize("row", named(QUEUE["turns"]))
def test_when_a_turn_will_be(row: dict[str, Any]) -> None:
    assert turns(calling_order(people(row)), row["free"], OPENING) == row["turns"]


@pytest.mark.parametrize("row", named(QUEUE["delays"]))
def test_what_going_first_costs_the_others(row: dict[str, Any]) -> None:
    assert list(delay(people(row), row["free"], OPENING)) == row["delay"]


@pytest.mark.parametrize("row", named(QUEUE["rooms"]))
def test_how_many_minutes_are_left_for_who_comes_without_a_place(row: dict[str, Any]) -> None:
    assert room(row["now"], row["free"], people(row), row["awaited"], OPENING) == pytest.approx(row["room"])
