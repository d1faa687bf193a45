"""Where a page leads from what a scorecard prints; files lead nowhere."""

from typing import Protocol

from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.scorecard import MeasureFacts


class Links(Protocol):
    """Addresses; None where there is nothing to follow, or the reader may not."""

    def audits(self, measure: MeasureFacts, period: ReportingPeriod, *, counted: bool) -> str | None:
        """The audits behind an audit measure: its whole cohort, or only those that are `counted`."""

    def measure(self, measure: MeasureFacts) -> str | None: ...

    def comment(self, measure: MeasureFacts) -> str | None:
        """Where the comment that is asked for can be written."""


class NoLinks:
    """For files, and for what is published."""

    def audits(self, measure: MeasureFacts, period: ReportingPeriod, *, counted: bool) -> None:
        return None

    def measure(self, measure: MeasureFacts) -> None:
        return None

    def comment(self, measure: MeasureFacts) -> None:
        return None


NO_LINKS = NoLinks()
