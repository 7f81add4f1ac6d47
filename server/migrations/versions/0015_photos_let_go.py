"""Since when a record names a photo no longer, and when a photo was announced: by that day counts what a person sends."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NEW = ("announced_at", "let_go_at")
_NAMED = """
EXISTS (SELECT 1 FROM record, {kind} WHERE {kind}.desa = blob.desa AND {kind}.family = blob.family
AND record.desa = {kind}.desa AND record.id = {kind}.id AND record.gone IS NULL
AND record.body LIKE '%' || blob.id || '%')
"""


def upgrade() -> None:
    """Photos that retakes and deletions left behind are let go from today."""
    with op.batch_alter_table("blob", schema=None) as batch:
        for name in NEW:
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE blob SET announced_at = created WHERE length IS NOT NULL")
    left = " AND NOT ".join(_NAMED.format(kind=kind) for kind in ("document", "visit"))
    let_go = sa.text(f"UPDATE blob SET let_go_at = :now WHERE collection = 'document' AND NOT {left}")
    op.execute(let_go.bindparams(sa.bindparam("now", datetime.now(UTC), sa.DateTime(timezone=True))))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("blob", schema=None) as batch:
        for name in NEW:
            batch.drop_column(name)
