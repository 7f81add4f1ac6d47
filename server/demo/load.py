"""Loading the demo desa: three weeks of work, told in the order in which it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from server import clock
from server.accounts.models import Person
from server.db import db, turn
from server.demo import cases, people, story, visits
from server.demo.families import Family, families
from server.demo.phones import Phone
from server.regions import service as regions
from server.servicedays import service as servicedays
from server.surveys import seeding
from server.surveys import service as surveys

Event = tuple[datetime, int, Callable[[], None]]
"""When, in which order at the same moment, what."""


def is_loaded() -> bool:
    """Whether the demo is in this database."""
    return db.session.get(Person, people.KADES.id) is not None


def load() -> None:
    """Fill the demo desa, through the doors that real work goes through."""
    calendar = story.Calendar(clock.now())
    begin = calendar.at(calendar.wednesday(1) - timedelta(days=14), 8)
    with at(begin):
        found_desa()
        seeding.seed()
        phones = {who.id: Phone(who) for who in people.EVERYBODY if who is not people.KADES}
    for moment, _, happen in sorted(_events(calendar, phones), key=lambda event: event[:2]):
        with at(moment):
            happen()
    with turn(people.DESA) as this:
        servicedays.ensure_days(this)
    db.session.remove()


def found_desa() -> None:
    """The desa, its RT and its people, nothing else. Tests begin with this too."""
    regions.open_desa(people.DESA, people.SHORT)
    db.session.flush()
    regions.add_regions(people.DESA, people.places())
    db.session.flush()
    for who in people.EVERYBODY:
        people.settle(who)
        db.session.flush()
    db.session.commit()


def _events(calendar: story.Calendar, phones: dict[str, Phone]) -> Iterator[Event]:
    held = {line.code: line.hash for line in surveys.holding(people.DESA, calendar.today)}
    survey, desk = held["kelayakan"], phones[people.DEDI.id]
    made: dict[int, list[str]] = {}
    for family in families(calendar.today):
        phone = phones[story.kader_of(family).id]
        if story.is_visited(family):
            yield from _told(calendar, family, phone, desk, survey, made)
        else:
            yield calendar.visit(family), 0, _later(visits.note_unvisited, phone, family)
    for rw, rt, result, reason in story.CLOSED_DOORS:
        phone = phones[(people.ANI if rw == "004" else people.UJANG).id]
        when = calendar.at(calendar.today - timedelta(days=3), 16)
        yield when, 0, _later(visits.closed_door, phone, survey, rw, rt, result, reason, when)
    yield calendar.now, 9, _later(_deliver, list(phones.values()))


def _told(
    calendar: story.Calendar, family: Family, phone: Phone, desk: Phone, survey: str, made: dict[int, list[str]]
) -> Iterator[Event]:
    """The events of one family's story."""
    when = calendar.visit(family)

    def visited() -> None:
        visit = visits.visit(phone, family, survey, when)
        made[family.number] = cases.ask(phone, family, visit, when) if family.number in story.ENDS else []

    yield when, family.number, visited
    end = story.ENDS.get(family.number)
    if end is None or end == "terkirim":
        return
    yield calendar.review(end), 100 + family.number, lambda: cases.review(desk, family, made[family.number])
    if end in story.SERVED | story.LONG_SERVED:
        yield calendar.service(end), 200 + family.number, lambda: cases.serve(desk, family, made[family.number])


def _later(happen: Callable[..., None], *arguments: object) -> Callable[[], None]:
    return lambda: happen(*arguments)


def _deliver(phones: list[Phone]) -> None:
    for phone in phones:
        phone.deliver()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be ``moment`` while the block runs."""
    with clock.turned(lambda: moment):
        yield
