"""What the desk sees of its kader: what lies on their phones, and the same count of visits as the phones have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from server.accounts.models import Enrolment
from server.db import db, turn
from server.exchange import repairing
from server.surveys import service as surveys
from server.visits import kader
from server.visits.models import Visit
from server.visits.rules import week_of
from sync.record import Author
from tests import published
from tests.field import ANSWERS, MONDAY
from tests.model.house import House
from tests.model.phones import Phones
from tests.model.world import PEOPLE, World
from tests.people import ANI, DEDI, DESA, Enrol, Phone

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "tally.json").read_text())
TODAY, NOW = "2026-11-23", MONDAY.isoformat()


def row(desk: Phone, name: str = "Bu Ani") -> dict[str, Any]:
    """What the desk is told of one kader."""
    found: list[dict[str, Any]] = desk.get("/kader").json["kader"]
    return next(one for one in found if one["name"] == name)


def exchange(phone: Phone, ahead: timedelta = timedelta(), **more: Any) -> int:
    """An exchange of a phone whose clock is wrong by ``ahead``; the status of its answer."""
    now = datetime.now(UTC) + ahead
    body = {"v": 1, "app": "1", "desa": DESA, "now": now.isoformat(), "changes": [], "cursors": {}, "limit": 1}
    return phone.post("/exchange", body | more).status_code


def test_what_lies_on_a_phone_is_seen_with_its_age_by_the_servers_clock(enrol: Enrol) -> None:
    ani, dedi = enrol(ANI), enrol(DEDI)
    assert row(dedi)["items"] is None, "she has said nothing yet"
    ahead = timedelta(days=400)
    since = (datetime.now(UTC) + ahead - timedelta(hours=30)).isoformat()
    left = {"items": 3, "photos": 2, "drafts": 1, "since": since[:23] + "Z"}
    ani.locked = True
    assert exchange(ani, ahead, left=left) == 200
    seen = row(dedi)
    assert (seen["items"], seen["photos"], seen["drafts"]) == (3, 2, 1)
    age = datetime.fromisoformat(seen["told"]) - datetime.fromisoformat(seen["since"])
    assert abs(age - timedelta(hours=30)) < timedelta(minutes=1)
    assert exchange(ani, left={"items": 0, "photos": 0, "drafts": 0, "since": None}) == 200
    assert (row(dedi)["items"], row(dedi)["since"]) == (0, None)


def test_the_same_word_again_writes_nothing(app: Flask, enrol: Enrol) -> None:
    ani, dedi = enrol(ANI), enrol(DEDI)
    left = {"items": 1, "photos": 0, "drafts": 0, "since": "2026-11-20T10:00:00.000Z"}
    exchange(ani, left=left)
    told = row(dedi)
    exchange(ani, left=left)
    assert row(dedi) == told


@pytest.mark.parametrize(
    "left",
    [
        [],
        {"items": "3"},
        {"items": -1, "photos": 0, "drafts": 0},
        {"items": 1, "photos": 0, "drafts": 0, "since": "+275760-09-13"},
        {"items": 10**30, "photos": 0, "drafts": True, "since": 5},
    ],
)
def test_no_word_about_what_is_left_keeps_a_delivery_out(enrol: Enrol, left: Any) -> None:
    assert exchange(enrol(ANI), left=left) == 200


@pytest.mark.parametrize(("day", "first", "last", "says"), VECTORS["weeks"])
def test_weeks(day: str, first: str, last: str, says: str) -> None:
    assert week_of(date.fromisoformat(day)) == (first, last), says


def test_which_visits_count(app: Flask, desa: str) -> None:
    given = VECTORS["counts"]
    first, last = week_of(date.fromisoformat(given["today"]))
    with app.app_context(), turn(desa) as this:
        for number, visit in enumerate(given["visits"]):
            made = {"id": str(number), "seq": number, "date": visit["date"], "person": visit["by"]}
            this.session.add(Visit(desa=desa, **made, supersedes="u" if visit.get("supersedes") else None))
        this.session.flush()
        counted = kader.arrived(desa, first, last)
    assert counted[given["person"]] == sum(visit["counts"] for visit in given["visits"])


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """The shipped modules on phones, and a server to talk to."""
    house = House(database_url, tmp_path)
    house.found(*PEOPLE)
    with house.inside():
        published.seed()
    keys = {who.name: house.enrol(who.id) for who in PEOPLE}
    house.save("empty")
    with Phones() as phones:
        yield World(phones, house, keys)
    house.close()


def visited(world: World, area: str = "004/002", day: str = TODAY, supersedes: str | None = None) -> str:
    """Bu Ani finishes a visit; its id."""
    (visit,) = world.call("ani", "ids", n=1)
    with world.house.inside():
        survey = next(
            held.hash for held in surveys.holding(DESA, date.fromisoformat(TODAY)) if held.code == "kelayakan"
        )
    fields = {"survey": survey, "survey_id": "kelayakan", "result": "terisi", "answers": ANSWERS, "evaluated_at": NOW}
    fields |= {"date": day, "supersedes": supersedes}
    world.call("ani", "enter", changes=[{"collection": "visit", "record": visit, "area": area, "fields": fields}])
    return str(visit)


def agreed(world: World) -> dict[str, int]:
    """Bu Ani's own count, after the server was seen to have the same."""
    own: dict[str, int] = world.call("ani", "tally", today=TODAY)
    with world.house.inside():
        theirs = next(one for one in kader.overview(DESA)["kader"] if one["name"] == ANI.name)
    assert theirs["visits"] == own["came"]
    return own


def test_a_kader_and_the_server_count_the_same_whatever_became_of_a_visit(world: World) -> None:
    moved, refused = visited(world), visited(world, area="001/001")
    visited(world, day="2026-11-20")
    assert agreed(world) == {"made": 2, "came": 0}
    world.sync("ani", iter([("twice", 0)]))
    world.sync("ani", iter(()))
    assert agreed(world) == {"made": 2, "came": 1}, "one was refused, one is of last week, and twice is once"
    visited(world, supersedes=moved)
    world.sync("ani", iter([("unanswered", 0)]))
    world.sync("ani", iter(()))
    assert agreed(world) == {"made": 2, "came": 1}, "a correction is no visit of its own"
    with world.house.inside(), turn(DESA) as this:
        record = this.record(moved)
        assert record is not None
        server = Author.server(world.house.now)
        this.move(this.write(record, server, reviewed=True), server, area="001/001")
    with world.house.inside():
        (lying,) = repairing.waiting(DESA)["quarantine"]
        assert lying["sent"]["record"] == refused
        sri = db.session.get_one(Enrolment, world.seats["sri"].now.enrolment)
        repairing.accept(sri, lying["change"], {"set": None, "args": None, "area": None})
    world.sync("ani", iter(()))
    assert world.call("ani", "look", record=moved) is None
    assert agreed(world) == {"made": 2, "came": 2}, "moved away, and accepted by an officer"
