"""The invented council's audit tools: the shipped ones, an older form of the first, and one of its own."""

from dataclasses import replace

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.scales import ZERO_TO_TEN
from qa_app.tools_shipped import shipped_tools

CASE_FILE, DIP_SAMPLE, SUPERVISION = "case-file-audit", "dip-sample", "supervision-audit"

VOICE = "voice-and-identity"


def older_case_file(tool: AuditTool) -> AuditTool:
    """The form before identity was asked about and before there was feedback to the worker.

    The code of the question that changed stays, so that its series shows a break where the new form began.
    """
    return replace(
        tool,
        sections=tuple(
            replace(
                section,
                questions=tuple(
                    _before_identity(question)
                    for question in section.questions
                    if question.code != "feedback-to-worker"
                ),
            )
            for section in tool.sections
        ),
    )


def _before_identity(question: Question) -> Question:
    if question.code != VOICE:
        return question
    return replace(
        question,
        name="Voice of the child",
        wording="How well is the child's voice heard?",
        guidance="Look for the child's views in visits, assessments, plans and reviews.",
        descriptors=(
            "The child's voice runs through the whole file and has changed what was done.",
            "The child's views are sought, recorded and used in the assessment and plan.",
            "The child's views are recorded now and then, with little sign that they were used.",
            "The child's views are missing, or were known and ignored.",
        ),
    )


def supervision_audit() -> AuditTool:
    """A form marked from 10 to 0, as some councils do for supervision."""
    return AuditTool(
        code=SUPERVISION,
        name="Supervision audit",
        purpose="A look at six months of one worker's supervision records for one child.",
        scale=ZERO_TO_TEN,
        sections=(
            Section(
                title="Supervision",
                guidance="Mark from 10 (could not be better) to 0 (nothing there). 7 and above is good.",
                questions=(
                    _met("supervision-monthly", "Supervision every month", "Was it held every month?"),
                    _met("actions-reviewed", "Earlier actions reviewed", "Were they looked at again?"),
                    _mark("reflection", "Reflection", "How well does supervision help the worker to think?"),
                    _mark("case-direction", "Case direction", "How clear and useful is the direction given?"),
                    _mark("support", "Support for the worker", "How well is the worker supported?"),
                ),
            ),
            Section(
                title="Overall",
                guidance="",
                questions=(
                    replace(
                        _mark("overall", "Overall judgement", "Overall, how good is the supervision?"),
                        is_overall=True,
                    ),
                    Question(
                        code="actions-needed",
                        kind=QuestionKind.TEXT,
                        name="Actions needed",
                        wording="What needs to happen now?",
                        required=False,
                    ),
                ),
            ),
        ),
    )  # fmt: skip


def shipped() -> tuple[AuditTool, AuditTool]:
    """The case file audit and the dip sample."""
    case_file, dip_sample = shipped_tools()
    return case_file, dip_sample


def _met(code: str, name: str, wording: str) -> Question:
    return Question(
        code=code, kind=QuestionKind.STANDARD, name=name, wording=wording, allows_not_applicable=True
    )


def _mark(code: str, name: str, wording: str) -> Question:
    return Question(code=code, kind=QuestionKind.JUDGEMENT, name=name, wording=wording)
