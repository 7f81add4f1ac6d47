"""Whose advice changed with the rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables of the runs over a desa's families, and of what they found."""
    op.create_table(
        "advice_run",
        sa.Column("desa", sa.String(length=13), nullable=False),
        sa.Column("catalogue", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=True),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("families", sa.Integer(), nullable=False),
        sa.Column("looked", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("reached", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("desa", "catalogue"),
    )
    op.create_table(
        "advice_change",
        sa.Column("desa", sa.String(length=13), nullable=False),
        sa.Column("catalogue", sa.String(length=64), nullable=False),
        sa.Column("family", sa.String(length=36), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("before", sa.String(length=20), nullable=True),
        sa.Column("after", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("desa", "catalogue", "family", "service"),
    )
    op.create_index("ix_advice_change_family", "advice_change", ["desa", "family"])


def downgrade() -> None:
    """Take them away, and with them the knowledge of whose advice changed."""
    op.drop_table("advice_change")
    op.drop_table("advice_run")
