"""An excerpt of DTSEN laid beside our families: whose desil it says, and what would change. Read, never computed.

Nothing is written here. Who looked at the answer has the changes sent by the exchange, like any other value: with what
was seen, so that what somebody else wrote meanwhile is not overwritten, and with who and when in the log. Pure, but for
``compared``.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from server.db import db
from server.exchange.models import StoredRecord
from server.families.models import AKTIF, Family, Identity, Member
from server.surveys.service import Mistake, NotCompiled, excel_rows, refuse_file
from sync.ids import identity_id

CODES = (*(f"d{tenth}" for tenth in range(1, 11)), "tidak_terdaftar")
SHOWN = 200  # rows of each kind of trouble that are sent; all are counted
AT_ONCE = 500
HEADS = {
    "kk": r"\b(kk|nkk|kartu keluarga)\b",
    "nik": r"\b(nik|ktp|induk kependudukan)\b",
    "desil": r"\b(desil|peringkat)",
}
NOT_FOUND = re.compile(r"(tidak|belum|tdk)\W*(terdaftar|ditemukan|ada)", re.IGNORECASE)
TENTH = re.compile(r"\D*(10|[1-9])(?:[.,]0+)?\D*")
ROUNDED = re.compile(r"\d[.,]?\d*E\+?\d+", re.IGNORECASE)
"""A number that a spreadsheet has rounded: ``3,20199E+15`` is nobody's NIK any more."""
UNUSED = -1
"""A column that the file has not."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the heads: its number as its author counts, and what stands in it as it was read."""

    number: int
    kk: str
    nik: str
    desil: str | None  # None: what stands there is no desil
    rounded: bool = False  # a number of it was spoilt by a spreadsheet


@dataclass(slots=True)
class Sheet:
    """A list with its heads, and which columns are read: places from 0, ``UNUSED`` where there is none."""

    heads: list[str]
    columns: dict[str, int]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read(source: bytes, file_name: str) -> list[tuple[int, list[str]]]:
    """The rows of the first sheet that speaks of desil, else of the first one.

    Raises:
        NotCompiled: it is no table, or too large a one.
    """
    refuse_file(source, file_name)
    if not file_name.lower().endswith(".xlsx"):
        return _comma_separated(source)
    sheets: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for sheet, number, cells in excel_rows(source):
        sheets[sheet].append((number, cells))
    if not sheets:
        raise NotCompiled([Mistake("", 0, "", 0, "File ini kosong.")])
    return next((rows for rows in sheets.values() if _head_of(rows) is not None), next(iter(sheets.values())))


def mapped(rows: list[tuple[int, list[str]]], chosen: dict[str, int | None]) -> Sheet:
    """Which column is which: as ``chosen``, and where nothing is, by the heads. Heads may stand below a title."""
    at = _head_of(rows)
    if at is None:
        at = _likely_head(rows)
    heads = [head.strip() for head in rows[at][1]]
    while heads and not heads[-1]:
        heads.pop()
    columns = {}
    for name, pattern in HEADS.items():
        told = chosen.get(name)
        found = (place for place, head in enumerate(heads) if _speaks(pattern, head))
        columns[name] = next(found, UNUSED) if told is None else told
    if columns["kk"] == columns["nik"]:
        columns["kk"] = UNUSED
    return Sheet(heads, columns, rows[at + 1 :])


def lines(sheet: Sheet) -> Iterator[Line]:
    """The rows as they were meant."""
    for number, cells in sheet.rows:
        kk, nik, desil = (_cell(cells, sheet.columns[name]) for name in ("kk", "nik", "desil"))
        if kk or nik or desil:
            spoilt = any(ROUNDED.fullmatch(one) for one in (kk, nik))
            yield Line(number, _digits(kk), _digits(nik), code_of(desil), spoilt)


def code_of(text: str) -> str | None:
    """``Desil 2``, ``2``, ``2.0`` and ``D-2`` are d2; "tidak terdaftar" is that; anything else is no desil."""
    if NOT_FOUND.search(text):
        return "tidak_terdaftar"
    tenth = TENTH.fullmatch(text.strip())
    return f"d{tenth[1]}" if tenth else None


def compared(desa: str, sheet: Sheet) -> dict[str, Any]:
    """What the list would change, and which of its rows change nothing and why; nothing is written."""
    read_by = sheet.columns
    unmapped = read_by["desil"] == UNUSED or read_by["kk"] == read_by["nik"] == UNUSED
    told = [] if unmapped else list(lines(sheet))  # without a number and a desil no row can be clear or doubtful
    doubts = Doubts()
    families = {family.id: family for family in _active(desa)}
    by_kk, by_nik = _numbers(desa, families)
    said: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for line in told:
        family = _whose(line, by_kk, by_nik, doubts)
        if family is not None and line.desil is not None:
            said[family][line.desil].append(line.number)
    _doubles(told, doubts)
    changes, same = [], 0
    known = _present(desa, said)
    for family, codes in said.items():
        if len(codes) > 1:
            rows = sorted(number for numbers in codes.values() for number in numbers)
            doubts.add("beda_sekeluarga", rows[0], families[family].head_name or "", rows)
            continue
        (code,) = codes
        before = known.get(family, {})
        if before.get("desil") == code:
            same += 1
        else:
            changes.append(_change(families[family], code, before))
    changes.sort(key=lambda one: (one["area"], one["name"] or ""))
    return {
        "heads": sheet.heads,
        **sheet.columns,
        "rows": len(sheet.rows) if unmapped else len(told),
        "changes": changes,
        "same": same,
        "absent": len(families) - len(said),
        "doubts": doubts.shown,
        "counts": dict(doubts.counts),
    }


