"""What a document may be, what an officer may say about it, and what tus allows. Pure."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from server.documents.recordings import ENDINGS
from server.errors import Malformed, Problem

STATES = frozenset({"ada", "belum", "buram", "tidak_cocok", "kedaluwarsa", "menyusul"})
FAULTS = frozenset({"gelap", "kecil", "terpotong", "buram", "silau", "menyamping", "terbalik", "fotokopi"})
KEPT = frozenset({"begitu_adanya", "hanya_ini", "terbaca", "tak_bisa_ulang"})
COPIES = frozenset({"asli", "fotokopi"})
REASONS = ("buram", "terpotong", "nama_berbeda", "kedaluwarsa", "bukan_berkas", "perlu_asli")
MAX_PHOTOS = 10
MAX_BYTES = 2_000_000  # of one photo; phones make them ≤ 300 KB
LONGEST_SEAL = 1000  # characters of the key of a photo that was sealed
TYPES = frozenset({"image/jpeg", "image/png", "image/webp", *ENDINGS})
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ForeignPhoto(Problem):
    status, slug, title = 409, "foreign-photo", "Foto ini milik keluarga atau HP lain. Ambil foto baru ya."


class UploadRefused(Problem):
    status, slug, title = 400, "upload-malformed", "Kiriman foto belum bisa dibaca."


def is_id(value: Any) -> bool:
    """Whether ``value`` is an id as phones make them; nothing else ever becomes the name of a file."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def ids_in(text: str) -> set[str]:
    """Everything in ``text`` that may be the id of a photo."""
    return set(_ID.findall(text))


def check_document(values: Mapping[str, Any]) -> None:
    """Pass if the fields of a set have the shape of a document's.

    Raises:
        Malformed: names the field.
    """
    if "state" in values and values["state"] not in STATES:
        raise Malformed(field="state")
    if "paper" in values and not (isinstance(values["paper"], str) and 0 < len(values["paper"]) <= 40):
        raise Malformed(field="paper")
    if values.get("copy") is not None and values["copy"] not in COPIES:
        raise Malformed(field="copy")
    seen = values.get("photo_verdict")
    if seen is not None and not (
        isinstance(seen, str) and (seen == "jelas" or (seen and FAULTS.issuperset(seen.split())))
    ):
        raise Malformed(field="photo_verdict")
    if values.get("kept_reason") is not None and values["kept_reason"] not in KEPT:
        raise Malformed(field="kept_reason")
    photos = values.get("photos")
    if photos is None:
        return
    if not isinstance(photos, list) or len(photos) > MAX_PHOTOS or not all(is_id(photo) for photo in photos):
        raise Malformed(f"Paling banyak {MAX_PHOTOS} foto.", field="photos")


def metadata(header: str) -> dict[str, str]:
    """``Upload-Metadata`` as tus writes it (``key base64,key base64``), read.

    Raises:
        UploadRefused: a value is not base64 of UTF-8.
    """
    read: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            read[key] = b64decode(value, validate=True).decode()
        except ValueError:
            raise UploadRefused(f"Upload-Metadata: {key[:40]}", field="Upload-Metadata") from None
    return read


def announced(meta: Mapping[str, str], length: int) -> dict[str, Any]:
    """The columns of a blob that a sender announces.

    Raises:
        UploadRefused: names what is missing or wrong.
    """
    if not is_id(meta.get("id")):
        raise UploadRefused("id", field="id")
    if not _SHA256.fullmatch(meta.get("sha256", "")):
        raise UploadRefused("sha256", field="sha256")
    if meta.get("type", "image/jpeg") not in TYPES:
        raise UploadRefused("type", field="type")
    if length <= 0:
        raise UploadRefused("Upload-Length", field="Upload-Length")
    if len(meta.get("sealed", "")) > LONGEST_SEAL:
        raise UploadRefused("sealed", field="sealed")
    return {
        "length": length,
        "sha256_sent": meta["sha256"],
        "type": meta.get("type", "image/jpeg"),
        "sealed": meta.get("sealed"),
    }
