"""What still lies on a phone, as it says itself, and since when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is known of any phone until it speaks again."""
    with op.batch_alter_table("enrolment", schema=None) as batch:
        batch.add_column(sa.Column("unsent", sa.String(length=60), nullable=True))
        batch.add_column(sa.Column("unsent_since", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("unsent_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget it."""
    with op.batch_alter_table("enrolment", schema=None) as batch:
        for name in ("unsent", "unsent_since", "unsent_at"):
            batch.drop_column(name)
