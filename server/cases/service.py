"""What happens to cases: they get a number and their papers when they arrive, and officers take them further."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, insert, select, update

from server.cases.models import Case, CaseCounter, CaseStatus
from server.cases.rules import DESK, ON_A_DAY, TO_BE_SCHEDULED, may_accept, may_move, serves
from server.cases.rules import Paper as Paper
from server.cases.rules import expired as expired
from server.cases.schemas import Cancel, Note, Schedule, SendBack, Step
from server.catalogue import service as catalogue
from server.documents import service as documents
from server.errors import Malformed, NotYourRole, Problem, WrongStep
from server.exchange.models import Desa
from server.exchange.registry import Lookup, action, arrived, checks, projects
from server.exchange.turns import Turn
from server.notices import service as notices
from server.regions import service as regions
from server.servicedays import service as servicedays
from server.visits import service as visits
from sync.record import EXISTS, Author, Record, SetChange

_COUNT = (
    update(CaseCounter)
    .where(CaseCounter.desa == bindparam("which"), CaseCounter.year == bindparam("in_year"))
    .values(last=CaseCounter.last + 1)
    .returning(CaseCounter.last, select(Desa.short).where(Desa.code == bindparam("which")).scalar_subquery())
)
_WAITING = select(Case.id).where(
    Case.desa == bindparam("in_desa"), Case.family == bindparam("of"), Case.status == CaseStatus.PERLU_DILENGKAPI
)
_RETURNED: WeakKeyDictionary[Turn, dict[str, list[str]]] = WeakKeyDictionary()  # a turn's families, asked once
PHOTO_FIELDS = ("photos", "state", "kept_reason")  # what answers a paper that was missing: a new photo or a mark
BEFORE_ACCEPTED = frozenset({CaseStatus.TERKIRIM, CaseStatus.PERLU_DILENGKAPI})
RESULTS = frozenset({CaseStatus.DISETUJUI, CaseStatus.BELUM_DISETUJUI})


class EvidenceMissing(Problem):
    status, slug, title = 422, "evidence-missing", "Tulis dulu bukti hasilnya: nomor surat atau jawaban instansi."


class NoRoom(Problem):
    status, slug, title = 409, "no-room", "Hari itu sudah penuh, tutup, atau lewat batasnya. Pilih hari lain."


@checks("case")
def check(change: SetChange, by: Author, lookup: Lookup) -> dict[str, Any]:
    """Say what a new case needs and what the catalogue advises, as computed here from its visit's answers."""
    values = change.values
    if values.get(EXISTS) is False:
        raise NotYourRole("Permohonan dibatalkan oleh petugas.")
    if EXISTS not in change.set or lookup(change.record) is not None:
        return {}
    for field in ("family", "service"):
        if not isinstance(values.get(field), str) or not values[field]:
            raise Malformed(field=field)
    visit = lookup(values["visit"]) if values.get("visit") else None
    computed = _computed(change.desa, visit, values["service"]) if visit is not None else None
    return {"status": CaseStatus.TERKIRIM, "missing": []} | (computed or {"needs": [], "advice": None})


def _computed(desa: str, visit: Record, service: str) -> dict[str, Any] | None:
    """What a service needs and what is advised by a visit's answers; None if the catalogue has no such service."""
    assessed = visits.assess(desa, visit.id, visit.body, {service})
    if service not in assessed["services"]:
        return None
    found = assessed["services"][service]
    return {
        "needs": catalogue.needs(assessed, service, visit.body.get("answers") or {}),
        "advice": {"catalogue": assessed["catalogue"], "advice": found["advice"], "conditions": found["conditions"]},
    }


@projects("case", Case)
def project(record: Record) -> dict[str, Any]:
    """A case, as the inbox and the service day look it up."""
    body = record.body
    return {
        "area": record.area,
        "family": body.get("family") or "",
        "member": body.get("member"),
        "visit": body.get("visit"),
        "service": str(body.get("service") or "")[:40],
        "status": body.get("status") or CaseStatus.TERKIRIM,
        "number": body.get("number"),
        "urgency": body.get("urgency"),
        "due": body.get("due"),
        "service_day": body.get("service_day"),
        "queue_number": body.get("queue_number"),
        "arrival": body.get("arrival"),
        "person": (body.get("by") or {}).get("person"),
    }


