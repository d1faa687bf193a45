"""The page of one moderation as it is laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.errors import InvalidInput
from qa_app.domain.moderation import UNDECIDED, Decision, answers_to, grade_field, reason_field
from qa_app.domain.moderation_draft import Draft, clean_draft
from qa_app.domain.scales import NOT_APPLICABLE, NOT_APPLICABLE_LABEL
from qa_app.models import Moderation
from qa_app.queries.moderation import AnswerRead, FinishedModeration
from qa_app.web.formatters import format_date, format_instant


@dataclass(frozen=True)
class Read:
    """What a moderator reads: the tool, the answers by question code, and earlier moderations."""

    tool: AuditTool
    answers: Mapping[str, AnswerRead]
    earlier: Sequence[FinishedModeration]


@dataclass(frozen=True)
class Unsaved:
    """What was typed and could not be saved: the sentence says why, problems are by field."""

    draft: Draft
    sentence: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def moderation_page(moderation: Moderation, read: Read, unsaved: Unsaved | None = None) -> dict[str, Any]:
    """With what was typed in place of what was saved, and beside it what was saved elsewhere meanwhile."""
    saved = Draft.from_json(moderation.draft)
    shown = _Shown(
        read=read,
        saved=saved,
        typed=unsaved.draft if unsaved else saved,
        problems=unsaved.problems if unsaved else {},
        blind=moderation.blind and saved.first_grades is None,
    )
    sections = [shown.section(number, section) for number, section in enumerate(read.tool.sections, start=1)]
    return {
        "moderation": moderation,
        "blind": shown.blind,
        "facts": _facts(moderation, blind=shown.blind),
        "earlier": [] if shown.blind else [_earlier(row) for row in read.earlier],
        "sections": sections,
        "left": sum(section["left"] for section in sections),
        "comments": None if shown.blind else shown.comments(),
        "is_kept": _is_kept(saved, shown.typed),
        "sentence": unsaved.sentence if unsaved else "",
        "problems": list(shown.problems.items()),
    }


def typed_texts(typed: Draft, tool: AuditTool) -> list[tuple[str, str]]:
    """Everything typed, with what it is about, for a moderation that can no longer be saved."""
    reasons = [
        (f"Your reason: {question.short_name}", typed.decisions.get(question.code, UNDECIDED).reason)
        for question in tool.questions
    ]
    texts = [
        *reasons,
        ("Your comment on practice", typed.comment_on_practice),
        ("Your comment on the quality of the audit", typed.comment_on_audit_quality),
    ]
    return [(heading, text) for heading, text in texts if text.strip()]


@dataclass(frozen=True)
class _Shown:
    read: Read
    saved: Draft
    typed: Draft
    problems: Mapping[str, str]
    blind: bool

    def section(self, number: int, section: Section) -> dict[str, Any]:
        questions = [self.question(question) for question in section.questions]
        return {
            "id": f"section-{number}",
            "title": section.title,
            "questions": questions,
            "judgements": sum(question["is_judgement"] for question in questions),
            "left": sum(question["is_judgement"] and not question["decided"] for question in questions),
        }

    def question(self, question: Question) -> dict[str, Any]:
        answer = self.read.answers.get(question.code, AnswerRead())
        decision = self._decision(question)
        asked = answer.counted is not None and question.kind is not QuestionKind.TEXT
        grades = answers_to(question, self.read.tool.scale)
        return {
            "code": question.code,
            "name": question.short_name,
            "wording": question.wording,
            "guidance": question.guidance,
            "descriptors": list(zip(grades.labels, question.descriptors, strict=False)),
            "evidence": answer.evidence.strip(),
            "kind": question.kind.value,
            "is_judgement": asked and question.kind is QuestionKind.JUDGEMENT,
            "is_standard": asked and question.kind is QuestionKind.STANDARD and not self.blind,
            "auditor": "" if self.blind or answer.auditor is None else grades.label(answer.auditor),
            "counted": "" if self.blind or answer.counted is None else grades.label(answer.counted),
            "was_revised": answer.counted != answer.auditor,
            "first": self._first(question),
            "grade_field": grade_field(question.code),
            "reason_field": reason_field(question.code),
            "options": self._options(question, answer, decision),
            "decided": decision.value is not None,
            "is_revised": decision.value not in (None, answer.counted) and not self.blind,
            "reason": decision.reason,
            "grade_problem": self.problems.get(grade_field(question.code), ""),
            "reason_problem": self.problems.get(reason_field(question.code), ""),
            "elsewhere": self._elsewhere(question),
        }

    def comments(self) -> list[dict[str, str]]:
        return [
            {
                "field": name,
                "label": label,
                "hint": hint,
                "text": getattr(self.typed, name),
                "problem": self.problems.get(name, ""),
                "elsewhere": _differing(getattr(self.saved, name), getattr(self.typed, name)),
            }
            for name, label, hint in (
                (
                    "comment_on_practice",
                    "Comment on practice",
                    "What the file shows of the work with this child and family: what to keep doing, what"
                    " to change. At least a sentence.",
                ),
                (
                    "comment_on_audit_quality",
                    "Comment on the quality of the audit",
                    "For the auditor: whether the evidence supports the judgements, and what would make the"
                    " next audit better. At least a sentence.",
                ),
            )
        ]

    def _decision(self, question: Question) -> Decision:
        return self.typed.decisions.get(question.code, UNDECIDED)

    def _first(self, question: Question) -> str:
        """The grade recorded before the auditor's was shown, where there is one."""
        if self.saved.first_grades is None or question.code not in self.saved.first_grades:
            return ""
        return self.read.tool.scale.label(self.saved.first_grades[question.code])

    def _options(self, question: Question, answer: AnswerRead, decision: Decision) -> list[dict[str, Any]]:
        """What can be chosen: to agree first, then every other answer, best first."""
        grades = answers_to(question, self.read.tool.scale)
        positions = [*grades.positions]
        if question.allows_not_applicable or answer.counted == NOT_APPLICABLE:
            positions.append(NOT_APPLICABLE)
        if not self.blind and answer.counted is not None:
            positions.sort(key=lambda position: position != answer.counted)
        # A standard that nobody touched is agreed with.
        untouched = question.kind is QuestionKind.STANDARD and decision.value is None
        chosen = answer.counted if untouched else decision.value
        return [
            {
                "value": position,
                "label": NOT_APPLICABLE_LABEL if position == NOT_APPLICABLE else grades.label(position),
                "agrees": not self.blind and position == answer.counted,
                "checked": position == chosen,
            }
            for position in positions
        ]

    def _elsewhere(self, question: Question) -> list[str]:
        """What was saved in another window, where it differs from what was typed here."""
        saved, typed = self.saved.decisions.get(question.code, UNDECIDED), self._decision(question)
        grades = answers_to(question, self.read.tool.scale)
        told = []
        if saved.value is not None and saved.value != typed.value:
            told.append(f"Chosen there: {grades.label(saved.value)}")
        if text := _differing(saved.reason, typed.reason):
            told.append(f"Reason there: {text}")
        return told


