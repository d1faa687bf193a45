from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.roles import Role
from qa_app.domain.scales import FOUR_GRADES
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, AuditToolVersion, ModerationSetting, Person
from tests.factories import a_tool_version, an_audit

TOOL = AuditTool(
    code="case-file",
    name="Case file audit",
    purpose="Read the file.",
    scale=FOUR_GRADES,
    sections=(
        Section(
            title="Practice",
            guidance="Start with the visits.",
            questions=(
                Question(
                    code="assessment",
                    kind=QuestionKind.JUDGEMENT,
                    wording="How good is the assessment?",
                    guidance="Look for analysis.",
                    descriptors=("Shines", "Sound", "Thin", "Absent"),
                    allows_not_applicable=True,
                ),
                Question(code="visits", kind=QuestionKind.STANDARD, wording="Are visits regular?"),
            ),
        ),
        Section(
            title="Outcome",
            guidance="",
            questions=(
                Question(code="story", kind=QuestionKind.TEXT, wording="What changed?", required=False),
                Question(
                    code="overall", kind=QuestionKind.JUDGEMENT, wording="And overall?", is_overall=True
                ),
            ),
        ),
    ),
)

COMPLETE = {"assessment": 2, "visits": 1, "overall": 2}


@pytest.fixture
def version(session: Session) -> AuditToolVersion:
    return a_tool_version(session, TOOL)


@pytest.fixture
def auditor(sign_in: Callable[..., Person]) -> Person:
    return sign_in(Role.AUDITOR, name="Ada Okafor")


@pytest.fixture
def own(session: Session, version: AuditToolVersion, auditor: Person) -> Callable[..., Audit]:
    """Adds an audit of the person signed in, begun and without answers unless said otherwise."""

    def add(status: AuditStatus = AuditStatus.IN_PROGRESS, **named: object) -> Audit:
        audit = an_audit(version, **{"auditor": auditor, "status": status, "judged": {}} | named)
        session.add(audit)
        session.commit()
        return audit

    return add


@pytest.fixture
def rule(session: Session) -> ModerationSetting:
    """Nothing is moderated unless a test says so."""
    setting = session.get_one(ModerationSetting, 1)
    setting.all_worst = setting.all_best = setting.blind = False
    setting.random_share = 0
    return setting


def answers(version: int, **written: object) -> dict[str, str]:
    """A form as a browser sends it: > answers(1, assessment=(2, "Evidence"))"""
    sent = {"version": str(version)}
    for code, answer in written.items():
        value, text = answer if isinstance(answer, tuple) else (answer, "")
        sent[f"text-{code}"] = text
        if value is not None:
            sent[f"value-{code}"] = str(value)
    return sent


DECEMBER = date(2016, 12, 5)
