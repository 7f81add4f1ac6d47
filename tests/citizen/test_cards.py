"""Cards: printed for nobody, hung on one family, opened with four digits, locked after five wrong ones."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from server.citizen import rules
from server.citizen import service as citizen
from server.citizen.cards import CardInUse, CardUnknown, try_pin
from server.citizen.models import Card
from server.db import db, turn
from server.demo.people import DESA
from server.errors import Malformed
from server.exchange.models import Log, StoredRecord
from sync.record import Author
from tests.citizen.conftest import Held
from tests.notices.home import MONDAY, Clock, Home, use_book

SECRET = b"k" * 32
TOKEN = "Zm9vYmFyYmF6cXV4MTIzNA"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param(f"https://puskesos.example/w/{TOKEN}", ("token", TOKEN), id="the QR's address"),
        pytest.param(TOKEN, ("token", TOKEN), id="the token alone"),
        pytest.param(" abc-def ", ("code", "ABCDEF"), id="six letters as people write them"),
        pytest.param("ABC DEF", ("code", "ABCDEF"), id="six letters as they are printed"),
        pytest.param("ABCDEI", None, id="no I, it looks like a digit"),
        pytest.param("ABCDE", None, id="five are none"),
        pytest.param("https://example.org/", None, id="another address"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_what_is_scanned_or_typed_is_read(typed: str, read: tuple[str, str] | None) -> None:
    assert rules.read_card(typed) == read


def test_a_cookie_holds_ninety_days_for_its_card_and_digits_only() -> None:
    value = rules.new_cookie(SECRET, "card", "digits", MONDAY)
    assert rules.cookie_holds(value, SECRET, "card", "digits", MONDAY + rules.COOKIE_LIFE)
    assert not rules.cookie_holds(value, SECRET, "card", "digits", MONDAY + rules.COOKIE_LIFE * 1.01)
    assert not rules.cookie_holds(value, SECRET, "other", "digits", MONDAY)
    assert not rules.cookie_holds(value, SECRET, "card", "new digits", MONDAY)
    later = f"{int(value.split('.')[0]) + 1}.{value.split('.')[1]}"
    assert not rules.cookie_holds(later, SECRET, "card", "digits", MONDAY)
    assert not rules.cookie_holds("nonsense", SECRET, "card", "digits", MONDAY)


def test_nothing_that_opens_a_card_is_stored(app: Flask, held: Held) -> None:
    with app.app_context():
        card = db.session.scalars(select(Card)).one()
        stored = " ".join(str(getattr(card, column.key)) for column in inspect(Card).columns)
        travelled = " ".join([*db.session.scalars(select(StoredRecord.body)), *db.session.scalars(select(Log.after))])
        for secret in (held.token, held.code):
            assert secret not in stored + travelled
        assert f" {held.pin} " not in f" {stored} "
        assert held.pin not in travelled


def test_a_card_hangs_on_one_family(app: Flask, held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        other = Home(head_name="Entin")
        with pytest.raises(CardInUse):
            _attach(other, held.token)
        with pytest.raises(CardInUse):
            _attach(other, held.code.lower())
        with pytest.raises(CardUnknown):
            _attach(other, "ZZZZZZ")
        with pytest.raises(Malformed):
            _attach(held.home, held.token, pin="12345")


def test_attaching_says_so_on_the_familys_record(app: Flask, held: Held) -> None:
    with app.app_context(), turn(DESA) as this:
        family = this.record(held.home.family)
        assert family is not None
        assert family.body["card"] is True
        assert family.body["card_at"] == MONDAY.isoformat().replace("09:00:00+07:00", "02:00:00+00:00")


def test_a_new_card_ends_the_lost_one(app: Flask, held: Held, client) -> None:
    with app.app_context():
        held.home.card(pin="1111")
        db.session.remove()
    assert client.get(f"/w/{held.token}").status_code == 404


def test_five_wrong_tries_lock_and_new_digits_open_again(app: Flask, held: Held) -> None:
    with app.app_context():
        card = db.session.scalars(select(Card)).one()
        assert [try_pin(card, "0000") for _ in range(6)] == [4, 3, 2, 1, -1, -1]
        assert try_pin(card, held.pin) == -1  # even the right digits
        _attach(held.home, held.token, pin="7777")
        assert try_pin(card, held.pin) == 4
        assert try_pin(card, "7777") == 0


def test_right_digits_forget_the_wrong_ones(app: Flask, held: Held) -> None:
    with app.app_context():
        card = db.session.scalars(select(Card)).one()
        assert [try_pin(card, pin) for pin in ("0000", "0000", "0000", "0000", held.pin)] == [4, 3, 2, 1, 0]
        assert try_pin(card, "0000") == 4


def test_a_hundred_tries_at_once_are_five(app: Flask, held: Held) -> None:
    results: list[int] = []

    def guess(first: int) -> None:
        with app.app_context():
            card = db.session.scalars(select(Card)).one()
            results.extend(try_pin(card, f"{pin:04}") for pin in range(first, first + 25))
            db.session.remove()

    threads = [threading.Thread(target=guess, args=(n * 25,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results)[-4:] == [1, 2, 3, 4]
    assert results.count(-1) == 96


def _attach(home: Home, card: str, pin: str = "4821") -> None:
    with turn(DESA) as this:
        family = this.record(home.family)
        assert family is not None
        citizen.attach(this, family, card, pin, Author.server(this.now))


def test_cards_of_a_sheet_are_all_different(app: Flask, hands: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    use_book(monkeypatch)
    with app.app_context():
        printed = citizen.make_cards(DESA, 24)
        db.session.commit()
        assert len({card.token for card in printed}) == len({card.code for card in printed}) == 24
        assert len(set(db.session.scalars(select(Card.token_hash)))) == 24
        assert {card.family for card in db.session.scalars(select(Card))} == {None}
