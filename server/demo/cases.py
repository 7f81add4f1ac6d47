"""Writing cases and their papers, and taking each as far as its story goes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from server import clock
from server.catalogue import service as catalogue
from server.citizen import service as citizen
from server.db import db, turn
from server.demo import cards, story
from server.demo.families import Family
from server.demo.people import DESA
from server.demo.phones import Phone, new_id
from server.documents import service as documents
from server.exchange import service as exchange
from server.servicedays import service as servicedays
from server.servicedays.models import ServiceDay

Need = dict[str, Any]


class Papers:
    """The papers of one family and the photos still to be handed in."""

    def __init__(self, family: Family, names: dict[str, str]) -> None:
        self.family = family
        self.names = names
        self._brought: set[tuple[str, str | None]] = set()
        self._photos: dict[str, bytes] = {}

    def bring(self, phone: Phone, need: Need, there: bool) -> None:
        """Photograph the paper a case needs, or mark it as not there; once for all cases that need it."""
        key = (need["paper"], need["member"])
        if key in self._brought:
            return
        self._brought.add(key)
        photo = new_id(clock.now())
        phone.set(
            "document",
            new_id(clock.now()),
            {
                "family": self.family.id,
                "member": need["member"],
                "paper": need["paper"],
                "state": "ada" if there else "belum",
                "copy": "asli" if there else None,
                "photos": [photo] if there else [],
            },
        )
        if there:
            self._photos[photo] = self._picture(need)

    def hand_in(self) -> None:
        """Upload the photos, after the papers that name them."""
        for photo, picture in self._photos.items():
            documents.take(DESA, photo, picture)

    def _picture(self, need: Need) -> bytes:
        family = self.family
        if need["paper"].startswith("foto_rumah"):
            return cards.house(family.number)
        whose = next((m for m in family.members if m.id == need["member"]), family.head)
        number = f"No. KK {family.kk}" if need["paper"] == "kk" else f"NIK {whose.nik}"
        lines = [number, whose.name, f"{whose.birth:%d-%m-%Y}", family.address, f"RT {family.rt} RW {family.rw}"]
        return cards.card(need["paper"], self.names.get(need["paper"]) or str(need["paper"]), lines, family.number)


def ask(phone: Phone, family: Family, visit: str, at: datetime) -> list[str]:
    """Make a case of each service a family asks for, with its papers; return their ids."""
    end = story.ENDS[family.number]
    wanted = story.wishes(family, at.astimezone(clock.WIB).date())
    made = [new_id(at) for _ in wanted]
    for case, service in zip(made, wanted, strict=True):
        urgency = "mendesak" if family.need == 3 and family.number % 4 == 0 else "biasa"
        phone.set("case", case, {"family": family.id, "visit": visit, "service": service, "urgency": urgency})
    phone.deliver()
    holding = catalogue.current(DESA, at.astimezone(clock.WIB).date())
    papers = Papers(family, catalogue.names(holding)["papers"] if holding else {})
    missing_one = end == "terkirim" and family.number % 2 == 0
    for case in made:
        for number, need in enumerate(needs(case)):
            papers.bring(phone, need, there=not (missing_one and number == 1))
    phone.deliver()
    papers.hand_in()
    return made


def needs(case: str) -> list[Need]:
    """The papers a case cannot do without."""
    wanted = body_of(case)["needs"]
    return [need for need in wanted if need["required"] and not need["later"] and not need["asked"]]


def body_of(case: str) -> dict[str, Any]:
    """What the server keeps of a case now."""
    record = exchange.record(DESA, case)
    assert record is not None
    return record.body


def review(desk: Phone, family: Family, made: list[str]) -> None:
    """Look at the papers of a family's cases and decide as the story goes."""
    end = story.ENDS[family.number]
    if end == "dibatalkan":
        for case in made:
            desk.act("case.cancel", case, reason="Keluarga memilih mengurus sendiri di kecamatan.")
    elif end == "perlu_dilengkapi":
        _send_back(desk, made)
    elif end != "terkirim":
        for document in documents_of(family):
            desk.act("document.accept", document)
        for case in made:
            desk.act("case.accept", case)
        desk.deliver()
        if end == "siap":
            _put_off(family, made)
    desk.deliver()


def serve(desk: Phone, family: Family, made: list[str]) -> None:
    """What happened on the service day and after it."""
    end = story.ENDS[family.number]
    if end == "tidak_hadir":
        for case in made:
            desk.act("case.no_show", case)
    else:
        _at_the_counter(desk, family, body_of(made[0])["service_day"], _STEPS[: _DONE.get(end, len(_STEPS))])
        for case in made:
            for status, note in story.LATER_STEPS.get(end, ()):
                desk.act("case.step", case, to=status, note=note or None)
    desk.deliver()


_STEPS = (("queue.call", 9), ("queue.serve", 11), ("queue.finish", 20))  # and how many minutes after they came
_DONE = {"hadir": 0, "dipanggil": 1, "dilayani": 2}


def _at_the_counter(desk: Phone, family: Family, day: str, steps: tuple[tuple[str, int], ...]) -> None:
    """A family came and was taken as far as ``steps`` go."""
    record = db.session.scalars(select(ServiceDay.id).where(ServiceDay.desa == DESA, ServiceDay.date == day)).one()
    ticket = servicedays.ticket_of(family.id, date.fromisoformat(day))
    counter = family.number % 2 + 1
    came = clock.now().astimezone(clock.WIB)
    desk.act("queue.arrive", record, ticket=ticket, family=family.id, counter=counter, at=came.isoformat())
    desk.deliver()
    for do, later in steps:
        at = (came + timedelta(minutes=later)).isoformat()
        with clock.turned(lambda: came + timedelta(minutes=later)):  # noqa: B023
            desk.act(do, record, ticket=ticket, counter=counter, at=at)
            desk.deliver()


def documents_of(family: Family) -> list[str]:
    """The papers of a family that are there."""
    with turn(DESA) as this:
        return [row.id for row in documents.of_family(this, family.id) if row.state == "ada"]


def _send_back(desk: Phone, made: list[str]) -> None:
    """Return the first case for its first paper; the others wait to be looked at."""
    case = made[0]
    need = needs(case)[0]
    paper = {"paper": need["paper"], "member": need["member"]}
    body = body_of(case)
    with turn(DESA) as this:
        rows = documents.of_family(this, body["family"])
    bad = next((row.id for row in rows if row.paper == need["paper"] and need["member"] in (None, row.member)), None)
    if bad:
        desk.act("document.reject", bad, reason="buram", note="Tulisannya belum terbaca, mohon foto ulang.")
    missing = [paper | {"document": bad, "reason": "buram" if bad else "belum_ada"}]
    desk.act("case.send_back", case, missing=missing, note="Mohon foto ulang di tempat terang, tidak perlu buru-buru.")


def _put_off(family: Family, made: list[str]) -> None:
    """The family says on its page that it cannot come that day, and does not know yet when it can."""
    citizen.cannot_come(DESA, family.id, date.fromisoformat(body_of(made[0])["service_day"]), None, visit=False)
    db.session.remove()
