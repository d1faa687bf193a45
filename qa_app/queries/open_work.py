"""What somebody has still to do, so that it can be handed on when they leave; never what it says."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.workflow import EDITABLE, AuditStatus
from qa_app.models import Audit, Measure, Moderation


@dataclass(frozen=True)
class OpenAudit:
    """An audit given to them that they have not submitted, or one that they took to moderate."""

    id: int
    reference: str
    status: AuditStatus


@dataclass(frozen=True)
class ResponsibleFor:
    """A measure in use of which they are asked for comments."""

    id: int
    name: str


@dataclass(frozen=True)
class OpenWork:
    audits: Sequence[OpenAudit]
    moderations: Sequence[OpenAudit]
    measures: Sequence[ResponsibleFor]

    @property
    def is_none(self) -> bool:
        return not (self.audits or self.moderations or self.measures)


def open_work(session: Session, person_id: int) -> OpenWork:
    """Audits by their reference, measures by their name."""
    audit = select(Audit.id, Audit.reference, Audit.status).order_by(Audit.reference, Audit.id)
    own = audit.where(Audit.auditor_id == person_id, Audit.status.in_(EDITABLE))
    taken = audit.join(Moderation, Moderation.audit_id == Audit.id).where(
        Moderation.moderator_id == person_id,
        Moderation.finished_at.is_(None),
        Moderation.given_back_at.is_(None),
    )
    measures = (
        select(Measure.id, Measure.name)
        .where(Measure.responsible_id == person_id, Measure.active)
        .order_by(Measure.name, Measure.id)
    )
    return OpenWork(
        audits=[OpenAudit(*row) for row in session.execute(own)],
        moderations=[OpenAudit(*row) for row in session.execute(taken)],
        measures=[ResponsibleFor(*row) for row in session.execute(measures)],
    )
