from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base
from qa_app.models.question import Question


class Section(Base):
    """A page of an audit form."""

    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("audit_tool_version.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    guidance: Mapped[str] = mapped_column(default="")

    questions: Mapped[list[Question]] = relationship(order_by=Question.position, cascade="all, delete-orphan")
