"""Erasure: the one way in which something here ends for good, because the law asks for it.

Values go, in record, log, conflicts, quarantine and photos; that there was something, who erased it, when and why,
stays. The ids stand in a list outside the database too, so that a restored one forgets them again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from server.db import turn
from server.errors import Erased
from server.exchange import registry
from server.exchange.models import ERASED, Log, Quarantine, Receipt, StoredRecord
from server.exchange.parcels import may_begin, named_in
from server.exchange.turns import Turn, dump
from server.settings import Settings
from sync.changes import is_desa, is_field_name
from sync.ids import is_identity_id, is_uuid7
from sync.receipts import REFUSED
from sync.record import EXISTS, Author, Record
from sync.scope import WRITTEN

log = logging.getLogger(__name__)
GONE_WORD = "dihapus"
FORGOTTEN = "forgotten"
LIST = "erased.jsonl"  # in the instance folder, and in each backup


def erase(
    turn: Turn, ids: Iterable[str], by: Author, reason: str, keep: dict[str, frozenset[str]] | None = None
) -> int:
    """Take every value out of these records and out of all that was ever said of them; return how many there were.

    Args:
        keep: fields by collection that may stay, such as the day and result of a visit to people who moved away.
    """
    from server.documents import service as documents  # their checks hang on this subject, so they are asked late
    from server.families import service as families

    wanted = sorted(set(ids))
    turn.load(wanted)
    records = [record for which in wanted if (record := turn.record(which)) is not None and record.gone != ERASED]
    contested = [dump(record.body) for record in records if record.collection == "conflict"]
    came = families.arrivals_of(records)
    for record in records:
        _empty(turn, record, by, reason, (keep or {}).get(record.collection, frozenset()))
    turn.flush()
    names = {record.id for record in records}
    kept = {record.id: (keep or {}).get(record.collection, frozenset()) for record in records}
    documents.forget_waiting(turn, contested + _forget_log(turn, kept) + _forget_quarantine(turn, names))
    families.forget_unions(turn, names, by, _wipe)
    documents.forget_of(turn, names)
    families.forget_packages(turn, names)
    lines = [_line(turn, record.id, record.collection, by, reason) for record in records if record.gone == ERASED]
    lines += [_line(turn, arrival, "arrival", by, reason) for arrival in came]
    turn.after_commit(lambda: _note_outside(lines))
    return len(records)


def remember_erased(folder: Path, lines: Iterable[dict[str, str]]) -> None:
    """Add to the list of what was erased; what stands there already is not written twice."""
    known = {(line["desa"], line["id"]) for line in erased_in(folder)}
    with (folder / LIST).open("a", encoding="utf-8") as out:
        for line in lines:
            if (line["desa"], line["id"]) not in known:
                out.write(dump(line) + "\n")


def erased_in(folder: Path) -> list[dict[str, str]]:
    """What the list in ``folder`` says: desa, id, collection, at, by, reason. No values."""
    file = folder / LIST
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def erase_again(lines: list[dict[str, str]], hanging: Callable[[Turn, str], list[str]]) -> int:
    """After a restore: forget once more what was erased, and keep a place for what is not there, so it stays away.

    Args:
        hanging: what says anything of a family: a backup may know more of it than was there when it was erased.
    """
    count = 0
    for desa in sorted({line["desa"] for line in lines}):
        mine = {line["id"]: line for line in lines if line["desa"] == desa}
        with turn(desa) as this:
            by = Author.server(this.now)
            families = [which for which, line in mine.items() if line["collection"] == "family"]
            theirs = {which for family in families for which in hanging(this, family)}
            count += erase(this, {*mine, *theirs}, by, "dipulihkan")
            for which, line in mine.items():
                if this.record(which) is None:
                    this.absent(line["collection"], which, by, ERASED)
    return count


def _empty(turn: Turn, record: Record, by: Author, reason: str, kept: frozenset[str]) -> None:
    body = {name: value for name, value in record.body.items() if name in kept}
    record.body, record.versions = body, {name: record.versions[name] for name in body if name in record.versions}
    if kept:
        turn.put(record, by, {"erased": {"by": by.name, "at": turn.now.isoformat(), "reason": reason}})
        return
    turn.gone(record, by, ERASED)


def _forget_log(turn: Turn, kept: dict[str, frozenset[str]]) -> list[str]:
    """Leave of every step who, when and which fields. Returns what they said: it is more than their records show."""
    said = []
    for which, fields in kept.items():
        for row in turn.session.scalars(select(Log).where(Log.desa == turn.desa, Log.record == which)).all():
            said += [row.before, row.after]
            _wipe(turn, row, fields)
    return said


def _wipe(turn: Turn, row: Log, kept: frozenset[str]) -> None:
    mine = (Log.desa == turn.desa, Log.seq == row.seq)
    wiped = {name: dump(_wiped(json.loads(getattr(row, name)), kept)) for name in ("before", "after")}
    turn.session.execute(update(Log).where(*mine).values(wiped))


def _wiped(values: dict[str, Any], kept: frozenset[str]) -> dict[str, Any]:
    stays = kept | {EXISTS, "area", "erased"}
    return {name: value if name in stays else GONE_WORD for name, value in values.items()}


def _forget_quarantine(turn: Turn, names: set[str]) -> list[str]:
    """Of changes about what was erased, and about what they would have begun, the outline stays; who waits is told.

    Returns:
        what they said.
    """
    said = []
    rows = turn.session.scalars(select(Quarantine).where(Quarantine.desa == turn.desa)).all()
    while found := [row for row in rows if row.record in names or any(name in row.body for name in names)]:
        rows = [row for row in rows if row not in found]
        names = set()
        for row in found:
            said.append(row.body)
            if bury(turn, row.body):
                names.add(row.record)
            _outlined(turn, row)
    return said


def _outlined(turn: Turn, row: Quarantine) -> None:
    values = _end(turn, row.body)
    if row.settled is None:
        values["problem"] = dump(Erased().to_dict())
        told = update(Receipt).where(Receipt.desa == turn.desa, Receipt.change == row.change)
        turn.session.execute(told.values(problem=values["problem"], status=REFUSED))
    else:
        values |= {"settled": row.settled, "outcome": row.outcome or ERASED}
    mine = (Quarantine.desa == turn.desa, Quarantine.change == row.change)
    turn.session.execute(update(Quarantine).where(*mine).values(values))


def _end(turn: Turn, text: str) -> dict[str, Any]:
    outlined = dump(outline(json.loads(text)))
    return {"body": outlined, "repaired": None, "settled": turn.now, "outcome": ERASED}


def is_about_erased(turn: Turn, names: Iterable[str]) -> bool:
    """Whether one of these records was erased."""
    return any((record := turn.record(which)) is not None and record.gone == ERASED for which in names if which)


def bury(turn: Turn, text: str) -> bool:
    """Where a change about what was erased would have begun a record, put an empty place: what comes about that is
    about what was erased too, and waits for nothing.

    Returns:
        whether there is such a place now that was not there.
    """
    sent = json.loads(text)
    known = outline(sent)
    if not may_begin(sent) or not {"collection", "record"} <= known.keys() or turn.record(known["record"]) is not None:
        return False
    by = Author.server(turn.now)
    turn.absent(known["collection"], known["record"], by, ERASED)
    line = _line(turn, known["record"], known["collection"], by, "menyusul")  # a restored server forgets it again too
    turn.after_commit(lambda: _note_outside([line]))
    return True


def ended(turn: Turn, text: str, problem: dict[str, Any]) -> dict[str, Any]:
    """What becomes in quarantine of a change that is refused as ``erased``, as columns: its outline stays, and nobody
    has to look at it. The photos it names end too. Of any other change nothing.
    """
    from server.documents import service as documents

    if problem["type"] != Erased.path():
        return {}
    documents.forget_waiting(turn, [text])
    return _end(turn, text)


def forget_late(turn: Turn) -> None:
    """Of what lies in quarantine about something that was erased leave the outline, whichever way it came there."""
    from server.documents import service as documents

    lying = select(Quarantine).where(Quarantine.desa == turn.desa, Quarantine.settled.is_(None))
    named = set[str]()
    for row in turn.session.scalars(lying).all():
        sent = json.loads(row.body)
        named |= named_in(sent)
        if sent and sent == outline(sent):  # it was refused as such
            bury(turn, row.body)
    turn.load(named)
    erased = {which for which in named if is_about_erased(turn, [which])}
    turn.flush()
    documents.forget_waiting(turn, _forget_quarantine(turn, erased))
    places = select(StoredRecord.id, StoredRecord.collection)
    places = places.where(StoredRecord.desa == turn.desa, StoredRecord.gone == ERASED)
    by = Author.server(turn.now)
    lines = [_line(turn, which, collection, by, "menyusul") for which, collection in turn.session.execute(places)]
    turn.after_commit(lambda: _note_outside(lines))  # those that no list has yet: an older version made them


def forget_settled(turn: Turn, before: datetime) -> None:
    """Leave its outline only of what lay in quarantine and was settled before: what came of it stands elsewhere."""
    mine = (Quarantine.desa == turn.desa, Quarantine.settled < before, Quarantine.body.not_like(f'%"{FORGOTTEN}"%'))
    for row in turn.session.scalars(select(Quarantine).where(*mine)).all():
        body = dump(outline(json.loads(row.body)) | {FORGOTTEN: True})
        this = (Quarantine.desa == turn.desa, Quarantine.change == row.change)
        turn.session.execute(update(Quarantine).where(*this).values(body=body, repaired=None))


def outline(change: Any) -> dict[str, Any]:
    """A change, as it came, without what it says: what it is called, of what kind it is, and its fields by name.

    Whatever else stands in those places was somebody's words too, and goes.
    """
    if not isinstance(change, dict):
        return {}
    plain = {name: value for name, fits in _OUTLINE.items() if name in change and fits(value := change[name])}
    wishes = change.get("set")
    names = [name for name in wishes if is_field_name(name)] if isinstance(wishes, dict) else []
    return plain | {"set": dict.fromkeys(names, GONE_WORD)}


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and (is_uuid7(value) or is_identity_id(value))


_OUTLINE: dict[str, Callable[[Any], bool]] = {
    "id": _is_id,
    "n": lambda value: type(value) is int,
    "record": _is_id,
    "desa": is_desa,
    "collection": lambda value: isinstance(value, str) and value in WRITTEN,
    "do": lambda value: isinstance(value, str) and value in registry.actions(),
}


def _line(turn: Turn, which: str, collection: str, by: Author, reason: str) -> dict[str, str]:
    at = turn.now.isoformat()
    told = {"desa": turn.desa, "id": which, "collection": collection}
    return told | {"at": at, "by": by.name, "reason": reason}


def _note_outside(lines: list[dict[str, str]]) -> None:
    """Into the list of this house and, so that it outlives this machine, into that of the backup, if it is in reach."""
    settings: Settings = current_app.config["SETTINGS"]
    remember_erased(settings.instance, lines)
    if settings.backup is None or not settings.backup.is_dir():
        return
    try:
        remember_erased(settings.backup, lines)
    except OSError:  # the next backup takes the whole list along
        log.warning("the list of what was erased could not be written into the backup; the next one does")
