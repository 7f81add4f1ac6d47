"""Which enrolments share a browser: an order to empty a phone names who else is on it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those let in before it is not known."""
    with op.batch_alter_table("enrolment", schema=None) as batch:
        batch.add_column(sa.Column("browser", sa.String(length=36), nullable=True))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("enrolment", schema=None) as batch:
        batch.drop_column("browser")
