"""Cards, their secrets and the cookie of an opened page. Pure: keys, randomness and time are handed in."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime, timedelta

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like digits
CODE_LENGTH = 6
TOKEN_BYTES = 16
MAX_TRIES = 5
COOKIE_LIFE = timedelta(days=90)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_HANDLE = re.compile(r"[0-9a-f]{8}")
_PIN = re.compile(r"[0-9]{4}")


def keyed(secret: bytes, purpose: str, value: str) -> str:
    """A hash of ``value`` nobody can try out without the server's secret: a stolen database opens no card."""
    return hmac.new(secret, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def read_card(text: str) -> tuple[str, str] | None:
    """Tell what a kader scanned or typed: ``("token", …)`` of an address or bare, ``("code", …)`` of six letters.

    Letters may be small, spaced or hyphenated as people read them out. None: neither.
    """
    last = text.strip().split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    if _TOKEN.fullmatch(last):
        return "token", last
    code = re.sub(r"[\s.-]", "", text).upper()
    return ("code", code) if len(code) == CODE_LENGTH and set(code) <= set(LETTERS) else None


def is_token(text: str) -> bool:
    """Whether ``text`` looks like a card's token."""
    return bool(_TOKEN.fullmatch(text))


def is_handle(text: str) -> bool:
    """Whether ``text`` looks like a card's handle, which opens nothing without the cookie of that card."""
    return bool(_HANDLE.fullmatch(text))


def is_pin(text: str) -> bool:
    """Whether ``text`` is four digits."""
    return bool(_PIN.fullmatch(text))


def handle(card_id: str) -> str:
    """Eight hexadecimal digits that name a card in cookies and in addresses after it was opened: its random end."""
    return card_id.replace("-", "")[-8:]


def pin_hash(secret: bytes, card_id: str, pin: str) -> str:
    """The keyed hash of a family's four digits on one card."""
    return keyed(secret, "pin", f"{card_id}:{pin}")


def new_cookie(secret: bytes, card_id: str, pinned: str, now: datetime) -> str:
    """The value of the cookie of an opened card. It ends with its life, and when the four digits change.

    Args:
        pinned: the card's present ``pin_hash``.
    """
    ends = str(int((now + COOKIE_LIFE).timestamp()))
    return f"{ends}.{keyed(secret, 'opened', f'{card_id}:{pinned}:{ends}')}"


def cookie_holds(value: str, secret: bytes, card_id: str, pinned: str, now: datetime) -> bool:
    """Whether ``value`` was given for this card with these digits, and not longer ago than 90 days."""
    ends, _, _ = value.partition(".")
    if not ends.isdigit() or not ends.isascii() or len(ends) > 12 or int(ends) < now.timestamp():
        return False
    wanted = f"{ends}.{keyed(secret, 'opened', f'{card_id}:{pinned}:{ends}')}"
    return hmac.compare_digest(value.encode(), wanted.encode())
