"""What a judgement table can be chosen from."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.scope import Scope
from qa_app.models import (
    Audit,
    AuditTool,
    AuditToolVersion,
    GradingScaleRow,
    PublishedFigure,
    Question,
    ServiceArea,
    Stream,
    ToolStatus,
)


@dataclass(frozen=True)
class ChoiceOptions:
    """Names by what a choice calls them, each in the order it is offered in."""

    areas: Mapping[str, int]
    """Row numbers by name, of the areas within the scope."""
    streams: Mapping[str, int]
    tools: Mapping[str, str]
    """Names by code."""
    domains: Mapping[str, str]
    """Names by code, the newest name where it changed; the overall judgement is not among them."""
    scales: Mapping[str, str]
    """Names by code, of the scales that tools released so far are judged on."""
    first_month: int | None
    """The month of the earliest audit or published figure, an integer such as 201504."""


def choice_options(session: Session, scope: Scope) -> ChoiceOptions:
    areas = select(ServiceArea.name, ServiceArea.id).order_by(ServiceArea.name)
    if scope.areas is not None:
        areas = areas.where(ServiceArea.id.in_(scope.areas))
    streams = select(Stream.name, Stream.id).order_by(Stream.name)
    tools = select(AuditTool.code, AuditTool.name).order_by(AuditTool.name)
    domains = (
        select(Question.code, Question.name)
        .join(AuditToolVersion, AuditToolVersion.id == Question.version_id)
        .where(
            Question.kind == QuestionKind.JUDGEMENT,
            Question.is_overall.is_(False),
            AuditToolVersion.status != ToolStatus.DRAFT,
        )
        .order_by(AuditToolVersion.number, Question.version_id, Question.section_id, Question.position)
    )
    scales = (
        select(GradingScaleRow.code, GradingScaleRow.name)
        .where(
            GradingScaleRow.id.in_(
                select(AuditToolVersion.scale_id).where(AuditToolVersion.status != ToolStatus.DRAFT)
            )
        )
        .order_by(GradingScaleRow.id)
    )
    firsts = (select(func.min(Audit.month)), select(func.min(PublishedFigure.first_month)))
    return ChoiceOptions(
        areas=dict(session.execute(areas).all()),
        streams=dict(session.execute(streams).all()),
        tools=dict(session.execute(tools).all()),
        domains=dict(session.execute(domains).all()),
        scales=dict(session.execute(scales).all()),
        first_month=min(filter(None, (session.scalar(first) for first in firsts)), default=None),
    )
