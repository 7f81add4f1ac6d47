"""Names for new things: UUID version 7, the time first, so that ids made later sort later."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from uuid import UUID


def new_stamp() -> int:
    """A random number a row gets at each change, so that the sum over a table's rows tells whether any changed."""
    return secrets.randbits(40)


def uuid7(now: datetime, randomness: int | None = None) -> str:
    """Return a new UUIDv7 for the moment ``now`` (RFC 9562, 5.7): 48 bits of milliseconds, then 74 random bits.

    Args:
        now: aware; its milliseconds become the first twelve hexadecimal digits.
        randomness: 74 bits for who needs the same id again (the demo, tests); None: from the machine.
    """
    milliseconds = int(now.timestamp() * 1000) & (2**48 - 1)
    bits = secrets.randbits(74) if randomness is None else randomness & (2**74 - 1)
    value = milliseconds << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | bits & (2**62 - 1)
    return str(UUID(int=value))


def kin(which: str) -> str:
    """The id that a record made from another one gets, always the same: its time, and bits that follow from it."""
    follows = int.from_bytes(hashlib.sha256(which.encode()).digest()) & (2**74 - 1)
    value = UUID(which).int >> 80 << 80 | 0x7 << 76 | (follows >> 62) << 64 | 0b10 << 62 | follows & (2**62 - 1)
    return str(UUID(int=value))


def is_uuid(text: str) -> bool:
    """Whether ``text`` is a UUID as we write them."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
