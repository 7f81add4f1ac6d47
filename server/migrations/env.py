"""How Alembic reaches the database of the house: the app's own engine, inside the app context of who called."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import text

from server.db import Moment

MIGRATING = 0x51A6A  # advisory lock, until the commit: of two servers that start at once, one waits


def run() -> None:
    """Bring the database to the revision asked for, in one transaction."""
    extension = current_app.extensions["migrate"]
    metadata = extension.db.metadata
    with extension.db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        options: dict[str, Any] = {
            "compare_type": True,
            "process_revision_directives": _nothing_is_no_revision,
            "render_item": _moments_are_times,
        }
        context.configure(connection=connection, target_metadata=metadata, **{**options, **extension.configure_args})
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


def _nothing_is_no_revision(migration: Any, revision: Any, directives: list[Any]) -> None:
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives.clear()


def _moments_are_times(kind: str, item: Any, _: Any) -> str | bool:
    """A revision stands alone: it names no class of ours that may change after it."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


run()
