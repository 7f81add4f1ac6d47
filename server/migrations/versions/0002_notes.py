"""Notes of officers beside cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table by which the notes of a family are found."""
    op.create_table(
        "note",
        sa.Column("desa", sa.String(length=13), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("family", sa.String(length=36), nullable=False),
        sa.Column("case", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("desa", "id"),
    )
    op.create_index("ix_note_family", "note", ["desa", "family"])


def downgrade() -> None:
    """Take it away; the records stay."""
    op.drop_table("note")
