from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.audit_tool import AuditTool
from qa_app.models.base import Base
from qa_app.models.stream import Stream


class RetentionRule(Base):
    """How many years the case text of audits is kept, counted from the audit date; the closest rule holds.

    Closest is one for both stream and tool, then one for the tool, then one for the stream, then the one
    for everything else.
    """

    __tablename__ = "retention_rule"
    __table_args__ = (CheckConstraint("years BETWEEN 1 AND 100", name="years_are_sensible"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    holds_for: Mapped[str] = mapped_column(String(40), unique=True)
    """The stream and the tool as one text, with a star for any (3/*): no two rules are for the same."""
    stream_id: Mapped[int | None] = mapped_column(ForeignKey("stream.id"))
    tool_id: Mapped[int | None] = mapped_column(ForeignKey("audit_tool.id"))
    years: Mapped[int]

    stream: Mapped[Stream | None] = relationship()
    tool: Mapped[AuditTool | None] = relationship()
