"""Photos in S3-compatible storage, by one setting (``PHOTOS=s3://bucket/prefix``): for offices that outgrow one disk.

Keys and address are those every S3 program reads: ``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, and
for storage of one's own ``AWS_ENDPOINT`` (with ``AWS_ALLOW_HTTP=true`` where it has no certificate).
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from obstore.exceptions import BaseError
from obstore.store import from_url

from server.errors import Problem

PATIENCE: dict[str, Any] = {"timeout": "20s", "connect_timeout": "5s"}
RETRIES: Any = {"max_retries": 2}


class StorageAway(Problem):
    """The photo stays where it is, on the phone or in its part file, and is kept at the next try."""

    status, slug, title = 503, "storage-away", "Tempat menyimpan foto sedang tidak terjangkau. Foto dikirim lagi nanti."


class Bucket:
    """Photos as objects: ``<desa>/<id>.jpg`` and beside each its thumbnail; the photo is written last."""

    def __init__(self, url: str) -> None:
        plain = os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true"
        options: dict[str, Any] = {"client_options": PATIENCE | {"allow_http": plain}, "retry_config": RETRIES}
        self._store: Any = from_url(url, **options)

    def write(self, desa: str, name: str, photo: bytes, thumb: bytes) -> None:
        """Store both, each whole or not at all.

        Raises:
            StorageAway: it did not take them.
        """
        try:
            for ending, data in ((".thumb.jpg", thumb), (".jpg", photo)):
                self._store.put(f"{desa}/{name}{ending}", data)
        except BaseError as trouble:
            raise StorageAway from trouble

    def read(self, desa: str, name: str, thumb: bool = False) -> bytes | None:
        """The bytes, or None where nothing is stored."""
        try:
            return bytes(self._store.get(f"{desa}/{name}{'.thumb.jpg' if thumb else '.jpg'}").bytes())
        except FileNotFoundError:
            return None
        except BaseError as trouble:
            raise StorageAway from trouble

    def remove(self, desa: str, name: str) -> None:
        """Forget both; not there is fine."""
        try:
            self._store.delete([f"{desa}/{name}.thumb.jpg", f"{desa}/{name}.jpg"])
        except FileNotFoundError:
            return
        except BaseError as trouble:
            raise StorageAway from trouble


@cache
def bucket(url: str) -> Bucket:
    """The bucket at ``url``: one client a process, which keeps its connections."""
    return Bucket(url)
