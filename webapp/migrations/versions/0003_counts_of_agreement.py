"""Counts of agreement, a row a document

Revision: 0003, after 0002.
"""
import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agreement_count',
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='The document'),
    sa.Column('version', sa.Integer(), nullable=False, comment='How often its current labels have changed'),
    sa.Column('format', sa.Integer(), nullable=True, comment='What packed is written in; null where it has to be counted anew'),
    sa.Column('packed', sa.LargeBinary(), nullable=True, comment='The counts as of this version, as the program packs them; else null'),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_agreement_count_document_id')),
    sa.PrimaryKeyConstraint('document_id', name=op.f('pk_agreement_count')),
    comment='Counts of the current labels of documents, for agreement'
    )


def downgrade() -> None:
    op.drop_table('agreement_count')
