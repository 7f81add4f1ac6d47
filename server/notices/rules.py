"""The ladder's rules: who may be told what, where and when. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

Kind = Literal["kurang", "jadwal", "besok", "hasil"]
Asked = Literal["minta", "dicabut", "libur"]
"""Kinds of what a kader is asked or told to do, which no text is sent for."""
Change = Literal["", "pindah", "jam"]
OPEN = frozenset({"direncanakan", "diterima_layanan", "tugas"})
"""States in which a notice still waits for somebody."""

PUSH_HOSTS = ("fcm.googleapis.com", "*.push.services.mozilla.com", "*.notify.windows.com", "*.push.apple.com")
DAY_BEFORE_AT = time(16)
SEEN_WITHIN = timedelta(days=1)
SEEN_TODAY = timedelta(minutes=30)
"""After which a push of the service day itself is told by the kader."""
GIVE_UP_AFTER = timedelta(hours=6)
"""A push service that has been busy for so long is not waited for: the kader goes."""

_MOBILE = re.compile(r"[+]628[0-9]{8,12}")


@dataclass(frozen=True, slots=True)
class Push:
    """How a kind of notice is sent: the text's key, how long a push service keeps it, and how urgently (RFC 8030)."""

    text: str
    ttl: timedelta
    urgency: Literal["normal", "high"]


PUSHES: Mapping[str, Push] = {
    "kurang": Push("push.kurang_netral", timedelta(days=2), "normal"),
    "jadwal": Push("push.lengkap", timedelta(days=2), "normal"),
    "besok": Push("push.h1", timedelta(hours=14), "high"),  # of no use once the day has begun
    "hasil": Push("push.hasil", timedelta(days=7), "normal"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """What a kader is asked to do: send ``text`` to ``phone`` (WhatsApp or SMS), or, without a phone, to call in."""

    channel: Literal["wa", "kader"]
    text: str | None
    phone: str | None


def after_quiet(now: datetime, zone: ZoneInfo, quiet: tuple[int, int] | None) -> datetime:
    """``now``, or the end of the quiet hours if it lies in them.

    Args:
        quiet: from and until which hour, over midnight or not, on the desa's clock; None: nobody is left in peace.
    """
    if quiet is None:
        return now
    starts, ends = time(quiet[0]), time(quiet[1])
    local = now.astimezone(zone)
    began, over = local.time() >= starts, local.time() >= ends
    if not (began and not over if starts < ends else began or not over):
        return now
    morning = local.date() if local.time() < ends else local.date() + timedelta(days=1)
    return datetime.combine(morning, ends, zone)


def day_before(day: date, zone: ZoneInfo) -> datetime:
    """When the reminder for service day ``day`` goes out: 16.00 on the day before it."""
    return datetime.combine(day - timedelta(days=1), DAY_BEFORE_AT, zone)


def arrival(day: date, hour: str | None, zone: ZoneInfo) -> datetime:
    """When a family is expected: ``09.20`` on ``day``; without an hour, at the end of it."""
    if not hour:
        return datetime.combine(day + timedelta(days=1), time(), zone)
    return datetime.combine(day, time.fromisoformat(hour.replace(".", ":")), zone)


def too_late(at: datetime, expected: datetime | None) -> bool:
    """Whether a push sent ``at`` leaves no time for the kader to go if nobody sees it; ``expected``: by ``arrival``."""
    return expected is not None and at + 2 * SEEN_TODAY > expected


def may_remind(family: Mapping[str, Any]) -> bool:
    """Whether this family allowed reminders (``setuju_kabar``). An unanswered question is no."""
    return family.get("notice_consent") == "ya"


def owns_phone(family: Mapping[str, Any]) -> bool:
    """Whether what is written to the family's number is read by the family alone."""
    return family.get("phone_owner") == "sendiri"


def mobile(family: Mapping[str, Any]) -> str | None:
    """The family's number if it can get a message: an Indonesian mobile in E.164. Landlines cannot."""
    phone = str(family.get("phone") or "")
    return phone if _MOBILE.fullmatch(phone) and family.get("phone_owner") != "tidak_ada" else None


def change(kind: str, case: Mapping[str, Any]) -> Change:
    """What became of the place the family was told before: another day, another hour of that day; ``""``: it is new.

    Args:
        kind: of the notice.
        case: ``service_day``, and in ``moved_from`` the day it had and that was taken from it.
    """
    old = case.get("moved_from")
    if kind != "jadwal" or not old:
        return ""
    return "jam" if old == case.get("service_day") else "pindah"


def push_key(kind: str, changed: Change) -> str:
    """Which text a push says."""
    return f"push.{changed}" if changed else PUSHES[kind].text


def text_key(kind: str, family: Mapping[str, Any], *, named: bool, changed: Change = "") -> str:
    """Which ready-made text fits: somebody else's phone is told nothing, one's own the papers if ``named`` says so.

    Args:
        kind: of the notice.
        family: body of the family record.
        named: a missing paper may be named in a message, so that the long text can be filled.
        changed: what ``change`` said.
    """
    over = "sms" if _wants_sms(family) else "wa"
    if family.get("phone_owner") not in ("sendiri", "keluarga"):
        return f"{over}.titip"
    if kind == "besok":
        return f"{over}.h1"
    if kind == "jadwal":
        return {"": f"{over}.jadwal", "pindah": f"{over}.pindah", "jam": f"{over}.jam"}[changed]
    if kind == "hasil":
        return f"{over}.hasil"
    return (
        "wa.kurang_sendiri"
        if over == "wa" and named and owns_phone(family) and may_remind(family)
        else f"{over}.kurang"
    )


def _wants_sms(family: Mapping[str, Any]) -> bool:
    """Whether the family named SMS and not WhatsApp as the way to reach it (``kanal_kabar``)."""
    channels = str(family.get("notice_channels") or "").split()
    return "sms" in channels and "wa" not in channels


def allowed_endpoint(url: str, extra: tuple[str, ...] = ()) -> bool:
    """Whether ``url`` lies at a push service we know, so that no subscription makes this server call elsewhere.

    Args:
        url: the subscription's endpoint.
        extra: further services as ``host`` or ``host:port``, of one's own or for tests; these alone may speak http.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.username or parts.password or not parts.hostname or len(url) > 1000:
        return False
    if parts.scheme in ("https", "http") and (parts.netloc in extra or parts.hostname in extra):
        return True
    known = any(
        parts.hostname.endswith(host[1:]) if host.startswith("*") else parts.hostname == host for host in PUSH_HOSTS
    )
    return known and parts.scheme == "https" and port in (None, 443)


def payload(title: str, body: str, page: str, seen: str, tag: str) -> dict[str, Any]:
    """The message of a push: declarative Web Push, which Safari shows by itself and our worker reads.

    Args:
        title, body: neutral texts; no name, no service, no paper.
        page: absolute address a tap opens.
        seen: random token the device reports when the message was opened or put away.
        tag: a later message with the same tag takes this one's place.
    """
    return {
        "web_push": 8030,
        "notification": {
            "title": title,
            "body": body,
            "navigate": page,
            "lang": "id",
            "tag": tag,
            "data": {"seen": seen},
        },
    }
