"""Who was born the same day in one RT is found by an index, not by going through the desa.

Revision ID: 0011
Revises: 0010
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_identity_birth", "identity", ["desa", "birth_date", "area"])


def downgrade():
    op.drop_index("ix_identity_birth", table_name="identity")
