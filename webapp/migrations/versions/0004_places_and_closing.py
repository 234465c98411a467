"""Places on documents, closing of projects, labels given after having seen others'

Revision: 0004, after 0003.
"""
import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_MOMENT = sa.DateTime(timezone=True)
_INFORMED = "Whether it was given after having seen others' labels; agreement leaves it out"


def upgrade() -> None:
    op.create_table('assignment',
    sa.Column('document_id', _ID, nullable=False, comment='The document'),
    sa.Column('reviewer_id', _ID, nullable=False, comment='Whose place'),
    sa.Column('offered_at', _MOMENT, nullable=False, comment='When it was taken or given'),
    sa.Column('offered_by_id', _ID, nullable=True, comment='The lead who gave it; null where the reviewer took it'),
    sa.Column('started_at', _MOMENT, nullable=True, comment='When its first label came; null before'),
    sa.Column('lease_until', _MOMENT, nullable=True, comment='Until when it is kept; null for one that was begun without being asked for'),
    sa.Column('submitted_at', _MOMENT, nullable=True, comment='When its reviewer ended the article; null while it is open'),
    sa.Column('reopened_at', _MOMENT, nullable=True, comment='When a lead last opened it again'),
    sa.Column('ended_at', _MOMENT, nullable=True, comment='When it was given back; null while it is not'),
    sa.Column('ended_by_id', _ID, nullable=True, comment='Who gave it back: its reviewer, or a lead'),
    sa.CheckConstraint('submitted_at IS NULL OR ended_at IS NULL', name=op.f('ck_assignment_one_end')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_assignment_document_id')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_assignment_ended_by_id')),
    sa.ForeignKeyConstraint(['offered_by_id'], ['person.id'], name=op.f('fk_assignment_offered_by_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_assignment_reviewer_id')),
    sa.PrimaryKeyConstraint('document_id', 'reviewer_id', name=op.f('pk_assignment')),
    comment='Places of reviewers on documents'
    )
    op.create_index('ix_assignment_taken', 'assignment', ['document_id', 'ended_at', 'submitted_at', 'lease_until'])
    op.create_index(op.f('ix_assignment_reviewer_id'), 'assignment', ['reviewer_id'])
    op.create_table('sight',
    sa.Column('document_id', _ID, nullable=False, comment='The document'),
    sa.Column('person_id', _ID, nullable=False, comment='Who saw them'),
    sa.Column('seen_at', _MOMENT, nullable=False, comment='When for the first time'),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_sight_document_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sight_person_id')),
    sa.PrimaryKeyConstraint('document_id', 'person_id', name=op.f('pk_sight')),
    comment="Who has seen others' labels on which document"
    )
    for table in ('annotation', 'event'):
        op.add_column(table, sa.Column('informed', sa.Boolean(), nullable=False, server_default=sa.false(), comment=_INFORMED))
    _index_counts(['document_id', 'sentence_id', 'reviewer_id', 'label', 'informed'])
    op.create_index('ix_annotation_informed', 'annotation', ['document_id'], sqlite_where=sa.text('informed'), postgresql_where=sa.text('informed'))
    op.add_column('project', sa.Column('shows_others', sa.Boolean(), nullable=False, server_default=sa.false(), comment='Whether reviewers see how others labelled an article once all have submitted it'))
    op.add_column('project', sa.Column('closed_at', _MOMENT, nullable=True, comment='When it was closed; nothing changes after that; null while it is at work'))
    _add_checked('project', 'mode', "VARCHAR(20) DEFAULT 'open'", "mode IN ('open', 'assigned')", 'open: each member may label each document; assigned: a place is needed')
    _add_checked('project', 'lease_hours', "INTEGER DEFAULT '72'", 'lease_hours >= 1', 'How long a place is kept for a reviewer who saves nothing')
    _add_checked('document', 'purpose', "VARCHAR(20) DEFAULT 'regular'", "purpose IN ('regular', 'qualification', 'shared')", 'regular: k reviewers; shared: everybody; qualification: new reviewers, at first')
    op.create_index(op.f('ix_document_project_id_purpose'), 'document', ['project_id', 'purpose'])
    _begin_places()


def _add_checked(table: str, name: str, kind: str, check: str, comment: str) -> None:
    """Add a column with its constraint; SQLite takes both in these words, and copies no table."""
    op.execute(f'ALTER TABLE {table} ADD COLUMN {name} {kind} NOT NULL CONSTRAINT ck_{table}_{name} CHECK ({check})')
    if op.get_bind().dialect.name != 'sqlite':  # which keeps no comments
        op.alter_column(table, name, comment=comment)


def _index_counts(columns: list[str]) -> None:
    op.drop_index('ix_annotation_counts', 'annotation')
    op.create_index('ix_annotation_counts', 'annotation', columns)


def _begin_places() -> None:
    """Whoever has labelled an article has begun it."""
    op.execute(
        'INSERT INTO assignment (document_id, reviewer_id, offered_at, started_at) '
        'SELECT document_id, reviewer_id, min(created_at), min(created_at) FROM annotation '
        'GROUP BY document_id, reviewer_id'
    )


def downgrade() -> None:
    _refuse_losses()
    op.drop_index(op.f('ix_document_project_id_purpose'), 'document')
    op.drop_column('document', 'purpose')
    for name in ('lease_hours', 'mode', 'closed_at', 'shows_others'):
        op.drop_column('project', name)
    _index_counts(['document_id', 'sentence_id', 'reviewer_id', 'label'])
    op.drop_index('ix_annotation_informed', 'annotation')
    for table in ('event', 'annotation'):
        op.drop_column(table, 'informed')
    op.drop_table('sight')
    op.drop_table('assignment')


_LOSSES = {
    'places that were asked for, given or submitted': 'SELECT count(*) FROM assignment WHERE lease_until IS NOT NULL OR submitted_at IS NOT NULL OR ended_at IS NOT NULL',
    "labels given after having seen others'": 'SELECT count(*) FROM event WHERE informed',
    'projects that are closed or assigned': "SELECT count(*) FROM project WHERE closed_at IS NOT NULL OR mode <> 'open'",
    'articles with a purpose': "SELECT count(*) FROM document WHERE purpose <> 'regular'",
}


def _refuse_losses() -> None:
    """Version 0003 has no place for what people made since, and none of it must go unseen."""
    connection = op.get_bind()
    counts = {name: connection.execute(sa.text(query)).scalar() for name, query in _LOSSES.items()}
    found = ', '.join(f'{number} {name}' for name, number in counts.items() if number)
    if found:
        raise CommandError(f'the older version cannot hold what there is: {found}')
