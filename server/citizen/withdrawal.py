"""A family takes its consent back: what is done with its data stops now, and within 3 × 24 hours the office answers.

Stopping is done here, in one turn: nobody is reminded, open cases end, their places are free. What was recorded stays
until an officer erases it (``family.erase``) or the family consents anew; until then the clock is shown at the desk.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from server.cases.models import Case, CaseStatus
from server.citizen.models import Card, Subscription
from server.citizen.schemas import Reason
from server.errors import OutOfScope, WrongStep
from server.exchange.registry import action, arrived
from server.exchange.turns import Turn
from server.notices import service as notices
from server.office import office_only
from server.text import t
from sync.record import Author, Record
from sync.scope import may_write

ANSWER_WITHIN = timedelta(hours=72)  # UU 27/2022: processing ends within 3 × 24 hours of the wish
CONSENTS = ("data_consent", "photo_consent", "referral_consent", "notice_consent")
AT_WORK = (
    CaseStatus.TERKIRIM,
    CaseStatus.PERLU_DILENGKAPI,
    CaseStatus.SIAP,
    CaseStatus.TERJADWAL,
    CaseStatus.TIDAK_HADIR,
)
"""Cases that end with the consent; one that was served already lies with the agency, and an officer asks there."""


@action("family.withdraw_consent", Reason)
def asked(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """A family told a kader or an officer that it takes its consent back."""
    if not may_write(by.roles, by.areas, "family", record.area):
        raise OutOfScope
    withdraw(turn, record, by)


@action("family.consent_again", Reason)
def consented_again(turn: Turn, record: Record, args: dict[str, Any], by: Author) -> None:
    """It changed its mind, or never meant it: an officer ends the clock. What it agrees to is asked at a visit."""
    office_only(by)
    if not record.body.get("withdrawn_at"):
        raise WrongStep
    turn.write(record, by, withdrawn_at=None, withdrawn_due=None, closed_note=args["reason"])
    notices.take_back_asked(turn, record.id, "dicabut")


@arrived("family")
def agreed_at_a_visit(turn: Turn, family: Record, changed: frozenset[str], created: bool, by: Author) -> None:
    """Who says yes at a later visit has consented again: the clock ends."""
    if "data_consent" in changed and family.body.get("data_consent") == "ya" and family.body.get("withdrawn_at"):
        turn.write(family, by, withdrawn_at=None, withdrawn_due=None)
        notices.take_back_asked(turn, family.id, "dicabut")


def withdraw(turn: Turn, family: Record, by: Author) -> None:
    """Stop everything that is done with the data of ``family``; a second wish changes nothing, nor moves its clock."""
    from server.families import service as families  # that subject stands on this one

    if family.body.get("withdrawn_at"):
        return
    families.take_back(turn, family, by)
    turn.write(
        family,
        by,
        **dict.fromkeys(CONSENTS, "tidak"),
        withdrawn_at=turn.now.isoformat(timespec="seconds"),
        withdrawn_due=(turn.now + ANSWER_WITHIN).isoformat(timespec="seconds"),
    )
    cases = _end_cases(turn, family, by)
    _forget_browsers(turn, family.id)
    words = t("warga.tugas_dicabut", nama=family.body.get("head_name") or t("warga.tanpa_nama"))
    notices.take_back_asked(turn, family.id, "minta", "libur")
    notices.tell_kader(turn, "dicabut", family, cases[0] if cases else None, words)


def _end_cases(turn: Turn, family: Record, by: Author) -> list[Record]:
    """End what is still at work, and give back the family's cases."""
    mine = select(Case.id).where(Case.desa == turn.desa, Case.family == family.id).order_by(Case.id)
    ids = list(turn.session.scalars(mine))
    turn.load(ids)
    cases = [case for one in ids if (case := turn.record(one)) is not None and not case.gone]
    for case in cases:
        if case.body.get("status") in AT_WORK:
            turn.write(case, by, status=CaseStatus.DIBATALKAN, office_note=t("setuju.dicabut"), missing=[], due=None)
            notices.withdraw(turn, case)
    return cases


def _forget_browsers(turn: Turn, family: str) -> None:
    cards = select(Card.id).where(Card.desa == turn.desa, Card.family == family)
    theirs = (Subscription.desa == turn.desa) & Subscription.card.in_(cards) & Subscription.dead_at.is_(None)
    turn.session.execute(update(Subscription).where(theirs).values(dead_at=turn.now))
