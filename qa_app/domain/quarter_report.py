"""The quarter's report: what is written for it, what its months found, and how far its drawing is."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from enum import StrEnum

from qa_app.domain.errors import InvalidInput, Problem, UnknownPeriod
from qa_app.domain.free_text import TEXT_LIMIT
from qa_app.domain.judgement_table import JudgementTable
from qa_app.domain.measures import Frequency
from qa_app.domain.periods import Month, Quarter, ReportingPeriod, Year, parse_period
from qa_app.domain.scorecard import Scorecard
from qa_app.domain.scorecard_settings import kept, one_line

LONGEST_FINDING_THEME = 300

MOST_KEPT = 5
"""Finished reports of one scorecard and quarter that are kept for whoever asked for them."""


class TextBlock(StrEnum):
    """A text of the report, by the place where it stands."""

    INTRODUCTION = "introduction"
    SCORECARD = "scorecard"
    JUDGEMENTS = "judgements"
    NEXT_STEPS = "next-steps"

    @property
    def label(self) -> str:
        return _LABELS[self][0]

    @property
    def hint(self) -> str:
        return _LABELS[self][1]


_LABELS: dict[TextBlock, tuple[str, str]] = {
    TextBlock.INTRODUCTION: (
        "Introduction",
        "What the quarter was about, and what the board should take from this report. It stands first.",
    ),
    TextBlock.SCORECARD: (
        "Commentary on the scorecard",
        "It stands before the scorecard. What is said of single measures is printed there by itself.",
    ),
    TextBlock.JUDGEMENTS: (
        "Commentary on the judgement tables",
        "What the judgements show, and how much can be read from them. It stands before the tables.",
    ),
    TextBlock.NEXT_STEPS: (
        "Next steps",
        "What happens now, who does it and by when. It stands at the end.",
    ),
}


class Step(StrEnum):
    """What is done while a report is drawn, in this order."""

    SCORECARD = "Reading the scorecard"
    TABLES = "Counting the judgements"
    FINDINGS = "Reading the findings of the three months"
    DOCUMENT = "Drawing the document"
    WORKBOOK = "Writing the workbook"


@dataclass(frozen=True)
class Findings:
    """What a month's audits found, in plain Markdown but for the theme; all may be empty."""

    theme: str = ""
    cohort: str = ""
    strengths: str = ""
    areas_for_improvement: str = ""
    observations: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(astuple(self))


def clean_findings(findings: Findings) -> Findings:
    """As they are kept. Raises InvalidInput about the fields of `Findings`."""
    problems: list[Problem] = []
    cleaned = Findings(
        theme=one_line(findings.theme, LONGEST_FINDING_THEME, "theme", problems),
        cohort=kept(findings.cohort, TEXT_LIMIT, "cohort", problems).strip("\n"),
        strengths=kept(findings.strengths, TEXT_LIMIT, "strengths", problems).strip("\n"),
        areas_for_improvement=kept(
            findings.areas_for_improvement, TEXT_LIMIT, "areas_for_improvement", problems
        ).strip("\n"),
        observations=kept(findings.observations, TEXT_LIMIT, "observations", problems).strip("\n"),
    )
    if problems:
        raise InvalidInput(problems)
    return cleaned


@dataclass(frozen=True)
class QuarterContents:
    """Everything the report of a quarter says, read at one moment.

    `by_area` and `by_domain` are tables of quarters; `overall_by_month` and `domains_by_month` of the
    three months of this one. `limited_to` are the only service areas whose audits are counted (None: all).
    """

    quarter: Quarter
    scorecard: Scorecard
    by_area: JudgementTable
    by_domain: JudgementTable
    overall_by_month: JudgementTable
    domains_by_month: JudgementTable
    texts: Mapping[TextBlock, str] = field(default_factory=dict)
    findings: Mapping[Month, Findings] = field(default_factory=dict)
    limited_to: tuple[str, ...] | None = None


def parse_quarter(text: str) -> Quarter:
    """A quarter as people write it: 2016-17-Q3 or Q3 2016/17. Raises UnknownPeriod, also for a month."""
    period = parse_period(text)
    if not isinstance(period, Quarter):
        raise UnknownPeriod(f"A report is about a quarter, and {period} is none: write Q3 2016-17")
    return period


def months_of(quarter: Quarter) -> tuple[Month, Month, Month]:
    first, second, third = Month.of(quarter.last_day).ending(3)
    return first, second, third


def column_of(frequency: Frequency, quarter: Quarter) -> ReportingPeriod:
    """The newest column of a scorecard that is over when the quarter is.

    A quarter's own; the last of its months; the reporting year only once the fourth quarter ends it.
    """
    match frequency:
        case Frequency.MONTH:
            return Month.of(quarter.last_day)
        case Frequency.QUARTER:
            return quarter
        case Frequency.YEAR:
            year = Year(quarter.starting_year)
            return year if quarter.number == 4 else year.previous()
