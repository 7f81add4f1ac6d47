"""Web Push to one subscription. The only file that knows pywebpush."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid
from py_vapid.utils import b64urlencode
from pywebpush import WebPushException, webpush

TIMEOUT = 5.0  # seconds to connect, and between two bytes
BUSY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sent:
    """What the push service answered: it took the message, the subscription is no more, or another time, please."""

    outcome: Literal["accepted", "gone", "refused", "busy"]
    retry_at: datetime | None = None


class _NoRedirects(requests.Session):
    """A push service that sends us elsewhere is not one."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """Send as asked, and stay."""
        return super().request(*args, **(kwargs | {"allow_redirects": False}))


@cache
def _vapid(pem: Path) -> Vapid:
    return Vapid.from_file(str(pem))


def application_server_key(pem: Path) -> str:
    """The public half of the key pair in ``pem`` as browsers want it: an uncompressed point, base64url."""
    point = _vapid(pem).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


def send(
    subscription: dict[str, Any],
    message: dict[str, Any],
    *,
    pem: Path,
    contact: str,
    ttl: timedelta,
    urgency: str,
    topic: str,
    now: datetime,
) -> Sent:
    """Encrypt ``message`` for a subscription and hand it to its push service.

    Args:
        subscription: ``{endpoint, keys: {p256dh, auth}}`` as the browser gave it; its endpoint was checked before.
        message: sent as JSON.
        pem: our VAPID private key.
        contact: ``mailto:`` or ``https:`` address of whoever runs this server, for the push service.
        topic: at most 32 letters; of several messages not yet delivered the last with one topic stays.
        now: to read ``Retry-After``.
    """
    try:
        with _NoRedirects() as session:
            webpush(
                subscription,
                json.dumps(message, ensure_ascii=False, separators=(",", ":")),
                vapid_private_key=_vapid(pem),
                vapid_claims={"sub": contact},
                ttl=int(ttl.total_seconds()),
                headers={"Urgency": urgency, "Topic": topic, "Content-Type": "application/octet-stream"},
                timeout=TIMEOUT,
                requests_session=session,
            )
    except WebPushException as failure:
        return _reading(failure.response, now)
    except requests.RequestException:
        return Sent("busy", now + BUSY)
    except ValueError:  # the subscription's keys are no keys
        return Sent("refused")
    return Sent("accepted")


def _reading(response: requests.Response | None, now: datetime) -> Sent:
    if response is None:  # it could not be encrypted for these keys
        return Sent("refused")
    if response.status_code in (404, 410):
        return Sent("gone")
    if response.status_code == 429 or response.status_code >= 500:
        return Sent("busy", _retry_at(response.headers.get("Retry-After", ""), now))
    return Sent("refused")


def _retry_at(header: str, now: datetime) -> datetime:
    """``Retry-After`` in seconds or as a date, kept between a second and six hours; without it five minutes."""
    try:
        at = now + timedelta(seconds=int(header)) if header.strip().isdigit() else parsedate_to_datetime(header)
        return min(max(at, now + timedelta(seconds=1)), now + timedelta(hours=6))
    except (ValueError, TypeError, OverflowError):
        return now + BUSY
