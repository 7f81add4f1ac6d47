"""Who was born the same day in one RT is found by an index, not by going through the desa."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The index."""
    op.create_index("ix_identity_birth", "identity", ["desa", "birth_date", "area"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_identity_birth", table_name="identity")
