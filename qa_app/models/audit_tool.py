from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.grading_scale import GradingScaleRow
from qa_app.models.section import Section


class ToolStatus(StrEnum):
    DRAFT = "draft"
    LIVE = "live"
    RETIRED = "retired"


class AuditTool(Base):
    """An audit form under its code; what it asks is in its versions."""

    __tablename__ = "audit_tool"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(100))

    versions: Mapped[list["AuditToolVersion"]] = relationship(
        back_populates="tool", order_by="AuditToolVersion.number"
    )


class AuditToolVersion(Base):
    """One version of an audit tool: changed freely while draft, frozen from the day it goes live."""

    __tablename__ = "audit_tool_version"
    __table_args__ = (
        UniqueConstraint("tool_id", "number"),
        # One live version and one draft of a tool at a time.
        Index(
            "uq_audit_tool_version_live",
            "tool_id",
            "status",
            unique=True,
            sqlite_where=text("status <> 'retired'"),
            postgresql_where=text("status <> 'retired'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tool_id: Mapped[int] = mapped_column(ForeignKey("audit_tool.id"))
    number: Mapped[int]
    status: Mapped[ToolStatus] = mapped_column(Word(ToolStatus))
    purpose: Mapped[str] = mapped_column(default="")
    scale_id: Mapped[int] = mapped_column(ForeignKey("grading_scale.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_live_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    """Counts saves of a draft, so that two people building it never overwrite each other."""

    tool: Mapped[AuditTool] = relationship(back_populates="versions")
    scale: Mapped[GradingScaleRow] = relationship()
    sections: Mapped[list[Section]] = relationship(order_by=Section.position, cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}
