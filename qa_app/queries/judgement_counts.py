"""The counts behind the judgement tables."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from qa_app.domain.judgement_choice import Grouping, Judged
from qa_app.domain.periods import Period, Quarter, ReportingPeriod, Year
from qa_app.domain.scope import Scope
from qa_app.domain.workflow import AWAITING_MODERATION, COUNTED
from qa_app.models import Audit, Judgement
from qa_app.queries.scopes import countable

JudgementCount = tuple[int | None, int, int | None, int]
"""(row number of the group, ordinal of the period, position on the scale, how many): the number is a
service area's, team's, stream's, tool version's or question's; None where an audit names no team."""

FINAL_JUDGEMENT = func.coalesce(Judgement.moderated_value, Judgement.auditor_value)
"""The judgement that counts: the moderator's where moderation revised it, else the auditor's."""

JUDGED = {Judged.FINAL: FINAL_JUDGEMENT, Judged.AUDITOR: Judgement.auditor_value}

GROUPED = {
    Grouping.SERVICE_AREA: Audit.service_area_id,
    Grouping.TEAM: Audit.team_id,
    Grouping.STREAM: Audit.stream_id,
    Grouping.TOOL: Audit.tool_version_id,
    Grouping.DOMAIN: Judgement.question_id,
}


@dataclass(frozen=True)
class Cohort:
    """Which finished audits are counted: those of these months (201610 to 201612, both included)."""

    first_month: int
    last_month: int
    stream_id: int | None = None
    service_area_id: int | None = None
    tool_version_ids: frozenset[int] | None = None


def judgement_counts(
    session: Session,
    cohort: Cohort,
    *,
    by: Grouping,
    questions: Collection[int],
    judged: Judged,
    period: type[Period],
    scope: Scope,
) -> Sequence[JudgementCount]:
    """One row for every group, period and grade that was given; not applicable is not counted."""
    statement = _within(_judgement_counts(by, judged, period), cohort, scope)
    given = {**_months(cohort), "questions": sorted(questions)}
    return session.connection().execute(statement, given).all()


@cache
def _judgement_counts(by: Grouping, judged: Judged, period: type[Period]) -> Select[*JudgementCount]:
    """Made once: to make a statement takes as long as a council's database takes to answer it."""
    group, value, ordinal = GROUPED[by], JUDGED[judged], period_ordinal(period)
    return (
        select(group, ordinal, value, func.count())
        .select_from(Audit)
        .join(Judgement, Judgement.audit_id == Audit.id)
        .where(*_COUNTED, Judgement.question_id.in_(bindparam("questions", expanding=True)), value > 0)
        .group_by(group, ordinal, value)
    )


@dataclass(frozen=True)
class AuditCount:
    """How many audits of one period stand on one tool version, and how far moderation is with them."""

    tool_version_id: int
    ordinal: int
    audits: int
    moderated: int
    awaiting: int


def audit_counts(
    session: Session, cohort: Cohort, *, period: type[Period], scope: Scope
) -> Sequence[AuditCount]:
    """One row for every tool version and period with a finished audit."""
    statement = _within(_audit_counts(period), cohort, scope)
    rows = session.connection().execute(statement, _months(cohort))
    return [AuditCount(*row) for row in rows]


@cache
def _audit_counts(period: type[Period]) -> Select[int, int, int, int, int]:
    ordinal = period_ordinal(period)
    return (
        select(
            Audit.tool_version_id,
            ordinal,
            func.count(),
            func.count(Audit.moderated_at),
            func.count().filter(Audit.status.in_(sorted(AWAITING_MODERATION))),
        )
        .where(*_COUNTED)
        .group_by(Audit.tool_version_id, ordinal)
        .order_by(ordinal, Audit.tool_version_id)
    )


def period_ordinal(period: type[ReportingPeriod]) -> ColumnElement[int]:
    """The ordinal of the period an audit's month lies in, as the period types number themselves."""
    if period is Year:
        return (Audit.month - 4) // 100
    months = (Audit.month // 100) * 12 + Audit.month % 100 - 1
    return (months - 3) // 3 if period is Quarter else months


Counts = TypeVar("Counts", bound=Select[*tuple[Any, ...]])

_COUNTED = (
    Audit.month.between(bindparam("first_month"), bindparam("last_month")),
    Audit.status.in_(sorted(COUNTED)),
)


def _months(cohort: Cohort) -> dict[str, Any]:
    return {"first_month": cohort.first_month, "last_month": cohort.last_month}


def _within(statement: Counts, cohort: Cohort, scope: Scope) -> Counts:
    conditions = countable(scope)
    if cohort.stream_id is not None:
        conditions.append(Audit.stream_id == cohort.stream_id)
    if cohort.service_area_id is not None:
        conditions.append(Audit.service_area_id == cohort.service_area_id)
    if cohort.tool_version_ids is not None:
        conditions.append(Audit.tool_version_id.in_(sorted(cohort.tool_version_ids)))
    return statement.where(*conditions) if conditions else statement
