"""Invitations: made by an officer for one person, opened to see whom they are for, used once."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

import segno
from flask import current_app, request
from sqlalchemy import select, update

from server import clock, keys
from server.accounts import tokens
from server.accounts.enrolments import Entry, enrol_here
from server.accounts.models import Invitation, Person
from server.accounts.tries import count_try, forget_tries
from server.db import db
from server.errors import NotFound, Problem
from server.ids import uuid7

LIVES = timedelta(hours=72)
TRIES = 5
TYPING_WINDOW = timedelta(minutes=15)
TYPING_LIMIT_ALL = 300  # wrong and right codes of everybody together: 34 bits last for centuries at this pace
TYPING_WINDOW_ALL = timedelta(hours=1)


class WrongInvitation(Problem):
    """No invitation has this secret or code. ``left`` says how many tries remain."""

    status, slug, title = 404, "wrong-invitation", "Kode belum cocok. Periksa lagi hurufnya ya."


class InvitationOver(Problem):
    """Used, revoked, too old or tried too often: which of these is nobody's business but the officer's."""

    status, slug = 410, "invitation-over"
    title = "Undangan sudah dipakai atau sudah lewat waktunya. Minta yang baru kepada petugas."


@dataclass(frozen=True, slots=True)
class Ticket:
    """A new invitation with what its person is told, this once."""

    id: str
    secret: str
    code: str
    expires_at: datetime

    def link(self, base: str) -> str:
        """The address to send; the secret stands after the ``#``, so no server and no preview ever sees it."""
        return f"{base.rstrip('/')}/#undang={self.secret}"

    def qr(self, base: str) -> str:
        """The link as a QR picture (SVG text)."""
        out = io.BytesIO()
        segno.make_qr(self.link(base), error="m").save(out, kind="svg", scale=4, border=4, xmldecl=False)
        return out.getvalue().decode()


def invite(person: Person, by: str) -> Ticket:
    """Make an invitation for ``person``; an earlier one that is still open ends with it."""
    now = clock.now()
    ticket = Ticket(uuid7(now), tokens.new_secret(), tokens.new_code(), now + LIVES)
    earlier = (Invitation.person_id == person.id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    db.session.execute(update(Invitation).where(*earlier).values(revoked_at=now))
    invitation = Invitation(
        id=ticket.id,
        desa=person.desa,
        person_id=person.id,
        secret_hash=tokens.hashed(ticket.secret),
        code_hash=_code_hash(ticket.code),
        created_at=now,
        created_by=by,
        expires_at=ticket.expires_at,
        tries=0,
    )
    db.session.add(invitation)
    db.session.commit()
    return ticket


def open_invitation(secret: str | None, code: str | None) -> Invitation:
    """Give an invitation, for whom it is, without using it up. Each opening counts as one of its five tries."""
    invitation = _find(secret, code)
    opened = update(Invitation).where(Invitation.id == invitation.id).values(tries=Invitation.tries + 1)
    db.session.commit()  # begin anew: a write after a read can lose to another writer
    db.session.execute(opened)
    db.session.commit()
    _still_good(invitation)
    return invitation


def accept(secret: str | None, code: str | None) -> Entry:
    """Use an invitation: two browsers at once, and only one of them gets in."""
    invitation = _find(secret, code)
    _still_good(invitation)
    person = invitation.person
    unused = (Invitation.id == invitation.id, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    db.session.commit()  # begin anew: a write after a read can lose to another writer
    taken = db.session.execute(update(Invitation).where(*unused).values(used_at=clock.now()).returning(Invitation.id))
    if taken.first() is None:
        raise InvitationOver
    entry = enrol_here(person)
    db.session.commit()
    return entry


def revoke_invitation(desa: str, invitation_id: str) -> None:
    """Make an invitation that was not used worthless."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.desa != desa:
        raise NotFound
    invitation.revoked_at = invitation.revoked_at or clock.now()
    db.session.commit()


def _find(secret: str | None, code: str | None) -> Invitation:
    if secret:
        found = Invitation.secret_hash == tokens.hashed(secret)
        left = None
    else:
        whose = f"undangan:{request.remote_addr}"
        count_try("undangan", TYPING_LIMIT_ALL, TYPING_WINDOW_ALL)
        left = count_try(whose, TRIES, TYPING_WINDOW)
        found = Invitation.code_hash == _code_hash(tokens.read_code(code or ""))
    invitation = db.session.scalar(select(Invitation).where(found))
    if invitation is None:
        raise WrongInvitation() if left is None else WrongInvitation(left=left)
    if not secret:
        forget_tries(whose)
    return invitation


def _still_good(invitation: Invitation) -> None:
    over = invitation.used_at or invitation.revoked_at or invitation.expires_at <= clock.now()
    if over or invitation.tries > TRIES or not invitation.person.active:
        raise InvitationOver


def _code_hash(code: str) -> str:
    return tokens.keyed(keys.secret(current_app.config["SETTINGS"]), "undangan", code)
