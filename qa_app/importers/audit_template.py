"""The columns of an audit-level file for one audit tool, explained and with an example."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.domain.scales import NOT_APPLICABLE_LABEL, STANDARD_ANSWERS
from qa_app.importers.audit_columns import OPTIONAL, headings_of
from qa_app.importers.audit_rows import EXAMPLE_REFERENCE


@dataclass(frozen=True)
class TemplateColumn:
    """`accepted` are the only values that may stand in the column; empty where it is free."""

    heading: str
    required: bool
    explanation: str
    example: str | date
    accepted: tuple[str, ...] = ()


def template_columns(tool: AuditTool) -> list[TemplateColumn]:
    """Those about the audit, then those of each question in the order of the form."""
    asked = (column for question in tool.questions for column in _of_question(tool, question))
    return [*_about_the_audit(tool), *asked]


def _about_the_audit(tool: AuditTool) -> list[TemplateColumn]:
    explained: dict[str, tuple[str, str | date]] = {
        "reference": ("The audit’s own reference, different in every row", EXAMPLE_REFERENCE),
        "audit date": ("As 05/12/2016, 2016-12-05 or a date cell", date(2016, 12, 5)),
        "service area": ("By its name", "Children in need"),
        "team": ("By its name", ""),
        "stream": ("The kind of audit, by its name", "Monthly case file audit"),
        "tool": ("The code or the name of the audit tool", tool.code),
        "case reference": ("The reference of the case: never a child’s name", "C-1024"),
        "auditor": ("By name or e-mail address; somebody unknown is added, and cannot sign in", "Jo Auditor"),
        "moderator": ("If the audit was moderated, by name or e-mail address", "Sam Moderator"),
        "moderation date": ("If left blank, the date of the audit is taken", date(2016, 12, 19)),
    }
    return [
        TemplateColumn(heading, heading not in OPTIONAL, explanation, example)
        for heading, (explanation, example) in explained.items()
    ]


def _of_question(tool: AuditTool, question: Question) -> Iterator[TemplateColumn]:
    answer, moderated, evidence = headings_of(question)
    what = f"{question.short_name}: {question.wording}"
    if question.kind is QuestionKind.TEXT:
        yield TemplateColumn(evidence or question.code, False, what, "")
        return
    scale = STANDARD_ANSWERS if question.kind is QuestionKind.STANDARD else tool.scale
    accepted = scale.labels + ((NOT_APPLICABLE_LABEL,) if question.allows_not_applicable else ())
    yield TemplateColumn(answer or "", question.is_overall, what, scale.labels[1], accepted)
    revised = "Only where moderation revised it"
    example = scale.labels[0] if question.is_overall else ""
    yield TemplateColumn(moderated or "", False, f"{revised}: {question.short_name}", example, accepted)
    yield TemplateColumn(evidence or "", False, f"What was written about {question.short_name}", "")
