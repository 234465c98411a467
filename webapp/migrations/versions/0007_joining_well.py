"""Qualification set, shared articles with a day due, sentences that are shown again

Revision: 0007, after 0006.
"""
import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_MOMENT = sa.DateTime(timezone=True)
_LABELS = "('sourced', 'unsourced', 'opinion', 'not_applicable')"


def upgrade() -> None:
    op.create_table('answer_key',
    sa.Column('sentence_id', _ID, autoincrement=False, nullable=False, comment='The sentence'),
    sa.Column('document_id', _ID, nullable=False, comment="The sentence's document"),
    sa.Column('label', sa.String(length=20), nullable=False, comment='The label that it should have'),
    sa.Column('explanation', sa.Text(), nullable=False, comment='Why; empty for none'),
    sa.Column('made_by_id', _ID, nullable=False, comment='Who said so'),
    sa.Column('made_at', _MOMENT, nullable=False, comment='When it was last said'),
    sa.CheckConstraint(f'label IN {_LABELS}', name=op.f('ck_answer_key_label')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_answer_key_document_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_answer_key_made_by_id')),
    sa.ForeignKeyConstraint(['sentence_id'], ['sentence.id'], name=op.f('fk_answer_key_sentence_id')),
    sa.PrimaryKeyConstraint('sentence_id', name=op.f('pk_answer_key')),
    comment='Labels that new reviewers are compared with, and why they are right'
    )
    op.create_index(op.f('ix_answer_key_document_id'), 'answer_key', ['document_id'])
    op.create_table('repeat',
    sa.Column('reviewer_id', _ID, nullable=False, comment='Who labelled it again'),
    sa.Column('sentence_id', _ID, nullable=False, comment='Which sentence'),
    sa.Column('event_id', sa.String(length=100), nullable=False, comment='The id that the page made; sent again, it changes nothing'),
    sa.Column('first_label', sa.String(length=20), nullable=False, comment="The reviewer's own label as of then"),
    sa.Column('first_revision', sa.Integer(), nullable=False, comment='The revision of that label'),
    sa.Column('first_at', _MOMENT, nullable=False, comment='When that label was stored'),
    sa.Column('label', sa.String(length=20), nullable=False, comment='The second label'),
    sa.Column('flags', sa.Text(), nullable=False, comment='Flags, commas between'),
    sa.Column('guideline_version', sa.Integer(), nullable=False, comment='Version of the codebook in force'),
    sa.Column('made_at', _MOMENT, nullable=False, comment='When the second label was stored'),
    sa.CheckConstraint(f'label IN {_LABELS}', name=op.f('ck_repeat_label')),
    sa.CheckConstraint(f'first_label IN {_LABELS}', name=op.f('ck_repeat_first_label')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_repeat_reviewer_id')),
    sa.ForeignKeyConstraint(['sentence_id'], ['sentence.id'], name=op.f('fk_repeat_sentence_id')),
    sa.PrimaryKeyConstraint('reviewer_id', 'sentence_id', name=op.f('pk_repeat')),
    sa.UniqueConstraint('reviewer_id', 'event_id', name=op.f('uq_repeat_reviewer_id_event_id')),
    comment='Second labels of reviewers on sentences that were shown to them again'
    )
    op.add_column('document', sa.Column('due', sa.Date(), nullable=True, comment='Until when everybody should have labelled it, where it is shared; null for no day'))
    _add_checked('project', 'threshold', 'INTEGER', 'threshold BETWEEN 1 AND 100', 'Percent of the qualification set that a new reviewer has to match; null: none')
    _add_checked('project', 'repeats', "INTEGER DEFAULT '0' NOT NULL", 'repeats BETWEEN 0 AND 20', "Percent of a reviewer's finished sentences that are shown to them again")
    _add_checked('project', 'repeat_days', "INTEGER DEFAULT '7' NOT NULL", 'repeat_days >= 1', 'How many days a label rests before its sentence is shown again')
    op.add_column('membership', sa.Column('qualified_at', _MOMENT, nullable=True, comment='When a reviewer passed the qualification set, or was let pass; else null'))
    op.execute('UPDATE membership SET qualified_at = CURRENT_TIMESTAMP')  # who is in already is at work


def _add_checked(table: str, name: str, kind: str, check: str, comment: str) -> None:
    """Add a column with its constraint; SQLite takes both in these words, and copies no table."""
    op.execute(f'ALTER TABLE {table} ADD COLUMN {name} {kind} CONSTRAINT ck_{table}_{name} CHECK ({check})')
    if op.get_bind().dialect.name != 'sqlite':  # which keeps no comments
        op.alter_column(table, name, comment=comment)


def downgrade() -> None:
    _refuse_losses()
    op.drop_column('membership', 'qualified_at')
    for name in ('repeat_days', 'repeats', 'threshold'):
        op.drop_column('project', name)
    op.drop_column('document', 'due')
    op.drop_table('repeat')
    op.drop_index(op.f('ix_answer_key_document_id'), 'answer_key')
    op.drop_table('answer_key')


_LOSSES = {
    'answers of qualification articles': 'SELECT count(*) FROM answer_key',
    'second labels of sentences that were shown again': 'SELECT count(*) FROM repeat',
    'articles with a day due': 'SELECT count(*) FROM document WHERE due IS NOT NULL',
    'projects that want a qualification or repeats': 'SELECT count(*) FROM project WHERE threshold IS NOT NULL OR repeats > 0',
}


def _refuse_losses() -> None:
    """Version 0004 has no place for what people made since, and none of it must go unseen."""
    connection = op.get_bind()
    counts = {name: connection.execute(sa.text(query)).scalar() for name, query in _LOSSES.items()}
    found = ', '.join(f'{number} {name}' for name, number in counts.items() if number)
    if found:
        raise CommandError(f'the older version cannot hold what there is: {found}')
