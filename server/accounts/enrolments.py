"""Browsers that were let in: making them, recognising them, revoking them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import Response, after_this_request, g, request
from sqlalchemy import select, update

from server import clock
from server.accounts import tokens
from server.accounts.left import Left
from server.accounts.marks import new_enrolment_id
from server.accounts.models import Enrolment, Person
from server.db import db
from server.errors import NotFound, NotSignedIn, NotYourRole

if TYPE_CHECKING:
    from server.accounts.senders import Sender

P = ParamSpec("P")
R = TypeVar("R")

HEADER = "X-Enrolment"
COOKIE_AGE = timedelta(days=400)  # the longest a browser keeps one; renewed with every new enrolment only
COOKIE = re.compile(r"(?:__Host-)?e-[0-9a-f]{8}")
MOST_HERE = 50  # people in one browser that are looked for
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Entry:
    """A new enrolment with the two secrets its browser is told, this once."""

    enrolment: Enrolment
    cookie: str
    bearer: str


def enrol(person: Person, agent: str) -> Entry:
    """Let a browser in as ``person``; ``agent`` is what kind it is, for the officers' list. The caller commits."""
    now = clock.now()
    cookie, bearer = tokens.new_token(), tokens.new_token()
    enrolment = Enrolment(
        id=new_enrolment_id(person.desa, now),
        desa=person.desa,
        person=person,
        cookie_hash=tokens.hashed(cookie),
        bearer_hash=tokens.hashed(bearer),
        created_at=now,
        last_seen=now,
        last_n=0,
        agent=agent[:40],
    )
    db.session.add(enrolment)
    return Entry(enrolment, cookie, bearer)


def enrol_here(person: Person) -> Entry:
    """Let the browser of this request in, and note who else was let in by it: their cookies come with the request.

    The caller commits.
    """
    entry = enrol(person, agent_family(request.headers.get("User-Agent", "")))
    proofs = [tokens.hashed(value) for name, value in request.cookies.items() if COOKIE.fullmatch(name)]
    mine = (Enrolment.desa == person.desa, Enrolment.cookie_hash.in_(proofs[:MOST_HERE]))
    beside = [one for one in db.session.scalars(select(Enrolment).where(*mine)) if one is not entry.enrolment]
    known = next((one.browser for one in beside if one.browser), entry.enrolment.id if beside else None)
    for one in (*beside, entry.enrolment):
        one.browser = known
    return entry


def cookie_name(enrolment_id: str, secure: bool) -> str:
    """The name of an enrolment's cookie, so that several people can share one browser.

    The last eight digits, not the first: those are the time, and equal for phones enrolled in the same minute.
    """
    return f"{'__Host-' if secure else ''}e-{enrolment_id[-8:]}"


def set_cookie(response: Response, enrolment: Enrolment | Sender, cookie: str) -> None:
    """Hand the delivering secret to the browser, where no script can read it."""
    secure = request.is_secure
    response.set_cookie(
        cookie_name(enrolment.id, secure),
        cookie,
        max_age=COOKIE_AGE,
        secure=secure,
        httponly=True,
        samesite="Strict",
        path="/",
    )


def current_enrolment(allow_revoked: bool = False) -> Enrolment:
    """The enrolment this request names in its header and proves with its cookie: enough to deliver, not to read.

    A browser that lost the cookie but holds the bearer token gets the cookie anew.

    Args:
        allow_revoked: give a revoked one too (see ``revoked_at``), so that what it delivers can go into quarantine.
    Raises:
        NotSignedIn: none is named, the cookie does not prove it, or it was revoked.
    """
    enrolment: Enrolment | None = g.get("enrolment")
    if enrolment is None:
        enrolment = db.session.get(Enrolment, request.headers.get(HEADER, "")[:36])
        if enrolment is None:
            raise NotSignedIn
        prove(enrolment)
        g.enrolment = enrolment
    if enrolment.revoked_at is not None and not allow_revoked:
        raise NotSignedIn
    return enrolment


def prove(enrolment: Enrolment | Sender) -> None:
    """Pass if the request carries the cookie of ``enrolment``, or the stronger token: then the cookie is made anew.

    Raises:
        NotSignedIn: it carries neither.
    """
    cookie = request.cookies.get(cookie_name(enrolment.id, request.is_secure), "")
    if not tokens.same(cookie, enrolment.cookie_hash):
        if not may_read(enrolment):
            raise NotSignedIn
        _renew_cookie(enrolment)


