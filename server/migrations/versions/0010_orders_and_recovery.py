"""orders to phones, and forgotten PINs

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ordered", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("ordered_by", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("order_done_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "recovery",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("desa", sa.String(length=13), nullable=False),
        sa.Column("enrolment_id", sa.String(length=36), nullable=False),
        sa.Column("public", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=36), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("recovery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_desa"), ["desa"], unique=False)
        batch_op.create_index(batch_op.f("ix_recovery_enrolment_id"), ["enrolment_id"], unique=False)


def downgrade() -> None:
    op.drop_table("recovery")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        for column in ("order_done_at", "ordered_by", "ordered_at", "ordered"):
            batch_op.drop_column(column)
