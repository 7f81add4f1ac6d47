"""One family known twice: found, proposed to an officer, made one, and taken apart again within 30 days.

Both are kept. What hangs on the one that is given up goes over to the one that stays; what the stayer lacks it gets
from the other; where both have a value, the stayer's stands and the other's is in the log. Phones that still write to
the one given up write to the stayer, as somebody who had seen nothing of it.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select, update

from server.citizen import service as citizen
from server.documents.models import Blob
from server.errors import Problem, UnknownRecord
from server.exchange import service as exchange
from server.exchange.models import Log
from server.exchange.registry import action
from server.exchange.turns import Turn
from server.families.hanging import DELETED, SAME_AS, hanging
from server.families.models import AKTIF, Member
from server.families.names import ALIKE, OTHER, SAME, alike
from server.families.packages import not_on_its_way
from server.families.schemas import Apart, NotSame, SameAs
from server.office import office_only
from server.servicedays import service as servicedays
from sync.ids import identity_id
from sync.merge import value_of
from sync.record import EXISTS, Author, Record

UNDO = timedelta(days=30)
POINTING = ("family", "member", "record")  # fields of what hangs on a family that may name one given up
NEVER_FILLED = frozenset(
    {EXISTS, "extra", "by", "family", "subject", "building", "order", "state", "card", "card_at", "released"}
    | {"twins", "not_twins", "moved", "closed_note", "withdrawn_at", "withdrawn_due"}
)
STAYING = frozenset({EXISTS, "subject", "twins"})  # fields that no undoing gives back by themselves


class NoTwin(Problem):
    status, slug, title = (
        409,
        "no-twin",
        "Keluarga ini tidak bisa digabung: sudah digabung atau sudah dihapus.",
    )


class ClosedTwin(Problem):
    status, slug, title = (
        409,
        "closed-twin",
        "Keluarga yang dipertahankan sudah ditutup. Buka lagi dulu, atau pertahankan yang satunya.",
    )


class WithdrawnTwin(Problem):
    status, slug, title = (
        409,
        "withdrawn-twin",
        "Salah satunya mencabut persetujuan. Hapus datanya, atau catat bahwa keluarga setuju lagi, baru gabungkan.",
    )


class TooLate(Problem):
    status, slug, title = 409, "too-late", "Sudah lebih dari 30 hari. Keluarga ini tidak bisa dipisah lagi."


class OthersFirst(Problem):
    status, slug, title = (
        409,
        "others-first",
        "Keluarga ini digabung lebih dulu dari yang lain. Pisahkan yang lain dulu.",
    )


@action("family.same_as", SameAs)
def same_as(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Give ``record`` up for the family ``into``, which gets all that hangs on it."""
    office_only(by)
    into = turn.record(args["into"])
    if into is None or into.collection != "family" or into.gone or record.gone or record.id == into.id:
        raise NoTwin(field="args.into")
    if (into.body.get("state") or AKTIF) != AKTIF:
        raise ClosedTwin(field="args.into")
    for family in (record, into):
        not_on_its_way(family)
        if family.body.get("withdrawn_at"):
            raise WithdrawnTwin
    pairs = _pairs(turn, record.id, into.id)
    theirs = hanging(turn, record.id)
    for lost, kept in {**pairs, record.id: into.id}.items():
        _give_up(turn, lost, kept, into.area, by)
    for one in theirs:
        _hand_over(turn, one, record.id, into, pairs, by)
    servicedays.unite(turn, into.id, by)
    turn.gone(record, by, reason=SAME_AS + into.id)
    _photos(turn, record.id, into)
    cards = citizen.hand_over(turn, record.id, into.id)
    if cards and not into.body.get("card"):
        turn.write(into, by, card=True, card_at=turn.now.isoformat())
    entry = {"family": record.id, "name": record.body.get("head_name"), "change": by.change, "by": by.name}
    known = into.body.get("twins") or []
    upto = max(record.seq, into.seq)
    turn.write(into, by, twins=[*known, entry | {"cards": cards, "upto": upto, "at": turn.now.isoformat()}])


