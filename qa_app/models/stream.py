from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class Stream(Base):
    """A kind of audit: monthly case-file audit, thematic audit, dip sample ..."""

    __tablename__ = "stream"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
