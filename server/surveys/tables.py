"""The tables an expression may read: choice lists and the CSV files that come with a form."""

from __future__ import annotations

from server.surveys.parse import ExpressionError
from server.surveys.places import Places


def table_named(name: str, places: Places, place: int) -> str:
    """A choice list, or a CSV file of the form with or without its ending; noted as one that is used.

    Raises:
        ExpressionError: at ``place``, when the form has neither.
    """
    for known in (name, f"{name}.csv"):
        if known in places.columns:
            places.used.add(known)
            return known
    raise ExpressionError(f"Tidak ada daftar pilihan atau berkas {name}.csv.", place)


def refuse_column(name: str, table: str, places: Places, place: int) -> None:
    if name not in places.columns[table]:
        raise ExpressionError(f"{table} tidak punya kolom {name}.", place)
