"""The field of the model: phones, people, a server and the air between them. What happens is said by ``machine``."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from server.demo.people import ANI, DEDI, DESA, SRI, Someone
from tests.model.house import Answer, House, Key, PowerCut
from tests.model.oracle import Oracle, Typed, Violation
from tests.model.phones import Asked, Killed, Phones
from tests.model.pictures import Album, Taken, picture

ICIH = Someone(8, "Bu Icih", ("kader_pkk",), ("004",))
YETI = Someone(9, "Bu Yeti", ("kader_posyandu",), ("002", "004"))
PEOPLE = (ANI, ICIH, YETI, SRI, DEDI)
DEVICES: dict[str, tuple[Someone, ...]] = {"ani": (ANI,), "berdua": (ICIH, YETI), "sri": (SRI,), "dedi": (DEDI,)}
"""Who uses which device; Bu Icih and Bu Yeti share one."""
ON_ONE_PHONE = (ICIH.name, YETI.name)
DESKS = ("sri", "dedi")
SPARE = "baru"
"""The new phone of Bu Ani, which comes in the middle of things."""

PORTAL = Answer(200, {"Content-Type": "text/html"}, b"<html><title>WiFi gratis</title></html>")
SHUT = Answer(401, {"Content-Type": "application/problem+json"}, b'{"type":"/problems/not-signed-in","status":401}')
AWAY = Answer(503, {"Content-Type": "text/html", "Retry-After": "5"}, b"")

REMEMBERED = timedelta(days=28)

Fate = tuple[str, int]
"""What becomes of a request, and a number that says when, where it needs one."""
FINE: Fate = ("fine", 0)


@dataclass
class Seat:
    """A device: who is signed in on it, who else could be, what it waits for, and how wrong its clock is."""

    keys: list[Key]
    now: Key
    waits: Asked | None = None
    ahead: timedelta = timedelta()
    unsure: list[Typed] = field(default_factory=list)  # entered when the application was killed: all of it, or nothing
    drafts: dict[str, str] = field(default_factory=dict)  # a word of each draft, by enrolment and id


class World:
    """One run: everybody with an empty phone, an empty desa, and nothing in the air."""

    def __init__(self, phones: Phones, house: House, keys: dict[str, Key], plants: Any = None) -> None:
        self.phones, self.house = phones, house
        house.fresh()
        phones.reset(plants)
        self.oracle = Oracle(house)
        self.album = Album(house)
        self.ghosts: list[Asked] = []  # requests that may arrive once more, or late
        self.seats: dict[str, Seat] = {}
        self.copies: list[str] = []
        self.nights: list[tuple[str, datetime]] = []  # files of the nightly backups, and when each was made
        self.words = (f"kata {number}" for number in itertools.count(1))
        for number, (device, people) in enumerate(DEVICES.items()):
            self.take(device, number, [keys[who.name] for who in people])

    def take(self, device: str, seed: int, keys: list[Key]) -> None:
        """Give people a device, and let them in on it."""
        self.seats[device] = Seat(keys, keys[0])
        self.call(device, "device", seed=seed)
        for key in reversed(keys):
            self.house.let_in(device, key)
            me = key.me
            enrolment = {"id": key.enrolment, "person": me["person"], "name": me["name"], "roles": me["roles"]}
            enrolment |= {"desa": DESA, "created_at": self.house.now.isoformat()}
            self.call(device, "enrol", enrolment=enrolment, bearer=key.bearer, me=me)

    def call(self, device: str, do: str, **given: Any) -> Any:
        """Have a phone do something, at the time it believes it is."""
        moment = self.house.now + (self.seats[device].ahead if device in self.seats else timedelta())
        return self.phones.call(device, do, now=int(moment.timestamp() * 1000), **given)

    def boot(self, device: str, key: Key | None = None) -> None:
        """Open the application anew, as the same person or another; what it was waiting for it no longer waits for."""
        seat = self.seats[device]
        if seat.waits is not None:
            self.ghosts.append(seat.waits)
            seat.waits = None
        self.phones.forget(device)
        seat.now = key or seat.now
        self.call(device, "boot", **{"as": seat.now.enrolment})
        self.audit(device)

    def audit(self, device: str) -> dict[str, Any]:
        """See that a phone still has what the server has not; return what lies on it."""
        seat = self.seats[device]
        dump: dict[str, Any] = self.call(device, "dump")
        self._settle_doubt(seat, dump)
        drafts = json.dumps(dump["drafts"])
        for name, word in seat.drafts.items():
            enrolment, _, draft = name.partition(" ")
            if enrolment == seat.now.enrolment and f'"{word}"' not in drafts:
                raise Violation(f"draft {draft} with {word!r} is no longer on the phone")
        self.oracle.audit(seat.now.enrolment, dump)
        self.album.seen(seat.now.enrolment, dump)
        return dump

    def _settle_doubt(self, seat: Seat, dump: dict[str, Any]) -> None:
        """What was being entered when the application was killed is all there, or nothing of it."""
        doubtful = [typed for typed in seat.unsure if typed.enrolment == seat.now.enrolment]
        if not doubtful:
            return
        seat.unsure = [typed for typed in seat.unsure if typed not in doubtful]
        made = {_key(change): change["id"] for change in dump["outbox"] if change["id"] not in self.oracle.typed}
        found = [made.get((typed.record, json.dumps(typed.values, sort_keys=True))) for typed in doubtful]
        if all(found):
            for typed, change in zip(doubtful, found, strict=True):
                typed.id = str(change)
                self.oracle.type(typed)
        elif any(found):
            raise Violation(f"only a part of what was entered at once is kept: {found} of {doubtful}")

    def enter(self, device: str, changes: list[dict[str, Any]], typed: list[Typed], draft: str | None = None) -> None:
        """Put changes into the outbox and tell the oracle what they say."""
        seat = self.seats[device]
        name = f"{seat.now.enrolment} {draft}"
        word = seat.drafts.pop(name, None)
        try:
            ids = self.call(device, "enter", changes=changes, draft=draft)
        except Killed:
            seat.unsure += typed
            self.boot(device)
            if word and not any(one in self.oracle.typed.values() for one in typed):
                seat.drafts[name] = word  # neither finished nor lost: the draft is still there
                self.audit(device)
            return
        for one, change in zip(typed, ids, strict=True):
            one.id = change
            self.oracle.type(one)

    def act(self, device: str, record: str, action: str, args: dict[str, Any]) -> None:
        """Ask for something to be done to a record."""
        typed = Typed("", self.seats[device].now.enrolment, record, {})
        self.enter(device, [{"action": action, "record": record, "args": args}], [typed])

    def photograph(self, device: str, record: str, photo: str, named: list[str], typed: Typed) -> None:
        """Take a photo of a paper; killed in the middle, it may be all there, or a photo that belongs to nothing."""
        seat = self.seats[device]
        given = {"record": record, "photo": photo, "named": named, "picture": picture(len(self.album.taken))}
        try:
            typed.id = self.call(device, "photograph", **given)
        except Killed:
            seat.unsure.append(typed)
            self.boot(device)
            return
        self.oracle.type(typed)
        self.album.taken[photo] = Taken(photo, record, seat.now.enrolment)

    def begin(self, device: str, locked: bool = False) -> None:
        """Let a phone begin to exchange; its request is in the air until ``arrive``."""
        try:
            self.call(device, "sync", locked=locked)
        except Killed:
            self.boot(device)
            return
        self._follow(device)

    def _follow(self, device: str) -> str | None:
        seat = self.seats[device]
        happened = self.phones.next(device)
        if isinstance(happened, Asked):
            seat.waits = happened
            return None
        seat.waits = None
        if happened == "killed":
            self.boot(device)
        else:
            self.audit(device)
        return happened

    def arrive(self, device: str, fate: Fate) -> str | None:
        """Let what a phone asked meet its fate; how its exchange ended, or None while it asks for more."""
        asked = self.seats[device].waits
        assert asked is not None
        self.seats[device].waits = None
        answer = self.outcome(asked, fate)
        if answer is None:
            self.phones.fail(asked)
        else:
            self.phones.answer(asked, answer.status, answer.headers, answer.body, broken=fate[0] == "cut")
        return self._follow(device)

    def sync(self, device: str, fates: Iterator[Fate], locked: bool = False) -> str | None:
        """Exchange until it is over; ``fates`` of its requests in turn."""
        if self.seats[device].waits is None:
            self.begin(device, locked)
        ended = None
        while self.seats[device].waits is not None:
            ended = self.arrive(device, next(fates, FINE))
        return ended

    def heard_all(self, device: str) -> bool:
        """Exchange without any trouble, and see that the phone then is as it must be; False: it is not let in."""
        self.call(device, "spare")
        if self.seats[device].waits is not None:  # what was in the air before may have been locked, or old
            self.sync(device, iter(()))
        ended = self.sync(device, iter(()))
        if ended != "synced":
            if self.known(self.seats[device].now):
                raise Violation(f"{device} cannot exchange: {self.call(device, 'dump')['status']}")
            return False
        dump = self.call(device, "dump")
        self.album.seen(self.seats[device].now.enrolment, dump)
        self.oracle.agrees(self.person(self.seats[device].now), dump)
        return True

    def outcome(self, asked: Asked, fate: Fate) -> Answer | None:
        """What comes back for a request; None: nothing does."""
        kind, number = fate
        if kind in ("portal", "shut", "away"):
            return {"portal": PORTAL, "shut": SHUT, "away": AWAY}[kind]
        if kind == "lost":
            self.ghosts.append(asked)
            return None
        if kind == "twice":
            self.serve(asked)
        if kind in ("twice", "unanswered"):
            self.ghosts.append(asked)
        try:
            answer = self.serve(asked, cut_at=number if kind == "power" else 0)
        except PowerCut:
            self.house.restart()
            self.oracle.look()
            return None
        return None if kind == "unanswered" else answer

    def serve(self, asked: Asked, cut_at: int = 0, meanwhile: tuple[int, Callable[[], None]] | None = None) -> Answer:
        """Have the server answer, and look at what it did."""
        answer = self.house.serve(asked, cut_at, meanwhile)
        self.observe(answer)
        return answer

    def observe(self, answer: Answer) -> None:
        """Look at an answer as it leaves the server, and at what lies in the database then."""
        if answer.status >= 500:
            raise Violation(f"the server failed: {answer.status} {answer.body[:300]!r}")
        if answer.status == 200 and answer.body:
            self.oracle.answered(answer.json())
        self.oracle.look()

    def side_by_side(self, first: str, second: str, after: int) -> None:
        """Let the second phone's request be worked on while the first one's is: after so many of its statements."""
        one, two = self.seats[first].waits, self.seats[second].waits
        assert one is not None
        assert two is not None
        answers: list[Answer] = []
        trouble: list[BaseException] = []

        def beside() -> None:
            try:
                answers.append(self.house.serve(two))
            except BaseException as error:
                trouble.append(error)

        mine = self.house.serve(one, meanwhile=(after, beside))
        if trouble:
            raise trouble[0]
        self.observe(mine)
        self.observe(answers[0])
        for device, asked, answer in ((first, one, mine), (second, two, answers[0])):
            self.seats[device].waits = None
            self.phones.answer(asked, answer.status, answer.headers, answer.body)
            self._follow(device)

    def known(self, key: Key) -> bool:
        """Whether the server, as it is now, knows this enrolment."""
        return bool(self.house.rows("SELECT 1 FROM enrolment WHERE id = :id", id=key.enrolment))

    def person(self, key: Key) -> dict[str, Any]:
        """Whose it is, with the rights of now."""
        row = self.house.rows("SELECT id, name, roles, areas FROM person WHERE id = :id", id=key.who)[0]
        roles, areas = (json.loads(x) if isinstance(x, str) else x for x in (row.roles, row.areas))
        return {"person": row.id, "name": row.name, "roles": roles, "areas": areas}

    def save(self) -> None:
        """Make a backup."""
        name = f"backup{len(self.copies)}"
        self.house.save(name)
        self.copies.append(name)

    def recent(self) -> list[str]:
        """The backups that somebody may restore: phones keep what they sent for 30 days."""
        return [copy for copy in self.copies if self.house.now - self.house.saved[copy] < REMEMBERED]

    def restore(self, which: int) -> None:
        """Lose the database and put a recent backup in its place."""
        copies = self.recent()
        copy = copies[which % len(copies)]
        self.house.load(copy)
        self.house.new_life(copy)
        self.oracle.restored()


def _key(change: dict[str, Any]) -> tuple[str, str]:
    values = {name: wish["to"] for name, wish in change.get("set", {}).items()}
    return change["record"], json.dumps(values, sort_keys=True)
