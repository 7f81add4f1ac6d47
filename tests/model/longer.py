"""Six turns of fate that chance alone brings about too seldom, for long runs: each has happened elsewhere."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.machine import FIELDS, NOWHERE, RTS, actors, pick
from tests.model.office import Office
from tests.model.world import DESKS

COPIES = 6  # backups in one run at most


class Longer(Office):
    """The field of ``office``, with more to go wrong."""

    @rule(two=st.lists(actors, min_size=2, max_size=2, unique=True), which=pick, nth=pick)
    def one_deletes_what_another_writes_about(self, two: list[str], which: int, nth: int) -> None:
        """Both had it before their eyes; the deletion comes after a word that whoever deletes was never shown."""
        writer, deleter = two
        device = self.sit(deleter)
        if not self.world.heard_all(device):
            return
        known = {one["id"]: one for one in self.shown(device, "member", "document")}
        other = self.sit(writer)
        if other == device or not self.world.heard_all(other):
            return
        found = [one for one in self.shown(other, "member", "document") if one["id"] in known]
        if not found:
            return
        record = found[which % len(found)]
        names = FIELDS[record["collection"]]
        self.change(other, record, names[nth % len(names)], 1)
        self.world.sync(other, iter(()))
        self.delete(device, known[record["id"]])
        self.world.sync(device, iter(()))

    @rule(two=st.lists(actors, min_size=2, max_size=2, unique=True), which=pick, after=st.integers(1, 20))
    def one_writes_while_another_reads(self, two: list[str], which: int, after: int) -> None:
        """What is written between any two statements of a reading comes with it, or the next time."""
        devices = self.news(two, which)
        if not devices:
            return
        reader, writer = devices
        for device in devices:
            self.world.begin(device)
        if all(self.world.seats[device].waits for device in devices):
            self.world.side_by_side(reader, writer, after)
        for device in (writer, reader):
            self.world.heard_all(device)

    @rule(two=st.lists(actors, min_size=2, max_size=2, unique=True), which=pick, after=st.integers(8, 20))
    def a_phone_dies_while_it_hears(self, two: list[str], which: int, after: int) -> None:
        """Between any two of its steps; what it was told comes again, if it was not kept."""
        devices = self.news(two, which)
        if not devices:
            return
        reader, writer = devices
        self.world.heard_all(writer)
        self.world.call(reader, "kill", after=after)
        self.world.sync(reader, iter(()))
        self.world.heard_all(reader)

    def news(self, two: list[str], which: int) -> list[str]:
        """Let the second write about a family that the first sees too; their devices, none if they share one."""
        devices = [self.sit(who) for who in two]
        if devices[0] == devices[1] or not all(self.world.heard_all(one) for one in devices):
            return []
        known = {one["id"] for one in self.shown(devices[0], "family")}
        found = [one for one in self.shown(devices[1], "family") if one["id"] in known]
        if not found:
            return []
        self.change(devices[1], found[which % len(found)], "landmark", 1)
        return devices

    @rule(two=st.lists(actors, min_size=2, max_size=2, unique=True), rt=st.sampled_from(RTS))
    def a_family_comes_from_another_desa(self, two: list[str], rt: str) -> None:
        """Two who have read it write about it; the second has not seen what the first said."""
        desk = DESKS[-1]
        writers = [self.sit(who) for who in two]
        package = self.house.release_next_door()
        if writers[0] == writers[1] or not self.world.heard_all(desk):
            return
        which = [one["id"] for one in self.shown(desk, "arrival")].index(package)
        self.act(desk, "arrival", which, "arrival.take", {"area": rt, "building": None})
        if not all(self.world.heard_all(one) for one in (desk, *writers)):
            return
        came = [[one for one in self.shown(device, "family") if _package(one) == package] for device in writers]
        for device, found in zip(writers, came, strict=True):
            for family in found:
                self.change(device, family, "head_name", 1)
                self.world.sync(device, iter(()))

    @precondition(lambda self: len(self.world.copies) < COPIES)
    @rule(three=st.lists(actors, min_size=3, max_size=3, unique=True), which=pick)
    def the_server_burns_between_a_word_and_its_answer(self, three: list[str], which: int) -> None:
        """One speaks, another answers without signal; the server loses the word, and a third speaks first."""
        first, second, third = (self.sit(who) for who in three)
        if len({first, second, third}) < 3 or not all(self.world.heard_all(one) for one in (first, second, third)):
            return
        shown = [{one["id"]: one for one in self.shown(device, "family")} for device in (first, second, third)]
        known = sorted(shown[0].keys() & shown[1].keys() & shown[2].keys())
        if not known:
            return
        family = known[which % len(known)]
        self.world.save()
        self.change(first, shown[0][family], "head_name", 1)
        self.world.sync(first, iter(()))
        self.world.sync(second, iter(()))
        record = self.world.call(second, "look", record=family)
        if record is None:  # it left her area meanwhile
            return
        self.change(second, record, "head_name", 1)
        self.world.restore(len(self.world.copies) - 1)
        self.change(third, shown[2][family], "head_name", 1)
        self.world.sync(third, iter(()))
        self.world.sync(second, iter(()))

    @precondition(lambda self: len(self.world.copies) < COPIES)
    @rule(who=actors, desk=st.sampled_from(DESKS), home=st.sampled_from(RTS), rt=st.sampled_from((*RTS, NOWHERE)))
    def a_desk_decides_about_what_the_server_has_lost(self, who: str, desk: str, home: str, rt: str) -> None:
        """The desk is the first to speak after a restore, the family comes after its decision."""
        device = self.sit(who)
        if device == desk or not all(self.world.heard_all(one) for one in (device, desk)):
            return
        before = [one["id"] for one in self.shown(desk, "family")]
        self.world.save()
        self.visit(device, home, by_draft=False)
        for one in (device, desk):
            self.world.sync(one, iter(()))
        new = [number for number, family in enumerate(self.shown(desk, "family")) if family["id"] not in before]
        if not new:  # it is not hers to write there
            return
        self.world.restore(len(self.world.copies) - 1)
        self.act(desk, "family", new[0], "family.move", {"area": rt, "building": None})
        for one in (desk, device):
            self.world.sync(one, iter(()))


def _package(family: dict[str, Any]) -> str:
    """That in which a family came; none if it did not."""
    return str((family["body"].get("came") or {}).get("package"))
