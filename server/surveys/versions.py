"""The list of what was published where a reader stands, and each workbook as it was handed in."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import func, select

from server.accounts import service as accounts
from server.db import db
from server.errors import NotFound
from server.regions import service as regions
from server.surveys.models import Publication
from server.surveys.publications import holding, scopes_of, survey

HOUSE = "server"  # who published what comes with the product


@dataclass(frozen=True, slots=True)
class Version:
    """One publication as officers list it."""

    hash: str
    kind: str
    code: str
    version: str
    title: str
    scope: str
    scope_name: str  # as the wilayah list has it; empty: the nation
    in_force: date
    published_by: str
    published_by_name: str  # empty: it came with the product
    published_at: datetime
    file_name: str  # empty: nobody uploaded it, it was completed from a broader one
    holds: bool


_COLUMNS = tuple(
    getattr(Publication, one.name)
    for one in fields(Version)
    if one.name not in ("title", "scope_name", "published_by_name", "file_name", "holds")
)


def listed(desa: str) -> list[Version]:
    """Every publication whose scope touches ``desa``, newest first, and whether it holds today."""
    held = {one.hash for one in holding(desa, regions.today(desa))}
    uploaded = (func.length(Publication.source) > 0).label("uploaded")
    rows = db.session.execute(
        select(*_COLUMNS, Publication.file_name, uploaded)
        .where(Publication.scope.in_(scopes_of(desa)))
        .order_by(Publication.published_at.desc(), Publication.hash)
    ).all()
    names = accounts.names({row.published_by for row in rows})
    return [
        Version(
            **{column.key: getattr(row, column.key) for column in _COLUMNS},
            title=_title(row.hash),
            scope_name=regions.names().get(row.scope, ""),
            published_by_name=names.get(row.published_by, ""),
            file_name=row.file_name if row.uploaded else "",
            holds=row.hash in held,
        )
        for row in rows
    ]


@lru_cache(maxsize=2000)
def _title(name: str) -> str:
    """The title a body bears; a hash never changes its meaning."""
    return str(survey(name).get("title", ""))


def source(desa: str, name: str) -> tuple[bytes, str]:
    """The file that was handed in, byte by byte, and its name.

    What was completed anew when a broader one changed says itself what its own file said, so that one is given.

    Raises:
        NotFound: nothing of that hash is published where ``desa`` is, or nobody handed in a file.
    """
    here = select(Publication).where(Publication.hash == name, Publication.scope.in_(scopes_of(desa)))
    found = db.session.scalar(here)
    if found is not None and not found.source:
        found = _handed_in(found)
    if found is None:
        raise NotFound(f"publication {name[:64]}")
    return found.source, found.file_name or f"{name[:12]}.bin"


def _handed_in(completed: Publication) -> Publication | None:
    """The publication whose file has what ``completed`` says itself: its version begins alike."""
    own = completed.version.partition("+")[0]
    alike = select(Publication).where(
        Publication.kind == completed.kind,
        Publication.code == completed.code,
        Publication.scope == completed.scope,
        func.length(Publication.source) > 0,
    )
    newest_first = db.session.scalars(alike.order_by(Publication.published_at.desc()))
    return next((one for one in newest_first if one.version.partition("+")[0] == own), None)
