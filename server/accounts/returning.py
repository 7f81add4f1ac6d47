"""Phones that a restored server does not know: they were let in after the backup, and keep everything until somebody
confirms them.

Such a phone shows what it has, the cookie and the token, and is told a code. Its owner says the code to an officer, who
knows her: only then are the two secrets believed. Until then they open nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from flask import request
from sqlalchemy import delete, func, select

from server import clock
from server.accounts import tokens
from server.accounts.enrolments import HEADER, cookie_name
from server.accounts.models import Enrolment, Person, Returning
from server.accounts.tries import count_try
from server.db import db
from server.errors import NotFound, Problem
from server.ids import is_uuid

ASKING = timedelta(days=30)  # how long a phone may wait for somebody
MOST = 100  # of one desa
TRIES = 10  # wrong codes an hour


class WrongCode(Problem):
    status, slug, title = 409, "wrong-code", "Kodenya tidak cocok. Lihat lagi angka di layar HP-nya."


def ask(desa: str, name: str, agent: str) -> str:
    """Note that the phone which asks wants to be known again; return the code that its owner says.

    Raises:
        NotFound: it is known here (and so has other troubles), it shows no secrets, or too many ask at once.
    """
    now, which = clock.now(), request.headers.get(HEADER, "")[:36]
    cookie = request.cookies.get(cookie_name(which, request.is_secure), "")
    bearer = request.headers.get("Authorization", "").partition(" ")[2].strip()
    if not is_uuid(which) or len(cookie) < 20 or len(bearer) < 20 or db.session.get(Enrolment, which) is not None:
        raise NotFound
    db.session.commit()
    db.session.execute(delete(Returning).where(Returning.asked_at < now - ASKING))
    known = db.session.get(Returning, (desa, which))
    asking = db.session.scalar(select(func.count()).select_from(Returning).where(Returning.desa == desa)) or 0
    if known is None and asking >= MOST:
        raise NotFound
    row = known or Returning(desa=desa, enrolment=which)
    row.cookie_hash, row.bearer_hash = tokens.hashed(cookie), tokens.hashed(bearer)
    row.name, row.agent, row.asked_at = name[:100], agent[:40], now
    db.session.add(row)
    db.session.commit()
    return code_of(row.bearer_hash)


def asking(desa: str) -> list[dict[str, Any]]:
    """Who waits to be confirmed; without the codes, which only their phones show."""
    rows = db.session.scalars(select(Returning).where(Returning.desa == desa).order_by(Returning.asked_at.desc()))
    return [{"enrolment": r.enrolment, "name": r.name, "agent": r.agent, "asked_at": r.asked_at} for r in rows]


def confirm(desa: str, which: str, person: Person, code: str) -> None:
    """Let a phone in again as ``person``, whose owner said its code. The caller has seen her.

    Raises:
        NotFound: it does not ask, or the person is of another desa.
        WrongCode: the code is another phone's.
    """
    row = db.session.get(Returning, (desa, which))
    if row is None or person.desa != desa:
        raise NotFound
    hashes = {"cookie_hash": row.cookie_hash, "bearer_hash": row.bearer_hash}
    agent, person_id = row.agent, person.id
    count_try(f"kembali:{which}", TRIES, timedelta(hours=1))
    if not hmac.compare_digest(code, code_of(hashes["bearer_hash"])):
        raise WrongCode
    now = clock.now()
    here = {"id": which, "desa": desa, "person_id": person_id, "created_at": now, "last_seen": now, "agent": agent}
    db.session.add(Enrolment(**here, **hashes))
    db.session.execute(delete(Returning).where(Returning.desa == desa, Returning.enrolment == which))
    db.session.commit()


def code_of(bearer_hash: str) -> str:
    """Six digits that say which phone it is. They follow from its token, so another phone cannot show the same."""
    return f"{int(hashlib.sha256(bearer_hash.encode()).hexdigest()[:12], 16) % 1_000_000:06d}"
