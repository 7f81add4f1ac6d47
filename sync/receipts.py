"""The server's word about a change. A phone removes nothing from its outbox without one."""

from __future__ import annotations

from typing import Final

ACCEPTED: Final = "accepted"  # every field was taken, or the action was done
MERGED: Final = "merged"  # taken, and some fields stood so already: somebody wrote the same
CONFLICT: Final = "conflict"  # some field has two values now; the other one is kept beside it
DUPLICATE: Final = "duplicate"  # this very change was taken before
HELD: Final = "held"  # waits, whole, for a record that lies in quarantine
REFUSED: Final = "refused"  # lies in quarantine with its problem until a person settles it

STATUSES: Final = (ACCEPTED, MERGED, CONFLICT, DUPLICATE, HELD, REFUSED)
TAKEN: Final = frozenset({ACCEPTED, MERGED, CONFLICT})
"""What the server has in its records; sent once more, such a change is a duplicate."""