@arrived("case")
def arrive(turn: Turn, record: Record, changed: frozenset[str], created: bool, by: Author) -> None:
    """Give a new case its number, and the hour from which it waits: the phone's own clock may be wrong."""
    if created:
        turn.write(record, by, number=_number(turn), received=turn.now.isoformat(timespec="seconds"))


@visits.recounts
def recount(turn: Turn, before: Record, now: Record, by: Author) -> None:
    """Let the cases of a visit follow the revision that counts; of those nobody has accepted the needs too."""
    found = select(Case.id, Case.service, Case.status).where(Case.desa == turn.desa, Case.visit == before.id)
    for case in turn.session.execute(found).all():
        judged = case.status in BEFORE_ACCEPTED and now.body.get("family")
        computed = _computed(turn.desa, now, case.service) if judged else None
        turn.write(case.id, by, visit=now.id, **(computed or {}))


@arrived("document")
def paper_came(turn: Turn, document: Record, changed: frozenset[str], created: bool, by: Author) -> None:
    """Send a returned case back to the inbox in the turn in which the last paper named in it came."""
    if not created and changed.isdisjoint(PHOTO_FIELDS):
        return
    for case in _returned(turn, document.body.get("family") or ""):
        missing = case.body.get("missing") or []
        mine = [item for item in missing if _answers(document, item)]
        if mine and all(item in mine or _answered(turn, case, item) for item in missing):
            turn.write(case, by, status=CaseStatus.TERKIRIM, missing=[], due=None)
            notices.withdraw(turn, case)


