from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.scales import FOUR_GRADES, GradingScale
from qa_app.models import AuditToolVersion, ToolStatus
from qa_app.services.audit_tools import add_tool, make_live

_numbers = count(1)


def a_tool(
    *domains: str,
    code: str | None = None,
    standards: tuple[str, ...] = (),
    texts: tuple[str, ...] = (),
    scale: GradingScale = FOUR_GRADES,
) -> AuditTool:
    """A tool with one section that judges these domains, then an overall judgement `overall`."""
    questions = [
        *(Question(code=domain, kind=QuestionKind.JUDGEMENT, wording=f"How good is {domain}?",
                   allows_not_applicable=True) for domain in domains),
        *(Question(code=standard, kind=QuestionKind.STANDARD, wording=f"Was {standard} met?",
                   allows_not_applicable=True) for standard in standards),
        *(Question(code=text, kind=QuestionKind.TEXT, wording=f"What about {text}?", required=False)
          for text in texts),
        Question(code="overall", kind=QuestionKind.JUDGEMENT, wording="And overall?", is_overall=True),
    ]  # fmt: skip
    number = next(_numbers)
    return AuditTool(
        code=code or f"tool-{number}",
        name=f"Tool {number}",
        purpose="For tests",
        scale=scale,
        sections=(Section(title="Practice", guidance="", questions=tuple(questions)),),
    )


def a_tool_version(session: Session, tool: AuditTool | None = None, *, live: bool = True) -> AuditToolVersion:
    at = datetime(2016, 4, 1, tzinfo=UTC)
    version = add_tool(session, tool or a_tool("assessment", "planning"), by=None, at=at)
    if live:
        make_live(session, version, by=None, at=at)
    assert version.status is (ToolStatus.LIVE if live else ToolStatus.DRAFT)
    return version
