"""What a moderator sent with the form."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa_app.domain.audit_tool import AuditTool, QuestionKind
from qa_app.domain.moderation import (
    COMMENT_ON_AUDIT_QUALITY,
    COMMENT_ON_PRACTICE,
    Decision,
    answers_to,
    grade_field,
    reason_field,
)
from qa_app.domain.moderation_draft import Draft
from qa_app.domain.scales import NOT_APPLICABLE, GradingScale


@dataclass(frozen=True)
class Typed:
    """The draft as it stands in the browser, and the version of the saved draft it was opened on."""

    draft: Draft
    opened_at_version: int

    @property
    def grades(self) -> dict[str, int]:
        """Positions by question code, of the judgements where one was chosen."""
        decisions = self.draft.decisions.items()
        return {code: decision.value for code, decision in decisions if decision.value is not None}


def typed_in(form: Mapping[str, str], tool: AuditTool) -> Typed:
    """A choice that nobody was offered reads as none; a version that is no number, as an older one."""
    draft = Draft(
        decisions={
            question.code: Decision(
                _position(form.get(grade_field(question.code), ""), answers_to(question, tool.scale)),
                form.get(reason_field(question.code), ""),
            )
            for question in tool.questions
            if question.kind is not QuestionKind.TEXT
            and (grade_field(question.code) in form or reason_field(question.code) in form)
        },
        comment_on_practice=form.get(COMMENT_ON_PRACTICE, ""),
        comment_on_audit_quality=form.get(COMMENT_ON_AUDIT_QUALITY, ""),
    )
    return Typed(draft, _number(form.get("version", "")) or 0)


def _position(text: str, answers: GradingScale) -> int | None:
    number = _number(text)
    return number if number == NOT_APPLICABLE or number in answers.positions else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 9 else None
