"""Photos in the model: each taken is somewhere, whole, as long as its record names it; what was erased is nowhere."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from server.demo.people import DESA
from tests.model.house import House
from tests.model.oracle import Violation


@dataclass
class Taken:
    """A photo as somebody took it."""

    photo: str
    record: str
    enrolment: str
    lost: bool = False  # the server burned with it, when its phone had let its copy go


def picture(number: int) -> str:
    """A small picture like no other, base64 of a JPEG."""
    image = Image.new("RGB", (48, 36), (number * 37 % 256, number * 91 % 256, number * 53 % 256))
    out = io.BytesIO()
    image.save(out, "JPEG")
    return base64.b64encode(out.getvalue()).decode()


class Album:
    """What was taken, and where it has to be."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.taken: dict[str, Taken] = {}
        self.full: dict[str, set[str]] = {}  # by enrolment, the photos whose pictures lie on her phone

    def seen(self, enrolment: str, dump: dict[str, Any]) -> None:
        """What lies on a phone now."""
        self.full[enrolment] = {row["id"] for row in dump["photos"] if row["full"]}

    def burned(self) -> None:
        """Database and files were lost, and restored: what came after the backup is on the phones, or nowhere."""
        for taken in self.taken.values():
            taken.lost = not (self._file(taken.photo).exists() or taken.photo in self.full.get(taken.enrolment, ()))

    def complete(self, erased: set[str]) -> None:
        """Everybody was heard.

        Raises:
            Violation: a photo that a record names is nowhere, a file is not what the database says, or one of somebody
                who was erased is still there.
        """
        kept = "SELECT id, sha256_kept FROM blob WHERE desa = :desa AND state = 'kept'"
        for row in self.house.rows(kept, desa=DESA):
            file = self._file(row.id)
            if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != row.sha256_kept:
                raise Violation(f"the photo {row.id} is called kept and is not there as it was")
        for taken in self.taken.values():
            here = self._file(taken.photo).exists()
            if taken.record in erased:
                if here:
                    raise Violation(f"a photo of {taken.record}, which was erased, is there: {taken}")
            elif not here and not taken.lost and self._named(taken) and not self._full(taken):
                raise Violation(f"nobody has the photo {taken}")

    def _named(self, taken: Taken) -> bool:
        found = self.house.rows(
            "SELECT body FROM record WHERE desa = :desa AND id = :id AND gone IS NULL", desa=DESA, id=taken.record
        )
        return any(taken.photo in (json.loads(row.body).get("photos") or []) for row in found)

    def _full(self, taken: Taken) -> bool:
        return taken.photo in self.full.get(taken.enrolment, ())

    def _file(self, photo: str) -> Path:
        return self.house.folder / "photos" / DESA / photo[-2:] / f"{photo}.jpg"
