"""One audit as it is read: its facts, its judgements with both judges' grades, and what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa_app.domain.audit_form import UNANSWERED, Answer
from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.domain.removed_text import removal_in_a_sentence, removed_in_words
from qa_app.domain.workflow import COUNTED, EDITABLE, AuditStatus
from qa_app.models import Audit
from qa_app.queries.moderation import FinishedModeration
from qa_app.web.audit_wording import due_in_words
from qa_app.web.formatters import format_date, format_instant
from qa_app.web.question_view import answer_label

COLOURS = {
    AuditStatus.ALLOCATED: "govuk-tag--grey",
    AuditStatus.IN_PROGRESS: "govuk-tag--light-blue",
    AuditStatus.SUBMITTED: "govuk-tag--yellow",
    AuditStatus.IN_MODERATION: "govuk-tag--purple",
    AuditStatus.FINAL: "govuk-tag--green",
    AuditStatus.WITHDRAWN: "govuk-tag--red",
}


@dataclass(frozen=True)
class AnswerView:
    """What was answered; `moderated` is the moderator's grade where it differs from the auditor's."""

    code: str
    name: str
    wording: str
    label: str
    moderated: str
    reasons: tuple[str, ...]
    """Why moderation revised it, the first time first."""
    text: str
    is_judgement: bool


@dataclass(frozen=True)
class AnswerSection:
    title: str
    judgements: tuple[AnswerView, ...]
    standards: tuple[AnswerView, ...]
    texts: tuple[AnswerView, ...]

    @property
    def answers(self) -> tuple[AnswerView, ...]:
        return (*self.judgements, *self.standards, *self.texts)

    @property
    def standards_have_words(self) -> bool:
        return any(one.text or one.reasons for one in self.standards)


@dataclass(frozen=True)
class AuditView:
    status: dict[str, str]
    facts: tuple[tuple[str, str], ...]
    tool: str
    overall: AnswerView | None
    sections: tuple[AnswerSection, ...]
    moderations: tuple[FinishedModeration, ...]
    notice: str
    """Returned or withdrawn because of what, in the words of the QA lead."""
    notice_title: str
    grades_hidden: bool
    removed: str
    """When all text was removed, in a sentence; empty while it is kept."""


def audit_view(
    audit: Audit,
    tool: AuditTool,
    answers: Mapping[str, Answer],
    moderated: Mapping[str, int],
    moderations: Sequence[FinishedModeration],
    *,
    grades_hidden: bool,
    today: date,
) -> AuditView:
    """With `grades_hidden`, as a moderator reads it before judging blind: the evidence without the grades.

    Where the text was removed, it says so in its place.
    """
    removed = removed_in_words(audit.text_erased_at)
    told = () if grades_hidden else tuple(_told(each, removed) for each in moderations)

    def view(question: Question) -> AnswerView:
        answer = answers.get(question.code, UNANSWERED)
        return AnswerView(
            code=question.code,
            name=question.short_name,
            wording=question.wording,
            label="" if grades_hidden else answer_label(question, tool.scale, answer.value),
            moderated=""
            if grades_hidden
            else answer_label(question, tool.scale, moderated.get(question.code)),
            reasons=tuple(
                f"{each.moderator}: {revision.reason}"
                for each in told
                for revision in each.revisions
                if revision.code == question.code
            ),
            text=answer.text or (removed if _asks_for_words(question, answer) else ""),
            is_judgement=question.kind is QuestionKind.JUDGEMENT,
        )

    def of_kind(questions: Sequence[Question], kind: QuestionKind) -> tuple[AnswerView, ...]:
        return tuple(view(question) for question in questions if question.kind is kind)

    overall = next((question for question in tool.questions if question.is_overall), None)
    return AuditView(
        status={"text": audit.status.label, "classes": COLOURS[audit.status]},
        facts=_facts(audit, today, grades_hidden=grades_hidden),
        tool=tool.name,
        overall=view(overall) if overall is not None else None,
        sections=tuple(
            AnswerSection(
                section.title,
                judgements=of_kind(section.questions, QuestionKind.JUDGEMENT),
                standards=of_kind(section.questions, QuestionKind.STANDARD),
                texts=of_kind(section.questions, QuestionKind.TEXT),
            )
            for section in tool.sections
        ),
        moderations=told,
        notice=(audit.returned_because or removed) if audit.status not in COUNTED else "",
        notice_title="Withdrawn" if audit.status is AuditStatus.WITHDRAWN else "Returned to the auditor",
        grades_hidden=grades_hidden,
        removed=removal_in_a_sentence(audit.text_erased_at),
    )


def _told(moderation: FinishedModeration, removed: str) -> FinishedModeration:
    """The moderation with a word in place of its comments and reasons, where these were removed."""
    if not removed:
        return moderation
    return replace(
        moderation,
        comment_on_practice=removed,
        comment_on_audit_quality=removed,
        revisions=tuple(replace(revision, reason=removed) for revision in moderation.revisions),
    )


def _asks_for_words(question: Question, answer: Answer) -> bool:
    """Whether there was, or may well have been, a text: a standard has one now and then only."""
    graded = question.kind is QuestionKind.JUDGEMENT and answer.value is not None
    return graded or question.kind is QuestionKind.TEXT


def _facts(audit: Audit, today: date, *, grades_hidden: bool) -> tuple[tuple[str, str], ...]:
    tool = f"{audit.tool_version.tool.name}, version {audit.tool_version.number}"
    removed = removed_in_words(audit.text_erased_at)
    facts = [
        ("Case reference", audit.case_reference or removed),
        ("Service area", audit.service_area.name),
        ("Team", audit.team.name if audit.team else "Not recorded"),
        ("Worker", audit.worker_name or removed or "Not named"),
        ("Audit stream", audit.stream.name),
        ("Audit tool", tool),
        ("Audit date", format_date(audit.audit_date)),
        ("Auditor", audit.auditor.name),
    ]
    if audit.status in EDITABLE and audit.due_on is not None:
        facts.append(("Due", due_in_words(audit.due_on, today)))
    if audit.submitted_at is not None:
        facts.append(("Submitted", format_instant(audit.submitted_at)))
    # Why it was chosen can give the overall grade away.
    if audit.chosen_because is not None and audit.status in COUNTED and not grades_hidden:
        facts.append(("Moderation", audit.chosen_because.label))
    return tuple(facts)
