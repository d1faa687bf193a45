"""From the words of a choice to the rows they name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.judgement_choice import JudgementChoice
from qa_app.domain.periods import Period
from qa_app.domain.scope import Scope
from qa_app.models import AuditTool, AuditToolVersion, ServiceArea, Stream
from qa_app.queries.judgement_counts import Cohort


def cohort_of(session: Session, choice: JudgementChoice, scope: Scope) -> Cohort:
    """The finished audits that the choice is about, back to the same period last year.

    Raises InvalidInput for a stream, tool or area there is not; an area outside the scope is none.
    """
    versions = None
    if choice.tool is not None:
        ids = session.scalars(
            select(AuditToolVersion.id).join(AuditToolVersion.tool).where(AuditTool.code == choice.tool)
        )
        versions = frozenset(ids)
        if not versions:
            raise unknown("tool", choice.tool)
    area_id = _id_of(session, ServiceArea, "area", choice.area)
    if choice.area is not None and scope.areas is not None and area_id not in scope.areas:
        raise unknown("area", choice.area)
    return Cohort(
        first_month=first_needed(choice).first_month,
        last_month=choice.last.last_month,
        stream_id=_id_of(session, Stream, "stream", choice.stream),
        service_area_id=area_id,
        tool_version_ids=versions,
    )


def first_needed(choice: JudgementChoice) -> Period:
    """The earliest period needed: the first column, or the same period last year."""
    return min(choice.columns[0], choice.last.same_last_year(), key=lambda period: period.ordinal)


def unknown(field: str, value: str) -> InvalidInput:
    """> There is no service area “Atlantis”, about the field that named it."""
    words = {"tool": "audit tool", "area": "service area", "of": "audit domain", "scale": "grading scale"}
    return InvalidInput([Problem(field, f"There is no {words.get(field, field)} “{value}”")])


def _id_of(
    session: Session, kind: type[Stream] | type[ServiceArea], field: str, name: str | None
) -> int | None:
    if name is None:
        return None
    found = session.scalars(select(kind.id).where(kind.name == name)).one_or_none()
    if found is None:
        raise unknown(field, name)
    return found
