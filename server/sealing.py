"""What was sealed for this server by somebody who may not be able to open it again: a locked phone, a lost PIN's box.

ECDH on P-256 with a key made for that once, HKDF with SHA-256, AES-GCM; the other side is ``pwa/store/vault.js``. Pure:
the private key is handed in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

UNPACKED = 2_000_000  # bytes at most that one parcel may unfold to
FIELDS = ("k", "e", "iv", "d")


class Unsealable(ValueError):
    """This is no parcel for this key, or it was changed on its way."""


def point(key: ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey) -> bytes:
    """A public key as 65 bytes, uncompressed: what browsers export as "raw"."""
    public = key.public_key() if isinstance(key, ec.EllipticCurvePrivateKey) else key
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def key_id(public: bytes) -> str:
    """The eight digits by which a parcel says for which key it was sealed."""
    return hashlib.sha256(public).hexdigest()[:8]


def open_parcel(key: ec.EllipticCurvePrivateKey, purpose: str, parcel: Any, what: str) -> bytes:
    """What is in ``parcel``.

    Args:
        purpose: ``delivery`` or ``recovery``; a parcel for one opens as no other.
        what: id of the content, bound to it.
    Raises:
        Unsealable: whichever way it is not what it should be.
    """
    try:
        if parcel["k"] != key_id(point(key)):
            raise Unsealable("another key")
        sender, iv, data = (base64.b64decode(parcel[name], validate=True) for name in FIELDS[1:])
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        content = AESGCM(_agreed(key, theirs, purpose, sender, point(key))).decrypt(iv, data, what.encode())
        return _unpacked(content) if parcel.get("z") else content
    except (KeyError, TypeError, AttributeError, binascii.Error, ValueError, InvalidTag, zlib.error) as wrong:
        raise Unsealable(type(wrong).__name__) from wrong


def seal(public: bytes, purpose: str, content: bytes, what: str) -> dict[str, Any]:
    """Seal ``content`` for the holder of ``public`` (65 bytes)."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    once = ec.generate_private_key(ec.SECP256R1())
    sender, iv = point(once), os.urandom(12)
    data = AESGCM(_agreed(once, theirs, purpose, sender, public)).encrypt(iv, content, what.encode())
    said = {"e": sender, "iv": iv, "d": data}
    return {"k": key_id(public), "z": False} | {name: base64.b64encode(value).decode() for name, value in said.items()}


def open_picture(secret: bytes, body: bytes) -> bytes:
    """A picture that was sealed under a key of its own: nonce and content.

    Raises:
        Unsealable: it was not, or not under this one.
    """
    try:
        return AESGCM(secret).decrypt(body[:12], body[12:], None)
    except (ValueError, InvalidTag) as wrong:
        raise Unsealable(type(wrong).__name__) from wrong


def _agreed(
    own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey, purpose: str, sender: bytes, receiver: bytes
) -> bytes:
    info = f"siaga {purpose} 1".encode() + sender + receiver
    return HKDF(hashes.SHA256(), 32, None, info).derive(own.exchange(ec.ECDH(), other))


def _unpacked(content: bytes) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    whole = unpacking.decompress(content, UNPACKED)
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise Unsealable("it does not end")
    return whole
