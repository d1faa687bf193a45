"""Saving what an auditor has typed, without ever overwriting what somebody else saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.audit_form import Answer
from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.errors import Conflict, InvalidInput, NotPermitted, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.scales import NOT_APPLICABLE, STANDARD_ANSWERS
from qa_app.domain.workflow import EDITABLE, AuditStatus
from qa_app.models import Audit, AuditToolVersion, GradingScaleRow, Judgement, Person, Question
from qa_app.services.trail import record, words_changed

# Made once: a save takes a few milliseconds, and putting these together would be one of them.
_ASKED = (
    select(
        Question.id,
        Question.code,
        Question.kind,
        Question.allows_not_applicable,
        GradingScaleRow.labels,
        Judgement.auditor_value,
        Judgement.evidence,
        Judgement.audit_id,
    )
    .join(AuditToolVersion, AuditToolVersion.id == Question.version_id)
    .join(GradingScaleRow, GradingScaleRow.id == AuditToolVersion.scale_id)
    .outerjoin(Judgement, (Judgement.question_id == Question.id) & (Judgement.audit_id == bindparam("audit")))
    .where(Question.version_id == bindparam("version"), Question.code.in_(bindparam("codes", expanding=True)))
    .order_by(Question.section_id, Question.position)
)
_CLAIM = (
    update(Audit)
    .where(
        Audit.id == bindparam("audit"),
        Audit.version == bindparam("opened"),
        Audit.status.in_(sorted(EDITABLE)),
    )
    .values(version=bindparam("opened") + 1, status=AuditStatus.IN_PROGRESS)
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True)
class _Change:
    code: str
    is_new: bool
    row: dict[str, Any]
    value_before: int | None
    are_words_changed: bool


def save_answers(
    session: Session,
    audit: Audit,
    answers: Mapping[str, Answer],
    *,
    opened_at_version: int,
    by: Person,
    at: datetime,
) -> int:
    """Writes the answers that differ from what is stored; others stay. The version to save on next.

    Saving again what is saved already is no conflict, so that a browser whose answer got lost can
    send it twice. Raises NotPermitted for anybody but the auditor, Conflict when the audit was saved
    since the version that was opened, submitted or withdrawn, and InvalidInput (about the question's
    code) for an answer that the question does not take.
    """
    if audit.auditor_id != by.id:
        raise NotPermitted("Only its auditor fills in an audit.")
    if audit.status not in EDITABLE:
        happened = "was withdrawn" if audit.status is AuditStatus.WITHDRAWN else "has been submitted"
        raise Conflict(f"This audit {happened}, so it can no longer be changed.")
    changed = _changed(session, audit, answers)
    if not changed:
        return audit.version
    _claim(session, audit, opened_at_version)
    if new := [change.row for change in changed if change.is_new]:
        session.execute(insert(Judgement), new)
    if old := [change.row for change in changed if not change.is_new]:
        session.execute(update(Judgement), old)
    record(
        session,
        "saved answers",
        by=by,
        at=at,
        subject="audit",
        subject_id=audit.id,
        before={"answers": {change.code: change.value_before for change in changed}},
        after={"answers": {change.code: change.row["auditor_value"] for change in changed}}
        | words_changed([change.code for change in changed if change.are_words_changed]),
    )
    session.flush()
    session.expire(audit)
    return opened_at_version + 1


def _changed(session: Session, audit: Audit, answers: Mapping[str, Answer]) -> list[_Change]:
    """The rows to write: those whose grade or text differs from the one stored."""
    rows: list[_Change] = []
    problems: list[Problem] = []
    asked = {"audit": audit.id, "version": audit.tool_version_id, "codes": list(answers)}
    for question in session.execute(_ASKED, asked):
        answer = answers[question.code]
        try:
            text = clean_text(answer.text, field=question.code)
            value = _checked(question, answer.value)
        except InvalidInput as error:
            problems.extend(error.problems)
            continue
        is_new = question.audit_id is None
        stored = (None, "") if is_new else (question.auditor_value, question.evidence)
        if (value, text) != stored:
            rows.append(
                _Change(
                    question.code,
                    is_new,
                    {
                        "audit_id": audit.id,
                        "question_id": question.id,
                        "auditor_value": value,
                        "evidence": text,
                    },
                    value_before=stored[0],
                    are_words_changed=text != stored[1],
                )
            )
    if problems:
        raise InvalidInput(problems)
    return rows


def _checked(question: Any, value: int | None) -> int | None:
    if value is None or question.kind is QuestionKind.TEXT:
        return None
    standard = question.kind is QuestionKind.STANDARD
    highest = STANDARD_ANSWERS.worst if standard else len(question.labels)
    if value == NOT_APPLICABLE and question.allows_not_applicable:
        return value
    if not 1 <= value <= highest:
        raise InvalidInput([Problem(question.code, "Choose one of the answers on the page")])
    return value


def _claim(session: Session, audit: Audit, opened_at_version: int) -> None:
    """Takes the next version for this save; whoever comes second on the same one is refused."""
    claimed = session.execute(_CLAIM, {"audit": audit.id, "opened": opened_at_version})
    if claimed.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has one
        raise Conflict("This audit was saved somewhere else since you opened this page.")
