"""An audit tool: the form an auditor fills in, as sections of questions and a grading scale."""

from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.scales import GradingScale


class QuestionKind(StrEnum):
    """How a question is answered.

    A judgement takes a grade of the tool's scale, a standard is met or not met, a text takes words.
    """

    JUDGEMENT = "judgement"
    STANDARD = "standard"
    TEXT = "text"


@dataclass(frozen=True)
class Question:
    """One thing the auditor is asked.

    The code stays the same from one version of the tool to the next, because years of tables hang on it.
    `descriptors` say what each grade looks like, best first, one for each label of the scale. `name` is
    what a table calls the question.
    """

    code: str
    kind: QuestionKind
    wording: str
    guidance: str = ""
    descriptors: tuple[str, ...] = ()
    required: bool = True
    allows_not_applicable: bool = False
    is_overall: bool = False
    name: str = ""

    @property
    def short_name(self) -> str:
        """> Multi-agency working, or, where no name was given, the code in words: > Multi agency"""
        return self.name or self.code.replace("-", " ").capitalize()


@dataclass(frozen=True)
class Section:
    title: str
    guidance: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class AuditTool:
    code: str
    name: str
    purpose: str
    scale: GradingScale
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question in the order of the form."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def overall(self) -> Question:
        """The overall judgement. Raises LookupError for a draft that has none yet."""
        for question in self.questions:
            if question.is_overall:
                return question
        raise LookupError(f"The audit tool {self.code} has no overall judgement")

    def question(self, code: str) -> Question:
        """Raises LookupError for a code this tool does not ask."""
        for question in self.questions:
            if question.code == code:
                return question
        raise LookupError(f"The audit tool {self.code} has no question {code}")
