"""What may happen in the field, in any order: hypothesis chooses, the oracle judges after every step."""

from __future__ import annotations

import itertools
import sys
from datetime import timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from server.accounts import service as accounts
from server.db import db
from server.demo.people import DESA
from tests.model.house import House, Key
from tests.model.oracle import Typed
from tests.model.phones import Killed, Phones
from tests.model.world import DESKS, DEVICES, FINE, SPARE, Fate, World

RTS = ("004/001", "004/002", "002/001")
NOWHERE = "099/001"  # as an old list has it that lies on a desk
FIELDS = {
    "family": ("head_name", "landmark"),
    "member": ("full_name", "relation"),
    "building": ("number",),
    "document": ("catatan",),  # a field that nobody knows is kept like any other
}
pick = st.integers(0, 15)
devices = st.sampled_from([*DEVICES, SPARE])
actors = st.sampled_from([who.name for people in DEVICES.values() for who in people])
sendings = st.sampled_from(["", "", "begin", "well", "well", "locked"])
turns = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([0, 0, 0, 1]), st.booleans(), sendings), min_size=3, max_size=8
)
fates = st.one_of(
    st.just(FINE),
    st.sampled_from(["lost", "unanswered", "cut", "twice", "portal", "shut", "away"]).map(lambda kind: (kind, 0)),
    st.tuples(st.just("power"), st.integers(1, 40)),
)


