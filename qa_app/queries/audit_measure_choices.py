"""What an audit measure can be defined with."""

from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_measure_checks import AuditMeasureChoices, MeasurableQuestion
from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.judgement_choice import OVERALL
from qa_app.models import (
    AuditTool,
    AuditToolVersion,
    GradingScaleRow,
    Question,
    Section,
    ServiceArea,
    Stream,
    ToolStatus,
)

MEASURABLE = (QuestionKind.JUDGEMENT, QuestionKind.STANDARD)


def audit_measure_choices(session: Session) -> AuditMeasureChoices:
    """Questions of live and retired tools, the overall judgement first; parts in use before the others."""
    scales = session.scalars(
        select(GradingScaleRow)
        .where(
            GradingScaleRow.id.in_(
                select(AuditToolVersion.scale_id).where(AuditToolVersion.status != ToolStatus.DRAFT)
            )
        )
        .order_by(GradingScaleRow.id)
    )
    questions = _questions(session)
    return AuditMeasureChoices(
        questions=questions,
        scales={row.code: row.as_scale() for row in scales},
        tools=_tools(questions),
        areas=_parts(session, ServiceArea),
        streams=_parts(session, Stream),
    )


def _questions(session: Session) -> list[MeasurableQuestion]:
    """Each once of a kind, where its tool, first by name, asks it in its newest version."""
    found: dict[tuple[str, QuestionKind], MeasurableQuestion] = {}
    for row in session.execute(_asked()):
        code = OVERALL if row.is_overall else row.code
        named = ("Overall judgement", "Overall judgement") if row.is_overall else (row.name, row.title)
        known = found.get((code, row.kind)) or MeasurableQuestion(code, named[0], row.kind, named[1], {})
        found[code, row.kind] = replace(
            known, tools={**known.tools, row.tool: row.tool_name}, scales=known.scales | {row.scale}
        )
    return sorted(found.values(), key=lambda question: question.code != OVERALL)


def _asked() -> Select[*tuple[str, str, QuestionKind, bool, str, str, str, str]]:
    return (
        select(
            Question.code,
            Question.name,
            Question.kind,
            Question.is_overall,
            Section.title,
            AuditTool.code.label("tool"),
            AuditTool.name.label("tool_name"),
            GradingScaleRow.code.label("scale"),
        )
        .join(Section, Section.id == Question.section_id)
        .join(AuditToolVersion, AuditToolVersion.id == Question.version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(GradingScaleRow, GradingScaleRow.id == AuditToolVersion.scale_id)
        .where(Question.kind.in_(MEASURABLE), AuditToolVersion.status != ToolStatus.DRAFT)
        .order_by(
            AuditTool.name,
            AuditTool.id,
            AuditToolVersion.number.desc(),
            Section.position,
            Question.position,
        )
    )


def _tools(questions: list[MeasurableQuestion]) -> dict[str, str]:
    named = {code: name for question in questions for code, name in question.tools.items()}
    return dict(sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def _parts(session: Session, kind: type[ServiceArea] | type[Stream]) -> dict[int, str]:
    rows = session.execute(select(kind.id, kind.name, kind.active).order_by(kind.active.desc(), kind.name))
    return {row.id: row.name if row.active else f"{row.name} (out of use)" for row in rows}
