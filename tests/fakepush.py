"""A web push service in this process, independent of pywebpush: RFC 8291, 8188 and 8292 by ``cryptography`` alone."""

from __future__ import annotations

import base64
import json
import os
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def e64(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def d64(text: str) -> bytes:
    """The bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half, uncompressed."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def decrypt(key: ec.EllipticCurvePrivateKey, auth: bytes, body: bytes) -> bytes:
    """Open an ``aes128gcm`` message (RFC 8291). Raises on anything that a browser would not open."""
    salt, record, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    sender, sealed = body[21 : 21 + length], body[21 + length :]
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
    secret = _hkdf(auth, shared, b"WebPush: info\0" + point(key) + sender, 32)
    content_key = _hkdf(salt, secret, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, secret, b"Content-Encoding: nonce\0", 12)
    assert len(sealed) <= record, "web push allows one record"
    plain = AESGCM(content_key).decrypt(nonce, sealed, None).rstrip(b"\0")
    assert plain[-1:] == b"\2", "missing final-record delimiter"
    return plain[:-1]


def check_vapid(header: str, app_key: str, origin: str, now: float) -> None:
    """Check who sends (RFC 8292): key, signature, audience, expiry within a day, a subject to write to."""
    assert header.startswith("vapid "), "scheme"
    fields = dict(part.strip().split("=", 1) for part in header[6:].split(","))
    assert d64(fields["k"]) == d64(app_key), "k is not the key this subscription was made with"
    head, claims, signature = fields["t"].split(".")
    raw = d64(signature)
    assert len(raw) == 64, "signature"
    der = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), d64(fields["k"]))
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(d64(claims))
    assert json.loads(d64(head))["alg"] == "ES256", "alg"
    assert said["aud"] == origin, f"aud {said['aud']} is not {origin}"
    assert now < said["exp"] <= now + 86400, "exp"
    assert said.get("sub", "").startswith(("mailto:", "https:")), "sub"


@dataclass
class Subscription:
    """One browser's subscription, with both of its secrets, and what came for it."""

    key: ec.EllipticCurvePrivateKey
    auth: bytes
    app_key: str
    got: list[dict[str, Any]] = field(default_factory=list)
    gone: bool = False


class FakePush:
    """The service. ``subscribe`` is what a browser would do; ``messages`` what came, opened.

    Attributes:
        subscriptions: by the last part of their endpoint.
        fail_next: statuses to answer with before working again (429, 500, …).
        host: ``127.0.0.1:port``, for the server's PUSH_HOSTS.
    """

    def __init__(self) -> None:
        self.subscriptions: dict[str, Subscription] = {}
        self.fail_next: list[int] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *what: Any) -> None:
                """Say nothing."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, why = service.receive(self.path, self.headers, body)
                answer = why.encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                if status == 201:
                    self.send_header("Location", f"{self.path}/1")
                if status == 429:
                    self.send_header("Retry-After", "1")
                self.end_headers()
                self.wfile.write(answer)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.origin = f"http://{self.host}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()  # `close` waits that long

    def subscribe(self, app_key: str) -> dict[str, Any]:
        """Make a subscription to the application server whose public key is ``app_key``; its JSON, as in a browser."""
        name = e64(os.urandom(9))
        made = Subscription(ec.generate_private_key(ec.SECP256R1()), os.urandom(16), app_key)
        self.subscriptions[name] = made
        keys = {"p256dh": e64(point(made.key)), "auth": e64(made.auth)}
        return {"endpoint": f"{self.origin}/p/{name}", "expirationTime": None, "keys": keys}

    def messages(self) -> list[dict[str, Any]]:
        """Everything that came: ``{data, ttl, urgency, topic}`` each, in the order of subscriptions."""
        return [message for subscription in self.subscriptions.values() for message in subscription.got]

    def receive(self, path: str, headers: Any, body: bytes) -> tuple[int, str]:
        """Take a message as a push service would: status, and the reason of a refusal."""
        if self.fail_next:
            return self.fail_next.pop(0), "asked to fail"
        subscription = self.subscriptions.get(path.rsplit("/", 1)[1])
        if not subscription:
            return 404, "no such subscription"
        if subscription.gone:
            return 410, "gone"
        if len(body) > 4096:
            return 413, "too large"
        if not (headers.get("TTL") or "").isdigit():
            return 400, "TTL missing"
        if len(headers.get("Topic") or "") > 32:
            return 400, "topic too long"
        if headers.get("Content-Encoding") != "aes128gcm":
            return 400, "encoding"
        try:
            check_vapid(headers.get("Authorization", ""), subscription.app_key, self.origin, time.time())
        except Exception as error:
            return 403, f"VAPID: {error!r}"
        try:
            plain = decrypt(subscription.key, subscription.auth, body)
        except Exception as error:
            return 400, f"decrypt: {error!r}"
        message = {"data": plain.decode(), "ttl": int(headers["TTL"])}
        subscription.got.append(message | {"urgency": headers.get("Urgency"), "topic": headers.get("Topic")})
        return 201, ""

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
