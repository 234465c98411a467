"""What agreement was counted of each document, so that nobody has to count it again."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Base


class AgreementCount(Base):
    """The counts of one document's labels; all of it follows from `annotation`.

    A document without a row has version 0 and was never counted.
    """

    __tablename__ = "agreement_count"
    __table_args__ = ({"comment": "Counts of the current labels of documents, for agreement"},)

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True, comment="The document"
    )
    version: Mapped[int] = mapped_column(comment="How often its current labels have changed")
    format: Mapped[int | None] = mapped_column(
        comment="What packed is written in; null where it has to be counted anew"
    )
    packed: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="The counts as of this version, as the program packs them; else null"
    )
