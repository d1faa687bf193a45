from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.domain.audit_tool import QuestionKind
from qa_app.models.base import Base, Word


class Question(Base):
    """One question of one version; the same `code` in another version is the same audit domain."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("version_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("audit_tool_version.id", ondelete="CASCADE"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(60), index=True)
    kind: Mapped[QuestionKind] = mapped_column(Word(QuestionKind))
    name: Mapped[str] = mapped_column(String(100))
    """The domain's short name, which heads its block in the tables."""
    wording: Mapped[str]
    guidance: Mapped[str] = mapped_column(default="")
    descriptors: Mapped[list[str]] = mapped_column(JSON, default=list)
    required: Mapped[bool] = mapped_column(default=True)
    allows_not_applicable: Mapped[bool] = mapped_column(default=False)
    is_overall: Mapped[bool] = mapped_column(default=False)
    definition: Mapped[str] = mapped_column(String(16), default="")
    """A digest of what the question means; where it changes, the series has a break."""
