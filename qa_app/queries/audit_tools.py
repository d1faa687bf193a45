"""Audit tools and their versions, as the domain's own type."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from qa_app.domain.audit_tool import AuditTool, Question, Section
from qa_app.models import Audit, AuditToolVersion, GradingScaleRow, ToolStatus
from qa_app.models import AuditTool as ToolRow
from qa_app.models import Section as SectionRow


def find_version(session: Session, version_id: int) -> AuditToolVersion:
    """A version with all it asks, read at once. Raises NoResultFound."""
    return session.scalars(_whole_versions().where(AuditToolVersion.id == version_id)).unique().one()


def count_sections(session: Session, version_id: int) -> int:
    """How many pages the form of this version has."""
    return session.scalar(select(func.count()).where(SectionRow.version_id == version_id)) or 0


def find_tool(session: Session, code: str) -> ToolRow:
    """Raises NoResultFound."""
    return session.scalars(select(ToolRow).where(ToolRow.code == code)).one()


def live_version(session: Session, code: str) -> AuditToolVersion | None:
    """The version of this tool that new audits use, if there is one."""
    statement = _whole_versions().where(ToolRow.code == code, AuditToolVersion.status == ToolStatus.LIVE)
    return session.scalars(statement).unique().one_or_none()


def live_versions(session: Session) -> Sequence[AuditToolVersion]:
    """What an audit can be started with, by name."""
    return session.scalars(
        select(AuditToolVersion)
        .join(AuditToolVersion.tool)
        .where(AuditToolVersion.status == ToolStatus.LIVE)
        .order_by(ToolRow.name, ToolRow.id)
        .options(joinedload(AuditToolVersion.tool))
    ).all()


def all_tools(session: Session) -> Sequence[ToolRow]:
    """Every tool with its versions, by name."""
    return session.scalars(
        select(ToolRow).order_by(ToolRow.name, ToolRow.id).options(selectinload(ToolRow.versions))
    ).all()


def released_before(session: Session, version: AuditToolVersion) -> AuditToolVersion | None:
    """The version that a draft is compared with: the live one, or else the last that was."""
    others = [other for other in version.tool.versions if other.status is not ToolStatus.DRAFT]
    live = [other for other in others if other.status is ToolStatus.LIVE]
    found = (live or others)[-1:]
    return find_version(session, found[0].id) if found else None


def audits_by_version(session: Session) -> dict[int, int]:
    """How many audits stand on each version, whatever their state and service area; none has no entry."""
    counted = select(Audit.tool_version_id, func.count(Audit.id).label("audits")).group_by(
        Audit.tool_version_id
    )
    return {row.tool_version_id: row.audits for row in session.execute(counted)}


def grading_scales(session: Session) -> Sequence[GradingScaleRow]:
    """Those that come with the app first, then the council's own in the order they were made."""
    return session.scalars(select(GradingScaleRow).order_by(GradingScaleRow.id)).all()


def as_tool(version: AuditToolVersion) -> AuditTool:
    """The version as the domain's rules know it."""
    return AuditTool(
        code=version.tool.code,
        name=version.tool.name,
        purpose=version.purpose,
        scale=version.scale.as_scale(),
        sections=tuple(
            Section(
                title=section.title,
                guidance=section.guidance,
                questions=tuple(
                    Question(
                        code=question.code,
                        kind=question.kind,
                        wording=question.wording,
                        name=question.name,
                        guidance=question.guidance,
                        descriptors=tuple(question.descriptors),
                        required=question.required,
                        allows_not_applicable=question.allows_not_applicable,
                        is_overall=question.is_overall,
                    )
                    for question in section.questions
                ),
            )
            for section in version.sections
        ),
    )


def _whole_versions() -> Select[AuditToolVersion]:
    return (
        select(AuditToolVersion)
        .join(AuditToolVersion.tool)
        .options(
            joinedload(AuditToolVersion.tool),
            joinedload(AuditToolVersion.scale),
            selectinload(AuditToolVersion.sections).selectinload(SectionRow.questions),
        )
    )
