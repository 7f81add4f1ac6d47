"""Numbers as people write them, in the one form that is stored; and what a NIK says about its bearer.

The twin is ``pwa/survey/normalise.js``; both read ``tests/vectors/normalise.json``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from server.surveys.date_functions import read_day

PREFIXES = (("+620", "+62"), ("+62", "+62"), ("620", "+62"), ("62", "+62"), ("0", "+62"), ("8", "+628"))
MOBILE = re.compile(r"[+]628[0-9]{8,12}")
LANDLINE = re.compile(r"[+]62[2-79][0-9]{7,10}")
KIND = re.compile(r"(?:^|\s)normalisasi-(nik|hp)(?:\s|$)")


def normaliser_of(appearance: str) -> str | None:
    """``nik`` or ``hp`` for a question whose appearance asks for it."""
    found = KIND.search(appearance)
    return found[1] if found else None


def normalise(kind: str, text: str) -> str:
    """The normalised text; what cannot be normalised keeps its letters, and the question's constraint speaks."""
    return normalise_nik(text) if kind == "nik" else normalise_hp(text)


def normalise_nik(text: str) -> str:
    """White space, dots, hyphens and slashes go; letters stay."""
    return re.sub("[ \t\r\n\u00a0./-]", "", text)


def normalise_hp(text: str) -> str:
    """White space, dots, hyphens and parentheses go; then +62 comes before it, if that makes a number."""
    cleaned = re.sub("[ \t\r\n\u00a0.()-]", "", text)
    for prefix, instead in PREFIXES:
        if cleaned.startswith(prefix):
            number = instead + cleaned[len(prefix) :]
            return number if MOBILE.fullmatch(number) or LANDLINE.fullmatch(number) else cleaned
    return cleaned


def is_mobile(number: str) -> bool:
    """Whether WhatsApp and SMS reach a normalised number."""
    return MOBILE.fullmatch(number) is not None


@dataclass(frozen=True, slots=True)
class Said:
    """What other answers say of the same person; ``age`` is a guess."""

    birth_date: str | None = None
    birth_year: int | None = None
    age: int | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class Nik:
    """What a NIK says: sex (``l``, ``p``), date of birth if there is such a date, and warnings."""

    sex: str
    date: str | None
    warnings: list[str]


def read_nik(nik: str, today: date, said: Said | None = None) -> Nik | None:
    """Sex and date of birth (day + 40 for women), and what does not fit with ``said``. Warnings only: an official NIK
    may be wrong. None unless it has 16 digits."""
    said = said or Said()
    if not re.fullmatch("[0-9]{16}", nik):
        return None
    written = int(nik[6:8])
    sex = "p" if written > 40 else "l"
    month_day = f"{nik[8:10]}-{written - 40 if written > 40 else written:02d}"
    born = _birth_date(month_day, int(nik[10:12]), today, _year_said(today, said))
    warnings = ["tanggal_tidak_ada"] if born is None else _differences(born, today, said)
    if said.sex and said.sex != sex:
        warnings.append("jk_beda")
    return Nik(sex, born, warnings)


def _year_said(today: date, said: Said) -> int | None:
    if said.birth_date:
        return int(said.birth_date[:4])
    if said.birth_year:
        return said.birth_year
    return today.year - said.age if said.age is not None else None


def _birth_date(month_day: str, year: int, today: date, said: int | None) -> str | None:
    """A NIK has two digits of the year: the century nearest to what was said, or the last that makes an age of 0 to
    110."""
    dates = [f"{full}-{month_day}" for full in (2000 + year, 1900 + year)]
    dates = [day for day in dates if read_day(day) and day <= today.isoformat()]
    if said is None:
        return next((day for day in dates if today.year - int(day[:4]) <= 110), None)
    return min(dates, key=lambda day: abs(int(day[:4]) - said), default=None)


def _differences(born: str, today: date, said: Said) -> list[str]:
    year = int(born[:4])
    if said.birth_date:
        return [] if born == said.birth_date else ["tanggal_beda"]
    if said.birth_year:
        return [] if year == said.birth_year else ["tahun_beda"]
    if said.age is not None and abs(today.year - said.age - year) > 5:
        return ["umur_beda"]
    return []
