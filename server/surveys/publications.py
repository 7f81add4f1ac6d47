"""Publishing and finding what is published.

A body is canonical JSON (keys sorted, no spaces) and its name is the SHA-256 of that text, so phones keep it for ever
and the same workbook published twice is one publication. Scope and date stand in the body: two desas that publish the
same workbook have two publications.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from flask import has_request_context, request
from sqlalchemy import ColumnElement, ScalarSelect, String, bindparam, func, literal_column, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from server import clock
from server.db import db
from server.errors import NotFound, Problem
from server.surveys.models import KINDS, Publication

Body = dict[str, Any]


class ScopeUnknown(Problem):
    status, slug = 422, "scope-unknown"
    title = "Wilayah ini tidak dikenal. Tulis kodenya, misalnya 32.01 atau 32.01.15.2008."


class VersionTaken(Problem):
    status, slug, title = 409, "version-taken", "Nomor versi ini sudah dipakai untuk isi lain. Naikkan versinya dulu."


@dataclass(frozen=True, slots=True)
class Held:
    """One line of what holds somewhere: everything about a publication but its body."""

    hash: str
    kind: str
    code: str
    version: str
    scope: str
    in_force: str

    def wire(self) -> dict[str, str]:
        """The line as an exchange sends it."""
        return {name: getattr(self, name) for name in _LINE}


_LINE = tuple(field.name for field in fields(Held))


def canonical(body: Body) -> str:
    """The one text of a body: what is hashed, stored and sent."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_hash(text: str) -> str:
    """The name of a body."""
    return sha256(text.encode()).hexdigest()


def scopes_of(desa: str) -> list[str]:
    """The scopes that hold in a desa, narrowest first: itself, kecamatan, kabupaten, province, nation."""
    parts = desa.split(".")
    return [".".join(parts[:n]) for n in range(len(parts), 0, -1)] + [""]


def publish(
    kind: str,
    code: str,
    version: str,
    scope: str,
    in_force: date,
    compiled: Body,
    source: bytes,
    by: str,
    *,
    file_name: str = "",
) -> str:
    """Keep a compiled body and return its hash. The caller commits.

    Publishing the very same again is no change; the same content may come into force anew at another date.

    Raises:
        ScopeUnknown: ``scope`` is no wilayah code.
        VersionTaken: this code and version stand there for other content, in this scope.
    """
    assert kind in KINDS, kind
    if not known_scope(scope):
        raise ScopeUnknown(scope)
    text = canonical(compiled | {"scope": scope, "in_force": in_force.isoformat()})
    name = content_hash(text)
    if db.session.get(Publication, name) is not None:
        return name
    refuse_taken_version(kind, code, version, scope, compiled)
    db.session.add(
        Publication(
            hash=name, kind=kind, code=code, version=version, scope=scope, in_force=in_force, body=text,
            published_by=by, published_at=clock.now(), source=source, file_name=file_name[-200:],
        )
    )  # fmt: skip
    db.session.flush()
    if has_request_context():
        request.environ.pop(_ASKED, None)
    return name


def refuse_taken_version(kind: str, code: str, version: str, scope: str, compiled: Body) -> None:
    """Raise VersionTaken if a person who names ``version`` could mean two different contents."""
    same = select(Publication.body, Publication.in_force).where(
        Publication.kind == kind, Publication.code == code, Publication.version == version, Publication.scope == scope
    )
    for text, in_force in db.session.execute(same):
        if text != canonical(compiled | {"scope": scope, "in_force": in_force.isoformat()}):
            raise VersionTaken(f"{code} {version}")


def known_scope(scope: str) -> bool:
    """Whether ``scope`` has the shape of a wilayah code (``32.01.15.2008`` or a head of it; empty: the nation)."""
    parts = scope.split(".") if scope else []
    return all(p.isascii() and p.isdigit() for p in parts) and [len(p) for p in parts] == [2, 2, 2, 4][: len(parts)]


_held: dict[tuple[str, date], tuple[frozenset[str], list[Held]]] = {}
"""What was found to hold, by desa and day, each with the names it was chosen from: a name never changes its meaning."""
_HELD_AT_MOST = 1000
_ASKED = "puskesos.published"  # in the environment of a request: desa, and the names found there


class _Together(FunctionElement[str]):
    """Texts with commas between. SQLAlchemy's own is rendered anew each time, which costs more than its query."""

    inherit_cache = True
    type = String()


