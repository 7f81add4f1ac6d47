"""A house, a pipe of phones and the keys of everybody, for as many runs of the machine as one likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.model.house import House
from tests.model.machine import Field
from tests.model.phones import Phones
from tests.model.plants import Plant
from tests.model.world import ON_ONE_PHONE, PEOPLE


@contextmanager
def stage(
    url: str,
    folder: Path,
    plant: Plant | None = None,
    machine: type[Field] = Field,
    devices: Callable[[], Phones] = Phones,
) -> Iterator[type[Field]]:
    """The machine on this database, ready to be run; with ``plant``, a bug is in it."""
    instance = folder / "model"
    instance.mkdir()
    house = House(url, instance)
    house.found(*PEOPLE)
    keys = {who.name: house.enrol(who.id) for who in PEOPLE}
    house.save("empty")
    shared = {keys[name].enrolment: "one phone" for name in ON_ONE_PHONE}
    lines = plant.lines if plant else {}
    with devices() as phones, plant.planted(shared) if plant else nullcontext():
        try:
            yield type(
                "Field", (machine,), {"phones": phones, "house": house, "keys": keys, "plants": lines, "steps": 0}
            )
        finally:
            house.close()