class Doubts:
    """Rows that change nothing, by why: all counted, the first of each kind shown."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = defaultdict(int)
        self.shown: list[dict[str, Any]] = []

    def add(self, why: str, row: int, about: str, rows: Iterable[int] = ()) -> None:
        """Note a row; ``about``: the number or name it is about; ``rows``: all that say so, where they are several."""
        self.counts[why] += 1
        if self.counts[why] <= SHOWN:
            self.shown.append({"why": why, "row": row, "about": about, "rows": list(rows)[:10]})


def _whose(line: Line, by_kk: dict[str, set[str]], by_nik: dict[str, set[str]], doubts: Doubts) -> str | None:
    """The one family a row is about; None, and a doubt, where it is none or may be two."""
    about = line.kk or line.nik
    if line.rounded:
        doubts.add("angka_rusak", line.number, "")
        return None
    if not about:
        doubts.add("tanpa_nomor", line.number, "")
        return None
    house, home = by_kk.get(line.kk, set()), by_nik.get(line.nik, set())
    found = house & home or house | home
    if not found:
        doubts.add("tidak_dikenal", line.number, about)
    elif len(found) > 1:
        doubts.add("kk_nik_beda" if house and home else "dua_keluarga", line.number, about)
    elif line.desil is None:
        doubts.add("bukan_desil", line.number, about)
    else:
        return next(iter(found))
    return None


def _doubles(told: list[Line], doubts: Doubts) -> None:
    """The same person twice in the list, or the same card where persons are not named."""
    rows: dict[str, list[int]] = defaultdict(list)
    for line in told:
        if (line.nik or line.kk) and not line.rounded:
            rows[line.nik or line.kk].append(line.number)
    for number, found in rows.items():
        if len(found) > 1:
            doubts.add("ganda", found[0], number, found)


def _change(family: Family, code: str, before: dict[str, Any]) -> dict[str, Any]:
    return {
        "family": family.id,
        "name": family.head_name,
        "area": family.area,
        "before": before.get("desil"),
        "to": code,
        "seen": before.get("seen", 0),
        "list_seen": before.get("list_seen", 0),
    }


def _active(desa: str) -> Iterable[Family]:
    return db.session.scalars(select(Family).where(Family.desa == desa, Family.state == AKTIF))


def _numbers(desa: str, families: dict[str, Family]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Families by the number of their card, and by the numbers of their people."""
    people = select(Member.id, Member.family).where(Member.desa == desa)
    homes = {member: family for member, family in db.session.execute(people)}  # noqa: C416 - rows are no pairs to mypy
    by_kk: dict[str, set[str]] = defaultdict(set)
    by_nik: dict[str, set[str]] = defaultdict(set)
    query = select(Identity.subject, Identity.kk_number, Identity.nik).where(Identity.desa == desa)
    for subject, kk, nik in db.session.execute(query):
        family = homes.get(subject, subject)
        for number, found in ((kk, by_kk), (nik, by_nik)):
            if number and family in families:
                found[number].add(family)
    return by_kk, by_nik


def _present(desa: str, families: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What stands in the families' identities now, and the versions of it."""
    subjects = {identity_id(family): family for family in families}
    ids = list(subjects)
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), AT_ONCE):
        query = select(StoredRecord.id, StoredRecord.body, StoredRecord.versions).where(
            StoredRecord.desa == desa, StoredRecord.id.in_(ids[start : start + AT_ONCE]), StoredRecord.gone.is_(None)
        )
        for which, body, versions in db.session.execute(query):
            seen = json.loads(versions)
            found[subjects[which]] = {
                "desil": json.loads(body).get("desil"),
                "seen": seen.get("desil", 0),
                "list_seen": seen.get("desil_list", 0),
            }
    return found


def _head_of(rows: list[tuple[int, list[str]]]) -> int | None:
    """Which of the first rows holds the heads: one where a cell speaks of desil, and another of a number.

    A title may speak of both in one cell.
    """
    for at, (_, cells) in enumerate(rows[:20]):
        spoken = [{name for name, pattern in HEADS.items() if _speaks(pattern, cell)} for cell in cells]
        tenths = [place for place, names in enumerate(spoken) if "desil" in names]
        numbers = [place for place, names in enumerate(spoken) if names - {"desil"}]
        if any(tenth != number for tenth in tenths for number in numbers):
            return at
    return None


def _likely_head(rows: list[tuple[int, list[str]]]) -> int:
    """Where no row speaks as expected: the first that speaks of a number beside other words, else the widest.

    A title fills one cell, the heads fill all that the list has.
    """
    filled = [sum(bool(cell.strip()) for cell in cells) for _, cells in rows[:20]]
    if not filled:
        return 0
    for at, (_, cells) in enumerate(rows[:20]):
        if filled[at] > 1 and any(_speaks(pattern, cell) for cell in cells for pattern in HEADS.values()):
            return at
    return filled.index(max(filled))


def _speaks(pattern: str, head: str) -> bool:
    return re.search(pattern, re.sub(r"[\W_]+", " ", head.lower())) is not None


def _comma_separated(source: bytes) -> list[tuple[int, list[str]]]:
    text = source.decode("utf-8-sig")
    first = "\n".join(text.splitlines()[:20])
    separator = max(",;\t|", key=first.count)
    try:
        rows = [(number, cells) for number, cells in enumerate(csv.reader(text.splitlines(), delimiter=separator), 1)]
    except csv.Error:
        raise NotCompiled([Mistake("", 0, "", 0, "File ini tidak bisa dibuka. Simpan sebagai .xlsx.")]) from None
    return [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if 0 <= place < len(cells) else ""


def _digits(text: str) -> str:
    """A number without what a spreadsheet put around it: quotes, spaces, points."""
    return re.sub(r"\D", "", text)
