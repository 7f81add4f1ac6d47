"""The server's own keys: files under ``instance/keys``, outside the database and its backups, for the server alone."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server import sealing
from server.settings import Settings

PAIRS = ("vapid.pem", "signing.pem", "delivery.pem", "recovery.pem")
"""P-256 private keys: naming us to push services, signing orders, opening deliveries, opening recovery boxes."""


def make(settings: Settings) -> None:
    """Make what is missing; keys that exist are never touched."""
    secret(settings)
    for name in PAIRS:
        path(settings, name)


def secret(settings: Settings) -> bytes:
    """32 random bytes that turn short codes and addresses into hashes nobody without this file can try out."""
    return bytes.fromhex(_file(settings, "app.secret", lambda: secrets.token_hex(32).encode()).read_text().strip())


def path(settings: Settings, name: str) -> Path:
    """The file of private key ``name`` (PEM, PKCS 8), made now if it is not there yet."""
    if name not in PAIRS:
        raise ValueError(f"no such key: {name}")
    return _file(settings, name, _new_private_key)


def private(settings: Settings, name: str) -> ec.EllipticCurvePrivateKey:
    """Private key ``name``, ready for use."""
    return _loaded(path(settings, name))


def told(settings: Settings) -> dict[str, str]:
    """The public keys that phones learn when they are let in: base64 of the point, uncompressed."""
    names = {name: f"{name}.pem" for name in ("delivery", "recovery", "signing")}
    return {name: base64.b64encode(sealing.point(private(settings, file))).decode() for name, file in names.items()}


@lru_cache(maxsize=32)
def _loaded(file: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(file.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _new_private_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _file(settings: Settings, name: str, content: Callable[[], bytes]) -> Path:
    folder = settings.instance / "keys"
    file = folder / name
    if file.exists():
        return file
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{name}.{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content())
    try:
        os.link(draft, file)  # two processes starting at once: the first one's key stands
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file
