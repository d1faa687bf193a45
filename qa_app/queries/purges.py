"""Proposals to remove case text, open and decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from qa_app.models import Audit, AuditTool, AuditToolVersion, Erasure, Purge, Stream

AT_ONCE = 500


class LeftOut(StrEnum):
    """Why an audit that was listed kept its text after all."""

    LEGAL_HOLD = "a legal hold was placed"
    CHANGED = "changed since it was listed"
    NOT_DUE = "no longer due"
    REMOVED_BEFORE = "removed before"


def open_purge(session: Session) -> Purge | None:
    return session.scalars(select(Purge).where(Purge.decided_at.is_(None))).one_or_none()


def purges(session: Session) -> Sequence[Purge]:
    """The newest first."""
    people = (joinedload(Purge.proposed_by), joinedload(Purge.decided_by))
    return session.scalars(select(Purge).options(*people).order_by(Purge.id.desc())).all()


def erasures(session: Session) -> Sequence[Erasure]:
    """The newest first."""
    people = (joinedload(Erasure.proposed_by), joinedload(Erasure.decided_by))
    return session.scalars(select(Erasure).options(*people).order_by(Erasure.id.desc())).all()


def find_purge(session: Session, purge_id: int) -> Purge:
    """Raises NoResultFound."""
    return session.scalars(select(Purge).where(Purge.id == purge_id)).one()


def find_erasure(session: Session, erasure_id: int) -> Erasure:
    """Raises NoResultFound."""
    return session.scalars(select(Erasure).where(Erasure.id == erasure_id)).one()


@dataclass(frozen=True)
class ListedAudit:
    """One audit of a proposal, with nothing of its case."""

    id: int
    reference: str
    audit_date: date
    stream: str
    tool: str
    text_erased_at: datetime | None


def listed_audits(session: Session, purge: Purge) -> Sequence[ListedAudit]:
    """The oldest first, as they stand now."""
    numbers = [number for number, _ in purge.audits]
    found: list[ListedAudit] = []
    for start in range(0, len(numbers), AT_ONCE):
        statement = (
            select(
                Audit.id,
                Audit.reference,
                Audit.audit_date,
                Stream.name.label("stream"),
                AuditTool.name.label("tool"),
                Audit.text_erased_at,
            )
            .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
            .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
            .join(Stream, Stream.id == Audit.stream_id)
            .where(Audit.id.in_(numbers[start : start + AT_ONCE]))
        )
        found += [ListedAudit(**row) for row in session.execute(statement).mappings()]
    return sorted(found, key=lambda audit: (audit.audit_date, audit.id))
