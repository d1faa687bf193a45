"""What somebody chose to see of the judgements; a page's address and a command's options both say it."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.periods import Period

OVERALL = "overall"
MOST_PERIODS = 40


class Grouping(StrEnum):
    """What each block of the table is about."""

    SERVICE_AREA = "service-area"
    TEAM = "team"
    STREAM = "stream"
    TOOL = "tool"
    DOMAIN = "domain"

    @property
    def label(self) -> str:
        """> Audit stream"""
        return _LABELS[self][0]

    @property
    def total_label(self) -> str | None:
        """> All audit streams; None for domains, which are judged in the same audits."""
        return _LABELS[self][1]


_LABELS: dict[Grouping, tuple[str, str | None]] = {
    Grouping.SERVICE_AREA: ("Service area", "All service areas"),
    Grouping.TEAM: ("Team", "All teams"),
    Grouping.STREAM: ("Audit stream", "All audit streams"),
    Grouping.TOOL: ("Audit tool", "All audit tools"),
    Grouping.DOMAIN: ("Audit domain", None),
}


class Judged(StrEnum):
    """Whose judgement counts."""

    FINAL = "final"
    AUDITOR = "auditor"

    @property
    def label(self) -> str:
        return {
            Judged.FINAL: "Final judgement (moderated where moderation revised it)",
            Judged.AUDITOR: "The auditor’s own judgement, before moderation",
        }[self]


class Layout(StrEnum):
    """How a cell is printed: > 57% or > 57% (14)"""

    PERCENT = "percent"
    PERCENT_AND_COUNT = "percent-and-count"


@dataclass(frozen=True)
class JudgementChoice:
    """One choice of judgement table; raises InvalidInput when nothing could be drawn from it.

    `of` is a question's code, or OVERALL for each audit's overall judgement; it has no meaning by
    domain. `stream` and `area` are names, `tool` and `scale` codes; None does not filter.
    """

    by: Grouping
    last: Period
    of: str = OVERALL
    periods: int = 7
    judged: Judged = Judged.FINAL
    stream: str | None = None
    tool: str | None = None
    area: str | None = None
    scale: str | None = None
    layout: Layout | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.periods <= MOST_PERIODS:
            raise InvalidInput([Problem("periods", f"Show between 1 and {MOST_PERIODS} periods")])

    @cached_property
    def columns(self) -> tuple[Period, ...]:
        """The periods, oldest first."""
        return self.last.ending(self.periods)

    @property
    def is_filtered(self) -> bool:
        return any((self.stream, self.tool, self.area))

    @property
    def printed(self) -> Layout:
        """The layout chosen, or else the one councils print: domains with their counts, others without."""
        by_habit = Layout.PERCENT_AND_COUNT if self.by is Grouping.DOMAIN else Layout.PERCENT
        return self.layout or by_habit
