"""The service day as a calendar file (RFC 5545)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.citizen.view import Ticket
from server.text import t

LENGTH = timedelta(minutes=30)


def calendar(ticket: Ticket, family: str, place: str, now: datetime, zone: ZoneInfo) -> str:
    """One entry with an alarm the evening before. Its title is neutral: other people see phones too.

    Args:
        family: id; hashed into the entry's id, so that saving it again replaces it.
        place: desa and kecamatan.
        now: stamped into the file.
        zone: the clock of the desa.
    """
    hour, minute = (int(part) for part in (ticket.arrival or "08.00").split("."))
    starts = datetime.combine(ticket.day, time(hour, minute), zone)
    digest = hashlib.sha256(f"{family}:{ticket.day}".encode()).hexdigest()[:16]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//PUSKESOS Siaga//ID",
        "BEGIN:VEVENT",
        f"UID:{digest}@puskesos-siaga",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(starts)}",
        f"DTEND:{_utc(starts + LENGTH)}",
        f"SUMMARY:{_text(t('warga.kalender_judul', nomor=ticket.number))}",
        f"LOCATION:{_text(t('warga.kalender_tempat', tempat=place))}",
        f"DESCRIPTION:{_text(t('warga.kalender_isi'))}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(t('warga.kalender_judul', nomor=ticket.number))}",
        "TRIGGER:-PT15H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """Escape as the format asks."""
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> list[str]:
    """Lines of at most 75 bytes; what goes on begins with a space."""
    parts: list[str] = []
    rest = line
    while len(rest.encode()) > 74:
        cut = next(n for n in range(74, 0, -1) if len(rest[:n].encode()) <= 74)
        parts, rest = [*parts, rest[:cut]], f" {rest[cut:]}"
    return [*parts, rest]
