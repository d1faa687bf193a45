from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base
from qa_app.models.question import Question


class Judgement(Base):
    """The answer to one question in one audit.

    `auditor_value` is the position on the tool's scale (1 is best), for a standard 1 met
    and 2 not met; 0 is not applicable and NULL unanswered. `moderated_value` is set only
    where moderation revised it: the judgement that counts is the moderated one where there
    is one. A text question has its answer in `evidence`.
    """

    __tablename__ = "judgement"
    __table_args__ = (
        Index("ix_judgement_counted", "audit_id", "question_id", "auditor_value", "moderated_value"),
    )

    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), primary_key=True)
    auditor_value: Mapped[int | None] = mapped_column(SmallInteger)
    moderated_value: Mapped[int | None] = mapped_column(SmallInteger)
    evidence: Mapped[str] = mapped_column(default="")

    question: Mapped[Question] = relationship()
