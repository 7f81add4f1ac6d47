"""How far a phone has read: numbers of one desa's counter, in one life of the database, under one set of rights."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Self

from sync.scope import reach, readable

MOST = 2**53 - 1  # no counter comes that far, and no database is asked for more


@dataclass(frozen=True, slots=True)
class Cursor:
    """``tag`` is the random number stored with the log row ``seq``: who quotes it read from this very database."""

    epoch: str = ""
    seq: int = 0
    tag: int = 0
    scope: str = ""

    @classmethod
    def read(cls, sent: Any) -> Self:
        """A phone's cursor; one that cannot be read is that of a phone which has nothing yet, or begins anew."""
        if not isinstance(sent, dict):
            return cls()
        seq, tag = sent.get("seq"), sent.get("tag")
        epoch, scope = sent.get("epoch"), sent.get("scope")
        if (
            type(seq) is int
            and type(tag) is int
            and isinstance(epoch, str)
            and isinstance(scope, str)
            and 0 <= seq <= MOST
        ):
            return cls(epoch, seq, tag, scope)
        return cls(seq=-1)

    def to_dict(self) -> dict[str, Any]:
        """As it travels."""
        return asdict(self)


def scope_hash(person: str, roles: Iterable[str], areas: Iterable[str]) -> str:
    """Name what somebody may read and where: another name, and what the phone holds has to be gone through anew."""
    held = tuple(roles)
    rights = [person, sorted(readable(held).items()), sorted(reach(held, tuple(areas)))]
    return hashlib.sha256(json.dumps(rights).encode()).hexdigest()[:16]
