"""What of a person's work still lies on a phone, as the phone itself says it: counts and an age, no more. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

MOST = 99_999  # of each; more is said as this many


@dataclass(frozen=True, slots=True)
class Left:
    """What stays on a phone once the server has taken the request that says so.

    ``items`` are rows of its *Kiriman*, ``since`` is the oldest of all, by the server's clock. ``said`` is the phone's
    own word in one text: while it stays the same, nothing has to be written.
    """

    items: int
    photos: int
    drafts: int
    since: datetime | None
    said: str

    @classmethod
    def read(cls, said: Any, here: datetime, now: datetime) -> Self | None:
        """What a phone says whose clock shows ``here``; None where it says nothing that can be understood.

        It is never a reason to turn a delivery away, so nothing is raised.
        """
        if not isinstance(said, dict):
            return None
        counts = [said.get(name) for name in ("items", "photos", "drafts")]
        if not all(type(count) is int and count >= 0 for count in counts):
            return None
        items, photos, drafts = (min(int(count or 0), MOST) for count in counts)
        since = said.get("since")
        since = since[:24] if isinstance(since, str) else ""
        return cls(items, photos, drafts, _moment(since, here, now), f"{items}/{photos}/{drafts}/{since}")

    @classmethod
    def stored(cls, said: str | None, since: datetime | None) -> Self | None:
        """What was written down of an earlier word."""
        if said is None:
            return None
        items, photos, drafts, _ = said.split("/", 3)
        return cls(int(items), int(photos), int(drafts), since, said)


def _moment(said: str, here: datetime, now: datetime) -> datetime | None:
    """A moment of a clock that shows ``here`` while it is ``now``; never later than now."""
    try:
        return min(now - (here - datetime.fromisoformat(said)), now) if said else None
    except (ValueError, TypeError, OverflowError):
        return None