def _is_kept(saved: Draft, typed: Draft) -> bool:
    """Whether all that was typed is saved, as it is where only finishing was refused."""
    try:
        return replace(clean_draft(typed), first_grades=saved.first_grades) == saved
    except InvalidInput:
        return False


def _differing(saved: str, typed: str) -> str:
    return saved if saved.strip() and saved.split() != typed.split() else ""


def _facts(moderation: Moderation, *, blind: bool) -> list[tuple[str, str]]:
    audit = moderation.audit
    place = f"{audit.service_area.name}, {audit.team.name}" if audit.team else audit.service_area.name
    facts = [
        ("Case", audit.case_reference),
        ("Service area and team", place),
        ("Audit stream", audit.stream.name),
        ("Audit date", format_date(audit.audit_date)),
        ("Auditor", audit.auditor.name),
        ("Worker", audit.worker_name or "Not named"),
    ]
    if not blind:
        facts.append(("Why it is moderated", moderation.chosen_because.label))
    return facts


def _earlier(row: FinishedModeration) -> dict[str, Any]:
    return {
        "heading": f"{row.moderator}, {format_instant(row.finished_at)}",
        "outcome": "Agreed with every judgement" if not row.revisions else "Revised",
        "revisions": row.revisions,
        "comments": [
            ("On practice", row.comment_on_practice),
            ("On the quality of the audit", row.comment_on_audit_quality),
        ],
    }
