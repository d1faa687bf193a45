from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from qa_app.domain.periods import month_number
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus
from qa_app.models.audit_tool import AuditToolVersion
from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.judgement import Judgement
from qa_app.models.person import Person
from qa_app.models.service_area import ServiceArea
from qa_app.models.stream import Stream
from qa_app.models.team import Team


class Audit(Base):
    """One child's record read against one version of an audit tool."""

    __tablename__ = "audit"
    __table_args__ = (
        CheckConstraint("audit_date >= '1989-01-01'", name="after_children_act"),
        # Answers the judgement tables without reading the rows themselves.
        Index(
            "ix_audit_counted",
            "month",
            "status",
            "service_area_id",
            "stream_id",
            "team_id",
            "tool_version_id",
            "moderated_at",
        ),
        Index("ix_audit_work", "auditor_id", "status", "due_on"),
        Index("ix_audit_queue", "status", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    tool_version_id: Mapped[int] = mapped_column(ForeignKey("audit_tool_version.id"))
    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id"))
    service_area_id: Mapped[int] = mapped_column(ForeignKey("service_area.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    case_reference: Mapped[str] = mapped_column(String(60), index=True)
    """A pseudonym from the case system: never a name."""
    worker_name: Mapped[str] = mapped_column(String(200), default="")
    audit_date: Mapped[date]
    month: Mapped[int]
    """The audit date's month as an integer (201612); set with the date, never by itself."""
    due_on: Mapped[date | None]
    auditor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    allocated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    status: Mapped[AuditStatus] = mapped_column(Word(AuditStatus))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moderated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_because: Mapped[str] = mapped_column(default="")
    chosen_because: Mapped[ChosenBecause | None] = mapped_column(Word(ChosenBecause))
    random_draw: Mapped[float | None]
    """The number that was drawn at submission, so that the choice can be checked."""
    imported: Mapped[bool] = mapped_column(default=False)
    text_erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its case reference and all case text were removed; grades and dates stay, for the tables."""
    version: Mapped[int] = mapped_column(default=1)
    """Counts saves; a page that was opened on an older one may not overwrite a newer one."""

    tool_version: Mapped[AuditToolVersion] = relationship()
    stream: Mapped[Stream] = relationship()
    service_area: Mapped[ServiceArea] = relationship()
    team: Mapped[Team | None] = relationship()
    auditor: Mapped[Person] = relationship(foreign_keys=[auditor_id])
    judgements: Mapped[list[Judgement]] = relationship(cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}

    @validates("audit_date")
    def _month_follows_date(self, key: str, value: date) -> date:
        self.month = month_number(value)
        return value
