"""The judge of the model is right where long runs have shown it wrong, and still finds what it is there to find."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server.db import db
from tests.exchange.conftest import Phone, wish
from tests.exchange.conftest import desa as desa
from tests.exchange.conftest import icih as icih
from tests.exchange.conftest import phone as phone
from tests.exchange.conftest import wati as wati
from tests.model.oracle import Oracle, Typed, Violation


@pytest.fixture
def oracle(app: Flask) -> Oracle:
    def rows(statement: str, **named: Any) -> list[Any]:
        with app.app_context(), db.engine.connect() as connection:
            return list(connection.execute(text(statement), named))

    return Oracle(SimpleNamespace(rows=rows))  # type: ignore[arg-type]


def typed(icih: Phone, change: dict[str, Any], **values: Any) -> Typed:
    return Typed(change["id"], icih.enrolment, change["record"], values)


def test_what_is_said_again_and_then_written_over_in_one_delivery_is_not_lost(icih: Phone, oracle: Oracle) -> None:
    family = icih.begin("family", "004/002", head_name="Suryati")
    icih.send(family)
    seen = icih.records[family["record"]]["seq"]
    words = ("kata 1", "kata 1", "kata 2")
    changes = [icih.set("family", family["record"], head_name=wish(word, seen)) for word in words]
    for change, word in zip(changes, words, strict=True):
        oracle.type(typed(icih, change, head_name=word))
    assert icih.statuses(*changes) == ["accepted", "merged", "accepted"]
    oracle.look()
    assert not oracle.homeless


def test_a_word_in_whose_place_a_longer_one_lies_is_lost(icih: Phone, oracle: Oracle) -> None:
    family = icih.begin("family", "004/002", head_name="kata 10")
    oracle.type(typed(icih, family, head_name="kata 1"))
    icih.send(family)
    with pytest.raises(Violation, match="'kata 1' was taken"):
        oracle.look()


def test_what_came_too_early_is_tried_again_and_may_be_refused_for_something_else(
    icih: Phone, wati: Phone, oracle: Oracle
) -> None:
    family = icih.begin("family", "004/002", head_name="Suryati")
    move = wati.do("family.move", family["record"], 0, area="099/001", building=None)
    oracle.answered(wati.exchange(move))
    icih.send(family)
    oracle.answered(wati.exchange(move))
    (receipt,) = wati.answer["receipts"]
    assert receipt["problem"]["type"] == "/problems/no-such-area"
    receipt["problem"]["type"] = "/problems/out-of-scope"
    with pytest.raises(Violation, match=r"'no-such-area'\) and is .*'out-of-scope'"):
        oracle.answered(wati.answer)


def test_what_somebody_has_seen_is_remembered_once(oracle: Oracle) -> None:
    for n in range(12):
        oracle.type(Typed(str(n), "hers", "family", {"head_name": f"kata {n + 1}"}, {"head_name": [f"kata {n}"]}))
    assert oracle.typed["11"].shown["head_name"] == ["kata 11", *(f"kata {n}" for n in range(11))]
