"""first tables

Revision: 0001, after None, made 2026-11-21 21:19:31.834161.
"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attempt',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('stretch', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', 'stretch')
    )
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.create_index('attempt_ends', ['ends_at'], unique=False)

    op.create_table('blob',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('enrolment', sa.String(length=36), nullable=False),
    sa.Column('person', sa.String(length=36), nullable=True),
    sa.Column('record', sa.String(length=36), nullable=True),
    sa.Column('collection', sa.String(length=20), nullable=True),
    sa.Column('family', sa.String(length=36), nullable=True),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('length', sa.Integer(), nullable=True),
    sa.Column('type', sa.String(length=40), nullable=True),
    sa.Column('sha256_sent', sa.String(length=64), nullable=True),
    sa.Column('sha256_kept', sa.String(length=64), nullable=True),
    sa.Column('reason', sa.String(length=40), nullable=True),
    sa.Column('created', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('blob', schema=None) as batch_op:
        batch_op.create_index('ix_blob_enrolment', ['desa', 'enrolment', 'state'], unique=False)
        batch_op.create_index('ix_blob_family', ['desa', 'family'], unique=False)
        batch_op.create_index('ix_blob_record', ['desa', 'record'], unique=False)
        batch_op.create_index('ix_blob_state', ['state', 'created'], unique=False)

    op.create_table('building',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.Column('rw', sa.String(length=3), nullable=True),
    sa.Column('rt', sa.String(length=3), nullable=True),
    sa.Column('number', sa.String(length=20), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    op.create_table('card',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('handle', sa.String(length=8), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('family', sa.String(length=36), nullable=True),
    sa.Column('pin_hash', sa.String(length=64), nullable=True),
    sa.Column('attached_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attached_by', sa.String(length=36), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('locked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.create_index('card_code', ['code_hash'], unique=True)
        batch_op.create_index('card_family', ['desa', 'family'], unique=False)
        batch_op.create_index('card_handle', ['handle'], unique=False)
        batch_op.create_index('card_token', ['token_hash'], unique=True)

    op.create_table('case',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.Column('family', sa.String(length=36), nullable=False),
    sa.Column('member', sa.String(length=36), nullable=True),
    sa.Column('visit', sa.String(length=36), nullable=True),
    sa.Column('service', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('number', sa.String(length=24), nullable=True),
    sa.Column('urgency', sa.String(length=20), nullable=True),
    sa.Column('due', sa.String(length=32), nullable=True),
    sa.Column('service_day', sa.String(length=10), nullable=True),
    sa.Column('queue_number', sa.String(length=8), nullable=True),
    sa.Column('arrival', sa.String(length=5), nullable=True),
    sa.Column('person', sa.String(length=36), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.create_index('ix_case_day', ['desa', 'service_day'], unique=False)
        batch_op.create_index('ix_case_family', ['desa', 'family'], unique=False)
        batch_op.create_index('ix_case_status', ['desa', 'status'], unique=False)
        batch_op.create_index('ix_case_visit', ['desa', 'visit'], unique=False)

    op.create_table('case_counter',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('desa', 'year')
    )
    op.create_table('conflict',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('record', sa.String(length=36), nullable=False),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('enrolment', sa.String(length=36), nullable=False),
    sa.Column('closed', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('conflict', schema=None) as batch_op:
        batch_op.create_index('conflict_by_record', ['desa', 'record'], unique=False)

    op.create_table('delivery',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('notice', sa.String(length=36), nullable=False),
    sa.Column('seen_hash', sa.String(length=64), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index('delivery_notice', ['desa', 'notice'], unique=False)
        batch_op.create_index('delivery_seen', ['seen_hash'], unique=True)

    op.create_table('desa',
    sa.Column('code', sa.String(length=13), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('kecamatan', sa.String(length=80), nullable=False),
    sa.Column('kabupaten', sa.String(length=80), nullable=False),
    sa.Column('short', sa.String(length=8), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('epoch', sa.String(length=36), nullable=False),
    sa.Column('timezone', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('code')
    )
    op.create_table('document',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.Column('family', sa.String(length=36), nullable=False),
    sa.Column('member', sa.String(length=36), nullable=True),
    sa.Column('paper', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('copy', sa.String(length=10), nullable=True),
    sa.Column('photos', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.String(length=10), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index('ix_document_family', ['desa', 'family'], unique=False)

    op.create_table('family',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.Column('building', sa.String(length=36), nullable=True),
    sa.Column('rw', sa.String(length=3), nullable=True),
    sa.Column('rt', sa.String(length=3), nullable=True),
    sa.Column('head_name', sa.String(length=100), nullable=True),
    sa.Column('address', sa.String(length=200), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('card', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('family', schema=None) as batch_op:
        batch_op.create_index('ix_family_area', ['desa', 'area'], unique=False)
        batch_op.create_index('ix_family_building', ['desa', 'building'], unique=False)

    op.create_table('identity',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=36), nullable=False),
    sa.Column('nik', sa.String(length=20), nullable=True),
    sa.Column('kk_number', sa.String(length=20), nullable=True),
    sa.Column('birth_date', sa.String(length=10), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('identity', schema=None) as batch_op:
        batch_op.create_index('ix_identity_kk', ['desa', 'kk_number'], unique=False)
        batch_op.create_index('ix_identity_nik', ['desa', 'nik'], unique=False)
        batch_op.create_index('ix_identity_subject', ['desa', 'subject'], unique=False)

    op.create_table('job',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('due', sa.DateTime(timezone=True), nullable=False),
    sa.Column('args', sa.JSON(), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=200), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'key')
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('job_due', ['done_at', 'due'], unique=False)

    op.create_table('member',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.Column('family', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('full_name', sa.String(length=100), nullable=True),
    sa.Column('relation', sa.String(length=40), nullable=True),
    sa.Column('presence', sa.String(length=40), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.create_index('ix_member_family', ['desa', 'family'], unique=False)

    op.create_table('notice',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('family', sa.String(length=36), nullable=False),
    sa.Column('case', sa.String(length=36), nullable=True),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('due', sa.String(length=40), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index('notice_family', ['desa', 'family'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('areas', sa.JSON(), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stamp', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_desa'), ['desa'], unique=False)

    op.create_table('publication',
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('scope', sa.String(length=13), nullable=False),
    sa.Column('in_force', sa.Date(), nullable=False),
    sa.Column('published_by', sa.String(length=36), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('source', sa.LargeBinary(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('hash')
    )
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.create_index('ix_publication_holding', ['scope', 'kind', 'code', 'in_force'], unique=False)

    op.create_table('region',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('rw', sa.String(length=3), nullable=False),
    sa.Column('rt', sa.String(length=3), nullable=False),
    sa.Column('dusun', sa.String(length=40), nullable=True),
    sa.Column('stamp', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('desa', 'rw', 'rt')
    )
    op.create_table('service_day',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('date', sa.String(length=10), nullable=False),
    sa.Column('opens', sa.String(length=5), nullable=False),
    sa.Column('closes', sa.String(length=5), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=True),
    sa.Column('moved_from', sa.String(length=10), nullable=True),
    sa.Column('cutoff', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('desa', 'id'),
    sa.UniqueConstraint('desa', 'date')
    )
    op.create_table('subscription',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('card', sa.String(length=36), nullable=False),
    sa.Column('endpoint', sa.String(length=1000), nullable=False),
    sa.Column('endpoint_hash', sa.String(length=64), nullable=False),
    sa.Column('p256dh', sa.String(length=120), nullable=False),
    sa.Column('auth', sa.String(length=40), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('dead_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('subscription', schema=None) as batch_op:
        batch_op.create_index('subscription_card', ['desa', 'card'], unique=False)
        batch_op.create_index('subscription_endpoint', ['desa', 'endpoint_hash'], unique=True)

    op.create_table('visit',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('area', sa.String(length=80), nullable=False),
    sa.Column('family', sa.String(length=36), nullable=True),
    sa.Column('building', sa.String(length=36), nullable=True),
    sa.Column('date', sa.String(length=10), nullable=True),
    sa.Column('survey_id', sa.String(length=60), nullable=True),
    sa.Column('result', sa.String(length=20), nullable=True),
    sa.Column('mode', sa.String(length=20), nullable=True),
    sa.Column('supersedes', sa.String(length=36), nullable=True),
    sa.Column('superseded', sa.Boolean(), nullable=False),
    sa.Column('marks', sa.Integer(), nullable=False),
    sa.Column('reviewed', sa.Boolean(), nullable=False),
    sa.Column('person', sa.String(length=36), nullable=True),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.create_index('ix_visit_date', ['desa', 'date'], unique=False)
        batch_op.create_index('ix_visit_family', ['desa', 'family'], unique=False)
        batch_op.create_index('ix_visit_supersedes', ['desa', 'supersedes'], unique=False)

    op.create_table('enrolment',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('cookie_hash', sa.String(length=64), nullable=False),
    sa.Column('bearer_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_n', sa.Integer(), nullable=False),
    sa.Column('app_version', sa.String(length=20), nullable=True),
    sa.Column('storage_persisted', sa.Boolean(), nullable=True),
    sa.Column('agent', sa.String(length=40), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_by', sa.String(length=36), nullable=True),
    sa.Column('revoked_reason', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enrolment_desa'), ['desa'], unique=False)
        batch_op.create_index(batch_op.f('ix_enrolment_person_id'), ['person_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by', sa.String(length=36), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code_hash'),
    sa.UniqueConstraint('secret_hash')
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_desa'), ['desa'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_person_id'), ['person_id'], unique=False)

    op.create_table('log',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('record', sa.String(length=36), nullable=False),
    sa.Column('collection', sa.String(length=20), nullable=False),
    sa.Column('change', sa.String(length=36), nullable=False),
    sa.Column('enrolment', sa.String(length=36), nullable=False),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.Column('person', sa.String(length=36), nullable=False),
    sa.Column('person_name', sa.String(length=120), nullable=False),
    sa.Column('do', sa.String(length=40), nullable=True),
    sa.Column('made_at', sa.String(length=40), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('before', sa.Text(), nullable=False),
    sa.Column('after', sa.Text(), nullable=False),
    sa.Column('tag', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['desa'], ['desa.code'], ),
    sa.PrimaryKeyConstraint('desa', 'seq')
    )
    with op.batch_alter_table('log', schema=None) as batch_op:
        batch_op.create_index('log_by_record', ['desa', 'record', 'seq'], unique=False)

    op.create_table('moved',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('from_area', sa.String(length=60), nullable=True),
    sa.Column('author', sa.String(length=36), nullable=True),
    sa.ForeignKeyConstraint(['desa'], ['desa.code'], ),
    sa.PrimaryKeyConstraint('desa', 'seq', 'id')
    )
    op.create_table('quarantine',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('change', sa.String(length=36), nullable=False),
    sa.Column('enrolment', sa.String(length=36), nullable=False),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.Column('record', sa.String(length=36), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('waits_for', sa.String(length=36), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['desa'], ['desa.code'], ),
    sa.PrimaryKeyConstraint('desa', 'change')
    )
    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.create_index('quarantine_by_record', ['desa', 'record'], unique=False)
        batch_op.create_index('quarantine_by_wait', ['desa', 'waits_for'], unique=False)

    op.create_table('receipt',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('change', sa.String(length=36), nullable=False),
    sa.Column('enrolment', sa.String(length=36), nullable=False),
    sa.Column('n', sa.BigInteger(), nullable=False),
    sa.Column('content', sa.String(length=64), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=True),
    sa.Column('problem', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['desa'], ['desa.code'], ),
    sa.PrimaryKeyConstraint('desa', 'change')
    )
    op.create_table('record',
    sa.Column('desa', sa.String(length=13), nullable=False),
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('collection', sa.String(length=20), nullable=False),
    sa.Column('seq', sa.BigInteger(), nullable=False),
    sa.Column('area', sa.String(length=60), nullable=False),
    sa.Column('gone', sa.String(length=60), nullable=True),
    sa.Column('author', sa.String(length=36), nullable=True),
    sa.Column('unreviewed', sa.Boolean(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('versions', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['desa'], ['desa.code'], ),
    sa.PrimaryKeyConstraint('desa', 'id')
    )
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.create_index('record_by_seq', ['desa', 'seq'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.drop_index('record_by_seq')

    op.drop_table('record')
    op.drop_table('receipt')
    with op.batch_alter_table('quarantine', schema=None) as batch_op:
        batch_op.drop_index('quarantine_by_wait')
        batch_op.drop_index('quarantine_by_record')

    op.drop_table('quarantine')
    op.drop_table('moved')
    with op.batch_alter_table('log', schema=None) as batch_op:
        batch_op.drop_index('log_by_record')

    op.drop_table('log')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_person_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_desa'))

    op.drop_table('invitation')
    with op.batch_alter_table('enrolment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enrolment_person_id'))
        batch_op.drop_index(batch_op.f('ix_enrolment_desa'))

    op.drop_table('enrolment')
    with op.batch_alter_table('visit', schema=None) as batch_op:
        batch_op.drop_index('ix_visit_supersedes')
        batch_op.drop_index('ix_visit_family')
        batch_op.drop_index('ix_visit_date')

    op.drop_table('visit')
    with op.batch_alter_table('subscription', schema=None) as batch_op:
        batch_op.drop_index('subscription_endpoint')
        batch_op.drop_index('subscription_card')

    op.drop_table('subscription')
    op.drop_table('service_day')
    op.drop_table('region')
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.drop_index('ix_publication_holding')

    op.drop_table('publication')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_desa'))

    op.drop_table('person')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('notice_family')

    op.drop_table('notice')
    with op.batch_alter_table('member', schema=None) as batch_op:
        batch_op.drop_index('ix_member_family')

    op.drop_table('member')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('job_due')

    op.drop_table('job')
    with op.batch_alter_table('identity', schema=None) as batch_op:
        batch_op.drop_index('ix_identity_subject')
        batch_op.drop_index('ix_identity_nik')
        batch_op.drop_index('ix_identity_kk')

    op.drop_table('identity')
    with op.batch_alter_table('family', schema=None) as batch_op:
        batch_op.drop_index('ix_family_building')
        batch_op.drop_index('ix_family_area')

    op.drop_table('family')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index('ix_document_family')

    op.drop_table('document')
    op.drop_table('desa')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index('delivery_seen')
        batch_op.drop_index('delivery_notice')

    op.drop_table('delivery')
    with op.batch_alter_table('conflict', schema=None) as batch_op:
        batch_op.drop_index('conflict_by_record')

    op.drop_table('conflict')
    op.drop_table('case_counter')
    with op.batch_alter_table('case', schema=None) as batch_op:
        batch_op.drop_index('ix_case_visit')
        batch_op.drop_index('ix_case_status')
        batch_op.drop_index('ix_case_family')
        batch_op.drop_index('ix_case_day')

    op.drop_table('case')
    with op.batch_alter_table('card', schema=None) as batch_op:
        batch_op.drop_index('card_token')
        batch_op.drop_index('card_handle')
        batch_op.drop_index('card_family')
        batch_op.drop_index('card_code')

    op.drop_table('card')
    op.drop_table('building')
    with op.batch_alter_table('blob', schema=None) as batch_op:
        batch_op.drop_index('ix_blob_state')
        batch_op.drop_index('ix_blob_record')
        batch_op.drop_index('ix_blob_family')
        batch_op.drop_index('ix_blob_enrolment')

    op.drop_table('blob')
    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.drop_index('attempt_ends')

    op.drop_table('attempt')
