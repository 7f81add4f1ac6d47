"""Packages: what is known of a family on its way from one desa of this server to another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None is on its way yet."""
    op.create_table(
        "package",
        sa.Column("desa", sa.String(length=13), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("family", sa.String(length=36), nullable=False),
        sa.Column("to_desa", sa.String(length=13), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["desa"], ["desa.code"]),
        sa.PrimaryKeyConstraint("desa", "id"),
    )
    with op.batch_alter_table("package", schema=None) as batch:
        batch.create_index("ix_package_family", ["desa", "family"], unique=False)


def downgrade() -> None:
    """What waits is lost on the way; the old desa still has it."""
    op.drop_table("package")
