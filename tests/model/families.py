"""What officers decide about whole families: two that are one, and come apart again; closed, and opened again."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from server.demo.people import DESA
from tests.model.longer import Longer
from tests.model.machine import FIELDS, actors, pick
from tests.model.oracle import Violation
from tests.model.world import DESKS

ASTRAY = """SELECT hung.id FROM {table} AS hung JOIN family ON family.desa = hung.desa AND family.id = hung.family
WHERE hung.desa = :desa AND hung.area <> family.area"""


class Families(Longer):
    """The field of ``longer``, whose families are not always what they seemed."""

    @invariant()
    def people_and_papers_lie_where_their_family_lies(self) -> None:
        for table in ("member", "document"):
            astray = [row.id for row in self.house.rows(ASTRAY.format(table=table), desa=DESA)]
            if astray:
                raise Violation(f"{table} {astray} lies where its family does not")

    @rule(
        desk=st.sampled_from(DESKS),
        which=pick,
        who=actors,
        nth=st.lists(pick, min_size=2, max_size=2),
        apart=st.integers(0, 3),
    )
    def a_family_turns_out_to_be_another(self, desk: str, which: int, who: str, nth: list[int], apart: int) -> None:
        """Meanwhile somebody without signal writes about one of the two, or about their people.

        Perhaps they come apart again, and somebody has written about both as one.
        """
        writer = self.sit(who)
        if writer == desk or not all(self.world.heard_all(one) for one in (writer, desk)):
            return
        before = self.of_family(writer)
        both = [one for one in before if one in self.of_family(desk)]
        if len(both) < 2:
            return
        lost = both[which % len(both)]
        into = both[(which + 1) % len(both)]
        self.world.act(desk, lost, "family.same_as", {"into": into})
        self.world.sync(desk, iter(()))
        self.write_about(writer, before[lost], nth[0])
        self.world.sync(writer, iter(()))
        if not apart or not all(self.world.heard_all(one) for one in (writer, desk)):
            return
        for device in (writer, desk)[:apart]:
            self.write_about(device, self.of_family(device).get(into, []), nth[1])
        if apart < 3:
            self.world.sync(writer, iter(()))
        self.world.act(desk, into, "family.apart", {"family": lost})
        for device in (desk, writer):
            self.world.sync(device, iter(()))

    def of_family(self, device: str) -> dict[str, list[dict[str, Any]]]:
        """What a device shows of each family and its people."""
        found = {one["id"]: [one] for one in self.shown(device, "family")}
        for one in self.shown(device, "member"):
            found.setdefault(one["body"].get("family"), []).append(one)
        return {family: ones for family, ones in found.items() if family in (one["id"] for one in ones)}

    def write_about(self, device: str, records: list[dict[str, Any]], nth: int) -> None:
        """Enter a word for something that is shown."""
        if records:
            record = records[nth // 2 % len(records)]
            self.change(device, record, FIELDS[record["collection"]][nth % 2], 1)

    @rule(desk=st.sampled_from(DESKS), which=pick)
    def they_are_two_after_all(self, desk: str, which: int) -> None:
        found = [one for one in self.shown(desk, "family") if one["body"].get("twins")]
        if found:
            family = found[which % len(found)]
            lost = family["body"]["twins"][-1]["family"]
            self.world.act(desk, family["id"], "family.apart", {"family": lost})

    @rule(desk=st.sampled_from(DESKS), which=pick, reason=st.sampled_from(["pindah", "tidak_ditemukan"]))
    def a_family_is_closed(self, desk: str, which: int, reason: str) -> None:
        self.act(desk, "family", which, "family.close", {"reason": reason, "note": None})

    @rule(desk=st.sampled_from(DESKS), which=pick)
    def a_family_is_opened_again(self, desk: str, which: int) -> None:
        closed = [one for one in self.shown(desk, "family") if one["body"].get("state") not in (None, "aktif")]
        if closed:
            self.world.act(desk, closed[which % len(closed)]["id"], "family.reopen", {})
