"""The audits of one case, and the case references that are known at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.case_references import texts_in
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, AuditTool, AuditToolVersion, Erasure, LegalHold, Person, Stream


@dataclass(frozen=True)
class CaseAudit:
    """One audit of the case, with nothing of what was written in it; `version` counts its saves."""

    id: int
    version: int
    reference: str
    case_reference: str
    audit_date: date
    status: AuditStatus
    stream: str
    tool: str
    auditor: str
    created_at: datetime


def known_references(session: Session) -> Counter[str]:
    """How many audits there are under each case reference; none where only a hold or a request has it."""
    known = Counter(session.scalars(select(Audit.case_reference).where(Audit.case_reference != "")).all())
    others = [*session.scalars(select(LegalHold.case_reference))]
    others += [text for kept in session.scalars(select(Erasure.case_references)) for text in texts_in(kept)]
    for reference in others:
        if reference:
            known.setdefault(reference, 0)
    return known


def case_audits(session: Session, references: Sequence[str]) -> Sequence[CaseAudit]:
    """Under exactly these references, the oldest audit date first."""
    statement = (
        select(
            Audit.id,
            Audit.version,
            Audit.reference,
            Audit.case_reference,
            Audit.audit_date,
            Audit.status,
            Stream.name.label("stream"),
            AuditTool.name.label("tool"),
            Person.name.label("auditor"),
            Audit.created_at,
        )
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(Stream, Stream.id == Audit.stream_id)
        .join(Person, Person.id == Audit.auditor_id)
        .where(Audit.case_reference.in_([reference for reference in references if reference]))
        .order_by(Audit.audit_date, Audit.id)
    )
    return [CaseAudit(**row) for row in session.execute(statement).mappings()]
