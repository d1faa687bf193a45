"""What checking a file found, as a batch keeps it and a page or a command shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from qa_app.domain.errors import DomainError
from qa_app.importers.problems import Problems, RowProblem

MOST_NAMES = 200
"""Of the names to be added, so many of each kind are kept to be shown."""

ONE_AND_MANY = {
    "audits": ("audit", "audits"),
    "judgements": ("judgement", "judgements"),
    "moderations": ("moderation", "moderations"),
    "people": ("person who cannot sign in", "people who cannot sign in"),
    "service areas": ("service area", "service areas"),
    "teams": ("team", "teams"),
    "streams": ("stream", "streams"),
    "figures": ("figure", "figures"),
    "tables": ("table", "tables"),
    "periods": ("period", "periods"),
    "values": ("value", "values"),
    "revised values": ("revised value", "revised values"),
    "measures": ("measure", "measures"),
    "thresholds": ("set of thresholds", "sets of thresholds"),
    "comparators": ("comparator", "comparators"),
    "comments": ("comment or status", "comments or statuses"),
}


@dataclass(frozen=True)
class Report:
    """`added` counts what would be added, by what it is called; `names` lists the new ones of each kind."""

    rows: int = 0
    added: Mapping[str, int] = field(default_factory=dict)
    unchanged: int = 0
    """Audits, figures or values that are in the database already, exactly so."""
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Sequence[RowProblem] = ()
    problem_count: int = 0
    missing_names: bool = False
    """Whether problems would go away by adding what the file names: service areas, teams, measures ..."""
    differs: bool = False
    """Whether problems would go away by replacing what was loaded before."""
    replaces: Sequence[str] = ()
    """Files whose figures go out when this one comes in."""
    warnings: Sequence[str] = ()
    also: Sequence[str] = ()
    """What else can be brought in from a file of values: > thresholds, > commentary."""
    comparator_years: Sequence[int] = ()
    """The years that its comparators may be of, as they begin, the one that is taken first."""
    unreadable: str = ""
    """The sentence about a file that cannot be used at all."""

    @property
    def may_be_added(self) -> bool:
        return not self.problem_count and not self.unreadable and not self.changes_nothing

    @property
    def changes_nothing(self) -> bool:
        return not self.problem_count and not self.unreadable and not any(self.added.values())

    @property
    def added_in_words(self) -> list[str]:
        """> 40 audits, > 1 team; nothing for what there is none of"""
        return [f"{count:,} {ONE_AND_MANY[kind][count > 1]}" for kind, count in self.added.items() if count]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        problems = tuple(RowProblem(**problem) for problem in kept.get("problems", ()))
        return cls(**{**kept, "problems": problems})


class RefusedFile(DomainError):
    """The file has problems, so nothing of it was added."""

    def __init__(self, report: Report) -> None:
        self.report = report
        count = f"{report.problem_count:,} problem{'s' if report.problem_count != 1 else ''}"
        super().__init__(f"The file has {count}, so nothing was added.")


def shown_problems(problems: Problems) -> dict[str, Any]:
    return {"problems": tuple(problems.in_order()), "problem_count": problems.total}
