"""The first tables

Revision: 0001, after .
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "failed_sign_in",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Number of the failure",
        ),
        sa.Column(
            "subject",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the name or the address that was tried",
        ),
        sa.Column(
            "failed_at", sa.DateTime(timezone=True), nullable=False, comment="When it failed"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
        comment="Failed sign-ins of the last minutes, for throttling",
    )
    with op.batch_alter_table("failed_sign_in", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_failed_sign_in_subject_failed_at"),
            ["subject", "failed_at"],
            unique=False,
        )

    op.create_table(
        "person",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Number of the person",
        ),
        sa.Column(
            "name",
            sa.String(length=100),
            nullable=False,
            comment="Name, as pages and exports show it",
        ),
        sa.Column(
            "name_key",
            sa.String(length=300),
            nullable=False,
            comment="The name without case, for sign-in and uniqueness",
        ),
        sa.Column(
            "password_hash",
            sa.Text(),
            nullable=True,
            comment="argon2id hash; null where the person uses links alone",
        ),
        sa.Column(
            "is_admin",
            sa.Boolean(),
            nullable=False,
            comment="Admin of the installation: sees every project",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the person was added",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("name_key", name=op.f("uq_person_name_key")),
        comment="People who can sign in",
    )
    op.create_table(
        "project",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Number of the project",
        ),
        sa.Column("name", sa.String(length=200), nullable=False, comment="Name of the project"),
        sa.Column(
            "overlap",
            sa.Integer(),
            nullable=False,
            comment="k, how many reviewers each document should get",
        ),
        sa.Column(
            "guideline_version",
            sa.Integer(),
            nullable=False,
            comment="Version of the codebook in force",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the project was made",
        ),
        sa.CheckConstraint("overlap >= 1", name=op.f("ck_project_overlap")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("name", name=op.f("uq_project_name")),
        comment="Sets of documents with their members",
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=50), nullable=False, comment="Which value"),
        sa.Column("value", sa.Text(), nullable=False, comment="The value"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
        comment="Values that the program made for itself",
    )
    op.create_table(
        "api_token",
        sa.Column(
            "token_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the token"
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Whom it speaks for",
        ),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), nullable=False, comment="When it was made"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_api_token")),
        comment="Bearer tokens for programs",
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "browser_session",
        sa.Column(
            "token_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the token in the cookie",
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Who is signed in",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was signed in",
        ),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), nullable=False, comment="Last use, to the hour"
        ),
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="From when on it is void",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_browser_session_person_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_browser_session")),
        comment="Browsers that are signed in",
    )
    with op.batch_alter_table("browser_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_browser_session_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "document",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Number of the document",
        ),
        sa.Column(
            "project_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Its project",
        ),
        sa.Column("title", sa.String(length=500), nullable=False, comment="Title"),
        sa.Column(
            "text", sa.Text(), nullable=False, comment="The text, as read; offsets count in it"
        ),
        sa.Column(
            "text_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the text in UTF-8",
        ),
        sa.Column("outlet", sa.String(length=200), nullable=True, comment="Who published it"),
        sa.Column("url", sa.String(length=2000), nullable=True, comment="Where it was published"),
        sa.Column(
            "published",
            sa.String(length=10),
            nullable=True,
            comment="When it was published: YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        sa.Column(
            "external_id",
            sa.String(length=200),
            nullable=True,
            comment="The id that it has where it comes from",
        ),
        sa.Column("story", sa.String(length=200), nullable=True, comment="The event that it tells"),
        sa.Column(
            "version", sa.Integer(), nullable=False, comment="1, 2, 3, ... of one external id"
        ),
        sa.Column(
            "previous_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="The version before this one",
        ),
        sa.Column(
            "splitter",
            sa.String(length=50),
            nullable=False,
            comment="What cut the sentences, with its version",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When it was brought in",
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["document.id"], name=op.f("fk_document_previous_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_document_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "project_id",
            "external_id",
            "version",
            name=op.f("uq_document_project_id_external_id_version"),
        ),
        comment="Articles; the text never changes",
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_document_project_id_text_hash"),
            ["project_id", "text_hash"],
            unique=False,
        )

    op.create_table(
        "membership",
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="The person",
        ),
        sa.Column(
            "project_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="The project",
        ),
        sa.Column("role", sa.String(length=20), nullable=False, comment="lead or reviewer"),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the person joined",
        ),
        sa.CheckConstraint("role IN ('lead', 'reviewer')", name=op.f("ck_membership_role")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_membership_project_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "project_id", name=op.f("pk_membership")),
        comment="Who is in which project, and as what",
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_project_id"), ["project_id"], unique=False)

    op.create_table(
        "sign_in_link",
        sa.Column(
            "token_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the token in the link",
        ),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Whom it signs in",
        ),
        sa.Column(
            "made_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="Who made it; null for the command line",
        ),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), nullable=False, comment="When it was made"
        ),
        sa.Column(
            "expires_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="From when on it is void",
        ),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True, comment="When it was used"),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_sign_in_link_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_link_person_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in_link")),
        comment="One-time links to join or sign in",
    )
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sentence",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Number of the sentence",
        ),
        sa.Column(
            "document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Its document",
        ),
        sa.Column(
            "position", sa.Integer(), nullable=False, comment="Place in the document, from 0"
        ),
        sa.Column("start", sa.Integer(), nullable=False, comment="First code point"),
        sa.Column("end", sa.Integer(), nullable=False, comment="First code point after it"),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_sentence_range")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_sentence_document_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentence")),
        sa.UniqueConstraint(
            "document_id", "position", name=op.f("uq_sentence_document_id_position")
        ),
        comment="Half-open ranges [start, end) of code points in a document's text",
    )
    op.create_table(
        "annotation",
        sa.Column(
            "reviewer_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Whose label",
        ),
        sa.Column(
            "sentence_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="On which sentence",
        ),
        sa.Column(
            "document_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="The sentence's document, for the covering index",
        ),
        sa.Column(
            "label", sa.String(length=20), nullable=True, comment="The label; null if taken back"
        ),
        sa.Column("flags", sa.Text(), nullable=False, comment="Flags, commas between"),
        sa.Column("note", sa.Text(), nullable=False, comment="Note; empty for none"),
        sa.Column(
            "revision", sa.Integer(), nullable=False, comment="How many states there have been"
        ),
        sa.Column(
            "guideline_version",
            sa.Integer(),
            nullable=False,
            comment="Version of the codebook in force",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When the first label came",
        ),
        sa.Column(
            "updated_at", sa.DateTime(timezone=True), nullable=False, comment="When this state came"
        ),
        sa.CheckConstraint(
            "label IN ('sourced', 'unsourced', 'opinion', 'not_applicable')",
            name=op.f("ck_annotation_label"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_annotation_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["person.id"], name=op.f("fk_annotation_reviewer_id")
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"], ["sentence.id"], name=op.f("fk_annotation_sentence_id")
        ),
        sa.PrimaryKeyConstraint("reviewer_id", "sentence_id", name=op.f("pk_annotation")),
        comment="The current label of each reviewer on each sentence, derived from event",
    )
    with op.batch_alter_table("annotation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_annotation_counts",
            ["document_id", "sentence_id", "reviewer_id", "label"],
            unique=False,
        )

    op.create_table(
        "event",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Order of arrival",
        ),
        sa.Column(
            "reviewer_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Who said it",
        ),
        sa.Column(
            "event_id",
            sa.String(length=100),
            nullable=False,
            comment="The id that the browser made; sent again, it changes nothing",
        ),
        sa.Column(
            "sentence_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="Of which sentence",
        ),
        sa.Column(
            "label",
            sa.String(length=20),
            nullable=True,
            comment="The label; null takes the label back",
        ),
        sa.Column("flags", sa.Text(), nullable=False, comment="Flags, commas between"),
        sa.Column("note", sa.Text(), nullable=False, comment="Note; empty for none"),
        sa.Column(
            "seen_revision",
            sa.Integer(),
            nullable=True,
            comment="The revision that the reviewer saw when saying it; null if not told",
        ),
        sa.Column(
            "revision",
            sa.Integer(),
            nullable=True,
            comment="1, 2, 3, ... per reviewer and sentence; null for a stale event, kept here alone",
        ),
        sa.Column(
            "guideline_version",
            sa.Integer(),
            nullable=False,
            comment="Version of the codebook in force",
        ),
        sa.Column(
            "made_at", sa.DateTime(timezone=True), nullable=True, comment="When the browser made it"
        ),
        sa.Column(
            "received_at", sa.DateTime(timezone=True), nullable=False, comment="When it was stored"
        ),
        sa.CheckConstraint(
            "label IN ('sourced', 'unsourced', 'opinion', 'not_applicable')",
            name=op.f("ck_event_label"),
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["person.id"], name=op.f("fk_event_reviewer_id")),
        sa.ForeignKeyConstraint(
            ["sentence_id"], ["sentence.id"], name=op.f("fk_event_sentence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("reviewer_id", "event_id", name=op.f("uq_event_reviewer_id_event_id")),
        sa.UniqueConstraint(
            "reviewer_id",
            "sentence_id",
            "revision",
            name=op.f("uq_event_reviewer_id_sentence_id_revision"),
        ),
        comment="Append-only history of labels",
    )


def downgrade() -> None:

    op.drop_table("event")
    with op.batch_alter_table("annotation", schema=None) as batch_op:
        batch_op.drop_index("ix_annotation_counts")

    op.drop_table("annotation")
    op.drop_table("sentence")
    with op.batch_alter_table("sign_in_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_link_person_id"))

    op.drop_table("sign_in_link")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_project_id"))

    op.drop_table("membership")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_project_id_text_hash"))

    op.drop_table("document")
    with op.batch_alter_table("browser_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_browser_session_person_id"))

    op.drop_table("browser_session")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_person_id"))

    op.drop_table("api_token")
    op.drop_table("setting")
    op.drop_table("project")
    op.drop_table("person")
    with op.batch_alter_table("failed_sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_failed_sign_in_subject_failed_at"))

    op.drop_table("failed_sign_in")
