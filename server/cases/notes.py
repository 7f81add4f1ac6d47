"""Notes that officers write beside a case, for each other. Kader and families never see them (sync/scope.py)."""

from __future__ import annotations

from typing import Any

from server.cases.models import Note
from server.errors import Malformed, NotYourRole
from server.exchange.registry import Lookup, checks, projects
from sync.record import EXISTS, Author, Record, SetChange

LONGEST = 1000


@checks("note")
def check(change: SetChange, by: Author, lookup: Lookup) -> dict[str, Any]:
    """A note says something about a case, and only who wrote it may change it or take it away."""
    known, values = lookup(change.record), change.values
    if known is not None and (known.body.get("by") or {}).get("person") != by.person:
        raise NotYourRole("Catatan ini ditulis orang lain.")
    if values.get(EXISTS) is False:
        return {}
    if known is None and not all(isinstance(values.get(field), str) for field in ("family", "case")):
        raise Malformed(field="case")
    text = values.get("text", known.body.get("text") if known else None)
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST:
        raise Malformed(f"Catatan berisi 1 sampai {LONGEST} huruf.", field="text")
    return {}


@projects("note", Note)
def project(record: Record) -> dict[str, Any]:
    """A note, as it is found when its family moves or is erased."""
    return {"family": record.body.get("family") or "", "case": record.body.get("case") or ""}
