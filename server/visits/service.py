"""What happens to visits: the server runs the survey over each, marks what it sees differently, and drops nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from sqlalchemy import select

from server.catalogue import service as catalogue
from server.documents import service as documents
from server.errors import Malformed, OutOfScope
from server.exchange import service as exchange
from server.exchange.registry import Lookup, action, arrived, checks, projects
from server.exchange.turns import Turn
from server.ids import uuid7
from server.office import office_only
from server.regions import service as regions
from server.surveys import service as surveys
from server.visits.models import Visit
from server.visits.rules import (
    LONGEST_NAME,
    LONGEST_REASON,
    RESULTS,
    advice_marks,
    advised,
    asks_consent,
    consented,
    doorstep_only,
    photos,
)
from server.visits.schemas import Choose, Reviewed
from sync.record import EXISTS, Author, Record, SetChange
from sync.scope import may_write

_ASSESSED: OrderedDict[tuple[str, str], tuple[Any, dict[str, Any]]] = OrderedDict()
_REMEMBERED = 64  # visits; a case comes in the same batch as its visit, so a few are enough


@checks("visit")
def check(change: SetChange, by: Author, lookup: Lookup) -> dict[str, Any]:
    """Run the survey over a visit that comes in; return its marks.

    Raises:
        NoConsent: nobody agreed, and still there is something personal in it.
        Malformed: answers that are no answers.
    """
    if EXISTS not in change.set:
        return {}  # no new visit: the exchange lets nothing of it be changed
    visit = change.values
    answers = visit.get("answers")
    if not isinstance(answers, dict):
        raise Malformed("Jawaban kunjungan tidak terbaca.", field="answers")
    if not isinstance(visit.get("name") or "", str) or len(visit.get("name") or "") > LONGEST_NAME:
        raise Malformed("Sebutan kunjungan bukan teks pendek.", field="name")
    if not isinstance(visit.get("correction") or "", str) or len(visit.get("correction") or "") > LONGEST_REASON:
        raise Malformed(f"Alasan membetulkan paling panjang {LONGEST_REASON} huruf.", field="correction")
    if asks_consent(visit):
        if visit.get("result") not in RESULTS:
            raise Malformed("Hasil kunjungan tidak dikenal.", field="result")
        if not consented(visit):
            doorstep_only(visit)
    marks = surveys.check_visit(visit.get("survey"), answers, visit.get("evaluated_at"))
    told = advised(visit)
    if visit.get("family") and told:
        marks = marks + advice_marks(told, assess(change.desa, change.record, visit, told.keys())["services"])
    return {"marks": marks, "reviewed": False}


def assess(desa: str, visit_id: str, visit: dict[str, Any], services: Collection[str]) -> dict[str, Any]:
    """The catalogue's word about some services, ``{catalogue, services}``, computed once for a visit and its cases."""
    key, answers = (desa, visit_id), visit.get("answers") or {}
    known = _ASSESSED.get(key)
    done = known[1] if known is not None and known[0] == answers else {"catalogue": None, "services": {}}
    if not done["services"].keys() >= set(services):
        missing = set(services) - done["services"].keys()
        found = catalogue.assess_visit(desa, answers, str(visit.get("survey")), visit_day(desa, visit), missing)
        done = found | {"services": done["services"] | found["services"]}
        _ASSESSED[key] = (answers, done)
    while len(_ASSESSED) > _REMEMBERED:
        _ASSESSED.popitem(last=False)
    return done


def visit_day(desa: str, visit: dict[str, Any]) -> date:
    """The day a visit was made on; conditions about age are judged by it, wherever and whenever they are computed."""
    for said in (visit.get("date"), visit.get("evaluated_at")):
        try:
            return date.fromisoformat(str(said)[:10])
        except ValueError:
            continue
    return regions.today(desa)


@projects("visit", Visit)
def project(record: Record) -> dict[str, Any]:
    """A visit, as officers look it up."""
    body = record.body
    return {
        "area": record.area,
        "family": body.get("family"),
        "building": body.get("building"),
        "date": str(body["date"])[:10] if body.get("date") else None,
        "survey_id": body.get("survey_id"),
        "result": body.get("result"),
        "mode": body.get("mode"),
        "supersedes": body.get("supersedes"),
        "superseded": bool(body.get("superseded_by")),
        "marks": len(body.get("marks") or []),
        "reviewed": bool(body.get("reviewed")),
        "person": (body.get("by") or {}).get("person"),
    }