@compiles(_Together)
def _on_sqlite(element: _Together, compiler: SQLCompiler, **kw: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **kw)}, ',')"


@compiles(_Together, "postgresql")
def _on_postgresql(element: _Together, compiler: SQLCompiler, **kw: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **kw)}, ',')"


def names_in(desa: ColumnElement[str]) -> ScalarSelect[str]:
    """The names of all that is published for a desa, with commas between: a part of another statement."""
    one = Publication
    around = [one.scope == func.substr(desa, *map(literal_column, ("1", length))) for length in ("0", "2", "5", "8")]
    names = select(_Together(one.hash)).where(or_(one.scope == desa, *around))
    return names.correlate_except(one).scalar_subquery()


_NAMES = select(names_in(bindparam("desa", type_=String())))


def remember_names(desa: str, names: str | None) -> frozenset[str]:
    """Keep what ``names_in`` found for the rest of this request, in which it is asked for more than once."""
    found = frozenset((names or "").split(","))
    if has_request_context():
        request.environ[_ASKED] = (desa, found)
    return found


def _names(desa: str) -> frozenset[str]:
    known = request.environ.get(_ASKED) if has_request_context() else None
    if known is not None and known[0] == desa:
        names: frozenset[str] = known[1]
        return names
    return remember_names(desa, db.session.connection().execute(_NAMES, {"desa": desa}).scalar())


def holding(desa: str, day: date) -> list[Held]:
    """What holds in ``desa`` on ``day``: of each kind and code the narrowest scope, in it the latest in force.

    A catalogue of a kabupaten or desa was completed from the broader ones when it was published: one is enough.
    Every phone asks at every call, so what was found stays in memory while nothing is published, here or by another
    process.
    """
    names = _names(desa)
    known = _held.get((desa, day))
    if known is None or known[0] != names:
        if len(_held) >= _HELD_AT_MOST:
            _held.clear()
        known = _held[desa, day] = (names, _holding(scopes_of(desa), day))
    return known[1]


def _holding(scopes: list[str], day: date) -> list[Held]:
    one = Publication
    rows = db.session.execute(
        select(one.hash, one.kind, one.code, one.version, one.scope, one.in_force)
        .where(one.scope.in_(scopes), one.in_force <= day)
        .order_by(one.in_force.desc(), one.published_at.desc(), one.hash)
    ).all()
    best: dict[tuple[str, str], tuple[int, Held]] = {}
    for name, kind, code, version, scope, in_force in rows:
        rank = scopes.index(scope)
        if (kind, code) not in best or rank < best[kind, code][0]:
            best[kind, code] = (rank, Held(name, kind, code, version, scope, in_force.isoformat()))
    return [held for _, (_, held) in sorted(best.items())]


def find(kind: str, code: str, version: str) -> str | None:
    """The hash of a version, wherever it holds; of several the latest published."""
    one = Publication
    found: str | None = db.session.scalar(
        select(one.hash)
        .where(one.kind == kind, one.code == code, one.version == version)
        .order_by(one.published_at.desc(), one.hash)
        .limit(1)
    )
    return found


def published_source(kind: str, source: bytes) -> Publication | None:
    """A publication made from exactly this workbook, None if there is none."""
    return db.session.scalar(select(Publication).where(Publication.kind == kind, Publication.source == source).limit(1))


def newest_per_scope(kind: str, code: str) -> dict[str, str]:
    """Of each scope in which ``code`` is published, the hash of what came or comes into force there last."""
    one = Publication
    rows = db.session.execute(
        select(one.scope, one.hash)
        .where(one.kind == kind, one.code == code)
        .order_by(one.in_force, one.published_at, one.hash)
    )
    return {row.scope: row.hash for row in rows}


def body(name: str) -> str:
    """The canonical JSON text of a publication.

    Raises:
        NotFound: nothing is published under this hash.
    """
    return _text(name)


def survey(name: str) -> Body:
    """A published body as data; kept in memory, so it must not be changed."""
    return _data(name)


document = survey  # the same for a catalogue, a directory, holidays, texts


@lru_cache(maxsize=32)
def _text(name: str) -> str:
    text = db.session.scalar(select(Publication.body).where(Publication.hash == name))
    if text is None:
        raise NotFound(f"publication {name[:64]}")
    return text


@lru_cache(maxsize=32)
def _data(name: str) -> Body:
    data: Body = json.loads(_text(name))
    return data
