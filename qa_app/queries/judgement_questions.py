"""Which questions a judgement table counts the answers of."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.judgement_choice import OVERALL, Grouping, JudgementChoice
from qa_app.models import AuditTool, AuditToolVersion, Question
from qa_app.queries.judgement_cohort import unknown


@dataclass(frozen=True)
class AskedQuestion:
    """A question that audits of these periods answered."""

    id: int
    code: str
    name: str
    is_overall: bool
    definition: str
    tool_version_id: int
    tool: str
    tool_code: str
    version: int
    scale_id: int


def asked_questions(session: Session, choice: JudgementChoice, versions: set[int]) -> Sequence[AskedQuestion]:
    """The judgement questions that the choice is about, in these versions: the newest form first.

    Raises InvalidInput for a domain that no form asks about.
    """
    if not versions:
        _check_known(session, choice)
        return []
    statement = (
        select(
            Question.id,
            Question.code,
            Question.name,
            Question.is_overall,
            Question.definition,
            Question.version_id,
            AuditTool.name.label("tool"),
            AuditTool.code.label("tool_code"),
            AuditToolVersion.number,
            AuditToolVersion.scale_id,
        )
        .join(AuditToolVersion, AuditToolVersion.id == Question.version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .where(Question.version_id.in_(sorted(versions)), Question.kind == QuestionKind.JUDGEMENT)
        .order_by(AuditToolVersion.number.desc(), Question.section_id, Question.position, Question.id)
    )
    if choice.by is not Grouping.DOMAIN:
        wanted = Question.is_overall if choice.of == OVERALL else Question.code == choice.of
        statement = statement.where(wanted)
    asked = [
        AskedQuestion(
            id=row.id,
            code=row.code,
            name=row.name,
            is_overall=row.is_overall,
            definition=row.definition,
            tool_version_id=row.version_id,
            tool=row.tool,
            tool_code=row.tool_code,
            version=row.number,
            scale_id=row.scale_id,
        )
        for row in session.execute(statement)
    ]
    if not asked:
        _check_known(session, choice)
    return asked


def _check_known(session: Session, choice: JudgementChoice) -> None:
    """Nothing was audited on the domain in these periods; but is there such a domain at all?"""
    if choice.of == OVERALL or choice.by is Grouping.DOMAIN:
        return
    known = select(Question.id).where(Question.code == choice.of, Question.kind == QuestionKind.JUDGEMENT)
    if session.scalars(known.limit(1)).first() is None:
        raise unknown("of", choice.of)
