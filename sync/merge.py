"""What a change does to a record: three-way, field by field, pure.

Source: docs/protocol.md, "Merge"; the cases stand in tests/vectors/merge.json, read by JavaScript too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.canonical import canonical, same
from sync.record import EXISTS, Record, To

Writer = Callable[[str, int], tuple[str, int] | None]
"""Who alone stands behind a field's version: the enrolment and its ``n``.

None if nobody knows any more, or if somebody else has said the same since: it is no longer one's own to write over.
"""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two values for one field. ``standing`` stays in the record, ``other`` is kept beside it for a person to see."""

    field: str
    standing: Any
    other: Any


@dataclass(slots=True)
class Merge:
    """The outcome: ``taken`` to be written, ``agreed`` stood so already, ``conflicts`` wait for a person.

    ``settled`` are fields whose open conflict ends, because somebody who was shown both values wrote one.
    """

    taken: dict[str, Any] = field(default_factory=dict)
    agreed: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    @property
    def status(self) -> str:
        """The receipt's word for it."""
        if self.conflicts:
            return "conflict"
        return "merged" if self.agreed else "accepted"


def value_of(record: Record, name: str) -> Any:
    """The value of a field, wherever it lies: one outside the white list is kept under ``extra``."""
    if name in record.body:
        return record.body[name]
    return record.body.get("extra", {}).get(name)


def merge(
    record: Record | None,
    wishes: Mapping[str, To],
    enrolment: str,
    n: int,
    writer: Writer,
    contested: Mapping[str, int] | None = None,
) -> Merge:
    """Return what ``wishes`` do to ``record``: the fields taken and the conflicts left for a person.

    A field is taken if nobody wrote it since the person saw it, or only this enrolment did, earlier (smaller ``n``).
    The same value twice is agreement and changes nothing. Anything else is a conflict: what stands, stands.

    Args:
        record: what stands, None if there is nothing yet.
        wishes: for each field the value it should have and the version its author had seen (0: none).
        enrolment, n: whose change this is and its how-many-th.
        writer: asked only where versions differ.
        contested: fields with an open conflict, each with the number of its conflict record; who quotes that number
            as ``seen`` was shown both values.
    """
    outcome = Merge()
    if record is None:
        outcome.taken = {name: canonical(wish.to) for name, wish in wishes.items()}
        return outcome

    def own(name: str, version: int) -> bool:
        known = writer(name, version)
        return known is not None and known[0] == enrolment and known[1] < n

    shown = contested or {}
    ends = _existence(record, wishes, own, shown)
    if ends is not None:
        return ends
    returns = not record.body.get(EXISTS, True) and _quotes(wishes.get(EXISTS), EXISTS, shown)
    for name, wish in wishes.items():
        value, version = canonical(wish.to), record.versions.get(name, 0)
        stands = value_of(record, name)
        shown_both = _quotes(wish, name, shown) or (returns and version < wish.seen == shown[EXISTS])
        if version and same(value, canonical(stands)):
            if wish.seen != version and not shown_both:
                outcome.agreed.append(name)
        elif wish.seen == version or shown_both or own(name, version):
            outcome.taken[name] = value
        else:
            outcome.conflicts.append(Conflict(name, stands, value))
        if name in shown and shown_both:
            outcome.settled.append(name)
    return outcome


def _quotes(wish: To | None, name: str, shown: Mapping[str, int]) -> bool:
    """Whether ``wish`` says as what it has seen the number of the open conflict about ``name``."""
    return wish is not None and name in shown and wish.seen == shown[name]


def _existence(
    record: Record, wishes: Mapping[str, To], own: Callable[[str, int], bool], shown: Mapping[str, int]
) -> Merge | None:
    """Let deleting and editing meet: in one conflict about ``exists``, whatever the number of fields.

    Who deletes says as ``seen`` the number of the whole record, for it is all of it that ends. Who edits what somebody
    else has deleted has not seen that. Who was shown both, and says so by the number of the conflict, decides: ends the
    record, leaves it ended, or brings it back with the fields that waited. None: both exist, merge field by field.
    """
    wish = wishes.get(EXISTS)
    standing = record.body.get(EXISTS, True)
    decides = _quotes(wish, EXISTS, shown)
    settled = [EXISTS] if decides else []
    if wish is not None and not wish.to and standing:
        unseen = [(name, version) for name, version in record.versions.items() if version > wish.seen]
        if decides or all(own(name, version) for name, version in unseen):
            return Merge(taken={EXISTS: False}, settled=settled)
        return Merge(conflicts=[Conflict(EXISTS, True, False)])
    if not standing:
        if wish is not None and not wish.to:
            return Merge(agreed=[] if decides else [EXISTS], settled=settled)
        version = record.versions.get(EXISTS, 0)
        if wish is not None and (decides or wish.seen == version or own(EXISTS, version)):
            return None
        values = {name: canonical(other.to) for name, other in wishes.items()}
        return Merge(conflicts=[Conflict(EXISTS, False, values)])
    return None
