"""What phones send in the bench: a plain survey of 80 answers, and real home visits of the demo's families."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from server import clock
from server.demo import story, visits
from server.demo.families import Family, families
from server.demo.people import ANI, DESA
from server.demo.phones import Phone
from server.ids import uuid7
from server.surveys import service as surveys

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
AREA = "004/001"
ANSWERS, MEMBERS = 80, 4
FIRST = ("Asep", "Siti", "Dede", "Nur", "Euis", "Ujang", "Icih", "Cecep")
SYLLABLES = ("ba", "di", "ka", "mu", "na", "ro", "sa", "ti", "wi", "yu", "ling", "har", "man", "su")
LIVING = date(1940, 1, 1).toordinal(), date(2026, 1, 1).toordinal()
chance = random.Random(5)
Changes = list[dict[str, Any]]


def new_id() -> str:
    return uuid7(datetime.now(UTC))


def plain_survey(number: int) -> dict[str, Any]:
    """One change: 80 answers about a family and its four members, each a value of its own; no rules ask about them."""
    building = new_id()
    words = ["ya", "tidak", "tidak_tahu", "milik_sendiri", "Kp. Cibadak Tengah", "petani", str(number), "2026-11-21"]
    answers = {f"jawaban_{index:02d}": f"{words[index % 8]}" for index in range(ANSWERS - 3 * MEMBERS - 1)}
    for member in range(MEMBERS):
        answers |= {
            f"nama_{member}": f"Warga {number} {member}",
            f"umur_{member}": str(number % 70),
            f"sekolah_{member}": "sd",
        }
    fields: dict[str, Any] = {"exists": True, "head_name": f"Warga {number}", **answers}
    return {
        "id": new_id(),
        "collection": "family",
        "record": new_id(),
        "desa": DESA,
        "area": f"{AREA}/{building}",
        "made_at": "2026-11-21T10:00:00+07:00",
        "set": {name: {"to": value, "seen": 0} for name, value in fields.items()},
    }


class Recorder(Phone):
    """A phone of the demo that only writes down what it would send."""

    def __init__(self) -> None:
        self.who = ANI
        self._n = 0
        self._waiting = []

    def deliver(self) -> None:
        """Keep it: the bench sends it itself."""

    def sent(self) -> Changes:
        """What was gathered since the last time."""
        gathered, self._waiting = self._waiting, []
        return gathered


def home_visit(members: int) -> tuple[Family, Changes]:
    """A whole visit to a family of ``members`` as a phone sends it: house, family, people, survey, two cases, papers.

    Needs an app context with the publications.
    """
    now = clock.now()
    today = now.astimezone(clock.WIB).date()
    survey = next(held.hash for held in surveys.holding(DESA, today) if held.code == "kelayakan")
    family = next(one for one in families(today) if len(one.members) >= 4 and not story.has_photo(one))
    children = [member for member in family.members if member.relation == "anak"] or family.members[1:]
    while len(family.members) < members:
        nth = len(family.members)
        family.members.append(replace(children[0], id=new_id(), nik=f"32019901011500{nth:02d}", name=f"Anak {nth}"))
    del family.members[members:]
    family.rw, family.rt = "004", "001"
    phone = Recorder()
    visit = visits.visit(phone, family, survey, now)
    for service in [*story.wishes(family, today), "sembako", "pbi_jk"][:2]:
        phone.set("case", new_id(), {"family": family.id, "visit": visit, "service": service, "urgency": "biasa"})
    for paper in ("kk", "ktp", "sktm"):
        phone.set(
            "document", new_id(), {"family": family.id, "member": None, "paper": paper, "state": "belum", "photos": []}
        )
    return family, phone.sent()


def of_others(changes: Changes) -> Changes:
    """The same visit to other people: names and numbers of their own wherever they stand, and days of birth."""
    told = json.dumps(changes)
    wishes = [change.get("set", {}) for change in changes]
    for field, fresh in (("head_name", _name), ("full_name", _name), ("nik", _number), ("kk_number", _number)):
        for value in {wish[field]["to"] for wish in wishes if field in wish} - {None}:
            told = told.replace(json.dumps(value), json.dumps(fresh()))
    theirs: Changes = json.loads(told)
    for wish in (change.get("set", {}) for change in theirs):
        if "birth_date" in wish:
            wish["birth_date"]["to"] = date.fromordinal(chance.randrange(*LIVING)).isoformat()
    return theirs


def _name() -> str:
    return f"{chance.choice(FIRST)} {''.join(chance.choices(SYLLABLES, k=4))}".title()


def _number() -> str:
    return f"320199{chance.randrange(10**10):010}"


def once_more(changes: Changes) -> Changes:
    """The same visit to another family: every id is new, and what pointed to one another still does."""
    fresh: dict[str, str] = {ANI.id: ANI.id}

    def renamed(match: re.Match[str]) -> str:
        old = match[0]
        subject = f"{old[:14]}7{old[15:]}"
        new = fresh.setdefault(subject, new_id())
        return f"{new[:14]}{old[14]}{new[15:]}"

    renewed: Changes = json.loads(UUID.sub(renamed, json.dumps(changes)))
    return renewed