class Field(RuleBasedStateMachine):
    """Kader, officers, a server. ``stage`` is set by who runs it."""

    phones: ClassVar[Phones]
    house: ClassVar[House]
    keys: ClassVar[dict[str, Key]]
    plants: ClassVar[Any] = None
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.phones, self.house, self.keys, self.plants)
        self.forms: dict[str, dict[str, Any]] = {}  # what a person has open, as it looked when she opened it

    def check_invariants(self, settings: Any, output: Any, runtimes: Any) -> None:
        """Count the step; time passes."""
        type(self).steps += 1
        self.house.now += timedelta(seconds=7)
        super().check_invariants(settings, output, runtimes)

    def teardown(self) -> None:
        """In the end every phone is heard out, and everybody who sees the same has the same."""
        if sys.exc_info()[0] is None:  # not after a step that failed
            self.everybody_is_heard()

    @initialize()
    def two_families_are_known(self) -> None:
        """So that there is something to quarrel about from the first step on."""
        self.visit("ani", "004/001", by_draft=False)
        self.visit("sri", "004/002", by_draft=False)
        for device in ("ani", "sri", "dedi", "berdua"):
            self.world.heard_all(device)

    def at(self, device: str) -> str:
        """The device, or an old one as long as the new one has not come."""
        return device if device in self.world.seats else "ani"

    # -- typing ------------------------------------------------------------------------------------------------------

    def shown(self, device: str, *collections: str) -> list[dict[str, Any]]:
        """What a screen shows on a device."""
        return [one for name in collections for one in self.world.call(device, "all", collection=name)]

    def word(self, fresh: int) -> str:
        """A value nobody has entered before, or one that others enter too."""
        return next(self.world.words) if fresh else "sama"

    @rule(device=devices, rt=st.sampled_from(RTS), by_draft=st.booleans())
    def a_family_is_visited(self, device: str, rt: str, by_draft: bool) -> None:
        self.visit(self.at(device), rt, by_draft)

    def visit(self, device: str, rt: str, by_draft: bool) -> None:
        house, family, member, paper, draft = self.world.call(device, "ids", n=5)
        area, word = f"{rt}/{house}", next(self.world.words)
        if by_draft:
            try:
                self.world.call(device, "draft", draft={"id": draft, "kind": "visit", "answers": {"nama": word}})
            except Killed:
                self.world.boot(device)
                return
            seat = self.world.seats[device]
            seat.drafts[f"{seat.now.enrolment} {draft}"] = word
        changes = [
            {
                "collection": "building",
                "record": house,
                "area": area,
                "fields": {"rw": rt[:3], "rt": rt[4:], "number": "1"},
            },
            {"collection": "family", "record": family, "area": area, "fields": {"building": house, "head_name": word}},
            {"collection": "member", "record": member, "fields": {"family": family, "order": 1, "full_name": word}},
            {"collection": "document", "record": paper, "fields": {"family": family, "paper": "kk", "state": "belum"}},
        ]
        typed = [self.typed(device, one["record"], {"exists": True} | one["fields"], None) for one in changes]  # type: ignore[dict-item]
        self.world.enter(device, changes, typed, draft if by_draft else None)

    def typed(self, device: str, record: str, fields: dict[str, Any], shown: dict[str, Any] | None) -> Typed:
        """What a person enters now, with what she is shown."""
        body, versions = (shown["body"], shown["versions"]) if shown else ({}, {})
        known = {name: [body.get(name)] for name in fields}
        return Typed(
            "", self.world.seats[device].now.enrolment, record, fields, known, {f: versions.get(f, 0) for f in fields}
        )

    @rule(device=devices, which=pick, nth=pick, fresh=st.integers(0, 3))
    def a_field_is_changed(self, device: str, which: int, nth: int, fresh: int) -> None:
        device = self.at(device)
        found = self.shown(device, *FIELDS)
        if found:
            record = found[which % len(found)]
            self.change(device, record, FIELDS[record["collection"]][nth % len(FIELDS[record["collection"]])], fresh)

    def change(self, device: str, record: dict[str, Any], name: str, fresh: int) -> None:
        """Enter a value for a field as it is shown."""
        fields = {name: self.word(fresh)}
        change = {"collection": record["collection"], "record": record["id"], "fields": fields}
        self.world.enter(device, [change], [self.typed(device, record["id"], fields, record)])

    @rule(which=pick, two=st.lists(actors, min_size=2, max_size=2, unique=True), turns=turns)
    def two_write_about_one_family(self, which: int, two: list[str], turns: list[tuple[int, bool, bool, str]]) -> None:
        """By turns, mostly about the same field, as they come to it; it is sent well, locked, or not yet."""
        families = self.shown("sri", "family")
        if not families:
            return
        family = families[which % min(len(families), 2)]["id"]
        for who, other_field, fresh, then in turns:
            device = self.sit(two[who])
            record = self.world.call(device, "look", record=family)
            if record:
                self.change(device, record, FIELDS["family"][other_field], int(fresh))
            if then == "begin" and self.world.seats[device].waits is None:
                self.world.begin(device)
            elif then in ("well", "locked"):
                self.world.sync(device, iter(()), locked=then == "locked")

    def sit(self, who: str) -> str:
        """Let somebody be signed in on her device; which that is."""
        device = next(name for name, people in DEVICES.items() if who in [one.name for one in people])
        seat = self.world.seats[device]
        if seat.now.me["name"] != who:
            self.world.boot(device, next(key for key in seat.keys if key.me["name"] == who))
        return device

    @rule(device=devices, which=pick)
    def a_form_is_opened(self, device: str, which: int) -> None:
        device = self.at(device)
        found = self.shown(device, "family", "member")
        if found:
            self.forms[f"{device} {self.world.seats[device].now.enrolment}"] = found[which % len(found)]

    @rule(device=devices, nth=pick)
    def the_form_is_filled_in(self, device: str, nth: int) -> None:
        """A long draft: what she had seen is what stood there when she opened it."""
        device = self.at(device)
        form = self.forms.pop(f"{device} {self.world.seats[device].now.enrolment}", None)
        if form is None or not self.world.call(device, "look", record=form["id"]):
            return
        names = FIELDS[form["collection"]]
        fields = {name: next(self.world.words) for name in (names[nth % len(names)], names[(nth + 1) % len(names)])}
        versions = {name: form["versions"].get(name, 0) for name in fields}
        change = {"collection": form["collection"], "record": form["id"], "fields": fields, "versions": versions}
        self.world.enter(device, [change], [self.typed(device, form["id"], fields, form)])

    @rule(device=devices, which=pick)
    def something_is_deleted(self, device: str, which: int) -> None:
        device = self.at(device)
        found = self.shown(device, "member", "document")
        if found:
            self.delete(device, found[which % len(found)])

    def delete(self, device: str, record: dict[str, Any]) -> None:
        """End a record as it is shown."""
        change = {"collection": record["collection"], "record": record["id"], "fields": {"exists": False}}
        typed = self.typed(device, record["id"], {"exists": False}, record)
        typed.shown |= {name: [value] for name, value in record["body"].items()}
        typed.versions |= record["versions"]
        self.world.enter(device, [change], [typed])

    @rule(device=devices, which=pick, choice=st.integers(0, 2))
    def a_conflict_is_decided(self, device: str, which: int, choice: int) -> None:
        device = self.at(device)
        found = [one for one in self.shown(device, "conflict") if not one["body"]["closed"]]
        if not found:
            return
        conflict = found[which % len(found)]
        body = conflict["body"]
        record = self.world.call(device, "look", record=body["record"])
        if record is None or body["field"] == "exists":
            return
        two = [body["standing"], body["other"]]
        third = two[0] if body["field"] == "photos" else next(self.world.words)  # nobody types a list of photos
        fields = {body["field"]: [*two, third][choice]}
        versions = {body["field"]: conflict["seq"]}
        change = {"collection": record["collection"], "record": record["id"], "fields": fields, "versions": versions}
        typed = self.typed(device, record["id"], fields, None)
        typed.shown[body["field"]], typed.versions = two, {}
        self.world.enter(device, [change], [typed])

    @rule(device=st.sampled_from(DESKS), which=pick, rt=st.sampled_from((*RTS, NOWHERE)))
    def a_family_moves(self, device: str, which: int, rt: str) -> None:
        self.act(device, "family", which, "family.move", {"area": rt, "building": None})

    @rule(device=st.sampled_from(DESKS), which=pick, verdict=st.booleans())
    def a_paper_is_judged(self, device: str, which: int, verdict: bool) -> None:
        args = {"note": None} | ({} if verdict else {"reason": "buram"})
        self.act(device, "document", which, "document.accept" if verdict else "document.reject", args)

    def act(self, device: str, collection: str, which: int, action: str, args: dict[str, Any]) -> None:
        found = self.shown(device, collection)
        if found:
            self.world.act(device, found[which % len(found)]["id"], action, args)

    # -- the air -----------------------------------------------------------------------------------------------------

    @rule(device=devices, bad=st.lists(fates, max_size=3), locked=st.sampled_from([False, False, False, True]))
    def it_exchanges(self, device: str, bad: list[Fate], locked: bool) -> None:
        self.world.sync(self.at(device), iter(bad), locked)

    @rule(device=devices)
    def it_exchanges_well(self, device: str) -> None:
        self.world.heard_all(self.at(device))

    @rule(device=devices)
    def it_begins_to_exchange(self, device: str) -> None:
        device = self.at(device)
        if self.world.seats[device].waits is None:
            self.world.begin(device)

    def waiting(self) -> list[str]:
        return [name for name, seat in self.world.seats.items() if seat.waits is not None]

    @precondition(lambda self: self.waiting())
    @rule(which=pick, fate=fates)
    def a_request_arrives(self, which: int, fate: Fate) -> None:
        waiting = self.waiting()
        self.world.arrive(waiting[which % len(waiting)], fate)

    @precondition(lambda self: len(self.waiting()) > 1)
    @rule(which=pick, after=st.integers(1, 30))
    def two_requests_arrive_at_once(self, which: int, after: int) -> None:
        waiting = self.waiting()
        turned = waiting[which % len(waiting) :] + waiting[: which % len(waiting)]
        self.world.side_by_side(turned[0], turned[1], after)

    @precondition(lambda self: self.world.ghosts)
    @rule(which=pick, keep=st.booleans())
    def an_old_request_arrives(self, which: int, keep: bool) -> None:
        ghosts = self.world.ghosts
        ghost = ghosts[which % len(ghosts)]
        if not keep:
            ghosts.remove(ghost)
        self.world.serve(ghost)

    # -- what breaks -------------------------------------------------------------------------------------------------

    @rule(device=devices, after=st.integers(0, 25))
    def an_application_is_killed(self, device: str, after: int) -> None:
        """Now, or in the middle of what it does next."""
        device = self.at(device)
        self.world.call(device, "kill", after=after)
        if not after:
            self.world.boot(device)

    @rule(device=devices)
    def the_browser_closes_its_databases(self, device: str) -> None:
        self.world.call(self.at(device), "disconnect")

    @rule()
    def the_other_one_takes_the_phone(self) -> None:
        seat = self.world.seats["berdua"]
        self.world.boot("berdua", next(key for key in seat.keys if key != seat.now))

    @rule(device=devices, hours=st.sampled_from([-24 * 400, -30, -1, 0, 1, 30, 24 * 40, 24 * 4000]))
    def a_clock_jumps(self, device: str, hours: int) -> None:
        self.world.seats[self.at(device)].ahead = timedelta(hours=hours)

    @rule()
    def the_server_is_started_anew(self) -> None:
        self.house.restart()

    @rule()
    def a_backup_is_made(self) -> None:
        if len(self.world.copies) < 3:
            self.world.save()

    @precondition(lambda self: self.world.recent())
    @rule(which=pick)
    def the_server_is_restored(self, which: int) -> None:
        self.world.restore(which)

    @rule(nobody=st.booleans(), rt=st.sampled_from([["004"], ["004/001"], ["002", "004/002"], ["002"]]))
    def a_kader_gets_another_area(self, nobody: bool, rt: list[str]) -> None:
        who = self.keys["Bu Icih" if nobody else "Bu Ani"].who
        with self.house.inside():
            person = accounts.person(DESA, who)
            person.areas = rt
            db.session.commit()

    @precondition(lambda self: SPARE not in self.world.seats)
    @rule()
    def a_new_phone_comes(self) -> None:
        self.world.take(SPARE, 99, [self.house.enrol(self.keys["Bu Ani"].who)])

    # -- the end -----------------------------------------------------------------------------------------------------

    @rule()
    def everybody_is_heard(self) -> None:
        """Signal everywhere, no trouble: twice, for the first who came may have to hear of the last."""
        for _ in range(2):
            for device, seat in self.world.seats.items():
                for key in seat.keys:
                    if key != seat.now:
                        self.world.boot(device, key)
                    self.world.heard_all(device)
        unheard = [self.world.oracle.typed[change] for change in self.world.oracle.homeless]
        unheard = [typed for typed in unheard if not self.world.oracle.is_erased(typed)]
        lost = [typed for typed in unheard if self.world.known(_of(self.world, typed.enrolment))]
        assert not lost, f"never answered for: {lost}"
        self.world.oracle.everything_is_somewhere()
        self.world.album.complete(self.world.oracle.erased)


def _of(world: World, enrolment: str) -> Key:
    keys = itertools.chain.from_iterable(seat.keys for seat in world.seats.values())
    return next(key for key in keys if key.enrolment == enrolment)
