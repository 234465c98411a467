"""Guidelines, sources and repairs

Revision: 0002, after 0001.
"""
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('guideline',
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='The project'),
    sa.Column('version', sa.Integer(), nullable=False, comment='1, 2, 3, ... of the project'),
    sa.Column('text', sa.Text(), nullable=False, comment='The guidelines, in Markdown'),
    sa.Column('summary', sa.String(length=500), nullable=False, comment='What this version changes'),
    sa.Column('second_look', sa.Boolean(), nullable=False, comment='Whether sentences labelled under an older version come back for another look'),
    sa.Column('made_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True, comment='Who published it; null for what came with the program'),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False, comment='When it came into force'),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_guideline_made_by_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_guideline_project_id')),
    sa.PrimaryKeyConstraint('project_id', 'version', name=op.f('pk_guideline')),
    comment='Versions of the guidelines of projects'
    )
    op.create_table('segmentation',
    sa.Column('document_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='The document'),
    sa.Column('version', sa.Integer(), nullable=False, comment='2, 3, 4, ... of the document'),
    sa.Column('removed', sa.Text(), nullable=False, comment='Ranges that are no sentences any more: start-end, commas between'),
    sa.Column('added', sa.Text(), nullable=False, comment='Ranges that are sentences from now on'),
    sa.Column('made_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='Who repaired'),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False, comment='When'),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_segmentation_document_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_segmentation_made_by_id')),
    sa.PrimaryKeyConstraint('document_id', 'version', name=op.f('pk_segmentation')),
    comment='Repairs of sentences; version 1, the first cut, has no row'
    )
    op.create_table('example',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='Number of the example'),
    sa.Column('project_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='The project'),
    sa.Column('sentence_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='The sentence'),
    sa.Column('label', sa.String(length=20), nullable=False, comment='The label that it should have'),
    sa.Column('reason', sa.Text(), nullable=False, comment='Why, in a sentence or two'),
    sa.Column('made_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False, comment='Who pinned it'),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False, comment='When it was pinned'),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True, comment='When it was taken down'),
    sa.CheckConstraint("label IN ('sourced', 'unsourced', 'opinion', 'not_applicable')", name=op.f('ck_example_label')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_example_made_by_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_example_project_id')),
    sa.ForeignKeyConstraint(['sentence_id'], ['sentence.id'], name=op.f('fk_example_sentence_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_example')),
    comment='Sentences pinned to the guidelines as examples'
    )
    with op.batch_alter_table('example', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_example_project_id'), ['project_id'], unique=False)

    op.add_column('annotation', sa.Column('sources', sa.Text(), nullable=False, server_default="", comment="Who is relied on: [start, end, kind] in code points of the document's text, as JSON"))

    op.add_column('document', sa.Column('segmentation', sa.Integer(), nullable=False, server_default="1", comment='Version of its sentences: 1 as cut at import, one more at each repair'))

    op.add_column('event', sa.Column('sources', sa.Text(), nullable=False, server_default="", comment="Who is relied on: [start, end, kind] in code points of the document's text, as JSON"))

    op.add_column('person', sa.Column('keys', sa.Text(), nullable=True, comment='Own keys on the article page, as JSON; null for those of the program'))

    op.add_column('project', sa.Column('reviewers_repair', sa.Boolean(), nullable=False, server_default=sa.false(), comment='Whether reviewers, too, may join and split sentences'))

    op.add_column('sentence', sa.Column('replaced_in', sa.Integer(), nullable=True, comment='The segmentation from which on it is no sentence any more; null for one that is'))

    _say_what_position_means("Place in the document, from 0; below 0 once the sentence was replaced")
    _give_each_project_its_guidelines()


def _say_what_position_means(words: str) -> None:
    if op.get_bind().dialect.name != "sqlite":  # which keeps no comments
        op.alter_column("sentence", "position", comment=words)


def _give_each_project_its_guidelines() -> None:
    connection = op.get_bind()
    text = Path(__file__).parents[2].joinpath("guidelines/default.md").read_text("utf-8")
    now = datetime.now(UTC)
    if connection.dialect.name == "sqlite":
        now = now.replace(tzinfo=None)
    connection.execute(
        sa.text(
            "INSERT INTO guideline (project_id, version, text, summary, second_look, made_at) "
            "SELECT id, guideline_version, :text, '', :no, :now FROM project"
        ).bindparams(sa.bindparam("now", now, sa.DateTime()), text=text, no=False)
    )


def downgrade() -> None:
    _refuse_losses()
    _say_what_position_means("Place in the document, from 0")
    op.drop_column('sentence', 'replaced_in')

    op.drop_column('project', 'reviewers_repair')

    op.drop_column('person', 'keys')

    op.drop_column('event', 'sources')

    op.drop_column('document', 'segmentation')

    op.drop_column('annotation', 'sources')

    with op.batch_alter_table('example', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_example_project_id'))

    op.drop_table('example')
    op.drop_table('segmentation')
    op.drop_table('guideline')


_LOSSES = {
    "repairs of sentences": "SELECT count(*) FROM segmentation",
    "labels with sources": "SELECT count(*) FROM event WHERE sources <> ''",
    "guidelines above the first version": (
        "SELECT count(*) FROM guideline WHERE EXISTS (SELECT 1 FROM guideline AS older "
        "WHERE older.project_id = guideline.project_id AND older.version < guideline.version)"
    ),
    "pinned examples": "SELECT count(*) FROM example",
}


def _refuse_losses() -> None:
    """Version 0001 has no place for what people made since, and none of it must go unseen."""
    connection = op.get_bind()
    counts = {name: connection.execute(sa.text(query)).scalar() for name, query in _LOSSES.items()}
    found = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
    if found:
        raise CommandError(f"the older version cannot hold what there is: {found}")
