"""Audit tools: built as drafts, frozen when they go live, copied to be changed."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.audit_tool_rules import problems_with
from qa_app.domain.audit_tool_versions import definition
from qa_app.domain.errors import Conflict, InvalidInput, Problem, TransitionNotAllowed
from qa_app.models import AuditTool as ToolRow
from qa_app.models import AuditToolVersion, Person, Question, Section, ToolStatus
from qa_app.queries.audit_tools import as_tool
from qa_app.services.grading_scales import forget_unused, scale_for
from qa_app.services.trail import record
from qa_app.tools_shipped import shipped_tools


def start_tool(session: Session, tool: AuditTool, *, by: Person | None, at: datetime) -> AuditToolVersion:
    """The first draft of a new tool. Raises InvalidInput for a code that is taken."""
    taken = session.scalars(select(ToolRow).where(ToolRow.code == tool.code)).one_or_none()
    if taken is not None:
        raise InvalidInput(
            [
                Problem(
                    "code",
                    f"{taken.name} has this code already: write another, or make a new version of that tool",
                )
            ]
        )
    return add_tool(session, tool, by=by, at=at)


def add_shipped(
    session: Session, *codes: str, by: Person | None, at: datetime
) -> tuple[AuditToolVersion, ...]:
    """Drafts of the tools with these codes that come with the app, or of all; one already here is left."""
    here = set(session.scalars(select(ToolRow.code)))
    return tuple(
        add_tool(session, tool, by=by, at=at)
        for tool in shipped_tools()
        if tool.code not in here and (not codes or tool.code in codes)
    )


def add_tool(session: Session, tool: AuditTool, *, by: Person | None, at: datetime) -> AuditToolVersion:
    """A new draft of this tool: the first version of a new code, or the next of a known one.

    Raises TransitionNotAllowed when the code has a draft already, InvalidInput for a scale that differs
    from the one known by its code.
    """
    scale = scale_for(session, tool.scale)
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
        scale=scale,
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
    change: str = "all of it",
    by: Person | None,
    at: datetime,
) -> None:
    """Replaces what a draft asks. A draft may be incomplete: `make_live` checks it.

    `change` says for the trail what was changed. Raises TransitionNotAllowed for a version that is no
    draft, Conflict when somebody else changed it since it was opened, InvalidInput for a scale that
    differs from the one known by its code.
    """
    _must_be_draft(session, version, opened_at_version)
    version.tool.name = tool.name
    before = version.scale
    version.scale = scale_for(session, tool.scale, draft=version)
    version.sections.clear()
    session.flush()
    _write(session, version, tool)
    # A change of questions only would not touch the row that counts the saves.
    version.version = opened_at_version + 1
    session.flush()
    if before is not version.scale:
        forget_unused(session, before)
    _record(session, "changed draft of audit tool", version, by=by, at=at, change=change)


def make_live(
    session: Session,
    version: AuditToolVersion,
    *,
    opened_at_version: int | None = None,
    by: Person | None,
    at: datetime,
) -> None:
    """From now on new audits use this version; the one before retires. Audits begun on it keep it.

    Raises InvalidInput with all that is wrong with the draft, and Conflict when it is not the draft that
    was looked at any more.
    """
    _must_be_draft(session, version, opened_at_version)
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


def delete_draft(
    session: Session,
    version: AuditToolVersion,
    *,
    opened_at_version: int | None = None,
    by: Person | None,
    at: datetime,
) -> None:
    """Nothing was ever recorded on a draft, so nothing is lost but the draft itself.

    Raises Conflict when it is not the draft that was looked at any more.
    """
    _must_be_draft(session, version, opened_at_version)
    _record(session, "deleted draft of audit tool", version, by=by, at=at)
    tool, scale = version.tool, version.scale
    session.delete(version)
    session.flush()
    forget_unused(session, scale)
    session.refresh(tool)
    if not tool.versions:
        session.delete(tool)
        session.flush()


def _must_be_draft(session: Session, version: AuditToolVersion, opened_at_version: int | None = None) -> None:
    """Nobody else changes the version from here to the end of the transaction."""
    session.refresh(version, ["status", "version"], with_for_update=True)
    if version.status is not ToolStatus.DRAFT:
        raise TransitionNotAllowed(
            "This version is frozen, because audits may stand on it. Make a new version to change it."
        )
    if opened_at_version not in (None, version.version):
        raise Conflict(
            "Somebody else changed this draft while you had it open. Reload it to see their changes."
        )


def _write(session: Session, version: AuditToolVersion, tool: AuditTool) -> None:
    version.purpose = tool.purpose
    session.flush()
    # The council's own labels of the scale, which a file that only names it does not hold.
    tool = replace(tool, scale=version.scale.as_scale())
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
    session: Session,
    action: str,
    version: AuditToolVersion,
    *,
    by: Person | None,
    at: datetime,
    change: str | None = None,
) -> None:
    after = {"tool": version.tool.code, "version": version.number}
    if change is not None:
        after["change"] = change
    record(session, action, by=by, at=at, subject="audit tool version", subject_id=version.id, after=after)
