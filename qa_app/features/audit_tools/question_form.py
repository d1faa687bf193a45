"""What is asked about a question of an audit tool."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.audit_tool_building import suggested_code
from qa_app.domain.audit_tool_rules import (
    LONGEST_DESCRIPTOR,
    LONGEST_GUIDANCE,
    LONGEST_NAME,
    LONGEST_WORDING,
)
from qa_app.domain.scales import GradingScale
from qa_app.features.audit_tools.fields import AtMost, Written, is_code, lines, one_line
from qa_app.web.opened_form import OpenedForm

KIND_LABELS = {
    QuestionKind.JUDGEMENT: "Judgement",
    QuestionKind.STANDARD: "Standard",
    QuestionKind.TEXT: "Text",
}


class QuestionForm(OpenedForm):
    """`question_form` adds one text area for each grade of the scale."""

    name = StringField(
        "Short name",
        [Written("Write a short name"), AtMost(LONGEST_NAME)],
        description="Heads its block in the tables, such as Direct work.",
        filters=[one_line],
    )
    code = StringField("Code (optional)", [is_code], filters=[one_line])
    kind = RadioField(
        "Kind",
        choices=[SelectChoice(kind.value, KIND_LABELS[kind]) for kind in QuestionKind],
        validate_choice=False,
    )
    wording = TextAreaField(
        "Question",
        [AtMost(LONGEST_WORDING)],
        description="As the auditor reads it, such as: How good is the direct work with the child?",
        filters=[lines],
    )
    guidance = TextAreaField(
        "Guidance (optional)",
        [AtMost(LONGEST_GUIDANCE)],
        description="Where to look; for a standard, what Met means.",
        filters=[lines],
    )
    required = BooleanField("It must be answered")
    allows_not_applicable = BooleanField("It can be answered Not applicable")
    is_overall = BooleanField(
        "This is the overall judgement",
        description="A tool has one, and every audit answers it with a grade.",
    )
    section = SelectField("Section", coerce=int, validate_choice=False)

    grading: GradingScale

    def __init__(
        self, sections: Sequence[Section], *, taken: Collection[str], known_as: str, **named: Any
    ) -> None:
        super().__init__(**named)
        self.taken = taken
        self.known_as = known_as
        if known_as:
            self.code.label.text = "Code"
        self.places = range(1, len(sections) + 1)
        self.section.choices = [
            (number, f"{number}. {section.title}") for number, section in enumerate(sections, start=1)
        ]

    @property
    def descriptors(self) -> list[Field]:
        """Best grade first."""
        return [self[f"descriptor_{place}"] for place in self.grading.positions]

    def validate_kind(self, field: Field) -> None:
        if field.data not in list(QuestionKind):
            raise ValidationError("Choose what kind of question it is")

    def validate_code(self, field: Field) -> None:
        if field.data in self.taken:
            raise ValidationError(
                f"Another question of this tool has the code {field.data}: write another one"
            )

    def validate_section(self, field: Field) -> None:
        if field.data not in self.places:
            raise ValidationError("Choose a section")

    @property
    def question(self) -> Question:
        """What was filled in, without what its kind has no use for, such as the descriptors of a text."""
        kind = QuestionKind(self.kind.data)
        judged = kind is QuestionKind.JUDGEMENT
        overall = judged and bool(self.is_overall.data)
        may_not_apply = kind is not QuestionKind.TEXT and not overall
        descriptors = tuple(field.data or "" for field in self.descriptors)
        return Question(
            code=self.code.data or self.known_as or suggested_code(self.name.data or "", taken=self.taken),
            kind=kind,
            name=self.name.data or "",
            wording=self.wording.data or "",
            guidance=self.guidance.data or "",
            descriptors=descriptors if judged and any(descriptors) else (),
            required=bool(self.required.data) or overall,
            allows_not_applicable=bool(self.allows_not_applicable.data) and may_not_apply,
            is_overall=overall,
        )


def question_form(
    tool: AuditTool, *, known_as: str = "", values: Mapping[str, Any] | None = None, **named: Any
) -> QuestionForm:
    """The form for this tool's scale and sections.

    `known_as` is the code of the question it changes; without it, the form asks for a new one.
    """
    descriptors = {
        f"descriptor_{place}": TextAreaField(
            tool.scale.label(place), [AtMost(LONGEST_DESCRIPTOR)], filters=[lines]
        )
        for place in tool.scale.positions
    }
    form: type[QuestionForm] = type("QuestionForm", (QuestionForm,), {**descriptors, "grading": tool.scale})
    taken = {question.code for question in tool.questions} - {known_as}
    return form(tool.sections, taken=taken, known_as=known_as, data=values, **named)


def question_values(question: Question, *, section: int) -> dict[str, Any]:
    """The question as the form holds it."""
    return {
        "name": question.name,
        "code": question.code,
        "kind": question.kind.value,
        "wording": question.wording,
        "guidance": question.guidance,
        "required": question.required,
        "allows_not_applicable": question.allows_not_applicable,
        "is_overall": question.is_overall,
        "section": section,
    } | {f"descriptor_{place}": text for place, text in enumerate(question.descriptors, start=1)}
