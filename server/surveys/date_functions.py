"""Dates: read from text by ``date()`` only, counted in days, written by ``format-date()``. No function of the
system's calendar is used, so both languages have the same years, and an impossible date (2026-02-30) is none in
both."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from server.surveys.values import Day, Value, first, to_number, to_text

DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,3})[0-9]*)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)
TIME = re.compile(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,3})[0-9]*)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
WEEKDAYS = ("Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab")
FIRST, LAST = -719162, 2932896
"""0001-01-01 and 9999-12-31."""
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_day(text: str) -> Day | None:
    """The date, or date with time, that ``text`` writes; None if it writes none or an impossible one."""
    found = DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if not (year and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        return None
    days = float(days_of(year, month, day))
    if found[4] is None:
        return Day(days, text)
    fraction = _fraction(found[4], found[5], found[6], found[7])
    return None if fraction is None else Day(days + fraction, text)


def is_time(text: str) -> bool:
    """Whether ``text`` writes a time of day: ``06:30``, ``06:30:00.000+07:00``."""
    found = TIME.fullmatch(text)
    return found is not None and _fraction(found[1], found[2], found[3], found[4]) is not None


def _fraction(hour: str, minute: str, second: str | None, thousandth: str | None) -> float | None:
    h, m, s = int(hour), int(minute), int(second or "0")
    if h > 23 or m > 59 or s > 59:
        return None
    return (((h * 60 + m) * 60 + s) * 1000 + int((thousandth or "0").ljust(3, "0"))) / 86_400_000


def month_length(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else LENGTHS[month - 1]


def days_of(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01, by whole numbers (Hinnant, chrono-compatible low-level date algorithms)."""
    y = year - 1 if month <= 2 else year
    era = y // 400
    yoe = y - era * 400
    doy = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy - 719468


def date_of(days: int) -> tuple[int, int, int]:
    """Year, month and day of a count of days since 1970-01-01."""
    z = days + 719468
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    month = mp + 3 if mp < 10 else mp - 9
    return yoe + era * 400 + (1 if month <= 2 else 0), month, doy - (153 * mp + 2) // 5 + 1


def day_text(days: int) -> str:
    year, month, day = date_of(days)
    return f"{year:04d}-{month:02d}-{day:02d}"


def as_day(value: Value) -> Day | None:
    """What a function that wants a date makes of ``value``: a date, a text that writes one, a number of days."""
    value = first(value)
    if isinstance(value, Day):
        return value
    if isinstance(value, str):
        return read_day(value)
    number = to_number(value)
    if not FIRST <= number < LAST + 1:
        return None
    return _moment(number)


def _moment(number: float) -> Day:
    days = math.floor(number)
    thousandths = math.floor((number - days) * 86_400_000 + 0.5)
    if thousandths == 0 or thousandths == 86_400_000:
        whole = days + (1 if thousandths else 0)
        return Day(float(whole), day_text(whole))
    seconds, ms = divmod(thousandths, 1000)
    text = f"{day_text(days)}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
    return Day(days + thousandths / 86_400_000, text)


def date(value: Value) -> Value:
    """The date of ``value``, without its time; empty if it is none."""
    day = as_day(value)
    if day is None:
        return ""
    return Day(float(math.floor(day.days)), day.text[:10])


def date_time(value: Value) -> Value:
    return as_day(value) or ""


def decimal_date_time(value: Value) -> float:
    day = as_day(value)
    return day.days if day else math.nan


def decimal_time(value: Value) -> float:
    """The time of day as a fraction of the day: ``06:00:00`` is 0.25."""
    value = first(value)
    if isinstance(value, str):
        found = TIME.fullmatch(value)
        if found:
            fraction = _fraction(found[1], found[2], found[3], found[4])
            return math.nan if fraction is None else fraction
    day = as_day(value)
    return day.days - math.floor(day.days) if day else math.nan


def format_date(value: Value, pattern: Value) -> str:
    """``%Y %y %m %n %b %d %e %a %H %h %M %S %3``; names of months and days are Indonesian; empty for no date."""
    day = as_day(value)
    return "" if day is None else _formatted(day.days, to_text(pattern))


@lru_cache(maxsize=4096)
def _formatted(days: float, pattern: str) -> str:
    """Kept, for today and the birthdays of one family are written out again and again while it is looked at."""
    whole = math.floor(days)
    year, month, number = date_of(whole)
    thousandths = math.floor((days - whole) * 86_400_000 + 0.5)
    hour, minute, second = thousandths // 3_600_000, thousandths // 60_000 % 60, thousandths // 1000 % 60
    parts = {
        "Y": f"{year:04d}", "y": f"{year % 100:02d}", "m": f"{month:02d}", "n": str(month), "b": MONTHS[month - 1],
        "d": f"{number:02d}", "e": str(number), "a": WEEKDAYS[(whole + 4) % 7], "H": f"{hour:02d}", "h": str(hour),
        "M": f"{minute:02d}", "S": f"{second:02d}", "3": f"{thousandths % 1000:03d}", "%": "%",
    }  # fmt: skip
    return re.sub("%(.)", lambda found: parts.get(found[1], found[0]), pattern, flags=re.DOTALL)