@arrived("visit")
def arrive(turn: Turn, record: Record, changed: frozenset[str], created: bool, by: Author) -> None:
    """Expect the photos a new visit names, and let it take the place of the one it corrects."""
    body = record.body
    named = photos(surveys.survey(body["survey"]), body.get("answers") or {}) if body.get("survey") else []
    if named:
        documents.expect(turn, record, named, body.get("family"), by)
    if body.get("supersedes"):
        _supersede(turn, record, by)


Recount = Callable[[Turn, Record, Record, Author], None]
_RECOUNTS: list[Recount] = []


def recounts(what: Recount) -> Recount:
    """Have ``what(turn, before, now, by)`` told, in the turn, that ``now`` counts in the place of ``before``."""
    _RECOUNTS.append(what)
    return what


def _recount(turn: Turn, before: Record, now: Record, by: Author) -> None:
    turn.flush()  # what came with it is looked up like all else
    for recount in _RECOUNTS:
        recount(turn, before, now, by)


@action("visit.reviewed", Reviewed)
def reviewed(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """An officer has seen a visit that asks for nothing."""
    office_only(by)
    turn.write(record, by, reviewed=True)


def review(turn: Turn, visit: str | None, by: Author) -> None:
    """Say that an officer decided about a case of ``visit``, so its author need not keep it any longer."""
    record = turn.record(visit) if visit else None
    if record is not None and not record.gone and not record.body.get("reviewed"):
        turn.write(record, by, reviewed=True)


def _supersede(turn: Turn, record: Record, by: Author) -> None:
    """Let the latest revision count. One that corrects an older revision is a conflict: the standing one counts.

    Raises:
        Malformed: it is no visit to the same family, nor, where nobody is named any more, to the same house.
    """
    older = turn.record(record.body["supersedes"])
    place = "family" if record.body.get("family") else "building"
    if older is None or older.collection != "visit" or older.id == record.id:
        raise Malformed(field="set.supersedes")
    if not older.gone and older.body.get(place) != record.body.get(place):
        raise Malformed(field="set.supersedes")
    standing = older.body.get("superseded_by")
    if not standing or standing == record.id:
        turn.write(older, by, superseded_by=record.id)
        _recount(turn, older, record, by)
        return
    turn.write(record, by, superseded_by=standing)
    now = turn.record(standing)
    theirs = (now.body.get("by") or {}) if now else {}
    turn.create(
        "conflict",
        uuid7(turn.now),
        by,
        area=record.area,
        **exchange.about_record(turn, older),
        field="superseded_by",
        standing=standing,
        standing_by=theirs.get("name"),
        standing_person=theirs.get("person"),
        standing_at=now.body.get("evaluated_at") if now else None,
        other=record.id,
        other_by=by.name,
        other_person=by.person,
        other_enrolment=by.enrolment,
        other_at=by.made_at or by.received_at.isoformat(),
        closed=False,
    )


@action("visit.choose", Choose, of="conflict")
def choose(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """Say which of two revisions counts; ``record`` is the conflict that shows both.

    Raises:
        Malformed: the conflict is about something else, or does not show that visit.
        OutOfScope: her role does not write visits.
    """
    body = record.body
    shown = {str(body.get("standing")), str(body.get("other"))}
    if body.get("field") != "superseded_by" or args["visit"] not in shown:
        raise Malformed(field="args.visit")
    if not may_write(by.roles, by.areas, "visit", record.area):
        raise OutOfScope
    older = turn.record(body["record"])
    if body.get("closed") or older is None:
        return
    chosen = args["visit"]
    now = older.body.get("superseded_by")
    for other in sorted({*shown, now or chosen} - {chosen}):
        turn.write(other, by, superseded_by=chosen)
    turn.write(older, by, superseded_by=chosen)
    counted = turn.write(chosen, by, superseded_by=None)
    before = turn.record(now) if now and now != chosen else None
    if before is not None:
        _recount(turn, before, counted, by)
    exchange.close_conflict(turn, record, chosen, by)


def of_family(turn: Turn, family: str) -> list[Record]:
    """The visits of a family that count, the latest first."""
    ids = turn.session.scalars(
        select(Visit.id)
        .where(Visit.desa == turn.desa, Visit.family == family, Visit.superseded.is_(False))
        .order_by(Visit.date.desc(), Visit.id.desc())
    ).all()
    turn.load(ids)
    return [record for one in ids if (record := turn.record(one)) is not None]
