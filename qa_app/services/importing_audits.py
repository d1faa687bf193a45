"""Bringing in an audit-level file: checked whole, then added whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from qa_app.importers.audit_columns import KnownTool
from qa_app.importers.audit_file import AuditFile, AuditRow
from qa_app.importers.audit_rows import read_audits
from qa_app.importers.progress import Progress, told_to_nobody
from qa_app.importers.sheet import Sheet
from qa_app.models import AuditToolVersion, ToolStatus
from qa_app.queries.audit_tools import all_tools, as_tool, find_version
from qa_app.queries.import_audits import ExistingAudit, existing_audits
from qa_app.services.importing_audit_rows import write_audits
from qa_app.services.importing_names import KnownNames, add_names, match_names, name_missing
from qa_app.services.importing_report import MOST_NAMES, Report, shown_problems


@dataclass(frozen=True)
class AuditsPlan:
    """What bringing in this file would do to the database as it is now."""

    file_name: str
    file: AuditFile
    names: KnownNames
    new: Sequence[AuditRow]
    unchanged: int

    @property
    def report(self) -> Report:
        names = self.names
        problems = self.file.problems
        added = {
            "audits": len(self.new),
            "judgements": sum(len(audit.answers) for audit in self.new),
            "moderations": sum(1 for audit in self.new if audit.moderator),
            "people": len(names.new_people),
            "service areas": len(names.new_areas),
            "teams": len(names.new_teams),
            "streams": len(names.new_streams),
        }
        new = {
            "people": [name.spelled for name in names.new_people.values()],
            "service areas": [name.spelled for name in names.new_areas.values()],
            "teams": [
                f"{name.spelled}, {self.file.areas[area].spelled}"
                for (area, _), name in names.new_teams.items()
            ],
            "streams": [name.spelled for name in names.new_streams.values()],
        }
        return Report(
            rows=self.file.rows,
            added={} if problems or not self.new else added,
            unchanged=self.unchanged,
            names={kind: sorted(spelled)[:MOST_NAMES] for kind, spelled in new.items()},
            missing_names=names.are_missing,
            **shown_problems(problems),
        )


def plan_audits(
    session: Session,
    file_name: str,
    sheet: Sheet,
    *,
    add_missing: bool,
    today: date,
    progress: Progress = told_to_nobody,
) -> AuditsPlan:
    """Changes nothing."""
    tools = tools_in_use(session)
    file = read_audits(sheet, tools, today=today, progress=progress)
    names = match_names(session, file, file.problems)
    if names.are_missing and not add_missing:
        name_missing(names, file.problems)
    _check_own_audits(file, names)
    new, unchanged = _sort_out(session, file, tools)
    return AuditsPlan(file_name, file, names, new, unchanged)


def add_planned_audits(session: Session, plan: AuditsPlan, *, at: datetime) -> None:
    """Only for a plan without problems, made in this transaction."""
    if plan.new:
        add_names(session, plan.names, at=at)
        write_audits(session, plan.new, plan.names, file_name=plan.file_name, at=at)


def tools_in_use(session: Session) -> list[KnownTool]:
    """Each audit tool at its live version, or the last that was live."""
    versions = (_newest([v for v in tool.versions if _can_hold_audits(v)]) for tool in all_tools(session))
    return [_known(find_version(session, version.id)) for version in versions if version is not None]


def _can_hold_audits(version: AuditToolVersion) -> bool:
    return version.status is not ToolStatus.DRAFT


def _newest(versions: Sequence[AuditToolVersion]) -> AuditToolVersion | None:
    return max(versions, key=lambda v: (v.status is ToolStatus.LIVE, v.number), default=None)


def _known(version: AuditToolVersion) -> KnownTool:
    ids = {question.code: question.id for section in version.sections for question in section.questions}
    return KnownTool(version.id, as_tool(version), ids)


def _check_own_audits(file: AuditFile, names: KnownNames) -> None:
    """The same person once by name and once by e-mail address; the same name twice is found in reading."""
    people = names.people
    for audit in file.audits:
        moderator = people.get(audit.moderator)
        if (
            moderator is not None
            and moderator == people.get(audit.auditor)
            and audit.moderator != audit.auditor
        ):
            sentence = "This is also the auditor, and nobody moderates their own audit: correct one of them"
            file.problems.add(audit.row, "moderator", audit.moderator, sentence)


def _sort_out(session: Session, file: AuditFile, tools: Sequence[KnownTool]) -> tuple[list[AuditRow], int]:
    """The audits to add, and how many are there already; one that is there but differs is a problem."""
    existing = existing_audits(session, (audit.reference for audit in file.audits if audit.reference))
    if not existing:
        return file.audits, 0
    by_version = {known.version_id: known for known in tools}
    for audit in file.audits:
        found = existing.get(audit.reference)
        if found is not None and not _is_same(audit, found, by_version.get(audit.version_id)):
            sentence = "An audit with this reference is here already and differs: change it there, or correct"
            file.problems.add(audit.row, "reference", audit.reference, f"{sentence} the reference")
    return [audit for audit in file.audits if audit.reference not in existing], len(existing)


def _is_same(audit: AuditRow, found: ExistingAudit, known: KnownTool | None) -> bool:
    """Where the text of the one that is here was removed, the rest is compared: a file does not bring it
    back."""
    if known is None:
        return False
    codes = {id_: code for code, id_ in known.question_ids.items()}
    answers = {
        codes[answer.question_id]: (answer.value, answer.moderated_value, answer.evidence)
        for answer in audit.answers
    }
    case_reference = audit.case_reference
    if found.text_is_removed:
        case_reference = found.case_reference
        answers = {
            code: (value, moderated, "")
            for code, (value, moderated, _) in answers.items()
            if value is not None
        }
    moderated_on = (audit.moderation_date or audit.audit_date) if audit.moderator else None
    return (
        known.tool.code == found.tool_code
        and answers == found.answers
        and audit.auditor in found.auditor
        and (audit.moderator in found.moderators if audit.moderator else not found.moderators)
        and (
            audit.audit_date,
            audit.service_area,
            audit.team,
            audit.stream,
            case_reference,
            moderated_on,
        )
        == (
            found.audit_date,
            found.service_area,
            found.team,
            found.stream,
            found.case_reference,
            found.moderated_on,
        )
    )
