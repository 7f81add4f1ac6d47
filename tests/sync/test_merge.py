"""The merge, sentence by sentence, and what must hold for any two phones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.merge import merge
from sync.record import EXISTS, Record, To

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "merge.json").read_text())
FIELDS = ("rt", "landmark", "phone")


def record(body: dict[str, Any], versions: dict[str, int]) -> Record:
    return Record("32.01.15.2008", "r", "family", max(versions.values(), default=0), "004", None, body, versions)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["says"]) for row in VECTORS])
def test_merge(row):
    known = row["record"] and record(row["record"]["body"], row["record"]["versions"])
    change, writers = row["change"], {int(version): tuple(who) for version, who in row["writers"].items()}
    wishes = {name: To(wish["to"], wish["seen"]) for name, wish in change["set"].items()}

    def writer(_: str, version: int) -> tuple[str, int] | None:
        return writers.get(version)

    outcome = merge(known, wishes, change["enrolment"], change["n"], writer, row["contested"])
    assert {
        "taken": outcome.taken,
        "agreed": outcome.agreed,
        "conflicts": [{"field": c.field, "standing": c.standing, "other": c.other} for c in outcome.conflicts],
        "settled": outcome.settled,
        "status": outcome.status,
    } == row["gives"]


class Server:
    """The smallest server: one record, one counter, who wrote which version."""

    def __init__(self) -> None:
        self.record = record({EXISTS: True}, {EXISTS: 1})
        self.writers: dict[int, tuple[str, int]] = {1: ("server", 0)}
        self.vouched: set[tuple[str, int]] = set()
        self.others: list[tuple[str, Any]] = []

    def writer(self, field: str, version: int) -> tuple[str, int] | None:
        return None if (field, version) in self.vouched else self.writers[version]

    def take(self, enrolment: str, n: int, wishes: dict[str, To]) -> str:
        outcome = merge(self.record, wishes, enrolment, n, self.writer)
        if outcome.taken:
            self.record.seq += 1
            self.writers[self.record.seq] = (enrolment, n)
            self.record.body.update(outcome.taken)
            self.record.versions.update(dict.fromkeys(outcome.taken, self.record.seq))
        versions = [(field, self.record.versions[field]) for field in outcome.agreed]
        self.vouched |= {said for said in versions if self.writers[said[1]][0] != enrolment}
        self.others += [(conflict.field, conflict.other) for conflict in outcome.conflicts]
        return outcome.status


values = st.sampled_from(["001", "002", "003"])
edits = st.lists(st.dictionaries(st.sampled_from(FIELDS), values, min_size=1), max_size=4)


@given(ours=edits, theirs=edits, turns=st.randoms(use_true_random=False))
def test_no_value_that_was_typed_last_on_a_phone_is_lost(ours, theirs, turns):
    """Two phones, both offline since the beginning, deliver in any order: what each said last stands or waits."""
    server = Server()
    queues = {"ours": list(enumerate(ours, 1)), "theirs": list(enumerate(theirs, 1))}
    while any(queues.values()):
        name = turns.choice([name for name, queue in queues.items() if queue])
        n, fields = queues[name].pop(0)
        server.take(name, n, {field: To(value, 0) for field, value in fields.items()})
    for edit in (ours, theirs):
        last = {field: value for fields in edit for field, value in fields.items()}
        for field, value in last.items():
            assert server.record.body[field] == value or (field, value) in server.others


@given(ours=edits, theirs=edits)
def test_fields_that_only_one_phone_wrote_never_conflict(ours, theirs):
    server = Server()
    for name, edit in (("ours", ours), ("theirs", theirs)):
        for n, fields in enumerate(edit, 1):
            server.take(name, n, {field: To(value, 0) for field, value in fields.items()})
    both = {f for fields in ours for f in fields} & {f for fields in theirs for f in fields}
    assert {field for field, _ in server.others} <= both


@given(edit=edits)
def test_delivered_again_under_other_names_nothing_changes(edit):
    server = Server()
    for n, fields in enumerate(edit, 1):
        server.take("ours", n, {field: To(value, 0) for field, value in fields.items()})
    body, seq = dict(server.record.body), server.record.seq
    last = {field: value for fields in edit for field, value in fields.items()}
    server.take("after a restore", 1, {field: To(value, 0) for field, value in last.items()})
    assert (server.record.body, server.record.seq) == (body, seq)
