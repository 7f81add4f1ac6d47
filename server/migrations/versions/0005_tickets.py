"""tickets of service days, and how a day is planned

Revision: 0005, after 0004, made 2026-11-22 00:00:00.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ticket',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('day', sa.String(length=10), nullable=False),
    sa.Column('number', sa.String(length=8), nullable=False),
    sa.Column('family', sa.String(length=36), nullable=True),
    sa.Column('status', sa.String(length=16), nullable=False),
    sa.Column('walk_in', sa.Boolean(), nullable=False),
    sa.Column('complete', sa.Boolean(), nullable=False),
    sa.Column('service', sa.String(length=40), nullable=True),
    sa.Column('minutes', sa.Double(), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('ticket', schema=None) as batch_op:
        batch_op.create_index('ix_ticket_day', ['desa', 'day'], unique=False)
        batch_op.create_index('ix_ticket_family', ['desa', 'family'], unique=False)

    with op.batch_alter_table('service_day', schema=None) as batch_op:
        batch_op.add_column(sa.Column('plan', sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('service_day', schema=None) as batch_op:
        batch_op.drop_column('plan')

    op.drop_table('ticket')
