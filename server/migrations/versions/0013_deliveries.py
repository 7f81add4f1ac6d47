"""What became of a push: how it was answered, until when it waits, when it was shown, and how it was put away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NEW = ("outcome", "expires_at", "shown_at", "tapped")


def upgrade() -> None:
    """Those known so far were all accepted; until when they waited was not written down."""
    with op.batch_alter_table("delivery", schema=None) as batch:
        batch.add_column(sa.Column("outcome", sa.String(length=10), nullable=False, server_default="accepted"))
        batch.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("tapped", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("delivery", schema=None) as batch:
        for name in NEW:
            batch.drop_column(name)
