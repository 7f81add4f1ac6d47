"""Files of answers that were handed out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table of who took which answers, and when."""
    op.create_table(
        "export",
        sa.Column("desa", sa.String(length=13), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("person_name", sa.String(length=100), nullable=False),
        sa.Column("enrolment", sa.String(length=36), nullable=False),
        sa.Column("survey", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=4), nullable=False),
        sa.Column("labels", sa.Boolean(), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("desa", "id"),
    )


def downgrade() -> None:
    """Take it away, and with it the knowledge of who took what."""
    op.drop_table("export")