@action("case.send_back", SendBack)
def send_back(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Return a case to its kader with the papers that are missing, and have the family told."""
    _move(record, CaseStatus.PERLU_DILENGKAPI, by)
    if args["due"] and args["due"] < turn.now:
        raise Malformed("Batas melengkapi sudah lewat. Pilih hari pelayanan berikutnya.", field="args.due")
    turn.write(
        record,
        by,
        status=CaseStatus.PERLU_DILENGKAPI,
        missing=args["missing"],
        office_note=args["note"],
        due=args["due"] and args["due"].isoformat(),
    )
    _returned(turn, record.body["family"])
    _memo(turn)[record.body["family"]].append(record.id)
    visits.review(turn, record.body.get("visit"), by)
    notices.plan(turn, "kurang", record)  # sent if and only if the turn is kept


@action("case.accept", Note)
def accept(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Say that a case is complete; in the same turn its family gets a place on a service day, if one has room."""
    _move(record, CaseStatus.SIAP, by)
    today = turn.now.astimezone(regions.zone(turn.desa)).date()
    may_accept(record.body.get("needs") or [], _papers(turn, record), today)
    turn.write(record, by, status=CaseStatus.SIAP, office_note=args["note"], missing=[], due=None)
    visits.review(turn, record.body.get("visit"), by)
    servicedays.assign(turn, record.body["family"], by)


@action("case.cancel", Cancel)
def cancel(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """End a case that leads to nothing. If it had a place on a day, that is free again."""
    _move(record, CaseStatus.DIBATALKAN, by)
    turn.write(record, by, status=CaseStatus.DIBATALKAN, office_note=args["reason"], missing=[], due=None)
    visits.review(turn, record.body.get("visit"), by)
    notices.withdraw(turn, record)


@action("case.no_show", Note)
def no_show(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """They did not come."""
    _step(turn, record, CaseStatus.TIDAK_HADIR, by, args["note"])
    notices.withdraw(turn, record)


@action("case.reschedule", Note)
def reschedule(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Give who did not come another place."""
    _move(record, CaseStatus.TERJADWAL, by)
    if record.body["status"] != CaseStatus.TIDAK_HADIR:
        raise WrongStep
    servicedays.reschedule(turn, record, by)


@action("case.schedule", Schedule)
def schedule(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Give a family the day that an officer chose with it: who waits for a place, did not come, or wants another."""
    status = CaseStatus(record.body["status"])
    if status != CaseStatus.TERJADWAL:
        _move(record, CaseStatus.TERJADWAL, by)
    elif DESK.isdisjoint(by.roles):
        raise NotYourRole
    if status not in TO_BE_SCHEDULED:
        raise WrongStep
    if args["day"].isoformat() == record.body.get("service_day") and status == CaseStatus.TERJADWAL:
        return
    if not servicedays.choose(turn, record, args["day"], by):
        raise NoRoom(field="args.day")


@action("case.step", Step)
def step(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Take a case further after it was served: musdes, referral, result, end."""
    to = CaseStatus(args["to"])
    if CaseStatus(record.body["status"]) not in _LATER or to not in _LATER:
        raise WrongStep("Untuk langkah ini ada tombolnya sendiri.", to=str(to))
    _move(record, to, by)
    if to in RESULTS and not (args["note"] or "").strip():
        raise EvidenceMissing(field="note")
    referred = {"agency": args["agency"]} if to == CaseStatus.DIRUJUK and args["agency"] else {}
    _step(turn, record, to, by, args["note"], **referred)
    if to in RESULTS:
        notices.plan(turn, "hasil", record)


_LATER = frozenset(
    {
        CaseStatus.DIPROSES,
        CaseStatus.MUSDES,
        CaseStatus.DIRUJUK,
        CaseStatus.MENUNGGU_HASIL,
        CaseStatus.DISETUJUI,
        CaseStatus.BELUM_DISETUJUI,
        CaseStatus.SELESAI,
    }
)


def _move(record: Record, to: CaseStatus, by: Author) -> None:
    may_move(by.roles, CaseStatus(record.body.get("status") or CaseStatus.TERKIRIM), to)


def _step(turn: Turn, record: Record, to: CaseStatus, by: Author, note: str | None = None, **more: str) -> None:
    _move(record, to, by)
    said = {"office_note": note} if note else {}
    left = {} if to in ON_A_DAY else {"counter": None}
    turn.write(record, by, status=to, **left, **said, **more)


def _papers(turn: Turn, case: Record) -> list[Paper]:
    """The family's papers; how old they are only where a need asks for it, for that takes their records."""
    rows = documents.of_family(turn, case.body["family"])
    aging = {need["paper"] for need in case.body.get("needs") or () if need.get("months")}
    turn.load([row.id for row in rows if row.paper in aging])
    found = []
    for row in rows:
        document = turn.record(row.id) if row.paper in aging else None
        body = document.body if document else {}
        found.append(
            Paper(row.paper, row.member, row.state, row.verdict, body.get("held_since"), body.get("verdict_at"))
        )
    return found


def _number(turn: Turn) -> str:
    """The next case number of the desa, ``CBD-2026-000123``. Counted under the lock, so none is given twice."""
    year = turn.now.astimezone(regions.zone(turn.desa)).year
    connection = turn.session.connection()  # past the session: nothing that is gathered there is touched
    counted = connection.execute(_COUNT, {"which": turn.desa, "in_year": year}).first()
    if counted is None:
        connection.execute(insert(CaseCounter).values(desa=turn.desa, year=year, last=0))
        counted = connection.execute(_COUNT, {"which": turn.desa, "in_year": year}).one()
    last, short = counted
    return f"{short}-{year}-{last:06d}"


def _memo(turn: Turn) -> dict[str, list[str]]:
    return _RETURNED.setdefault(turn, {})


def _returned(turn: Turn, family: str) -> list[Record]:
    """The cases of a family that wait for papers. Asked once a family and turn, for papers come by the dozen."""
    memo = _memo(turn)
    if family not in memo:
        # past the session: a case that was returned in this very turn is in the memo already
        found = turn.session.connection().scalars(_WAITING, {"in_desa": turn.desa, "of": family})
        memo[family] = list(found)
        turn.load(memo[family])
    records = [turn.record(one) for one in memo[family]]
    return [case for case in records if case and case.body.get("status") == CaseStatus.PERLU_DILENGKAPI]


def _answers(document: Record, item: dict[str, Any]) -> bool:
    body = document.body
    return document.id == item.get("document") or serves(str(body.get("paper")), body.get("member"), item)


def _answered(turn: Turn, case: Record, item: dict[str, Any]) -> bool:
    """Whether a paper for ``item`` was photographed or marked after the case went back."""
    since = case.versions.get("missing", 0)
    for row in documents.of_family(turn, case.body["family"]):
        document = turn.record(row.id)
        if document is not None and _answers(document, item) and _touched(document) > since:
            return True
    return False


def _touched(document: Record) -> int:
    return max(document.versions.get(field, 0) for field in PHOTO_FIELDS)
