"""Decisions of leads, questions to reviewers with their answers, counts for the queue

Revision: 0006, after 0005.
"""
import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('decision',
    sa.Column('id', _ID, nullable=False, comment='Order of arrival'),
    sa.Column('sentence_id', _ID, nullable=False, comment='The sentence'),
    sa.Column('document_id', _ID, nullable=False, comment="The sentence's document, for the index"),
    sa.Column('revision', sa.Integer(), nullable=True, comment='1, 2, 3, ... per sentence; null for one made without knowing the newest, kept here'),
    sa.Column('label', sa.String(length=20), nullable=True, comment='The label; null takes the decision back'),
    sa.Column('reason', sa.String(length=20), nullable=True, comment='Why there was something to decide; null where it is taken back'),
    sa.Column('note', sa.Text(), nullable=False, comment='Note; empty for none'),
    sa.Column('votes', sa.Text(), nullable=False, comment='The labels then: [reviewer, label] each, by number, as JSON'),
    sa.Column('made_by_id', _ID, nullable=False, comment='Who decided'),
    sa.Column('made_at', _MOMENT, nullable=False, comment='When'),
    sa.CheckConstraint("label IN ('sourced', 'unsourced', 'opinion', 'not_applicable')", name=op.f('ck_decision_label')),
    sa.CheckConstraint("reason IN ('ambiguous_text', 'guideline_gap', 'slip', 'edge_case', 'two_readings', 'bad_split')", name=op.f('ck_decision_reason')),
    sa.CheckConstraint('(label IS NULL) = (reason IS NULL)', name=op.f('ck_decision_reasoned')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_decision_document_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_decision_made_by_id')),
    sa.ForeignKeyConstraint(['sentence_id'], ['sentence.id'], name=op.f('fk_decision_sentence_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('sentence_id', 'revision', name=op.f('uq_decision_sentence_id_revision')),
    comment='Append-only decisions of leads on sentences'
    )
    op.create_index(op.f('ix_decision_document_id_sentence_id_revision'), 'decision', ['document_id', 'sentence_id', 'revision'])
    op.create_table('question',
    sa.Column('id', _ID, nullable=False, comment='Number of the question'),
    sa.Column('sentence_id', _ID, nullable=False, comment='The sentence'),
    sa.Column('document_id', _ID, nullable=False, comment="The sentence's document, for the index"),
    sa.Column('text', sa.Text(), nullable=False, comment="The question, in the lead's words"),
    sa.Column('made_by_id', _ID, nullable=False, comment='Who asks'),
    sa.Column('made_at', _MOMENT, nullable=False, comment='When'),
    sa.Column('closed_in', sa.Integer(), nullable=True, comment='The revision of the decision that closed it; null while it is open'),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_question_document_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_question_made_by_id')),
    sa.ForeignKeyConstraint(['sentence_id'], ['sentence.id'], name=op.f('fk_question_sentence_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    comment='Questions of leads to the reviewers of a sentence'
    )
    op.create_index(op.f('ix_question_sentence_id'), 'question', ['sentence_id'])
    op.create_index(op.f('ix_question_document_id'), 'question', ['document_id'])
    op.create_table('answer',
    sa.Column('id', _ID, nullable=False, comment='Order of arrival'),
    sa.Column('question_id', _ID, nullable=False, comment='The question'),
    sa.Column('reviewer_id', _ID, nullable=False, comment='Who answers'),
    sa.Column('event_id', sa.String(length=100), nullable=False, comment='The id that the page made; sent again, it changes nothing'),
    sa.Column('text', sa.Text(), nullable=False, comment='The answer'),
    sa.Column('made_at', _MOMENT, nullable=False, comment='When'),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_answer_question_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['person.id'], name=op.f('fk_answer_reviewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('reviewer_id', 'event_id', name=op.f('uq_answer_reviewer_id_event_id')),
    comment='Answers of reviewers, in words, to questions of leads'
    )
    op.create_index(op.f('ix_answer_question_id'), 'answer', ['question_id'])
    op.create_table('queue_count',
    sa.Column('document_id', _ID, nullable=False, comment='The document'),
    sa.Column('version', sa.Integer(), nullable=False, comment='How often its decisions and questions have changed'),
    sa.Column('labels_version', sa.Integer(), nullable=True, comment='The version of the labels that were counted; null where none were'),
    sa.Column('format', sa.Integer(), nullable=True, comment='What the counts are written in; null where it has to be counted anew'),
    sa.Column('sentences', sa.Text(), nullable=True, comment='How many sentences are in each state with which votes, as JSON; else null'),
    sa.Column('tables', sa.Text(), nullable=True, comment='How the label of each reviewer met gold, as JSON; else null'),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_queue_count_document_id')),
    sa.PrimaryKeyConstraint('document_id', name=op.f('pk_queue_count')),
    comment='Counts of documents for the queue and for gold'
    )
    op.create_index(op.f('ix_example_sentence_id'), 'example', ['sentence_id'])


def downgrade() -> None:
    _refuse_losses()
    op.drop_index(op.f('ix_example_sentence_id'), 'example')
    for table in ('queue_count', 'answer', 'question', 'decision'):
        op.drop_table(table)


_LOSSES = {
    'decisions': 'SELECT count(*) FROM decision',
    'questions to reviewers': 'SELECT count(*) FROM question',
}


def _refuse_losses() -> None:
    """The version before has no place for what leads settled, and none of it must go unseen."""
    connection = op.get_bind()
    counts = {name: connection.execute(sa.text(query)).scalar() for name, query in _LOSSES.items()}
    found = ', '.join(f'{number} {name}' for name, number in counts.items() if number)
    if found:
        raise CommandError(f'the older version cannot hold what there is: {found}')
