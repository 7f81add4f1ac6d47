"""Cards: printed for nobody, attached at a door, opened with four digits."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select, update

from server import clock, keys
from server.accounts.service import count_try, mind_tries
from server.citizen import rules
from server.citizen.models import Card, Subscription
from server.db import db
from server.errors import Malformed, Problem
from server.exchange.turns import Turn
from server.ids import uuid7
from server.settings import Settings
from sync.record import Author, Record

UNKNOWN = "kartu:huruf"
GUESSES = 60  # wrong six-letter codes a minute, from everybody together: 191 million are possible


class CardInUse(Problem):
    """The card hangs on another family."""

    status, slug, title = 409, "card-in-use", "Kartu ini sudah dipakai keluarga lain. Ambil kartu baru ya."


class CardUnknown(Problem):
    """No sheet of this desa has such a card, or it was replaced."""

    status, slug, title = 404, "card-unknown", "Kartu ini tidak dikenal di desa ini. Ambil kartu lain ya."


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed on a card and known nowhere else."""

    token: str
    code: str


def secret() -> bytes:
    """The key of all hashes here: a file of this server, outside the database."""
    settings: Settings = current_app.config["SETTINGS"]
    return keys.secret(settings)


def make_cards(desa: str, n: int) -> list[Printed]:
    """Make ``n`` cards that hang on nobody, in the caller's transaction; only the hashes stay here."""
    now, printed = clock.now(), []
    for _ in range(n):
        card = Printed(
            secrets.token_urlsafe(rules.TOKEN_BYTES),
            "".join(secrets.choice(rules.LETTERS) for _ in range(rules.CODE_LENGTH)),
        )
        card_id = uuid7(now)
        db.session.add(
            Card(
                desa=desa,
                id=card_id,
                handle=rules.handle(card_id),
                token_hash=rules.keyed(secret(), "token", card.token),
                code_hash=rules.keyed(secret(), "code", card.code),
                made_at=now,
            )
        )
        printed.append(card)
    return printed


def find(text: str) -> Card | None:
    """The card of a scanned address, a token or six letters; None: unknown or replaced."""
    read = rules.read_card(text)
    if read is None:
        return None
    kind, value = read
    column = Card.token_hash if kind == "token" else Card.code_hash
    return db.session.scalar(
        select(Card).where(column == rules.keyed(secret(), kind, value), Card.revoked_at.is_(None))
    )


def holder(desa: str, text: str) -> str | None:
    """The family that holds a card of ``desa``; None: nobody does yet.

    Raises:
        CardUnknown: no sheet of this desa has such a card.
        TooManyTries: too many wrong letters were typed lately.
    """
    if not rules.is_token(text.rpartition("/")[2]):
        mind_unknown_codes()
    found = find(text)
    if found is None or found.desa != desa:
        count_unknown_code()
        raise CardUnknown(field="card")
    return found.family


def attach(turn: Turn, family: Record, card: str, pin: str, by: Author) -> None:
    """Hang a card on ``family`` with the four digits its kader told them; given again, it only gets new digits.

    Further cards of the family and the reminders asked for with them end: one family, one card.

    Args:
        card: what was scanned or typed: the QR's address, its token, or the six letters.
        pin: four digits made by the kader's phone.
    Raises:
        CardUnknown: no such card in this desa.
        CardInUse: it hangs on another family.
        Malformed: ``pin`` is not four digits.
    """
    if not rules.is_pin(pin):
        raise Malformed("Kode keluarga harus empat angka.", field="card")
    found = find(card)
    if found is None or found.desa != turn.desa:
        raise CardUnknown(field="card")
    if found.family not in (None, family.id):
        raise CardInUse(field="card")
    session = turn.session
    others = select(Card.id).where(Card.desa == turn.desa, Card.family == family.id, Card.id != found.id)
    for other in session.scalars(others).all():
        session.execute(update(Card).where(Card.desa == turn.desa, Card.id == other).values(revoked_at=turn.now))
        mine = (Subscription.desa == turn.desa) & (Subscription.card == other)
        session.execute(update(Subscription).where(mine, Subscription.dead_at.is_(None)).values(dead_at=turn.now))
    found.family, found.pin_hash = family.id, rules.pin_hash(secret(), found.id, pin)
    found.attached_at, found.attached_by = turn.now, by.person
    found.tries, found.locked_at = 0, None
    session.flush()
    turn.write(family.id, by, card=True, card_at=turn.now.isoformat())


def try_pin(card: Card, pin: str) -> int:
    """Try four digits; 0: they are right. Otherwise how many tries are left, -1 when the card is locked (now).

    The try is counted before the digits are compared, in one statement, so that a hundred at once are still a hundred.
    """
    card_id, mine = card.id, (Card.desa == card.desa) & (Card.id == card.id)
    db.session.commit()  # a write after a read can lose to another writer
    counted = db.session.execute(
        update(Card)
        .where(mine, Card.locked_at.is_(None), Card.tries < rules.MAX_TRIES)
        .values(tries=Card.tries + 1)
        .returning(Card.tries, Card.pin_hash)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    left = -1
    if counted is not None:
        tries, wanted = counted
        right = wanted is not None and hmac.compare_digest(rules.pin_hash(secret(), card_id, pin), wanted)
        left = 0 if right else rules.MAX_TRIES - tries or -1
        state = {"tries": 0} if right else {"locked_at": clock.now()} if left < 0 else {}
        if state:
            db.session.execute(update(Card).where(mine).values(state).execution_options(synchronize_session=False))
    db.session.commit()
    return left


def mind_unknown_codes() -> None:
    """Look up no code while too many wrong ones came lately, else a limit on wrong ones would limit nobody.

    Raises:
        TooManyTries: letters are not looked up until the minute ends; the QR still leads to the page.
    """
    mind_tries(UNKNOWN, GUESSES, timedelta(minutes=1))


def count_unknown_code() -> None:
    """Count one six-letter code that no card has. Raises TooManyTries when there were too many lately."""
    count_try(UNKNOWN, GUESSES, timedelta(minutes=1))


def hand_over(turn: Turn, family: str, other: str, only: Collection[str] | None = None) -> list[str]:
    """Let the cards of ``family``, or those of the marks ``only``, open the page of ``other``.

    Returns:
        A mark of each: it tells the card apart here, and no phone that reads it the address of a page.
    """
    mine = select(Card.id).where(Card.desa == turn.desa, Card.family == family)
    marks = {rules.keyed(secret(), "handed over", card): card for card in turn.session.scalars(mine)}
    going = {mark: card for mark, card in marks.items() if only is None or mark in only}
    cards = update(Card).where(Card.desa == turn.desa, Card.id.in_(going.values()))
    turn.session.execute(cards.values(family=other))
    return sorted(going)


def has_card(turn: Turn, family: str) -> bool:
    """Whether a card opens the page of ``family``."""
    mine = select(Card.id).where(Card.desa == turn.desa, Card.family == family, Card.revoked_at.is_(None))
    return turn.session.scalar(mine.limit(1)) is not None


def detach(turn: Turn, family: str) -> None:
    """Void the cards of a family that is erased, and forget the browsers that followed its page."""
    mine = (Card.desa == turn.desa, Card.family == family)
    cards = list(turn.session.scalars(select(Card.id).where(*mine)))
    following = (Subscription.desa == turn.desa, Subscription.card.in_(cards))
    turn.session.execute(delete(Subscription).where(*following))
    void = {"revoked_at": turn.now, "family": None, "pin_hash": None, "attached_by": None}
    turn.session.execute(update(Card).where(*mine).values(void))
