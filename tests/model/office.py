"""What the office does beside the exchange: erasing, settling quarantine, days going by, losing the whole server."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.model.machine import Field, devices, pick
from tests.model.world import DESKS, REMEMBERED


class Office(Field):
    """The field of ``machine``, and what only an office decides."""

    @rule(device=devices, which=pick, again=st.booleans())
    def a_paper_is_photographed(self, device: str, which: int, again: bool) -> None:
        """One photo more, or one in the place of those that were."""
        device = self.at(device)
        found = self.shown(device, "document")
        if not found:
            return
        record = found[which % len(found)]
        (photo,) = self.world.call(device, "ids", n=1)
        named = [*([] if again else record["body"].get("photos") or []), photo]
        self.world.photograph(
            device, record["id"], photo, named, self.typed(device, record["id"], {"photos": named}, record)
        )

    @rule(device=st.sampled_from(DESKS), which=pick)
    def a_family_is_erased(self, device: str, which: int) -> None:
        self.act(device, "family", which, "family.erase", {"reason": "permintaan"})

    @rule(device=st.sampled_from(DESKS), which=pick, take=st.booleans())
    def quarantine_is_settled(self, device: str, which: int, take: bool) -> None:
        """The desk takes what could not be taken, or puts it away; whoever sent it hears of it."""
        key = self.world.seats[device].now
        if not self.world.known(key):
            return
        waiting = self.house.ask(device, key, "/api/quarantine")["quarantine"]
        if waiting:
            change = waiting[which % len(waiting)]["change"]
            if take:
                self.world.oracle.tried.add(change)
                self.house.ask(device, key, f"/api/quarantine/{change}/accept", {})
            else:
                self.house.ask(device, key, f"/api/quarantine/{change}/discard", {"reason": "Sudah dicatat."})
            self.world.oracle.look()

    @rule(days=st.sampled_from([1, 8, 31]))
    def days_go_by(self, days: int) -> None:
        """What is done every night is done, and what is old is forgotten."""
        self.house.now += timedelta(days=days)
        self.house.work()
        self.world.oracle.look()

    @rule()
    def the_night_is_backed_up(self) -> None:
        self.world.nights.append((self.house.back_up(), self.house.now))

    @precondition(lambda self: self.recent())
    @rule(which=pick)
    def the_server_is_lost_and_restored_elsewhere(self, which: int) -> None:
        """Database and photos are gone; what there is, is a folder of backups and the keys."""
        recent = self.recent()
        self.house.restore(recent[which % len(recent)])
        self.world.oracle.restored()
        self.world.album.burned()
        self.world.oracle.everything_is_somewhere()

    def recent(self) -> list[str]:
        return [file for file, at in self.world.nights if self.house.now - at < REMEMBERED]
