"""Secrets people and browsers hold, and the hashes we keep of them. Pure, but for the machine's randomness."""

from __future__ import annotations

import hashlib
import hmac
import secrets

LETTERS = "ABCDEFGHJKMNPRSTWXYZ"
"""The letters of a typed code: none that is taken for another (I L 1, O Q 0, U V)."""
CODE_LENGTH = 8


def new_secret() -> str:
    """128 random bits as 22 letters for a link."""
    return secrets.token_urlsafe(16)


def new_token() -> str:
    """256 random bits as 43 letters: a cookie's or a bearer's value."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Eight letters to read out and type: 34 bits, so tries are counted."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """The code somebody typed, without the spaces and hyphens people put in, in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def hashed(secret: str) -> str:
    """What is stored of a long random secret. Too long to be guessed, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed(key: bytes, *short: str) -> str:
    """What is stored of something short (a code, an address): useless to who has the database but not the key file."""
    return hmac.new(key, "\0".join(short).encode(), hashlib.sha256).hexdigest()


def same(secret: str, stored: str) -> bool:
    """Whether ``secret`` is the one ``stored`` was made of, in a time that tells nothing."""
    return hmac.compare_digest(hashed(secret), stored)
