"""Where in the desa a family is put: an RT of the list, and a house there once one is known."""

from __future__ import annotations

from server.errors import Problem
from server.exchange.turns import Turn
from server.regions import service as regions


class NoSuchArea(Problem):
    status, slug, title = 422, "no-such-area", "RW dan RT ini tidak ada di desa. Pilih dari daftar."


def chosen(turn: Turn, area: str, building: str | None) -> str:
    """The area of a record that is put into the RT ``area``, or into a house there.

    Raises:
        NoSuchArea: names the field.
    """
    if not regions.is_area(turn.desa, area):
        raise NoSuchArea(field="area")
    if building is None:
        return area
    house = turn.record(building)
    if house is None or house.gone or house.collection != "building" or not house.area.startswith(area):
        raise NoSuchArea("Rumah itu tidak ada di RT ini.", field="building")
    return house.area
