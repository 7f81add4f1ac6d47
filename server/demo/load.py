"""Loading the demo desa."""

from __future__ import annotations

from server.accounts.models import Person
from server.db import db
from server.demo import people
from server.regions import service as regions


def is_loaded() -> bool:
    """Whether the demo is in this database; its last person is noted when all the rest is there."""
    return db.session.get(Person, people.KADES.id) is not None


def load() -> None:
    """Fill the demo desa."""
    found_desa()


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
