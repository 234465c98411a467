"""What the installation keeps for itself."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Base


class StoredSetting(Base):
    """One value that the program made for itself, such as the key that signs form tokens."""

    __tablename__ = "setting"
    __table_args__ = ({"comment": "Values that the program made for itself"},)

    name: Mapped[str] = mapped_column(String(50), primary_key=True, comment="Which value")
    value: Mapped[str] = mapped_column(Text, comment="The value")
