"""What a server may be told from outside: environment variables, each with the value that suits one office."""

from __future__ import annotations

import base64
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

HOUSE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one running server.

    Attributes:
        instance: folder owned by this server: database, keys, photos.
        database_url: SQLAlchemy address; the one setting that moves the house to PostgreSQL.
        demo: the demo desa is loaded and its people are offered to browsers on this machine.
        host, port: where waitress listens.
        trusted_proxy: address of the proxy before us, whose word about who asks is taken; used with ``public_url``.
        public_url: address people reach the server at; None: that of the request.
        push_hosts: push services that may be called besides the known ones (``host:port``).
        jobs: run due jobs in a thread of this process.
        min_version: the oldest application that may still read; older ones deliver, keep all and are told to reload.
        backup: folder into which this server backs itself up each night; None: it does not.
        backup_key: public key (65 bytes, P-256) that backups are sealed for; None: they lie open.
        photos: address of S3-compatible storage for photos (``s3://bucket/prefix``); empty: a folder in ``instance``.
        quiet_hours: hours of the local clock, from and until, in which no family is woken by a push; None: none.
    """

    instance: Path = HOUSE / "instance"
    database_url: str = ""
    demo: bool = False
    host: str = "127.0.0.1"
    port: int = 5000
    public_url: str | None = None
    trusted_proxy: str = "127.0.0.1"
    push_hosts: tuple[str, ...] = field(default=())
    jobs: bool = True
    quiet_hours: tuple[int, int] | None = (20, 7)
    photos: str = ""
    backup: Path | None = None
    backup_key: bytes | None = None
    min_version: str | None = None

    @property
    def database(self) -> str:
        """The address of the database, SQLite in the instance folder unless told otherwise."""
        url = self.database_url or f"sqlite:///{self.instance / 'puskesos.sqlite3'}"
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def address(self) -> str:
        """Where people reach this server, without a trailing slash: as it is set, else where it was last started."""
        last = self.instance / "address"
        here = last.read_text(encoding="utf-8") if last.exists() else f"http://{self.host}:{self.port}"
        return (self.public_url or here).rstrip("/")

    def note_address(self) -> None:
        """Remember where this server listens, for commands that are told no ``PORT``."""
        self.instance.mkdir(parents=True, exist_ok=True)
        (self.instance / "address").write_text(f"http://{self.host}:{self.port}", encoding="utf-8")


def from_environment() -> Settings:
    """Read the settings of this process from its environment (README names them)."""
    get = os.environ.get
    return Settings(
        instance=Path(get("INSTANCE", str(HOUSE / "instance"))).resolve(),
        database_url=get("DATABASE_URL", ""),
        demo=get("DEMO", "") == "1",
        host=get("HOST", "127.0.0.1"),
        port=int(get("PORT", "5000")),
        public_url=get("PUBLIC_URL"),
        trusted_proxy=get("TRUSTED_PROXY", "127.0.0.1"),
        push_hosts=tuple(h for h in get("PUSH_HOSTS", "").split(",") if h),
        jobs=get("JOBS", "1") == "1",
        min_version=get("MIN_VERSION") or None,
        backup=Path(get("BACKUP", "")).resolve() if get("BACKUP") else None,
        backup_key=_public(get("BACKUP_KEY", "")),
        quiet_hours=_hours(get("QUIET_HOURS", "20-7")),
        photos=get("PHOTOS", ""),
    )


def _hours(text: str) -> tuple[int, int] | None:
    """``20-7`` as two hours, ``22-24`` as 22 and 0; ``off``: none.

    Raises:
        SystemExit: these are no two hours, or the whole day.
    """
    if text == "off":
        return None
    found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", text)
    start, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if start > 23 or end > 24 or start == end % 24:
        raise SystemExit(
            f"QUIET_HOURS={text!r} tidak bisa dipakai. Tulis dua jam yang berbeda, misalnya 20-7, atau off."
        )
    return start, end % 24


def _public(text: str) -> bytes | None:
    """A public key as ``flask backup-key`` prints it.

    Raises:
        SystemExit: it is none; a backup must never lie open because of a slip of the pen.
    """
    if not text:
        return None
    try:
        point = base64.b64decode(text, validate=True)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise SystemExit("BACKUP_KEY tidak bisa dibaca. Salin utuh dari `flask --app server backup-key`.") from None
    return point
