"""who settled what lay in quarantine, and how

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled_by", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("repaired", sa.Text(), nullable=True))
        batch_op.create_index("quarantine_open", ["desa", "settled"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.drop_index("quarantine_open")
        batch_op.drop_column("repaired")
        batch_op.drop_column("outcome")
        batch_op.drop_column("settled_by")
