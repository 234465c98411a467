"""The record of what admins and leads did, and people who left

Revision: 0005, after 0004.
"""
import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('act',
    sa.Column('id', _ID, nullable=False, comment='Order of the acts'),
    sa.Column('project_id', _ID, nullable=True, comment='In which project; null for the installation as a whole'),
    sa.Column('person_id', _ID, nullable=True, comment='Who did it; null for the command line'),
    sa.Column('at', _MOMENT, nullable=False, comment='When'),
    sa.Column('verb', sa.String(length=40), nullable=False, comment='What was done, such as published'),
    sa.Column('detail', sa.Text(), nullable=False, comment='To what, as JSON: ids and numbers, never names'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_act_person_id')),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], name=op.f('fk_act_project_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_act')),
    comment='What admins and leads did, append-only'
    )
    op.create_index(op.f('ix_act_project_id_id'), 'act', ['project_id', 'id'])
    for statement in _GUARD[op.get_bind().dialect.name]:
        op.execute(statement)
    op.add_column('person', sa.Column('left_at', _MOMENT, nullable=True, comment='When a pseudonym took the place of the name; null for who can sign in'))


_REFUSAL = 'what is on record is never changed'
# SQLite's INSERT OR REPLACE deletes without telling the trigger for that, hence the third.
_GUARD = {
    'sqlite': (
        f"CREATE TRIGGER act_not_changed BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
        f"CREATE TRIGGER act_not_deleted BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
        'CREATE TRIGGER act_not_replaced BEFORE INSERT ON act WHEN EXISTS (SELECT 1 FROM act WHERE id = NEW.id) '
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    ),
    'postgresql': (
        f"CREATE FUNCTION act_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
        'CREATE TRIGGER act_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON act '
        'FOR EACH STATEMENT EXECUTE FUNCTION act_is_kept()',
    ),
}


def downgrade() -> None:
    _refuse_losses()
    op.drop_column('person', 'left_at')
    op.drop_table('act')
    if op.get_bind().dialect.name == 'postgresql':
        op.execute('DROP FUNCTION act_is_kept()')


_LOSSES = {
    # the first project is made by the first run, whoever goes back
    'acts on record': "SELECT count(*) FROM act WHERE NOT (verb = 'made_project' AND person_id IS NULL)",
    'people who left': 'SELECT count(*) FROM person WHERE left_at IS NOT NULL',
}


def _refuse_losses() -> None:
    """Version 0004 has no place for what people made since, and none of it must go unseen."""
    connection = op.get_bind()
    counts = {name: connection.execute(sa.text(query)).scalar() for name, query in _LOSSES.items()}
    found = ', '.join(f'{number} {name}' for name, number in counts.items() if number)
    if found:
        raise CommandError(f'the older version cannot hold what there is: {found}')