def _renew_cookie(enrolment: Enrolment | Sender) -> None:
    """Give a browser its cookie anew that proved itself by the stronger token. Commits.

    A browser writes cookies to disk with a delay: a phone whose battery dies soon after it was let in has lost them.
    """
    cookie, enrolment_id = tokens.new_token(), enrolment.id
    db.session.commit()  # begin anew, as in ``seen``
    hashed = tokens.hashed(cookie)
    db.session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(cookie_hash=hashed))
    db.session.commit()

    @after_this_request
    def hand_over(response: Response) -> Response:
        set_cookie(response, enrolment, cookie)
        return response


def may_read(enrolment: Enrolment | Sender) -> bool:
    """Whether this request also carries the token that lies sealed on the phone, so that it may be told names."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    right = kind.lower() == "bearer" and has_bearer(enrolment, token.strip())
    return right and enrolment.revoked_at is None and enrolment.ordered is None


def has_bearer(enrolment: Enrolment | Sender, token: str) -> bool:
    """Whether ``token`` is the one that only this phone holds."""
    return tokens.same(token, enrolment.bearer_hash)


def require_reader() -> Enrolment:
    """The enrolment of this request, proved by cookie and bearer token both.

    Raises:
        NotSignedIn: one of the two is missing or wrong, or the enrolment was revoked.
    """
    enrolment = current_enrolment()
    if not may_read(enrolment):
        raise NotSignedIn
    return enrolment


def role_required(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view run for readers who hold one of ``roles``."""
    needed = frozenset(roles)

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if needed.isdisjoint(require_reader().person.roles):
                raise NotYourRole
            return view(*args, **kwargs)

        return guarded

    return decorate


def seen(
    enrolment: Enrolment | Sender,
    now: datetime,
    app_version: str | None,
    persisted: bool | None,
    left: Left | None = None,
) -> None:
    """Note that a phone spoke to us, at most every five minutes unless something changed. Commits when it writes."""
    same = enrolment.app_version == app_version and enrolment.storage_persisted == persisted
    told = left is not None and left.said != enrolment.unsent
    if same and not told and now - enrolment.last_seen < SEEN_EVERY:
        return
    row: dict[str, Any] = {"last_seen": now, "app_version": app_version and app_version[:20]}
    row["storage_persisted"] = persisted
    if left is not None and told:
        row |= {"unsent": left.said, "unsent_since": left.since, "unsent_at": now}
    enrolment_id = enrolment.id
    db.session.commit()  # begin anew: a write after a read can lose to another writer
    db.session.execute(update(Enrolment).where(Enrolment.id == enrolment_id).values(row))
    db.session.commit()


def revoke(desa: str, enrolment_id: str, by: str, reason: str) -> Enrolment:
    """Shut a browser out. What it still delivers goes into quarantine; the phone keeps all and says whom to see."""
    shut = enrolment(desa, enrolment_id)
    if shut.revoked_at is None:
        shut.revoked_at, shut.revoked_by, shut.revoked_reason = clock.now(), by, reason
    db.session.commit()
    return shut


def enrolment(desa: str, enrolment_id: str) -> Enrolment:
    """One browser of a desa.

    Raises:
        NotFound: it has none with this id.
    """
    found = db.session.get(Enrolment, enrolment_id)
    if found is None or found.desa != desa:
        raise NotFound
    return found


def enrolments(desa: str) -> list[Enrolment]:
    """Every browser of a desa, the one heard of last first."""
    rows = select(Enrolment).where(Enrolment.desa == desa).order_by(Enrolment.last_seen.desc(), Enrolment.id)
    return list(db.session.scalars(rows))


def agent_family(header: str) -> str:
    """What the officers' list says of a browser ("Chrome 120, Android"): the whole header can single one out."""
    found = re.search(r"(Firefox|Chrome|Version)/(\d+)", header)
    name = f"{found[1].replace('Version', 'Safari')} {found[2]}" if found else "peramban lain"
    system = next((s for s in ("Android", "iPhone", "iPad", "Windows", "Mac OS", "CrOS", "Linux") if s in header), "")
    return f"{name}, {system}" if system else name
