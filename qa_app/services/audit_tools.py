"""Audit tools: built as drafts, frozen when they go live, copied to be changed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.audit_tool_rules import problems_with
from qa_app.domain.audit_tool_versions import definition
from qa_app.domain.errors import Conflict, InvalidInput, TransitionNotAllowed
from qa_app.models import AuditTool as ToolRow
from qa_app.models import AuditToolVersion, Person, Question, Section, ToolStatus
from qa_app.queries.audit_tools import as_tool
from qa_app.services.setting_up import scale_row
from qa_app.services.trail import record


def add_tool(session: Session, tool: AuditTool, *, by: Person | None, at: datetime) -> AuditToolVersion:
    """A new draft of this tool: the first version of a new code, or the next of a known one.

    Raises TransitionNotAllowed when the code has a draft already.
    """
    row = session.scalars(select(ToolRow).where(ToolRow.code == tool.code)).one_or_none()
    if row is None:
        row = ToolRow(code=tool.code, name=tool.name)
        session.add(row)
    elif any(version.status is ToolStatus.DRAFT for version in row.versions):
        raise TransitionNotAllowed(f"{row.name} has a draft already: change that one, or delete it first.")
    row.name = tool.name
    version = AuditToolVersion(
        tool=row,
        number=max((version.number for version in row.versions if version.number), default=0) + 1,
        status=ToolStatus.DRAFT,
        created_at=at,
        scale=scale_row(session, tool.scale),
    )
    session.add(version)
    _write(session, version, tool)
    session.flush()
    _record(session, "added draft of audit tool", version, by=by, at=at)
    return version


def change_draft(
    session: Session,
    version: AuditToolVersion,
    tool: AuditTool,
    *,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """Replaces what a draft asks. A draft may be incomplete: `make_live` checks it.

    Raises TransitionNotAllowed for a version that is no draft, Conflict when somebody else
    changed it since it was opened.
    """
    _must_be_draft(version)
    if version.version != opened_at_version:
        raise Conflict(
            "Somebody else changed this draft while you had it open. Reload it to see their changes."
        )
    version.tool.name = tool.name
    version.scale = scale_row(session, tool.scale)
    version.sections.clear()
    session.flush()
    _write(session, version, tool)
    # A change of questions only would not touch the row that counts the saves.
    version.version = opened_at_version + 1
    session.flush()
    _record(session, "changed draft of audit tool", version, by=by, at=at)


def make_live(session: Session, version: AuditToolVersion, *, by: Person | None, at: datetime) -> None:
    """From now on new audits use this version; the one before retires. Audits begun on it keep it.

    Raises InvalidInput with all that is wrong with the draft.
    """
    _must_be_draft(version)
    if problems := problems_with(as_tool(version)):
        raise InvalidInput(problems)
    for other in version.tool.versions:
        if other.status is ToolStatus.LIVE:
            other.status = ToolStatus.RETIRED
    session.flush()
    version.status = ToolStatus.LIVE
    version.made_live_at = at
    session.flush()
    _record(session, "made audit tool live", version, by=by, at=at)


def retire(session: Session, version: AuditToolVersion, *, by: Person | None, at: datetime) -> None:
    """No new audits with it; those under way are finished on it."""
    if version.status is not ToolStatus.LIVE:
        raise TransitionNotAllowed("Only a live audit tool can be retired.")
    version.status = ToolStatus.RETIRED
    session.flush()
    _record(session, "retired audit tool", version, by=by, at=at)


def delete_draft(session: Session, version: AuditToolVersion, *, by: Person | None, at: datetime) -> None:
    """Nothing was ever recorded on a draft, so nothing is lost but the draft itself."""
    _must_be_draft(version)
    _record(session, "deleted draft of audit tool", version, by=by, at=at)
    tool = version.tool
    session.delete(version)
    session.flush()
    session.refresh(tool)
    if not tool.versions:
        session.delete(tool)
        session.flush()


def _must_be_draft(version: AuditToolVersion) -> None:
    if version.status is not ToolStatus.DRAFT:
        raise TransitionNotAllowed(
            "This version is frozen, because audits may stand on it. Make a new version to change it."
        )


def _write(session: Session, version: AuditToolVersion, tool: AuditTool) -> None:
    version.purpose = tool.purpose
    session.flush()
    for place, section in enumerate(tool.sections, start=1):
        row = Section(version_id=version.id, position=place, title=section.title, guidance=section.guidance)
        row.questions = [
            Question(
                version_id=version.id,
                position=number,
                code=question.code,
                kind=question.kind,
                name=question.short_name,
                wording=question.wording,
                guidance=question.guidance,
                descriptors=list(question.descriptors),
                required=question.required,
                allows_not_applicable=question.allows_not_applicable,
                is_overall=question.is_overall,
                definition=definition(tool, question),
            )
            for number, question in enumerate(section.questions, start=1)
        ]
        version.sections.append(row)


def _record(
    session: Session, action: str, version: AuditToolVersion, *, by: Person | None, at: datetime
) -> None:
    after = {"tool": version.tool.code, "version": version.number}
    record(session, action, by=by, at=at, subject="audit tool version", subject_id=version.id, after=after)