@action("family.apart", Apart)
def apart(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Undo ``family.same_as``: what it wrote and nobody has written since becomes what it was.

    Of three families that became one after the other, the last one first: what the first brought hangs on the second
    only once that is back.
    """
    office_only(by)
    not_on_its_way(record)
    last = _last_of(turn, args["family"], record.id)
    if last is None:
        raise UnknownRecord(field="args.family")
    if last.id != args["family"]:
        raise OthersFirst(family=last.id)
    entry = next((one for one in record.body.get("twins") or [] if one["family"] == args["family"]), None)
    if entry is None:
        raise UnknownRecord(field="args.family")
    if turn.now - datetime.fromisoformat(entry["at"]) > UNDO:
        raise TooLate
    rows = select(Log).where(Log.desa == turn.desa, Log.change == entry["change"], Log.seq <= entry["upto"])
    rows = rows.where(Log.seq > entry["upto"] - 10_000, Log.do == "family.same_as").order_by(Log.seq.desc())
    steps = list(turn.session.scalars(rows))
    acts = {row.seq for row in steps}
    for row in steps:
        _take_back(turn, row, by, acts)
    others = [one for one in record.body["twins"] if one is not entry]
    _not_twins(turn, record, args["family"], by, twins=others)
    lost = turn.record(args["family"])
    if lost is not None:
        _stand_apart(turn, record, lost, by)
        citizen.hand_over(turn, record.id, lost.id, only=entry.get("cards", []))
        for family in (record, lost):  # each has its own place again, and its own card
            servicedays.tell_again(turn, family.id)
            if family.body.get("card") and not citizen.has_card(turn, family.id):
                turn.write(family, by, card=False, card_at=None)


def _stand_apart(turn: Turn, record: Record, lost: Record, by: Author) -> None:
    """What hangs on ``lost`` lies where it lies, wherever the other has moved meanwhile; conflicts show what stands."""
    theirs, ours = hanging(turn, lost.id), hanging(turn, record.id)
    turn.load([*theirs, *ours])
    for which in [*theirs, *ours]:
        one = turn.record(which)
        if one is not None and one.collection == "conflict":
            exchange.stand_again(turn, which, by)
    for which in theirs:
        one = turn.record(which)
        if one is not None and not one.gone and one.area != lost.area:
            turn.move(one, by, area=lost.area)
    _photos(turn, record.id, lost, only=set(theirs))


def _last_of(turn: Turn, lost: str, stays: str) -> Record | None:
    """Of the families given up one for the other, from ``lost`` to ``stays``: the one given up for ``stays``."""
    here = turn.record(lost)
    while here is not None and (here.gone or "").startswith(SAME_AS):
        to = (here.gone or "").removeprefix(SAME_AS)
        if to == stays:
            return here
        here = turn.record(to)
    return None


@action("family.not_same", NotSame)
def not_same(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Remember that two families only look alike: they are not proposed again."""
    office_only(by)
    _not_twins(turn, record, args["family"], by)


def _pairs(turn: Turn, lost: str, kept: str) -> dict[str, str]:
    """Members of ``lost`` who are members of ``kept`` too: same NIK, or born the same day under a like name."""
    mine, theirs = (_people(turn, family) for family in (lost, kept))
    pairs: dict[str, str] = {}
    for likeness in (SAME, ALIKE):  # who is written the same goes before who is written alike: a twin's twin
        for one, person in mine.items():
            left = (other for other in theirs if other not in pairs.values())
            found = next((other for other in left if _likeness(person, theirs[other]) == likeness), None)
            if found and one not in pairs:
                pairs[one] = found
    return pairs


def _likeness(one: Person, other: Person) -> str:
    """As of their names, where nothing else tells them apart."""
    if one.nik and other.nik:
        return SAME if one.nik == other.nik else OTHER
    return alike(one.name, other.name) if one.birth and one.birth == other.birth else OTHER


class Person(NamedTuple):
    """What tells a member from another; empty where it is not known."""

    nik: str
    name: str
    birth: str


def _people(turn: Turn, family: str) -> dict[str, Person]:
    members = turn.session.scalars(select(Member.id).where(Member.desa == turn.desa, Member.family == family)).all()
    turn.load([*members, *(identity_id(member) for member in members)])
    found: dict[str, Person] = {}
    for which in members:
        member, identity = turn.record(which), turn.record(identity_id(which))
        body = identity.body if identity is not None and not identity.gone else {}
        name = str(member.body.get("full_name") or "") if member is not None else ""
        found[which] = Person(body.get("nik") or "", name, body.get("birth_date") or "")
    return found


def _give_up(turn: Turn, lost: str, kept: str, area: str, by: Author) -> None:
    """Fill what ``kept`` lacks from ``lost``, the identities too, and give the lost ones up; the family comes last."""
    for one, other in ((lost, kept), (identity_id(lost), identity_id(kept))):
        from_, to = turn.record(one), turn.record(other)
        if from_ is None or from_.gone:
            continue
        if to is None:  # an identity that only the lost one has
            to = turn.create(from_.collection, other, by, area=area, subject=kept)
        elif to.gone:  # somebody had deleted it: it begins anew
            to.gone = None
            past: dict[str, Any] = {
                name: {} if name == "extra" else None for name in to.body if name not in (EXISTS, "subject")
            }
            turn.put(to, by, past | {EXISTS: True})
        empty = {
            name: value
            for name, value in from_.body.items()
            if name not in NEVER_FILLED and value not in (None, "") and to.body.get(name) in (None, "")
        }
        if empty:
            turn.write(to, by, **empty)
        if from_.collection != "family":
            turn.gone(from_, by, reason=SAME_AS + other)


def _hand_over(turn: Turn, which: str, lost: str, into: Record, pairs: dict[str, str], by: Author) -> None:
    """Let a record that hung on the lost family hang on ``into``, and on the person who stays."""
    record = turn.record(which)
    if record is None or record.gone:
        return
    stays = {**pairs, lost: into.id}
    stays |= {identity_id(one): identity_id(other) for one, other in stays.items()}
    fields: dict[str, Any] = {name: stays[record.body[name]] for name in POINTING if record.body.get(name) in stays}
    if fields:
        turn.write(record, by, **fields)
    if record.collection == "conflict":
        exchange.stand_again(turn, which, by)
    if record.area != into.area:
        turn.move(record, by, area=into.area)


def _take_back(turn: Turn, row: Log, by: Author, acts: set[int]) -> None:
    """Undo one step of the log, as far as it is still what stands and was not said anew: ``acts`` wrote what may go."""
    record = turn.record(row.record)
    if record is None:
        return
    before, after = json.loads(row.before), json.loads(row.after)
    if set(after) == {"area"}:
        if record.area == after["area"] and not record.gone:
            turn.move(record, by, area=before["area"])
        return
    if after == {EXISTS: False} and (record.gone or "").startswith(SAME_AS):
        record.gone = None
        turn.put(record, by, {EXISTS: True})
        return
    if record.collection == "conflict" and record.body["record"] == after.get("record"):
        exchange.leave_word(turn, record, row.seq, by)
    same = [name for name in after if name not in STAYING and value_of(record, name) == after[name]]
    told = {*POINTING, *after} if record.collection == "conflict" else {*POINTING}  # the server says these
    stands = {name for name in same if name in told or not _said_since(turn, record, name, row.enrolment, acts)}
    back = {name: before.get(name) for name in sorted(stands)}
    begun = not before.get(EXISTS) and after.get(EXISTS) is True and not record.gone
    if begun and all(value in (None, {}) for name, value in record.body.items() if name not in stands | STAYING):
        record.gone, back = DELETED, back | {EXISTS: False}
    if back:
        acts.add(turn.put(record, by, back).seq)


def _said_since(turn: Turn, record: Record, name: str, who: str, acts: set[int]) -> bool:
    """Whether what stands was said by somebody else than ``who`` did these acts, and not brought back by an undoing."""
    version = record.versions.get(name, 0)
    if version not in acts:
        did = select(Log.do).where(Log.desa == turn.desa, Log.seq == version)
        if turn.session.scalar(did) != "family.apart":
            return True
    return turn.vouched(record, name, version, who)


def _not_twins(turn: Turn, record: Record, other: str, by: Author, **more: Any) -> None:
    known = record.body.get("not_twins") or []
    turn.write(record, by, not_twins=sorted({*known, other}), **more)


def _photos(turn: Turn, lost: str, into: Record, only: set[str] | None = None) -> None:
    """Photos lie where their papers lie."""
    photos = update(Blob).where(Blob.desa == turn.desa, Blob.family == lost)
    if only is not None:
        photos = photos.where(Blob.record.in_(only))
    turn.session.execute(photos.values(family=into.id, area=into.area))
