"""Audits that came into the figures, or left them, or were moderated since a moment."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.happenings import TouchedAudit
from qa_app.domain.revisions import CauseKind
from qa_app.domain.workflow import COUNTED
from qa_app.models import (
    Audit,
    AuditTool,
    AuditToolVersion,
    Revision,
    ServiceArea,
    Stream,
    Team,
    TrailEntry,
)

MOST = 1_000
"""Of one publication; of more than so many nobody reads which they were."""

RETURNED = "returned audit"
"""As the trail says it of an audit that is counted no longer."""


def audits_touched(
    session: Session, since: datetime, *, first_month: int, last_month: int
) -> Sequence[TouchedAudit]:
    """Of these months, the oldest first; finished, moderated or returned after `since`."""
    returned = exists().where(
        TrailEntry.subject == "audit",
        TrailEntry.subject_id == Audit.id,
        TrailEntry.action == RETURNED,
        TrailEntry.happened_at > since,
    )
    revised = exists().where(Revision.audit_id == Audit.id, Revision.revised_at > since)
    statement = (
        select(
            Audit.id,
            Audit.reference,
            Audit.month,
            Audit.service_area_id,
            ServiceArea.name.label("area"),
            Audit.stream_id,
            Stream.name.label("stream"),
            Team.name.label("team"),
            AuditTool.code.label("tool"),
            AuditTool.name.label("tool_name"),
            Audit.status,
            Audit.created_at,
            Audit.submitted_at,
            Audit.moderated_at,
            returned.label("is_returned"),
            revised.label("is_revised"),
        )
        .join(ServiceArea, ServiceArea.id == Audit.service_area_id)
        .join(Stream, Stream.id == Audit.stream_id)
        .outerjoin(Team, Team.id == Audit.team_id)
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .where(
            Audit.month.between(first_month, last_month),
            or_(Audit.created_at > since, Audit.submitted_at > since, Audit.moderated_at > since, returned),
        )
        .order_by(Audit.month, Audit.id)
        .limit(MOST)
    )
    return list(_touched(session.execute(statement), since))


def _touched(rows: Iterable[Row[Any]], since: datetime) -> Iterator[TouchedAudit]:
    """Without those that are not finished and never were: nothing counts them."""
    for row in rows:
        if row.status not in COUNTED and not row.is_returned:
            continue
        yield TouchedAudit(
            id=row.id,
            reference=row.reference,
            month=row.month,
            area_id=row.service_area_id,
            area=row.area,
            stream_id=row.stream_id,
            stream=row.stream,
            team=f"{row.team} ({row.area})" if row.team else None,
            tool=row.tool,
            tool_name=row.tool_name,
            kind=_kind(row, since),
            is_revised=bool(row.is_revised),
        )


def _kind(row: Row[Any], since: datetime) -> CauseKind:
    if row.status not in COUNTED:
        return CauseKind.RETURNED
    if row.created_at > since or (row.submitted_at is not None and row.submitted_at > since):
        return CauseKind.FINISHED
    return CauseKind.MODERATED if row.moderated_at and row.moderated_at > since else CauseKind.RETURNED
