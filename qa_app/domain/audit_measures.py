"""What an audit measure counts: questions, the answers that count, and which audits."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from qa_app.domain.errors import InvalidInput, Problem


class Counts(StrEnum):
    """Which answers count."""

    MET = "met"
    """Standards that were met, of those met or not met."""
    AT_LEAST = "at least"
    """Judgements of a grade or a better one, of all that were judged."""
    AUDITS = "audits"
    """How many audits were finished: a number, not a share."""

    @property
    def label(self) -> str:
        return {
            Counts.MET: "The standard is met",
            Counts.AT_LEAST: "The judgement is a grade or better",
            Counts.AUDITS: "The number of audits",
        }[self]


@dataclass(frozen=True)
class AuditDefinition:
    """`questions` are codes, the same in every version and tool, and OVERALL for the overall judgement of
    whatever code; `grade` is a position (1 is best), only
    for AT_LEAST and on the scale with the code `scale`. `area` and `stream` are row numbers, `tool` a code;
    None does not filter.

    Raises InvalidInput about `questions` or `grade`.
    """

    counts: Counts
    questions: tuple[str, ...] = ()
    grade: int | None = None
    scale: str | None = None
    area: int | None = None
    stream: int | None = None
    tool: str | None = None

    def __post_init__(self) -> None:
        problems = []
        if self.counts is not Counts.AUDITS and not self.questions:
            problems.append(Problem("questions", "Choose at least one question"))
        if self.counts is Counts.AT_LEAST and (self.grade is None or self.scale is None):
            problems.append(Problem("grade", "Choose the grade that counts, with those better than it"))
        if problems:
            raise InvalidInput(problems)

    def as_json(self) -> dict[str, Any]:
        return {
            "counts": self.counts.value,
            "questions": list(self.questions),
            "grade": self.grade,
            "scale": self.scale,
            "area": self.area,
            "stream": self.stream,
            "tool": self.tool,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            **{**kept, "counts": Counts(kept["counts"]), "questions": tuple(kept.get("questions", ()))}
        )
