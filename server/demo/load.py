"""Loading the demo desa: three weeks of work, told in the order in which it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from server import clock
from server.accounts.models import Person
from server.db import Base, db, turn
from server.demo import cases, closing, people, story, visits
from server.demo.families import Family, families
from server.demo.phones import Phone
from server.exchange.models import Desa
from server.regions import service as regions
from server.servicedays import service as servicedays
from server.surveys import seeding
from server.surveys import service as surveys

Event = tuple[datetime, int, Callable[[], None]]
"""When, in which order at the same moment, what."""


class RealDesa(RuntimeError):
    """This server serves a real desa: no demo is mixed into it, and nobody of it is offered to visitors."""


def refuse_real() -> None:
    """Pass if this database has nothing but the demo, or nothing at all.

    Raises:
        RealDesa: it has a desa that is not the demo's, or the demo's without its people.
    """
    for code in db.session.scalars(select(Desa.code)):
        if code != people.DESA or db.session.get(Person, people.ANI.id) is None:
            raise RealDesa(code)


def is_loaded() -> bool:
    """Whether the whole demo is in this database: its last person is noted when all the rest is there."""
    return db.session.get(Person, people.KADES.id) is not None


def load() -> closing.Cards:
    """Fill the demo desa, through the doors that real work goes through. What an interrupted loading left goes first.

    Returns:
        The cards, to be told once.
    Raises:
        RealDesa: see ``refuse_real``.
    """
    refuse_real()
    if db.session.get(Desa, people.DESA) is not None:
        _clear()
    calendar = story.Calendar(clock.now())
    begin = calendar.at(calendar.wednesday(1) - timedelta(days=14), 8)
    with at(begin):
        found_desa(people.EVERYBODY[:-1])
        seeding.seed()
        phones = {who.id: Phone(who) for who in people.EVERYBODY if who is not people.KADES}
    for moment, _, happen in sorted(_events(calendar, phones), key=lambda event: event[:2]):
        with at(moment):
            happen()
    with turn(people.DESA) as this:
        servicedays.ensure_days(this)
    cards = _close(calendar, phones)
    people.settle(people.EVERYBODY[-1])
    db.session.commit()
    db.session.remove()
    return cards


def _close(calendar: story.Calendar, phones: dict[str, Phone]) -> closing.Cards:
    """What is done when the story has come to today."""
    by_number = {family.number: family for family in families(calendar.today)}
    for who in (people.ANI, people.UJANG):
        closing.close_old_tasks(phones[who.id], who.areas, calendar.today)
    visited = [by_number[number] for number in closing.WITH_CARD]
    return closing.hand_out_cards([(phones[story.kader_of(family).id], family) for family in visited])


def found_desa(everybody: Sequence[people.Someone] = people.EVERYBODY) -> None:
    """The desa, its RT and its people, nothing else. Tests begin with this too."""
    regions.open_desa(people.DESA, people.SHORT)
    db.session.flush()
    regions.add_regions(people.DESA, people.places())
    db.session.flush()
    for who in everybody:
        people.settle(who)
        db.session.flush()
    db.session.commit()


def _clear() -> None:
    """Remove all rows of the demo desa."""
    db.session.commit()
    for table in reversed(Base.metadata.sorted_tables):
        column = table.c.code if table.name == "desa" else table.c.get("desa")
        if column is not None:
            db.session.execute(delete(table).where(column == people.DESA))
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
