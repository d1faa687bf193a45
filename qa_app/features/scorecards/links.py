"""Where the page of a scorecard leads: to the audits behind a figure, to a measure, to a comment."""

from collections.abc import Collection

from flask import url_for

from qa_app.domain.commentary import may_comment
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.roles import Permission
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import MeasureFacts, ScorecardChoice
from qa_app.web.audit_measure_links import AuditsBehind


class PageLinks:
    """Made once for a page, asked for every cell."""

    def __init__(self, choice: ScorecardChoice, *, scope: Scope, permissions: Collection[Permission]) -> None:
        self._choice = choice
        self._person_id = scope.person_id
        self._permissions = permissions
        self._audits = AuditsBehind() if scope.reads_what_it_counts else None
        self._measures = url_for("measures.index")

    def audits(self, measure: MeasureFacts, period: ReportingPeriod, *, counted: bool) -> str | None:
        """The audits of the period that the measure is about, or only those that count for it.

        None for somebody who may not read every audit that the figure counts.
        """
        if self._audits is None or not measure.is_audit:
            return None
        definition = measure.meaning_at(period).audit
        return self._audits(definition, period, counted=counted) if definition else None

    def measure(self, measure: MeasureFacts) -> str:
        return f"{self._measures}/{measure.id}"

    def comment(self, measure: MeasureFacts) -> str | None:
        """None for somebody who may not write it."""
        may = may_comment(
            person_id=self._person_id, permissions=self._permissions, responsible_id=measure.responsible_id
        )
        return comment_address(self._choice, measure.id) if may else None


def comment_address(choice: ScorecardChoice, measure_id: int) -> str:
    """> /scorecards/1/comments/7?period=2016-17-Q3&layout=core"""
    return url_for(
        "scorecards.comment",
        scorecard_id=choice.id,
        measure_id=measure_id,
        period=choice.last.key,
        layout=choice.layout.value,
    )
