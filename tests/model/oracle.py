"""What must hold, judged from outside: by what people typed and were shown, and by what lies in the database.

It knows nothing of ``seen``, of cursors or of merging: it knows the values a person had before her eyes, and the log.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from server.demo.people import DESA
from sync.receipts import DUPLICATE, HELD, REFUSED, TAKEN
from sync.scope import ABOUT, ALL, KEPT_BY_AUTHOR, OWN, WHOLE_DESA, reach, readable, within
from tests.model.house import House

PLACES = (
    "SELECT 1 FROM log WHERE desa = :desa AND change = :change AND (after LIKE :like OR before LIKE :like)",
    "SELECT 1 FROM quarantine WHERE desa = :desa AND change = :change AND body LIKE :like",
    "SELECT 1 FROM record WHERE desa = :desa AND id = :record AND body LIKE :like",
    """SELECT 1 FROM log JOIN receipt ON receipt.desa = log.desa AND receipt.change = :change
    WHERE log.desa = :desa AND log.record = :record AND log.enrolment = :enrolment AND log.after LIKE :like
    AND log.seq <= receipt.seq AND receipt.status IN ('merged', 'conflict')""",
)
"""Where a word that the server has answered for may lie. The last: who says again what she said before is logged once,
and by the time somebody looks her next word may stand there."""

EVERYWHERE = (
    "SELECT before || after FROM log WHERE desa = :desa",
    "SELECT body FROM quarantine WHERE desa = :desa",
    "SELECT body FROM record WHERE desa = :desa",
)
ON_SCREENS = ("building", "family", "member", "visit", "document", "case")  # what a phone is asked to show whole


class Violation(AssertionError):
    """Something that must hold does not."""


@dataclass
class Typed:
    """One change as a person made it: what she entered and what she had been shown of each field, with its version."""

    id: str
    enrolment: str
    record: str
    values: dict[str, Any]
    shown: dict[str, list[Any]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    @property
    def words(self) -> list[str]:
        """The values that can be told from all others."""
        return [value for value in self.values.values() if isinstance(value, str) and value.startswith("kata ")]


@dataclass
class Standing:
    """What a field says, since which number, and who stands behind it: its writer, and who said the same since."""

    value: Any
    seq: int
    behind: set[str]
    acted: bool  # the server wrote it, by an action that somebody asked for


class Oracle:
    """Watches a server and its phones."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.typed: dict[str, Typed] = {}
        self.homeless: set[str] = set()
        """Changes that the server has not answered for; each has to lie on the phone where it was made."""
        self.fields: dict[tuple[str, str], Standing] = {}
        self.receipts: dict[str, tuple[str, int | None, str | None]] = {}
        self.tried: set[str] = set()  # that the desk tried to take: what is in their way may be another thing then
        self.erased: set[str] = set()  # records that ended by an erasure: what was said of them has to be nowhere
        self.begun: dict[str, list[str]] = {}  # by record, what was said when it was begun: what it hangs on is there
        self.landed: dict[str, str] = {}  # by change, the record it was taken for, where another was given up for that
        self.last = 0
        self.lives = 0  # that ended in a restore
        self.reborn = False  # nothing has been written in this life yet: its numbers begin elsewhere

    def type(self, change: Typed) -> None:
        """A person entered something."""
        for earlier in self.typed.values():
            if earlier.enrolment == change.enrolment and earlier.record == change.record:
                for name, values in earlier.shown.items():  # what she saw before her first word she has seen
                    known = change.shown.setdefault(name, [])
                    known += [value for value in values if not any(same(value, one) for one in known)]
        self.typed[change.id] = change
        if change.values.get("exists") is True:
            self.begun[change.record] = _texts(change)
        self.homeless.add(change.id)

    def answered(self, answer: dict[str, Any]) -> None:
        """The server gave receipts, whether or not they arrive.

        Raises:
            Violation: they are not those it gave before, or say that the server made a mistake.
        """
        for receipt in answer.get("receipts", []):
            said = (receipt["status"], receipt["seq"], receipt["problem"] and receipt["problem"]["type"].split("/")[-1])
            if said[2] in ("server-trouble", "change-reused", "malformed"):
                raise Violation(f"a change of our own was refused: {receipt} {self.typed.get(receipt['id'])}")
            if said[2] == "no-such-area" and (typed := self.typed.get(receipt["id"])) and typed.values:
                raise Violation(f"what was typed was refused for what somebody else decided: {receipt} {typed}")
            before = self.receipts.get(receipt["id"])
            if before is not None:
                self._stable(receipt["id"], before, said)
            if before is None or said[0] != DUPLICATE:
                self.receipts[receipt["id"]] = said

    def _stable(self, change: str, before: tuple[Any, ...], now: tuple[Any, ...]) -> None:
        if before[0] in TAKEN and (now[0] not in (DUPLICATE, before[0]) or now[1] != before[1]):  # sent again, or asked
            raise Violation(f"the receipt of {change} was {before} and is {now}")
        if before[2] == "unknown-record" or change in self.tried:  # tried again, it may meet something else
            return
        if now[2] in ("discarded", "erased"):  # the desk put it away, and its sender reads why
            return
        if before[0] == REFUSED and now[0] in (REFUSED, HELD) and now != before:
            raise Violation(f"the receipt of {change} was {before} and is {now}")

    def look(self) -> None:
        """Go through what was logged since the last time.

        Raises:
            Violation: a number is missing or doubled, something was overwritten unseen, or conflicts without need.
        """
        rows = self.house.rows(
            "SELECT * FROM log WHERE desa = :desa AND seq > :last ORDER BY seq", desa=DESA, last=self.last
        )
        for row in rows:
            if row.seq != self.last + 1 and not (self.reborn and row.seq > self.last):
                raise Violation(f"after number {self.last} of the log comes {row.seq}")
            self.reborn = False
            self.last = row.seq
            self._written(row)
        if rows:
            self._gone()
        self._homes()

    def _gone(self) -> None:
        gone = "SELECT id FROM record WHERE desa = :desa AND gone = 'erased'"
        self.erased |= {row[0] for row in self.house.rows(gone, desa=DESA)}

    def is_erased(self, typed: Typed) -> bool:
        """Whether it was said of something that was erased, or that hangs on it."""
        record = self.landed.get(typed.id, typed.record)
        named = {record, *_texts(typed), *self.begun.get(record, ())}
        return not self.erased.isdisjoint(named)

    def _ended_with(self, record: str) -> bool:
        """Whether a record was erased, or would have begun with something that was."""
        return record in self.erased or not self.erased.isdisjoint(self.begun.get(record, ()))

    def _written(self, row: Any) -> None:
        before, after = json.loads(row.before), json.loads(row.after)
        typed = self.typed.get(row.change)
        mine = typed is not None and row.do is None and row.record == typed.record
        if typed is not None and row.do is None and row.record != typed.record:
            self._landed(row, after, typed)
        if row.collection == "conflict" and not before and "field" in after and typed is not None:
            self._needed(row, after, typed)
        if mine and typed is not None and after.get("exists") is False and before.get("exists") is not False:
            self._ended(row, typed)  # who ends what has ended already agrees with whoever did
        for name, value in after.items():
            stood = self.fields.get((row.record, name))
            if name in before and same(before[name], value) and stood is not None:
                stood.behind.add(row.enrolment)
                continue
            if mine and typed is not None and stood is not None and name in before and name in typed.values:
                self._seen(row, name, stood, typed)
            self.fields[row.record, name] = Standing(value, row.seq, {row.enrolment}, row.do is not None)

    def _landed(self, row: Any, after: dict[str, Any], typed: Typed) -> None:
        """What is said of one given up for another is said of that other from then on."""
        where = after.get("record", row.record) if row.collection == "conflict" else row.record
        gone = "SELECT 1 FROM record WHERE desa = :desa AND id = :id AND gone = :gone"
        if self.house.rows(gone, desa=DESA, id=typed.record, gone=f"same_as {where}"):
            self.landed[typed.id] = str(where)

    def _seen(self, row: Any, name: str, stood: Standing, typed: Typed) -> None:
        if stood.behind == {typed.enrolment} or any(same(stood.value, one) for one in typed.shown.get(name, [])):
            return
        if self.lives and typed.versions.get(name, 0) > stood.seq:
            return  # what she saw was newer; the server has gone back behind it, and whoever wrote it says it again
        raise Violation(
            f"{row.person_name} wrote over or deleted {name} = {stood.value!r} (number {stood.seq}), "
            f"which she had never been shown; she had seen {typed.shown.get(name)}"
        )

    def _ended(self, row: Any, typed: Typed) -> None:
        for (record, name), stood in self.fields.items():
            if record == typed.record and isinstance(stood.value, str) and not stood.acted:
                self._seen(row, name, stood, typed)

    def _needed(self, row: Any, conflict: dict[str, Any], typed: Typed) -> None:
        name = conflict["field"]
        stood = self.fields.get((conflict["record"], name))
        if stood is None or name == "exists" or typed.versions.get(name) != stood.seq:
            return
        raise Violation(
            f"{row.person_name} had {name} = {stood.value!r} (number {stood.seq}) before her eyes and wrote "
            f"{typed.values.get(name)!r}: that is no conflict"
        )

    def _homes(self) -> None:
        """Whatever the server has answered for, it has: in a record, the log, a conflict or the quarantine."""
        if not self.homeless:
            return
        for change in sorted(self.homeless & self._known()):
            typed = self.typed[change]
            for word in typed.words if not self.is_erased(typed) else ():
                if not self._has(typed, word):
                    raise Violation(f"{word!r} was taken ({self.receipts.get(change)}) and is nowhere")
            self.homeless.discard(change)

    def everything_is_somewhere(self) -> None:
        """Whatever the server ever answered for it still has, however long ago that was; of what was erased, nothing.

        Raises:
            Violation: a value is in no record, history, conflict or quarantine any more, or is there though erased.
        """
        texts = [row[0] for statement in EVERYWHERE for row in self.house.rows(statement, desa=DESA)]
        whole = "\n".join(texts)
        for change in sorted(self._known() & self.typed.keys()):
            typed = self.typed[change]
            there = [word for word in typed.words if f'"{word}"' in whole]
            if there and self._ended_with(self.landed.get(change, typed.record)):
                raise Violation(f"{there} was said of {typed.record}, which was erased, and is there again")
            lost = [word for word in typed.words if word not in there]
            if lost and not self.is_erased(typed):
                raise Violation(f"{lost} was there ({self.receipts.get(change)}) and is nowhere any more")

    def _known(self) -> set[str]:
        """The changes that the server, as it is now, has answered for."""
        return {row[0] for row in self.house.rows("SELECT change FROM receipt WHERE desa = :desa", desa=DESA)}

    def _has(self, typed: Typed, word: str) -> bool:
        named = {"change": typed.id, "record": typed.record, "enrolment": typed.enrolment, "like": f'%"{word}"%'}
        return any(
            self.house.rows(place, desa=DESA, **{k: v for k, v in named.items() if f":{k}" in place})
            for place in PLACES
        )

    def audit(self, enrolment: str, dump: dict[str, Any]) -> None:
        """See that everything typed on a phone which the server does not have lies there still.

        Raises:
            Violation: it does not.
        """
        answered = {entry["change"]["id"] for entry in dump["journal"]} & self._known()
        lies = [*dump["outbox"], *(one["change"] for one in dump["journal"] if one["change"]["id"] not in answered)]
        text, names = json.dumps(lies, ensure_ascii=False), {change["id"] for change in lies}
        for change in sorted(self.homeless):
            typed = self.typed[change]
            if typed.enrolment != enrolment or self.is_erased(typed):
                continue
            lost = [word for word in typed.words if f'"{word}"' not in text]
            if lost or not (typed.words or change in names):
                raise Violation(f"{lost or typed.values} was typed here and is neither on the phone nor at the server")

    def agrees(self, who: dict[str, Any], dump: dict[str, Any]) -> None:
        """See that a phone which has just heard everything holds what its person may see, and nothing else.

        Raises:
            Violation: something is missing, too much, or not as the server has it.
        """
        have = {record["id"]: record for record in dump["stored"]}
        may = self._visible(who)
        if missing := sorted(may.keys() - have.keys()):
            raise Violation(
                f"skipped: {who['name']} was never sent {[may[one].collection for one in missing]} {missing}"
            )
        if spare := sorted(have.keys() - may.keys()):
            raise Violation(f"{who['name']} still has {[have[one]['collection'] for one in spare]} {spare}")
        for which, row in may.items():
            mine = have[which]
            if mine["seq"] != row.seq or not same(mine["body"], json.loads(row.body)) or mine["area"] != row.area:
                raise Violation(f"{row.collection} {which} is {mine} here and {dict(row._mapping)} there")
        self._shows(who, dump, have)

    def _shows(self, who: dict[str, Any], dump: dict[str, Any], have: dict[str, Any]) -> None:
        """What the screens show is what was heard, where nothing of one's own lies over it: so are all totals."""
        unheard = [one["change"] for one in dump["journal"] if one["receipt"]["status"] in (HELD, REFUSED)]
        open_ = {change["record"] for change in [*dump["outbox"], *unheard]}
        shown = {one["id"]: one["body"] for one in dump["shown"]}
        there = {
            which: record["body"].get("extra", {}) | record["body"]
            for which, record in have.items()
            if record["collection"] in ON_SCREENS and record["body"].get("exists") is not False
        }
        for which in sorted((shown.keys() | there.keys()) - open_):
            if not same(shown.get(which), there.get(which)):
                raise Violation(f"{who['name']} is shown {shown.get(which)} of {which}, and heard {there.get(which)}")

    def _visible(self, who: dict[str, Any]) -> dict[str, Any]:
        rights, areas = readable(who["roles"]), reach(who["roles"], tuple(who["areas"]))
        rows = {row.id: row for row in self.house.rows("SELECT * FROM record WHERE desa = :desa", desa=DESA)}

        def may(row: Any) -> bool:
            how_far = rights.get(row.collection)
            if how_far == ABOUT:
                return may(rows[json.loads(row.body)["record"]])
            return how_far == ALL or (how_far == OWN and row.author == who["person"])

        seen = {}
        for row in (row for row in rows.values() if row.gone is None):
            here = row.collection in WHOLE_DESA or within(row.area, areas)
            kept = row.author == who["person"] and row.collection in KEPT_BY_AUTHOR and row.unreviewed
            if kept or (here and may(row)):
                seen[row.id] = row
        return seen

    def restored(self) -> None:
        """The database is an older one: what it does not know any more has to lie on a phone again."""
        self.fields, self.receipts, self.last = {}, {}, 0
        self.lives += 1
        self.reborn = True
        typed, self.typed = self.typed, {}  # what was logged before needs no judging again
        for row in self.house.rows("SELECT * FROM log WHERE desa = :desa ORDER BY seq", desa=DESA):
            self._written(row)
            self.last = row.seq
        logged = {row[0] for row in self.house.rows("SELECT change FROM log WHERE desa = :desa", desa=DESA)}
        self.landed = {change: where for change, where in self.landed.items() if change in logged}
        self.typed = typed
        for row in self.house.rows("SELECT change, status, seq, problem FROM receipt WHERE desa = :desa", desa=DESA):
            problem = json.loads(row.problem)["type"].split("/")[-1] if row.problem else None
            self.receipts[row.change] = (row.status, row.seq, problem)
        self._gone()
        self.homeless = set(self.typed) - set(self.receipts)


def _texts(typed: Typed) -> list[str]:
    return [value for value in typed.values.values() if isinstance(value, str)]


def same(one: Any, other: Any) -> bool:
    """Whether two values are one, as JavaScript has them: 0 is 0.0."""
    return _plain(one) == _plain(other)


def _plain(value: Any) -> str:
    text = json.dumps(value, sort_keys=True)
    if ".0" not in text:
        return text
    return json.dumps(json.loads(text, parse_float=lambda said: int(float(said)) if float(said).is_integer() else said))
